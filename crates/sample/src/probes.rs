//! The questions of the answer key: which figure, of which part of the company, in which period.

use crate::date::day;
use crate::model::{EAST, GAO_LAN, NORTH, OUTBOUND, REFERRAL, SOUTH};
use crate::words::Word;

/// A figure that the ledger counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    WinRate,
    WonCount,
    Bookings,
    NewCustomers,
    Margin,
    Attainment,
    Csat,
    Nps,
}

impl Measure {
    /// Names of the KPI and of its variant.
    pub(crate) const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::WinRate => ("win_rate", "close_date_count"),
            Self::WonCount => ("opportunities", "won"),
            Self::Bookings => ("bookings", "won_amount"),
            Self::NewCustomers => ("new_customers", "first_win"),
            Self::Margin => ("gross_margin", "rate"),
            Self::Attainment => ("attainment", "bookings"),
            Self::Csat => ("csat", "top_two"),
            Self::Nps => ("nps", "score"),
        }
    }
}

/// The part of the company a question is about, by position.
#[derive(Clone, Copy)]
pub(crate) enum Scope {
    All,
    Team(usize),
    Region(usize),
    Source(usize),
    Person(usize),
}

/// A period: first day and day after the last one, as text and as day numbers.
#[derive(Clone, Copy)]
pub(crate) struct Period {
    pub from: &'static str,
    pub to: &'static str,
    first: i64,
    end: i64,
}

impl Period {
    /// Whether a day lies in the period.
    pub(crate) fn covers(&self, day: i64) -> bool {
        (self.first..self.end).contains(&day)
    }
}

/// A question of the answer key.
pub(crate) struct Probe {
    pub id: &'static str,
    pub words: Word,
    pub measure: Measure,
    pub scope: Scope,
    pub period: Period,
}

const NOW: Period = Period { from: "2025-07-01", to: "2025-10-01", first: day(2025, 7, 1), end: day(2025, 10, 1) };
const THEN: Period = Period { from: "2024-07-01", to: "2024-10-01", first: day(2024, 7, 1), end: day(2024, 10, 1) };
const YEAR: Period = Period { from: "2024-10-01", to: "2025-10-01", first: day(2024, 10, 1), end: day(2025, 10, 1) };

const fn probe(id: &'static str, measure: Measure, scope: Scope, period: Period, words: Word) -> Probe {
    Probe { id, words, measure, scope, period }
}

const EAST_FALL: Word = (
    "华东团队的赢单率在 2025 年第三季度明显下降，低于上年同期",
    "The win rate of the East team falls clearly in Q3 2025 against the same quarter of last year",
);
const OTHER_TEAMS: Word = (
    "其他团队 2025 年第三季度的赢单率保持正常，问题只在华东",
    "The win rate of the other teams stays normal in Q3 2025: the problem is in the East alone",
);
const OVERALL_WIN_RATE: Word = (
    "公司整体赢单率只略有下降，掩盖了华东的问题",
    "The win rate of the whole company falls only a little and hides the problem in the East",
);
const OUTBOUND_WEAK: Word = (
    "近一年外呼来源的赢单率明显低于其他来源，转介绍最高",
    "Over the last year the source Outbound wins clearly less than the others; Referral wins most",
);
const NORTH_DISCOUNT: Word = (
    "华北团队 2025 年第三季度折扣过大，成本不变，毛利率下降",
    "The North team gives large discounts in Q3 2025: costs stay the same, the gross margin falls",
);
const OVERALL_MARGIN: Word =
    ("公司整体毛利率因华北的折扣而下降", "The gross margin of the whole company falls because of the discounts in the North");
const GAO_LAN_SHORT: Word =
    ("高岚 2025 年第三季度的目标完成率只有约七成", "Gao Lan reaches only about seventy per cent of the target in Q3 2025");
const OVERALL_ATTAINMENT: Word = ("公司整体 2025 年第三季度的目标完成率", "Target attainment of the whole company in Q3 2025");
const SOUTH_UNHAPPY: Word =
    ("华南客户的满意度在 2025 年第三季度明显下降", "The satisfaction of customers in the South falls clearly in Q3 2025");
const OVERALL_CSAT: Word =
    ("全部客户 2025 年第三季度的满意度，被华南拉低", "The satisfaction of all customers in Q3 2025, pulled down by the South");
const OVERALL_NPS: Word =
    ("全部客户 2025 年第三季度的净推荐值，被华南拉低", "The net promoter score of all customers in Q3 2025, pulled down by the South");
const BOOKED: Word = ("季度签约金额合计", "Total bookings of the quarter");
const WON: Word = ("季度赢单数", "Number of won opportunities of the quarter");
const NEW: Word = ("季度新客户数：首次赢单落在本季度的客户", "New customers of the quarter: accounts whose first win closed in it");

/// All questions in the order of the answer key.
pub(crate) const PROBES: [Probe; 22] = [
    probe("east_win_rate_2025q3", Measure::WinRate, Scope::Team(EAST), NOW, EAST_FALL),
    probe("east_win_rate_2024q3", Measure::WinRate, Scope::Team(EAST), THEN, EAST_FALL),
    probe("south_win_rate_2025q3", Measure::WinRate, Scope::Team(SOUTH), NOW, OTHER_TEAMS),
    probe("north_win_rate_2025q3", Measure::WinRate, Scope::Team(NORTH), NOW, OTHER_TEAMS),
    probe("total_win_rate_2025q3", Measure::WinRate, Scope::All, NOW, OVERALL_WIN_RATE),
    probe("total_win_rate_2024q3", Measure::WinRate, Scope::All, THEN, OVERALL_WIN_RATE),
    probe("outbound_win_rate", Measure::WinRate, Scope::Source(OUTBOUND), YEAR, OUTBOUND_WEAK),
    probe("referral_win_rate", Measure::WinRate, Scope::Source(REFERRAL), YEAR, OUTBOUND_WEAK),
    probe("north_margin_2025q3", Measure::Margin, Scope::Team(NORTH), NOW, NORTH_DISCOUNT),
    probe("north_margin_2024q3", Measure::Margin, Scope::Team(NORTH), THEN, NORTH_DISCOUNT),
    probe("total_margin_2025q3", Measure::Margin, Scope::All, NOW, OVERALL_MARGIN),
    probe("gaolan_attainment_2025q3", Measure::Attainment, Scope::Person(GAO_LAN), NOW, GAO_LAN_SHORT),
    probe("total_attainment_2025q3", Measure::Attainment, Scope::All, NOW, OVERALL_ATTAINMENT),
    probe("south_csat_2025q3", Measure::Csat, Scope::Region(SOUTH), NOW, SOUTH_UNHAPPY),
    probe("south_csat_2024q3", Measure::Csat, Scope::Region(SOUTH), THEN, SOUTH_UNHAPPY),
    probe("total_csat_2025q3", Measure::Csat, Scope::All, NOW, OVERALL_CSAT),
    probe("total_nps_2025q3", Measure::Nps, Scope::All, NOW, OVERALL_NPS),
    probe("total_bookings_2025q3", Measure::Bookings, Scope::All, NOW, BOOKED),
    probe("total_bookings_2024q3", Measure::Bookings, Scope::All, THEN, BOOKED),
    probe("won_count_2025q3", Measure::WonCount, Scope::All, NOW, WON),
    probe("new_customers_2025q3", Measure::NewCustomers, Scope::All, NOW, NEW),
    probe("new_customers_2024q3", Measure::NewCustomers, Scope::All, THEN, NEW),
];
