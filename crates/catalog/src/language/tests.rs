//! Texts that are formulas, texts that are none, and the catalogue in both directions.

use super::{print, read};
use crate::all;
use kpi_engine::Formula;
use kpi_model::Unit;

#[test]
fn built_in_definitions_read_as_they_are_written() {
    let (mut printed, mut same) = (0, 0);
    for kpi in all() {
        for variant in &kpi.variants {
            let text = print(&variant.formula).unwrap_or_else(|| panic!("{}.{} cannot be printed", kpi.id, variant.id));
            printed += 1;
            for form in [&text.zh, &text.en] {
                let found = read(form).unwrap_or_else(|fault| panic!("{}.{}: {form}: {fault:?}", kpi.id, variant.id));
                let again = print(&found).unwrap_or_else(|| panic!("{}.{}: {form}: cannot be printed again", kpi.id, variant.id));
                assert_eq!(again, text, "{}.{}", kpi.id, variant.id);
                same += usize::from(found == variant.formula);
            }
        }
    }
    // The others differ in form only: a quotient of sums that is no share of parts is a calculation when it is read.
    println!("{printed} printed, {same} of {} readings the very same", 2 * printed);
    assert!(printed > 180 && same > printed * 3 / 2, "{printed} printed, {same} the very same");
}

#[test]
fn what_users_write() {
    let unit = |text: &str| read(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}")).unit();
    assert_eq!(unit("count(opportunities where won on closed) / count(opportunities where ended on closed)"), Unit::Ratio);
    assert!(matches!(read("计数(商机其中赢单按关闭日期)÷计数(商机其中已关闭按关闭日期)"), Ok(Formula::Ratio { is_part: true, .. })));
    assert_eq!(unit("求和(订单.金额) ÷ 去重(订单.客户)"), Unit::Money);
    assert_eq!(unit("sum(orders.amount - cost) / sum(orders.amount)"), Unit::Ratio);
    assert_eq!(unit("median(opportunities.days created to closed where won on closed)"), Unit::Days);
    assert_eq!(unit("100 * count(survey where recommend between 9 to 10) / count(survey where has recommend)"), Unit::Ratio);
    assert_eq!(unit("(sum(orders.amount) - sum(orders.cost)) * 12%"), Unit::Money);
    for text in [
        "count(opportunities where won and source = \"web\")",
        "计数(商机其中来源=“展会”且阶段!=「谈判」)",
        "sum(orders.amount where amount >= 1000 and customer != 'Acme')",
        "sum(orders.amount where amount ≤ 1000)",
        "count(orders where product = '19\" screen')",
        "sum(orders.amount) / trailing(sum(orders.amount), 12)",
        "before(count(opportunities openAtEnd))",
        "求和(订单.金额) - 去年同期(求和(订单.金额))",
        "年初至今(求和(订单.金额) ÷ 去重(订单.客户))",
        "lostBetween(opportunities, 0, 90)",
    ] {
        let formula = read(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        let printed = super::print(&formula).unwrap();
        assert_eq!(super::print(&read(&printed.en).unwrap()).unwrap(), printed, "{text}");
    }
    assert!(read("count(orders where source = web)").expect_err("no quotes").fix.en.contains("quotes"));
    assert!(read("count(orders where ").expect_err("ends").expected.iter().any(|word| word.en == "source"));
}

#[test]
fn faults_have_a_place_and_a_way_out() {
    for (text, at, word) in [
        ("", 0, "too early"),
        ("count(", 6, "too early"),
        ("count(deals)", 6, "deals"),
        ("sum(orders.amount) + count(orders)", 19, "units"),
        ("sum(orders.amount) * sum(orders.cost)", 19, "units"),
        ("count(orders) )", 14, "cannot stand"),
        ("median(orders.amount) / 2", 22, "cannot stand"),
        ("sum(orders.person)", 11, "cannot stand"),
        ("3 + 4", 0, "too early"),
        ("count(orders where amount > 5)", 26, "cannot stand"),
        ("before(median(orders.amount))", 7, "cannot stand"),
        ("before(before(count(orders)))", 7, "cannot stand"),
        ("before(3)", 7, "cannot stand"),
        ("trailing(count(orders))", 22, "cannot stand"),
        ("trailing(count(orders), 1)", 24, "cannot stand"),
        ("trailing(count(opportunities openAtEnd), 3)", 9, "cannot stand"),
    ] {
        let fault = read(text).expect_err(text);
        assert_eq!(fault.at, at, "{text}: {fault:?}");
        assert!(fault.what.en.contains(word), "{text}: {fault:?}");
        assert!(!fault.fix.zh.is_empty() && !fault.fix.en.is_empty() && !fault.what.zh.is_empty(), "{text}");
    }
    assert!(read("count(").expect_err("ends").expected.iter().any(|word| word.en == "orders" && word.zh == "订单"));
}

#[test]
fn no_text_stops_the_reader() {
    let words: Vec<&str> =
        super::words::WORDS.iter().flat_map(|(en, zh, _)| [*en, *zh]).chain(["(", ")", ".", "/", "5", "x", "%", "的", "９"]).collect();
    let mut seed = 7_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..8 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(words[(seed >> 33) as usize % words.len()]);
            text.push(' ');
        }
        if let Ok(formula) = read(&text) {
            assert!(!formula.measures().is_empty(), "{text}");
        }
    }
}
