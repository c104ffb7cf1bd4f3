//! Targets as rows of people with their months, and back. Which file they stand in is decided elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::Dataset;
use kpi_model::{Day, Locale, Lock, Member, Money, NodeKind, PlanNode, SavePlan, Spread};

use super::{MONTHS, tree};
use crate::error::PlanError;

/// The people of a tree with their months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Year of the months.
    pub year: i32,
    /// Names of the columns: team, person, with a third axis its value, the months, the year.
    pub header: Vec<String>,
    /// A line for each person, with a third axis for each of its values.
    pub rows: Vec<SheetRow>,
}

/// One line of a [`Sheet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Team, person, value of the third axis.
    pub labels: Vec<String>,
    /// Twelve amounts.
    pub months: Vec<Money>,
}

impl SheetRow {
    /// Sum of the months.
    #[must_use]
    pub fn year(&self) -> Money {
        Money::from_minor(self.months.iter().map(|month| month.minor).sum())
    }
}

/// A tree as a sheet.
///
/// # Errors
/// As the tree.
pub fn sheet(dataset: &Dataset, ask: &SavePlan) -> Result<Sheet, PlanError> {
    let view = tree(dataset, &ask.spread)?;
    let (team, person, product, year) = match ask.locale {
        Locale::Chinese => ("团队", "人员", "产品", "全年"),
        Locale::English => ("team", "person", "product", "year"),
    };
    let mut header = vec![team.to_owned(), person.to_owned()];
    if !view.products.is_empty() {
        header.push(product.to_owned());
    }
    header.extend((1..=MONTHS).map(|month| format!("{}-{month:02}", view.year)));
    header.push(year.to_owned());
    let mut rows = Vec::new();
    let mut team = String::new();
    for node in &view.nodes {
        if node.kind == NodeKind::Team {
            team.clone_from(&node.name);
        }
        if !node.kind.is_leaf() {
            continue;
        }
        let labels = vec![team.clone(), name(node).to_owned()];
        if node.products.is_empty() {
            rows.push(SheetRow { labels: labels.clone(), months: node.months.clone() });
        }
        for (product, months) in view.products.iter().zip(&node.products) {
            rows.push(SheetRow { labels: [labels.as_slice(), std::slice::from_ref(product)].concat(), months: months.clone() });
        }
    }
    Ok(Sheet { year: view.year, header, rows })
}

fn name(node: &PlanNode) -> &str {
    if node.kind == NodeKind::Unassigned { "*" } else { &node.name }
}

/// One amount of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCell {
    /// Its line, from 1.
    pub line: usize,
    /// Team; empty where the file names people only.
    pub team: String,
    /// Person.
    pub person: String,
    /// Value of the third axis.
    pub product: Option<String>,
    /// First day of its month.
    pub month: Day,
    /// The amount as it stands there.
    pub amount: String,
}

/// An amount with up to two decimals; longer ones, as formulas give them, are rounded.
fn amount(text: &str) -> Option<Money> {
    let plain: String = text.chars().filter(|letter| !matches!(letter, ',' | ' ' | '\u{a0}' | '¥' | '￥' | '$' | '€')).collect();
    let rounded =
        || plain.parse::<f64>().ok().filter(|number| number.abs() < 1e13).and_then(|number| Money::parse(&format!("{number:.2}")));
    Money::parse(&plain).or_else(rounded)
}

/// The rules whose tree has the amounts of a file.
///
/// Each becomes a lock; months that are not there follow the rules. Where each line has all twelve the total is their sum
/// and whoever is not in the file gets nothing. Names the data does not have become new hires.
///
/// # Errors
/// [`PlanError::Line`] with the line and the cell that cannot be read; [`PlanError::Negative`]; [`PlanError::OtherYear`].
pub fn rules(dataset: &Dataset, spread: &Spread, cells: &[SheetCell]) -> Result<Spread, PlanError> {
    let base = Spread { locks: Vec::new(), total: None, ..spread.clone() };
    let known = tree(dataset, &base)?;
    let mut rules = Spread { locks: Vec::new(), ..spread.clone() };
    let mut months: BTreeMap<(String, Option<String>), BTreeSet<u32>> = BTreeMap::new();
    let mut sum = 0;
    for cell in cells {
        if cell.month.year() != known.year {
            return Err(PlanError::OtherYear { found: cell.month.year(), planned: known.year });
        }
        let node = node_of(&known.nodes, cell);
        if !known.nodes.iter().any(|known| known.id == node) && !rules.members.iter().any(|member| member.node == node) {
            if cell.person == "*" {
                rules.unassigned = true;
            } else {
                rules.members.push(Member { node: node.clone(), ..Member::default() });
            }
        }
        let amount = amount(&cell.amount).ok_or_else(|| PlanError::Line { line: cell.line, text: cell.amount.clone() })?;
        if amount.minor < 0 {
            return Err(PlanError::Negative);
        }
        sum += amount.minor;
        months.entry((node.clone(), cell.product.clone())).or_default().insert(cell.month.month());
        let month = u8::try_from(cell.month.month() - 1).ok();
        rules.locks.push(Lock { node, month, amount, product: cell.product.clone(), held: false });
    }
    if months.values().all(|months| months.len() == MONTHS) {
        rules.total = Some(Money::from_minor(sum));
    }
    Ok(rules)
}

/// The node a line is about. Without a team it is that of the only person of this name.
fn node_of(known: &[PlanNode], cell: &SheetCell) -> String {
    let mut named = known.iter().filter(|node| node.kind.is_leaf() && cell.team.is_empty() && node.name == cell.person);
    match (named.next(), named.next()) {
        (Some(only), None) => only.id.clone(),
        _ => super::roster::id(&cell.team, &cell.person),
    }
}
