//! A figure typed into the tree: the rules that follow, and what else moved.

use std::collections::BTreeMap;

use kpi_data::Dataset;
use kpi_math::{SpreadError, spread};
use kpi_model::{CellEdit, ComparePlans, Keep, Lock, Money, Moved, PlanEdit, PlanNode, PlanView, Spread};

use super::roster::Roster;
use super::{MONTHS, tree, tree_of};
use crate::error::PlanError;

/// At most this many moved figures are told.
const TOLD: usize = 24;

/// The tree of the rules, after the edit if there is one.
///
/// An edit becomes a lock. [`Keep::Year`] also holds the node's year, so that its other months give or take the difference;
/// [`Keep::Parent`] holds the parent's figure, so that the siblings do; [`Keep::Others`] raises the total and every lock
/// around the figure by the difference, so that nothing else moves. A figure of a parent spreads down by the rules. A new
/// company target lets go of what earlier edits held, and so does a figure that does not fit with it.
///
/// # Errors
/// As the tree itself; [`PlanError::Node`] for an edit of something that is not in it.
pub fn plan(dataset: &Dataset, ask: &PlanEdit) -> Result<PlanView, PlanError> {
    let roster = Roster::new(dataset, &ask.spread)?;
    let before = tree_of(&roster, &ask.spread)?;
    let Some(edit) = &ask.edit else { return Ok(before) };
    let rules = match edit.quarter {
        Some(quarter) => quarter_edited(&before, edit, quarter)?,
        None => edited(&before, edit)?,
    };
    let mut view = match tree_of(&roster, &rules) {
        // What earlier edits held nobody asked for: it gives way before the figure that is typed now.
        Err(PlanError::Locks { .. }) if ask.spread.locks.iter().any(|lock| lock.held) => {
            let mut soft = rules;
            soft.locks.retain(|lock| !lock.held || !ask.spread.locks.contains(lock));
            tree_of(&roster, &soft)?
        }
        found => found?,
    };
    let mut moved = moved(&before.nodes, &view.nodes);
    let is_edited = |month: Option<u8>| match edit.quarter {
        Some(quarter) => month.is_some_and(|month| month / 3 == quarter),
        None => month == edit.month,
    };
    moved.retain(|moved| moved.node != edit.node || !is_edited(moved.month));
    moved.sort_by_key(|moved| -moved.by.minor.abs());
    moved.truncate(TOLD);
    view.moved = moved;
    Ok(view)
}

/// How far every figure moved from one version to the other: years and months of all nodes, in tree order.
///
/// # Errors
/// As the trees.
pub fn compare(dataset: &Dataset, ask: &ComparePlans) -> Result<Vec<Moved>, PlanError> {
    Ok(moved(&tree(dataset, &ask.before.spread)?.nodes, &tree(dataset, &ask.after.spread)?.nodes))
}

fn moved(before: &[PlanNode], after: &[PlanNode]) -> Vec<Moved> {
    let old: BTreeMap<&str, &PlanNode> = before.iter().map(|node| (node.id.as_str(), node)).collect();
    let new: BTreeMap<&str, &PlanNode> = after.iter().map(|node| (node.id.as_str(), node)).collect();
    let gone = before.iter().filter(|node| !new.contains_key(node.id.as_str()));
    let mut list = Vec::new();
    for node in after.iter().chain(gone) {
        let (old, new) = (old.get(node.id.as_str()), new.get(node.id.as_str()));
        let mut push = |month: Option<u8>, of: &dyn Fn(&PlanNode) -> i128| {
            let by = new.map_or(0, |node| of(node)) - old.map_or(0, |node| of(node));
            if by != 0 {
                list.push(Moved { node: node.id.clone(), month, by: Money::from_minor(by) });
            }
        };
        push(None, &|node| node.total.minor);
        for month in 0..MONTHS {
            push(u8::try_from(month).ok(), &|node| node.months.get(month).map_or(0, |amount| amount.minor));
        }
    }
    list
}

/// The present figure of a node, in a month and of a product, or in all.
fn figure(view: &PlanView, node: &str, month: Option<u8>, product: Option<&str>) -> Option<i128> {
    let node = view.nodes.iter().find(|known| known.id == node)?;
    let months = match product {
        Some(product) => node.products.get(view.products.iter().position(|known| known == product)?)?,
        None => &node.months,
    };
    match month {
        Some(month) => months.get(usize::from(month)).map(|amount| amount.minor),
        None if product.is_none() => Some(node.total.minor),
        None => Some(months.iter().map(|amount| amount.minor).sum()),
    }
}

fn parent(view: &PlanView, node: &str) -> Option<String> {
    let at = view.nodes.iter().position(|known| known.id == node)?;
    let level = view.nodes.get(at)?.level.checked_sub(1)?;
    view.nodes.iter().take(at).rev().find(|known| known.level == level).map(|known| known.id.clone())
}

/// A quarter is its three months, each with the part of it that it has now.
fn quarter_edited(view: &PlanView, edit: &CellEdit, quarter: u8) -> Result<Spread, PlanError> {
    let missing = || PlanError::Node { node: edit.node.clone() };
    let months = [0, 1, 2].map(|month| quarter.saturating_mul(3).saturating_add(month));
    let now = months.map(|month| figure(view, &edit.node, Some(month), edit.product.as_deref()));
    let weights: Vec<u64> =
        now.iter().map(|figure| figure.map(|minor| u64::try_from(minor).unwrap_or(0)).ok_or_else(missing)).collect::<Result<_, _>>()?;
    let refused = |error| if matches!(error, SpreadError::TooLarge) { PlanError::TooLarge } else { PlanError::Negative };
    let parts = spread(edit.amount.minor, &weights, &[]).map_err(refused)?;
    let mut view = view.clone();
    for (month, part) in months.into_iter().zip(parts) {
        view.rules = edited(&view, &CellEdit { month: Some(month), quarter: None, amount: Money::from_minor(part), ..edit.clone() })?;
    }
    Ok(view.rules)
}

fn edited(view: &PlanView, edit: &CellEdit) -> Result<Spread, PlanError> {
    let missing = || PlanError::Node { node: edit.node.clone() };
    let now = figure(view, &edit.node, edit.month, edit.product.as_deref()).ok_or_else(missing)?;
    let difference = edit.amount.minor - now;
    let mut rules = view.rules.clone();
    let company = rules.total.map_or_else(|| view.nodes.first().map_or(0, |node| node.total.minor), |total| total.minor);
    let is_whole = edit.node.is_empty() && edit.month.is_none() && edit.product.is_none();
    if is_whole {
        rules.total = Some(edit.amount);
        return Ok(rules.without_held());
    }
    let parent = parent(view, &edit.node);
    match edit.keep {
        Keep::Others => {
            rules.total = Some(Money::from_minor(company + difference));
            let mut around = vec![edit.node.clone()];
            let mut up = parent;
            while let Some(node) = up {
                up = self::parent(view, &node);
                around.push(node);
            }
            for lock in &mut rules.locks {
                let holds = around.contains(&lock.node)
                    && (lock.month.is_none() || lock.month == edit.month)
                    && (lock.product.is_none() || lock.product == edit.product);
                if holds {
                    lock.amount.minor += difference;
                }
            }
        }
        Keep::Year if edit.month.is_some() => hold(view, &mut rules, &edit.node, None, None),
        Keep::Year | Keep::Parent => {
            if let Some(parent) = parent {
                hold(view, &mut rules, &parent, edit.month, edit.product.as_deref());
            }
        }
    }
    // The total stays what it is shown as, even where it was only suggested.
    rules.total = rules.total.or(Some(Money::from_minor(company)));
    let is_same = |lock: &Lock| lock.node == edit.node && lock.month == edit.month && lock.product == edit.product;
    rules.locks.retain(|lock| !is_same(lock));
    let lock = Lock { node: edit.node.clone(), month: edit.month, amount: edit.amount, product: edit.product.clone(), held: false };
    rules.locks.push(lock);
    Ok(rules)
}

/// Holds a figure at what it is, unless it is locked already or is the total.
fn hold(view: &PlanView, rules: &mut Spread, node: &str, month: Option<u8>, product: Option<&str>) {
    let is_total = node.is_empty() && month.is_none() && product.is_none();
    let is_locked = rules.locks.iter().any(|lock| lock.node == node && lock.month == month && lock.product.as_deref() == product);
    if let Some(amount) = figure(view, node, month, product).filter(|_| !is_total && !is_locked) {
        let product = product.map(str::to_owned);
        rules.locks.push(Lock { node: node.to_owned(), month, amount: Money::from_minor(amount), product, held: true });
    }
}
