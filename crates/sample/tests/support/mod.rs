//! A tiny CSV reader and a second, independent computation of the answer key for the tests.
#![expect(unreachable_pub, reason = "shared by the test programs of this crate")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, dead_code)]

use kpi_sample::{Answer, Language, Options, Sample, generate};
use std::collections::{BTreeMap, BTreeSet};

pub type Row = Vec<String>;

/// The default data set in a language, or another one.
pub fn sample(language: Language, seed: u64, opportunities: u32) -> Sample {
    generate(&Options { language, seed, opportunities })
}

/// Reads CSV text with quotes; every row must end with CRLF.
pub fn parse(text: &str) -> Vec<Row> {
    let (mut rows, mut row, mut field) = (Vec::new(), Row::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        match next {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            '\n' if !quoted => panic!("line feed without carriage return"),
            other => field.push(other),
        }
    }
    assert!(field.is_empty() && row.is_empty() && !quoted);
    rows
}

/// The rows of a file without its header.
pub fn rows(sample: &Sample, name: &str) -> Vec<Row> {
    let file = sample.files.iter().find(|file| file.name == name).unwrap();
    parse(&file.text).into_iter().skip(1).collect()
}

/// Money text in cents.
pub fn cents(text: &str) -> i128 {
    assert_eq!(text.rsplit_once('.').unwrap().1.len(), 2);
    text.replace('.', "").parse().unwrap()
}

/// The data read back from the files.
pub struct Data {
    pub people: BTreeMap<String, Row>,
    pub regions: BTreeMap<String, String>,
    pub deals: Vec<Row>,
    pub orders: Vec<Row>,
    pub survey: Vec<Row>,
    pub targets: Vec<Row>,
}

pub fn won(row: &Row) -> bool {
    ["赢单", "Closed Won"].contains(&row[5].as_str())
}

pub fn lost(row: &Row) -> bool {
    ["输单", "Closed Lost"].contains(&row[5].as_str())
}

impl Data {
    /// Reads the files; opportunity rows that are copies of an earlier row are left out.
    pub fn read(sample: &Sample) -> Self {
        let mut seen = BTreeSet::new();
        let mut deals = rows(sample, "opportunities.csv");
        deals.retain(|row| seen.insert(row[0].clone()));
        let keyed = |name: &str| rows(sample, name).into_iter().map(|row| (row[0].clone(), row)).collect::<BTreeMap<_, _>>();
        let accounts = keyed("accounts.csv");
        Self {
            people: keyed("people.csv"),
            regions: accounts.into_iter().map(|(id, row)| (id, row[3].clone())).collect(),
            deals,
            orders: rows(sample, "orders.csv"),
            survey: rows(sample, "survey.csv"),
            targets: rows(sample, "targets.csv"),
        }
    }

    fn owned(&self, answer: &Answer, owner: &str, source: &str) -> bool {
        answer.dimension.as_ref().is_none_or(|(name, value)| match *name {
            "team" => self.people[owner][1] == *value,
            "region" => self.people[owner][2] == *value,
            "source" => source == value,
            "person" => owner == value,
            _ => false,
        })
    }

    fn closed(&self, answer: &Answer) -> Vec<&Row> {
        let covered = |row: &&Row| inside(&row[7], answer) && self.owned(answer, &row[2], &row[4]);
        self.deals.iter().filter(covered).collect()
    }

    fn booked(&self, answer: &Answer) -> i128 {
        self.closed(answer).iter().filter(|row| won(row)).map(|row| cents(&row[8])).sum()
    }

    fn margin(&self, answer: &Answer) -> (i128, i128) {
        let covered = |row: &&Row| inside(&row[5], answer) && self.owned(answer, &row[3], "");
        self.orders
            .iter()
            .filter(covered)
            .fold((0, 0), |(profit, sales), row| (profit + cents(&row[6]) - cents(&row[7]), sales + cents(&row[6])))
    }

    fn target(&self, answer: &Answer) -> i128 {
        let covered = |row: &&Row| inside(&format!("{}-01", row[0]), answer) && self.owned(answer, &row[1], "");
        self.targets.iter().filter(covered).map(|row| cents(&row[2])).sum()
    }

    fn marks(&self, answer: &Answer, column: usize) -> Vec<i128> {
        let region = answer.dimension.as_ref().map(|(_, value)| value);
        let covered = |row: &&Row| inside(&row[2], answer) && region.is_none_or(|region| self.regions[&row[1]] == *region);
        self.survey.iter().filter(covered).filter_map(|row| row[column].parse().ok()).collect()
    }

    fn new_customers(&self, answer: &Answer) -> i128 {
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        for row in self.deals.iter().filter(|row| won(row) && !row[7].is_empty()) {
            let day = first.entry(&row[1]).or_insert(&row[7]);
            *day = (*day).min(&row[7]);
        }
        count(first.values().filter(|day| inside(day, answer)).count())
    }

    /// Numerator and denominator of an answer, computed from the files.
    pub fn compute(&self, answer: &Answer) -> (i128, i128) {
        let wins = || count(self.closed(answer).iter().filter(|row| won(row)).count());
        match answer.kpi {
            "win_rate" => (wins(), count(self.closed(answer).len())),
            "opportunities" => (wins(), 1),
            "bookings" => (self.booked(answer), 1),
            "attainment" => (self.booked(answer), self.target(answer)),
            "gross_margin" => self.margin(answer),
            "new_customers" => (self.new_customers(answer), 1),
            "csat" => {
                let marks = self.marks(answer, 3);
                (count(marks.iter().filter(|mark| **mark >= 4).count()), count(marks.len()))
            }
            "nps" => {
                let marks = self.marks(answer, 4);
                let promoters = count(marks.iter().filter(|mark| **mark >= 9).count());
                let detractors = count(marks.iter().filter(|mark| **mark <= 6).count());
                (promoters - detractors, count(marks.len()))
            }
            other => panic!("unknown figure {other}"),
        }
    }
}

fn count(number: usize) -> i128 {
    i128::try_from(number).unwrap()
}

fn inside(day: &str, answer: &Answer) -> bool {
    answer.from <= day && day < answer.to
}
