//! Columns of a dataset as typed arrays, and back.

use js_sys::{BigInt64Array, Int32Array, Uint8Array, Uint32Array};
use kpi_workbench::{Column, Columns, Standing};
use wasm_bindgen::prelude::{JsCast, JsValue};

/// Bytes of a column.
pub(crate) fn bytes(column: &Column<'_>) -> f64 {
    let bytes = match column {
        Column::Codes(codes) => size_of_val(*codes),
        Column::Numbers(numbers) => size_of_val(*numbers),
        Column::Money(money) => size_of_val(*money),
        Column::Text(text) => text.len(),
        Column::Outcomes(outcomes) => outcomes.len(),
    };
    bytes as f64
}

pub(crate) fn copied(column: &Column<'_>) -> JsValue {
    match column {
        Column::Codes(codes) => Uint32Array::from(*codes).into(),
        Column::Numbers(numbers) => Int32Array::from(*numbers).into(),
        Column::Money(money) => BigInt64Array::from(*money).into(),
        Column::Text(text) => Uint8Array::from(text.as_bytes()).into(),
        Column::Outcomes(outcomes) => {
            let codes: Vec<u8> = outcomes.iter().map(|outcome| *outcome as u8).collect();
            Uint8Array::from(codes.as_slice()).into()
        }
    }
}

/// Typed arrays in the order in which they were made.
pub(crate) struct Copied<I>(pub(crate) I);

impl<I: Iterator<Item = JsValue>> Copied<I> {
    fn next<T: JsCast>(&mut self) -> Option<T> {
        self.0.next()?.dyn_into().ok()
    }
}

impl<I: Iterator<Item = JsValue>> Columns for Copied<I> {
    fn codes(&mut self) -> Option<Vec<u32>> {
        self.next::<Uint32Array>().map(|codes| codes.to_vec())
    }

    fn numbers(&mut self) -> Option<Vec<i32>> {
        self.next::<Int32Array>().map(|numbers| numbers.to_vec())
    }

    fn money(&mut self) -> Option<Vec<i64>> {
        self.next::<BigInt64Array>().map(|money| money.to_vec())
    }

    fn text(&mut self) -> Option<String> {
        String::from_utf8(self.next::<Uint8Array>()?.to_vec()).ok()
    }

    fn outcomes(&mut self) -> Option<Vec<Standing>> {
        let standing = |code: u8| [Standing::Open, Standing::Won, Standing::Lost].into_iter().find(|standing| *standing as u8 == code);
        self.next::<Uint8Array>()?.to_vec().into_iter().map(standing).collect()
    }
}
