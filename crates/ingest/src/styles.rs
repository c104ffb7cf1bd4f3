//! How numbers and dates of a file are written: what a column leaves open the others of the same file decide.

use kpi_model::{Field, FieldType};

use crate::kinds::{Binding, Guess, column_of};
use crate::parse::{line_power, name_power, names_unit};
use crate::profile::Profile;
use crate::raw::RawTable;

/// Formats that keep numbers as numbers: a point in them is never a sign between thousands.
const TYPED: [&str; 8] = ["XLSX", "XLSM", "XLSB", "XLS", "ODS", "JSON", "NDJSON", "Parquet"];

/// Currencies with three decimals.
const THREE_DECIMALS: [&str; 6] = ["KWD", "BHD", "OMR", "TND", "JOD", "IQD"];

/// Lets the columns that have a meaning agree.
pub(crate) fn agree(table: &RawTable, guess: &Guess, profiles: &mut [Profile]) {
    decimals(table, guess, profiles);
    days(profiles);
    units(table, guess, profiles);
}

fn of_type(binding: Option<&Binding>, kind: FieldType) -> bool {
    binding.is_some_and(|binding| binding.field.field_type() == kind)
}

fn decimals(table: &RawTable, guess: &Guess, profiles: &mut [Profile]) {
    let is_number = |binding: Option<&Binding>| of_type(binding, FieldType::Money) || of_type(binding, FieldType::Number);
    let bound = || guess.columns.iter().zip(&*profiles).filter(|(binding, profile)| is_number(binding.as_ref()) && profile.is_number());
    let decided = |is_comma: bool| {
        bound().filter(|(_, profile)| profile.signs.is_decided() && profile.number_style.decimal_comma == is_comma).count()
    };
    let (commas, points) = (decided(true), decided(false));
    let currency = column_of(&guess.columns, Field::Currency);
    let has_three = currency.and_then(|at| table.columns.get(at)).is_some_and(|column| THREE_DECIMALS.contains(&column.get(0)));
    let is_text = !TYPED.contains(&table.format.as_str());
    for (binding, profile) in guess.columns.iter().zip(profiles) {
        if !is_text || !is_number(binding.as_ref()) || !profile.is_number() || profile.signs.is_decided() {
            continue;
        }
        let signs = profile.signs;
        // 12.500 beside 900: decimals would not be left out. Weights and prices may have three decimals; amounts hardly do.
        let is_amount =
            binding.as_ref().is_some_and(|binding| of_type(Some(binding), FieldType::Money) && binding.field != Field::ListPrice);
        let looks_grouped = is_amount && !has_three && signs.three_behind_point > 1 && (signs.none > 0 || table.delimiter == b';');
        profile.number_style.decimal_comma = commas > points || (commas == points && looks_grouped);
        profile.is_grouped_by_guess = signs.three_behind_point > 0 && profile.number_style.decimal_comma && commas == 0;
    }
}

fn days(profiles: &mut [Profile]) {
    let count = |test: &dyn Fn(&Profile) -> bool| profiles.iter().filter(|profile| test(profile)).count();
    let day_first = count(&|profile| profile.order.0 > profile.order.1);
    let month_first = count(&|profile| profile.order.1 > profile.order.0);
    if (day_first > 0) == (month_first > 0) {
        return;
    }
    for profile in profiles.iter_mut().filter(|profile| profile.is_order_open || profile.is_dotted) {
        profile.day_style.day_first = day_first > 0;
        profile.is_order_open = false;
    }
}

/// Amounts are in the unit that stands above the table (单位：万元), unless their header names one; and letters that are units of
/// money are none of pieces: `Quantity (M)`.
fn units(table: &RawTable, guess: &Guess, profiles: &mut [Profile]) {
    let power = match line_power(&table.title) {
        0 => name_power(&table.name),
        power => power,
    };
    for ((binding, profile), header) in guess.columns.iter().zip(profiles).zip(&table.headers) {
        let is_money = of_type(binding.as_ref(), FieldType::Money);
        let is_price = binding.as_ref().is_some_and(|binding| binding.field == Field::ListPrice);
        if is_money && !is_price && profile.number_style.power == 0 && !names_unit(header) {
            profile.number_style.power = power;
        }
        if of_type(binding.as_ref(), FieldType::Number) && header.is_ascii() {
            profile.number_style.power = 0;
        }
    }
}
