//! What several pages share: icons, section heads, values, deltas, and the width charts may take.

use kpi_model::{Cell, KpiInfo, Locale, Quantity, Unit, VariantInfo};
use kpi_ui::Store;
use kpi_ui::format::{self, Shown};
use kpi_ui::words::{self, Word};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// Width of the window, as a signal in the context.
#[derive(Clone, Copy)]
pub(crate) struct Width(RwSignal<f64>);

pub(crate) fn inner_width() -> f64 {
    window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(1440.0)
}

/// Puts the width into the context and keeps it up to date.
pub(crate) fn provide_width() {
    let width = Width(RwSignal::new(inner_width()));
    provide_context(width);
    let handle = window_event_listener_untyped("resize", move |_| width.0.set(inner_width()));
    on_cleanup(move || handle.remove());
}

/// The width of the content column: window less rail and gutters, at most 1336.
pub(crate) fn content_width() -> f64 {
    let window = use_context::<Width>().map_or(1440.0, |width| width.0.get());
    let width = match window {
        w if w < 640.0 => w - 32.0,
        w if w < 1200.0 => w - 56.0 - 64.0,
        w => (w - 208.0 - 64.0).min(1336.0),
    };
    width.max(288.0)
}

/// The present language.
pub(crate) fn locale(store: Store) -> Memo<Locale> {
    store.part(|app| app.chrome.locale)
}

/// An icon of the sprite.
pub(crate) fn icon(name: &'static str, is_small: bool) -> impl IntoView {
    view! {
        <svg class=if is_small { "i s" } else { "i" } viewBox="0 0 16 16" aria-hidden="true">
            <use href=format!("#i-{name}") />
        </svg>
    }
}

/// A section with its head and caption.
pub(crate) fn section(head: String, caption: String, right: AnyView, body: AnyView) -> impl IntoView {
    view! {
        <section class="sec">
            <div class="sech">
                <h2>{head}</h2>
                <span class="cap">{caption}</span>
                {right}
            </div>
            {body}
        </section>
    }
}

/// A value in two sizes.
pub(crate) fn value(shown: &Shown) -> impl IntoView + use<> {
    view! { <span class="val">{shown.number.clone()}<small>{shown.unit.clone()}</small></span> }
}

/// A change with arrow and colour; grey within noise.
pub(crate) fn delta(change: f64, text: &str, is_good: Option<bool>, is_noise: bool) -> impl IntoView + use<> {
    let is_same = format::is_nothing(text);
    let direction = if change > 0.0 { "is-up" } else { "is-down" };
    let judgement = match is_good {
        _ if is_noise || is_same => "is-flat",
        Some(true) => "is-good",
        Some(false) => "is-bad",
        None => "is-flat",
    };
    let arrow = match change {
        _ if is_same => "",
        change if change > 0.0 => "▲",
        _ => "▼",
    };
    view! { <span class=format!("delta {direction} {judgement}")><span class="ar" aria-hidden="true">{arrow}</span>{text.to_owned()}</span> }
}

/// The catalogue entry of a variant.
pub(crate) fn variant<'a>(kpis: &'a [KpiInfo], id: &str, variant: &str) -> Option<(&'a KpiInfo, &'a VariantInfo)> {
    let kpi = kpis.iter().find(|kpi| kpi.id == id)?;
    kpi.variants.iter().find(|known| known.id == variant).or(kpi.variants.first()).map(|found| (kpi, found))
}

/// `num/den` of a count ratio, or n.
pub(crate) fn parts_text(cell: &Cell, unit: Unit) -> String {
    match (unit, cell.numerator, cell.denominator) {
        (Unit::Ratio, Some(Quantity::Number(above)), Some(Quantity::Number(below))) if above.fract() == 0.0 => {
            format!("{}/{}", format::count(above), format::count(below))
        }
        _ => format!("n {}", format::count(cell.n as f64)),
    }
}

/// Puts the text that is in force back into a field whose own was refused.
pub(crate) fn put_back(event: &leptos::ev::Event, text: &str) {
    if let Some(input) = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::HtmlInputElement>().ok()) {
        input.set_value(text);
    }
}

/// A state of a page without its data: one sentence and one way on.
pub(crate) fn empty(text: Word, locale: Locale) -> impl IntoView {
    view! {
        <p class="lead">{text.get(locale)}" "<a class="link" href="#/data">{words::OPEN_DATA.get(locale)}</a></p>
    }
}

/// A sentence with bold parts: every second piece is bold.
pub(crate) fn lead(pieces: Vec<String>) -> impl IntoView {
    let pieces: Vec<_> = pieces
        .into_iter()
        .enumerate()
        .map(|(i, piece)| if i % 2 == 1 { view! { <b>{piece}</b> }.into_any() } else { piece.into_any() })
        .collect();
    view! { <p class="lead">{pieces}</p> }
}
