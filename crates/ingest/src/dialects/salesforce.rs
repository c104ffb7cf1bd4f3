//! Salesforce: API names of object exports, labels of report exports.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Id, &["opportunityid18", "casesafeid", "opportunityid15"]),
    of(&[T::Opportunities], F::Amount, &["amountconverted", "totalopportunityquantityamount", "annualcontractvalue", "acv", "tcv", "arr"]),
    of(&[T::Opportunities], F::Source, &["leadsourcec", "primarycampaignsource", "primarycampaign"]),
    of(&[T::Opportunities], F::Person, &["opportunityownername", "owneralias", "ownerfullname", "ownerid"]),
    of(&[T::StageHistory], F::Stage, &["stagename", "tostage", "newvalue", "newstage", "stageto"]),
    of(&[T::StageHistory], F::Day, &["lastmodified", "lastmodifieddate", "editdate", "stagechangedate"]),
    of(&[T::Opportunities], F::Closed, &["closedatedatetime", "closedatec"]),
    of(&[T::Activities], F::ActivityType, &["tasksubtype", "eventsubtype", "activitysubtype"]),
    of(&[T::Activities], F::Day, &["activitydatetime", "startdatetime", "lastmodifieddate", "duedateonly"]),
    of(&[T::Activities], F::Opportunity, &["whatid", "relatedtoid", "relatedto"]),
    of(&[T::Activities], F::Person, &["assigned", "assignedto", "ownerid"]),
    of(&[T::Accounts], F::Region, &["billingcountry", "billingstate", "billingstateprovince", "billingcity", "shippingcountry"]),
    of(&[T::Accounts], F::Source, &["accountsource"]),
    of(&[T::Leads], F::Id, &["leadid", "leadnumber", "prospectid"]),
    of(&[T::Leads], F::Stage, &["leadstatus", "status", "leadstage"]),
    of(&[T::Leads], F::Converted, &["converted", "isconverted"]),
    of(&[T::Leads], F::Customer, &["companyaccount"]),
    of(
        &[T::Leads],
        F::Created,
        &["createdate", "createddate", "createdtime", "creationdate", "datecreated", "createdon", "leadcreatedate"],
    ),
    of(&[T::People], F::Manager, &["managername", "managerid"]),
    of(&[T::People], F::Team, &["rolename", "userrole", "role", "division"]),
    any(F::Currency, &["currencyisocode", "opportunitycurrency", "amountcurrency", "leadcurrency"]),
    of(&[T::Targets], F::Person, &["quotaownerid", "quotaowner", "quotaownername"]),
    of(&[T::Targets], F::Month, &["startdate", "quotastartdate", "quotaperiod"]),
];
