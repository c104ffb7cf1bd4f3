//! The scenarios of the user: what each one changes, which is shown, and what all should keep to.

use std::collections::BTreeMap;

use kpi_model::{Change, Day, Lever, Limits, Money, Scenario};
use serde::{Deserialize, Serialize};

/// Scenarios side by side at most, beside the base.
pub const MOST: usize = 4;
/// A lever: what, and of which source or stage.
pub type LeverId = (Lever, Option<String>);

/// A scenario as the user builds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Draft {
    /// What the user calls it.
    pub name: String,
    /// Factors of the levers that are moved; 1 is as it was. In a file: pairs, as a lever is no word.
    #[serde(with = "pairs")]
    pub moved: BTreeMap<LeverId, f64>,
    /// First month of the effect; none: the first month ahead.
    pub from: Option<Day>,
    /// Months until all of it is in effect.
    pub over: u32,
    /// What it costs.
    pub cost: Option<Money>,
    /// What the user wants to remember of it.
    pub note: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self { name: String::new(), moved: BTreeMap::new(), from: None, over: 1, cost: None, note: String::new() }
    }
}

impl Draft {
    /// The factor of a lever.
    #[must_use]
    pub fn factor(&self, lever: &LeverId) -> f64 {
        self.moved.get(lever).copied().unwrap_or(1.0)
    }

    pub(super) fn set(&mut self, lever: LeverId, factor: f64) {
        if (factor - 1.0).abs() < 1e-9 {
            self.moved.remove(&lever);
        } else {
            self.moved.insert(lever, factor);
        }
    }

    /// As the engine reads it. The cost is that of the whole, so it stands at the first change.
    pub(super) fn scenario(&self) -> Scenario {
        let change = |(i, ((lever, item), factor)): (usize, (&LeverId, &f64))| Change {
            lever: *lever,
            item: item.clone(),
            factor: *factor,
            from: self.from,
            over: (self.over > 1).then_some(self.over),
            cost: self.cost.filter(|_| i == 0),
        };
        Scenario { name: self.name.clone(), changes: self.moved.iter().enumerate().map(change).collect() }
    }
}

/// All scenarios, in the order of the user, who sees one of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Library {
    /// At least one, at most [`MOST`].
    pub drafts: Vec<Draft>,
    /// Position of the one that is shown.
    pub shown: usize,
    /// Bookings to reach; none: the target.
    pub goal: Option<Money>,
    /// With this probability; none: as the expected value.
    pub chance: Option<f64>,
    /// What every scenario should keep to.
    pub limits: Limits,
}

impl Default for Library {
    fn default() -> Self {
        Self { drafts: vec![Draft::default()], shown: 0, goal: None, chance: None, limits: Limits::default() }
    }
}

impl Library {
    /// `A` for the first.
    #[must_use]
    pub fn letter(position: usize) -> String {
        char::from(b'A'.saturating_add(u8::try_from(position).unwrap_or(0))).to_string()
    }

    /// The scenario that is shown.
    #[must_use]
    pub fn draft(&self) -> Draft {
        self.drafts.get(self.shown).cloned().unwrap_or_default()
    }

    /// Puts a scenario behind the others and shows it, while there is room.
    pub(super) fn add(&mut self, draft: Draft) {
        if self.drafts.len() < MOST {
            self.drafts.push(draft);
            self.shown = self.drafts.len() - 1;
        }
    }
}

/// Levers with their factors as a list: a key of a file must be a word.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::LeverId;

    pub(super) fn serialize<S: Serializer>(moved: &BTreeMap<LeverId, f64>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(moved)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<LeverId, f64>, D::Error> {
        Vec::<(LeverId, f64)>::deserialize(from).map(|pairs| pairs.into_iter().collect())
    }
}

/// Brings scenarios from a file within what the page can show.
pub(super) fn bounded(library: &mut Library) {
    library.drafts.truncate(MOST);
    if library.drafts.is_empty() {
        library.drafts.push(Draft::default());
    }
    library.shown = library.shown.min(library.drafts.len() - 1);
    library.chance = library.chance.filter(|chance| (0.0..1.0).contains(chance));
    let limits = &mut library.limits;
    limits.margin = limits.margin.filter(|margin| (-1.0..=1.0).contains(margin));
    limits.load = limits.load.filter(|load| load.is_finite() && *load > 0.0);
    limits.levers.retain(|(_, factor)| FACTORS.contains(factor));
    for draft in &mut library.drafts {
        draft.moved.retain(|_, factor| FACTORS.contains(factor));
        draft.over = draft.over.clamp(1, MOST_MONTHS);
    }
}

/// Factors a lever can have.
pub(super) const FACTORS: std::ops::RangeInclusive<f64> = 0.01..=100.0;
/// Months a ramp can last.
pub(super) const MOST_MONTHS: u32 = 36;
