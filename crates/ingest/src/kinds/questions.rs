//! What a question of a survey asks for.

use kpi_model::{Field, Text};

use super::Binding;
use super::against::asks_how_satisfied;
use crate::dialects::languages::folded;
use crate::names::Header;
use crate::profile::Profile;

/// A score from 0 to 10 in a survey is the answer to the question on recommending, unless its name says satisfaction.
pub(super) fn ten_is_recommend(columns: &mut [Option<Binding>], headers: &[Header], profiles: &[Profile]) {
    if columns.iter().flatten().any(|binding| binding.field == Field::Recommend) {
        return;
    }
    for ((binding, header), profile) in columns.iter_mut().zip(headers).zip(profiles) {
        let is_named = header.says(&[
            "effort",
            "service",
            "服务",
            "服務",
            "quality",
            "质量",
            "satisf",
            "csat",
            "满意",
            "滿意",
            "zufrieden",
            "満足",
            "만족",
        ]) || asks_how_satisfied(header);
        if let Some(binding) = binding.as_mut().filter(|binding| binding.field == Field::Satisfaction && !is_named)
            && (9..=10).contains(&profile.highest_score)
        {
            binding.field = Field::Recommend;
        }
    }
}

/// A question whether one would recommend, in whatever words, answered from 0 to 10.
pub(super) fn question_is_recommend(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    const STEMS: [&str; 31] = [
        "recom",
        "raccomand",
        "consiglier",
        "empfehl",
        "empfiehl",
        "aanbev",
        "polec",
        "poleci",
        "doporuc",
        "odporuc",
        "ajanlan",
        "рекоменд",
        "препоръ",
        "preporuc",
        "priporoc",
        "συστησ",
        "συνιστ",
        "suositt",
        "rekom",
        "anbefal",
        "soovita",
        "ieteik",
        "推荐",
        "推薦",
        "すすめ",
        "勧め",
        "薦め",
        "추천",
        "tavsiye",
        "แนะนำ",
        "gioithieu",
    ];
    if columns.iter().flatten().any(|binding| binding.field == Field::Recommend) {
        return;
    }
    let asks = |header: &Header| {
        let bare = folded(&header.normal);
        header.words.len() > 1 && !asks_how_satisfied(header) && STEMS.iter().any(|stem| bare.contains(stem))
    };
    let may_be = |at: usize| {
        columns.get(at).is_some_and(|binding| binding.as_ref().is_none_or(|binding| binding.field == Field::Satisfaction))
            && decided.get(at) != Some(&true)
    };
    let fits = |(at, (header, profile)): &(usize, (&Header, &Profile))| {
        asks(header) && may_be(*at) && profile.number_share > 0.9 && (9..=10).contains(&profile.highest_score)
    };
    let found = headers.iter().zip(profiles).enumerate().find(fits).map(|(at, _)| at);
    if let Some(slot) = found.and_then(|at| columns.get_mut(at)) {
        let evidence = Text::new("问是否愿意推荐，答 0 到 10", "asks whether one would recommend, answered from 0 to 10");
        *slot = Some(Binding { field: Field::Recommend, confidence: 0.85, evidence, is_exact: false });
    }
}
