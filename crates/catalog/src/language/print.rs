//! A formula as text of the language.

use kpi_engine::{Formula, Key, Measure, Term, Test, What, When};
use kpi_model::{Field, Text};

use super::parse::usual_day;
use super::words::{Aggregate, Word, name};

/// The text of a formula in both languages; `None` for kinds the language has no words for: curves, growth, retention.
#[must_use]
pub fn print(formula: &Formula) -> Option<Text> {
    let text = |is_zh: bool| Printer { is_zh }.formula(formula);
    Some(Text::new(text(true)?, text(false)?))
}

struct Printer {
    is_zh: bool,
}

impl Printer {
    fn word(&self, word: Word) -> Option<&'static str> {
        let (en, zh) = name(word);
        Some(if self.is_zh { zh } else { en }).filter(|text| !text.is_empty())
    }

    fn formula(&self, formula: &Formula) -> Option<String> {
        match formula {
            Formula::Total(measure) if measure.what == What::Rows => self.one(Aggregate::Count, measure, ""),
            Formula::Total(measure) => self.valued(Aggregate::Sum, measure),
            Formula::Mean(measure) => self.valued(Aggregate::Mean, measure),
            Formula::Quantile(measure, 50) => self.valued(Aggregate::Median, measure),
            Formula::Quantile(measure, 90) => self.valued(Aggregate::P90, measure),
            Formula::Distinct(measure, key) => self.distinct(measure, *key),
            Formula::Ratio { numerator, denominator, covering: None, .. } => {
                let total = |measure: &Measure| self.formula(&Formula::Total(measure.clone()));
                Some(format!("{} {} {}", total(numerator)?, self.over(), total(denominator)?))
            }
            Formula::Calculation(term, _) => self.term(term, 0),
            _ => None,
        }
    }

    fn over(&self) -> char {
        if self.is_zh { '÷' } else { '/' }
    }

    /// A term; in brackets where it binds weaker than what is around it.
    fn term(&self, term: &Term, around: u8) -> Option<String> {
        let times = if self.is_zh { '×' } else { '*' };
        let (text, binds) = match term {
            Term::Sum(measure) => (self.formula(&Formula::Total(measure.clone()))?, 3),
            Term::Count(measure) => {
                let rows = Measure { what: What::Rows, ..measure.clone() };
                // The number of rows that have a value is the number of rows only where there is no value to lack.
                (self.formula(&Formula::Total(rows)).filter(|_| measure.what == What::Rows)?, 3)
            }
            Term::Distinct(measure, key) => (self.distinct(measure, *key)?, 3),
            Term::Number(above, below) => (number(*above, *below)?, 3),
            Term::Plus(a, b) => (format!("{} + {}", self.term(a, 1)?, self.term(b, 1)?), 1),
            Term::Minus(a, b) => (format!("{} - {}", self.term(a, 1)?, self.term(b, 2)?), 1),
            Term::Times(a, b) => (format!("{} {times} {}", self.term(a, 2)?, self.term(b, 3)?), 2),
            Term::Over(a, b) => (format!("{} {} {}", self.term(a, 2)?, self.over(), self.term(b, 3)?), 2),
            Term::OverRemaining(..) | Term::SumOfSome(_) => return None,
        };
        Some(if binds < around { format!("({text})") } else { text })
    }

    fn distinct(&self, measure: &Measure, key: Key) -> Option<String> {
        let (word, field) = match key {
            Key::Of(dimension) => (self.word(Word::Dimension(dimension))?, super::words::field_of(dimension)?),
            Key::Opportunity => (self.word(Word::Field(Field::Opportunity))?, Field::Opportunity),
            Key::Record => return None,
        };
        // That the key is filled in goes without saying.
        let mut tests = measure.tests.clone();
        if tests.last() == Some(&Test::Has(field)) {
            tests.pop();
        }
        self.one(Aggregate::Distinct, &Measure { tests, ..measure.clone() }, word)
    }

    fn valued(&self, aggregate: Aggregate, measure: &Measure) -> Option<String> {
        let field = |field: Field| self.word(Word::Field(field));
        let value = match measure.what {
            What::Sum(of) => field(of)?.to_owned(),
            What::Difference(a, b) => format!("{} - {}", field(a)?, field(b)?),
            What::Days(a, b) => format!("{} {} {} {}", self.word(Word::Days)?, field(a)?, self.word(Word::To)?, field(b)?),
            _ => return None,
        };
        self.one(aggregate, measure, &value)
    }

    fn one(&self, aggregate: Aggregate, measure: &Measure, value: &str) -> Option<String> {
        let mut text = format!("{}({}", self.word(Word::Aggregate(aggregate))?, self.word(Word::Table(measure.table))?);
        if !value.is_empty() {
            text.push('.');
            text.push_str(value);
        }
        let tests: Option<Vec<String>> = measure.tests.iter().map(|test| self.test(*test)).collect();
        let tests = tests?;
        if !tests.is_empty() {
            text.push_str(&format!(" {} {}", self.word(Word::Where)?, tests.join(&format!(" {} ", self.word(Word::And)?))));
        }
        match measure.when {
            When::At(field) if field == usual_day(measure.table) => {}
            When::At(field) => text.push_str(&format!(" {} {}", self.word(Word::On)?, self.word(Word::Field(field))?)),
            When::Due(field) => text.push_str(&format!(" {} {}", self.word(Word::Due)?, self.word(Word::Field(field))?)),
            When::OpenAtEnd => text.push_str(&format!(" {}", self.word(Word::OpenAtEnd)?)),
            When::Never => text.push_str(&format!(" {}", self.word(Word::AnyTime)?)),
            When::ClosedOrStale(_) => return None,
        }
        text.push(')');
        Some(text)
    }

    fn test(&self, test: Test) -> Option<String> {
        let column = |field: Field| match field.dimension() {
            Some(dimension) => self.word(Word::Dimension(dimension)),
            None => self.word(Word::Field(field)),
        };
        Some(match test {
            Test::Won => self.word(Word::Won)?.to_owned(),
            Test::Lost => self.word(Word::Lost)?.to_owned(),
            Test::Closed => self.word(Word::Ended)?.to_owned(),
            Test::Open => self.word(Word::Open)?.to_owned(),
            Test::Has(field) => format!("{} {}", self.word(Word::Has)?, column(field)?),
            Test::Lacks(field) => format!("{} {}", self.word(Word::Lacks)?, column(field)?),
            Test::Positive(field) => format!("{} > 0", column(field)?),
            Test::Negative(field) => format!("{} < 0", column(field)?),
            Test::Between(field, low, high) if low == high => format!("{} = {low}", column(field)?),
            Test::Between(field, low, high) => {
                format!("{} {} {low} {} {high}", column(field)?, self.word(Word::Between)?, self.word(Word::To)?)
            }
            Test::OlderThan(..) | Test::LongAfter(..) | Test::Happened(_) => return None,
        })
    }
}

/// A number of millionths without needless zeros.
fn number(above: i64, below: i64) -> Option<String> {
    let millionths = above.checked_mul(1_000_000)?.checked_div(below)?;
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths.rem_euclid(1_000_000));
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}
