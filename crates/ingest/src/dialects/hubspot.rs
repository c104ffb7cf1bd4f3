//! HubSpot: labels of list exports, internal property names.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Id, &["hsobjectid", "recordiddeal"]),
    of(&[T::Opportunities], F::Stage, &["dealstagelabel", "propertydealstage", "dealpipelinestageid", "dealstageid"]),
    of(
        &[T::Opportunities],
        F::Amount,
        &["propertyamount", "amountinhomecurrency", "hsamountinhomecurrency", "hsacv", "hstcv", "weightedamountbase"],
    ),
    of(&[T::Opportunities], F::Created, &["propertycreatedate", "createdatedeal", "hscreatedate"]),
    of(&[T::Opportunities], F::Closed, &["propertyclosedate", "closedatedeal"]),
    of(&[T::Opportunities], F::Probability, &["dealprobability", "hsdealstageprobability", "forecastprobability"]),
    of(
        &[T::Opportunities, T::Activities, T::Leads],
        F::Customer,
        &["associatedcompanyprimary", "primaryassociatedcompany", "associatedcompany", "primarycompany"],
    ),
    any(F::Person, &["hubspotownerid", "hubspotowner", "contactowner", "companyowner", "activityassignedto", "hubspotownername"]),
    any(F::Team, &["hubspotteam", "hubspotteamid", "ownerteam"]),
    any(
        F::Source,
        &[
            "originalsourcetype",
            "originaltrafficsource",
            "latesttrafficsource",
            "hsanalyticssource",
            "originalsourcedrilldown1",
            "latestsource",
        ],
    ),
    of(&[T::Activities], F::Day, &["activitydate", "hstimestamp", "meetingstarttime", "calldate", "createdat", "starttime"]),
    of(&[T::Activities], F::ActivityType, &["engagementtype", "hsactivitytype", "activitytype", "callandmeetingtype", "meetingtype"]),
    of(&[T::Activities], F::Attended, &["meetingoutcome", "callmeetingoutcome"]),
    of(&[T::Accounts], F::Customer, &["companyid", "recordid", "hsobjectid", "propertyname"]),
    of(&[T::Leads], F::Stage, &["leadstatus", "lifecyclestage", "hsleadstatus"]),
    of(&[T::Leads], F::Id, &["contactid", "recordid", "leadid"]),
    of(&[T::StageHistory], F::Opportunity, &["dealid"]),
    of(&[T::StageHistory], F::Day, &["dateentered", "hsdateentered"]),
    of(&[T::StageHistory], F::Stage, &["value", "dealstage"]),
];
