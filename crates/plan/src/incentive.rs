//! Scores and pay: Σ weight × f(attainment), pay curves, cost, and how much of it is chance.

use kpi_math::Draws;
use kpi_model::{Absent, AskScore, Measured, Money, PayCurve, Reached, Role, ScoreRow, ScoreView, Scored, Text};

use crate::error::PlanError;

/// Repetitions with chance.
const REPEATS: usize = 400;
/// Below this many cases a rate is only a count, below the second no ranking is sound.
const FEW: (u32, u32) = (5, 30);

/// Templates of six roles. The weights are a starting point of common practice, to be changed.
#[must_use]
pub fn roles() -> Vec<Role> {
    let role = |id: &str, zh: &str, en: &str, measures: &[(&str, u32, bool)]| Role {
        id: id.to_owned(),
        name: Text::new(zh, en),
        measures: measures
            .iter()
            .map(|(kpi, weight, lower_is_better)| Measured {
                kpi: (*kpi).to_owned(),
                weight: *weight,
                lower_is_better: *lower_is_better,
                floor: Some(0.5),
                cap: Some(1.5),
                ladder: Vec::new(),
            })
            .collect(),
    };
    vec![
        role(
            "hunter",
            "拓新销售",
            "Hunter",
            &[("bookings", 50, false), ("new_customers", 30, false), ("win_rate", 10, false), ("activities", 10, false)],
        ),
        role(
            "farmer",
            "老客户销售",
            "Farmer",
            &[("bookings", 40, false), ("revenue_retention", 30, false), ("csat", 15, false), ("gross_margin", 15, false)],
        ),
        role("sdr", "线索开发", "SDR", &[("lead_conversion", 40, false), ("opportunities", 40, false), ("activities", 20, false)]),
        role(
            "keyAccount",
            "大客户经理",
            "Key account manager",
            &[("bookings", 40, false), ("gross_margin", 20, false), ("customer_retention", 25, false), ("nps", 15, false)],
        ),
        role(
            "channel",
            "渠道经理",
            "Channel manager",
            &[("bookings", 50, false), ("new_customers", 20, false), ("average_discount", 15, true), ("activities", 15, false)],
        ),
        role(
            "manager",
            "团队经理",
            "Manager",
            &[
                ("attainment", 50, false),
                ("win_rate", 15, false),
                ("gross_margin", 15, false),
                ("sales_cycle", 10, true),
                ("data_completeness", 10, false),
            ],
        ),
    ]
}

/// Actual ÷ target, or target ÷ actual where less is better; `None` without a value or where it would divide by 0.
fn attainment(measure: &Measured, value: Option<&Reached>) -> Option<f64> {
    let value = value?;
    let actual = value.actual.filter(|actual| actual.is_finite())?;
    let (above, below) = if measure.lower_is_better { (value.target, actual) } else { (actual, value.target) };
    (below > 0.0).then(|| (above / below).max(0.0))
}

/// Points of an attainment: 0 below the floor, the ladder's step or the attainment itself, no more than at the cap.
fn points(measure: &Measured, attainment: f64) -> f64 {
    if measure.floor.is_some_and(|floor| attainment < floor) {
        return 0.0;
    }
    let capped = measure.cap.map_or(attainment, |cap| attainment.min(cap));
    if measure.ladder.is_empty() {
        return capped;
    }
    measure.ladder.iter().filter(|(from, _)| *from <= capped).map(|(_, points)| *points).fold(0.0, f64::max)
}

/// Part of the target pay at a score. Nothing is paid below 0.
///
/// ```
/// use kpi_model::PayCurve;
/// let curve = PayCurve::Accelerated { floor: 0.7, from: 1.0, rate: 2.0, cap: Some(1.5) };
/// assert_eq!([0.6, 0.8, 1.1, 2.0].map(|score| (kpi_plan::pay(&curve, score) * 100.0_f64).round()), [0.0, 80.0, 120.0, 150.0]);
/// ```
#[must_use]
pub fn pay(curve: &PayCurve, score: f64) -> f64 {
    let part = match curve {
        PayCurve::Linear { floor, cap } => {
            if score < *floor {
                0.0
            } else {
                cap.map_or(score, |cap| score.min(cap))
            }
        }
        PayCurve::Stepped { steps } => steps.iter().filter(|(from, _)| *from <= score).map(|(_, part)| *part).next_back().unwrap_or(0.0),
        PayCurve::Accelerated { floor, from, rate, cap } => {
            let plain = if score < *floor { 0.0 } else { score.min(*from) + (score - from).max(0.0) * rate };
            cap.map_or(plain, |cap| plain.min(cap))
        }
    };
    part.max(0.0)
}

/// Attainment and weighted points per measure, and the score.
struct Card {
    parts: Vec<(String, Option<f64>, f64)>,
    score: Option<f64>,
}

fn card(role: &Role, person: &Scored, absent: Absent, shake: &mut dyn FnMut(f64, u32) -> f64) -> Card {
    let mut parts = Vec::new();
    let (mut sum, mut weights) = (0.0, 0.0);
    for measure in &role.measures {
        let value = person.values.iter().find(|value| value.kpi == measure.kpi);
        let reached = attainment(measure, value).map(|plain| shake(plain, value.map_or(0, |value| value.n)));
        let weight = f64::from(measure.weight) / 100.0;
        let worth = reached.map_or(0.0, |reached| weight * points(measure, reached));
        if reached.is_some() || absent == Absent::Zero {
            weights += weight;
        }
        sum += worth;
        parts.push((measure.kpi.clone(), reached, worth));
    }
    let is_known = parts.iter().any(|(_, reached, _)| reached.is_some());
    let scale = if absent == Absent::Redistribute && weights > 0.0 { 1.0 / weights } else { 1.0 };
    for part in &mut parts {
        part.2 *= scale;
    }
    Card { parts, score: is_known.then_some(sum * scale) }
}

fn amount(curve: &PayCurve, person: &Scored, score: Option<f64>) -> Money {
    let part = score.map_or(0.0, |score| pay(curve, score)) * person.present.clamp(0.0, 1.0);
    Money::from_minor((person.pay.minor as f64 * part).round_ties_even() as i128)
}

/// Rank of each within its role, from 1, equal scores alike.
fn ranks(people: &[Scored], scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let rank = |(person, score): (&Scored, &Option<f64>)| {
        let own = (*score)?;
        let better = people.iter().zip(scores).filter(|(other, score)| other.role == person.role && score.is_some_and(|score| score > own));
        u32::try_from(better.count() + 1).ok()
    };
    people.iter().zip(scores).map(rank).collect()
}

fn is_ordered(floor: Option<f64>, cap: Option<f64>) -> bool {
    floor.zip(cap).is_none_or(|(floor, cap)| floor <= cap)
}

fn rises(steps: &[(f64, f64)]) -> bool {
    steps.iter().all(|(from, part)| from.is_finite() && part.is_finite()) && steps.is_sorted_by(|a, b| a.0 < b.0)
}

fn is_curve(curve: &PayCurve) -> bool {
    match curve {
        PayCurve::Linear { floor, cap } => is_ordered(Some(*floor), *cap),
        PayCurve::Stepped { steps } => rises(steps),
        // The floor is a score and the cap a pay: only the scores can be compared.
        PayCurve::Accelerated { floor, from, .. } => floor <= from,
    }
}

/// Scores, pay and what chance does to both.
///
/// score = Σ weight × points, weights of 100 %; a missing value gives its weight to the others or counts 0, as asked. Noise:
/// each attainment is drawn again with a relative deviation of 1 ÷ √n, the size of chance in a count of n; ranges hold nine of
/// ten of 400 repetitions.
///
/// # Errors
/// [`PlanError::Weights`] where a role's weights are not 100 %, or a role is not known; [`PlanError::Bounds`] where a floor is
/// above its cap or steps do not rise.
pub fn score(ask: &AskScore) -> Result<ScoreView, PlanError> {
    let roles = if ask.roles.is_empty() { roles() } else { ask.roles.clone() };
    if let Some(role) = roles.iter().find(|role| role.measures.iter().map(|measure| measure.weight).sum::<u32>() != 100) {
        return Err(PlanError::Weights { role: role.id.clone() });
    }
    let measures = roles.iter().flat_map(|role| &role.measures);
    if let Some(measure) = measures.clone().find(|one| !is_ordered(one.floor, one.cap) || !rises(&one.ladder)) {
        return Err(PlanError::Bounds { of: measure.kpi.clone() });
    }
    if !std::iter::once(&ask.curve).chain(&ask.other).all(is_curve) {
        return Err(PlanError::Bounds { of: "pay".to_owned() });
    }
    let of =
        |person: &Scored| roles.iter().find(|role| role.id == person.role).ok_or_else(|| PlanError::Weights { role: person.role.clone() });
    let with_roles: Vec<(&Role, &Scored)> = ask.people.iter().map(|person| Ok((of(person)?, person))).collect::<Result<_, PlanError>>()?;
    let cards: Vec<Card> = with_roles.iter().map(|(role, person)| card(role, person, ask.absent, &mut |plain, _| plain)).collect();
    let scores: Vec<Option<f64>> = cards.iter().map(|card| card.score).collect();
    let own = ranks(&ask.people, &scores);
    let noise = Noise::new(ask, &with_roles, &scores);
    let mut rows = Vec::new();
    for (i, ((card, (role, person)), rank)) in cards.into_iter().zip(&with_roles).zip(&own).enumerate() {
        let used = role
            .measures
            .iter()
            .filter_map(|measure| person.values.iter().find(|value| value.kpi == measure.kpi && value.actual.is_some()));
        let least = used.map(|value| value.n).min().unwrap_or(0);
        rows.push(ScoreRow {
            name: person.name.clone(),
            role: person.role.clone(),
            score: card.score,
            parts: card.parts,
            pay: amount(&ask.curve, person, card.score),
            other: ask.other.as_ref().map(|other| amount(other, person, card.score)),
            rank: *rank,
            ranks: noise.ranks.get(i).and_then(|list| range(list)),
            pays: noise.pays.get(i).and_then(|list| range(list)).filter(|_| card.score.is_some()),
            note: note(least, card.score),
        });
    }
    let sum = |of: &dyn Fn(&ScoreRow) -> Option<Money>| Money::from_minor(rows.iter().filter_map(of).map(|money| money.minor).sum());
    let against = ask.other.is_some().then(|| {
        let count = |is: &dyn Fn(i128) -> bool| {
            let differences = rows.iter().filter_map(|row| Some(row.pay.minor - row.other?.minor));
            u32::try_from(differences.filter(|by| is(*by)).count()).unwrap_or(u32::MAX)
        };
        (count(&|by| by > 0), count(&|by| by < 0), count(&|by| by == 0))
    });
    Ok(ScoreView {
        cost: sum(&|row| Some(row.pay)),
        target_cost: Money::from_minor(ask.people.iter().map(|person| amount(&ask.curve, person, Some(1.0)).minor).sum()),
        other_cost: ask.other.is_some().then(|| sum(&|row| row.other)),
        against,
        costs: range(&noise.costs).unwrap_or_default(),
        stable: noise.stable,
        rows,
    })
}

fn note(least: u32, score: Option<f64>) -> Option<Text> {
    if score.is_none() {
        return Some(Text::new("没有任何指标有值", "No measure has a value."));
    }
    if least < FEW.0 {
        let zh = format!("有指标只有 {least} 例：不宜据此考核");
        return Some(Text::new(zh, format!("A measure rests on {least} cases: too few to judge anybody by.")));
    }
    (least < FEW.1).then(|| {
        let zh = format!("有指标只有 {least} 例：名次多半是偶然");
        Text::new(zh, format!("A measure rests on {least} cases: the rank is mostly chance."))
    })
}

/// The middle nine of ten.
fn range<T: Copy + Ord>(list: &[T]) -> Option<(T, T)> {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    let last = sorted.len().checked_sub(1)?;
    Some((*sorted.get(last / 20)?, *sorted.get(last - last / 20)?))
}

#[derive(Default)]
struct Noise {
    ranks: Vec<Vec<u32>>,
    pays: Vec<Vec<Money>>,
    costs: Vec<Money>,
    stable: Option<f64>,
}

impl Noise {
    fn new(ask: &AskScore, people: &[(&Role, &Scored)], scores: &[Option<f64>]) -> Self {
        let mut noise = Self { ranks: vec![Vec::new(); people.len()], pays: vec![Vec::new(); people.len()], ..Self::default() };
        let (mut kept, mut pairs) = (0_u64, 0_u64);
        for repeat in 0..REPEATS {
            let mut draws = Draws::new(u64::from(ask.seed.unwrap_or(42)), repeat as u64);
            let mut shaken = Vec::with_capacity(people.len());
            for (role, person) in people {
                let mut shake = |plain: f64, n: u32| (plain * (1.0 + draws.normal() / f64::from(n.max(1)).sqrt())).max(0.0);
                shaken.push(card(role, person, ask.absent, &mut shake).score);
            }
            let mut cost = 0;
            for (i, ((rank, (_, person)), score)) in ranks(&ask.people, &shaken).into_iter().zip(people).zip(&shaken).enumerate() {
                if let Some(list) = noise.ranks.get_mut(i) {
                    list.extend(rank);
                }
                let pay = amount(&ask.curve, person, *score);
                cost += pay.minor;
                if let Some(list) = noise.pays.get_mut(i) {
                    list.push(pay);
                }
            }
            noise.costs.push(Money::from_minor(cost));
            for (i, (a, (_, one))) in scores.iter().zip(people).enumerate() {
                for (j, (b, (_, other))) in scores.iter().zip(people).enumerate().skip(i + 1) {
                    let new = shaken.get(i).copied().flatten().zip(shaken.get(j).copied().flatten());
                    if let (Some((a, b)), Some((x, y))) = (a.zip(*b), new)
                        && one.role == other.role
                        && a.total_cmp(&b).is_ne()
                    {
                        pairs += 1;
                        kept += u64::from(a.total_cmp(&b) == x.total_cmp(&y));
                    }
                }
            }
        }
        noise.stable = (pairs > 0).then(|| kept as f64 / pairs as f64);
        noise
    }
}

#[cfg(test)]
mod tests {
    use super::{pay, roles, score};
    use crate::PlanError;
    use kpi_model::{Absent, AskScore, Measured, Money, PayCurve, Reached, Role, Scored, Text};

    fn value(kpi: &str, actual: f64, target: f64, n: u32) -> Reached {
        Reached { kpi: kpi.to_owned(), actual: Some(actual), target, n }
    }

    fn person(name: &str, values: Vec<Reached>) -> Scored {
        Scored { name: name.to_owned(), role: "r".to_owned(), pay: Money::from_minor(100_000), present: 1.0, values }
    }

    fn role(measures: Vec<Measured>) -> Vec<Role> {
        vec![Role { id: "r".to_owned(), name: Text::new("角色", "role"), measures }]
    }

    fn measure(kpi: &str, weight: u32) -> Measured {
        Measured { kpi: kpi.to_owned(), weight, ..Measured::default() }
    }

    #[test]
    fn templates_add_up() {
        for role in roles() {
            assert_eq!(role.measures.iter().map(|measure| measure.weight).sum::<u32>(), 100, "{}", role.id);
        }
        assert_eq!(roles().len(), 6);
    }

    #[test]
    fn a_score_is_weighted_points() {
        let measures = vec![
            Measured { cap: Some(1.2), ..measure("a", 60) },
            Measured { lower_is_better: true, floor: Some(0.8), ..measure("b", 30) },
            Measured { ladder: vec![(0.5, 0.5), (1.0, 1.0)], ..measure("c", 10) },
        ];
        let people = vec![
            person("Ann", vec![value("a", 150.0, 100.0, 100), value("b", 50.0, 40.0, 100), value("c", 9.0, 10.0, 100)]),
            person("Bob", vec![value("a", 90.0, 100.0, 100), value("b", 80.0, 40.0, 100)]),
            person("Eve", vec![]),
        ];
        let ask = AskScore { roles: role(measures), people, ..AskScore::default() };
        let view = score(&ask).unwrap();
        let near = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-12, "{a:?} {b}");
        near(view.rows[0].score, 0.6 * 1.2 + 0.3 * 0.8 + 0.1 * 0.5);
        near(view.rows[1].score, 0.6 * 0.9 / 0.9);
        assert_eq!((view.rows[2].score, view.rows[2].pay.minor, view.rows[2].rank), (None, 0, None));
        assert_eq!((view.rows[0].rank, view.rows[1].rank), (Some(1), Some(2)));
        assert_eq!(view.cost.minor, view.rows.iter().map(|row| row.pay.minor).sum::<i128>());
        let zero = score(&AskScore { absent: Absent::Zero, ..ask }).unwrap();
        near(zero.rows[1].score, 0.54);
    }

    #[test]
    fn pay_curves() {
        let stepped = PayCurve::Stepped { steps: vec![(0.8, 0.5), (1.0, 1.0), (1.2, 1.6)] };
        assert_eq!([0.7, 0.8, 1.1, 5.0].map(|score| pay(&stepped, score)), [0.0, 0.5, 1.0, 1.6]);
        let linear = PayCurve::Linear { floor: 0.5, cap: Some(1.3) };
        assert_eq!([0.4, 0.5, 1.0, 2.0].map(|score| pay(&linear, score)), [0.0, 0.5, 1.0, 1.3]);
        // An accelerator against a plain plan: whoever is above 1 gains, nobody loses.
        let people = (0..5).map(|i| person(&format!("P{i}"), vec![value("a", 80.0 + f64::from(i) * 10.0, 100.0, 400)])).collect();
        let curve = PayCurve::Accelerated { floor: 0.0, from: 1.0, rate: 2.0, cap: None };
        let ask = AskScore { roles: role(vec![measure("a", 100)]), people, curve, other: Some(PayCurve::default()), ..AskScore::default() };
        let view = score(&ask).unwrap();
        assert_eq!(view.against, Some((2, 0, 3)));
        assert_eq!((view.cost.minor, view.other_cost.unwrap().minor, view.target_cost.minor), (530_000, 500_000, 500_000));
    }

    #[test]
    fn noise_widens_with_few_cases() {
        let with = |n: u32| {
            let people = (0..6).map(|i| person(&format!("P{i}"), vec![value("a", 90.0 + f64::from(i) * 4.0, 100.0, n)])).collect();
            score(&AskScore { roles: role(vec![measure("a", 100)]), people, ..AskScore::default() }).unwrap()
        };
        let (few, many) = (with(4), with(10_000));
        assert!(many.stable.unwrap() > 0.99 && few.stable.unwrap() < 0.7);
        assert_eq!(many.rows[0].ranks, Some((6, 6)));
        assert!(few.rows[0].ranks.unwrap().0 < 4 && few.rows[0].note.is_some() && many.rows[0].note.is_none());
        assert!(few.costs.1.minor - few.costs.0.minor > many.costs.1.minor - many.costs.0.minor);
        assert_eq!(with(4), few, "the same seed");
        let bad = AskScore { roles: role(vec![measure("a", 90)]), ..AskScore::default() };
        assert_eq!(score(&bad), Err(PlanError::Weights { role: "r".to_owned() }));
        let above = Measured { floor: Some(1.2), cap: Some(1.0), ..measure("a", 100) };
        let refused = score(&AskScore { roles: role(vec![above]), ..AskScore::default() });
        assert_eq!(refused, Err(PlanError::Bounds { of: "a".to_owned() }));
        let falling = PayCurve::Stepped { steps: vec![(1.0, 1.0), (0.8, 0.5)] };
        assert!(matches!(score(&AskScore { curve: falling, ..AskScore::default() }), Err(PlanError::Bounds { .. })));
    }
}
