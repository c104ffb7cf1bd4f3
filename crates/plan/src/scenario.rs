//! Levers on the base: expected result, its parts, and the lever value that reaches a target.

use kpi_math::solve_increasing;
use kpi_model::{Day, GoalSeek, Levers, Money, Needed, RunScenario, ScenarioResult, ScenarioView};

use crate::base::Base;
use crate::error::PlanError;
use crate::planned_year;

const NAMES: [&str; 4] = ["volume", "winRate", "dealSize", "cycle"];
/// Goal seek looks at factors up to this one.
const MOST: f64 = 10.0;

/// The outcome of a scenario beside the base without levers.
///
/// Expected bookings of a month = what was won already + open opportunities × their chance to be won in it, given
/// their age, + opportunities created at the base rate × the chance to be won in it. Chances come from the own
/// competing-risk curves of the last 24 months; levers scale rate, chance, amount and time. No seasons in this base.
///
/// # Errors
/// [`PlanError::Lever`] for levers that are not positive numbers.
pub fn run(base: &Base, ask: &RunScenario, planned: Option<Money>) -> Result<ScenarioView, PlanError> {
    check(&ask.levers)?;
    let year = ask.year.unwrap_or_else(|| planned_year(base.as_of));
    let history_sum: i128 = actual_months(base).iter().map(|money| money.minor).sum();
    let target = ask.target.or(planned).unwrap_or_else(|| Money::from_minor(history_sum));
    let ranges = base.ranges();
    let tornado = (0..NAMES.len()).map(|lever| {
        let (low, high) = ranges.get(lever).copied().unwrap_or((1.0, 1.0));
        let (worst, best) = if lever == 3 { (high, low) } else { (low, high) };
        let at = |factor: f64| expected(base, &with(ask.levers, lever, factor), year);
        (at(worst), at(best))
    });
    Ok(ScenarioView {
        year,
        history: base.history,
        target,
        volume: base.per_day * f64::from(base.history.days()) / 12.0,
        win_rate: base.win_rate,
        deal_size: base.deal_size,
        cycle_days: base.cycle_days,
        ranges,
        actual_months: actual_months(base),
        base: result(base, &Levers::default(), year, target),
        result: result(base, &ask.levers, year, target),
        tornado: tornado.collect(),
    })
}

/// For each lever alone, the other levers as given: the factor that reaches the target.
///
/// # Errors
/// As [`run`].
pub fn goal_seek(base: &Base, ask: &GoalSeek, planned: Option<Money>) -> Result<Vec<Needed>, PlanError> {
    let view = run(base, &ask.scenario, planned)?;
    let goal = view.target.minor as f64;
    let levers = ask.scenario.levers;
    let needed = NAMES.iter().enumerate().map(|(lever, name)| {
        let at = |factor: f64| expected(base, &with(levers, lever, factor), view.year);
        let factors = base.factors(lever);
        let range = view.ranges.get(lever).copied().unwrap_or((1.0, 1.0));
        // A shorter cycle brings more: search its inverse.
        let (found, best) = match lever {
            3 => (solve_increasing(1.0 / MOST, MOST, goal, |speed| at(1.0 / speed).minor as f64).map(|speed| 1.0 / speed), range.0),
            1 => (solve_increasing(0.01, (1.0 / base.win_rate).min(MOST), goal, |factor| at(factor).minor as f64), range.1),
            _ => (solve_increasing(0.01, MOST, goal, |factor| at(factor).minor as f64), range.1),
        };
        let is_as_good = |own: &&f64| found.is_some_and(|factor| if lever == 3 { **own <= factor } else { **own >= factor });
        let good = factors.iter().filter(is_as_good).count();
        Needed {
            lever: (*name).to_owned(),
            factor: found,
            reaches: found.map(at),
            best,
            quarters: (u32::try_from(good).unwrap_or(0), u32::try_from(factors.len()).unwrap_or(0)),
        }
    });
    Ok(needed.collect())
}

fn check(levers: &Levers) -> Result<(), PlanError> {
    let all = [levers.volume, levers.win_rate, levers.deal_size, levers.cycle];
    if all.iter().all(|lever| (0.01..=100.0).contains(lever)) { Ok(()) } else { Err(PlanError::Lever) }
}

fn with(levers: Levers, lever: usize, factor: f64) -> Levers {
    match lever {
        0 => Levers { volume: factor, ..levers },
        1 => Levers { win_rate: factor, ..levers },
        2 => Levers { deal_size: factor, ..levers },
        _ => Levers { cycle: factor, ..levers },
    }
}

fn actual_months(base: &Base) -> Vec<Money> {
    base.won_by_month.iter().filter(|(month, _)| base.history.contains(*month)).map(|(_, sum)| Money::from_minor(*sum)).collect()
}

/// One month of the planned year: won already, from open ones, from new ones, in minor units.
type Parts = (i128, f64, f64);

fn parts(base: &Base, levers: &Levers, year: i32) -> Vec<Parts> {
    let cumulative = Cumulative::new(base, levers);
    (1..=12).filter_map(|month| Day::from_ymd(year, month, 1)).map(|month| cumulative.month(base, levers, month)).collect()
}

fn expected(base: &Base, levers: &Levers, year: i32) -> Money {
    Money::from_minor(total(&parts(base, levers, year)))
}

/// The sum of all months and parts, rounded once: so a target can be met to the minor unit.
fn total(parts: &[Parts]) -> i128 {
    let won: i128 = parts.iter().map(|(won, ..)| won).sum();
    won + round(parts.iter().map(|(_, open, new)| open + new).sum())
}

fn round(minor: f64) -> i128 {
    minor.round_ties_even() as i128
}

fn result(base: &Base, levers: &Levers, year: i32, target: Money) -> ScenarioResult {
    let parts = parts(base, levers, year);
    let expected = total(&parts);
    // Months are differences of the rounded running sum, so they add up to the rounded total.
    let (mut running, mut shown) = (0.0, 0);
    let months = parts.iter().map(|(won, open, new)| {
        running += open + new;
        let month = won + round(running) - shown;
        shown = round(running);
        Money::from_minor(month)
    });
    let months: Vec<Money> = months.collect();
    let booked: i128 = parts.iter().map(|(won, ..)| won).sum();
    let from_open = round(parts.iter().map(|(_, open, _)| *open).sum());
    ScenarioResult {
        expected: Money::from_minor(expected),
        booked: Money::from_minor(booked),
        from_open: Money::from_minor(from_open),
        from_new: Money::from_minor(expected - booked - from_open),
        attainment: (target.minor > 0).then(|| expected as f64 / target.minor as f64),
        gap: Money::from_minor(expected - target.minor),
        months,
    }
}

/// The win curve under the levers, and its running sum: wins of a steady inflow by any day.
struct Cumulative {
    won_by: Vec<f64>,
    inflow: Vec<f64>,
}

/// Days ahead that are computed at most: five years.
const HORIZON: usize = 1_830;

impl Cumulative {
    fn new(base: &Base, levers: &Levers) -> Self {
        let last = base.won_by.len().saturating_sub(1);
        let at = |day: f64| base.won_by.get((day as usize).min(last)).copied().unwrap_or(0.0);
        // A cycle of factor k reaches after k·t days what the base reaches after t: linear between whole days.
        let curve = |day: usize| {
            let time = day as f64 / levers.cycle;
            let (low, high) = (at(time.floor()), at(time.floor() + 1.0));
            ((low + (high - low) * (time - time.floor())) * levers.win_rate).min(1.0)
        };
        let won_by: Vec<f64> = (0..=HORIZON + last).map(curve).collect();
        let mut sum = 0.0;
        let inflow = won_by.iter().map(|won| {
            sum += won;
            sum
        });
        Self { inflow: inflow.collect(), won_by }
    }

    fn won_by(&self, day: usize) -> f64 {
        self.won_by.get(day).or_else(|| self.won_by.last()).copied().unwrap_or(0.0)
    }

    fn month(&self, base: &Base, levers: &Levers, month: Day) -> Parts {
        let won = base.won_by_month.iter().find(|(known, _)| *known == month).map_or(0, |(_, sum)| *sum);
        let ahead = |day: Day| usize::try_from(day.0 - base.as_of.0 - 1).unwrap_or(0).min(HORIZON);
        let (from, to) = (ahead(month), ahead(month.month_start(1)));
        let inflow = |days: usize| days.checked_sub(1).and_then(|last| self.inflow.get(last)).copied().unwrap_or(0.0);
        let size = base.deal_size.minor as f64 * levers.deal_size;
        let new = base.per_day * levers.volume * (inflow(to) - inflow(from)) * size;
        let open = base.open.iter().map(|(age, amount)| {
            let base_age = ((*age as f64 / levers.cycle) as usize).min(base.open_at.len().saturating_sub(1));
            let still_open = base.open_at.get(base_age).copied().unwrap_or(0.0);
            let chance = self.won_by(age + to) - self.won_by(age + from);
            if still_open > 0.0 { amount * levers.deal_size * (chance / still_open).min(1.0) } else { 0.0 }
        });
        (won, open.sum(), new)
    }
}

#[cfg(test)]
mod tests {
    use super::{goal_seek, run};
    use crate::Base;
    use kpi_data::{Dataset, Facts, NO_DAY, Outcome};
    use kpi_model::{Day, Field, GoalSeek, Levers, Money, RunScenario, TableKind};

    /// Ten opportunities a month for three years; of each ten, four are won after 45 days and five lost after 30.
    fn steady() -> Dataset {
        let as_of = Day::from_ymd(2025, 12, 31).unwrap();
        let mut deals = Facts::new(TableKind::Opportunities);
        for i in 0..360 {
            let created = Day::from_ymd(2023, 1, 5).unwrap().month_start(i / 10).plus(i % 10 * 3);
            let (outcome, after) = match i % 10 {
                0..4 => (Outcome::Won, 45),
                4..9 => (Outcome::Lost, 30),
                _ => (Outcome::Open, 0),
            };
            let closed = created.plus(after);
            let is_closed = outcome != Outcome::Open && closed <= as_of;
            deals.days.entry(Field::Created).or_default().push(created.0);
            deals.days.entry(Field::Closed).or_default().push(if is_closed { closed.0 } else { NO_DAY });
            deals.money.entry(Field::Amount).or_default().push(100_000);
            deals.outcomes.push(if is_closed { outcome } else { Outcome::Open });
            deals.len += 1;
        }
        let mut data = Dataset { as_of: Some(as_of), ..Dataset::default() };
        data.facts.insert(TableKind::Opportunities, deals);
        data
    }

    #[test]
    fn a_steady_company_goes_on_steadily() {
        let base = Base::new(&steady()).unwrap();
        let view = run(&base, &RunScenario::default(), None).unwrap();
        assert_eq!(view.year, 2026);
        assert!((view.volume - 10.0).abs() < 0.01);
        assert!((view.win_rate - 0.4).abs() < 0.03, "{}", view.win_rate);
        assert!((view.cycle_days - 45.0).abs() < 1.0);
        // 12 months × 10 × 0.4 × 1,000 = 48,000
        let expected = view.base.expected.as_f64();
        assert!((expected - 48_000.0).abs() < 3_000.0, "{expected}");
        assert_eq!(view.base, view.result, "no change = base");
        let parts = view.base.booked.minor + view.base.from_open.minor + view.base.from_new.minor;
        assert_eq!(parts, view.base.expected.minor);
        assert_eq!(view.base.months.iter().map(|m| m.minor).sum::<i128>(), view.base.expected.minor);
    }

    #[test]
    fn levers_move_the_result_the_right_way_and_goal_seek_inverts_them() {
        let base = Base::new(&steady()).unwrap();
        let at = |levers: Levers| run(&base, &RunScenario { levers, ..RunScenario::default() }, None).unwrap().result.expected.minor;
        let plain = at(Levers::default());
        let one = Levers::default();
        assert!(at(Levers { volume: 1.1, ..one }) > plain);
        assert!(at(Levers { win_rate: 1.1, ..one }) > plain);
        assert!((at(Levers { deal_size: 2.0, ..one }) - plain * 2).abs() <= 1);
        assert!(at(Levers { cycle: 0.5, ..one }) > plain && at(Levers { cycle: 2.0, ..one }) < plain);
        let target = Money::from_minor(plain * 12 / 10);
        let ask = GoalSeek { scenario: RunScenario { target: Some(target), ..RunScenario::default() } };
        for needed in goal_seek(&base, &ask, None).unwrap() {
            if let (Some(factor), Some(reaches)) = (needed.factor, needed.reaches) {
                assert!(reaches >= target, "{needed:?}");
                assert!(reaches.minor - target.minor <= 1, "{needed:?} overshoots");
                assert!(factor.is_finite());
            } else {
                assert_eq!(needed.lever, "cycle", "only the cycle alone may fall short");
            }
        }
        assert!(run(&base, &RunScenario { levers: Levers { volume: f64::NAN, ..one }, ..RunScenario::default() }, None).is_err());
    }

    #[test]
    fn no_history_is_refused() {
        assert!(Base::new(&Dataset::default()).is_err());
    }
}
