//! Times with a zone, in words.

use kpi_model::{Diagnostic, Severity, Text};

use super::finding;

/// Times are given with their zone. `zone`: what the user said, and whether it is a zone.
pub(crate) fn zoned(columns: &[(&str, &str)], zone: Option<(&str, bool)>) -> Diagnostic {
    let (file, column) = columns.first().copied().unwrap_or_default();
    let named = columns.iter().take(5).map(|(_, column)| format!("“{column}”")).collect::<Vec<_>>();
    let (zh, en) = (named.join("、"), named.join(", ").replace(['“', '”'], "\""));
    let what = match zone {
        Some((zone, true)) => {
            Text::new(format!("{zh} 的时间带时区，已换算到 {zone}"), format!("The times in {en} have a zone and were moved to {zone}"))
        }
        Some((zone, false)) => {
            Text::new(format!("“{zone}”不是时区；日期按文件里写的算"), format!("\"{zone}\" is no zone; days are taken as they are written"))
        }
        None => Text::new(
            format!("{zh} 的时间带时区，日期按文件里写的算"),
            format!("The times in {en} have a zone; days are taken as they are written"),
        ),
    };
    let fix = Text::new(
        "业务所在时区不同就在数据页选择，如 UTC+08:00；夏令时不计",
        "Choose the zone of the business on the data page, such as UTC+08:00, if it is another one; summer time is not known.",
    );
    finding("N-ZONE", Severity::Note, file, Some(column), &[], columns.len(), what, fix)
}
