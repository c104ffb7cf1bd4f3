//! The engine worker and the import workers: messages out, commands in.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect};
use kpi_model::{Ask, Failure, ReadAs, Text};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{File, MessageEvent, Worker};

use crate::state::{Command, FileToRead, Slot};
use crate::store::Store;

/// Slots that the user changes faster than the engine may answer: only the newest ask waits.
const LATEST_ONLY: [Slot; 10] = [
    Slot::Overview,
    Slot::Evidence,
    Slot::Chances,
    Slot::Baseline,
    Slot::Backtest,
    Slot::Forecast,
    Slot::Tornado,
    Slot::Heat,
    Slot::Seek,
    Slot::Compared,
];
/// An engine that dies this often in a row is not started again by itself.
const MOST_RESTARTS: u32 = 3;

/// Times the sample company is read, in a worker that is thrown away, while the user looks for files: browsers compile code well only once it
/// has run for a while, and what they compiled serves all workers of the page.
const REHEARSALS: u32 = 4;
/// The page is shown first.
const BEFORE_REHEARSAL: std::time::Duration = std::time::Duration::from_millis(800);

/// All workers of the page.
#[derive(Default)]
pub(crate) struct Client {
    inner: RefCell<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Compiled module and address of the worker source; known once the page has fetched both.
    artefact: Option<(JsValue, String)>,
    engine: Option<Worker>,
    /// Asks made before the engine was there.
    early: Vec<JsValue>,
    next: u32,
    pending: BTreeMap<u32, Slot>,
    newest: BTreeMap<Slot, u32>,
    waiting: BTreeMap<Slot, Ask>,
    files: BTreeMap<String, File>,
    imports: BTreeMap<String, Worker>,
    rehearsal: Option<Worker>,
    /// Files being read, in the order the user gave them: a later file may update an earlier one.
    order: Vec<String>,
    /// Packed tables that wait for the files before them.
    packed: BTreeMap<String, JsValue>,
    restarts: u32,
}

fn object(entries: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a plain property of a plain object cannot fail.
        Reflect::set(&object, &JsValue::from_str(key), value).unwrap_or_default();
    }
    object.into()
}

fn get(message: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(message, &JsValue::from_str(key)).ok().filter(|value| !value.is_undefined())
}

fn number(message: &JsValue, key: &str) -> f64 {
    get(message, key).and_then(|value| value.as_f64()).unwrap_or_default()
}

fn text(code: &str, zh: &str, en: &str) -> Failure {
    Failure { code: code.to_owned(), what: Text::new(zh, en), fix: Text::new("刷新页面再试", "Reload the page and try again.") }
}

impl Client {
    /// Takes the compiled engine and starts it.
    pub(crate) fn begin(self: &Rc<Self>, store: Store, module: JsValue, source: String) {
        self.inner.borrow_mut().artefact = Some((module, source));
        self.spawn_engine(store);
        let client = Rc::clone(self);
        leptos::prelude::set_timeout(move || client.rehearse(), BEFORE_REHEARSAL);
    }

    /// Unless there is work already.
    fn rehearse(self: &Rc<Self>) {
        let is_idle = {
            let inner = self.inner.borrow();
            inner.next <= 1 && inner.files.is_empty()
        };
        if !is_idle {
            return;
        }
        let worker = self.worker(|client, message| {
            let is_over = get(&message, "died").is_some() || number(&message, "id") as u32 == REHEARSALS;
            if is_over {
                client.inner.borrow_mut().end_rehearsal();
            }
        });
        let Some(worker) = worker else { return };
        let sample = Ask::Sample(kpi_model::Sample { locale: kpi_model::Locale::English, opportunities: None });
        let ask = sample.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL);
        for id in 1..=REHEARSALS {
            worker.post_message(&object(&[("id", &JsValue::from(id)), ("ask", &ask)])).unwrap_or_default();
        }
        self.inner.borrow_mut().rehearsal = Some(worker);
    }

    fn worker(self: &Rc<Self>, on_message: impl Fn(&Rc<Self>, JsValue) + 'static) -> Option<Worker> {
        let (module, source) = self.inner.borrow().artefact.clone()?;
        let worker = Worker::new(&source).ok()?;
        let client = Rc::clone(self);
        let closure = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| on_message(&client, event.data()));
        worker.set_onmessage(Some(closure.as_ref().unchecked_ref()));
        closure.forget(); // lives as long as its worker
        worker.post_message(&object(&[("start", &module)])).ok()?;
        Some(worker)
    }

    fn spawn_engine(self: &Rc<Self>, store: Store) {
        let engine = self.worker(move |client, message| client.answer(store, &message));
        if let Some(engine) = engine {
            let client = Rc::clone(self);
            let died = Closure::<dyn Fn(JsValue)>::new(move |_| client.died(store));
            engine.set_onerror(Some(died.as_ref().unchecked_ref()));
            died.forget();
            let mut inner = self.inner.borrow_mut();
            for message in std::mem::take(&mut inner.early) {
                engine.post_message(&message).unwrap_or_default();
            }
            inner.engine = Some(engine);
        }
    }

    /// Sends an ask; its answer comes back as a command for the slot.
    pub(crate) fn ask(&self, slot: Slot, ask: Ask) {
        let mut inner = self.inner.borrow_mut();
        let is_busy = LATEST_ONLY.contains(&slot) && inner.pending.values().any(|pending| *pending == slot);
        if is_busy {
            inner.waiting.insert(slot, ask);
            return;
        }
        inner.end_rehearsal();
        inner.next += 1;
        let id = inner.next;
        inner.pending.insert(id, slot);
        inner.newest.insert(slot, id);
        let body = ask.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL);
        inner.post(object(&[("id", &JsValue::from(id)), ("ask", &body)]));
        inner.show_waiting();
    }

    fn answer(self: &Rc<Self>, store: Store, message: &JsValue) {
        if get(message, "died").is_some() {
            self.died(store);
            return;
        }
        if get(message, "ready").is_some() {
            return;
        }
        let id = number(message, "id") as u32;
        let (slot, is_newest, next) = {
            let mut inner = self.inner.borrow_mut();
            let Some(slot) = inner.pending.remove(&id) else {
                return;
            };
            let next = inner.waiting.remove(&slot);
            (slot, inner.newest.get(&slot) == Some(&id), next)
        };
        if let Some(ask) = next {
            self.ask(slot, ask);
        }
        // An answer that a newer ask of the same slot has overtaken is dropped, unless it is all there is to show.
        let is_live = LATEST_ONLY.contains(&slot);
        if is_newest || is_live {
            self.tell(store, slot, message);
        }
        // Last: what the answer makes the page ask next keeps it waiting.
        self.inner.borrow().show_waiting();
    }

    fn tell(&self, store: Store, slot: Slot, message: &JsValue) {
        let answer = get(message, "answer").and_then(|text| text.as_string()).and_then(|text| js_sys::JSON::parse(&text).ok());
        let message = answer.as_ref().unwrap_or(message);
        let command = match (get(message, "ok"), get(message, "failed")) {
            (Some(ok), _) => serde_wasm_bindgen::from_value(ok).map(|reply| Command::Answered { slot, reply }),
            (None, failed) => {
                serde_wasm_bindgen::from_value(failed.unwrap_or(JsValue::NULL)).map(|failure| Command::Rejected { slot, failure })
            }
        };
        self.inner.borrow_mut().restarts = 0;
        store.send(command.unwrap_or_else(|error| {
            let failure = text("E-REPLY", "读不懂引擎的回答", &error.to_string());
            Command::Rejected { slot, failure }
        }));
    }

    fn died(self: &Rc<Self>, store: Store) {
        let restarts = {
            let mut inner = self.inner.borrow_mut();
            inner.restarts += 1;
            inner.restarts
        };
        if restarts <= MOST_RESTARTS {
            store.send(Command::EngineDied);
        } else {
            let failure = text("E-ENGINE", "计算引擎连续停止", "The engine stopped several times in a row.");
            store.send(Command::Rejected { slot: Slot::Summary, failure });
        }
    }

    /// Ends the engine, starts a new one, and reads the files again.
    pub(crate) fn restart(self: &Rc<Self>, store: Store, files: &[FileToRead]) {
        {
            let mut inner = self.inner.borrow_mut();
            if let Some(engine) = inner.engine.take() {
                engine.terminate();
            }
            inner.pending.clear();
            inner.waiting.clear();
            inner.show_waiting();
        }
        self.spawn_engine(store);
        for (name, read_as) in files {
            self.import(store, name, read_as);
        }
    }

    /// Keeps the handle of a file the user chose.
    pub(crate) fn keep(&self, name: &str, file: File) {
        let mut inner = self.inner.borrow_mut();
        inner.end_rehearsal();
        inner.files.insert(name.to_owned(), file);
    }

    /// Forgets all handles and ends all imports.
    pub(crate) fn forget(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.files.clear();
        inner.order.clear();
        inner.packed.clear();
        for (_, worker) in std::mem::take(&mut inner.imports) {
            worker.terminate();
        }
    }

    /// Reads a file in a worker of its own and hands the table to the engine.
    pub(crate) fn import(self: &Rc<Self>, store: Store, name: &str, read_as: &ReadAs) {
        self.end_worker(name);
        let file = self.inner.borrow().files.get(name).cloned();
        let Some(file) = file else { return };
        if !self.inner.borrow().order.iter().any(|known| known == name) {
            self.inner.borrow_mut().order.push(name.to_owned());
        }
        let owned = name.to_owned();
        let worker = self.worker(move |client, message| client.imported(store, &owned, &message));
        match worker {
            Some(worker) => {
                let read_as = if read_as.is_as_found() {
                    JsValue::UNDEFINED
                } else {
                    read_as.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
                };
                let message =
                    object(&[("id", &JsValue::from(1)), ("read", &file), ("name", &JsValue::from_str(name)), ("readAs", &read_as)]);
                worker.post_message(&message).unwrap_or_default();
                self.inner.borrow_mut().imports.insert(name.to_owned(), worker);
            }
            // The engine is still being fetched: the file waits with the asks.
            None => {
                let (client, name, read_as) = (Rc::clone(self), name.to_owned(), read_as.clone());
                later(move || client.import(store, &name, &read_as));
            }
        }
    }

    fn imported(self: &Rc<Self>, store: Store, name: &str, message: &JsValue) {
        if let Some(progress) = get(message, "progress") {
            let (done, total, rows) = (number(&progress, "done"), number(&progress, "total"), number(&progress, "rows"));
            store.send(Command::Progress { name: name.to_owned(), done, total, rows });
        } else if let Some(packed) = get(message, "packed") {
            self.end_worker(name);
            self.inner.borrow_mut().packed.insert(name.to_owned(), packed);
            self.hand_over(store);
        } else if let Some(failed) = get(message, "failed") {
            self.end_import(store, name);
            let failure =
                serde_wasm_bindgen::from_value(failed).unwrap_or_else(|_| text("E-READ", "读不了这个文件", "The file cannot be read."));
            store.send(Command::Refused { name: name.to_owned(), failure });
        } else if get(message, "died").is_some() {
            self.end_import(store, name);
            let failure = text("E-READER", "读取时出错，其它文件不受影响", "The reader stopped; other files are not affected.");
            store.send(Command::Refused { name: name.to_owned(), failure });
        }
    }

    /// Gives the engine the tables whose turn has come.
    fn hand_over(&self, store: Store) {
        loop {
            let name = {
                let mut inner = self.inner.borrow_mut();
                let Some(name) = inner.order.first().cloned() else { return };
                let Some(packed) = inner.packed.remove(&name) else { return };
                inner.order.remove(0);
                inner.next += 1;
                let add = object(&[("id", &JsValue::from(inner.next)), ("add", &packed)]);
                match &inner.engine {
                    Some(engine) => engine.post_message_with_transfer(&add, &Array::of1(&packed)).unwrap_or_default(),
                    None => inner.early.push(add),
                }
                name
            };
            store.send(Command::Loaded { name });
        }
    }

    fn end_worker(&self, name: &str) {
        if let Some(worker) = self.inner.borrow_mut().imports.remove(name) {
            worker.terminate();
        }
    }

    /// Ends the import of a file; its memory goes with the worker, and files behind it wait no longer.
    pub(crate) fn end_import(&self, store: Store, name: &str) {
        self.end_worker(name);
        {
            let mut inner = self.inner.borrow_mut();
            inner.order.retain(|known| known != name);
            inner.packed.remove(name);
        }
        self.hand_over(store);
    }
}

impl Inner {
    /// There is real work to do.
    fn end_rehearsal(&mut self) {
        if let Some(worker) = self.rehearsal.take() {
            worker.terminate();
        }
    }

    fn post(&mut self, message: JsValue) {
        match &self.engine {
            Some(engine) => engine.post_message(&message).unwrap_or_default(),
            None => self.early.push(message),
        }
    }

    /// Says on the page which answers it waits for: what they will change is dimmed after a moment (`app.css`).
    fn show_waiting(&self) {
        let waiting: BTreeSet<Slot> = self.pending.values().copied().collect();
        let names: Vec<String> = waiting.iter().map(|slot| format!("{slot:?}")).collect();
        let host = web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("app"));
        if let Some(host) = host {
            let outcome =
                if names.is_empty() { host.remove_attribute("data-waiting") } else { host.set_attribute("data-waiting", &names.join(" ")) };
            outcome.unwrap_or_default(); // a plain attribute of an element that is there cannot be refused
        }
    }
}

fn later(work: impl FnOnce() + 'static) {
    leptos::prelude::set_timeout(work, std::time::Duration::from_millis(50));
}

/// Waits for what `start.js` fetched: `[module, worker source address]`.
pub(crate) async fn artefact() -> Option<(JsValue, String)> {
    let window = web_sys::window()?;
    let promise = Reflect::get(&window, &JsValue::from_str("kpiEngine")).ok()?.dyn_into::<Promise>().ok()?;
    let pair: Array = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    Some((pair.get(0), pair.get(1).as_string()?))
}
