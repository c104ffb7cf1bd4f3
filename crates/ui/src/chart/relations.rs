//! Tables and the keys between them: tables that point on the left, tables pointed to on the right.

use leptos::prelude::*;

const BOX: (f64, f64) = (200.0, 44.0);
const GAP: f64 = 16.0;

/// A table in the picture.
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its kind and rows.
    pub caption: String,
}

/// A key between two tables.
pub struct Edge {
    /// Table that holds the key.
    pub from: usize,
    /// Table it points to.
    pub to: usize,
    /// Rows whose key is found, of all that have one.
    pub found: f64,
    /// What is written on the line.
    pub label: String,
}

/// The column a table stands in: tables nobody points to stand left, tables that point to nobody right.
fn column(node: usize, edges: &[Edge]) -> usize {
    let points = edges.iter().any(|edge| edge.from == node);
    let is_pointed_to = edges.iter().any(|edge| edge.to == node);
    match (points, is_pointed_to) {
        (true, false) => 0,
        (true, true) => 1,
        (false, _) => 2,
    }
}

/// The picture, `width` wide. Tables without a key are left out.
pub fn relations(nodes: &[Node], edges: &[Edge], width: f64, label: String) -> impl IntoView + use<> {
    let is_linked = |node: usize| edges.iter().any(|edge| edge.from == node || edge.to == node);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); 3];
    for node in (0..nodes.len()).filter(|node| is_linked(*node)) {
        if let Some(list) = columns.get_mut(column(node, edges)) {
            list.push(node);
        }
    }
    columns.retain(|list| !list.is_empty());
    let tallest = columns.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let height = (tallest * (BOX.1 + GAP) - GAP).max(0.0);
    let step = if columns.len() > 1 { (width - BOX.0) / (columns.len() - 1) as f64 } else { 0.0 };
    let place = |node: usize| {
        columns.iter().enumerate().find_map(|(c, list)| {
            let at = list.iter().position(|known| *known == node)? as f64;
            let own = list.len() as f64 * (BOX.1 + GAP) - GAP;
            Some((c as f64 * step, (height - own) / 2.0 + at * (BOX.1 + GAP)))
        })
    };
    let lines: Vec<_> = edges
        .iter()
        .filter_map(|edge| {
            let ((x0, y0), (x1, y1)) = (place(edge.from)?, place(edge.to)?);
            let (x0, y0, y1) = (x0 + BOX.0, y0 + BOX.1 / 2.0, y1 + BOX.1 / 2.0);
            let middle = (x0 + x1) / 2.0;
            let path = format!("M{x0:.1} {y0:.1}C{middle:.1} {y0:.1} {middle:.1} {y1:.1} {x1:.1} {y1:.1}");
            let class = if edge.found < 1.0 { "rl-l bad" } else { "rl-l" };
            let (x, y) = (middle, (y0 + y1) / 2.0);
            Some(view! { <path d=path class=class /><text x=x y=y - 5.0 class="rl-t">{edge.label.clone()}</text> })
        })
        .collect();
    let boxes: Vec<_> = nodes
        .iter()
        .enumerate()
        .filter_map(|(i, node)| {
            let (x, y) = place(i)?;
            let shown: String = if node.name.chars().count() > 26 { node.name.chars().take(25).chain(['…']).collect() } else { node.name.clone() };
            Some(view! {
                <g><rect x=x y=y width=BOX.0 height=BOX.1 rx="6" class="rl-b" />
                    <text x=x + 12.0 y=y + 19.0 class="rl-n">{shown}</text><text x=x + 12.0 y=y + 35.0 class="rl-c">{node.caption.clone()}</text></g>
            })
        })
        .collect();
    (!boxes.is_empty()).then(|| {
        view! { <svg class="ch rl" width=width height=height viewBox=format!("0 0 {width} {height}") role="img" aria-label=label>{lines}{boxes}</svg> }
    })
}

#[cfg(test)]
mod tests {
    use super::{Edge, column};

    #[test]
    fn tables_stand_by_the_direction_of_their_keys() {
        let edge = |from, to| Edge { from, to, found: 1.0, label: String::new() };
        let edges = [edge(0, 1), edge(1, 2)];
        assert_eq!([0, 1, 2].map(|node| column(node, &edges)), [0, 1, 2]);
    }
}
