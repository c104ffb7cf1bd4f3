//! Columns that say of each row whether it counts: states and kinds of documents, cancelled yes or no, what is left of a note.

use kpi_model::{Field, Mapping, TableKind};

use super::Source;
use crate::dialects::languages;
use crate::documents::{Document, Says, are_ledger_types, document, is_plainly_void};
use crate::kinds::is_state_of;
use crate::names::Header;
use crate::profile::is_blank;
use crate::stages::normal;

impl Source<'_> {
    /// The columns that say of each row whether it counts, and what they say: that of the states and kinds of documents, and others like
    /// it beside it. What the user sets to "not used" says nothing.
    pub(crate) fn documents(&self, mapping: &Mapping) -> Vec<(usize, Says)> {
        let is_document = matches!(self.kind, TableKind::Orders | TableKind::Payments | TableKind::Spend);
        let bound = self.columns.get(&Field::Status).filter(|_| is_document);
        let says = |(at, name): (usize, &str)| {
            let header = Header::new(name);
            if self.kind == TableKind::Spend && !self.is_of_claims(at, &header.normal) {
                return None;
            }
            let says = match bound {
                Some(bound) if *bound == at => Says::of(&header.normal),
                _ if self.is_free(mapping, at) => self.says(at, name, &header, is_document),
                _ => None,
            };
            Some((at, says?))
        };
        let mut found: Vec<(usize, Says)> = Header::names_of(&self.raw.headers).into_iter().enumerate().filter_map(says).collect();
        found.sort_by_key(|(at, _)| bound != Some(at));
        found
    }

    /// Does a column of costs say whether a claim was granted? What a campaign cost stays spent when it is cancelled; a claim that was refused
    /// was not paid, nor was a payment by card that was declined.
    fn is_of_claims(&self, at: usize, name: &str) -> bool {
        const CLAIMS: [&str; 10] =
            ["审批", "审核", "单据状态", "流程状态", "报销状态", "申请状态", "approval", "claim", "reimbursement", "expensestatus"];
        let mut is_declined = false;
        if name == "status" {
            self.raw
                .columns
                .get(at)
                .into_iter()
                .for_each(|column| column.each(|cell, _| is_declined |= cell.eq_ignore_ascii_case("declined")));
        }
        is_declined || CLAIMS.iter().any(|part| name.contains(part))
    }

    /// What a column that stands for no field says.
    fn says(&self, at: usize, name: &str, header: &Header, is_document: bool) -> Option<Says> {
        // Claims of expenses are approved or refused as orders are.
        let of_kind = if self.kind == TableKind::Spend { TableKind::Orders } else { self.kind };
        let profile = self.profiles.get(at)?;
        let is_state = is_document && profile.has_documents && is_state_of(of_kind, &Header::looked_up(name));
        // How many were cancelled is no yes or no.
        let is_count = profile.number_share > 0.9 && header.normal.starts_with("cancel");
        if let Some(gone) = Says::gone(&header.normal, self.kind).filter(|_| !is_count) {
            return Some(gone);
        }
        if let Some(state) = Says::of(&header.normal).filter(|_| is_state) {
            return Some(state);
        }
        if self.is_ledger(at, &header.normal) {
            return Some(Says::Ledger);
        }
        if is_document && self.is_flag_of_void(at, header) {
            return Some(Says::Gone);
        }
        if is_document && self.is_kind_of_document(at, header) {
            return Some(self.kind_beside_invoices(at));
        }
        // A visit that was called off was none.
        let may_be = (is_document || self.kind == TableKind::Activities) && !is_state;
        let plain = if is_document { Says::Plain } else { Says::Visit };
        (may_be && self.says_void(at, &header.normal, plain)).then_some(plain)
    }

    /// Has a column that no list names, of states or of notes, a word that takes a row out: 作废 in a note, 拒绝 as a result?
    fn says_void(&self, at: usize, name: &str, says: Says) -> bool {
        const STATES: [&str; 8] = ["status", "approval", "result", "审批", "审核", "结果", "状态", "状況"];
        const NOTES: [&str; 10] = ["remark", "note", "comment", "memo", "备注", "說明", "说明", "備註", "備考", "bemerkung"];
        const OTHERS: [&str; 16] = [
            "subscription",
            "renewal",
            "newsletter",
            "payment",
            "shipping",
            "delivery",
            "customer",
            "客户",
            "会员",
            "支付",
            "付款",
            "配送",
            "物流",
            "warranty",
            "credit",
            "follow",
        ];
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        let profile = self.profiles.get(at).filter(|profile| profile.day_share < 0.5 && profile.number_share < 0.5);
        let is_state = has(&STATES) && profile.is_some_and(|profile| profile.distinct <= 15);
        if profile.is_none() || has(&OTHERS) || !(is_state || has(&NOTES)) {
            return false;
        }
        let mut found = false;
        self.raw
            .columns
            .get(at)
            .into_iter()
            .for_each(|column| column.each(|cell, _| found |= !is_blank(cell) && document(cell, says) == Document::Void));
        found
    }

    /// Does a column of types hold Sage's kinds of transactions?
    pub(super) fn is_ledger(&self, at: usize, name: &str) -> bool {
        let cells = || self.raw.columns.get(at).into_iter().flat_map(|column| column.iter()).filter(|cell| !is_blank(cell));
        self.kind == TableKind::Orders && matches!(name, "type" | "trantype" | "transactiontype") && are_ledger_types(cells())
    }

    /// Does a column say yes or no to being cancelled: `Auftrag storniert`?
    pub(super) fn is_flag_of_void(&self, at: usize, header: &Header) -> bool {
        let is_void = |word: &String| is_plainly_void(word) || languages::says(word, languages::Says::Void);
        let is_flag = |at: usize| self.profiles.get(at).is_some_and(|profile| profile.flag_share > 0.9);
        // Where documents name the one they cancel, both count: they add up to nothing.
        let names_cancelled = |(other, header): (usize, &String)| {
            let is_filled = self.profiles.get(other).is_some_and(|profile| profile.filled > 0);
            other != at && is_filled && !is_flag(other) && Header::new(header).words.iter().any(is_void)
        };
        // How many pieces were cancelled, or what was authorised, is no state of the document; what was reversed stands there twice.
        const BESIDE: [&str; 26] = [
            "is",
            "was",
            "flag",
            "yn",
            "order",
            "orders",
            "document",
            "doc",
            "invoice",
            "sale",
            "transaction",
            "billing",
            "auftrag",
            "bestellung",
            "rechnung",
            "beleg",
            "pedido",
            "factura",
            "commande",
            "facture",
            "ordine",
            "fattura",
            "siparis",
            "fatura",
            "faktura",
            "zamowienie",
        ];
        const OTHERS: [&str; 8] = ["reversed", "reversal", "authorization", "authorisation", "withdrawal", "proforma", "expired", "draft"];
        let is_state = header.words.iter().all(|word| {
            let is_told = is_void(word) && !OTHERS.contains(&word.as_str());
            is_told || BESIDE.contains(&languages::folded(word).as_ref())
        });
        let is_count = self.raw.columns.get(at).is_some_and(|column| column.rows_where(|cell| !matches!(cell, "" | "0" | "1")).is_empty());
        is_flag(at)
            && is_state
            && !is_count
            && header.words.iter().any(is_void)
            && !self.raw.headers.iter().enumerate().any(names_cancelled)
    }

    /// Does a column say of what kind each document is: `SOP Type`, 单据类别?
    pub(super) fn is_kind_of_document(&self, at: usize, header: &Header) -> bool {
        const KINDS: [&str; 12] = ["type", "typ", "tipo", "kind", "soort", "turu", "rodzaj", "类型", "类别", "種類", "种类", "区分"];
        // Portuguese and Spanish lists call it the document, as if it were its number.
        let is_document = matches!(header.normal.as_str(), "documento" | "document" | "dokument" | "документ" | "beleg" | "docto");
        let says_kind =
            is_document || header.words.last().is_some_and(|word| KINDS.iter().any(|kind| languages::folded(word).ends_with(kind)));
        let is_few = self.profiles.get(at).is_some_and(|profile| profile.distinct <= 12);
        says_kind
            && is_few
            && (self.profiles.get(at).is_some_and(|profile| profile.has_documents) || self.kind_beside_invoices(at) == Says::Invoices)
    }

    /// What a column of kinds says: whether invoices are among them.
    pub(super) fn kind_beside_invoices(&self, at: usize) -> Says {
        let is_invoice =
            |cell: &str| matches!(normal(cell).as_str(), "invoice" | "invoices" | "rechnung" | "facture" | "factura" | "fattura");
        let mut found = false;
        self.raw.columns.get(at).into_iter().for_each(|column| column.each(|cell, _| found |= is_invoice(cell)));
        if found { Says::Invoices } else { Says::Kind }
    }
}
