//! Why a figure moved: the change between two periods taken apart without a rest.

use serde::{Deserialize, Serialize};

use crate::{Dimension, Lens, Period, Quantity};

/// What the later period is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Against {
    /// The period just before, of the same shape.
    #[default]
    Period,
    /// The same period a year earlier.
    Year,
}

/// Which period's figures weigh an effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Weights {
    /// The mean of both: the same whichever period comes first.
    #[default]
    Midpoint,
    /// Price at the later quantity, volume and mix at the earlier price.
    Base,
}

/// Asks why a figure moved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskChange {
    /// One KPI and variant over one span, without breakdown and grain.
    pub lens: Lens,
    /// The groups whose parts in the change are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Dimension>,
    /// The period compared with.
    pub against: Against,
    /// How effects of price, volume and mix are weighed.
    pub weights: Weights,
}

/// One way in which a figure changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// The rates of the groups moved.
    Rate,
    /// The weights of the groups moved, seen from the overall rate.
    Mix,
    /// Groups that were not there before.
    New,
    /// Groups that are not there any more.
    Lost,
    /// Prices moved.
    Price,
    /// What a piece costs moved.
    Cost,
    /// More or fewer pieces at the average price, of a margin at the average margin of a piece.
    Volume,
    /// Groups without a quantity to tell price from volume.
    Rest,
    /// The group's own change.
    Amount,
    /// The rates at which amounts of other currencies were converted moved: what the later amounts are worth at the mean rates of the
    /// earlier period, against what they are worth now.
    Currency,
}

/// One group in both periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChangeRow {
    /// Its name; none where it is not filled in.
    pub group: Option<String>,
    /// Value in the earlier period.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub before: Option<Quantity>,
    /// Value in the later period.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub now: Option<Quantity>,
    /// Below the line in the earlier and the later period: the weight of the group. Pieces, for price and volume.
    pub weights: (f64, f64),
    /// Its part in each effect, in the order of [`ChangeView::effects`].
    #[cfg_attr(feature = "typescript", ts(type = "(string | number)[]"))]
    pub effects: Vec<Quantity>,
}

/// The change of a figure, taken apart: `before` + Σ `totals` = `now`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// The earlier period.
    pub before_period: Period,
    /// The later period.
    pub now_period: Period,
    /// Value in the earlier period.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub before: Option<Quantity>,
    /// Value in the later period.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub now: Option<Quantity>,
    /// The effects.
    pub effects: Vec<Effect>,
    /// Sum of each effect over all groups.
    #[cfg_attr(feature = "typescript", ts(type = "(string | number)[]"))]
    pub totals: Vec<Quantity>,
    /// Groups, the largest part in the change first.
    pub rows: Vec<ChangeRow>,
    /// Groups that were looked at: of many, some move by chance.
    pub searched: u32,
}
