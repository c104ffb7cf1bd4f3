//! How numbers and dates of a file are written: what a column leaves open the others of the same file decide.

use kpi_model::{Field, FieldType};

use crate::kinds::Guess;
use crate::parse::line_power;
use crate::profile::Profile;
use crate::raw::RawTable;

/// Formats that keep numbers as numbers: a point in them is never a sign between thousands.
const TYPED: [&str; 8] = ["XLSX", "XLSM", "XLSB", "XLS", "ODS", "JSON", "NDJSON", "Parquet"];

/// Lets the columns of a table agree.
pub(crate) fn agree(table: &RawTable, profiles: &mut [Profile]) {
    let count = |test: &dyn Fn(&Profile) -> bool| profiles.iter().filter(|profile| test(profile)).count();
    let commas = count(&|profile| profile.is_number() && profile.signs.is_decided() && profile.number_style.decimal_comma);
    let points = count(&|profile| profile.is_number() && profile.signs.is_decided() && !profile.number_style.decimal_comma);
    let day_first = count(&|profile| profile.order.0 > profile.order.1);
    let month_first = count(&|profile| profile.order.1 > profile.order.0);
    let is_text = !TYPED.contains(&table.format.as_str());
    for profile in profiles {
        if profile.is_number() && !profile.signs.is_decided() && is_text {
            let signs = profile.signs;
            // 12.500 beside 8.200 and 900: decimals would not always be three.
            let looks_grouped = signs.three_behind_point > 1 && (signs.is_wide || signs.none > 0 || table.delimiter == b';');
            profile.number_style.decimal_comma = commas > points || (commas == points && looks_grouped);
            profile.is_grouped_by_guess = signs.three_behind_point > 0 && profile.number_style.decimal_comma && commas == 0;
        }
        if profile.is_order_open && (day_first > 0) != (month_first > 0) {
            profile.day_style.day_first = day_first > 0;
            profile.is_order_open = false;
        }
    }
}

/// Amounts are in the unit that stands above or below the table (单位：万元), unless their header names one.
pub(crate) fn unit_of_table(table: &RawTable, guess: &Guess, profiles: &mut [Profile]) {
    let power = line_power(&table.title);
    for (binding, profile) in guess.columns.iter().zip(profiles).filter(|_| power > 0) {
        let is_money =
            binding.as_ref().is_some_and(|binding| binding.field.field_type() == FieldType::Money && binding.field != Field::ListPrice);
        if is_money && profile.number_style.power == 0 {
            profile.number_style.power = power;
        }
    }
}
