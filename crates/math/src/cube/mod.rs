//! Spreading a whole number over a tree of rows, columns and layers at once, with any cells and sums locked.

mod classes;
mod release;
mod rounding;
mod whole;

use std::collections::BTreeMap;

use crate::spread;
use classes::{Classes, Refused};
use rounding::{BITS, Family};

/// A table of cells: leaves of a tree of nodes × columns × layers, each cell with a weight.
#[derive(Clone, Debug)]
pub struct Cube {
    parents: Vec<Option<usize>>,
    /// First leaf and the leaf after the last, per node.
    spans: Vec<(usize, usize)>,
    /// Node of each leaf.
    leaf_nodes: Vec<usize>,
    columns: usize,
    layers: usize,
    weights: Vec<u64>,
}

/// A sum that must be kept: of a node's cells in all columns and layers, or in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CubeLock {
    /// The node; 0 is the whole table.
    pub node: usize,
    /// One column, or all.
    pub column: Option<usize>,
    /// One layer, or all.
    pub layer: Option<usize>,
    /// The sum.
    pub amount: i128,
}

/// Why a cube cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CubeError {
    /// Not a tree in depth-first order with node 0 on top, no cells, a lock that names nothing, or a negative number.
    Shape,
    /// A number above 2⁵³.
    TooLarge,
    /// The locks contradict each other or the total.
    Conflict {
        /// A smallest contradiction: positions of locks of which each one is needed for it.
        core: Vec<usize>,
        /// A smallest set of locks whose release makes the rest possible.
        release: Vec<usize>,
        /// By how much the contradicting sums miss each other, at least.
        gap: i128,
    },
    /// The search was ended before it was decided.
    Open,
}

/// Amounts and the total are at most this: sums of products stay exact.
const MOST: i128 = 1 << 53;

impl Cube {
    /// A cube over nodes given by their parents, depth first, node 0 without a parent; `weights` by leaf, column, layer.
    ///
    /// # Errors
    /// [`CubeError::Shape`]
    pub fn new(parents: &[Option<usize>], columns: usize, layers: usize, weights: Vec<u64>) -> Result<Self, CubeError> {
        let is_tree = parents.iter().enumerate().all(|(node, parent)| match parent {
            None => node == 0,
            Some(parent) => *parent < node,
        });
        let mut is_inner = vec![false; parents.len()];
        for parent in parents.iter().flatten() {
            if let Some(inner) = is_inner.get_mut(*parent) {
                *inner = true;
            }
        }
        let mut spans = Vec::with_capacity(parents.len());
        let mut leaf_nodes = Vec::new();
        for (node, inner) in is_inner.iter().enumerate() {
            spans.push((leaf_nodes.len(), leaf_nodes.len()));
            if !inner {
                leaf_nodes.push(node);
                let mut up = Some(node);
                while let Some(at) = up {
                    let Some(span) = spans.get_mut(at) else { return Err(CubeError::Shape) };
                    // Depth first: nothing else was between the leaves of one node.
                    if span.1 + 1 != leaf_nodes.len() && span.1 != span.0 {
                        return Err(CubeError::Shape);
                    }
                    if span.0 == span.1 {
                        span.0 = leaf_nodes.len() - 1;
                    }
                    span.1 = leaf_nodes.len();
                    up = parents.get(at).copied().flatten();
                }
            }
        }
        let cells = leaf_nodes.len() * columns * layers;
        if !is_tree || cells == 0 || weights.len() != cells {
            return Err(CubeError::Shape);
        }
        // Weights only count against each other: those that would make products too long are halved together.
        let highest = weights.iter().copied().max().unwrap_or(0);
        let shift = (64 - highest.leading_zeros()).saturating_sub(40);
        let weights = weights.into_iter().map(|weight| weight >> shift).collect();
        Ok(Self { parents: parents.to_vec(), spans, leaf_nodes, columns, layers, weights })
    }

    fn leaves(&self) -> usize {
        self.leaf_nodes.len()
    }

    fn span(&self, node: usize) -> (usize, usize) {
        self.spans.get(node).copied().unwrap_or((0, 0))
    }

    /// Nodes from below the top to a leaf, without the leaf.
    fn chain(&self, leaf: usize) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut up = self.leaf_nodes.get(leaf).and_then(|node| self.parents.get(*node)).copied().flatten();
        while let Some(node) = up.filter(|node| *node != 0) {
            chain.push(node);
            up = self.parents.get(node).copied().flatten();
        }
        chain.reverse();
        chain
    }

    /// Leaf, column and layer of every cell in order.
    fn places(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        let (columns, layers) = (self.columns, self.layers);
        (0..self.leaves()).flat_map(move |leaf| (0..columns).flat_map(move |column| (0..layers).map(move |layer| (leaf, column, layer))))
    }
}

/// Fills a cube: whole numbers ≥ 0 by leaf, column and layer, with exactly the total and exactly every locked sum.
///
/// 1. Cells in the same locks form a class. Class sums are the proportional fit of the weights to the locks, made whole by
///    an exact integer program; the contradiction of an impossible one is the proof that there is no filling.
/// 2. Within classes cells are proportional to their weights (all weights 0: even), and are rounded so that the sums of
///    nodes and columns stay within one unit of their quotas as well: largest remainder generalised to nested sets.
/// 3. Layers follow in a second such step, with the rounded node × column cells kept, so that layer and node × layer sums
///    stay within one unit. Where a lock names a layer both steps are one: classes are exact, node × column sums and the
///    node sums stay within one unit, column sums within one unit per class.
///
/// Locks over three axes at once are not totally unimodular: fractions may exist where whole numbers do not. Then branching
/// decides; beyond its limit the answer is [`CubeError::Open`].
///
/// # Errors
/// See [`CubeError`]. Of two locks of the same node, column and layer the later counts.
pub fn spread_cube(total: i128, cube: &Cube, locks: &[CubeLock]) -> Result<Vec<i128>, CubeError> {
    let is_known = |lock: &CubeLock| {
        lock.node < cube.parents.len() && lock.column.is_none_or(|c| c < cube.columns) && lock.layer.is_none_or(|l| l < cube.layers)
    };
    if total < 0 || !locks.iter().all(|lock| is_known(lock) && lock.amount >= 0) {
        return Err(CubeError::Shape);
    }
    if total > MOST || locks.iter().any(|lock| lock.amount > MOST) {
        return Err(CubeError::TooLarge);
    }
    let mut places = BTreeMap::new();
    for (at, lock) in locks.iter().enumerate() {
        places.insert((lock.node, lock.column, lock.layer), at);
    }
    let mut used: Vec<usize> = places.into_values().collect();
    used.sort_unstable();
    let classes = Classes::new(total, cube, locks, &used);
    let sums = match classes.solve() {
        Ok(sums) => sums,
        Err(Refused::Open) => return Err(CubeError::Open),
        Err(Refused::Conflict(core, gap)) => return Err(release::explain(total, cube, locks, &used, core, gap)),
    };
    let quotas = quotas(cube, &classes, &sums)?;
    let names_layer = used.iter().any(|at| locks.get(*at).is_some_and(|lock| lock.layer.is_some() && cube.layers > 1));
    fill(cube, &classes.of_cell, &quotas, names_layer).ok_or(CubeError::TooLarge)
}

/// The share of each cell in its class's sum, in units of 2⁻³².
fn quotas(cube: &Cube, classes: &Classes, sums: &[i128]) -> Result<Vec<i128>, CubeError> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); sums.len()];
    for (cell, class) in classes.of_cell.iter().enumerate() {
        if let Some(members) = members.get_mut(*class) {
            members.push(cell);
        }
    }
    let mut quotas = vec![0; classes.of_cell.len()];
    for (cells, sum) in members.iter().zip(sums) {
        let weights: Vec<u64> = cells.iter().map(|cell| cube.weights.get(*cell).copied().unwrap_or(0)).collect();
        let parts = spread(sum << BITS, &weights, &[]).map_err(|_| CubeError::TooLarge)?;
        for (cell, part) in cells.iter().zip(parts) {
            if let Some(quota) = quotas.get_mut(*cell) {
                *quota = part;
            }
        }
    }
    Ok(quotas)
}

fn fill(cube: &Cube, classes: &[usize], quotas: &[i128], names_layer: bool) -> Option<Vec<i128>> {
    if cube.layers == 1 || names_layer {
        return rounding::round(quotas, &by_class(cube, classes), &by_row(cube, false));
    }
    // First node × column, then layers within each.
    let flat = Cube { layers: 1, weights: Vec::new(), ..cube.clone() };
    let flat_quotas: Vec<i128> = quotas.chunks(cube.layers).map(|cells| cells.iter().sum()).collect();
    let flat_classes: Vec<usize> = classes.iter().copied().step_by(cube.layers).collect();
    let plane = rounding::round(&flat_quotas, &by_class(&flat, &flat_classes), &by_row(&flat, false))?;
    let mut within = Vec::with_capacity(quotas.len());
    for (cells, sum) in quotas.chunks(cube.layers).zip(&plane) {
        let highest = cells.iter().copied().max().unwrap_or(0);
        let shift = (128 - highest.leading_zeros()).saturating_sub(40);
        let weights: Vec<u64> = cells.iter().map(|quota| u64::try_from(quota >> shift).unwrap_or(0)).collect();
        within.extend(spread(sum << BITS, &weights, &[]).ok()?);
    }
    rounding::round(&within, &by_layer(cube), &by_row(cube, true))
}

/// Sets by class, then column, then node, then layer.
fn by_class(cube: &Cube, classes: &[usize]) -> Family {
    let mut family = Family::new(classes.len());
    let mut known: BTreeMap<(usize, usize, usize, usize), usize> = BTreeMap::new();
    let mut set = |family: &mut Family, key, around, rank| *known.entry(key).or_insert_with(|| family.add(around, rank));
    for (cell, (leaf, column, layer)) in cube.places().enumerate() {
        let Some(class) = classes.get(cell).copied() else { continue };
        let mut around = set(&mut family, (class, 0, 0, 0), 0, 0);
        if cube.layers > 1 {
            around = set(&mut family, (class, 0, 0, layer + 1), around, 1);
        }
        around = set(&mut family, (class, column + 1, 0, layer + 1), around, 2);
        for node in cube.chain(leaf) {
            around = set(&mut family, (class, column + 1, node, layer + 1), around, 5);
        }
        if let Some(slot) = family.of_cell.get_mut(cell) {
            *slot = around;
        }
    }
    family
}

/// Sets by node down to the leaf, and by leaf and column where there are layers.
fn by_row(cube: &Cube, is_settled: bool) -> Family {
    let mut family = Family::new(cube.leaves() * cube.columns * cube.layers);
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut set = |family: &mut Family, key, around, rank| *known.entry(key).or_insert_with(|| family.add(around, rank));
    for (cell, (leaf, column, _)) in cube.places().enumerate() {
        let mut around = 0;
        if !is_settled {
            for node in cube.chain(leaf) {
                around = set(&mut family, (node, 0), around, 3);
            }
            around = set(&mut family, (cube.leaf_nodes.get(leaf).copied().unwrap_or(0), 0), around, 4);
        }
        if cube.layers > 1 {
            around = set(&mut family, (cube.leaf_nodes.get(leaf).copied().unwrap_or(0), column + 1), around, 6);
        }
        if let Some(slot) = family.of_cell.get_mut(cell) {
            *slot = around;
        }
    }
    family
}

/// Sets by layer, then node, then leaf.
fn by_layer(cube: &Cube) -> Family {
    let mut family = Family::new(cube.leaves() * cube.columns * cube.layers);
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut set = |family: &mut Family, key, around, rank| *known.entry(key).or_insert_with(|| family.add(around, rank));
    for (cell, (leaf, _, layer)) in cube.places().enumerate() {
        let mut around = set(&mut family, (layer, 0), 0, 1);
        for node in cube.chain(leaf) {
            around = set(&mut family, (layer, node), around, 3);
        }
        around = set(&mut family, (layer, cube.leaf_nodes.get(leaf).copied().unwrap_or(0)), around, 4);
        if let Some(slot) = family.of_cell.get_mut(cell) {
            *slot = around;
        }
    }
    family
}

#[cfg(test)]
mod tests;
