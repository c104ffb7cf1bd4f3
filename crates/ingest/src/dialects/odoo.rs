//! Odoo: labels and technical names of CRM and sales exports.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, any, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Id, &["externalid"]),
    of(&[T::Opportunities], F::Amount, &["expectedrevenue", "plannedrevenue", "recurringrevenue"]),
    of(&[T::Opportunities, T::Leads], F::Stage, &["stageid", "stageidname"]),
    of(&[T::Opportunities], F::Closed, &["closeddate", "dateclosed", "expectedclosing", "datedeadline"]),
    any(F::Created, &["createdon", "createdate"]),
    any(F::Customer, &["partnerid", "customername", "partnername", "customerdisplayname", "partneridname"]),
    any(F::Person, &["salesperson", "userid", "useridname", "salespersonname"]),
    any(F::Team, &["salesteam", "teamid", "teamidname"]),
    any(F::Source, &["sourceid", "mediumid", "medium", "utmsource"]),
    of(&[T::Orders], F::Id, &["orderreference", "saleorder", "reference"]),
    of(&[T::Orders], F::Day, &["orderdate", "dateorder", "confirmationdate", "invoicedate", "invoicebilldate"]),
    of(
        &[T::Orders],
        F::Amount,
        &["amountuntaxed", "untaxedtotal", "untaxedamount", "untaxedamountsigned", "amounttotal", "pricesubtotal", "subtotal"],
    ),
    of(&[T::Orders], F::Quantity, &["productuomqty", "orderedqty", "orderlinesquantity"]),
    of(&[T::Orders], F::ListPrice, &["priceunit", "orderlinesunitprice"]),
    of(&[T::Products], F::ListPrice, &["salesprice", "lstprice", "publicprice"]),
    of(&[T::Activities], F::Day, &["duedate", "datedeadline"]),
];
