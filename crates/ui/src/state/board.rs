//! Which lenses the overview asks for, and where its cells find their numbers. No arithmetic on KPIs.

use kpi_model::{Better, Cell, Dimension, KpiChoice, Lens, Report, Unit};

use super::Scope;
use crate::format;

/// KPI and variant shown on the overview, in its order.
pub const DEFAULTS: [(&str, &str); 15] = [
    ("bookings", "won_amount"),
    ("attainment", "bookings"),
    ("gross_margin", "rate"),
    ("average_deal_size", "mean"),
    ("revenue_share", "bookings"),
    ("win_rate", "close_date_count"),
    ("stage_conversion", "of_ended"),
    ("sales_cycle", "won_median"),
    ("participation", "attended"),
    ("pipeline", "open"),
    ("new_customers", "first_win"),
    ("customer_retention", "orders"),
    ("csat", "top_two"),
    ("nps", "score"),
    ("repeat_purchase", "orders"),
];

fn choice((id, variant): (&str, &str)) -> KpiChoice {
    KpiChoice { id: id.to_owned(), variant: Some(variant.to_owned()), ..KpiChoice::default() }
}

/// The reports of one overview.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// All variants in the period.
    pub now: Report,
    /// The overview's variants in the period compared.
    pub before: Report,
    /// The overview's variants by month.
    pub months: Report,
    /// Bookings, attainment and share by team and person in the period.
    pub people: Report,
    /// Bookings by person and month.
    pub people_months: Report,
}

/// The lenses of one overview, in the order of [`Board`].
#[must_use]
pub fn overview_lenses(scope: &Scope, as_of: Option<kpi_model::Day>, has_team: bool) -> Vec<Lens> {
    let defaults: Vec<KpiChoice> = DEFAULTS.iter().copied().map(choice).collect();
    let people = vec![choice(("bookings", "won_amount")), choice(("attainment", "bookings")), choice(("revenue_share", "bookings"))];
    let by = if has_team { vec![Dimension::Team, Dimension::Person] } else { vec![Dimension::Person] };
    vec![
        scope.lens(scope.span()),
        Lens { kpis: defaults.clone(), ..scope.lens(scope.compared()) },
        Lens { kpis: defaults, ..scope.series(as_of) },
        Lens { kpis: people, by, ..scope.lens(scope.span()) },
        Lens { kpis: vec![choice(("bookings", "won_amount"))], by: vec![Dimension::Person], ..scope.series(as_of) },
    ]
}

impl Board {
    /// The board of five reports.
    #[must_use]
    pub fn new(reports: Vec<Report>) -> Option<Self> {
        let [now, before, months, people, people_months] = <[Report; 5]>::try_from(reports).ok()?;
        Some(Self { now, before, months, people, people_months })
    }
}

/// The cell of a variant in a report without breakdown.
#[must_use]
pub(super) fn cell<'a>(report: &'a Report, kpi: &str, variant: &str) -> Option<&'a Cell> {
    report.cells.iter().find(|cell| cell.kpi == kpi && cell.variant == variant)
}

/// One KPI cell of the overview.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// Value of the period.
    pub now: Cell,
    /// Change against the period compared: signed size and text.
    pub change: Option<(f64, String)>,
    /// The value compared with.
    pub before: Option<f64>,
    /// The change lies within the interval of the value.
    pub is_noise: bool,
    /// Is the change good? None where neither direction is.
    pub is_good: Option<bool>,
    /// Values by month, a gap where there is none.
    pub months: Vec<Option<f64>>,
}

/// Finds the numbers of one KPI cell.
#[must_use]
pub fn headline(board: &Board, kpi: &str, variant: &str, unit: Unit, better: Better, locale: kpi_model::Locale) -> Option<Headline> {
    let now = cell(&board.now, kpi, variant)?.clone();
    let before = cell(&board.before, kpi, variant).and_then(|cell| cell.value).map(kpi_model::Quantity::as_f64);
    let value = now.value.map(kpi_model::Quantity::as_f64);
    let is_compared = board.now.span.is_some();
    let change = value.zip(before).filter(|_| is_compared).and_then(|(now, before)| format::difference(now, before, unit, locale));
    let within = |before: f64| now.low.zip(now.high).is_some_and(|(low, high)| low.as_f64() <= before && before <= high.as_f64());
    let is_noise = before.is_some_and(within);
    let months = board.months.cells.iter().filter(|cell| cell.kpi == kpi && cell.variant == variant);
    Some(Headline {
        is_good: change.as_ref().and_then(|(change, _)| format::is_good(*change, better)),
        months: months.map(|cell| cell.value.map(kpi_model::Quantity::as_f64)).collect(),
        change,
        before,
        is_noise,
        now,
    })
}
