//! The file of a project: JSON that says what it is, and a checksum, as a figure that a fault changed looks like any other.

use js_sys::{JSON, Object, Reflect};
use kpi_model::{Failure, TextFile};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::JsValue;

use crate::state::{Project, refusal};

/// How such files end.
pub(crate) const ENDING: &str = ".kpi.json";
/// What they say they are.
const KIND: &str = "kpi-workbench project";
/// The form that is written; later ones are refused, earlier ones are read.
const VERSION: f64 = 1.0;

fn set(object: &Object, key: &str, value: &JsValue) {
    Reflect::set(object, &JsValue::from_str(key), value).unwrap_or_default(); // a plain object takes any property
}

fn get(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

/// CRC-32 of the content as one line of JSON.
fn checksum(content: &JsValue) -> Option<String> {
    let text = JSON::stringify(content).ok()?.as_string()?;
    Some(format!("{:08x}", crc32fast::hash(text.as_bytes())))
}

/// The file of a project, named after its first data and their last day.
pub(crate) fn write(project: &Project) -> Option<TextFile> {
    let content = project.serialize(&Serializer::json_compatible()).ok()?;
    let whole = Object::new();
    set(&whole, "kind", &JsValue::from_str(KIND));
    set(&whole, "version", &JsValue::from_f64(VERSION));
    set(&whole, "app", &JsValue::from_str(env!("CARGO_PKG_VERSION")));
    set(&whole, "check", &JsValue::from_str(&checksum(&content)?));
    set(&whole, "content", &content);
    let text = JSON::stringify_with_replacer_and_space(&whole, &JsValue::NULL, &JsValue::from_f64(1.0)).ok()?.as_string()?;
    let first = project.intent.files.first().map_or("project", |name| name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem));
    let day = project.as_of.map(|day| format!(" {day}")).unwrap_or_default();
    Some(TextFile { name: format!("{first}{day}{ENDING}"), text, base64: false })
}

/// The project of such a file.
pub(crate) fn read(text: &str) -> Result<Project, Failure> {
    let whole = JSON::parse(text).unwrap_or(JsValue::UNDEFINED);
    if !whole.is_object() || get(&whole, "kind").as_string().as_deref() != Some(KIND) {
        return Err(refusal("这不是保存的项目文件", "This is no saved project."));
    }
    let version = get(&whole, "version").as_f64().unwrap_or_default();
    if version > VERSION {
        return Err(refusal(
            &format!("项目文件是更新的版本 {version}，这里读到版本 {VERSION}"),
            &format!("The project has the later form {version}; forms up to {VERSION} can be read here."),
        ));
    }
    let content = get(&whole, "content");
    if checksum(&content) != get(&whole, "check").as_string() {
        return Err(refusal("项目文件保存之后被改过或已损坏", "The project was changed or damaged after it was saved."));
    }
    serde_wasm_bindgen::from_value(content)
        .map_err(|error| refusal(&format!("项目文件读不懂（{error}）"), &format!("The project cannot be understood ({error}).")))
}
