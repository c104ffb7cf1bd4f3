//! Readings of rows that have something against those that have not.

use kpi_model::{Quantity, Why};

use crate::finish::{Reading, exact, fractions};
use crate::formula::{Contrast, Side, What};
use crate::gather::{Partial, Partials};

/// One side: above and below the line.
#[derive(Clone, Copy)]
struct Rate {
    above: Partial,
    below: Partial,
}

impl Rate {
    fn minus(self, other: Self) -> Self {
        let less = |a: Partial, b: Partial| Partial { n: a.n.saturating_sub(b.n), sum: a.sum - b.sum, ..a };
        Self { above: less(self.above, other.above), below: less(self.below, other.below) }
    }

    fn value(self) -> Option<f64> {
        (self.below.sum > 0).then(|| self.above.sum as f64 / self.below.sum as f64)
    }
}

/// The reading of one group and period; `parts` are above and below with it, above and below of all.
pub(crate) fn reading(contrast: &Contrast, parts: &[&Partials], group: usize, period: usize) -> Reading {
    let at = |i: usize| parts.get(i).map(|parts| parts.cell(group, period)).unwrap_or_default();
    let with = Rate { above: at(0), below: at(1) };
    let without = Rate { above: at(2), below: at(3) }.minus(with);
    let is_of_rows = contrast.all.1.what == What::Rows;
    let interval = |rate: Rate| if is_of_rows { kpi_math::wilson(rate.above.n, rate.below.n) } else { None };
    let one = |rate: Rate| {
        let reading = Reading::parts(exact(&contrast.all.0, rate.above.sum), Some(exact(&contrast.all.1, rate.below.sum)), rate.below.n);
        match rate.value() {
            Some(value) => reading.with(Quantity::Number(value), interval(rate).map(fractions)),
            None => reading.without(Why::EmptyDenominator),
        }
    };
    match contrast.side {
        Side::With => one(with),
        Side::Without => one(without),
        Side::Difference => {
            let reading = Reading { n: with.below.n, ..Reading::missing(Why::EmptyDenominator) };
            let (Some(a), Some(b)) = (with.value(), without.value()) else { return reading };
            let counts = |rate: Rate| (rate.above.n, rate.below.n);
            let ends = if is_of_rows { kpi_math::newcombe(counts(with), counts(without)).map(fractions) } else { None };
            Reading { missing: None, ..reading.with(Quantity::Number(a - b), ends) }
        }
    }
}
