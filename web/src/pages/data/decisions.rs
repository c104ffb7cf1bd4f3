//! Decisions about all files at once: what stage words mean and how likely they lead to a win, which activity types are one, what
//! other currencies are worth.

use kpi_model::{Calendar, LoadSummary, Locale, Mapping, Pattern, Weeks};
use kpi_ui::state::Command;
use kpi_ui::words as w;
use kpi_ui::{Store, format};
use leptos::prelude::*;

/// Stage words with their meaning and, for open ones, the chance of winning from there.
pub(super) fn stages(store: Store, summary: &LoadSummary, mapping: &Mapping, locale: Locale) -> impl IntoView + use<> {
    let row = |(word, outcome, count): &(String, String, u32)| {
        let options: Vec<_> = [("open", w::OPEN), ("won", w::WON), ("lost", w::LOST)]
            .into_iter()
            .map(|(name, label)| view! { <option value=name prop:selected=outcome == name>{label.get(locale)}</option> })
            .collect();
        let (stage, label) = (word.clone(), word.clone());
        let pick = move |event| store.send(Command::SetStage { word: stage.clone(), outcome: event_target_value(&event) });
        let chance = (outcome == "open").then(|| {
            let (stage, given) = (word.clone(), mapping.chances.get(word).cloned().unwrap_or_default());
            let set = move |event| store.send(Command::SetChance { word: stage.clone(), chance: event_target_value(&event) });
            let label = format!("{word}: {}", w::CHANCE.get(locale));
            view! { <input class="inp num" inputmode="decimal" placeholder=w::FROM_HISTORY.get(locale) aria-label=label prop:value=given on:change=set /> }
        });
        view! { <tr><td><bdi>{word.clone()}</bdi></td><td class="num">{format::count(f64::from(*count))}</td><td><select class="sel" aria-label=label on:change=pick>{options}</select></td><td>{chance}</td></tr> }
    };
    let rows: Vec<_> = summary.stages.iter().map(row).collect();
    view! {
        <section class="sec gap stg"><div class="sech"><h2>{w::STAGE_WORDS.get(locale)}</h2></div>
            <div class="tw" tabindex="0" role="region" aria-label=w::STAGE_WORDS.get(locale)><table><thead><tr><th>{w::STAGE.get(locale)}</th><th class="num">{w::ROWS.get(locale)}</th><th>{w::MEANING.get(locale)}</th><th>{w::CHANCE.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table></div></section>
    }
}

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

/// Activity types with the type each is counted under: systems call the same thing by different names.
pub(super) fn activity_types(store: Store, summary: &LoadSummary, locale: Locale) -> impl IntoView + use<> {
    let row = |(word, name, count): &(String, String, u32)| {
        let (known, label) = (word.clone(), format!("{word}: {}", w::COUNTED_AS.get(locale)));
        let set = move |event| store.send(Command::SetActivityType { word: known.clone(), name: event_target_value(&event) });
        view! { <tr><td><bdi>{word.clone()}</bdi></td><td class="num">{format::count(f64::from(*count))}</td>
        <td><input class="inp" list="activity-types" aria-label=label prop:value=name.clone() on:change=set /></td></tr> }
    };
    let rows: Vec<_> = summary.activity_types.iter().map(row).collect();
    let names: std::collections::BTreeSet<String> = summary.activity_types.iter().map(|(_, name, _)| name.clone()).collect();
    let names: Vec<_> = names.into_iter().map(|name| view! { <option value=name></option> }).collect();
    view! {
        <section class="sec gap stg"><div class="sech"><h2>{w::ACTIVITY_TYPES.get(locale)}</h2></div>
            <div class="tw" tabindex="0" role="region" aria-label=w::ACTIVITY_TYPES.get(locale)><table><thead><tr><th>{w::ACTIVITY_TYPES.get(locale)}</th><th class="num">{w::ROWS.get(locale)}</th><th>{w::COUNTED_AS.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table></div>
            <datalist id="activity-types">{names}</datalist></section>
    }
}

/// What one unit of each other currency is worth; nothing where the files have one currency.
pub(super) fn rates(store: Store, summary: &LoadSummary, mapping: &Mapping, locale: Locale) -> Option<impl IntoView + use<>> {
    let main = summary.currency.clone().filter(|_| !summary.currencies.is_empty())?;
    let row = |currency: &String| {
        let given = mapping.rates.iter().find(|rate| rate.currency == *currency && rate.from.is_none()).map(|rate| rate.rate.clone());
        let code = currency.clone();
        let set = move |event| store.send(Command::SetRate { currency: code.clone(), rate: event_target_value(&event) });
        view! {
            <li><label class="row"><span>{format!("1 {currency} =")}</span>
                <input class="inp num" inputmode="decimal" prop:value=given.unwrap_or_default() on:change=set /><span>{main.clone()}</span></label></li>
        }
    };
    let rows: Vec<_> = summary.currencies.iter().map(row).collect();
    Some(view! {
        <section class="sec gap"><div class="sech"><h2>{w::RATES.get(locale)}</h2><span class="cap">{w::RATES_NOTE.get(locale)}</span></div>
            <ul class="unl">{rows}</ul></section>
    })
}
