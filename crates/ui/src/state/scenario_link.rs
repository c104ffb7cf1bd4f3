//! A scenario in an address: what it changes, and nothing of the data.

use kpi_model::{Day, Lever, Money};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::library::{Draft, FACTORS, MOST_MONTHS};

/// What goes before the scenario.
const START: &str = "#/scenarios/";
/// Signs that stay as they are.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');

/// `#/scenarios/name=Coaching&winRate=1.1&stageConversion.Proposal=1.05&over=6`
pub(super) fn link(draft: &Draft) -> String {
    let plain = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
    let mut parts = Vec::new();
    if !draft.name.is_empty() {
        parts.push(format!("name={}", plain(&draft.name)));
    }
    for ((lever, item), factor) in &draft.moved {
        let item = item.as_ref().map(|item| format!(".{}", plain(item))).unwrap_or_default();
        parts.push(format!("{}{item}={factor}", lever.name()));
    }
    parts.extend(draft.from.map(|from| format!("from={from}")));
    if draft.over > 1 {
        parts.push(format!("over={}", draft.over));
    }
    parts.extend(draft.cost.map(|cost| format!("cost={}", cost.minor)));
    format!("{START}{}", parts.join("&"))
}

/// The scenario of such an address; what cannot be read in it is left out. `None` for other addresses.
pub(super) fn read(address: &str) -> Option<Draft> {
    let mut draft = Draft::default();
    for (key, value) in address.strip_prefix(START)?.split('&').filter_map(|part| part.split_once('=')) {
        let text = |encoded: &str| percent_decode_str(encoded).decode_utf8_lossy().into_owned();
        match key {
            "name" => draft.name = text(value).chars().take(60).collect(),
            "from" => draft.from = Day::parse_iso(value),
            "over" => draft.over = value.parse().map_or(1, |over: u32| over.clamp(1, MOST_MONTHS)),
            "cost" => draft.cost = value.parse().ok().map(Money::from_minor),
            _ => {
                let (name, item) = key.split_once('.').map_or((key, None), |(name, item)| (name, Some(text(item))));
                let lever = Lever::ALL.into_iter().find(|lever| lever.name() == name);
                let factor = value.parse::<f64>().ok().filter(|factor| FACTORS.contains(factor));
                draft.moved.extend(lever.zip(factor).map(|(lever, factor)| ((lever, item), factor)));
            }
        }
    }
    (draft != Draft::default()).then_some(draft)
}

#[cfg(test)]
mod tests {
    use super::{Draft, link, read};
    use kpi_model::{Day, Lever, Money};

    #[test]
    fn a_link_brings_back_the_scenario() {
        let moved = [((Lever::WinRate, None), 1.1), ((Lever::StageConversion, Some("方案 & 报价=1".to_owned())), 1.05)];
        let draft = Draft {
            name: "带好方案阶段 50%".to_owned(),
            moved: moved.into(),
            from: Day::from_ymd(2026, 3, 1),
            over: 6,
            cost: Some(Money::from_minor(12_000_050)),
            note: String::new(),
        };
        let address = link(&draft);
        assert!(address.is_ascii() && !address.contains(' '), "{address}");
        assert_eq!(read(&address), Some(draft));
    }

    #[test]
    fn nonsense_changes_nothing() {
        for address in ["#/scenarios", "#/scenarios/", "#/kpis", "#/scenarios/winRate=abc&over=x&%=%&colour=1", "#/scenarios/winRate=1e9"] {
            assert_eq!(read(address), None, "{address}");
        }
    }
}
