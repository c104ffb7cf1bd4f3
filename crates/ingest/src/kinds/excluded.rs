//! Kinds that a table cannot be, whatever its columns would pass as.

use kpi_model::{Field, TableKind};

use super::against::is_tax;
use super::headers::{BUYER_HEADERS, PAYMENT_HEADERS, SHARE_HEADERS, are_journeys};
use super::others;
use crate::dialects::Synonym;
use crate::names::{EXACT, Header};
use crate::profile::Profile;
use crate::raw::RawTable;

/// Is the table none of this kind?
pub(super) fn is_excluded(kind: TableKind, table: &RawTable, headers: &[Header], profiles: &[Profile]) -> bool {
    let has = |name: &str| headers.iter().any(|header| header.normal == name);
    // What has a number of its own and that of an opportunity is no opportunity, and what is to be paid when no sale of its own.
    if others::other(kind, table, headers).is_some() {
        return true;
    }
    match kind {
        // From one stage to another, a stage that was left and the one it was left for: a line of a history, whatever else it tells.
        TableKind::Opportunities => {
            has("fromstage") && has("tostage")
                || has("stage") && has("movedto")
                || tells_of_opportunities(headers, profiles)
                || are_invoices(headers, profiles)
        }
        TableKind::Orders => {
            let is_claim = |header: &Header| {
                header.normal.len() > 8 && header.normal.starts_with("expense")
                    || header.normal.starts_with("cardholder")
                    || header.normal.starts_with("报销")
            };
            // Claims of expenses and bills of journeys are no sales, and lines that say whose part it is no orders.
            are_journeys(headers)
                || tells_of_opportunities(headers, profiles)
                || plans_payments(headers)
                || headers.iter().any(|header| is_claim(header) || header.says(SHARE_HEADERS))
        }
        // Invoices and what was paid of each are sales, not payments.
        TableKind::Payments => is_ledger(headers, profiles),
        _ => false,
    }
}

/// Do the rows tell their tax, and when they were due or paid? What is won or lost does not.
fn are_invoices(headers: &[Header], profiles: &[Profile]) -> bool {
    let is_due =
        |(synonym, (score, _)): &(&Synonym, (f64, &'static str))| matches!(synonym.field, Field::DueOn | Field::PaidOn) && *score > EXACT;
    let is_taxed = headers.iter().zip(profiles).any(|(header, profile)| is_tax(header) && profile.is_number());
    let is_of_deals = |header: &Header| header.is_expected() || header.says(&["opportunity", "deal", "商机", "pipeline", "probability"]);
    let has_stages =
        profiles.iter().any(|profile| profile.is_decided || (profile.stage_share > 0.5 && profile.distinct > 1 && !profile.has_documents));
    is_taxed && headers.iter().any(|header| header.listed.iter().any(&is_due)) && !has_stages && !headers.iter().any(is_of_deals)
}

/// Does each row stand for something that happened to an opportunity? It has a number and a stage, and names an opportunity that several
/// rows name.
fn tells_of_opportunities(headers: &[Header], profiles: &[Profile]) -> bool {
    const KEYS: [&str; 5] = ["opportunityid", "dealid", "商机id", "商机编号", "opportunitynumber"];
    let names = |field: Field| headers.iter().any(|header| header.listed.iter().any(|(synonym, _)| synonym.field == field));
    let key = headers.iter().position(|header| KEYS.contains(&header.normal.as_str()));
    let names_customer = headers.iter().any(|header| header.says(BUYER_HEADERS));
    let has_own = headers.iter().zip(profiles).any(|(header, profile)| header.normal == "id" && profile.distinct == profile.distinct_of);
    let repeats = |profile: &Profile| profile.distinct * 10 < profile.distinct_of * 7;
    has_own && names(Field::Stage) && !names_customer && key.and_then(|at| profiles.get(at)).is_some_and(repeats)
}

/// Is it a list of what customers will have to pay, and when?
fn plans_payments(headers: &[Header]) -> bool {
    let says = |parts: &[&str]| headers.iter().any(|header| header.says(parts));
    says(&["计划回款", "应回款", "计划收款"]) && !says(&["合同金额", "合同总", "订单金额", "签约"])
}

/// Is it a list of invoices, when each falls due, and what was paid of it?
fn is_ledger(headers: &[Header], profiles: &[Profile]) -> bool {
    // Where every row was paid it is a list of what came in.
    const PAID: [&str; 8] = ["回款日期", "收款日期", "到账日期", "回款时间", "paymentdate", "paiddate", "datepaid", "receiptdate"];
    let rows = profiles.iter().map(|profile| profile.filled).max().unwrap_or(0);
    let are_paid = |(header, profile): (&Header, &Profile)| header.says(&PAID) && profile.filled * 20 >= rows * 19;
    if headers.iter().zip(profiles).any(are_paid) {
        return false;
    }
    let says = |parts: &[&str]| headers.iter().any(|header| header.says(parts));
    let is_dated = says(&["开票日期", "发票日期", "出库日期", "invoicedate", "billdate", "rechnungsdatum"]);
    // Only invoices tell their tax.
    let is_taxed = headers.iter().zip(profiles).any(|(header, profile)| is_tax(header) && profile.is_number()) && !says(PAYMENT_HEADERS);
    is_dated && is_taxed
        || is_dated
            && says(&["开票金额", "发票金额", "应收金额", "应收款", "价税合计", "invoiceamount", "invoicetotal", "rechnungsbetrag"])
            && says(&["到期", "应收日期", "应付日期", "账期", "duedate", "dueon", "fällig"])
}
