//! What the user does to scenarios, and what is asked when one changes.

use kpi_model::{
    AskCompare, AskForecast, AskHeatMap, AskSeek, AskTornado, Change, ComparedScenario, Day, Failure, ForecastView, HeatView, Lever,
    LeverInfo, Limits, Money, Reply, Scenario, SeekView, Swing,
};

use super::app::App;
use super::command::{Effect, Slot};
use super::library::{Draft, LeverId, Library, MOST};
use super::scenario_link::{link, read};
use super::update::{After, change};

/// Paths behind every figure that stays on the screen.
pub(super) const PATHS: u32 = 4_000;
/// Paths while a slider is held: the first of the same paths.
const HELD_PATHS: u32 = 250;

/// What the engine said of the scenarios.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    /// The year as it is.
    pub baseline: Option<ForecastView>,
    /// The year under the scenario that is shown.
    pub forecast: Option<ForecastView>,
    /// What each lever moves.
    pub swings: Vec<Swing>,
    /// Bookings over two levers.
    pub heat: Option<HeatView>,
    /// What reaches the goal.
    pub seek: Option<SeekView>,
    /// The base and all scenarios.
    pub compared: Vec<ComparedScenario>,
    /// Why there is none of it.
    pub refused: Option<Failure>,
}

/// What the user does to the scenarios.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// A slider is held at a factor: the first picture follows, and it is no step to undo.
    Hold(LeverId, f64),
    /// A lever is at a factor.
    Set(LeverId, f64),
    /// First month of the effect.
    From(Option<Day>),
    /// Months until all of it is in effect.
    Over(u32),
    /// What it costs.
    Cost(Option<Money>),
    /// What it is called.
    Name(String),
    /// What the user wants to remember of it.
    Note(String),
    /// Nothing is changed any more.
    Reset,
    /// One more, without changes.
    New,
    /// One more, half way to the own best quarter of each lever, or to the worst, under a name.
    Halfway(bool, String),
    /// One more, as the one that is shown.
    Copy,
    /// The one that is shown goes.
    Remove,
    /// The one that is shown goes one place up.
    Up,
    /// Another one is shown.
    Show(usize),
    /// Bookings to reach.
    Goal(Option<Money>),
    /// With this probability.
    Chance(Option<f64>),
    /// What scenarios keep to.
    Limit(Limits),
    /// The levers that are tried against each other.
    Heat(LeverId, LeverId),
    /// The address becomes that of the scenario that is shown.
    Link,
    /// An address was opened.
    Open(String),
    /// The mix that reaches the goal becomes the scenario that is shown.
    TakeMix,
    /// A lever goes to where it alone reaches the goal.
    Reach(LeverId),
}

/// The levers everyone has in mind first.
const FIRST: [Lever; 4] = [Lever::Volume, Lever::WinRate, Lever::DealSize, Lever::Cycle];

/// Does to a library what the user asked for, with the levers of the data and the mix that was found.
fn do_to(library: &mut Library, edit: Edit, levers: &[LeverInfo], mix: Option<&Scenario>) {
    let shown = library.shown;
    let Some(draft) = library.drafts.get_mut(shown) else { return };
    match edit {
        Edit::Hold(..) | Edit::Heat(..) | Edit::Link | Edit::Open(_) | Edit::Reach(_) => {}
        Edit::Set(lever, factor) => draft.set(lever, factor),
        Edit::From(from) => draft.from = from,
        Edit::Over(over) => draft.over = over.clamp(1, 36),
        Edit::Cost(cost) => draft.cost = cost,
        Edit::Name(name) => draft.name = name.trim().chars().take(60).collect(),
        Edit::Note(note) => draft.note = note.trim().chars().take(500).collect(),
        Edit::Reset => {
            *draft = Draft { name: std::mem::take(&mut draft.name), note: std::mem::take(&mut draft.note), ..Draft::default() };
        }
        Edit::New => library.add(Draft::default()),
        Edit::Copy => {
            let copy = draft.clone();
            library.add(copy);
        }
        Edit::Halfway(is_best, name) => {
            let own = levers.iter().filter(|info| info.item.is_none() && FIRST.contains(&info.lever));
            let half = |info: &LeverInfo| {
                let (worst, best) = info.range?;
                Some(((info.lever, None), f64::midpoint(1.0, if is_best { best } else { worst }).clamp(0.01, most(info))))
            };
            library.add(Draft { name, moved: own.filter_map(half).collect(), ..Draft::default() });
        }
        Edit::Remove => {
            library.drafts.remove(shown);
            if library.drafts.is_empty() {
                library.drafts.push(Draft::default());
            }
            library.shown = shown.min(library.drafts.len() - 1);
        }
        Edit::Up if shown > 0 => {
            library.drafts.swap(shown, shown - 1);
            library.shown = shown - 1;
        }
        Edit::Up => {}
        Edit::Show(position) => library.shown = position.min(library.drafts.len() - 1),
        Edit::Goal(goal) => library.goal = goal,
        Edit::Chance(chance) => library.chance = chance,
        Edit::Limit(limits) => library.limits = limits,
        Edit::TakeMix => {
            if let Some(mix) = mix {
                draft.moved.clear();
                for change in &mix.changes {
                    // A mix starts from the scenario: a lever of both is moved by both.
                    let lever = (change.lever, change.item.clone());
                    let factor = draft.factor(&lever) * change.factor;
                    draft.set(lever, factor);
                }
            }
        }
    }
}

/// Does what the user asked for, and asks for what follows.
pub(super) fn edited(app: &mut App, edit: Edit) -> Vec<Effect> {
    match edit {
        Edit::Hold(lever, factor) => {
            app.chrome.held = Some((lever, factor));
            return vec![forecast(app, Slot::Forecast, shown(app), HELD_PATHS)];
        }
        Edit::Heat(down, across) => {
            app.chrome.heat = (down, across);
            app.findings.outlook.heat = None;
            return heat(app);
        }
        Edit::Link => {
            let text = ("地址栏里的链接带着这个情景，不带任何数据", "The address now holds this scenario, and nothing of the data");
            app.chrome.toast = Some((text.0.to_owned(), text.1.to_owned()));
            return vec![Effect::ShowHash(link(&app.intent.scenarios.draft())), Effect::ToastTimer];
        }
        Edit::Reach(lever) => {
            // A need that belongs to an earlier state of the scenario is no need of this one.
            let now = app.intent.scenarios.draft().scenario().changes;
            let Some(seek) = app.findings.outlook.seek.as_ref().filter(|seek| seek.scenario.changes == now) else {
                app.chrome.wanted = Some(lever);
                return Vec::new();
            };
            let alone = seek.alone.iter();
            let need = alone.filter(|need| need.lever == lever.0 && need.item == lever.1).find_map(|need| need.factor);
            // A need starts with what the scenario has already.
            let already = app.intent.scenarios.draft().factor(&lever);
            return need.map(|factor| edited(app, Edit::Set(lever, factor * already))).unwrap_or_default();
        }
        Edit::Open(address) => {
            app.chrome.offered_scenario = read(&address);
            return if app.has_data() { offered(app) } else { Vec::new() };
        }
        _ => {}
    }
    (app.chrome.held, app.chrome.wanted) = (None, None);
    let outlook = &app.findings.outlook;
    let levers = outlook.baseline.as_ref().map(|view| view.levers.clone()).unwrap_or_default();
    let mix = outlook.seek.as_ref().and_then(|seek| seek.mix.clone());
    let effects = change(app, |intent| do_to(&mut intent.scenarios, edit, &levers, mix.as_ref()), After::Scenario);
    // A slider that is let go where it was has left its pictures behind.
    if effects.is_empty() { changed(app) } else { effects }
}

/// Takes up the scenario of an address, once there are data.
pub(super) fn offered(app: &mut App) -> Vec<Effect> {
    let Some(draft) = app.chrome.offered_scenario.take() else { return Vec::new() };
    let is_full = app.intent.scenarios.drafts.len() >= MOST && !app.intent.scenarios.drafts.contains(&draft);
    let take = |intent: &mut super::Intent| {
        let library = &mut intent.scenarios;
        match library.drafts.iter().position(|known| *known == draft) {
            Some(known) => library.shown = known,
            None if library.drafts == [Draft::default()] => library.drafts = vec![draft],
            // There is no room: it takes the place of the one that is shown, and one step of undo brings that back.
            None if library.drafts.len() >= MOST => {
                if let Some(shown) = library.drafts.get_mut(library.shown) {
                    *shown = draft;
                }
            }
            None => library.add(draft),
        }
    };
    let mut effects = change(app, take, After::Scenario);
    if is_full {
        let place = Library::letter(app.intent.scenarios.shown);
        let (zh, en) = (format!("链接里的情景放在了 {place} 的位置"), format!("The scenario of the link took the place of {place}"));
        app.chrome.toast = Some((zh, en));
        effects.push(Effect::ToastTimer);
    }
    effects
}

fn target(app: &App) -> (Option<Money>, Option<i32>) {
    let plan = app.findings.plan.as_ref();
    (plan.and_then(|plan| plan.nodes.first()).map(|company| company.total), plan.map(|plan| plan.year))
}

/// The scenario that is shown, with the slider that is held.
fn shown(app: &App) -> Scenario {
    let mut draft = app.intent.scenarios.draft();
    if let Some((lever, factor)) = app.chrome.held.clone() {
        draft.set(lever, factor);
    }
    draft.scenario()
}

fn forecast(app: &App, slot: Slot, scenario: Scenario, paths: u32) -> Effect {
    let (target, year) = target(app);
    let without_backtest = slot != Slot::Backtest;
    Effect::Ask(
        slot,
        AskForecast {
            year,
            target,
            scenario,
            paths: Some(paths),
            without_backtest,
            limits: app.intent.scenarios.limits.clone(),
            ..AskForecast::default()
        }
        .into(),
    )
}

/// Steps between the own worst and best quarter that are tried.
const HEAT_STEPS: u32 = 6;

/// The highest factor the engine takes: a share stays below 1.
#[must_use]
pub fn most(lever: &LeverInfo) -> f64 {
    match (lever.lever, lever.value) {
        (Lever::WinRate | Lever::StageConversion | Lever::Discount, Some(value)) if value > 0.01 => 1.0 / value,
        _ => 100.0,
    }
}

/// The factors of a lever that are tried, from its own worst quarter to its best.
#[must_use]
pub fn heat_factors(lever: &LeverInfo) -> Vec<f64> {
    let (worst, best) = lever.range.unwrap_or((0.8, 1.2));
    let factor = |step: u32| worst + (best - worst) * f64::from(step) / f64::from(HEAT_STEPS);
    (0..=HEAT_STEPS).map(|step| factor(step).clamp(0.01, most(lever))).collect()
}

/// Two levers against each other, the others as in the scenario.
fn heat(app: &App) -> Vec<Effect> {
    let (down, across) = &app.chrome.heat;
    let levers = app.findings.outlook.baseline.as_ref().map_or(&[][..], |view| &view.levers);
    let find = |(lever, item): &LeverId| levers.iter().find(|info| info.lever == *lever && info.item == *item && info.reason.is_none());
    // A lever against itself says nothing.
    let (Some(rows), Some(columns)) = (find(down), find(across).filter(|_| down != across)) else { return Vec::new() };
    let draft = app.intent.scenarios.draft();
    let change = |info: &LeverInfo| Change {
        lever: info.lever,
        item: info.item.clone(),
        factor: 1.0,
        from: draft.from,
        over: Some(draft.over),
        cost: None,
    };
    let mut scenario = shown(app);
    scenario.changes.retain(|own| [down, across].iter().all(|(lever, item)| own.lever != *lever || own.item != *item));
    let axis = |info: &LeverInfo| (change(info), heat_factors(info));
    vec![Effect::Ask(
        Slot::Heat,
        AskHeatMap { year: target(app).1, scenario, rows: axis(rows), columns: axis(columns), with_repeat: false }.into(),
    )]
}

/// Everything that depends on the scenarios.
pub(super) fn changed(app: &App) -> Vec<Effect> {
    let (target, year) = target(app);
    let Library { drafts, goal, chance, limits, .. } = &app.intent.scenarios;
    let scenario = shown(app);
    let draft = app.intent.scenarios.draft();
    let seek = AskSeek {
        year,
        goal: goal.or(target),
        chance: *chance,
        scenario: scenario.clone(),
        from: draft.from,
        over: Some(draft.over),
        limits: limits.clone(),
        ..AskSeek::default()
    };
    let scenarios = drafts.iter().map(Draft::scenario).collect();
    let compare = AskCompare { year, target, paths: Some(PATHS), scenarios, ..AskCompare::default() };
    let mut effects = vec![
        forecast(app, Slot::Forecast, scenario.clone(), PATHS),
        Effect::Ask(Slot::Tornado, AskTornado { year, scenario, ..AskTornado::default() }.into()),
        Effect::Ask(Slot::Seek, seek.into()),
        Effect::Ask(Slot::Compared, compare.into()),
    ];
    effects.extend(heat(app));
    effects
}

/// Everything the page shows.
pub(super) fn all(app: &App) -> Vec<Effect> {
    let base = |slot: Slot| forecast(app, slot, Scenario::default(), PATHS);
    let is_tried = app.findings.outlook.baseline.as_ref().is_some_and(|base| base.backtest.is_some() || base.withheld.is_some());
    let backtest = (!is_tried).then(|| base(Slot::Backtest));
    [vec![base(Slot::Baseline)], changed(app), backtest.into_iter().collect()].concat()
}

/// Keeps an answer.
pub(super) fn answered(app: &mut App, slot: Slot, reply: Reply) -> Vec<Effect> {
    let outlook = &mut app.findings.outlook;
    outlook.refused = None;
    match reply {
        Reply::Forecast(mut view) if slot == Slot::Baseline => {
            // Its past is that of the data, whatever the target.
            if let Some(known) = outlook.baseline.take() {
                (view.backtest, view.withheld) = (known.backtest, known.withheld);
            }
            outlook.baseline = Some(view);
            return heat(app); // its levers are known now
        }
        Reply::Forecast(view) if slot == Slot::Backtest => {
            if let Some(base) = &mut outlook.baseline {
                (base.backtest, base.withheld) = (view.backtest, view.withheld);
            }
        }
        Reply::Forecast(view) => outlook.forecast = Some(view),
        Reply::Tornado(swings) => outlook.swings = swings,
        Reply::Seek(seek) => {
            outlook.seek = Some(seek);
            return app.chrome.wanted.take().map(|lever| edited(app, Edit::Reach(lever))).unwrap_or_default();
        }
        Reply::CompareScenarios(rows) => outlook.compared = rows,
        Reply::HeatMap(view) => outlook.heat = Some(view),
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::{Draft, Edit, LeverId, Library, MOST, do_to, heat_factors};
    use crate::state::{App, Command, Effect, Intent, Slot, update};
    use kpi_model::{Change, Lever, LeverInfo, Money, Scenario};

    const WIN_RATE: LeverId = (Lever::WinRate, None);

    /// A link opened where there is no room takes the place of what is shown, says so, and can be undone.
    #[test]
    fn a_link_finds_a_place_among_four() {
        let mut app = App::default();
        let named = |name: &str| Draft { name: name.to_owned(), ..Draft::default() };
        app.intent.scenarios = Library { drafts: ["a", "b", "c", "d"].map(named).to_vec(), shown: 1, ..Library::default() };
        let before = app.intent.scenarios.clone();
        app.chrome.offered_scenario = Some(named("from the link"));
        super::offered(&mut app);
        let names: Vec<&str> = app.intent.scenarios.drafts.iter().map(|draft| draft.name.as_str()).collect();
        assert_eq!(names, ["a", "from the link", "c", "d"]);
        assert!(app.chrome.toast.take().is_some_and(|(_, en)| en.contains("place of B")));
        update(&mut app, Command::Undo);
        assert_eq!(app.intent.scenarios, before);
        // One that is there already is only shown.
        app.chrome.toast = None;
        app.chrome.offered_scenario = Some(named("d"));
        super::offered(&mut app);
        assert_eq!((app.intent.scenarios.shown, app.chrome.toast), (3, None));
    }

    #[test]
    fn scenarios_are_built_named_copied_ordered_and_removed() {
        let mut library = Library::default();
        let mut go = |step: Edit| {
            do_to(&mut library, step, &[], None);
            library.clone()
        };
        go(Edit::Set(WIN_RATE, 1.1));
        go(Edit::Name("  Coaching ".to_owned()));
        go(Edit::Copy);
        let library = go(Edit::Set(WIN_RATE, 1.0));
        assert_eq!((library.drafts.len(), library.shown), (2, 1));
        assert_eq!(library.drafts[0].moved.get(&WIN_RATE), Some(&1.1));
        assert!(library.draft().moved.is_empty(), "a lever back at 1 is no change");
        let library = go(Edit::Up);
        assert_eq!((library.shown, library.drafts[1].factor(&WIN_RATE)), (0, 1.1));
        for _ in 0..9 {
            go(Edit::New);
        }
        assert_eq!(go(Edit::New).drafts.len(), MOST);
        for _ in 0..9 {
            go(Edit::Remove);
        }
        assert_eq!(go(Edit::Show(7)), Library::default(), "one without changes is always left");
    }

    #[test]
    fn a_slider_that_is_held_is_one_step_to_undo() {
        let mut app = App::default();
        let slots = |effects: Vec<Effect>| {
            effects
                .into_iter()
                .filter_map(|effect| if let Effect::Ask(slot, _) = effect { Some(slot) } else { None })
                .collect::<Vec<Slot>>()
        };
        for factor in [1.1, 1.2] {
            assert_eq!(slots(update(&mut app, Command::Scenario(Edit::Hold(WIN_RATE, factor)))), [Slot::Forecast]);
        }
        assert_eq!(app.intent, Intent::default(), "nothing is decided yet");
        let all = [Slot::Forecast, Slot::Tornado, Slot::Seek, Slot::Compared];
        assert_eq!(slots(update(&mut app, Command::Scenario(Edit::Set(WIN_RATE, 1.2)))), all);
        assert_eq!((app.undo.len(), app.chrome.held.clone()), (1, None));
        update(&mut app, Command::Scenario(Edit::Hold(WIN_RATE, 1.3)));
        assert_eq!(slots(update(&mut app, Command::Scenario(Edit::Set(WIN_RATE, 1.2)))), all, "let go where it was");
        assert_eq!(app.undo.len(), 1);
        update(&mut app, Command::Undo);
        assert_eq!(app.intent, Intent::default());
    }

    #[test]
    fn no_share_is_tried_above_one() {
        let info = |lever: Lever| LeverInfo {
            lever,
            name: kpi_model::Text::default(),
            item: None,
            value: Some(0.8),
            range: Some((0.7, 1.5)),
            quarters: 8,
            reason: None,
            note: None,
        };
        assert!(heat_factors(&info(Lever::WinRate)).iter().all(|factor| factor * 0.8 <= 1.0));
        assert_eq!(heat_factors(&info(Lever::Volume)).last(), Some(&1.5));
    }

    #[test]
    fn timing_holds_for_every_change_and_the_cost_counts_once() {
        let mut draft = Draft { over: 6, cost: Some(Money::from_minor(100)), ..Draft::default() };
        draft.set(WIN_RATE, 1.1);
        draft.set((Lever::Volume, Some("Web".to_owned())), 1.2);
        let changes = draft.scenario().changes;
        assert!(changes.iter().all(|change| change.over == Some(6)));
        assert_eq!(changes.iter().filter_map(|change| change.cost).count(), 1);
    }

    #[test]
    fn half_way_and_a_mix_that_is_taken() {
        let info = |lever: Lever, range| LeverInfo {
            lever,
            name: kpi_model::Text::default(),
            item: None,
            value: Some(1.0),
            range,
            quarters: 8,
            reason: None,
            note: None,
        };
        let levers = [info(Lever::Volume, Some((0.8, 1.2))), info(Lever::Cycle, Some((1.4, 0.6))), info(Lever::WinRate, None)];
        let change = |factor: f64| Change { lever: Lever::WinRate, item: None, factor, from: None, over: None, cost: None };
        let mix = Scenario { name: String::new(), changes: vec![change(1.1), change(1.2)] };
        let mut library = Library::default();
        do_to(&mut library, Edit::Halfway(true, "Optimistic".to_owned()), &levers, None);
        let moved: Vec<f64> = library.draft().moved.into_values().collect();
        assert_eq!(moved, [1.1, 0.8], "no range, no change");
        do_to(&mut library, Edit::TakeMix, &levers, Some(&mix));
        assert!((library.draft().factor(&WIN_RATE) - 1.32).abs() < 1e-12);
    }
}
