//! The business year, and which days are worked.

use kpi_model::{Calendar, Country, Day, Locale, Pattern, Weeks, Workdays};
use kpi_ui::state::Command;
use kpi_ui::words as w;
use kpi_ui::{Store, format};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// When the business year begins, and whether it is cut into months or weeks.
pub(super) fn business_year(store: Store, now: Calendar, locale: Locale) -> impl IntoView + use<> {
    let send = move |calendar: Calendar| store.send(Command::SetCalendar(calendar));
    let months: Vec<_> = (1..=12_u8).map(|month| view! { <option value=month.to_string() prop:selected=month == now.first_month>{format::month(u32::from(month), locale)}</option> }).collect();
    let begin = move |event| send(Calendar { first_month: event_target_value(&event).parse().unwrap_or(1), ..now });
    let patterns = [("4-4-5", Pattern::FourFourFive), ("4-5-4", Pattern::FourFiveFour), ("5-4-4", Pattern::FiveFourFour)];
    let pattern = now.weeks.map(|weeks| weeks.pattern);
    let cuts: Vec<_> =
        patterns.iter().map(|(name, one)| view! { <option value=*name prop:selected=pattern == Some(*one)>{*name}</option> }).collect();
    let cut = move |event| {
        let picked = event_target_value(&event);
        let found = patterns.iter().find(|(name, _)| *name == picked).map(|(_, pattern)| *pattern);
        send(Calendar { weeks: found.map(|pattern| Weeks { pattern, ..now.weeks.unwrap_or_default() }), ..now });
    };
    let ends = now.weeks.map(|weeks| {
        let all = [(6, false, w::LAST_SATURDAY), (7, false, w::LAST_SUNDAY), (6, true, w::NEAREST_SATURDAY), (7, true, w::NEAREST_SUNDAY)];
        let options: Vec<_> = all
            .iter()
            .enumerate()
            .map(|(i, (weekday, is_nearest, word))| {
                let is_now = (*weekday, *is_nearest) == (weeks.last_weekday, weeks.is_nearest);
                view! { <option value=i.to_string() prop:selected=is_now>{word.get(locale)}</option> }
            })
            .collect();
        let end = move |event| {
            if let Some((last_weekday, is_nearest, _)) = event_target_value(&event).parse::<usize>().ok().and_then(|i| all.get(i)).copied()
            {
                send(Calendar { weeks: Some(Weeks { last_weekday, is_nearest, ..weeks }), ..now });
            }
        };
        view! { <label class="flag">{w::ENDS_ON.get(locale)}<select class="sel" on:change=end>{options}</select></label> }
    });
    let named = (now.first_month > 1).then(|| {
        let name = move |event| send(Calendar { is_named_by_start: event_target_value(&event) == "start", ..now });
        view! {
            <label class="flag">{w::NAMED_BY.get(locale)}<select class="sel" on:change=name><option value="end" prop:selected=!now.is_named_by_start>{w::ITS_END.get(locale)}</option>
                <option value="start" prop:selected=now.is_named_by_start>{w::ITS_START.get(locale)}</option></select></label>
        }
    });
    view! {
        <section class="sec gap"><div class="sech"><h2>{w::BUSINESS_YEAR.get(locale)}</h2><span class="cap">{w::BUSINESS_YEAR_NOTE.get(locale)}</span></div>
            <p class="gs"><label class="flag">{w::BEGINS_IN.get(locale)}<select class="sel" id="first-month" on:change=begin>{months}</select></label>
                <label class="flag">{w::CUT_INTO.get(locale)}<select class="sel" id="cut-into" on:change=cut><option value="" prop:selected=pattern.is_none()>{w::CALENDAR_MONTHS.get(locale)}</option>{cuts}</select></label>{ends}{named}</p></section>
    }
}

/// Public holidays, and days of one's own.
pub(super) fn workdays(store: Store, now: &Workdays, locale: Locale) -> impl IntoView + use<> {
    let before = now.clone();
    let holidays = move |event| {
        let country = (event_target_value(&event) == "CN").then_some(Country::China);
        store.send(Command::SetWorkdays(Workdays { country, ..before.clone() }));
    };
    let off = Field { id: "days-off", label: w::DAYS_OFF, of: |now| &mut now.off };
    let on = Field { id: "days-on", label: w::DAYS_ON, of: |now| &mut now.on };
    view! {
        <section class="sec gap"><div class="sech"><h2>{w::WORKDAYS.get(locale)}</h2><span class="cap">{w::WORKDAYS_NOTE.get(locale)}</span></div>
            <p class="gs"><label class="flag">{w::HOLIDAYS.get(locale)}<select class="sel" id="holidays" on:change=holidays><option value="" prop:selected=now.country.is_none()>{w::NO_HOLIDAYS.get(locale)}</option>
                <option value="CN" prop:selected=now.country.is_some()>{w::CHINA_HOLIDAYS.get(locale)}</option></select></label>
                {days(store, now, off, locale)}{days(store, now, on, locale)}</p></section>
    }
}

/// A field for some of the days.
struct Field {
    id: &'static str,
    label: w::Word,
    of: fn(&mut Workdays) -> &mut Vec<Day>,
}

/// What is no day is said at the field and changes nothing.
fn days(store: Store, now: &Workdays, field: Field, locale: Locale) -> impl IntoView + use<> {
    let Field { id, label, of } = field;
    let now = now.clone();
    let shown = of(&mut now.clone()).iter().map(Day::to_string).collect::<Vec<_>>().join(", ");
    let change = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
        let text = input.value();
        let words = text.split([' ', ',', ';', '，', '、', '；']).filter(|word| !word.is_empty());
        let Some(days) = words.map(Day::parse_iso).collect::<Option<Vec<Day>>>() else {
            input.set_custom_validity(w::DAYS_AS.get(locale));
            input.report_validity();
            return;
        };
        input.set_custom_validity("");
        let mut changed = now.clone();
        *of(&mut changed) = days;
        store.send(Command::SetWorkdays(changed));
    };
    view! { <label class="flag">{label.get(locale)}<input class="inp" id=id placeholder="2026-12-24, …" prop:value=shown on:change=change /></label> }
}
