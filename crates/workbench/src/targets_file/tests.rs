//! Targets out and in through files.

use super::*;
use kpi_model::{Ask, Outcome, Reply, Sample};

use crate::Session;

fn session() -> Session {
    let mut session = Session::default();
    session.handle(Ask::Sample(Sample::default()));
    session
}

fn reply(session: &mut Session, ask: Ask) -> Result<Reply, Failure> {
    match session.handle(ask) {
        Outcome::Ok(reply) => Ok(reply),
        Outcome::Failed(failure) => Err(failure),
    }
}

fn saved(session: &mut Session, format: TableFormat) -> TextFile {
    let ask = SavePlan { format, ..SavePlan::default() };
    let Ok(Reply::SavePlan(file)) = reply(session, ask.into()) else { panic!("not saved") };
    file
}

fn read(session: &mut Session, ask: ReadPlan) -> Result<Spread, Failure> {
    reply(session, ask.into()).map(|reply| if let Reply::ReadPlan(spread) = reply { spread } else { panic!("{reply:?}") })
}

#[test]
fn csv_and_workbook_bring_back_the_same_targets() {
    let mut session = session();
    let csv = saved(&mut session, TableFormat::Csv);
    let book = saved(&mut session, TableFormat::Xlsx);
    assert_eq!((csv.name.as_str(), book.name.as_str(), book.base64), ("targets-2026.csv", "targets-2026.xlsx", true));
    let from_csv = read(&mut session, ReadPlan { text: csv.text, ..ReadPlan::default() }).unwrap();
    let from_book = read(&mut session, ReadPlan { base64: book.text, ..ReadPlan::default() }).unwrap();
    assert_eq!(from_csv, from_book);
    assert!(from_csv.total.is_some() && from_csv.members.is_empty(), "everyone is known, nothing is missing");
}

#[test]
fn what_nobody_holds_and_a_single_line_come_back() {
    let mut session = session();
    let spread = Spread { unassigned: true, ..Spread::default() };
    for format in [TableFormat::Csv, TableFormat::Xlsx] {
        let Ok(Reply::SavePlan(file)) = reply(&mut session, SavePlan { spread: spread.clone(), format, ..SavePlan::default() }.into())
        else {
            panic!("not saved")
        };
        let ask = if file.base64 {
            ReadPlan { base64: file.text, ..ReadPlan::default() }
        } else {
            ReadPlan { text: file.text, ..ReadPlan::default() }
        };
        let back = read(&mut session, ask).unwrap();
        assert!(back.unassigned && back.members.is_empty() && back.total.is_some(), "{format:?}: {:?}", back.members);
    }
    let months: Vec<String> = (1..=12).map(|month| format!("2026-{month:02}")).collect();
    let text = format!("team,person,{}\nNew team,Zoe,{}\n", months.join(","), ["100"; 12].join(","));
    let back = read(&mut session, ReadPlan { text, ..ReadPlan::default() }).unwrap();
    assert_eq!((back.locks.len(), back.total.map(|total| total.minor), back.members.len()), (12, Some(120_000), 1));
}

#[test]
fn texts_of_spreadsheets_are_read_in_their_encoding_and_form() {
    let mut session = session();
    let person = {
        let csv = saved(&mut session, TableFormat::Csv);
        csv.text.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned()
    };
    let text = format!("人员;1月;2月;3月\r\n{person};1,000.50;2000;\r\n合计;1,000.50;2000;\r\n");
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    let spread = read(&mut session, ReadPlan { base64: STANDARD.encode(gbk), ..ReadPlan::default() }).unwrap();
    let amounts: Vec<_> = spread.locks.iter().map(|lock| (lock.month, lock.amount.minor)).collect();
    assert_eq!(amounts, [(Some(0), 100_050), (Some(1), 200_000)]);
    assert!(spread.locks[0].node.ends_with(&format!("/{person}")) && spread.members.is_empty(), "{:?}", spread.locks[0]);
}

#[test]
fn what_is_no_table_of_targets_is_refused_in_words() {
    let mut session = session();
    for text in ["", "x", "team,person\nA,B\n", "team,person,note\nA,B,C\n", "{}"] {
        let failure = read(&mut session, ReadPlan { text: text.to_owned(), ..ReadPlan::default() }).unwrap_err();
        assert!(failure.code.starts_with("E-") && !failure.what.zh.is_empty(), "{text}: {failure:?}");
    }
    let other = read(&mut session, ReadPlan { text: "team,person,2024-01,2024-02,2024-03\nA,B,1,2,3\n".to_owned(), ..ReadPlan::default() });
    assert_eq!(other.unwrap_err().code, "E-PLAN-YEAR");
    let broken = read(&mut session, ReadPlan { base64: "%%%".to_owned(), ..ReadPlan::default() });
    assert_eq!(broken.unwrap_err().code, "E-PLAN-LINE");
}
