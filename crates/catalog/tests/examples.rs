//! Runs every example in the KPI files through import, derivation and evaluation.
#![cfg(test)]

use kpi_ingest::{RawTable, Reader, bind};
use kpi_model::{Cell, Day, Dimension, KpiChoice, Lens, Mapping, Quantity};

struct Example {
    files: Vec<(String, String)>,
    lens: Lens,
    expected: Vec<String>,
}

fn examples(about: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut is_inside = false;
    for line in about.lines().map(str::trim) {
        if line == "```kpi" {
            is_inside = true;
            examples.push(Example { files: Vec::new(), lens: Lens::default(), expected: Vec::new() });
        } else if line == "```" {
            is_inside = false;
        } else if let (true, Some(example)) = (is_inside, examples.last_mut()) {
            if let Some(expected) = line.strip_prefix("=> ") {
                example.expected.push(expected.to_owned());
            } else if let Some(options) = line.strip_prefix("? ") {
                for (key, value) in options.split_whitespace().filter_map(|option| option.split_once('=')) {
                    match key {
                        "from" => example.lens.from = Day::parse_iso(value),
                        "to" => example.lens.to = Day::parse_iso(value),
                        "as_of" => example.lens.as_of = Day::parse_iso(value),
                        "by" => example.lens.by = Dimension::ALL.into_iter().filter(|d| d.name() == value).collect(),
                        _ => panic!("unknown option {key}"),
                    }
                }
            } else if let Some(file) = line.strip_prefix("# ") {
                example.files.push((file.to_owned(), String::new()));
            } else {
                if example.files.is_empty() {
                    example.files.push(("opportunities.csv".to_owned(), String::new()));
                }
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                let text = &mut example.files.last_mut().unwrap().1;
                text.push_str(&cells.join(","));
                text.push('\n');
            }
        }
    }
    examples
}

fn quantity(value: Option<Quantity>) -> String {
    match value {
        Some(Quantity::Money(money)) => money.to_string(),
        Some(Quantity::Number(number)) => number.to_string(),
        None => "none".to_owned(),
    }
}

fn describe(cell: &Cell, form: &str) -> String {
    match &cell.missing {
        Some(why) => format!(
            "missing {}",
            format!("{why:?}").split(' ').next().map(|name| format!("{}{}", name[..1].to_lowercase(), &name[1..])).unwrap()
        ),
        None if form.contains(" of ") => format!("{} of {}", quantity(cell.numerator), quantity(cell.denominator)),
        None => quantity(cell.value),
    }
}

#[test]
fn every_example_holds() {
    let mut count = 0;
    for kpi in kpi_catalog::all() {
        let examples = examples(kpi.about);
        assert!(examples.len() >= 3, "{} needs at least three examples", kpi.id);
        for example in examples {
            let tables: Vec<RawTable> =
                example.files.iter().flat_map(|(name, text)| Reader::read(name, text.as_bytes()).unwrap()).collect();
            let mut dataset = bind(&tables, &Mapping::default()).dataset;
            kpi_engine::derive(&mut dataset);
            for line in &example.expected {
                let (what, expected) = line.split_once(": ").unwrap();
                let (variant, group) = what.split_once(' ').unwrap_or((what, ""));
                let choice = KpiChoice { id: kpi.id.to_owned(), variant: Some(variant.to_owned()), ..KpiChoice::default() };
                let definitions = kpi_catalog::definitions(&[choice]).unwrap();
                let report = kpi_engine::evaluate(&dataset, &[(example.lens.clone(), definitions)]).unwrap();
                let cell = report[0]
                    .cells
                    .iter()
                    .find(|cell| group.is_empty() || cell.group.0.iter().any(|(_, value)| value.as_deref() == Some(group)));
                let cell = cell.unwrap_or_else(|| panic!("{} {what}: no such group", kpi.id));
                assert_eq!(describe(cell, expected), expected, "{} {what} in {:?}", kpi.id, example.files);
                count += 1;
            }
        }
    }
    assert!(count > 40, "only {count} examples ran");
}
