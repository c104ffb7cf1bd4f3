//! Evidence for a target: suggestions from several sources, three tiers, what would have to be true, the SMART check.

use kpi_math::{Foretold, Season, foretell};
use kpi_model::{
    AskEvidence, AskForecast, AskSeek, Day, EvidenceView, ForecastView, Money, NodeKind, PlanView, SmartCheck, SmoothingView, Suggestion,
    SuggestionKind, Text, Tier, TierKind, YearOdds,
};

use crate::error::PlanError;
use crate::forecast::Forecaster;

/// Probabilities of base, stretch and challenge unless asked otherwise.
const CHANCES: (f64, f64, f64) = (0.8, 0.5, 0.2);
/// Months foretold from each origin of the smoothing's backtest.
const WINDOW: usize = 3;
/// A target outside these probabilities is either sure or hopeless: neither is a challenge.
const ACHIEVABLE: (f64, f64) = (0.2, 0.95);

fn minor(amount: f64) -> Money {
    Money::from_minor(amount.round_ties_even() as i128)
}

fn growth(amount: Money, last: Money) -> Option<f64> {
    (last.minor > 0).then(|| amount.minor as f64 / last.minor as f64 - 1.0)
}

fn percent(share: f64) -> String {
    let tenths = (share * 1_000.0).round_ties_even() as i64;
    format!("{}{}.{}%", if tenths < 0 { "−" } else { "" }, tenths.abs() / 10, tenths.abs() % 10)
}

/// Suggestions, tiers and checks for the total of a tree.
///
/// # Errors
/// As [`Forecaster::forecast`].
pub fn evidence(forecaster: &Forecaster, ask: &AskEvidence, view: &PlanView) -> Result<EvidenceView, PlanError> {
    let asked = view.nodes.first().map(|company| company.total).unwrap_or_default();
    let request = AskForecast {
        year: Some(view.year),
        target: Some(asked),
        paths: ask.paths,
        seed: ask.seed,
        without_backtest: true,
        ..AskForecast::default()
    };
    let forecast = forecaster.forecast(&request, None)?;
    let odds = |view: &ForecastView| YearOdds { chance: view.chance, sure: view.sure.clone(), bins: view.bins.clone() };
    let changed = AskForecast { scenario: ask.scenario.clone(), ..request.clone() };
    let scenario = if ask.scenario.changes.is_empty() { None } else { Some(odds(&forecaster.forecast(&changed, None)?)) };
    let months = forecaster.months_won();
    let last = minor(months.iter().rev().take(12).sum());
    let smoothing = smoothing(forecaster, &months, view.year);
    let chances = ask.chances.unwrap_or(CHANCES);
    let mut tiers = Vec::new();
    for (kind, chance) in [(TierKind::Base, chances.0), (TierKind::Stretch, chances.1), (TierKind::Challenge, chances.2)] {
        let amount = forecaster.sure(&request, chance)?;
        tiers.push(tier(forecaster, ask, &months, kind, amount, view.year, last)?);
    }
    tiers.push(tier(forecaster, ask, &months, TierKind::Asked, asked, view.year, last)?);
    let suggestions = suggestions(ask, view, &forecast, smoothing.as_ref(), last);
    let smart = smart(forecaster, ask, view, &forecast)?;
    Ok(EvidenceView { year: view.year, last_year: last, base: odds(&forecast), scenario, suggestions, smoothing, tiers, smart })
}

/// The own months continued by the smoothing that foretold them best.
fn smoothing(forecaster: &Forecaster, months: &[f64], year: i32) -> Option<SmoothingView> {
    let start = forecaster.month_after();
    let to_go = (year - start.year()) * 12 + 13 - start.month().cast_signed();
    let ahead = usize::try_from(to_go).ok()?;
    let Foretold { smoothing, ahead, error, bias, origins, .. } = foretell(months, 12, WINDOW, ahead)?;
    let of_year = ahead.iter().skip(ahead.len().saturating_sub(12)).map(|month| minor(month.max(0.0)));
    let season = match smoothing.season {
        Season::None => "none",
        Season::Additive => "additive",
        Season::Multiplicative => "multiplicative",
    };
    let weight = |hundredths: u8| f64::from(hundredths) / 100.0;
    Some(SmoothingView {
        season: season.to_owned(),
        has_trend: smoothing.has_trend,
        weights: (weight(smoothing.level), weight(smoothing.trend), weight(smoothing.seasonal)),
        wape: error,
        bias,
        origins: u32::try_from(origins).unwrap_or(u32::MAX),
        months: forecaster.booked_months(year).into_iter().chain(of_year).collect(),
    })
}

fn suggestions(
    ask: &AskEvidence,
    view: &PlanView,
    forecast: &ForecastView,
    smoothing: Option<&SmoothingView>,
    last: Money,
) -> Vec<Suggestion> {
    let suggestion = |kind: SuggestionKind, amount: Option<Money>, zh: String, en: String| Suggestion {
        kind,
        amount,
        growth: amount.and_then(|amount| growth(amount, last)),
        how: Text::new(zh, en),
    };
    let mut list = Vec::new();
    list.push(match smoothing {
        Some(found) => suggestion(
            SuggestionKind::Smoothing,
            Some(Money::from_minor(found.months.iter().map(|month| month.minor).sum())),
            format!("指数平滑；三个月回测误差 {}，{} 个起点", percent(found.wape), found.origins),
            format!("Exponential smoothing; error over three months {}, {} origins.", percent(found.wape), found.origins),
        ),
        None => {
            let (zh, en) = ("历史太短，不能平滑", "The history is too short to be smoothed.");
            suggestion(SuggestionKind::Smoothing, None, zh.to_owned(), en.to_owned())
        }
    });
    let basis = &forecast.basis;
    let (a_month, a_year) = (basis.per_month, basis.per_month * 12.0);
    let (rate, size) = (percent(basis.win_rate), basis.deal_size.grouped());
    let (pipeline, funnel) = if basis.of_orders {
        (
            (format!("每月 {a_month:.1} 个订单，预测中位数"), format!("{a_month:.1} orders a month: median of the forecast.")),
            (format!("每年 {a_year:.0} 个订单 × 平均单额 {size}"), format!("{a_year:.0} orders × order size {size}.")),
        )
    } else {
        (
            (
                format!("{} 个在谈商机和每月 {a_month:.1} 个新商机，预测中位数", basis.open),
                format!("{} open and {a_month:.1} new opportunities a month: median of the forecast.", basis.open),
            ),
            (
                format!("每年 {a_year:.0} 个商机 × 赢单率 {rate} × 平均单额 {size}"),
                format!("{a_year:.0} opportunities × win rate {rate} × deal size {size}."),
            ),
        )
    };
    list.push(suggestion(SuggestionKind::Pipeline, Some(forecast.drawn.p50), pipeline.0, pipeline.1));
    let arithmetic = a_year * basis.win_rate * basis.deal_size.minor as f64;
    list.push(suggestion(SuggestionKind::Funnel, Some(minor(arithmetic)), funnel.0, funnel.1));
    let people = view.nodes.iter().filter(|node| node.kind.is_leaf() && node.capacity.is_some()).count();
    list.push(suggestion(
        SuggestionKind::Capacity,
        view.nodes.first().and_then(|company| company.capacity),
        format!("{people} 人的产能，含爬坡和在岗月数"),
        format!("Capacity of {people} people with ramp and months in the job."),
    ));
    let inputs = [
        (SuggestionKind::Market, ask.market_growth, "市场增速", "growth of the market"),
        (SuggestionKind::Competitor, ask.competitor_growth, "竞争对手增速", "growth of the competitor"),
    ];
    for (kind, input, zh, en) in inputs {
        list.push(match input.filter(|rate| (-1.0..=10.0).contains(rate)) {
            Some(rate) => suggestion(
                kind,
                Some(minor(last.minor as f64 * (1.0 + rate))),
                format!("近十二个月 × （1 + {zh} {}）", percent(rate)),
                format!("Last twelve months × (1 + {en} {}).", percent(rate)),
            ),
            None => suggestion(kind, None, format!("填入{zh}"), format!("Enter the {en}.")),
        });
    }
    list
}

fn tier(
    forecaster: &Forecaster,
    ask: &AskEvidence,
    months: &[f64],
    kind: TierKind,
    amount: Money,
    year: i32,
    last: Money,
) -> Result<Tier, PlanError> {
    let seek = AskSeek { year: Some(year), goal: Some(amount), ..AskSeek::default() };
    let needs = forecaster.needs(&seek)?;
    let wanted = growth(amount, last);
    // Growth of each twelve months over the twelve before, month by month.
    let year_to = |end: usize| end.checked_sub(12).and_then(|from| months.get(from..end)).map(|year| year.iter().sum::<f64>());
    let spans = (24..=months.len()).filter_map(|end| Some(year_to(end)? / year_to(end - 12).filter(|before| *before > 0.0)? - 1.0));
    let spans: Vec<f64> = spans.collect();
    let as_good = spans.iter().filter(|own| wanted.is_some_and(|wanted| **own >= wanted)).count();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let chance = forecaster
        .forecast(
            &AskForecast {
                year: Some(year),
                target: Some(amount),
                paths: ask.paths,
                seed: ask.seed,
                without_backtest: true,
                ..AskForecast::default()
            },
            None,
        )?
        .chance;
    let volume = needs.iter().find(|need| need.lever == kpi_model::Lever::Volume && need.item.is_none()).and_then(|need| need.factor);
    Ok(Tier {
        kind,
        amount,
        chance,
        growth: wanted,
        history: (count(as_good), count(spans.len())),
        opportunities_per_month: volume.map(|factor| factor * forecaster.per_month()),
        needs,
    })
}

/// Specific: everything is somebody's. Measurable: wins have amount and date. Achievable: neither sure nor hopeless. Relevant:
/// a mix of levers within the own best quarters reaches it. Time-bound: every month has a figure, and a day of review is set.
fn smart(forecaster: &Forecaster, ask: &AskEvidence, view: &PlanView, forecast: &ForecastView) -> Result<Vec<SmartCheck>, PlanError> {
    let check = |letter: &str, holds: bool, zh: String, en: String| SmartCheck { letter: letter.to_owned(), holds, why: Text::new(zh, en) };
    let total = view.nodes.first().map(|company| company.total).unwrap_or_default();
    let nobody: i128 = view
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Unassigned || (node.kind.is_leaf() && node.name.is_empty()))
        .map(|node| node.total.minor)
        .sum();
    let people = view.nodes.iter().filter(|node| node.kind.is_leaf() && node.kind != NodeKind::Unassigned && !node.name.is_empty()).count();
    let (complete, wins) = forecaster.complete_wins();
    let seek = AskSeek { year: Some(view.year), goal: Some(total), seed: ask.seed, ..AskSeek::default() };
    let mix = forecaster.seek(&seek, None)?;
    let months = view.nodes.first().map_or(0, |company| company.months.iter().filter(|month| month.minor > 0).count());
    let unassigned = Money::from_minor(nobody);
    // A review after the year is none.
    let review = ask.review.filter(|day| *day > forecaster.as_of() && day.year() <= view.year);
    Ok(vec![
        check(
            "S",
            nobody == 0 && people > 0,
            format!("分到 {people} 人，未分配 {unassigned}"),
            format!("Split to {people} people, {unassigned} unassigned."),
        ),
        check(
            "M",
            wins > 0 && complete * 10 >= wins * 9,
            if forecast.basis.of_orders {
                format!("{wins} 个订单都有金额")
            } else {
                format!("{wins} 个赢单中 {complete} 个有金额")
            },
            if forecast.basis.of_orders {
                format!("All {wins} orders have an amount.")
            } else {
                format!("{complete} of {wins} wins have an amount.")
            },
        ),
        check(
            "A",
            (ACHIEVABLE.0..=ACHIEVABLE.1).contains(&forecast.chance),
            format!("达成概率 {}；合适的范围是 {} 到 {}", percent(forecast.chance), percent(ACHIEVABLE.0), percent(ACHIEVABLE.1)),
            format!(
                "Probability {}; between {} and {} is a challenge that can be met.",
                percent(forecast.chance),
                percent(ACHIEVABLE.0),
                percent(ACHIEVABLE.1)
            ),
        ),
        check(
            "R",
            mix.mix.is_some(),
            if mix.mix.is_some() {
                "各杠杆在自己最好的季度以内就能达到".to_owned()
            } else {
                format!("所有杠杆都到最好的季度也只到 {}", mix.reaches)
            },
            if mix.mix.is_some() {
                "Levers within their own best quarters reach it.".to_owned()
            } else {
                format!("All levers at their best quarters reach {}.", mix.reaches)
            },
        ),
        check(
            "T",
            months == 12 && review.is_some(),
            match review {
                Some(day) => format!("{} 年，{months} 个月有目标，{day} 复核", view.year),
                None => format!("{} 年，{months} 个月有目标，还没有定年内的复核日", view.year),
            },
            match review {
                Some(day) => format!("{}, {months} months have a figure, reviewed on {day}.", view.year),
                None => format!("{}, {months} months have a figure; no day within it is set for a review.", view.year),
            },
        ),
    ])
}

impl Forecaster {
    /// The first month that is not whole yet.
    fn month_after(&self) -> Day {
        Day(self.as_of().0.saturating_add(1)).month_start(0)
    }

    /// The whole months of the year that are over.
    fn booked_months(&self, year: i32) -> Vec<Money> {
        let end = self.month_after();
        let before = (0..12).filter_map(|month| Day::from_ymd(year, month + 1, 1)).filter(|month| *month < end);
        before.map(|month| self.won_in(month, month.month_start(1))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::evidence;
    use crate::Forecaster;
    use crate::forecast::worlds::world;
    use kpi_model::{AskEvidence, PlanEdit, Spread, SuggestionKind, TierKind};

    #[test]
    fn tiers_are_ordered_and_sources_have_figures_or_reasons() {
        let world = world(3);
        let forecaster = Forecaster::new(&world.data, false).unwrap();
        let view = crate::plan(&world.data, &PlanEdit::default()).unwrap();
        let ask = AskEvidence { spread: Spread::default(), market_growth: Some(0.08), paths: Some(500), ..AskEvidence::default() };
        let found = evidence(&forecaster, &ask, &view).unwrap();
        let kinds: Vec<TierKind> = found.tiers.iter().map(|tier| tier.kind).collect();
        assert_eq!(kinds, [TierKind::Base, TierKind::Stretch, TierKind::Challenge, TierKind::Asked]);
        for (tier, chance) in found.tiers.iter().zip([0.8, 0.5, 0.2]) {
            assert!((tier.chance - chance).abs() < 0.01, "{:?} {}", tier.kind, tier.chance);
        }
        assert!(found.tiers[0].amount < found.tiers[1].amount && found.tiers[1].amount < found.tiers[2].amount);
        assert!(found.tiers[0].history.0 >= found.tiers[2].history.0 && found.tiers[0].history.1 == 13);
        assert!(found.tiers[3].needs.iter().any(|need| need.factor.is_some()));
        for suggestion in &found.suggestions {
            let is_open = suggestion.kind == SuggestionKind::Competitor;
            assert_eq!(suggestion.amount.is_none(), is_open, "{suggestion:?}");
            let amount = suggestion.amount.map_or(1.0, |amount| amount.minor as f64 / found.last_year.minor as f64);
            assert!((0.5..2.0).contains(&amount), "{suggestion:?}");
        }
        let market = found.suggestions.iter().find(|own| own.kind == SuggestionKind::Market).unwrap();
        assert!((market.growth.unwrap() - 0.08).abs() < 1e-6);
        assert_eq!(found.smoothing.unwrap().months.len(), 12);
        assert_eq!(found.smart.iter().map(|check| check.letter.as_str()).collect::<String>(), "SMART");
        assert!(found.smart[0].holds && found.smart[1].holds && !found.smart[4].holds, "no review is set");
        // A scenario stands beside the year as it is; a review within the year makes the target bound in time, one after it does not.
        let more = kpi_model::Change { lever: kpi_model::Lever::WinRate, item: None, factor: 1.2, from: None, over: None, cost: None };
        let scenario = kpi_model::Scenario { name: String::new(), changes: vec![more] };
        let review = |year: i32| kpi_model::Day::from_ymd(year, 6, 30);
        let with = evidence(&forecaster, &AskEvidence { scenario, review: review(view.year), ..ask.clone() }, &view).unwrap();
        assert!(found.scenario.is_none() && with.base == found.base && with.smart[4].holds);
        let under = with.scenario.unwrap();
        assert!(under.chance > with.base.chance && under.sure[0].1 > with.base.sure[0].1);
        assert!((under.bins.iter().map(|bin| bin.share).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(!evidence(&forecaster, &AskEvidence { review: review(view.year + 1), ..ask }, &view).unwrap().smart[4].holds);
    }
}
