//! The JavaScript edge: one class for the engine, one for reading a file. No logic here.

mod shared;

use js_sys::{Array, JSON, Uint8Array};
use kpi_model::Failure;
use kpi_workbench::{Dataset, RawTable, ReadAs, Session, handle_packed, handle_text};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Plain objects, as `JSON.parse` would make them.
fn to_js<T: Serialize>(value: &T) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

fn thrown(failure: &Failure) -> JsValue {
    to_js(failure)
}

fn broken(what: String) -> Failure {
    Failure {
        code: "E-ASK".to_owned(),
        what: kpi_model::Text::new("请求的形式不对", what),
        fix: kpi_model::Text::new("对照 kpi.d.ts", "Compare with kpi.d.ts."),
    }
}

/// The engine: the only state.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    session: Session,
    /// Bytes of packed tables that have not been bound.
    unbound: usize,
}

/// Most memory that is asked for ahead of need.
const MOST_ROOM: usize = 256 << 20;

impl Engine {
    /// Asks the browser once for the memory that new tables will take when they are bound: asking bit by bit takes a sixth of the time of
    /// binding them. The allocator keeps what is let go.
    fn make_room(&mut self) {
        let room = std::mem::take(&mut self.unbound).saturating_mul(2).min(MOST_ROOM);
        let mut ahead: Vec<u8> = Vec::new();
        if room > 0 && ahead.try_reserve_exact(room).is_ok() {
            std::hint::black_box(&mut ahead);
        }
    }
}

#[wasm_bindgen]
impl Engine {
    /// An engine without files.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        console_error_panic_hook::set_once();
        Self::default()
    }

    /// Answers `{ call, body }` with `{ ok: { call, body } }` or `{ failed }`.
    ///
    /// Goes through JSON text: the reader of plain objects would pass over misspelt fields, and a filter that is
    /// not understood must be refused, not ignored.
    pub fn handle(&mut self, ask: &JsValue) -> JsValue {
        self.make_room();
        let text = JSON::stringify(ask).map_or_else(|_| String::new(), String::from);
        JSON::parse(&handle_text(&mut self.session, &text)).unwrap_or(JsValue::NULL)
    }

    /// The same as JSON text, byte for byte what the native build gives.
    #[wasm_bindgen(js_name = handleText)]
    pub fn handle_text(&mut self, ask: &str) -> String {
        self.make_room();
        handle_text(&mut self.session, ask)
    }

    /// The same with what the cells of reports share written once; `web/npm/client.mjs` unpacks it.
    #[wasm_bindgen(js_name = handlePacked)]
    pub fn handle_packed(&mut self, ask: &str) -> String {
        self.make_room();
        handle_packed(&mut self.session, ask)
    }

    /// Reads and keeps one file; throws a `Failure` where it is refused.
    ///
    /// # Errors
    /// The refusal as a plain object.
    pub fn add(&mut self, name: &str, bytes: &Uint8Array) -> Result<(), JsValue> {
        self.session.add_bytes(name, &bytes.to_vec()).map_err(|failure| thrown(&failure))
    }

    /// Keeps the tables that a [`Reader`] packed.
    ///
    /// # Errors
    /// Throws a `Failure` for anything else.
    #[wasm_bindgen(js_name = addPacked)]
    pub fn add_packed(&mut self, packed: &Uint8Array) -> Result<(), JsValue> {
        let packed = packed.to_vec();
        let tables = RawTable::unpack_all(&packed).ok_or_else(|| thrown(&broken("Not a packed table.".to_owned())))?;
        self.session.add(tables);
        self.unbound = self.unbound.saturating_add(packed.len());
        Ok(())
    }
}

#[wasm_bindgen]
impl Engine {
    /// What another engine needs to answer boards from the same data: `[head, ...columns]`, copies as typed arrays. `null` where they
    /// are more than so many bytes.
    pub fn share(&mut self, most: f64) -> JsValue {
        self.make_room();
        let (head, columns) = self.session.dataset().parts();
        if columns.iter().map(shared::bytes).sum::<f64>() > most {
            return JsValue::NULL;
        }
        let Ok(head) = serde_json::to_string(&head) else { return JsValue::NULL };
        std::iter::once(JsValue::from_str(&head)).chain(columns.iter().map(shared::copied)).collect::<Array>().into()
    }

    /// An engine that answers boards from what another one shared; it has no files.
    ///
    /// # Errors
    /// Throws a `Failure` for anything else.
    #[wasm_bindgen(js_name = fromShared)]
    pub fn from_shared(parts: &Array) -> Result<Self, JsValue> {
        console_error_panic_hook::set_once();
        let mut parts = parts.iter();
        let head = parts.next().and_then(|head| head.as_string()).and_then(|head| serde_json::from_str(&head).ok());
        let dataset = head.and_then(|head| Dataset::from_parts(head, &mut shared::Copied(parts)));
        let dataset = dataset.ok_or_else(|| thrown(&broken("Not the parts of a dataset.".to_owned())))?;
        Ok(Self { session: Session::of_dataset(dataset), unbound: 0 })
    }
}

/// Reads one file in chunks, in a worker that is thrown away afterwards.
#[wasm_bindgen]
pub struct Reader {
    name: String,
    reader: Option<kpi_workbench::Reader>,
}

#[wasm_bindgen]
impl Reader {
    /// A reader of the file called `name`; `read_as` is a `ReadAs` where the user decided how.
    ///
    /// # Errors
    /// Throws a `Failure` for any other object.
    #[wasm_bindgen(constructor)]
    pub fn new(name: String, read_as: JsValue) -> Result<Self, JsValue> {
        console_error_panic_hook::set_once();
        let read_as = if read_as.is_undefined() || read_as.is_null() {
            ReadAs::default()
        } else {
            // As text: a misspelt name must be refused.
            let text = JSON::stringify(&read_as).map_or_else(|_| String::new(), String::from);
            serde_json::from_str(&text).map_err(|error| thrown(&broken(format!("Not a ReadAs: {error}."))))?
        };
        let reader = Some(kpi_workbench::Reader::new(&name, read_as));
        Ok(Self { name, reader })
    }

    /// Takes the next chunk; returns the rows so far.
    ///
    /// # Errors
    /// Throws a `Failure` where the file is refused.
    pub fn push(&mut self, chunk: &Uint8Array) -> Result<f64, JsValue> {
        let reader = self.reader.as_mut().ok_or_else(|| thrown(&broken("The file is finished.".to_owned())))?;
        reader.push(&chunk.to_vec()).map(|rows| rows as f64).map_err(|error| thrown(&error.failure(&self.name)))
    }

    /// The packed tables.
    ///
    /// # Errors
    /// Throws a `Failure` where the file is refused.
    pub fn finish(&mut self) -> Result<Uint8Array, JsValue> {
        let reader = self.reader.take().ok_or_else(|| thrown(&broken("The file is finished.".to_owned())))?;
        let tables = reader.finish().map_err(|error| thrown(&error.failure(&self.name)))?;
        Ok(Uint8Array::from(RawTable::pack_all(&tables).as_slice()))
    }
}
