//! The groups of a rate in order, with chance taken out.

use kpi_data::Dataset;
use kpi_math::{Shrunk, discoveries, shrink};
use kpi_model::{AskRanking, Cell, Grade, Quantity, RankedGroup, RankingView};

use crate::error::EngineError;
use crate::evaluate::{Definition, evaluate_with};
use crate::formula::{Formula, What};
use crate::memory::Memory;

/// Of the groups that are said to stand out, so many may do so by chance.
const FALSE_DISCOVERIES: f64 = 0.1;
/// Groups that are held against each other at most: each costs thousands of draws.
const MOST_PEERS: usize = 500;
/// Seed where none is given.
const SEED: u32 = 42;

/// Shrinks the rates of a breakdown and ranks those with enough cases.
///
/// `memory` is that of the same state of the data.
///
/// # Errors
/// [`EngineError::NotARate`] for a definition that does not count a part of its rows, and for a lens without exactly one
/// breakdown or with a grain; those of [`evaluate`].
pub fn ranking(dataset: &Dataset, ask: &AskRanking, definition: &Definition, memory: &mut Memory) -> Result<RankingView, EngineError> {
    let is_rate = matches!(&definition.formula, Formula::Ratio { is_part: true, numerator, denominator, .. } if numerator.what == What::Rows && denominator.what == What::Rows);
    let [dimension] = ask.lens.by.as_slice() else { return Err(EngineError::NotARate) };
    if !is_rate || ask.lens.grain.is_some() {
        return Err(EngineError::NotARate);
    }
    let report = evaluate_with(dataset, &[(ask.lens.clone(), vec![definition.clone()])], memory)?.into_iter().next();
    let cells = report.map(|report| report.cells).unwrap_or_default();
    let rates: Vec<(u64, u64)> = cells.iter().map(|cell| (whole(cell.numerator), whole(cell.denominator))).collect();
    // Peers are the groups of which a rate may be said, the largest where there are very many.
    let mut peers_of: Vec<usize> = (0..rates.len()).filter(|i| cases(&rates, *i) >= Grade::Estimate.least()).collect();
    peers_of.sort_by_key(|i| (std::cmp::Reverse(cases(&rates, *i)), *i));
    peers_of.truncate(MOST_PEERS);
    let of_peers: Vec<(u64, u64)> = peers_of.iter().filter_map(|i| rates.get(*i)).copied().collect();
    let peers = shrink(&of_peers, Grade::Full.least(), u64::from(ask.seed.unwrap_or(SEED)));
    let named = discoveries(&of_peers, FALSE_DISCOVERIES);
    let mut found: Vec<(Option<Shrunk>, bool)> = vec![(None, false); rates.len()];
    for (place, i) in peers_of.iter().enumerate() {
        if let Some(found) = found.get_mut(*i) {
            *found = (peers.as_ref().and_then(|peers| peers.groups.get(place)).copied(), named.get(place) == Some(&true));
        }
    }
    // Draws differ by chance; groups with the same cases do not.
    for (i, place) in peers_of.iter().enumerate() {
        let same = peers_of.iter().take(i).find(|other| rates.get(**other) == rates.get(*place));
        if let Some(known) = same.and_then(|same| found.get(*same)).copied()
            && let Some(found) = found.get_mut(*place)
        {
            *found = known;
        }
    }
    let mut groups: Vec<RankedGroup> =
        cells.iter().zip(&rates).zip(found).map(|((cell, rate), (shrunk, named))| group(cell, *rate, shrunk, named)).collect();
    let place = |group: &RankedGroup| group.shrunken.filter(|_| group.ranks.is_some());
    groups.sort_by(|one, other| {
        let by_rate = place(other).partial_cmp(&place(one)).unwrap_or(std::cmp::Ordering::Equal);
        by_rate.then(other.n.cmp(&one.n)).then(one.group.cmp(&other.group))
    });
    // Equals share the better place.
    let mut before: Option<(u32, u64, u64)> = None;
    for (rank, group) in (1_u32..).zip(groups.iter_mut().filter(|group| group.ranks.is_some())) {
        let shared = before.filter(|(_, part, n)| (*part, *n) == (group.part, group.n)).map_or(rank, |(rank, ..)| rank);
        group.rank = Some(shared);
        before = Some((shared, group.part, group.n));
    }
    Ok(RankingView {
        dimension: *dimension,
        pooled: peers.as_ref().map(|peers| peers.pooled),
        weight: peers.as_ref().and_then(|peers| peers.weight),
        searched: u32::try_from(of_peers.len()).unwrap_or(u32::MAX),
        groups,
    })
}

fn cases(rates: &[(u64, u64)], group: usize) -> u64 {
    rates.get(group).map_or(0, |(_, n)| *n)
}

fn group(cell: &Cell, (part, n): (u64, u64), shrunk: Option<Shrunk>, named: bool) -> RankedGroup {
    let grade = Grade::of(n);
    let places = shrunk.and_then(|shrunk| shrunk.ranks);
    let place = |rank: usize| u32::try_from(rank).unwrap_or(u32::MAX);
    RankedGroup {
        group: cell.group.0.first().and_then(|(_, value)| value.clone()),
        part,
        n,
        rate: cell.value.map(Quantity::as_f64),
        shrunken: shrunk.map(|shrunk| shrunk.rate),
        interval: shrunk.map(|shrunk| shrunk.interval),
        rank: None,
        ranks: places.map(|(best, worst)| (place(best), place(worst))),
        stands_out: named,
        grade,
    }
}

fn whole(quantity: Option<Quantity>) -> u64 {
    // Counts of rows are whole and far below 2⁵³.
    quantity.map_or(0, |quantity| quantity.as_f64().max(0.0) as u64)
}
