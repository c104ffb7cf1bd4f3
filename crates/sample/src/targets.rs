//! Monthly targets of every person, set so that most people reach three quarters to a bit over all.

use crate::date::{LAST_QUARTER, MONTHS, QUARTERS, month_start, month_weights, quarter_of};
use crate::model::{Deal, GAO_LAN, Target};
use crate::rng::Rng;

/// Ten thousand in the main unit, to which targets of a quarter are rounded.
const STEP: i64 = 1_000_000;
/// What Gao Lan reaches of the target in the last quarter, in per mille.
const GAO_LAN_REACH: i64 = 700;

/// Won amounts of one person, by quarter.
type Wins = [i64; QUARTERS];

/// Won amounts of every person by quarter.
fn wins(people: usize, deals: &[Deal]) -> Vec<Wins> {
    let mut wins = vec![[0; QUARTERS]; people];
    for deal in deals {
        let quarters = wins.get_mut(deal.owner);
        if let (Some(day), Some(quarters)) = (deal.won_on(), quarters)
            && let Some(sum) = quarters.get_mut(quarter_of(day))
        {
            *sum += deal.amount;
        }
    }
    wins
}

/// What a person would win in each quarter if the amounts followed season and growth evenly.
fn even(wins: &Wins) -> Wins {
    let months = month_weights();
    let mut weights = [0; QUARTERS];
    for (month, weight) in months.iter().enumerate() {
        // Deals are closed about two months after they were created: the quarter of month + 2.
        if let Some(sum) = weights.get_mut(month.div_ceil(3)) {
            *sum += weight;
        }
    }
    let total = i128::from(weights.iter().sum::<i64>().max(1));
    let sum = i128::from(wins.iter().sum::<i64>());
    weights.map(|weight| i64::try_from(sum * i128::from(weight) / total).unwrap_or(0))
}

/// The target of a quarter from the won amount and the even amount: the further the won amount lies
/// off the even one, the further the attainment lies off its usual value, within limits.
fn quarter_target(rng: &mut Rng, won: i64, even: i64, reach: Option<i64>) -> i64 {
    let plan = even.max(10 * STEP);
    let off = (won / (plan / 1000).max(1) - 1000).clamp(-1000, 3000);
    let usual = 925 + 360 * off / (700 + off.abs()) + rng.range(-30, 30);
    let attainment = reach.unwrap_or(usual).max(500);
    let target = if won > 0 { won / attainment * 1000 } else { plan / 10 * 9 };
    ((target + STEP / 2) / STEP * STEP).max(STEP)
}

/// All targets, month by month.
pub(crate) fn targets(seed: u64, people: usize, deals: &[Deal]) -> Vec<Target> {
    let mut rng = Rng::new(seed, 10);
    let mut plans = Vec::with_capacity(people);
    for (person, won) in wins(people, deals).iter().enumerate() {
        let even = even(won);
        let mut quarters = won.iter().zip(even.iter()).enumerate();
        let plan: Wins = std::array::from_fn(|_| {
            let (quarter, (won, even)) = quarters.next().unwrap_or((0, (&0, &0)));
            let short = person == GAO_LAN && quarter == LAST_QUARTER;
            quarter_target(&mut rng, *won, *even, short.then_some(GAO_LAN_REACH))
        });
        plans.push(plan);
    }
    let mut list = Vec::with_capacity(people * MONTHS);
    for month in 0..MONTHS {
        for (owner, plan) in plans.iter().enumerate() {
            let quarter = plan.get(month / 3).copied().unwrap_or(0);
            let early = quarter / 100 * 31 / 100_000 * 100_000;
            let middle = quarter / 100 * 33 / 100_000 * 100_000;
            let amount = match month % 3 {
                0 => early,
                1 => middle,
                _ => quarter - early - middle,
            };
            list.push(Target { month: month_start(month), owner, amount });
        }
    }
    list
}
