//! 销售易.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Id, &["销售机会编号", "销售机会id"]),
    of(&[T::Opportunities], F::Amount, &["销售金额", "预计销售金额", "赢单金额", "销售机会金额"]),
    of(&[T::Opportunities], F::Stage, &["销售阶段", "销售机会阶段"]),
    of(&[T::Opportunities], F::Outcome, &["销售机会状态", "赢单状态"]),
    of(&[T::Opportunities], F::Closed, &["结单日期", "预计结单日期", "赢单日期"]),
    of(&[T::Opportunities], F::Probability, &["赢率", "可能性"]),
    any(F::Person, &["销售机会所有人", "所有人", "销售机会负责人"]),
    any(F::Team, &["所属部门", "所有人部门"]),
    any(F::Source, &["机会来源", "销售机会来源"]),
    of(&[T::Activities], F::ActivityType, &["活动记录类型", "日程类型"]),
];
