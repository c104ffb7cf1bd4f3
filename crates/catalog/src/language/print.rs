//! A formula as text of the language.

use kpi_engine::{Back, Clock, Contrast, Formula, Kept, Key, Measure, Side, Spread, Term, Test, What, When, Window};
use kpi_model::{Field, Text};

use super::parse::usual_day;
use super::words::{Aggregate, Function, Word, name};

/// The text of a formula in both languages; `None` where the language has no words for it.
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
            Formula::Quantile(measure, percent) => self.function(Function::Percentile, measure, None, Some(i64::from(*percent))),
            Formula::Distinct(measure, key) => self.distinct(measure, *key),
            Formula::Growth(measure, Back::Period) => self.function(Function::Growth, measure, None, None),
            Formula::Growth(measure, Back::Year) => self.function(Function::YearGrowth, measure, None, None),
            Formula::Share(measure) => self.function(Function::Share, measure, None, None),
            Formula::Within(measure, days) => self.function(Function::Within, measure, None, Some(*days)),
            Formula::LostBetween(measure, after, until) => Some(format!(
                "{}({}{comma}{after}{comma}{until})",
                self.word(Word::Function(Function::LostBetween))?,
                self.rows(measure, None)?,
                comma = self.comma()
            )),
            Formula::TimeTo(measure, percent) => self.function(Function::TimeTo, measure, None, Some(i64::from(*percent))),
            Formula::NetScore { plus, minus, base } => self.listed(Function::NetScore, &[plus, minus, base], None),
            Formula::Repeated(measure, key, times) => {
                self.function(Function::Repeated, measure, Some(*key), Some(i64::try_from(*times).ok()?))
            }
            Formula::Retained(measure, key, kept) => {
                let function = match kept {
                    Kept::Keys => Function::Retained,
                    Kept::Value => Function::RetainedValue,
                    Kept::Capped => Function::RetainedCapped,
                };
                self.function(function, measure, Some(*key), None)
            }
            Formula::Reached(now, before, key) => {
                let now = self.rows(&Self::unfilled(now, self.key(*key)?.1), None)?;
                Some(format!("{}({now}{}{})", self.word(Word::Function(Function::Reached))?, self.comma(), self.rows(before, Some(*key))?))
            }
            Formula::Active(measure, key) => self.function(Function::Active, measure, Some(*key), None),
            Formula::Lifetime(measure, key) => self.function(Function::Lifetime, measure, Some(*key), None),
            Formula::Concentration(measure, key, spread) => {
                let (function, number) = match spread {
                    Spread::Largest(count) => (Function::Largest, Some(i64::try_from(*count).ok()?)),
                    Spread::LargestPercent(percent) => (Function::LargestPercent, Some(i64::from(*percent))),
                    Spread::KeysFor(percent) => (Function::KeysFor, Some(i64::from(*percent))),
                    Spread::Index => (Function::Concentration, None),
                };
                self.function(function, measure, Some(*key), number)
            }
            Formula::Contrast(contrast) => {
                let Contrast { with, all, of, side } = contrast.as_ref();
                let function = match side {
                    Side::With => Function::With,
                    Side::Without => Function::Without,
                    Side::Difference => Function::Difference,
                };
                self.listed(function, &[&with.0, &with.1, &all.0, &all.1], Some(self.word(Word::Dimension(*of))?))
            }
            Formula::Ratio { numerator, denominator, .. } => {
                let total = |measure: &Measure| self.formula(&Formula::Total(measure.clone()));
                Some(format!("{} {} {}", total(numerator)?, self.over(), total(denominator)?))
            }
            Formula::Calculation(term, _) => self.term(term, 0),
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
            Term::SumOfSome(measure) => (self.function(Function::SumKnown, measure, None, None)?, 3),
            Term::Count(measure) => (self.one(Aggregate::Count, measure, &self.value(measure.what)?)?, 3),
            Term::DaysLeft(clock) => {
                let function = if *clock == Clock::Working { Function::WorkingDaysLeft } else { Function::DaysLeft };
                (format!("{}()", self.word(Word::Function(function))?), 3)
            }
            Term::Remaining(target, reached) => {
                let word = self.word(Word::Function(Function::Remaining))?;
                (format!("{word}({}{}{})", self.term(target, 0)?, self.comma(), self.term(reached, 0)?), 3)
            }
            Term::During(window, term) => {
                let (function, count) = match window {
                    Window::Earlier(Back::Period) => (Function::Before, None),
                    Window::Earlier(Back::Year) => (Function::YearBefore, None),
                    Window::Trailing(count) => (Function::Trailing, Some(count)),
                    Window::YearToDate => (Function::YearToDate, None),
                };
                let count = count.map_or(String::new(), |count| format!("{}{count}", self.comma()));
                (format!("{}({}{count})", self.word(Word::Function(function))?, self.term(term, 0)?), 3)
            }
            Term::Distinct(measure, key) => (self.distinct(measure, *key)?, 3),
            Term::Number(above, below) => (number(*above, *below)?, 3),
            Term::Plus(a, b) => (format!("{} + {}", self.term(a, 1)?, self.term(b, 1)?), 1),
            Term::Minus(a, b) => (format!("{} - {}", self.term(a, 1)?, self.term(b, 2)?), 1),
            Term::Times(a, b) => (format!("{} {times} {}", self.term(a, 2)?, self.term(b, 3)?), 2),
            Term::Over(a, b) => (format!("{} {} {}", self.term(a, 2)?, self.over(), self.term(b, 3)?), 2),
        };
        Some(if binds < around { format!("({text})") } else { text })
    }

    fn comma(&self) -> &'static str {
        if self.is_zh { "，" } else { ", " }
    }

    /// A dimension or something like it that rows are gathered by, and the field that is filled in then.
    fn key(&self, key: Key) -> Option<(&'static str, Option<Field>)> {
        Some(match key {
            Key::Of(dimension) => (self.word(Word::Dimension(dimension))?, super::words::field_of(dimension)),
            Key::Opportunity => (self.word(Word::Field(Field::Opportunity))?, Some(Field::Opportunity)),
            Key::Record => (self.word(Word::Record)?, None),
        })
    }

    /// The measure without the test that its key is filled in: that goes without saying.
    fn unfilled(measure: &Measure, field: Option<Field>) -> Measure {
        let mut tests = measure.tests.clone();
        if field.is_some() && tests.last().copied() == field.map(Test::Has) {
            tests.pop();
        }
        Measure { tests, ..measure.clone() }
    }

    fn function(&self, function: Function, measure: &Measure, key: Option<Key>, number: Option<i64>) -> Option<String> {
        let mut text = format!("{}({}", self.word(Word::Function(function))?, self.rows(measure, key)?);
        if let Some(number) = number {
            text.push_str(&format!("{}{number}", self.comma()));
        }
        text.push(')');
        Some(text)
    }

    fn listed(&self, function: Function, measures: &[&Measure], last: Option<&str>) -> Option<String> {
        let mut parts = measures.iter().map(|measure| self.rows(measure, None)).collect::<Option<Vec<String>>>()?;
        parts.extend(last.map(str::to_owned));
        Some(format!("{}({})", self.word(Word::Function(function))?, parts.join(self.comma())))
    }

    /// Table, value, key, conditions and date.
    fn rows(&self, measure: &Measure, key: Option<Key>) -> Option<String> {
        let mut head = self.word(Word::Table(measure.table))?.to_owned();
        let value = self.value(measure.what)?;
        if !value.is_empty() {
            head.push_str(&format!(".{value}"));
        }
        let Some(key) = key else { return self.conditions(head, measure) };
        let (word, field) = self.key(key)?;
        head.push_str(&format!(" {} {word}", self.word(Word::By)?));
        self.conditions(head, &Self::unfilled(measure, field))
    }

    fn distinct(&self, measure: &Measure, key: Key) -> Option<String> {
        let (word, field) = self.key(key)?;
        self.one(Aggregate::Distinct, &Self::unfilled(measure, field), word)
    }

    fn valued(&self, aggregate: Aggregate, measure: &Measure) -> Option<String> {
        let value = self.value(measure.what).filter(|value| !value.is_empty())?;
        self.one(aggregate, measure, &value)
    }

    /// What a row adds; nothing where it goes without saying.
    fn value(&self, what: What) -> Option<String> {
        let field = |field: Field| self.word(Word::Field(field));
        Some(match what {
            What::Rows | What::Record | What::Ending => String::new(),
            What::Sum(of) => field(of)?.to_owned(),
            What::Difference(a, b) => format!("{} - {}", field(a)?, field(b)?),
            What::Days(a, b) => format!("{} {} {} {}", self.word(Word::Days)?, field(a)?, self.word(Word::To)?, field(b)?),
            What::Age(of) => format!("{} {}", self.word(Word::Age)?, field(of)?),
            What::Expected(of) => format!("{} {}", self.word(Word::Expected)?, field(of)?),
            What::ToDate(of, Clock::Calendar) => format!("{} {}", field(of)?, self.word(Word::ToDate)?),
            What::ToDate(of, Clock::Working) => format!("{} {}", field(of)?, self.word(Word::ToWorkingDate)?),
        })
    }

    fn one(&self, aggregate: Aggregate, measure: &Measure, value: &str) -> Option<String> {
        let mut head = self.word(Word::Table(measure.table))?.to_owned();
        if !value.is_empty() {
            head.push_str(&format!(".{value}"));
        }
        Some(format!("{}({})", self.word(Word::Aggregate(aggregate))?, self.conditions(head, measure)?))
    }

    /// A head with the conditions and the date of a measure behind it.
    fn conditions(&self, mut text: String, measure: &Measure) -> Option<String> {
        let tests: Option<Vec<String>> = measure.tests.iter().map(|test| self.test(*test)).collect();
        let tests = tests?;
        if !tests.is_empty() {
            text.push_str(&format!(" {} {}", self.word(Word::Where)?, tests.join(&format!(" {} ", self.word(Word::And)?))));
        }
        match measure.when {
            When::At(field) if field == usual_day(measure.table) => {}
            When::At(field) => text.push_str(&format!(" {} {}", self.word(Word::On)?, self.word(Word::Field(field))?)),
            When::Due(field) => text.push_str(&format!(" {} {}", self.word(Word::Due)?, self.word(Word::Field(field))?)),
            When::Last(field, next) => {
                let (last, field, next) = (self.word(Word::LastOn)?, self.word(Word::Field(field))?, self.word(Word::Field(next))?);
                text.push_str(&format!(" {last} {field} {next}"));
            }
            When::OpenAtEnd => text.push_str(&format!(" {}", self.word(Word::OpenAtEnd)?)),
            When::Never => text.push_str(&format!(" {}", self.word(Word::AnyTime)?)),
            When::ClosedOrStale(days) => text.push_str(&format!(" {} {days}", self.word(Word::ClosedOrStale)?)),
        }
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
            Test::Is(field, text) => format!("{} = {}", column(field)?, quoted(text)?),
            Test::IsNot(field, text) => format!("{} != {}", column(field)?, quoted(text)?),
            Test::Between(field, low, i32::MAX) => format!("{} >= {low}", column(field)?),
            Test::Between(field, i32::MIN, high) => format!("{} <= {high}", column(field)?),
            Test::Between(field, low, high) if low == high => format!("{} = {low}", column(field)?),
            Test::Between(field, low, high) => {
                format!("{} {} {low} {} {high}", column(field)?, self.word(Word::Between)?, self.word(Word::To)?)
            }
            Test::OlderThan(field, days) => format!("{} {} {days}", column(field)?, self.word(Word::OlderThan)?),
            Test::LongAfter(field, before, days) => {
                format!("{} {} {} {days}", column(field)?, self.word(Word::LongAfter)?, column(before)?)
            }
            Test::SoonAfter(field, before, days) => {
                format!("{} {} {} {days}", column(field)?, self.word(Word::SoonAfter)?, column(before)?)
            }
            Test::Happened(field) => format!("{} {}", self.word(Word::Happened)?, column(field)?),
        })
    }
}

/// A text in the first quotes that it does not hold itself.
fn quoted(text: &str) -> Option<String> {
    let (open, close) = [('"', '"'), ('\'', '\''), ('「', '」')].into_iter().find(|(_, close)| !text.contains(*close))?;
    Some(format!("{open}{text}{close}"))
}

/// A number of millionths without needless zeros.
fn number(above: i64, below: i64) -> Option<String> {
    let millionths = above.checked_mul(1_000_000)?.checked_div(below)?;
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths.rem_euclid(1_000_000));
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}
