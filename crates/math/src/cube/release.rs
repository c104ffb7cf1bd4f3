//! Locks that contradict each other: a smallest contradiction, and the fewest locks to release.

use std::collections::BTreeSet;

use super::classes::{Classes, Refused};
use super::{Cube, CubeError, CubeLock};

/// Contradictions that are looked for at most before the search is ended.
const ROUNDS: usize = 200;

fn contradiction(total: i128, cube: &Cube, locks: &[CubeLock], used: &[usize]) -> Result<(), Refused> {
    Classes::new(total, cube, locks, used).solve().map(|_| ())
}

/// Drops locks that a contradiction does not need, the earliest first.
fn shrink(total: i128, cube: &Cube, locks: &[CubeLock], core: BTreeSet<usize>) -> (BTreeSet<usize>, Option<i128>) {
    let mut core = core;
    let mut gap = None;
    for lock in core.clone() {
        if !core.contains(&lock) {
            continue;
        }
        let rest: Vec<usize> = core.iter().copied().filter(|other| *other != lock).collect();
        if let Err(Refused::Conflict(smaller, by)) = contradiction(total, cube, locks, &rest) {
            core = smaller;
            gap = Some(by);
        }
    }
    (core, gap)
}

/// Names a smallest contradiction and the smallest set of locks that meets every contradiction.
///
/// Implicit hitting sets: the smallest set that meets all contradictions found so far is released; if what is left is still
/// impossible, it has a new one. The first release that works is a smallest one (Reiter, A theory of diagnosis from first
/// principles, Artif. Intell. 32, 1987).
pub(super) fn explain(total: i128, cube: &Cube, locks: &[CubeLock], used: &[usize], found: BTreeSet<usize>, found_gap: i128) -> CubeError {
    let (first, gap) = shrink(total, cube, locks, found);
    let mut cores = vec![first.clone()];
    for _ in 0..ROUNDS {
        let Some(release) = smallest(&cores) else { break };
        let rest: Vec<usize> = used.iter().copied().filter(|lock| !release.contains(lock)).collect();
        match contradiction(total, cube, locks, &rest) {
            Ok(()) => {
                let core = first.into_iter().collect();
                return CubeError::Conflict { core, release: release.into_iter().collect(), gap: gap.unwrap_or(found_gap) };
            }
            Err(Refused::Conflict(core, _)) => cores.push(shrink(total, cube, locks, core).0),
            Err(Refused::Open) => break,
        }
    }
    CubeError::Open
}

/// A smallest set with a member in each of the sets; `None` where one of them is empty.
fn smallest(cores: &[BTreeSet<usize>]) -> Option<BTreeSet<usize>> {
    fn within(cores: &[BTreeSet<usize>], chosen: &mut BTreeSet<usize>, left: usize) -> bool {
        let Some(missed) = cores.iter().find(|core| core.is_disjoint(chosen)) else { return true };
        if left == 0 {
            return false;
        }
        missed.iter().any(|lock| {
            chosen.insert(*lock);
            let works = within(cores, chosen, left - 1);
            if !works {
                chosen.remove(lock);
            }
            works
        })
    }
    let most = cores.len();
    (0..=most).find_map(|size| {
        let mut chosen = BTreeSet::new();
        within(cores, &mut chosen, size).then_some(chosen)
    })
}
