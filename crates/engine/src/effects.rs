//! What an activity changes: opportunities that had one against others that stood where it stood and had none.

use std::collections::BTreeMap;

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, Outcome};
use kpi_math::{Stratum, rate_difference};
use kpi_model::{AskEffects, Dimension, EffectRow, EffectsView, Field, Lens, Money, TableKind};

use crate::error::EngineError;
use crate::evaluate::as_of;
use crate::explain::counted;
use crate::formula::{Measure, What, When};

/// Days after an activity in which an opportunity is none without.
const FRESH: i32 = 14;
/// Days in which it has to get further, unless asked otherwise, and at most.
const DAYS: (u32, u32) = (30, 365);
/// First days of the bands of age in a stage.
const BANDS: [i32; 5] = [0, 8, 15, 31, 61];

/// A time in which an opportunity stood in one place.
struct Stay {
    deal: u32,
    stage: u32,
    /// First day, and the day it ended; the day after the data where it has not.
    from: i32,
    to: i32,
    /// Did it end by getting further?
    is_further: bool,
}

/// Each kind of activity against opportunities beside it.
///
/// The first activity of a kind in a stay counts, from its day on: time before it is nobody's (no immortal time). Beside it stand all
/// opportunities that on that day were in the same stage, of the same age in it (weeks 1, 2, to day 30, to day 60, later), and had no
/// activity of the kind in the two weeks up to that day. Both have the same days to get further. Activities whose days are not over when
/// the data end do not count. Strata are day × stage × age, weighed after Mantel and Haenszel. People may still visit those who are
/// about to sign: what they see and the data do not show is not made equal.
///
/// # Errors
/// [`EngineError::NotOneCell`] for a lens with breakdown or grain, [`EngineError::EmptyPeriod`].
pub fn effects(dataset: &Dataset, ask: &AskEffects) -> Result<EffectsView, EngineError> {
    let days = ask.days.unwrap_or(DAYS.0).clamp(1, DAYS.1);
    let end = as_of(&ask.lens, dataset).0;
    let measure = Measure::new(TableKind::Activities, What::Rows, &[], When::At(Field::Day));
    let asked = counted(dataset, &ask.lens, &measure)?;
    let whole = Lens { from: None, to: None, ..ask.lens.clone() };
    let (stays, by_stage) = stays(dataset, &whole, end)?;
    let nothing = EffectsView { days, by_stage, rows: Vec::new() };
    let Some(activities) = dataset.facts(TableKind::Activities).filter(|table| !table.opportunity.is_empty()) else { return Ok(nothing) };
    let Some(ground) = Ground::new(&stays, end, days.cast_signed()) else { return Ok(nothing) };
    let kinds = kinds(activities, &asked, &ground);
    let mut rows: Vec<EffectRow> = kinds
        .iter()
        .map(|(kind, known)| EffectRow {
            kind: dataset.dictionary(Dimension::ActivityType).and_then(|names| names.text(*kind)).map(str::to_owned),
            ..row(known, &stays, &ground)
        })
        .filter(|row| row.n > 0)
        .collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.n), row.kind.clone()));
    Ok(EffectsView { rows, ..nothing })
}

/// The stays that the filters let through, by opportunity; without stage history each opportunity is one stay that ends well with a win.
fn stays(dataset: &Dataset, lens: &Lens, end: i32) -> Result<(Vec<Stay>, bool), EngineError> {
    let kind = if dataset.facts(TableKind::StageStays).is_some() { TableKind::StageStays } else { TableKind::Opportunities };
    let by_stage = kind == TableKind::StageStays;
    let Some(table) = dataset.facts(kind) else { return Ok((Vec::new(), by_stage)) };
    let rows = counted(dataset, lens, &Measure::new(kind, What::Rows, &[], When::Never))?;
    let day = |field: Field, row: usize| table.days.get(&field).and_then(|days| days.get(row)).copied().filter(|day| *day != NO_DAY);
    let stay = |row: usize| {
        let is_good = if by_stage {
            table.numbers.get(&Field::Exit).and_then(|exits| exits.get(row)) == Some(&Field::ADVANCED)
        } else {
            table.outcomes.get(row) == Some(&Outcome::Won)
        };
        // The day of an open opportunity is the planned one.
        let has_ended = by_stage || table.outcomes.get(row).is_some_and(|outcome| *outcome != Outcome::Open);
        let ended = day(Field::Closed, row).filter(|day| has_ended && *day <= end);
        Some(Stay {
            deal: if by_stage { table.opportunity.get(row).copied()? } else { u32::try_from(row).ok()? },
            stage: if by_stage { table.dimension(Dimension::Stage).get(row).copied()? } else { 0 },
            from: day(Field::Created, row)?,
            to: ended.unwrap_or(end + 1),
            is_further: is_good && ended.is_some(),
        })
    };
    let mut stays: Vec<Stay> = rows.into_iter().filter_map(stay).collect();
    stays.sort_by_key(|stay| (stay.deal, stay.from));
    Ok((stays, by_stage))
}

/// How many stays there are on each day, by stage and age, and how many of them get further in time.
struct Ground {
    first: i32,
    /// The day the data end.
    end: i32,
    /// Days in which one has to get further.
    within: i32,
    /// Column of each stage's first band.
    columns: BTreeMap<u32, usize>,
    all: Counts,
}

/// Two counts by day and column: stays, and those that get further in time.
#[derive(Clone)]
struct Counts {
    width: usize,
    stays: Vec<i32>,
    further: Vec<i32>,
}

impl Counts {
    fn new(days: usize, width: usize) -> Self {
        Self { width, stays: vec![0; days * width], further: vec![0; days * width] }
    }

    /// From changes to counts.
    fn settle(&mut self) {
        for column in [&mut self.stays, &mut self.further] {
            for at in self.width..column.len() {
                let before = column.get(at - self.width).copied().unwrap_or(0);
                if let Some(slot) = column.get_mut(at) {
                    *slot += before;
                }
            }
        }
    }

    fn at(&self, day: usize, column: usize) -> (i32, i32) {
        let of = |counts: &[i32]| counts.get(day * self.width + column).copied().unwrap_or(0);
        (of(&self.stays), of(&self.further))
    }
}

/// More cells than a process has days, stages and ages.
const MOST_CELLS: usize = 8_000_000;

impl Ground {
    fn new(stays: &[Stay], end: i32, within: i32) -> Option<Self> {
        let first = stays.iter().map(|stay| stay.from).min()?;
        let mut columns = BTreeMap::new();
        for stay in stays {
            let next = columns.len() * BANDS.len();
            columns.entry(stay.stage).or_insert(next);
        }
        let days = usize::try_from(end - first + 2).ok()?;
        let width = columns.len() * BANDS.len();
        if days * width > MOST_CELLS {
            return None;
        }
        let mut ground = Self { first, end, within, columns, all: Counts::new(days, width) };
        let mut all = ground.empty();
        for stay in stays {
            ground.add(&mut all, stay, (stay.from, stay.to));
        }
        all.settle();
        ground.all = all;
        Some(ground)
    }

    fn empty(&self) -> Counts {
        Counts::new(usize::try_from(self.end - self.first + 2).unwrap_or(0), self.all.width)
    }

    /// Counts a stay on the days of a span, by its age on each.
    fn add(&self, counts: &mut Counts, stay: &Stay, span: (i32, i32)) {
        let Some(column) = self.columns.get(&stay.stage) else { return };
        for (band, low) in BANDS.into_iter().enumerate() {
            let high = BANDS.get(band + 1).map_or(i32::MAX, |next| stay.from.saturating_add(*next));
            let (from, to) = ((stay.from + low).max(span.0), high.min(span.1).min(stay.to));
            self.change(&mut counts.stays, counts.width, column + band, (from, to));
            if stay.is_further {
                self.change(&mut counts.further, counts.width, column + band, (from.max(stay.to - self.within), to));
            }
        }
    }

    fn change(&self, counts: &mut [i32], width: usize, column: usize, (from, to): (i32, i32)) {
        let (from, to) = (from.max(self.first), to.min(self.end + 1));
        if from >= to {
            return;
        }
        for (day, by) in [(from, 1), (to, -1)] {
            let at = usize::try_from(day - self.first).unwrap_or(0) * width + column;
            if let Some(slot) = counts.get_mut(at) {
                *slot += by;
            }
        }
    }

    /// Day and column of a stay on a day.
    fn place(&self, stay: &Stay, day: i32) -> Option<(usize, usize)> {
        let band = BANDS.partition_point(|low| *low <= day - stay.from).checked_sub(1)?;
        Some((usize::try_from(day - self.first).ok()?, self.columns.get(&stay.stage)? + band))
    }
}

/// The activities of one kind.
#[derive(Default)]
struct Kind {
    /// Days by opportunity, in order, and whether the lens asks about that activity.
    days: BTreeMap<u32, Vec<(i32, bool)>>,
    /// Cost of those asked about whose days are over; none where no cost is known.
    cost: Option<i128>,
}

fn kinds(activities: &Facts, asked: &[usize], ground: &Ground) -> BTreeMap<u32, Kind> {
    let mut found: BTreeMap<u32, Kind> = BTreeMap::new();
    let (codes, days, costs) =
        (activities.dimension(Dimension::ActivityType), activities.days.get(&Field::Day), activities.money.get(&Field::Cost));
    let mut is_asked = vec![false; activities.len];
    for row in asked {
        if let Some(flag) = is_asked.get_mut(*row) {
            *flag = true;
        }
    }
    for (row, is_asked) in is_asked.into_iter().enumerate() {
        let kind = found.entry(codes.get(row).copied().unwrap_or(NO_CODE)).or_default();
        let day = days.and_then(|days| days.get(row)).copied().filter(|day| *day != NO_DAY && *day <= ground.end);
        let is_over = day.is_some_and(|day| day + ground.within <= ground.end);
        if let Some(cost) = costs.and_then(|costs| costs.get(row)).filter(|cost| is_asked && is_over && **cost != NO_MONEY) {
            *kind.cost.get_or_insert(0) += i128::from(*cost);
        }
        if let Some((deal, day)) = activities.opportunity.get(row).copied().filter(|deal| *deal != NO_CODE).zip(day) {
            kind.days.entry(deal).or_default().push((day, is_asked));
        }
    }
    for kind in found.values_mut() {
        kind.days.values_mut().for_each(|days| days.sort_unstable());
    }
    found
}

fn row(kind: &Kind, stays: &[Stay], ground: &Ground) -> EffectRow {
    let mut with = ground.empty();
    let mut groups: BTreeMap<(usize, usize), (u64, u64)> = BTreeMap::new();
    let mut n = 0;
    for of_deal in stays.chunk_by(|a, b| a.deal == b.deal) {
        let Some(days) = of_deal.first().and_then(|stay| kind.days.get(&stay.deal)) else { continue };
        for stay in of_deal {
            // The days on which it is none without: each activity and the two weeks after it, counted once.
            let mut until = i32::MIN;
            for (day, _) in days {
                ground.add(&mut with, stay, ((*day).max(until), day + FRESH + 1));
                until = day + FRESH + 1;
            }
            let first = days.iter().find(|(day, _)| (stay.from..stay.to).contains(day));
            let Some((day, _)) = first.filter(|(day, is_asked)| *is_asked && day + ground.within <= ground.end) else { continue };
            let Some(place) = ground.place(stay, *day) else { continue };
            let group = groups.entry(place).or_default();
            group.0 += u64::from(stay.is_further && stay.to <= day + ground.within);
            group.1 += 1;
            n += 1;
        }
    }
    with.settle();
    let count = |number: i32| u64::try_from(number).unwrap_or(0);
    let strata: Vec<Stratum> = groups
        .into_iter()
        .map(|((day, column), group)| {
            let ((all, further), (fresh, fresh_further)) = (ground.all.at(day, column), with.at(day, column));
            Stratum { group, others: (count(further - fresh_further), count(all - fresh)) }
        })
        .filter(|stratum| stratum.others.1 > 0)
        .collect();
    let found = rate_difference(&strata);
    let matched = found.map_or(0, |found| found.matched);
    let share = |of: &dyn Fn(&Stratum) -> f64| (matched > 0).then(|| strata.iter().map(of).sum::<f64>() / matched as f64);
    let others = |stratum: &Stratum| stratum.group.1 as f64 * stratum.others.0 as f64 / stratum.others.1 as f64;
    let cost = kind.cost.map(Money::from_minor);
    let is_better = found.filter(|found| found.interval.0 > 0.0);
    EffectRow {
        kind: None,
        n,
        matched,
        rate: share(&|stratum| stratum.group.0 as f64),
        others: share(&others),
        difference: found.map(|found| found.value),
        interval: found.map(|found| found.interval),
        cost,
        cost_per_effect: is_better
            .zip(cost)
            .map(|(found, cost)| Money::from_minor((cost.minor as f64 / (found.value * n as f64)).round_ties_even() as i128)),
    }
}
