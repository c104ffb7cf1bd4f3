//! Targets as CSV text, and back.

use kpi_data::Dataset;
use kpi_model::{Locale, Lock, Member, Money, NodeKind, PlanNode, ReadPlan, SavePlan, Spread, TextFile};

use super::{MONTHS, tree};
use crate::error::PlanError;

fn field(text: &str) -> String {
    // A cell that begins like a formula is text here, and must stay text in a spreadsheet.
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && Money::parse(text).is_none();
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The people of a tree (with products: one line each) with their months, and the sum.
///
/// # Errors
/// As the tree.
pub fn save(dataset: &Dataset, ask: &SavePlan) -> Result<TextFile, PlanError> {
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
    let mut text = format!("\u{feff}{}\r\n", header.join(","));
    let mut team = String::new();
    for node in view.nodes.iter().filter(|node| node.level > 0) {
        if node.level == 1 {
            team.clone_from(&node.name);
            continue;
        }
        let mut line = |product: Option<&str>, months: &[Money]| {
            let sum: i128 = months.iter().map(|month| month.minor).sum();
            let mut cells = vec![field(&team), field(name(node))];
            cells.extend(product.map(field));
            cells.extend(months.iter().map(Money::to_string));
            cells.push(Money::from_minor(sum).to_string());
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        };
        if node.products.is_empty() {
            line(None, &node.months);
        }
        for (product, months) in view.products.iter().zip(&node.products) {
            line(Some(product), months);
        }
    }
    Ok(TextFile { name: format!("targets-{}.csv", view.year), text })
}

fn name(node: &PlanNode) -> &str {
    if node.kind == NodeKind::Unassigned { "*" } else { &node.name }
}

/// The cells of each line; quotes as in RFC 4180.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(cell) = records.last_mut().and_then(|record| record.last_mut()) else { break };
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' | ';' | '\t' if !is_quoted => {
                if let Some(record) = records.last_mut() {
                    record.push(String::new());
                }
            }
            '\n' if !is_quoted => records.push(vec![String::new()]),
            '\r' if !is_quoted => {}
            other => cell.push(other),
        }
    }
    records
}

/// The calendar month a header names: `2026-03`, `03`, `3月`, `Mar`.
fn month(header: &str) -> Option<u8> {
    const NAMES: [&str; MONTHS] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let header = header.trim().to_lowercase();
    let digits = header.rsplit(['-', '/', '年']).next().unwrap_or("").trim_end_matches('月');
    let number = digits.parse::<u8>().ok().filter(|month| (1..=12).contains(month)).map(|month| month - 1);
    number.or_else(|| NAMES.iter().position(|name| header.starts_with(name)).and_then(|month| u8::try_from(month).ok()))
}

/// The rules whose tree has the figures of a text.
///
/// Each filled month cell becomes a lock; cells left empty follow the rules. Where no cell is empty the total is their sum
/// and whoever is not in the text gets nothing. Names the data does not have become new hires.
///
/// # Errors
/// [`PlanError::Line`] with the line and the cell that cannot be read; [`PlanError::Negative`].
pub fn read(dataset: &Dataset, ask: &ReadPlan) -> Result<Spread, PlanError> {
    let records = records(&ask.text);
    let fault = |line: usize, text: &str| PlanError::Line { line: line + 1, text: text.to_owned() };
    let header = records.first().ok_or_else(|| fault(0, ""))?;
    let months: Vec<Option<u8>> = header.iter().map(|header| month(header)).collect();
    let labels = months.iter().take_while(|month| month.is_none()).count();
    let distinct: std::collections::BTreeSet<u8> = months.iter().flatten().copied().collect();
    if !(2..=3).contains(&labels) || distinct.len() != MONTHS {
        return Err(fault(0, &header.join(",")));
    }
    let base = Spread { locks: Vec::new(), total: None, ..ask.spread.clone() };
    let known = tree(dataset, &base)?;
    let mut rules = Spread { locks: Vec::new(), ..ask.spread.clone() };
    let (mut sum, mut has_gap) = (0, false);
    for (line, record) in records.iter().enumerate().skip(1).filter(|(_, record)| record.iter().any(|cell| !cell.trim().is_empty())) {
        let text = |at: usize| record.get(at).map_or("", |cell| cell.trim().trim_start_matches('\''));
        let node = super::roster::id(text(0), text(1));
        if !known.nodes.iter().any(|known| known.id == node) && !rules.members.iter().any(|member| member.node == node) {
            if text(1) == "*" {
                rules.unassigned = true;
            } else {
                rules.members.push(Member { node: node.clone(), ..Member::default() });
            }
        }
        let product = (labels == 3).then(|| text(2).to_owned());
        for (at, month) in months.iter().enumerate().filter_map(|(at, month)| Some((at, (*month)?))) {
            let plain: String = text(at).chars().filter(|letter| !matches!(letter, ',' | ' ' | '\u{a0}' | '¥' | '$' | '€')).collect();
            if plain.is_empty() {
                has_gap = true;
                continue;
            }
            let amount = Money::parse(&plain).ok_or_else(|| fault(line, text(at)))?;
            if amount.minor < 0 {
                return Err(PlanError::Negative);
            }
            sum += amount.minor;
            rules.locks.push(Lock { node: node.clone(), month: Some(month), amount, product: product.clone(), held: false });
        }
    }
    if !has_gap {
        rules.total = Some(Money::from_minor(sum));
    }
    Ok(rules)
}
