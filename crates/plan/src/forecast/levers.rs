//! What each lever is in the data: its value, its own worst and best quarter, or why it cannot be moved.

use kpi_math::quantile;
use kpi_model::{Day, Lever, LeverInfo, Text};

use super::drive;
use super::history::{Deal, History};
use crate::booked::Booked;

/// Quarters looked at.
const QUARTERS: i32 = 8;
/// A quarter says something from this many cases on.
const CASES: usize = 5;
/// Sources and stages offered at most.
const ITEMS: usize = 8;

/// Why a lever of the sales process cannot be moved where there is none.
const ORDERS_ONLY: (&str, &str) = ("只有订单，没有商机", "There are only orders, no opportunities.");

/// A lever with all its quarters.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) info: LeverInfo,
    /// Each quarter against the mean.
    pub(crate) factors: Vec<f64>,
    /// Part of the wins of the last year that a source brings; 1 for all.
    pub(crate) part: f64,
    /// Elasticity of the inflow, for activities.
    pub(crate) effect: f64,
    /// Highest factor that makes sense: a share stays below 1.
    pub(crate) most: f64,
}

/// All levers, those without data with their reason.
pub(crate) fn levers(history: &History, win_rate: f64, median_days: f64) -> Vec<Known> {
    let end = Day(history.as_of.saturating_add(1)).month_start(0);
    let spans: Vec<(i32, i32)> = (0..QUARTERS)
        .rev()
        .map(|back| (end.month_start(-3 * (back + 1)).0, end.month_start(-3 * back).0))
        .filter(|(from, _)| *from >= history.first)
        .collect();
    let year = end.month_start(-12).0;
    let context = Context { history, spans, year, end: end.0 };
    let mut all = vec![context.volume(None, None)];
    let mut sources: Vec<(usize, u32)> = (0..history.sources.len())
        .filter_map(|code| Some((context.created(u32::try_from(code).ok()), u32::try_from(code).ok()?)))
        .collect();
    sources.sort_by_key(|(count, code)| (std::cmp::Reverse(*count), *code));
    for (_, code) in sources.iter().take(ITEMS).filter(|(count, _)| *count >= 12) {
        all.push(context.volume(Some(*code), history.sources.get(*code as usize).cloned()));
    }
    all.push(context.win_rate(win_rate));
    all.extend(context.stages());
    all.push(context.deal_size());
    all.push(context.price());
    all.push(context.discount());
    all.push(context.cost());
    all.push(context.cycle(median_days));
    all.push(context.retention());
    all.push(context.headcount());
    all.push(context.activity());
    for known in &mut all {
        known.info.name = drive::name(known.info.lever, context.of_orders());
    }
    all
}

struct Context<'a> {
    history: &'a History,
    spans: Vec<(i32, i32)>,
    year: i32,
    end: i32,
}

fn known(lever: Lever, item: Option<String>, value: Option<f64>, per_quarter: &[Option<f64>], lower_is_better: bool) -> Known {
    let values: Vec<f64> = per_quarter.iter().flatten().copied().filter(|value| *value > 0.0).collect();
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let factors: Vec<f64> = values.iter().map(|value| value / mean).collect();
    let low = factors.iter().copied().fold(f64::INFINITY, f64::min);
    let high = factors.iter().copied().fold(0.0, f64::max);
    let range = (factors.len() >= 2).then_some(if lower_is_better { (high, low) } else { (low, high) });
    let quarters = u32::try_from(factors.len()).unwrap_or(0);
    let info = LeverInfo { lever, name: Text::default(), item, value, range, quarters, reason: None, note: None };
    Known { info, factors, part: 1.0, effect: 1.0, most: 100.0 }
}

fn noted(mut known: Known, zh: &str, en: &str) -> Known {
    known.info.note = Some(Text::new(zh, en));
    known
}

fn missing(lever: Lever, zh: &str, en: &str) -> Known {
    let reason = Some(Text::new(zh, en));
    let info = LeverInfo { lever, name: Text::default(), item: None, value: None, range: None, quarters: 0, reason, note: None };
    Known { info, factors: Vec::new(), part: 0.0, effect: 0.0, most: 1.0 }
}

impl Context<'_> {
    fn of_orders(&self) -> bool {
        self.history.source == Booked::Orders
    }

    fn created(&self, source: Option<u32>) -> usize {
        let is_in =
            |deal: &&Deal| deal.created >= self.year && deal.created < self.end && source.is_none_or(|source| deal.source == source);
        self.history.deals.iter().filter(is_in).count()
    }

    fn per_quarter(&self, of: &dyn Fn(i32, i32) -> Option<f64>) -> Vec<Option<f64>> {
        self.spans.iter().map(|(from, to)| of(*from, *to)).collect()
    }

    fn won(&self, from: i32, to: i32) -> impl Iterator<Item = &Deal> {
        self.history.deals.iter().filter(move |deal| deal.is_won && deal.ended.is_some_and(|end| (from..to).contains(&end)))
    }

    fn volume(&self, source: Option<u32>, item: Option<String>) -> Known {
        let count = |from: i32, to: i32| {
            let is_in = |deal: &&Deal| (from..to).contains(&deal.created) && source.is_none_or(|source| deal.source == source);
            Some(self.history.deals.iter().filter(is_in).count() as f64)
        };
        let value = self.created(source) as f64 / 12.0;
        let amount = |own: bool| {
            let wins = self.won(self.year, self.end).filter(|deal| !own || source.is_none_or(|source| deal.source == source));
            wins.map(|deal| deal.amount.unwrap_or(0) as f64).sum::<f64>()
        };
        let part = if amount(false) > 0.0 { amount(true) / amount(false) } else { 0.0 };
        let found = Known { part, ..known(Lever::Volume, item, Some(value), &self.per_quarter(&count), false) };
        if source.is_none() {
            return if self.of_orders() {
                noted(found, "只有订单：这里数的是订单", "There are only orders: they are counted here.")
            } else {
                found
            };
        }
        noted(found, "假定这个来源的成单照旧", "Assumes that this source goes on to be won as it was.")
    }

    fn win_rate(&self, value: f64) -> Known {
        if self.of_orders() {
            return missing(Lever::WinRate, ORDERS_ONLY.0, ORDERS_ONLY.1);
        }
        let rate = |from: i32, to: i32| {
            let closed = self.history.deals.iter().filter(|deal| deal.ended.is_some_and(|end| (from..to).contains(&end))).count();
            (closed >= CASES).then(|| self.won(from, to).count() as f64 / closed as f64)
        };
        Known { most: 1.0 / value.max(0.01), ..known(Lever::WinRate, None, Some(value), &self.per_quarter(&rate), false) }
    }

    fn stages(&self) -> Vec<Known> {
        let history = self.history;
        if history.stays.is_empty() {
            return vec![missing(Lever::StageConversion, "没有阶段变更记录", "There is no stage history.")];
        }
        let rate = |stage: u32, from: i32, to: i32| {
            let left: Vec<bool> =
                history.stays.iter().filter(|(own, day, _)| *own == stage && (from..to).contains(day)).map(|stay| stay.2).collect();
            (left.len() >= CASES).then(|| left.iter().filter(|led| **led).count() as f64 / left.len() as f64)
        };
        let mut list = Vec::new();
        for (code, name) in (0_u32..).zip(&history.stages) {
            let Some(value) = rate(code, self.year, self.end).filter(|value| *value > 0.0) else { continue };
            let quarters = self.per_quarter(&|from, to| rate(code, from, to));
            list.push(Known { most: 1.0 / value, ..known(Lever::StageConversion, Some(name.clone()), Some(value), &quarters, false) });
        }
        list.truncate(ITEMS);
        list
    }

    fn deal_size(&self) -> Known {
        let mean = |from: i32, to: i32| {
            let amounts: Vec<f64> = self.won(from, to).filter_map(|deal| deal.amount).map(|amount| amount as f64 / 100.0).collect();
            (amounts.len() >= CASES).then(|| amounts.iter().sum::<f64>() / amounts.len() as f64)
        };
        known(Lever::DealSize, None, mean(self.year, self.end), &self.per_quarter(&mean), false)
    }

    /// Σ amount ÷ Σ other over wins with both.
    fn ratio(&self, from: i32, to: i32, other: &dyn Fn(&Deal) -> Option<i64>) -> Option<f64> {
        let both: Vec<(f64, f64)> = self.won(from, to).filter_map(|deal| Some((deal.amount? as f64, other(deal)? as f64))).collect();
        let below: f64 = both.iter().map(|pair| pair.1).sum();
        (both.len() >= CASES && below > 0.0).then(|| both.iter().map(|pair| pair.0).sum::<f64>() / below)
    }

    fn price(&self) -> Known {
        let against_list = |from: i32, to: i32| self.ratio(from, to, &|deal| deal.list);
        let quarters = self.per_quarter(&against_list);
        let found = known(Lever::Price, None, against_list(self.year, self.end).or(Some(1.0)), &quarters, false);
        noted(found, "假定赢单数不变", "Assumes that as many are won.")
    }

    fn discount(&self) -> Known {
        let rate = |from: i32, to: i32| self.ratio(from, to, &|deal| deal.list).map(|part| 1.0 - part).filter(|rate| *rate > 0.0);
        match rate(self.year, self.end) {
            Some(value) => Known { most: 1.0 / value, ..known(Lever::Discount, None, Some(value), &self.per_quarter(&rate), true) },
            None => missing(Lever::Discount, "赢单没有标价，或没有折扣", "Wins have no list price, or no discount."),
        }
    }

    fn cost(&self) -> Known {
        let rate = |from: i32, to: i32| self.ratio(from, to, &|deal| deal.cost).filter(|rate| *rate > 0.0).map(|rate| 1.0 / rate);
        match rate(self.year, self.end) {
            Some(value) => known(Lever::Cost, None, Some(value), &self.per_quarter(&rate), true),
            None if self.history.cost.is_some() => known(Lever::Cost, None, self.history.cost, &[], true),
            None => missing(Lever::Cost, "赢单和订单都没有成本", "Neither wins nor orders have a cost."),
        }
    }

    fn cycle(&self, value: f64) -> Known {
        if self.of_orders() {
            return missing(Lever::Cycle, ORDERS_ONLY.0, ORDERS_ONLY.1);
        }
        let median = |from: i32, to: i32| {
            let mut days: Vec<i64> = self.won(from, to).filter_map(|deal| Some(i64::from(deal.ended? - deal.created))).collect();
            days.sort_unstable();
            quantile(&days, 0.5).filter(|_| days.len() >= CASES)
        };
        known(Lever::Cycle, None, Some(value), &self.per_quarter(&median), true)
    }

    fn retention(&self) -> Known {
        if self.of_orders() {
            let en = "There are only orders: the number of orders holds those of present customers.";
            return missing(Lever::Retention, "只有订单：订单数已含老客户的订单", en);
        }
        let Some(repeats) = &self.history.repeats else {
            let zh = "没有计入不属于商机的订单：目标只数赢单";
            return missing(Lever::Retention, zh, "Orders without an opportunity are not counted: targets are about wins.");
        };
        let sum =
            |from: i32, to: i32| Some(repeats.iter().filter(|(day, _)| (from..to).contains(day)).map(|pair| pair.1 as f64).sum::<f64>());
        let value = sum(self.year, self.end).map(|sum| sum / 1_200.0);
        known(Lever::Retention, None, value, &self.per_quarter(&sum), false)
    }

    fn headcount(&self) -> Known {
        let people = |from: i32, to: i32| {
            let deals = self.history.deals.iter().filter(|deal| (from..to).contains(&deal.created) && deal.person != kpi_data::NO_CODE);
            let distinct: std::collections::BTreeSet<u32> = deals.map(|deal| deal.person).collect();
            Some(distinct.len() as f64)
        };
        match people(self.end - 92, self.end).filter(|count| *count > 0.0) {
            Some(count) => {
                let found = known(Lever::Headcount, None, Some(count), &self.per_quarter(&people), false);
                noted(found, "假定新人到位后与现在的平均一样", "Assumes that new people bring the present average once ramped up.")
            }
            None => missing(Lever::Headcount, "商机没有负责人", "Opportunities have no owner."),
        }
    }

    /// The slope of new opportunities on activities of the same month, both against their mean (least squares); only where it
    /// stands out at two standard errors over at least 18 months.
    fn activity(&self) -> Known {
        let Some(days) = &self.history.activities else {
            return missing(Lever::Activity, "没有销售活动", "There are no activities.");
        };
        let mut pairs = Vec::new();
        let mut month = Day(self.end).month_start(-36).max(Day(self.history.first).month_start(0));
        while month.0 < self.end {
            let to = month.month_start(1);
            let activities = days.iter().filter(|day| (month.0..to.0).contains(day)).count() as f64;
            let created = self.history.deals.iter().filter(|deal| (month.0..to.0).contains(&deal.created)).count() as f64;
            pairs.push((activities, created));
            month = to;
        }
        let n = pairs.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n.max(1.0);
        let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
        let products = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(a, b)| f(a / x - 1.0, b / y - 1.0)).sum::<f64>();
        let (xx, xy, yy) = (products(&|a, _| a * a), products(&|a, b| a * b), products(&|_, b| b * b));
        let slope = xy / xx;
        let error = ((yy - slope * xy).max(0.0) / (n - 2.0) / xx).sqrt();
        let is_clear = pairs.len() >= 18 && x > 0.0 && y > 0.0 && xx > 0.0 && slope > 2.0 * error;
        if !is_clear {
            let en = "New opportunities did not clearly follow activities over at least 18 months.";
            return missing(Lever::Activity, "至少 18 个月里，新商机没有明显随活动变化", en);
        }
        let count = |from: i32, to: i32| Some(days.iter().filter(|day| (from..to).contains(day)).count() as f64);
        let value = count(self.year, self.end).map(|count| count / 12.0);
        let found = known(Lever::Activity, None, value, &self.per_quarter(&count), false);
        noted(
            Known { effect: slope.min(1.0), ..found },
            "历史上同涨同落，不等于因果",
            "They moved together in the past; that is not proof of a cause.",
        )
    }
}
