//! What CRM systems call their columns and files: one file per dialect.

mod generic;

use kpi_model::{Field, TableKind};

/// A name a system uses for a field; `kinds` empty means in any table.
pub(crate) struct Synonym {
    pub(crate) kinds: &'static [TableKind],
    pub(crate) field: Field,
    /// Normal forms: lower case, letters and digits only.
    pub(crate) names: &'static [&'static str],
}

/// The synonym tables, most specific dialect first.
pub(crate) const DIALECTS: [&[Synonym]; 1] = [generic::SYNONYMS];

/// Words in a file name that hint at what a row is.
pub(crate) const FILE_HINTS: &[(TableKind, &[&str])] = generic::FILE_HINTS;
