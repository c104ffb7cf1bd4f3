//! The bookkeeping behind the answer key: it counts along while the rows are written.

use crate::probes::{Measure, PROBES, Probe, Scope};
use crate::words;
use crate::{Answer, Language, names};

/// Where a row belongs, as far as the row knows.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place {
    pub person: Option<usize>,
    pub team: Option<usize>,
    pub region: Option<usize>,
    pub source: Option<usize>,
}

impl Scope {
    /// Whether a row at this place belongs to the scope.
    fn covers(self, place: &Place) -> bool {
        match self {
            Self::All => true,
            Self::Team(team) => place.team == Some(team),
            Self::Region(region) => place.region == Some(region),
            Self::Source(source) => place.source == Some(source),
            Self::Person(person) => place.person == Some(person),
        }
    }

    /// Name and value of the dimension in a language.
    fn dimension(self, language: Language) -> Option<(&'static str, String)> {
        match self {
            Self::All => None,
            Self::Team(team) => Some(("team", names::team(language, team))),
            Self::Region(region) => Some(("region", language.of(&words::REGIONS, region).to_owned())),
            Self::Source(source) => Some(("source", language.of(&words::SOURCES, source).to_owned())),
            Self::Person(person) => Some(("person", names::person(language, person))),
        }
    }
}

/// Running sums of all questions of the answer key.
pub(crate) struct Ledger {
    sums: Vec<(i128, i128)>,
    first_wins: Vec<i64>,
}

impl Ledger {
    /// An empty ledger for a number of accounts.
    pub(crate) fn new(accounts: usize) -> Self {
        Self { sums: vec![(0, 0); PROBES.len()], first_wins: vec![i64::MAX; accounts] }
    }

    /// Adds to every question that covers a day and a place what `part` makes of its measure.
    fn add(&mut self, day: i64, place: &Place, part: impl Fn(Measure) -> Option<(i64, i64)>) {
        for (probe, sums) in PROBES.iter().zip(self.sums.iter_mut()) {
            if probe.period.covers(day)
                && probe.scope.covers(place)
                && let Some((numerator, denominator)) = part(probe.measure)
            {
                sums.0 += i128::from(numerator);
                sums.1 += i128::from(denominator);
            }
        }
    }

    /// Counts a closed opportunity with its close date.
    pub(crate) fn closed(&mut self, day: i64, place: &Place, account: usize, won: Option<i64>) {
        let win = i64::from(won.is_some());
        let amount = won.unwrap_or(0);
        self.add(day, place, |measure| match measure {
            Measure::WinRate => Some((win, 1)),
            Measure::WonCount => Some((win, 0)),
            Measure::Bookings | Measure::Attainment => Some((amount, 0)),
            _ => None,
        });
        if let Some(first) = self.first_wins.get_mut(account).filter(|_| won.is_some()) {
            *first = day.min(*first);
        }
    }

    /// Counts an order, renewal or return.
    pub(crate) fn order(&mut self, day: i64, place: &Place, amount: i64, cost: i64) {
        self.add(day, place, |measure| (measure == Measure::Margin).then_some((amount - cost, amount)));
    }

    /// Counts a target.
    pub(crate) fn target(&mut self, month: i64, place: &Place, amount: i64) {
        self.add(month, place, |measure| (measure == Measure::Attainment).then_some((0, amount)));
    }

    /// Counts a survey response.
    pub(crate) fn response(&mut self, day: i64, place: &Place, satisfaction: Option<i64>, recommend: Option<i64>) {
        self.add(day, place, |measure| match measure {
            Measure::Csat => satisfaction.map(|mark| (i64::from(mark >= 4), 1)),
            Measure::Nps => recommend.map(|mark| (i64::from(mark >= 9) - i64::from(mark <= 6), 1)),
            _ => None,
        });
    }

    /// Numerator and denominator of a question at the end.
    fn result(&self, probe: &Probe, sums: (i128, i128)) -> (i128, i128) {
        match probe.measure {
            Measure::Bookings | Measure::WonCount => (sums.0, 1),
            Measure::NewCustomers => {
                let new = self.first_wins.iter().filter(|day| probe.period.covers(**day)).count();
                (i128::try_from(new).unwrap_or(0), 1)
            }
            _ => sums,
        }
    }

    /// The answer key.
    pub(crate) fn answers(&self, language: Language) -> Vec<Answer> {
        let rows = PROBES.iter().zip(self.sums.iter());
        rows.map(|(probe, sums)| {
            let (numerator, denominator) = self.result(probe, *sums);
            let (kpi, variant) = probe.measure.names();
            Answer {
                id: probe.id,
                zh: probe.words.0,
                en: probe.words.1,
                kpi,
                variant,
                dimension: probe.scope.dimension(language),
                from: probe.period.from,
                to: probe.period.to,
                numerator,
                denominator,
            }
        })
        .collect()
    }
}
