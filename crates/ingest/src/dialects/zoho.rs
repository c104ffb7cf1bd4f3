//! Zoho CRM.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Id, &["potentialid", "dealsid", "potentialsid", "zcrmid"]),
    of(&[T::Opportunities], F::Amount, &["potentialamount"]),
    of(&[T::Opportunities], F::Stage, &["potentialstage"]),
    of(&[T::Opportunities], F::Closed, &["closingdate", "potentialclosingdate"]),
    any(F::Created, &["createdtime"]),
    any(F::Person, &["dealownername", "potentialowner", "leadowner", "taskowner", "eventowner", "callowner", "accountownername"]),
    of(&[T::Accounts], F::Customer, &["accountid", "accountsid", "accountnumber"]),
    of(&[T::Leads], F::Id, &["leadsid", "leadid"]),
    of(&[T::Leads], F::Converted, &["isconverted", "convertedlead"]),
    of(&[T::Activities], F::Day, &["callstarttime", "startdatetime", "duedate", "from"]),
    of(&[T::Activities], F::ActivityType, &["calltype", "tasktype"]),
];
