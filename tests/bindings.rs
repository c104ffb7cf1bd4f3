//! How well the columns of the public data sets are understood without help: precision and recall.
//!
//! `bindings.json` is what a careful reader of headers, values and descriptions binds: field to column, `a|b` where either
//! is right, `?field` where the column is empty or its meaning open, so that binding it is right and leaving it is not wrong.
#![cfg(test)]

use std::collections::BTreeMap;

use kpi_model::{Reply, Summary};
use kpi_tests::{ask, session_of, shared_data};

type Expected = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

#[derive(Default)]
struct Count {
    correct: u32,
    made: u32,
    possible: u32,
}

impl Count {
    fn line(&self, name: &str) -> String {
        let of = |whole: u32| {
            if whole == 0 { "–".to_owned() } else { format!("{:.3}", f64::from(self.correct.min(whole)) / f64::from(whole)) }
        };
        format!(
            "{name}: precision {} of {} = {}, recall of {} = {}",
            self.correct,
            self.made,
            of(self.made),
            self.possible,
            of(self.possible)
        )
    }
}

#[test]
fn columns_of_public_sets_are_understood() {
    let expected: Expected = serde_json::from_str(include_str!("bindings.json")).unwrap();
    let mut all = Count::default();
    let mut wrong = Vec::new();
    for (set, tables) in &expected {
        let Some(folder) = shared_data(set) else {
            println!("skipped: ../shared/data/{set} is not there");
            return;
        };
        let mut files: Vec<&str> = tables.keys().map(|table| table.split(" › ").next().unwrap()).collect();
        files.dedup();
        // The two forms of one workbook are two exports of the same orders: each is read by itself.
        let groups: Vec<Vec<&str>> =
            if set == "us_regional_sales" { files.into_iter().map(|file| vec![file]).collect() } else { vec![files] };
        let mut count = Count::default();
        for files in groups {
            let Reply::Summary(summary) = ask(&mut session_of(&folder, &files), Summary {}) else { panic!("no summary") };
            for table in &summary.tables {
                let nothing = BTreeMap::new();
                let fields = tables.get(&table.file).unwrap_or(&nothing);
                let right = |field: &str| fields.get(field).or_else(|| fields.get(&format!("?{field}")));
                let mut found = BTreeMap::new();
                for column in table.columns.iter().filter(|_| table.kind.is_some()) {
                    let Some(field) = column.field else { continue };
                    let field = serde_json::to_value(field).unwrap().as_str().unwrap().to_owned();
                    let is_right = right(&field).is_some_and(|headers| headers.split('|').any(|header| header == column.header));
                    count.made += 1;
                    if is_right {
                        count.correct += 1;
                        found.insert(field, ());
                    } else {
                        wrong.push(format!("{set} {}: {} is bound as {field}", table.file, column.header));
                    }
                }
                for (field, header) in fields {
                    let is_open = field.starts_with('?');
                    let is_found = found.contains_key(field.trim_start_matches('?'));
                    count.possible += u32::from(!is_open || is_found);
                    if !is_open && !is_found {
                        wrong.push(format!("{set} {}: {header} is not bound as {field}", table.file));
                    }
                }
            }
        }
        println!("{}", count.line(set));
        all.correct += count.correct;
        all.made += count.made;
        all.possible += count.possible;
    }
    println!("{}", all.line("all"));
    wrong.iter().for_each(|line| println!("{line}"));
    assert!(all.correct * 100 >= all.made * 91 && all.correct * 100 >= all.possible * 86, "understood worse than before");
}
