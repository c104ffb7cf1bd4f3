//! The target tree: company, region, team, person by month and product; every level adds up exactly.

mod edit;
mod publish;
mod roster;
mod sheet;
mod weights;

pub use edit::{compare, plan};
pub use publish::publish;
pub use sheet::{Sheet, SheetCell, SheetRow, rules, sheet};

use kpi_data::Dataset;
use kpi_math::{Cube, CubeError, CubeLock, spread, spread_cube};
use kpi_model::{Lock, Money, NodeKind, PlanNode, PlanView, Spread};

use crate::error::PlanError;
use crate::planned_year;
use roster::{Person, Roster};

/// Months in the tree.
const MONTHS: usize = 12;
/// A suggested total is a whole multiple of this many minor units (10,000).
const ROUND: i128 = 1_000_000;

/// The tree of a spread. Company = Σ regions = Σ teams = Σ people, year = Σ months = Σ products, to the minor unit.
///
/// All people, months and products are filled at once ([`spread_cube`]); locked figures of any node, month and product are
/// kept and the rest follows the bases. With over-assignment the levels are filled top down: the teams get the company's
/// figure plus the declared percentage, the people their team's plus theirs, each month and product alike.
///
/// # Errors
/// [`PlanError::NoHistory`], [`PlanError::Locks`] naming what to release, [`PlanError::Negative`], [`PlanError::Axis`].
pub(crate) fn tree(dataset: &Dataset, rules: &Spread) -> Result<PlanView, PlanError> {
    tree_of(&Roster::new(dataset, rules)?, rules)
}

/// The tree of those who are in it already.
fn tree_of(roster: &Roster, rules: &Spread) -> Result<PlanView, PlanError> {
    let year = rules.year.unwrap_or_else(|| planned_year(roster.as_of));
    let won: u64 = roster.people().map(Person::history).sum();
    let suggested = (i128::from(won) * 110 / 100 + ROUND / 2) / ROUND * ROUND;
    let total = rules.total.map_or(suggested, |total| total.minor);
    if total < 0 || rules.locks.iter().any(|lock| lock.amount.minor < 0) {
        return Err(PlanError::Negative);
    }
    let mut outline = Outline::new(roster, rules, year);
    let weights = weights::cells(roster, rules, year);
    match rules.over.filter(|over| *over != (0, 0)) {
        None => outline.at_once(total, weights)?,
        Some(over) => outline.top_down(total, &weights, over)?,
    }
    let nodes = outline.finish();
    let gap = Money::from_minor(largest_gap(&nodes, total));
    Ok(PlanView {
        year,
        history_from: roster.window.from,
        history_to: roster.window.to,
        nodes,
        gap,
        published: false,
        products: roster.products.clone(),
        rules: rules.clone(),
        moved: Vec::new(),
    })
}

/// The nodes in order, with the locks that apply, while their figures are found.
struct Outline<'a> {
    rules: &'a Spread,
    nodes: Vec<PlanNode>,
    parents: Vec<Option<usize>>,
    products: &'a [String],
    /// Figures by node, month, product.
    figures: Vec<Vec<i128>>,
    /// Position in the rules and lock of each lock that names something in the tree.
    locks: Vec<(usize, CubeLock)>,
}

impl<'a> Outline<'a> {
    fn new(roster: &'a Roster, rules: &'a Spread, year: i32) -> Self {
        let mut nodes = vec![node("", "", 0, NodeKind::Company, 0)];
        let mut parents = vec![None];
        let (mut above, mut region) = (0, None);
        for (at, team) in roster.teams.iter().enumerate() {
            if let Some(name) = team.region.as_ref().filter(|name| region != Some(*name)) {
                (above, region) = (nodes.len(), Some(name));
                // No team has such an id: it would be a person without a team whose name starts with a stroke.
                nodes.push(node(&format!("//{name}"), name, 1, NodeKind::Region, 0));
                parents.push(Some(0));
            }
            let parent = nodes.len();
            let level = 1 + u8::from(region.is_some());
            // The team that is not filled in must not be taken for the company.
            let id = if team.name.is_empty() { "/" } else { &team.name };
            nodes.push(node(id, &team.name, level, NodeKind::Team, 0));
            parents.push(Some(above));
            for person in &team.people {
                let capacity = weights::capacity(roster, at, person, rules, year);
                nodes.push(PlanNode { capacity, ..node(&person.id, &person.name, level + 1, person.kind, person.history()) });
                parents.push(Some(parent));
            }
        }
        let layers = roster.products.len().max(1);
        let position = |lock: &Lock| {
            let at = nodes.iter().position(|node| node.id == lock.node)?;
            let layer = match &lock.product {
                Some(product) => Some(roster.products.iter().position(|own| own == product)?),
                None => None,
            };
            let column = lock.month.map(usize::from);
            column.is_none_or(|column| column < MONTHS).then_some(CubeLock { node: at, column, layer, amount: lock.amount.minor })
        };
        // What names nothing in the data waits until it does.
        let locks = rules.locks.iter().enumerate().filter_map(|(at, lock)| Some((at, position(lock)?))).collect();
        let figures = vec![vec![0; MONTHS * layers]; nodes.len()];
        Self { rules, nodes, parents, products: &roster.products, figures, locks }
    }

    fn layers(&self) -> usize {
        self.products.len().max(1)
    }

    fn kind(&self, node: usize) -> NodeKind {
        self.nodes.get(node).map_or(NodeKind::Company, |node| node.kind)
    }

    fn leaves(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|node| self.kind(*node).is_leaf()).collect()
    }

    /// Is the lock a team's own figure that its people need not add up to?
    fn is_apart(&self, lock: &CubeLock) -> bool {
        self.rules.teams_may_differ && self.kind(lock.node) == NodeKind::Team
    }

    fn at_once(&mut self, total: i128, weights: Vec<u64>) -> Result<(), PlanError> {
        let used: Vec<(usize, CubeLock)> = self.locks.iter().copied().filter(|(_, lock)| !self.is_apart(lock)).collect();
        let parents = self.parents.clone();
        let cells = self.fill(total, &parents, weights, &used)?;
        let leaves = self.leaves();
        for (leaf, cells) in leaves.iter().zip(cells.chunks(MONTHS * self.layers())) {
            let mut up = Some(*leaf);
            while let Some(node) = up {
                if let Some(own) = self.figures.get_mut(node) {
                    own.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += cell);
                }
                up = self.parents.get(node).copied().flatten();
            }
        }
        self.set_apart()
    }

    /// Teams whose own figure is locked apart from the sum of their people.
    fn set_apart(&mut self) -> Result<(), PlanError> {
        let apart: Vec<(usize, CubeLock)> = self.locks.iter().copied().filter(|(_, lock)| self.is_apart(lock)).collect();
        for node in 0..self.nodes.len() {
            let own: Vec<(usize, CubeLock)> =
                apart.iter().filter(|(_, lock)| lock.node == node).map(|(at, lock)| (*at, CubeLock { node: 0, ..*lock })).collect();
            if own.is_empty() {
                continue;
            }
            let now = self.figures.get(node).cloned().unwrap_or_default();
            let whole = own.iter().rev().find(|(_, lock)| lock.column.is_none() && lock.layer.is_none());
            let total = whole.map_or_else(|| now.iter().sum(), |(_, lock)| lock.amount);
            let weights = now.iter().map(|figure| u64::try_from(*figure).unwrap_or(0)).collect();
            let cells = self.fill(total, &[None], weights, &own)?;
            if let Some(slot) = self.figures.get_mut(node) {
                *slot = cells;
            }
        }
        Ok(())
    }

    fn top_down(&mut self, total: i128, weights: &[u64], over: (u32, u32)) -> Result<(), PlanError> {
        let size = MONTHS * self.layers();
        let leaves = self.leaves();
        // Weights of every node: sums over its people.
        let mut sums = vec![vec![0_u64; size]; self.nodes.len()];
        for (leaf, cells) in leaves.iter().zip(weights.chunks(size)) {
            let mut up = Some(*leaf);
            while let Some(node) = up {
                if let Some(own) = sums.get_mut(node) {
                    own.iter_mut().zip(cells).for_each(|(sum, cell)| *sum = sum.saturating_add(*cell));
                }
                up = self.parents.get(node).copied().flatten();
            }
        }
        let of_level = |outline: &Self, node: usize, to: usize| -> Vec<(usize, CubeLock)> {
            outline.locks.iter().filter(|(_, lock)| lock.node == node).map(|(at, lock)| (*at, CubeLock { node: to, ..*lock })).collect()
        };
        let company = self.fill(total, &[None], sums.first().cloned().unwrap_or_default(), &of_level(self, 0, 0))?;
        self.put(0, company);
        for node in 0..self.nodes.len() {
            let children: Vec<usize> = (0..self.parents.len()).filter(|child| self.parents.get(*child) == Some(&Some(node))).collect();
            if children.is_empty() {
                continue;
            }
            // Regions are no promise of their own: what is promised beyond the company is promised by teams.
            let percent = i128::from(match children.first().map(|child| self.kind(*child)) {
                Some(NodeKind::Region) => 0,
                Some(NodeKind::Team) => over.0,
                _ => over.1,
            });
            let own = self.figures.get(node).cloned().unwrap_or_default();
            let wanted = (own.iter().sum::<i128>() * (10_000 + percent) + 5_000) / 10_000;
            let shares: Vec<u64> = own.iter().map(|figure| u64::try_from(*figure).unwrap_or(0)).collect();
            let margins = self.fill(wanted, &[None], shares, &[])?;
            let layers = self.layers();
            let mut locks: Vec<(usize, CubeLock)> = margins
                .iter()
                .enumerate()
                .map(|(cell, amount)| {
                    let (column, layer) = (Some(cell / layers), (layers > 1).then_some(cell % layers));
                    (usize::MAX, CubeLock { node: 0, column, layer, amount: *amount })
                })
                .collect();
            for (to, child) in children.iter().enumerate() {
                locks.extend(of_level(self, *child, to + 1));
            }
            let parents: Vec<Option<usize>> = std::iter::once(None).chain(children.iter().map(|_| Some(0))).collect();
            let weights = children.iter().flat_map(|child| sums.get(*child).cloned().unwrap_or_default()).collect();
            let cells = self.fill(wanted, &parents, weights, &locks)?;
            for (child, cells) in children.iter().zip(cells.chunks(size)) {
                self.put(*child, cells.to_vec());
            }
        }
        Ok(())
    }

    fn put(&mut self, node: usize, cells: Vec<i128>) {
        if let Some(slot) = self.figures.get_mut(node) {
            *slot = cells;
        }
    }

    /// Fills a cube; a contradiction is told in the names of the tree.
    fn fill(&self, total: i128, parents: &[Option<usize>], weights: Vec<u64>, locks: &[(usize, CubeLock)]) -> Result<Vec<i128>, PlanError> {
        if parents.len() == 1 && locks.is_empty() {
            return spread(total, &weights, &[]).or_else(|_| self.fill_cube(total, parents, weights, locks));
        }
        self.fill_cube(total, parents, weights, locks)
    }

    fn fill_cube(
        &self,
        total: i128,
        parents: &[Option<usize>],
        weights: Vec<u64>,
        locks: &[(usize, CubeLock)],
    ) -> Result<Vec<i128>, PlanError> {
        let cube = Cube::new(parents, MONTHS, self.layers(), weights).map_err(|_| PlanError::NoHistory)?;
        let plain: Vec<CubeLock> = locks.iter().map(|(_, lock)| *lock).collect();
        let names = |list: Vec<usize>| {
            let named = list.iter().filter_map(|i| locks.get(*i)).filter_map(|(at, _)| self.rules.locks.get(*at));
            named.map(|lock| self.describe(lock)).collect::<Vec<_>>()
        };
        spread_cube(total, &cube, &plain).map_err(|error| match error {
            CubeError::Conflict { core, release, gap } => {
                PlanError::Locks { core: names(core), release: names(release), gap: Money::from_minor(gap) }
            }
            CubeError::Open => PlanError::Open,
            CubeError::TooLarge => PlanError::TooLarge,
            CubeError::Shape => PlanError::NoHistory,
        })
    }

    /// A lock as the user knows it: `East/Ann 2026-03 = 137.00`.
    fn describe(&self, lock: &Lock) -> String {
        let name = if lock.node.is_empty() { "∑" } else { &lock.node };
        let month = lock.month.map(|month| format!(" {:02}", month + 1)).unwrap_or_default();
        let product = lock.product.as_ref().map(|product| format!(" {product}")).unwrap_or_default();
        format!("{name}{month}{product} = {}", lock.amount)
    }

    fn finish(self) -> Vec<PlanNode> {
        let layers = self.layers();
        let has_products = !self.products.is_empty();
        let mut nodes = self.nodes;
        for (at, (node, figures)) in nodes.iter_mut().zip(&self.figures).enumerate() {
            let months: Vec<i128> = figures.chunks(layers).map(|cells| cells.iter().sum()).collect();
            node.total = Money::from_minor(figures.iter().sum());
            node.quarters = months.chunks(3).map(|months| Money::from_minor(months.iter().sum())).collect();
            node.months = months.into_iter().map(Money::from_minor).collect();
            if has_products {
                let of = |layer: usize| figures.iter().skip(layer).step_by(layers).copied().map(Money::from_minor).collect();
                node.products = (0..layers).map(of).collect();
            }
            let own = self.locks.iter().map(|(_, lock)| lock).filter(|lock| lock.node == at && lock.layer.is_none());
            for lock in own {
                match lock.column {
                    None => node.locked = true,
                    Some(column) => {
                        if let Some(flag) = node.locked_months.get_mut(column) {
                            *flag = true;
                        }
                    }
                }
            }
        }
        add_up(&mut nodes, &self.parents, self.rules);
        nodes
    }
}

fn node(id: &str, name: &str, level: u8, kind: NodeKind, history: u64) -> PlanNode {
    PlanNode {
        id: id.to_owned(),
        name: name.to_owned(),
        level,
        kind,
        history: Money::from_minor(i128::from(history)),
        total: Money::default(),
        locked: false,
        months: vec![Money::default(); MONTHS],
        locked_months: vec![false; MONTHS],
        quarters: vec![Money::default(); 4],
        over: Money::default(),
        products: Vec::new(),
        capacity: None,
    }
}

/// History and capacity of parents, and by how much children exceed them where that is allowed.
fn add_up(nodes: &mut [PlanNode], parents: &[Option<usize>], rules: &Spread) {
    for at in (1..nodes.len()).rev() {
        let Some((child, parent)) = nodes.get(at).cloned().zip(parents.get(at).copied().flatten().and_then(|parent| nodes.get_mut(parent)))
        else {
            continue;
        };
        parent.history.minor += child.history.minor;
        if let Some(capacity) = child.capacity {
            parent.capacity = Some(Money::from_minor(parent.capacity.map_or(0, |own| own.minor) + capacity.minor));
        }
    }
    if rules.over.is_some() || rules.teams_may_differ {
        for at in 0..nodes.len() {
            let of_children = parents.iter().zip(nodes.iter()).filter(|(parent, _)| **parent == Some(at));
            let sum: i128 = of_children.clone().map(|(_, child)| child.total.minor).sum();
            let has_children = of_children.count() > 0;
            if let Some(node) = nodes.get_mut(at).filter(|_| has_children) {
                node.over = Money::from_minor(sum - node.total.minor);
            }
        }
    }
}

/// The check that is shown beside the tree, made from the finished tree alone.
fn largest_gap(nodes: &[PlanNode], total: i128) -> i128 {
    let sum = |amounts: &[Money]| amounts.iter().map(|amount| amount.minor).sum::<i128>();
    let mut gap = nodes.first().map_or(0, |company| (company.total.minor - total).abs());
    for (at, parent) in nodes.iter().enumerate().filter(|(_, node)| !node.kind.is_leaf()) {
        let family = nodes.iter().skip(at + 1).take_while(|node| node.level > parent.level);
        let children: Vec<&PlanNode> = family.filter(|node| node.level == parent.level + 1).collect();
        let total: i128 = children.iter().map(|node| node.total.minor).sum();
        gap = gap.max((parent.total.minor + parent.over.minor - total).abs());
        if parent.over.minor == 0 {
            for month in 0..MONTHS {
                let of = |node: &PlanNode| node.months.get(month).map_or(0, |amount| amount.minor);
                gap = gap.max((of(parent) - children.iter().map(|child| of(child)).sum::<i128>()).abs());
            }
        }
    }
    for node in nodes {
        gap = gap.max((node.total.minor - sum(&node.months)).abs()).max((node.total.minor - sum(&node.quarters)).abs());
        if !node.products.is_empty() {
            gap = gap.max((node.total.minor - node.products.iter().map(|months| sum(months)).sum::<i128>()).abs());
        }
    }
    gap
}

#[cfg(test)]
mod tests;
