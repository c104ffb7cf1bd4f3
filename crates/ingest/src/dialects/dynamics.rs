//! Dynamics 365: labels of worksheets, logical names.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Stage, &["pipelinephase", "pipelinephasename"]),
    of(&[T::Opportunities], F::Id, &["donotmodifyopportunity", "opportunity", "opportunityid"]),
    of(
        &[T::Opportunities],
        F::Amount,
        &[
            "actualrevenue",
            "estrevenue",
            "estimatedrevenue",
            "estimatedvalue",
            "actualvalue",
            "totalamount",
            "budgetamount",
            "estrevenuebase",
            "actualrevenuebase",
        ],
    ),
    of(
        &[T::Opportunities],
        F::Stage,
        &["statusreason", "salesstage", "pipelinephase", "stepname", "statuscode", "statuscodename", "processstage"],
    ),
    of(&[T::Opportunities], F::Outcome, &["statecodename", "status", "statecode", "state"]),
    of(&[T::Opportunities], F::Closed, &["actualclosedate", "estclosedate", "estimatedclosedate", "actualenddate"]),
    any(F::Created, &["createdon", "recordcreatedon"]),
    any(
        F::Customer,
        &["potentialcustomer", "parentaccount", "customerid", "parentaccountid", "customeridname", "parentaccountidname", "regarding"],
    ),
    any(F::Person, &["ownerid", "owneridname", "owninguser", "owner"]),
    of(&[T::Opportunities], F::Probability, &["closeprobability", "probability"]),
    of(&[T::Accounts], F::Customer, &["donotmodifyaccount", "accountnumber", "accountid"]),
    of(&[T::Accounts], F::Region, &["address1stateprovince", "address1city", "address1country", "address1countryregion"]),
    of(&[T::Leads], F::Id, &["donotmodifylead"]),
    of(&[T::Leads], F::Stage, &["statusreason", "status"]),
    any(F::Source, &["leadsource", "originatinglead", "leadsourcecode"]),
    any(F::Currency, &["transactioncurrency", "transactioncurrencyid"]),
    of(&[T::Activities], F::ActivityType, &["activitytypecode"]),
    of(&[T::Activities], F::Day, &["actualstart", "scheduledstart", "actualend"]),
    of(&[T::Products], F::Product, &["productname", "productid"]),
    of(&[T::Opportunities], F::Amount, &["实际收入"]),
    of(&[T::Opportunities], F::Customer, &["潜在客户"]),
    of(&[T::Opportunities], F::Outcome, &["状态"]),
    of(&[T::Opportunities], F::Closed, &["datedeconclusionréelle", "datedeconclusion"]),
    of(&[T::Opportunities], F::ExpectedClose, &["datedeconclusionest"]),
];
