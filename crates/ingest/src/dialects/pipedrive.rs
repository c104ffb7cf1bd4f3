//! Pipedrive: columns carry the name of the entity in front.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Id, &["dealid"]),
    of(&[T::Opportunities], F::Outcome, &["dealstatus", "status"]),
    of(&[T::Opportunities], F::Amount, &["dealvalue", "dealweightedvaluebase"]),
    of(
        &[T::Opportunities],
        F::Created,
        &["dealcreated", "dealdealcreated", "dealcreatedon", "dealadddate", "addtime", "dealaddtime", "dealcreatedat", "dealdealcreatedon"],
    ),
    of(
        &[T::Opportunities],
        F::Closed,
        &["dealclosedon", "dealdealclosedon", "dealclosedate", "dealclosetime", "dealexpectedclosedate", "dealwontime", "closetime"],
    ),
    any(F::Customer, &["dealorganization", "organizationname", "organizationid", "activityorganization", "dealorganisation", "orgname"]),
    any(
        F::Person,
        &["dealowner", "activityassignedtouser", "assignedtouser", "organizationowner", "personowner", "activityowner", "dealownername"],
    ),
    any(
        F::Source,
        &["dealsource", "dealchannel", "dealsourcechannel", "leadsourcename", "dealsourceorigin", "dealleadsource", "leadsource"],
    ),
    of(&[T::Opportunities], F::Probability, &["dealprobability"]),
    any(F::Currency, &["dealcurrencyofvalue", "dealcurrency", "currencyofvalue"]),
    of(&[T::Activities], F::Id, &["activityid"]),
    of(&[T::Activities], F::Day, &["activityduedate", "activityadddate", "activitymarkedasdonetime", "activityduedateandtime"]),
    of(&[T::Activities], F::ActivityType, &["activitytype"]),
    of(&[T::Activities], F::Opportunity, &["activitydeal", "activitydealid", "dealtitle"]),
    of(&[T::Activities], F::Attended, &["activitydone", "activitystatus"]),
    of(&[T::Opportunities], F::Product, &["dealproductname", "dealproduct"]),
];
