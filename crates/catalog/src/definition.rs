//! The form of a KPI file.

use std::collections::BTreeMap;

use kpi_engine::Formula;
use kpi_model::{Better, Family, Field, KpiInfo, TableKind, Text, VariantInfo};

/// One published definition.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Id, `close_date_count`.
    pub id: &'static str,
    /// Name in Chinese and English.
    pub name: (&'static str, &'static str),
    /// Formula in words, Chinese and English.
    pub words: (&'static str, &'static str),
    /// The formula.
    pub formula: Formula,
}

/// One KPI.
#[derive(Clone, Debug)]
pub struct Kpi {
    /// Id = file name.
    pub id: &'static str,
    /// Family.
    pub family: Family,
    /// Name in Chinese and English.
    pub name: (&'static str, &'static str),
    /// The doc comment: meaning, trap, examples.
    pub about: &'static str,
    /// Which direction is good.
    pub better: Better,
    /// Definitions, the default first.
    pub variants: Vec<Variant>,
}

impl Kpi {
    /// The KPI as the user and programs see it.
    #[must_use]
    pub fn info(&self) -> KpiInfo {
        let about: Vec<&str> = self.about.lines().map(str::trim).take_while(|line| !line.starts_with("```")).collect();
        KpiInfo {
            id: self.id.to_owned(),
            family: self.family,
            name: Text::new(self.name.0, self.name.1),
            about: about.join(" ").trim().to_owned(),
            better: self.better,
            variants: self.variants.iter().map(Variant::info).collect(),
        }
    }
}

impl Variant {
    fn info(&self) -> VariantInfo {
        VariantInfo {
            id: self.id.to_owned(),
            name: Text::new(self.name.0, self.name.1),
            formula: Text::new(self.words.0, self.words.1),
            unit: self.formula.unit(),
            additive: self.formula.is_additive(),
            needs: needs(&self.formula),
            source: crate::language::print(&self.formula),
        }
    }
}

/// The tables and columns a formula reads.
pub(crate) fn needs(formula: &Formula) -> Vec<(TableKind, Vec<Field>)> {
    let mut needs: BTreeMap<TableKind, Vec<Field>> = BTreeMap::new();
    for measure in formula.measures() {
        let fields = needs.entry(measure.table).or_default();
        fields.extend(measure.fields());
        fields.sort_unstable();
        fields.dedup();
    }
    needs.into_iter().collect()
}

/// Declares the KPI of a file. The doc comment is help text, documentation and test in one: each
/// <code>```kpi</code> block is a table of rows followed by `=> variant: expected`.
macro_rules! kpi {
    (
        $(#[doc = $about:literal])*
        $id:ident {
            family: $family:ident, zh: $zh:literal, en: $en:literal, better: $better:ident,
            variants: { $($variant:ident { $name_zh:literal, $name_en:literal, $words_zh:literal, $words_en:literal, $formula:expr })* }
        }
    ) => {
        $(#[doc = $about])*
        pub(super) fn $id() -> crate::definition::Kpi {
            crate::definition::Kpi {
                id: stringify!($id),
                family: kpi_model::Family::$family,
                name: ($zh, $en),
                about: concat!($($about, "\n"),*),
                better: kpi_model::Better::$better,
                variants: vec![$(crate::definition::Variant {
                    id: stringify!($variant),
                    name: ($name_zh, $name_en),
                    words: ($words_zh, $words_en),
                    formula: $formula,
                }),*],
            }
        }
    };
}
pub(crate) use kpi;
