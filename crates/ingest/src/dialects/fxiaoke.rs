//! 纷享销客.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Id, &["商机20编号", "商机编号", "唯一性id", "商机2编号"]),
    of(&[T::Opportunities], F::Stage, &["商机阶段", "销售流程阶段", "阶段"]),
    of(&[T::Opportunities], F::Outcome, &["阶段状态", "商机状态", "赢单输单"]),
    of(&[T::Opportunities], F::Amount, &["商机金额", "预计成交金额", "商机金额本位币", "预计商机金额"]),
    of(&[T::Opportunities], F::Closed, &["预计成交日期", "实际成交日期", "商机结束日期", "最终成交日期"]),
    any(F::Person, &["负责人", "负责人必填", "外部负责人"]),
    any(F::Team, &["归属部门", "负责人主属部门", "负责人所在部门"]),
    any(F::Customer, &["客户名称必填", "客户主数据"]),
    of(&[T::Activities], F::ActivityType, &["销售记录类型", "销售记录对象"]),
    of(&[T::Activities], F::Day, &["销售记录时间", "记录创建时间"]),
    of(&[T::Leads], F::Source, &["来源", "线索来源", "市场活动名称"]),
    of(&[T::Leads], F::Stage, &["状态", "跟进状态", "线索阶段"]),
];
