//! What CRM and sales systems call their columns and files: one file per dialect.
//!
//! A new dialect is one file here with the names that the generic ones lack, and its line in [`DIALECTS`]; names of a language are lines of
//! a file in `languages`.

mod cash;
mod categories;
mod chinese;
mod commerce;
mod continental;
mod dynamics;
mod english;
mod erp;
mod european;
mod file_names;
mod forecasts;
mod fxiaoke;
mod generic;
mod hubspot;
pub(crate) mod languages;
mod odoo;
mod pipedrive;
mod salesforce;
mod service;
mod southeast;
pub(crate) mod stage_words;
mod stems;
mod survey;
mod tools;
mod xiaoshouyi;
mod zoho;

use kpi_model::{Field, TableKind};

/// A name a system uses for a field; `kinds` empty means in any table.
pub(crate) struct Synonym {
    pub(crate) kinds: &'static [TableKind],
    pub(crate) field: Field,
    /// Normal forms: lower case, letters and digits only; the commonest first.
    pub(crate) names: &'static [&'static str],
}

const fn any(field: Field, names: &'static [&'static str]) -> Synonym {
    Synonym { kinds: &[], field, names }
}

const fn of(kinds: &'static [TableKind], field: Field, names: &'static [&'static str]) -> Synonym {
    Synonym { kinds, field, names }
}

/// The synonym tables.
pub(crate) const DIALECTS: [&[Synonym]; 22] = [
    generic::SYNONYMS,
    english::SYNONYMS,
    chinese::SYNONYMS,
    salesforce::SYNONYMS,
    hubspot::SYNONYMS,
    pipedrive::SYNONYMS,
    zoho::SYNONYMS,
    dynamics::SYNONYMS,
    odoo::SYNONYMS,
    fxiaoke::SYNONYMS,
    xiaoshouyi::SYNONYMS,
    commerce::SYNONYMS,
    survey::SYNONYMS,
    cash::SYNONYMS,
    categories::SYNONYMS,
    erp::SYNONYMS,
    service::SYNONYMS,
    european::SYNONYMS,
    continental::SYNONYMS,
    forecasts::SYNONYMS,
    southeast::SYNONYMS,
    tools::SYNONYMS,
];

pub(crate) use file_names::FILE_HINTS;
pub(crate) use stems::STEMS;

#[cfg(test)]
mod tests {
    use super::DIALECTS;
    use crate::stages::normal;

    #[test]
    fn names_are_in_normal_form() {
        for synonym in DIALECTS.iter().flat_map(|dialect| dialect.iter()) {
            for name in synonym.names {
                assert_eq!(normal(name), *name, "{:?}", synonym.field);
            }
            // A field that a kind cannot hold would never be found.
            for kind in synonym.kinds {
                assert!(kind.fields().0.contains(&synonym.field), "{kind:?} {:?}", synonym.field);
            }
        }
    }
}
