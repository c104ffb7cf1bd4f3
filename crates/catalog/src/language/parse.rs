//! Tokens to a formula.

use std::collections::BTreeSet;
use std::sync::Mutex;

use kpi_engine::{Clock, Formula, Key, Measure, Term, Test, What, When};
use kpi_model::{Dimension, Field, TableKind, Text, Unit};

use super::Fault;
use super::tokens::{Kind, Token, tokens};
use super::units::unit;
use super::words::{Aggregate, WORDS, Word, field_of, name};

/// Reads a formula.
///
/// # Errors
/// The first fault, with its place, and what could stand there instead.
pub fn read(text: &str) -> Result<Formula, Box<Fault>> {
    let mut parser = Parser { tokens: tokens(text), next: 0 };
    let part = parser.sum()?;
    if !matches!(parser.peek().kind, Kind::End) {
        return Err(parser.fault("这里应结束，或接 + − × ÷", "Here the formula should end, or go on with + − × ÷.", &[]));
    }
    parser.formula(part)
}

/// A formula on its way: one aggregate, or a calculation.
pub(super) enum Part {
    One(Formula),
    Term(Term),
}

impl Part {
    pub(super) fn term(self) -> Option<Term> {
        match self {
            Self::Term(term) => Some(term),
            Self::One(Formula::Total(measure)) if measure.what == What::Rows => Some(Term::Count(measure)),
            Self::One(Formula::Total(measure)) => Some(Term::Sum(measure)),
            Self::One(Formula::Mean(measure)) => Some(Term::Sum(measure.clone()).over(Term::Count(measure))),
            Self::One(Formula::Distinct(measure, key)) => Some(Term::Distinct(measure, key)),
            Self::One(Formula::Ratio { numerator, denominator, .. }) => {
                let side = |measure: Measure| if measure.what == What::Rows { Term::Count(measure) } else { Term::Sum(measure) };
                Some(side(numerator).over(side(denominator)))
            }
            Self::One(_) => None,
        }
    }
}

pub(super) struct Parser {
    tokens: Vec<Token>,
    pub(super) next: usize,
}

impl Parser {
    pub(super) fn peek(&self) -> Token {
        let end = Token { kind: Kind::End, at: 0, len: 0 };
        self.tokens.get(self.next).or(self.tokens.last()).cloned().unwrap_or(end)
    }

    fn take(&mut self) -> Token {
        let token = self.peek();
        self.next += 1;
        token
    }

    pub(super) fn takes(&mut self, kind: &Kind) -> bool {
        let is_next = self.peek().kind == *kind;
        self.next += usize::from(is_next);
        is_next
    }

    /// A fault at the next token.
    pub(super) fn fault(&self, zh: &str, en: &str, expected: &[Word]) -> Box<Fault> {
        let token = self.peek();
        let (what_zh, what_en) = match &token.kind {
            Kind::End => ("公式没有写完".to_owned(), "The formula ends too early.".to_owned()),
            Kind::Unknown(word) => (format!("不认识“{word}”"), format!("\"{word}\" is no word of the language.")),
            _ => ("这里不能这样写".to_owned(), "This cannot stand here.".to_owned()),
        };
        let expected = expected.iter().map(|word| name(*word)).map(|(en, zh)| Text::new(zh, en)).collect();
        Box::new(Fault { at: token.at, len: token.len.max(1), what: Text::new(what_zh, what_en), fix: Text::new(zh, en), expected })
    }

    pub(super) fn expect(&mut self, sign: char) -> Result<(), Box<Fault>> {
        if self.takes(&Kind::Sign(sign)) {
            Ok(())
        } else {
            Err(self.fault(&format!("这里应有 {sign}"), &format!("A {sign} belongs here."), &[]))
        }
    }

    pub(super) fn sum(&mut self) -> Result<Part, Box<Fault>> {
        let mut left = self.product()?;
        loop {
            let at = self.next;
            let is_plus = self.takes(&Kind::Sign('+'));
            if !is_plus && !self.takes(&Kind::Sign('-')) {
                return Ok(left);
            }
            let right = self.product()?;
            let (a, b) = self.pair(left, right, at)?;
            left = self.checked(if is_plus { a.plus(b) } else { a.minus(b) }, at)?;
        }
    }

    fn product(&mut self) -> Result<Part, Box<Fault>> {
        let mut left = self.factor()?;
        loop {
            let at = self.next;
            let is_over = self.takes(&Kind::Sign('/'));
            if !is_over && !self.takes(&Kind::Sign('*')) {
                return Ok(left);
            }
            let right = self.factor()?;
            if let (true, Part::One(above), Part::One(below)) = (is_over, &left, &right)
                && let Some(ratio) = part_of(above, below)
            {
                left = Part::One(ratio);
                continue;
            }
            let (a, b) = self.pair(left, right, at)?;
            left = self.checked(if is_over { a.over(b) } else { a.times(b) }, at)?;
        }
    }

    /// Both sides as terms; a median or a share cannot be calculated with.
    pub(super) fn pair(&mut self, left: Part, right: Part, at: usize) -> Result<(Term, Term), Box<Fault>> {
        left.term().zip(right.term()).ok_or_else(|| {
            self.next = at;
            self.fault(
                "中位数、百分位和函数的结果不能再计算",
                "A median, a percentile or the result of a function cannot be calculated with.",
                &[],
            )
        })
    }

    pub(super) fn checked(&mut self, term: Term, at: usize) -> Result<Part, Box<Fault>> {
        match unit(&term) {
            Ok(_) => Ok(Part::Term(term)),
            Err((a, b)) => {
                self.next = at;
                let (a, b) = (unit_name(a), unit_name(b));
                let (zh, en) = (format!("两边的单位不合：{}与{}", a.0, b.0), format!("The units do not fit: {} and {}.", a.1, b.1));
                Err(Box::new(Fault { what: Text::new("单位不合", "The units do not fit."), ..*self.fault(&zh, &en, &[]) }))
            }
        }
    }

    fn factor(&mut self) -> Result<Part, Box<Fault>> {
        let is_start = |word: &Word| matches!(word, Word::Aggregate(_) | Word::Function(_));
        let starts: Vec<Word> = WORDS.iter().map(|(.., word)| *word).filter(is_start).collect();
        match self.peek().kind {
            Kind::Number(number) => {
                self.next += 1;
                Ok(Part::Term(Term::Number(number, 1_000_000)))
            }
            Kind::Sign('(') => {
                self.next += 1;
                let inner = self.sum()?;
                self.expect(')')?;
                Ok(inner)
            }
            Kind::Word(Word::Aggregate(aggregate)) => {
                self.next += 1;
                self.expect('(')?;
                let one = self.aggregate(aggregate)?;
                self.expect(')')?;
                Ok(one)
            }
            Kind::Word(Word::Function(function)) => {
                self.next += 1;
                self.expect('(')?;
                let found = self.function(function)?;
                self.expect(')')?;
                Ok(found)
            }
            _ => Err(self.fault(
                "以 计数、求和、平均、中位数、去重 或数字开始",
                "Begin with count, sum, mean, median, distinct or a number.",
                &starts,
            )),
        }
    }

    pub(super) fn table(&mut self) -> Result<TableKind, Box<Fault>> {
        let tables: Vec<Word> = WORDS.iter().map(|(.., word)| *word).filter(|word| matches!(word, Word::Table(_))).collect();
        let Kind::Word(Word::Table(table)) = self.peek().kind else {
            return Err(self.fault("先写哪张表", "First comes the table.", &tables));
        };
        self.next += 1;
        Ok(table)
    }

    pub(super) fn key(&mut self) -> Result<Key, Box<Fault>> {
        let key = match self.peek().kind {
            Kind::Word(Word::Dimension(dimension)) => Key::Of(dimension),
            Kind::Word(Word::Field(Field::Opportunity)) => Key::Opportunity,
            Kind::Word(Word::Record) => Key::Record,
            _ => return Err(self.fault("写维度", "Say which dimension.", &dimensions())),
        };
        self.next += 1;
        Ok(key)
    }

    fn aggregate(&mut self, aggregate: Aggregate) -> Result<Part, Box<Fault>> {
        let table = self.table()?;
        if aggregate == Aggregate::Count {
            // With a value: the rows that have it.
            let has_value = self.takes(&Kind::Sign('.'));
            let what = if has_value { self.value(table)? } else { What::Rows };
            let measure = self.conditions(table, what)?;
            return Ok(if has_value { Part::Term(Term::Count(measure)) } else { Part::One(Formula::Total(measure)) });
        }
        self.expect('.')?;
        if aggregate == Aggregate::Distinct {
            let key = self.key()?;
            return Ok(Part::One(Formula::distinct(self.conditions(table, What::Rows)?, key)));
        }
        let what = self.value(table)?;
        let measure = self.conditions(table, what)?;
        Ok(Part::One(match aggregate {
            Aggregate::Mean => Formula::Mean(measure),
            Aggregate::Median => Formula::Quantile(measure, 50),
            Aggregate::P90 => Formula::Quantile(measure, 90),
            Aggregate::Sum | Aggregate::Count | Aggregate::Distinct => Formula::Total(measure),
        }))
    }

    /// What a row adds: a field, the difference of two, the days between two, or what came of one by the as-of day.
    pub(super) fn value(&mut self, table: TableKind) -> Result<What, Box<Fault>> {
        if self.takes(&Kind::Word(Word::Days)) {
            let from = self.field(table, is_day)?;
            if !self.takes(&Kind::Word(Word::To)) {
                return Err(self.fault("写 到 和后一个日期", "Write \"to\" and the later date.", &[Word::To]));
            }
            return Ok(What::Days(from, self.field(table, is_day)?));
        }
        if self.takes(&Kind::Word(Word::Age)) {
            return Ok(What::Age(self.field(table, is_day)?));
        }
        if self.takes(&Kind::Word(Word::Expected)) {
            return Ok(What::Expected(self.field(table, is_number)?));
        }
        let first = self.field(table, is_number)?;
        if self.takes(&Kind::Sign('-')) {
            return Ok(What::Difference(first, self.field(table, is_number)?));
        }
        for (word, clock) in [(Word::ToDate, Clock::Calendar), (Word::ToWorkingDate, Clock::Working)] {
            if self.takes(&Kind::Word(word)) {
                return Ok(What::ToDate(first, clock));
            }
        }
        Ok(What::Sum(first))
    }

    fn field(&mut self, table: TableKind, test: fn(Field) -> bool) -> Result<Field, Box<Fault>> {
        if let Kind::Word(Word::Field(field)) = self.peek().kind
            && test(field)
        {
            self.next += 1;
            return Ok(field);
        }
        let known = table.fields().0;
        let fits = |word: &Word| matches!(word, Word::Field(field) if test(*field) && (known.contains(field) || table != table.origin()));
        let expected: Vec<Word> = WORDS.iter().map(|(.., word)| *word).filter(fits).collect();
        Err(self.fault("这里应是这张表的一列", "A column of this table belongs here.", &expected))
    }

    /// `where …` and `on …`.
    pub(super) fn conditions(&mut self, table: TableKind, what: What) -> Result<Measure, Box<Fault>> {
        let mut tests = Vec::new();
        if self.takes(&Kind::Word(Word::Where)) {
            loop {
                tests.push(self.condition(table)?);
                if !self.takes(&Kind::Word(Word::And)) {
                    break;
                }
            }
        }
        let when = if self.takes(&Kind::Word(Word::OpenAtEnd)) {
            When::OpenAtEnd
        } else if self.takes(&Kind::Word(Word::AnyTime)) {
            When::Never
        } else if self.takes(&Kind::Word(Word::ClosedOrStale)) {
            When::ClosedOrStale(self.whole()?)
        } else if self.takes(&Kind::Word(Word::Due)) {
            When::Due(self.field(table, is_day)?)
        } else if self.takes(&Kind::Word(Word::LastOn)) {
            When::Last(self.field(table, is_day)?, self.field(table, is_day)?)
        } else if self.takes(&Kind::Word(Word::On)) {
            When::At(self.field(table, is_day)?)
        } else {
            When::At(usual_day(table))
        };
        Ok(Measure::new(table, what, &tests, when))
    }

    fn condition(&mut self, table: TableKind) -> Result<Test, Box<Fault>> {
        const STARTS: [Word; 7] = [Word::Won, Word::Lost, Word::Ended, Word::Open, Word::Has, Word::Lacks, Word::Happened];
        let token = self.peek();
        self.next += 1;
        Ok(match token.kind {
            Kind::Word(Word::Won) => Test::Won,
            Kind::Word(Word::Lost) => Test::Lost,
            Kind::Word(Word::Ended) => Test::Closed,
            Kind::Word(Word::Open) => Test::Open,
            Kind::Word(Word::Has) => Test::Has(self.any_column()?),
            Kind::Word(Word::Lacks) => Test::Lacks(self.any_column()?),
            Kind::Word(Word::Happened) => Test::Happened(self.any_column()?),
            Kind::Word(Word::Field(field)) => self.compared(field)?,
            Kind::Word(Word::Dimension(dimension)) if super::words::field_of(dimension).is_some() => self.named(dimension)?,
            _ => {
                self.next -= 1;
                let known = table.fields().0;
                let is_column = |word: &Word| match word {
                    Word::Field(field) => known.contains(field) && (is_number(*field) || is_day(*field)),
                    Word::Dimension(dimension) => super::words::field_of(*dimension).is_some(),
                    _ => false,
                };
                let mut starts = STARTS.to_vec();
                starts.extend(WORDS.iter().map(|(.., word)| *word).filter(is_column));
                return Err(self.fault(
                    "写一个条件，如 赢单、有 产品、金额 > 0、来源 = \"展会\"",
                    "Write a condition: won, has product, amount > 0, source = \"web\".",
                    &starts,
                ));
            }
        })
    }

    /// A breakdown and one of its values: `source = "web"`, 阶段 != "谈判".
    fn named(&mut self, dimension: Dimension) -> Result<Test, Box<Fault>> {
        let Some(field) = super::words::field_of(dimension) else {
            return Err(self.fault("这个维度不能作条件", "This dimension is no condition.", &[]));
        };
        let is_not = self.takes(&Kind::Sign('≠')) || (self.takes(&Kind::Sign('!')) && self.peek().kind == Kind::Sign('='));
        let has_sign = self.takes(&Kind::Sign('=')) || is_not;
        let Kind::Text(text) = self.peek().kind.clone() else {
            let (zh, en) = ("写 = 和引号里的值，如 来源 = \"展会\"", "Write = and the value in quotes: source = \"web\".");
            return Err(self.fault(zh, en, &[]));
        };
        if !has_sign {
            return Err(self.fault("值前面写 = 或 !=", "Write = or != before the value.", &[]));
        }
        self.next += 1;
        let text = kept(&text);
        Ok(if is_not { Test::IsNot(field, text) } else { Test::Is(field, text) })
    }

    fn compared(&mut self, field: Field) -> Result<Test, Box<Fault>> {
        let sign = self.take().kind;
        match sign {
            Kind::Sign('≥') => Ok(Test::Between(field, self.whole()?, i32::MAX)),
            Kind::Sign('≤') => Ok(Test::Between(field, i32::MIN, self.whole()?)),
            Kind::Sign('>') if self.takes(&Kind::Sign('=')) => Ok(Test::Between(field, self.whole()?, i32::MAX)),
            Kind::Sign('<') if self.takes(&Kind::Sign('=')) => Ok(Test::Between(field, i32::MIN, self.whole()?)),
            Kind::Sign('>') | Kind::Sign('<') if self.takes(&Kind::Number(0)) => {
                Ok(if sign == Kind::Sign('>') { Test::Positive(field) } else { Test::Negative(field) })
            }
            Kind::Word(Word::OlderThan) => Ok(Test::OlderThan(field, self.whole()?)),
            Kind::Word(Word::LongAfter) => Ok(Test::LongAfter(field, self.any_column()?, self.whole()?)),
            Kind::Word(Word::SoonAfter) => Ok(Test::SoonAfter(field, self.any_column()?, self.whole()?)),
            Kind::Sign('=') => self.whole().map(|number| Test::Between(field, number, number)),
            Kind::Word(Word::Between) => {
                let low = self.whole()?;
                if !self.takes(&Kind::Word(Word::And)) && !self.takes(&Kind::Word(Word::To)) {
                    return Err(self.fault("写 到 和上限", "Write \"to\" and the upper end.", &[Word::To]));
                }
                Ok(Test::Between(field, low, self.whole()?))
            }
            _ => {
                self.next -= 1;
                Err(self.fault(
                    "写 > 0、< 0、>= 数、<= 数、= 数 或 介于 a 到 b",
                    "Write > 0, < 0, >= a number, <= a number, = a number, or between a to b.",
                    &[Word::Between],
                ))
            }
        }
    }

    pub(super) fn whole(&mut self) -> Result<i32, Box<Fault>> {
        match self.peek().kind {
            Kind::Number(number) if number % 1_000_000 == 0 => {
                self.next += 1;
                i32::try_from(number / 1_000_000).map_err(|_| self.fault("数太大", "The number is too large.", &[]))
            }
            _ => Err(self.fault("这里应是整数", "A whole number belongs here.", &[])),
        }
    }

    fn any_column(&mut self) -> Result<Field, Box<Fault>> {
        let field = match self.peek().kind {
            Kind::Word(Word::Field(field)) => Some(field),
            Kind::Word(Word::Dimension(dimension)) => field_of(dimension),
            _ => None,
        };
        let field = field.ok_or_else(|| self.fault("这里应是一列或一个维度", "A column or a dimension belongs here.", &dimensions()))?;
        self.next += 1;
        Ok(field)
    }

    fn formula(&self, part: Part) -> Result<Formula, Box<Fault>> {
        match part {
            Part::One(formula) => Ok(formula),
            Part::Term(term) if term.is_constant() => {
                Err(Box::new(Fault { at: 0, ..*self.fault("公式里要有数据", "A formula needs some data.", &[]) }))
            }
            Part::Term(term) => {
                let unit = unit(&term).ok().flatten().unwrap_or(Unit::Count);
                Ok(Formula::Calculation(term, unit))
            }
        }
    }
}

/// One sum ÷ another where the first has the rows of the second that pass more tests: a share of parts, with its interval.
fn part_of(above: &Formula, below: &Formula) -> Option<Formula> {
    let (Formula::Total(numerator), Formula::Total(denominator)) = (above, below) else { return None };
    let is_part = numerator.table == denominator.table
        && numerator.what == denominator.what
        && numerator.when == denominator.when
        && denominator.tests.iter().all(|test| numerator.tests.contains(test) || is_implied(*test, &numerator.tests));
    is_part.then(|| Formula::Ratio { numerator: numerator.clone(), denominator: denominator.clone(), is_part: true })
}

/// Who is won or lost has ended.
fn is_implied(test: Test, tests: &[Test]) -> bool {
    test == Test::Closed && tests.iter().any(|test| matches!(test, Test::Won | Test::Lost))
}

fn is_day(field: Field) -> bool {
    field.field_type() == kpi_model::FieldType::Day
}

fn is_number(field: Field) -> bool {
    matches!(field.field_type(), kpi_model::FieldType::Money | kpi_model::FieldType::Number)
}

/// The day a table's rows count on unless the formula says otherwise.
pub(super) fn usual_day(table: TableKind) -> Field {
    match table {
        TableKind::Targets => Field::Month,
        TableKind::Opportunities | TableKind::Leads | TableKind::Accounts | TableKind::StageStays => Field::Created,
        TableKind::Contracts => Field::Ends,
        TableKind::Receivables => Field::DueOn,
        TableKind::Purchases | TableKind::FirstWins | TableKind::Participations => Field::Closed,
        _ => Field::Day,
    }
}

pub(super) fn dimensions() -> Vec<Word> {
    Dimension::ALL.into_iter().map(Word::Dimension).filter(|word| !name(*word).0.is_empty()).collect()
}

fn unit_name(unit: Unit) -> (&'static str, &'static str) {
    match unit {
        Unit::Count => ("个数", "a number"),
        Unit::Ratio => ("比率", "a share"),
        Unit::Money => ("金额", "money"),
        Unit::Days => ("天数", "days"),
        Unit::Points => ("分", "points"),
    }
}

/// A text for as long as the program runs; each is kept once, however often it is written.
fn kept(text: &str) -> &'static str {
    static TEXTS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut texts = TEXTS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(known) = texts.get(text) {
        return known;
    }
    let new: &'static str = Box::leak(text.to_owned().into_boxed_str());
    texts.insert(new);
    new
}
