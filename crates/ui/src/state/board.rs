//! Which lenses the overview asks for, and where its cells find their numbers. No arithmetic on KPIs.

use kpi_model::{Better, Cell, Dimension, KpiChoice, Lens, Report, Unit};

use super::Scope;
use crate::format;

/// A KPI and variant.
pub type Shown = (&'static str, &'static str);

/// KPI and variant shown on the overview, in its order.
const DEFAULTS: [Shown; 15] = [
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

/// What stands in their place where only orders are known.
const OF_ORDERS: [(Shown, Shown); 5] = [
    (("bookings", "won_amount"), ("bookings", "orders")),
    (("attainment", "bookings"), ("attainment", "orders")),
    (("average_deal_size", "mean"), ("average_order_value", "mean")),
    (("revenue_share", "bookings"), ("revenue_share", "orders")),
    (("new_customers", "first_win"), ("new_customers", "first_order")),
];

/// A KPI and variant of the overview, or what stands in its place where only orders are known.
#[must_use]
pub fn or_of_orders(of_wins: Shown, of_orders: bool) -> Shown {
    OF_ORDERS.iter().find(|(wins, _)| of_orders && *wins == of_wins).map_or(of_wins, |(_, orders)| *orders)
}

/// KPI and variant shown on the overview, in its order.
pub fn headlines(of_orders: bool) -> impl Iterator<Item = Shown> {
    DEFAULTS.into_iter().map(move |of_wins| or_of_orders(of_wins, of_orders))
}

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

/// The lenses of one overview, in the order of [`Board`]; people are told apart by `people_by`.
#[must_use]
pub fn overview_lenses(scope: &Scope, as_of: Option<kpi_model::Day>, people_by: &[Dimension], of_orders: bool) -> Vec<Lens> {
    let defaults: Vec<KpiChoice> = headlines(of_orders).map(choice).collect();
    let own = |of_wins| choice(or_of_orders(of_wins, of_orders));
    let bookings = own(("bookings", "won_amount"));
    let people = vec![bookings.clone(), own(("attainment", "bookings")), own(("revenue_share", "bookings"))];
    vec![
        scope.lens(scope.span()),
        Lens { kpis: defaults.clone(), ..scope.lens(scope.compared(as_of)) },
        Lens { kpis: defaults, ..scope.series(as_of) },
        Lens { kpis: people, by: people_by.to_vec(), ..scope.lens(scope.span()) },
        Lens { kpis: vec![bookings], by: vec![Dimension::Person], ..scope.series(as_of) },
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
