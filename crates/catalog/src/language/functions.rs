//! Functions over rows: change, share, curves, what is kept, how it is spread, what remains.

use kpi_engine::{Back, Clock, Contrast, Formula, Kept, Key, Measure, Side, Spread, Term, What, When, Window};

use super::Fault;
use super::parse::{Parser, Part, dimensions};
use super::tokens::Kind;
use super::words::{Function, Word};

/// Periods of a window.
const MOST_PERIODS: u32 = 100;

impl Parser {
    pub(super) fn function(&mut self, function: Function) -> Result<Part, Box<Fault>> {
        let formula = match function {
            Function::Percentile => Formula::Quantile(self.rows(What::Rows)?.0, self.percent()?),
            Function::Growth => Formula::Growth(self.rows(What::Rows)?.0, Back::Period),
            Function::YearGrowth => Formula::Growth(self.rows(What::Rows)?.0, Back::Year),
            Function::Share => Formula::Share(self.rows(What::Rows)?.0),
            Function::Within => Formula::Within(self.rows(What::Ending)?.0, i64::from(self.number()?)),
            Function::LostBetween => self.lost_between()?,
            Function::TimeTo => Formula::TimeTo(self.rows(What::Ending)?.0, self.percent()?),
            Function::NetScore => {
                let plus = self.rows(What::Rows)?.0;
                self.expect(',')?;
                let minus = self.rows(What::Rows)?.0;
                self.expect(',')?;
                Formula::NetScore { plus, minus, base: self.rows(What::Rows)?.0 }
            }
            Function::Repeated => {
                let (measure, key) = self.keyed(What::Record)?;
                Formula::repeated(measure, key, self.count()?)
            }
            Function::Retained => self.kept(Kept::Keys)?,
            Function::RetainedValue => self.kept(Kept::Value)?,
            Function::RetainedCapped => self.kept(Kept::Capped)?,
            Function::Reached => {
                let now = self.rows(What::Rows)?.0;
                self.expect(',')?;
                let (before, key) = self.keyed(What::Rows)?;
                Formula::reached(now, before, key)
            }
            Function::Lifetime => {
                let (measure, key) = self.keyed(What::Rows)?;
                Formula::lifetime(measure, key)
            }
            Function::Active => {
                let (measure, key) = self.keyed(What::Rows)?;
                Formula::active(measure, key)
            }
            Function::Largest => self.spread(|parser| Ok(Spread::Largest(parser.count()?)))?,
            Function::LargestPercent => self.spread(|parser| Ok(Spread::LargestPercent(parser.percent()?)))?,
            Function::KeysFor => self.spread(|parser| Ok(Spread::KeysFor(parser.percent()?)))?,
            Function::Concentration => self.spread(|_| Ok(Spread::Index))?,
            Function::With => self.contrast(Side::With)?,
            Function::Without => self.contrast(Side::Without)?,
            Function::Difference => self.contrast(Side::Difference)?,
            Function::SumKnown => return Ok(Part::Term(Term::SumOfSome(self.rows(What::Rows)?.0))),
            Function::DaysLeft => return Ok(Part::Term(Term::DaysLeft(Clock::Calendar))),
            Function::WorkingDaysLeft => return Ok(Part::Term(Term::DaysLeft(Clock::Working))),
            Function::Before => return self.during(|_| Ok(Window::Earlier(Back::Period))),
            Function::YearBefore => return self.during(|_| Ok(Window::Earlier(Back::Year))),
            Function::Trailing => return self.during(|parser| Ok(Window::Trailing(parser.periods()?))),
            Function::YearToDate => return self.during(|_| Ok(Window::YearToDate)),
            Function::Remaining => {
                let at = self.next;
                let target = self.sum()?;
                self.expect(',')?;
                let reached = self.sum()?;
                let (target, reached) = self.pair(target, reached, at)?;
                return self.checked(target.remaining(reached), at);
            }
        };
        Ok(Part::One(formula))
    }

    /// A calculation over other days than those of the period; `window` reads what follows it.
    fn during(&mut self, window: fn(&mut Self) -> Result<Window, Box<Fault>>) -> Result<Part, Box<Fault>> {
        let at = self.next;
        let term = self.sum()?.term().filter(|term| !term.is_constant());
        let window = window(self)?;
        let is_standing = |term: &Term| term.measures().iter().any(|measure| measure.when == When::OpenAtEnd);
        let (zh, en) = match term {
            None => ("这里写计数、求和、平均、去重或它们的计算", "Count, sum, mean or distinct go here, or a calculation with them."),
            Some(term) if term.has_window() => ("时间窗里不能再有时间窗", "A window of time cannot hold another."),
            Some(term) if !matches!(window, Window::Earlier(_)) && is_standing(&term) => {
                ("期末未关闭的数不能跨期相加，用 上期", "What is open at the end cannot be added up over periods: use before.")
            }
            Some(term) => return Ok(Part::Term(term.during(window))),
        };
        self.next = at;
        Err(self.fault(zh, en, &[]))
    }

    /// A number of periods.
    fn periods(&mut self) -> Result<u32, Box<Fault>> {
        let number = self.number()?;
        let found = u32::try_from(number).ok().filter(|number| (2..=MOST_PERIODS).contains(number));
        found.ok_or_else(|| {
            self.next -= 1;
            self.fault("这里应是 2 到 100", "A number from 2 to 100 belongs here.", &[])
        })
    }

    /// Rows with what each adds (`usual` without a value), and what they are gathered by.
    fn rows(&mut self, usual: What) -> Result<(Measure, Option<Key>), Box<Fault>> {
        let table = self.table()?;
        let what = if self.takes(&Kind::Sign('.')) { self.value(table)? } else { usual };
        let key = if self.takes(&Kind::Word(Word::By)) { Some(self.key()?) } else { None };
        Ok((self.conditions(table, what)?, key))
    }

    fn keyed(&mut self, usual: What) -> Result<(Measure, Key), Box<Fault>> {
        let at = self.next;
        let (measure, key) = self.rows(usual)?;
        let Some(key) = key else {
            self.next = at + 1;
            return Err(self.fault("写 归于 和维度，如 归于 客户", "Say by what: by customer.", &[Word::By]));
        };
        Ok((measure, key))
    }

    fn kept(&mut self, kept: Kept) -> Result<Formula, Box<Fault>> {
        let (measure, key) = self.keyed(What::Rows)?;
        Ok(Formula::retained(measure, key, kept))
    }

    fn spread(&mut self, of: fn(&mut Self) -> Result<Spread, Box<Fault>>) -> Result<Formula, Box<Fault>> {
        let (measure, key) = self.keyed(What::Rows)?;
        Ok(Formula::concentration(measure, key, of(self)?))
    }

    /// Above and below the line of those who have it, the same of all, and the dimension of what they have.
    fn contrast(&mut self, side: Side) -> Result<Formula, Box<Fault>> {
        let mut next = || {
            let rows = self.rows(What::Rows)?.0;
            self.expect(',')?;
            Ok::<Measure, Box<Fault>>(rows)
        };
        let (with, all) = ((next()?, next()?), (next()?, next()?));
        let Key::Of(of) = self.key()? else {
            self.next -= 1;
            return Err(self.fault("写维度", "Say which dimension.", &dimensions()));
        };
        Ok(Formula::Contrast(Box::new(Contrast { with, all, of, side })))
    }

    /// Rows, and the days between which they are lost.
    fn lost_between(&mut self) -> Result<Formula, Box<Fault>> {
        let rows = self.rows(What::Ending)?.0;
        self.expect(',')?;
        let after = self.whole()?;
        let until = self.number()?;
        if (0..until).contains(&after) {
            return Ok(Formula::LostBetween(rows, i64::from(after), i64::from(until)));
        }
        self.next -= 1;
        Err(self.fault("先写较小的天数，再写较大的", "The smaller number of days comes first.", &[]))
    }

    /// A whole number above 0 behind a comma.
    fn number(&mut self) -> Result<i32, Box<Fault>> {
        self.expect(',')?;
        let number = self.whole()?;
        if number > 0 {
            return Ok(number);
        }
        self.next -= 1;
        Err(self.fault("这里应是正整数", "A whole number above 0 belongs here.", &[]))
    }

    fn count(&mut self) -> Result<usize, Box<Fault>> {
        Ok(usize::try_from(self.number()?).unwrap_or(usize::MAX))
    }

    fn percent(&mut self) -> Result<u8, Box<Fault>> {
        let number = self.number()?;
        let Some(percent) = u8::try_from(number).ok().filter(|number| *number <= 100) else {
            self.next -= 1;
            return Err(self.fault("这里应是 1 到 100", "A number from 1 to 100 belongs here.", &[]));
        };
        Ok(percent)
    }
}
