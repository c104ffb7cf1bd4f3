//! Scores and pay: the measures of a role with their targets, the curves of pay, and what is asked when they change.

use kpi_model::{
    AskRoles, AskScore, Board, Dimension, KpiChoice, Lens, Measured, Money, PayCurve, Period, Quantity, Reached, Reply, Report, Role,
    ScoreView, Scored,
};
use serde::{Deserialize, Serialize};

use super::app::App;
use super::asks::as_of;
use super::command::{Effect, Slot};

/// A measure of the role, and what each person is to reach in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rule {
    /// Weight, floor, cap.
    pub measured: Measured,
    /// None: what the company reached, or its share for each person where people add up.
    pub target: Option<f64>,
}

/// The plan of pay, as the user decides it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Pay {
    /// Id of the role whose measures are taken.
    pub role: String,
    /// Its measures as changed; none: those of the template.
    pub rules: Vec<Rule>,
    /// Variable pay of a person at a score of 1.
    pub amount: Money,
    /// Pay curve.
    pub curve: PayCurve,
    /// The curve it is compared with: the present plan.
    pub other: Option<PayCurve>,
}

impl Default for Pay {
    fn default() -> Self {
        let curve = PayCurve::Accelerated { floor: 0.5, from: 1.0, rate: 1.5, cap: Some(2.0) };
        let other = Some(PayCurve::Linear { floor: 0.0, cap: None });
        Self { role: "hunter".to_owned(), rules: Vec::new(), amount: Money::from_minor(1_000_000), curve, other }
    }
}

/// What the engine said of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PayFindings {
    /// The templates.
    pub roles: Vec<Role>,
    /// Measures by person, then of all.
    pub reports: Vec<Report>,
    /// Scores and pay.
    pub score: Option<ScoreView>,
}

/// What the user does to it.
#[derive(Clone, Debug, PartialEq)]
pub enum PayEdit {
    /// The section is opened or closed.
    Open(bool),
    /// Another role's measures.
    Role(String),
    /// A measure, by position.
    Rule(usize, Rule),
    /// Variable pay at a score of 1.
    Amount(Money),
    /// Another curve.
    Curve(PayCurve),
    /// Another one to compare with; none: no comparison.
    Other(Option<PayCurve>),
}

/// Does what the user asked for.
pub(super) fn edited(app: &mut App, edit: PayEdit) -> Vec<Effect> {
    if let PayEdit::Open(is_open) = edit {
        app.chrome.is_pay_open = is_open;
        return asked(app);
    }
    let mut pay = app.intent.pay.clone();
    let is_other_role = matches!(edit, PayEdit::Role(_));
    match edit {
        PayEdit::Open(_) => {}
        PayEdit::Role(role) => (pay.role, pay.rules) = (role, Vec::new()),
        PayEdit::Rule(at, rule) => {
            pay.rules = rules(app);
            if let Some(known) = pay.rules.get_mut(at) {
                *known = rule;
            }
        }
        PayEdit::Amount(amount) => pay.amount = amount,
        PayEdit::Curve(curve) => pay.curve = curve,
        PayEdit::Other(other) => pay.other = other,
    }
    if pay == app.intent.pay {
        return Vec::new();
    }
    app.remember();
    app.intent.pay = pay;
    if is_other_role { asked(app) } else { score(app) }
}

/// The measures in force.
#[must_use]
pub fn rules(app: &App) -> Vec<Rule> {
    if !app.intent.pay.rules.is_empty() {
        return app.intent.pay.rules.clone();
    }
    let role = app.findings.pay.roles.iter().find(|role| role.id == app.intent.pay.role);
    role.iter().flat_map(|role| &role.measures).map(|measured| Rule { measured: measured.clone(), target: None }).collect()
}

/// Asks for all of it where it is on the screen.
pub(super) fn asked(app: &mut App) -> Vec<Effect> {
    if !app.chrome.is_pay_open || !app.has_data() {
        return Vec::new();
    }
    app.findings.pay.score = None;
    if app.findings.pay.roles.is_empty() {
        return vec![Effect::Ask(Slot::Pay, AskRoles {}.into())];
    }
    let known = |rule: &Rule| default_variant(app, &rule.measured.kpi).is_some();
    let kpis: Vec<KpiChoice> = rules(app).iter().filter(|rule| known(rule)).map(|rule| choice(app, &rule.measured.kpi)).collect();
    let Some(last) = as_of(app) else { return Vec::new() };
    // Twelve months up to the one the data end in, which may not be over.
    let span = Period { from: last.month_start(-11), to: last.month_start(1) };
    let all = Lens { kpis, from: Some(span.from), to: Some(span.to), ..Lens::default() };
    let lenses = vec![Lens { by: vec![Dimension::Person], ..all.clone() }, all];
    // Until the new figures are here nothing is scored: the old ones are those of other measures or other data.
    app.findings.pay.reports.clear();
    vec![Effect::Ask(Slot::Pay, Board { lenses }.into())]
}

fn default_variant(app: &App, kpi: &str) -> Option<(String, bool)> {
    let known = app.findings.catalog.as_ref()?.kpis.iter().find(|known| known.id == kpi)?;
    known.variants.first().map(|variant| (variant.id.clone(), variant.additive))
}

fn choice(app: &App, kpi: &str) -> KpiChoice {
    KpiChoice { id: kpi.to_owned(), variant: default_variant(app, kpi).map(|(variant, _)| variant), formula: None }
}

/// The people of the report, in its order.
fn people(app: &App) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for cell in app.findings.pay.reports.first().iter().flat_map(|report| &report.cells).filter(|cell| cell.n > 0) {
        if let Some(name) = cell.group.get(Dimension::Person.name())
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// What a person is to reach in a measure: as decided, or what the company reached, shared out where people add up.
#[must_use]
pub fn target(app: &App, rule: &Rule) -> Option<f64> {
    if rule.target.is_some() {
        return rule.target;
    }
    let of_all = app.findings.pay.reports.get(1)?.cells.iter().find(|cell| cell.kpi == rule.measured.kpi)?;
    let (_, is_additive) = default_variant(app, &rule.measured.kpi)?;
    let value = of_all.value.map(Quantity::as_f64)?;
    if !is_additive {
        return Some(value);
    }
    let people = people(app).len();
    (people > 0).then(|| value / people as f64)
}

fn score(app: &App) -> Vec<Effect> {
    let Some(report) = app.findings.pay.reports.first() else { return Vec::new() };
    let rules = rules(app);
    let pay = &app.intent.pay;
    let reached = |name: &str, rule: &Rule| {
        let kpi = &rule.measured.kpi;
        let cell = report.cells.iter().find(|cell| cell.kpi == *kpi && cell.group.get(Dimension::Person.name()) == Some(name));
        let actual = cell.and_then(|cell| cell.value).map(Quantity::as_f64);
        let n = cell.map_or(0, |cell| u32::try_from(cell.n).unwrap_or(u32::MAX));
        Some(Reached { kpi: kpi.clone(), actual, target: target(app, rule)?, n })
    };
    let scored = |name: String| Scored {
        values: rules.iter().filter_map(|rule| reached(&name, rule)).collect(),
        role: pay.role.clone(),
        pay: pay.amount,
        present: 1.0,
        name,
    };
    let template = app.findings.pay.roles.iter().find(|role| role.id == pay.role).cloned().unwrap_or_default();
    let role = Role { measures: rules.iter().map(|rule| rule.measured.clone()).collect(), ..template };
    let ask = AskScore {
        roles: vec![role],
        people: people(app).into_iter().map(scored).collect(),
        curve: pay.curve.clone(),
        other: pay.other.clone(),
        ..AskScore::default()
    };
    vec![Effect::Ask(Slot::Pay, ask.into())]
}

/// The engine answered.
pub(super) fn answered(app: &mut App, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::Roles(roles) => {
            app.findings.pay.roles = roles;
            asked(app)
        }
        Reply::Board(reports) => {
            app.findings.pay.reports = reports;
            score(app)
        }
        Reply::Score(view) => {
            app.findings.pay.score = Some(view);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use kpi_model::{Ask, Cell, Day, Group, Money, Quantity, Reply, Report, Role, Text};

    use super::{Measured, Pay, PayCurve, PayEdit};
    use crate::state::{App, Command, Effect, Slot, update};

    fn cell(person: Option<&str>, kpi: &str, value: f64) -> Cell {
        Cell {
            kpi: kpi.to_owned(),
            variant: "count".to_owned(),
            group: Group(person.map(|name| ("person".to_owned(), Some(name.to_owned()))).into_iter().collect()),
            period: None,
            value: Some(Quantity::Number(value)),
            numerator: None,
            denominator: None,
            n: 9,
            low: None,
            high: None,
            missing: None,
            grade: kpi_model::Grade::Full,
        }
    }

    fn report(cells: Vec<Cell>) -> Report {
        Report { as_of: Day(0), span: None, currency: None, cells }
    }

    #[test]
    fn people_are_scored_against_what_the_company_reached() {
        let mut app = App {
            findings: crate::state::Findings { summary: Some(crate::state::update::tests::one_file()), ..Default::default() },
            ..App::default()
        };
        assert!(update(&mut app, Command::Pay(PayEdit::Amount(Money::from_minor(5)))).is_empty(), "nothing to score yet");
        let asked = update(&mut app, Command::Pay(PayEdit::Open(true)));
        assert!(matches!(asked.as_slice(), [Effect::Ask(Slot::Pay, Ask::Roles(_))]));
        let measures = vec![Measured { kpi: "win_rate".to_owned(), weight: 100, ..Measured::default() }];
        let role = Role { id: "hunter".to_owned(), name: Text::default(), measures };
        let asked = update(&mut app, Command::Answered { slot: Slot::Pay, reply: Reply::Roles(vec![role]) });
        assert!(matches!(asked.as_slice(), [Effect::Ask(Slot::Pay, Ask::Board(board))] if board.lenses.len() == 2));
        let by_person = report(vec![cell(Some("Ann"), "win_rate", 0.5), cell(Some("Ben"), "win_rate", 0.2)]);
        let reports = vec![by_person, report(vec![cell(None, "win_rate", 0.4)])];
        // Without a catalogue nothing is known of the KPI, so a target has to be given.
        let rule = super::Rule { target: Some(0.4), ..super::rules(&app)[0].clone() };
        update(&mut app, Command::Pay(PayEdit::Rule(0, rule)));
        let asked = update(&mut app, Command::Answered { slot: Slot::Pay, reply: Reply::Board(reports) });
        let [Effect::Ask(Slot::Pay, Ask::Score(ask))] = asked.as_slice() else { panic!("{asked:?}") };
        let found: Vec<_> = ask.people.iter().map(|one| (one.name.as_str(), one.values[0].actual, one.values[0].target)).collect();
        assert_eq!(found, [("Ann", Some(0.5), 0.4), ("Ben", Some(0.2), 0.4)]);
        let asked = update(&mut app, Command::Pay(PayEdit::Curve(PayCurve::Linear { floor: 0.8, cap: None })));
        assert!(matches!(asked.as_slice(), [Effect::Ask(Slot::Pay, Ask::Score(_))]), "figures known are not asked for again");
        for _ in 0..3 {
            update(&mut app, Command::Undo);
        }
        assert_eq!(app.intent.pay, Pay::default());
    }
}
