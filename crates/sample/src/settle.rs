//! Settles outcomes by quota for each team and quarter, then stages, money and the planted dirt.

use crate::date::{END, LAST_QUARTER, QUARTERS, quarter_of, workday_before};
use crate::model::{Copy, Deal, EAST, Fate, GAO_LAN, NORTH, OUTBOUND, REFERRAL};
use crate::rng::Rng;
use crate::words::PRODUCTS;
use crate::{DUPLICATE_ROWS, UNDATED_ROWS};

/// Frequency of the number of open stages a lost deal has passed (1 to 4).
const LOST_STAGES: [i64; 4] = [37, 34, 20, 9];
/// Frequency of the number of open stages a stale deal has reached (1 to 4).
const STALE_STAGES: [i64; 4] = [30, 35, 25, 10];

/// Share of wins among closed deals, in per mille, of a region in a quarter.
fn win_quota(rng: &mut Rng, region: usize, quarter: usize) -> i64 {
    let usual = if region == EAST { 358 } else { 315 };
    let drawn = usual + rng.range(-12, 12);
    if region == EAST && quarter == LAST_QUARTER { 220 } else { drawn }
}

/// Rank of a deal when the wins of its team and quarter are handed out.
fn rank(rng: &mut Rng, deal: &Deal, quarter: usize) -> i64 {
    let intended = if deal.fate == Fate::Won { 1000 } else { 0 };
    let source = match deal.source {
        REFERRAL => 60,
        OUTBOUND => -100,
        _ => 0,
    };
    let person = if deal.owner == GAO_LAN && quarter == LAST_QUARTER { -350 } else { 0 };
    intended + source + person + rng.below(700)
}

/// Decides which deals closed with a date were won, so that every team meets its quota in every
/// quarter; deals without a close date keep their intended outcome.
pub(crate) fn outcomes(seed: u64, deals: &mut [Deal], teams: usize) {
    let mut rng = Rng::new(seed, 3);
    let mut groups: Vec<Vec<(i64, usize)>> = Vec::new();
    groups.resize_with(teams * QUARTERS, Vec::new);
    for (position, deal) in deals.iter().enumerate() {
        let Some(day) = deal.closing() else { continue };
        let quarter = quarter_of(day);
        let rank = rank(&mut rng, deal, quarter);
        if let Some(group) = groups.get_mut(deal.team * QUARTERS + quarter) {
            group.push((-rank, position));
        }
    }
    for (number, group) in groups.iter_mut().enumerate() {
        group.sort_unstable();
        let region = number / QUARTERS % crate::model::REGIONS;
        let quota = win_quota(&mut rng, region, number % QUARTERS);
        let size = i64::try_from(group.len()).unwrap_or(0);
        let wins = usize::try_from((size * quota + 500) / 1000).unwrap_or(0);
        for (place, (_, position)) in group.iter().enumerate() {
            if let Some(deal) = deals.get_mut(*position) {
                deal.fate = if place < wins { Fate::Won } else { Fate::Lost };
            }
        }
    }
}

/// Dates on which the open stages were entered, up to the end of the data.
fn steps(rng: &mut Rng, deal: &Deal) -> Vec<i64> {
    let count = match deal.fate {
        Fate::Won => 4,
        Fate::Lost => rng.weighted(&LOST_STAGES) + 1,
        Fate::Stale => rng.weighted(&STALE_STAGES) + 1,
    };
    let shares: [i64; 4] = std::array::from_fn(|_| rng.range(50, 150));
    let total = shares.iter().take(count).sum::<i64>().max(1);
    let length = deal.close - deal.created;
    let mut passed = 0;
    let mut dates = Vec::with_capacity(count);
    for share in shares.iter().take(count) {
        let date = workday_before(deal.created + length * passed / total).max(deal.created);
        passed += share;
        if date <= END {
            dates.push(date);
        }
    }
    dates
}

/// Discount on the list price in per mille; the North gives much more away in the last quarter.
fn discount(rng: &mut Rng, deal: &Deal) -> i64 {
    let usual = rng.below(90) + rng.below(80);
    let late = deal.close <= END && quarter_of(deal.close) == LAST_QUARTER;
    let extra = rng.range(110, 170);
    if deal.region == NORTH && (late || deal.close > END) { usual + extra } else { usual }
}

/// Fills in the stages, amounts and costs of all deals.
pub(crate) fn details(seed: u64, deals: &mut [Deal]) {
    let mut rng = Rng::new(seed, 4);
    for deal in deals.iter_mut() {
        deal.steps = steps(&mut rng, deal);
        let discount = discount(&mut rng, deal);
        if let Some(product) = PRODUCTS.get(deal.product) {
            let quantity = rng.range(product.quantity.0, product.quantity.1);
            deal.quantity = quantity;
            let list = product.price * quantity;
            deal.amount = list / 1000 * (1000 - discount) / 10_000 * 10_000;
            deal.cost = list / 1000 * product.cost / 1000 * rng.range(970, 1030) / 100 * 100;
        }
    }
}

/// Draws one of the deals that fit; none when no deal does.
fn draw(rng: &mut Rng, deals: &[Deal], fits: impl Fn(usize, &Deal) -> bool) -> Option<usize> {
    let fitting = deals.iter().enumerate().filter(|(position, deal)| fits(*position, deal));
    let positions = fitting.map(|(position, _)| position).collect::<Vec<_>>();
    positions.get(rng.index(positions.len())).copied()
}

/// Takes the close date away from a few closed deals, half of them won.
pub(crate) fn forget_close_dates(seed: u64, deals: &mut [Deal]) {
    let mut rng = Rng::new(seed, 5);
    for number in 0..UNDATED_ROWS {
        let fate = if number % 2 == 0 { Fate::Won } else { Fate::Lost };
        let drawn = draw(&mut rng, deals, |_, deal| deal.closing().is_some() && deal.fate == fate);
        if let Some(deal) = drawn.and_then(|position| deals.get_mut(position)) {
            deal.undated = true;
        }
    }
}

/// Chooses the rows to be written twice; four of them closed in the last quarter, two of these won.
pub(crate) fn copies(seed: u64, deals: &[Deal]) -> Vec<Copy> {
    let mut rng = Rng::new(seed, 6);
    let mut chosen: Vec<Copy> = Vec::with_capacity(DUPLICATE_ROWS);
    let recent = |deal: &Deal| deal.closing().is_some_and(|day| quarter_of(day) == LAST_QUARTER);
    for number in 0..DUPLICATE_ROWS {
        let drawn = draw(&mut rng, deals, |position, deal| {
            let wanted = match number {
                0 | 1 => recent(deal) && deal.fate == Fate::Won,
                2 | 3 => recent(deal) && deal.fate == Fate::Lost,
                _ => !deal.undated,
            };
            wanted && chosen.iter().all(|copy| copy.deal != position)
        });
        if let Some(deal) = drawn {
            let behind = deal + rng.index((deals.len() - deal).min(400));
            chosen.push(Copy { deal, behind });
        }
    }
    chosen.sort_unstable_by_key(|copy| (copy.behind, copy.deal));
    chosen
}
