//! Names of tools around the CRM: calls and sequences, shops and market places, accounting, approvals and sign-in lists.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Probability, &["confidence"]),
    of(&[T::Opportunities], F::IsClosed, &["isdealclosed"]),
    of(&[T::Opportunities], F::Amount, &["valeur", "valeurdelaffaire"]),
    of(&[T::Opportunities], F::Closed, &["datedegain", "dategagné", "gagnéle"]),
    of(&[T::Opportunities], F::LostOn, &["datedeperte", "dateperdu", "perdule"]),
    of(&[T::Opportunities], F::ExpectedClose, &["datedeclôtureprévue", "clôtureprévue"]),
    of(&[T::Opportunities], F::Product, &["版本"]),
    of(&[T::Activities], F::Person, &["host", "callhost"]),
    of(&[T::Activities], F::Day, &["completedat"]),
    of(&[T::Activities], F::ActivityType, &["会议类型", "例会类型", "培训类型"]),
    of(&[T::Activities], F::Attended, &["出勤情况", "签到情况", "出席情况", "到会情况"]),
    of(&[T::Orders], F::Id, &["amazonorderid", "faktura", "fakturanr"]),
    of(&[T::Orders], F::Person, &["soldby", "ad", "aussendienst", "außendienst"]),
    of(&[T::Orders], F::Customer, &["invoicepartnerdisplayname", "nombrefacturación"]),
    of(&[T::Orders], F::Amount, &["taxexcluded", "销售订单金额"]),
    of(&[T::Orders], F::Product, &["artículo"]),
    of(&[T::Payments], F::Customer, &["customeremail"]),
    of(&[T::Leads], F::Created, &["添加时间", "添加日期"]),
    of(&[T::Spend], F::Person, &["提交人"]),
    of(&[T::Splits], F::Person, &["人员"]),
    of(&[T::Splits], F::Share, &["分配比例"]),
    of(&[T::Rates], F::RateIn, &["兑换币种", "折算币种"]),
    any(F::Person, &["所属人"]),
    any(F::Currency, &["währg"]),
];
