//! Exactness, proofs and time of the spread over three axes.

use super::{Cube, CubeError, CubeLock, spread_cube};
use proptest::prelude::*;

/// A small generator of its own: the same trees everywhere.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n.max(1)
    }
}

fn sum_of(cube: &Cube, cells: &[i128], lock: &CubeLock) -> i128 {
    let (from, to) = cube.span(lock.node);
    let is_in = |(leaf, column, layer): (usize, usize, usize)| {
        (from..to).contains(&leaf) && lock.column.is_none_or(|c| c == column) && lock.layer.is_none_or(|l| l == layer)
    };
    cube.places().zip(cells).filter(|(place, _)| is_in(*place)).map(|(_, cell)| cell).sum()
}

/// The locks that count: of two locks of the same place the later.
fn counts(locks: &[CubeLock]) -> Vec<&CubeLock> {
    let place = |lock: &CubeLock| (lock.node, lock.column, lock.layer);
    let is_last = |i: usize| !locks[i + 1..].iter().any(|other| place(other) == place(&locks[i]));
    (0..locks.len()).filter(|i| is_last(*i)).map(|i| &locks[i]).collect()
}

fn check(total: i128, cube: &Cube, locks: &[CubeLock]) -> bool {
    match spread_cube(total, cube, locks) {
        Ok(cells) => {
            assert_eq!(cells.iter().sum::<i128>(), total);
            assert!(cells.iter().all(|cell| *cell >= 0));
            for lock in counts(locks) {
                assert_eq!(sum_of(cube, &cells, lock), lock.amount, "{lock:?} of {locks:?}");
            }
            true
        }
        Err(CubeError::Conflict { core, release, .. }) => {
            // The core alone is impossible; without the release the rest is possible.
            let only: Vec<CubeLock> = core.iter().map(|at| locks[*at]).collect();
            assert!(matches!(spread_cube(total, cube, &only), Err(CubeError::Conflict { .. })), "{core:?} {locks:?}");
            let rest: Vec<CubeLock> = locks.iter().enumerate().filter(|(at, _)| !release.contains(at)).map(|(_, lock)| *lock).collect();
            assert!(!matches!(spread_cube(total, cube, &rest), Err(CubeError::Open)));
            false
        }
        Err(other) => panic!("{other:?} for {total} {locks:?}"),
    }
}

/// A company of up to 4 teams with up to 5 people, up to 12 columns and 4 layers, with up to 9 locks on all axes.
fn random(draws: &mut Draws) -> (i128, Cube, Vec<CubeLock>) {
    let mut parents = vec![None];
    for _ in 0..=draws.below(4) {
        let team = parents.len();
        parents.push(Some(0));
        for _ in 0..draws.below(6) {
            parents.push(Some(team));
        }
    }
    let (columns, layers) = (1 + draws.below(12) as usize, 1 + draws.below(4) as usize);
    let is_parent = |node: usize| parents.iter().flatten().any(|parent| *parent == node);
    let leaves = (0..parents.len()).filter(|node| !is_parent(*node)).count();
    let weights = (0..leaves * columns * layers).map(|_| if draws.below(8) == 0 { 0 } else { draws.below(1_000_000) }).collect();
    let cube = Cube::new(&parents, columns, layers, weights).unwrap();
    let total = draws.below(1_000_000_000) as i128;
    let free = spread_cube(total, &cube, &[]).unwrap();
    let locks = (0..draws.below(10)).map(|_| {
        let mut lock = CubeLock {
            node: draws.below(parents.len() as u64) as usize,
            column: (draws.below(2) == 0).then(|| draws.below(columns as u64) as usize),
            layer: (draws.below(2) == 0).then(|| draws.below(layers as u64) as usize),
            amount: 0,
        };
        let now = sum_of(&cube, &free, &lock);
        // Half of it up to one and a half times, sometimes 0.
        lock.amount = if draws.below(10) == 0 { 0 } else { now / 2 + draws.below(now.max(0) as u64 + 1) as i128 };
        lock
    });
    let locks = locks.collect();
    (total, cube, locks)
}

fn many(trees: u32) {
    let mut draws = Draws(42);
    let mut possible = 0;
    for _ in 0..trees {
        let (total, cube, locks) = random(&mut draws);
        possible += u32::from(check(total, &cube, &locks));
    }
    println!("{trees} random trees: {possible} filled exactly, {} proved impossible", trees - possible);
    assert!(possible > trees / 2);
}

#[test]
fn a_hundred_thousand_random_trees_are_exact_or_proved_impossible() {
    many(100_000);
}

#[test]
fn a_million_over_seven() {
    let parents: Vec<Option<usize>> = std::iter::once(None).chain([Some(0); 7]).collect();
    let cube = Cube::new(&parents, 1, 1, vec![1; 7]).unwrap();
    let mut expected = vec![142_857; 7];
    expected[0] = 142_858;
    assert_eq!(spread_cube(1_000_000, &cube, &[]).unwrap(), expected);
    let cube = Cube::new(&parents, 12, 1, vec![1; 84]).unwrap();
    let cells = spread_cube(1_000_000, &cube, &[]).unwrap();
    let people: Vec<i128> = cells.chunks(12).map(|months| months.iter().sum()).collect();
    assert_eq!(people, expected);
    for month in 0..12 {
        let sum: i128 = cells.iter().skip(month).step_by(12).sum();
        assert!((83_333..=83_334).contains(&sum), "{sum}");
    }
}

#[test]
fn sums_of_layers_stay_within_one_unit() {
    let parents = [None, Some(0), Some(1), Some(1), Some(0), Some(4), Some(4), Some(4)];
    let cube = Cube::new(&parents, 12, 3, vec![1; 180]).unwrap();
    let cells = spread_cube(1_000_003, &cube, &[]).unwrap();
    let near = |lock: CubeLock, quota: f64| {
        let sum = sum_of(&cube, &cells, &lock) as f64;
        assert!((sum - quota).abs() < 1.0, "{lock:?}: {sum} for {quota}");
    };
    for layer in 0..3 {
        near(CubeLock { node: 0, column: None, layer: Some(layer), amount: 0 }, 1_000_003.0 / 3.0);
        near(CubeLock { node: 5, column: None, layer: Some(layer), amount: 0 }, 1_000_003.0 / 15.0);
    }
    for column in 0..12 {
        near(CubeLock { node: 0, column: Some(column), layer: None, amount: 0 }, 1_000_003.0 / 12.0);
        near(CubeLock { node: 4, column: Some(column), layer: None, amount: 0 }, 1_000_003.0 / 20.0);
    }
}

/// Fractions fit and whole numbers do not: the parity of three locked planes, decided by branching.
#[test]
fn three_axes_can_need_fractions() {
    let cube = Cube::new(&[None, Some(0), Some(0)], 2, 2, vec![1; 8]).unwrap();
    let lock = |node, column, layer, amount| CubeLock { node, column, layer, amount };
    let locks = [
        lock(1, Some(0), None, 1),
        lock(0, Some(0), Some(0), 1),
        lock(1, None, Some(0), 1),
        lock(2, Some(1), None, 0),
        lock(0, Some(1), Some(1), 0),
        lock(2, None, Some(1), 0),
    ];
    // Whatever the outcome, it must be decided and right.
    for total in 0..6 {
        check(total, &cube, &locks);
    }
}

#[test]
fn contradictions_are_named() {
    let cube = Cube::new(&[None, Some(0), Some(0), Some(0)], 2, 1, vec![1; 6]).unwrap();
    let lock = |node, column, amount| CubeLock { node, column, layer: None, amount };
    let locks = [lock(1, None, 60), lock(2, Some(0), 3), lock(3, None, 70)];
    let Err(CubeError::Conflict { core, release, gap }) = spread_cube(100, &cube, &locks) else { panic!("fits") };
    assert_eq!((core, release, gap), (vec![0, 2], vec![0], 30));
    let locks = [lock(1, None, 60), lock(2, None, 30), lock(3, None, 9)];
    let Err(CubeError::Conflict { core, release, gap }) = spread_cube(100, &cube, &locks) else { panic!("fits") };
    assert_eq!((core, release.len(), gap), (vec![0, 1, 2], 1, 1));
    assert_eq!(spread_cube(-1, &cube, &[]), Err(CubeError::Shape));
    assert_eq!(spread_cube(1 << 60, &cube, &[]), Err(CubeError::TooLarge));
}

/// Is there any filling? By trying all.
fn exists(cube: &Cube, total: i128, locks: &[CubeLock], cells: &mut Vec<i128>) -> bool {
    let left = total - cells.iter().sum::<i128>();
    if cells.len() == cube.weights.len() {
        return left == 0 && counts(locks).iter().all(|lock| sum_of(cube, cells, lock) == lock.amount);
    }
    (0..=left).any(|value| {
        cells.push(value);
        let found = exists(cube, total, locks, cells);
        cells.pop();
        found
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn small_cubes_agree_with_trying_everything(
        total in 0i128..5,
        weights in proptest::collection::vec(0u64..4, 8),
        raw in proptest::collection::vec((0usize..3, proptest::option::of(0usize..2), proptest::option::of(0usize..2), 0i128..4), 0..6),
    ) {
        let cube = Cube::new(&[None, Some(0), Some(0)], 2, 2, weights).unwrap();
        let locks: Vec<CubeLock> = raw.into_iter().map(|(node, column, layer, amount)| CubeLock { node, column, layer, amount }).collect();
        let expected = exists(&cube, total, &locks, &mut Vec::new());
        prop_assert_eq!(check(total, &cube, &locks), expected);
        if let Err(CubeError::Conflict { release, .. }) = spread_cube(total, &cube, &locks) {
            // No smaller set of locks would do.
            for mask in 0u32..1 << locks.len() {
                if (mask.count_ones() as usize) < release.len() {
                    let rest: Vec<CubeLock> = (0..locks.len()).filter(|at| mask >> at & 1 == 0).map(|at| locks[at]).collect();
                    let repeats = rest.len() < locks.len() && counts(&locks).len() < locks.len();
                    prop_assert!(repeats || !exists(&cube, total, &rest, &mut Vec::new()), "{release:?} is not smallest");
                }
            }
        }
    }
}

/// The edit of a tree of 37 people, 12 months and 5 products; the time is printed, not judged.
#[test]
fn an_edit_of_a_whole_company() {
    let mut parents = vec![None];
    for team in 0..5 {
        let at = parents.len();
        parents.push(Some(0));
        parents.extend(std::iter::repeat_n(Some(at), if team < 2 { 8 } else { 7 }));
    }
    let mut draws = Draws(7);
    let cube = Cube::new(&parents, 12, 5, (0..37 * 60).map(|_| draws.below(10_000_000)).collect()).unwrap();
    assert_eq!(cube.leaves(), 37);
    let lock = |node, column, layer, amount| CubeLock { node, column, layer, amount };
    let plain = [lock(2, Some(0), None, 3_000_000), lock(10, None, None, 500_000_000), lock(0, Some(5), None, 150_000_000)];
    let full =
        [plain.to_vec(), vec![lock(0, None, Some(2), 400_000_000), lock(12, None, Some(1), 9_000_000), lock(3, Some(2), Some(2), 1)]]
            .concat();
    for (name, locks) in [("no locks", vec![]), ("3 locks", plain.to_vec()), ("6 locks, 3 with products", full)] {
        let started = std::time::Instant::now();
        assert!(check(2_160_000_000, &cube, &locks));
        println!("37 people × 12 months × 5 products, {name}: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    }
}
