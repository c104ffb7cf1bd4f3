//! The period, comparison and filters that follow the user from screen to screen.

use kpi_model::{Day, Dimension, Filter, Grain, Lens, Period};

/// What the period is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// The same period a year before.
    #[default]
    Year,
    /// The period just before.
    Previous,
}

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Grain and start of the period; none is all time.
    pub period: Option<(Grain, Day)>,
    /// What it is compared with.
    pub compare: Compare,
    /// Restrictions.
    pub filters: Vec<Filter>,
}

/// Months shown before and including the period.
const SERIES_MONTHS: i32 = 21;

impl Scope {
    /// The quarter of the last day in the data.
    #[must_use]
    pub fn last_quarter(as_of: Option<Day>) -> Self {
        Self { period: as_of.map(|day| (Grain::Quarter, Grain::Quarter.start(day, 0))), ..Self::default() }
    }

    /// The days of the period.
    #[must_use]
    pub fn span(&self) -> Option<Period> {
        self.period.map(|(grain, start)| Period { from: start, to: grain.start(start, 1) })
    }

    /// The days compared with.
    #[must_use]
    pub fn compared(&self) -> Option<Period> {
        self.span().map(|span| if self.compare == Compare::Year { span.year_before() } else { span.before() })
    }

    /// A lens on these days under the filters.
    #[must_use]
    pub fn lens(&self, span: Option<Period>) -> Lens {
        Lens { from: span.map(|span| span.from), to: span.map(|span| span.to), filters: self.filters.clone(), ..Lens::default() }
    }

    /// The months up to the end of the period, or of the data.
    #[must_use]
    pub fn series(&self, as_of: Option<Day>) -> Lens {
        let end = self.span().map(|span| span.to).or_else(|| as_of.map(|day| day.month_start(1)));
        let end = match (end, as_of) {
            (Some(end), Some(as_of)) => Some(end.min(as_of.month_start(1))),
            (end, _) => end,
        };
        let span = end.map(|to| Period { from: to.month_start(-SERIES_MONTHS), to });
        Lens { grain: Some(Grain::Month), ..self.lens(span) }
    }

    /// The single value a dimension is restricted to.
    #[must_use]
    pub fn filter(&self, dimension: Dimension) -> Option<&str> {
        self.filters.iter().find(|filter| filter.dimension == dimension).and_then(|filter| filter.values.first()).map(String::as_str)
    }

    /// Restricts a dimension to one value, or releases it.
    pub fn set_filter(&mut self, dimension: Dimension, value: Option<String>) {
        self.filters.retain(|filter| filter.dimension != dimension);
        if let Some(value) = value {
            self.filters.push(Filter { dimension, values: vec![value] });
            self.filters.sort_by_key(|filter| filter.dimension);
        }
    }

    /// The period moved by `steps`.
    pub fn step(&mut self, steps: i32) {
        if let Some((grain, start)) = &mut self.period {
            *start = grain.start(*start, steps);
        }
    }

    /// Periods on offer: quarters from the last in the data backwards, then years, then all time.
    #[must_use]
    pub fn choices(first: Option<Day>, as_of: Option<Day>) -> Vec<Option<(Grain, Day)>> {
        let (Some(first), Some(last)) = (first, as_of) else {
            return vec![None];
        };
        let back = |grain: Grain, most: usize| {
            let starts = (0..).map(move |steps: i32| grain.start(last, -steps));
            starts.take(most).take_while(move |start| grain.start(*start, 1) > first).map(move |start| Some((grain, start)))
        };
        back(Grain::Quarter, 12).chain(back(Grain::Year, 5)).chain([None]).collect()
    }
}
