//! What a scenario must keep to: a budget, a margin, what people can take on.

use kpi_model::{Lever, LimitCheck, LimitKind, Limits, Scenario};

use super::expected::{Odds, expected};
use super::{Forecaster, Setting, view};
use crate::error::PlanError;

impl Forecaster {
    /// Each limit that is given, against what the scenario has.
    pub(super) fn checks(&self, year: i32, limits: &Limits, setting: &Setting) -> Vec<LimitCheck> {
        let check = |kind: LimitKind, limit: f64, value: Option<f64>, is_least: bool| {
            let holds = value.map(|value| if is_least { value >= limit } else { value <= limit });
            LimitCheck { kind, limit, value, holds }
        };
        let budget = limits.budget.map(|budget| {
            let cost = view::cost(&setting.changes);
            check(LimitKind::Budget, budget.as_f64(), Some(cost.as_f64()), false)
        });
        let margin = limits.margin.map(|margin| {
            let months = &setting.driven.months;
            let list = expected(&self.snapshot, months, &Odds::new(&self.snapshot, months));
            let profit = self.profit(year, &setting.driven, &list);
            check(LimitKind::Margin, margin, profit.map(|(_, share)| share), true)
        });
        let load = limits.load.map(|load| check(LimitKind::Load, load, self.load(year, setting), false));
        [budget, margin, load].into_iter().flatten().collect()
    }

    /// New opportunities of a person in the fullest month ahead; none where nobody owns opportunities.
    fn load(&self, year: i32, setting: &Setting) -> Option<f64> {
        let people = self.levers.iter().find(|known| known.info.lever == Lever::Headcount)?.info.value.filter(|count| *count > 0.0)?;
        let months = setting.driven.months.iter().zip(&setting.driven.people).skip(Self::first(year, &setting.driven.months));
        months.map(|(month, factor)| self.per_month() * month.drive.volume / (people * factor)).reduce(f64::max)
    }

    /// Does a scenario keep to all limits, as far as the data say?
    pub(super) fn keeps(&self, year: i32, limits: &Limits, scenario: &Scenario) -> Result<bool, PlanError> {
        let has_any = limits.budget.is_some() || limits.margin.is_some() || limits.load.is_some();
        Ok(!has_any || self.checks(year, limits, &self.setting(year, scenario)?).iter().all(|check| check.holds != Some(false)))
    }
}
