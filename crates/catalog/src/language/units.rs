//! What a term is measured in.

use kpi_engine::{Formula, Key, Term};
use kpi_model::Unit;

/// The unit of a term; none for a plain number, which fits all.
///
/// # Errors
/// The two units that do not go together.
pub(super) fn unit(term: &Term) -> Result<Option<Unit>, (Unit, Unit)> {
    Ok(match term {
        Term::Sum(measure) | Term::SumOfSome(measure) => Some(Formula::Total(measure.clone()).unit()),
        Term::Count(_) | Term::Distinct(_, Key::Of(_) | Key::Record | Key::Opportunity) => Some(Unit::Count),
        Term::Number(..) => None,
        Term::DaysLeft(_) => Some(Unit::Days),
        Term::During(_, term) => unit(term)?,
        Term::Plus(a, b) | Term::Minus(a, b) | Term::Remaining(a, b) => match (unit(a)?, unit(b)?) {
            (None, unit) | (unit, None) => unit,
            (Some(a), Some(b)) if a == b => Some(a),
            (Some(a), Some(b)) => return Err((a, b)),
        },
        Term::Times(a, b) => match (unit(a)?, unit(b)?) {
            (None | Some(Unit::Ratio | Unit::Count), Some(unit)) | (Some(unit), None | Some(Unit::Ratio | Unit::Count)) => Some(unit),
            (None, None) => None,
            (Some(a), Some(b)) => return Err((a, b)),
        },
        Term::Over(a, b) => match (unit(a)?, unit(b)?) {
            (a, None) => a,
            (Some(a), Some(b)) if a == b => Some(Unit::Ratio),
            (Some(a), Some(Unit::Count | Unit::Ratio)) => Some(a),
            // Per day.
            (Some(a @ (Unit::Money | Unit::Count)), Some(Unit::Days)) => Some(a),
            (None, Some(Unit::Ratio)) => None,
            (a, Some(b)) => return Err((a.unwrap_or(Unit::Count), b)),
        },
    })
}
