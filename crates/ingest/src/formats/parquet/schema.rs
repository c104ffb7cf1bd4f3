//! The columns of a Parquet file and what their values mean.

use kpi_model::Day;

use super::super::ReadError;
use super::super::csv::MOST_COLUMNS;
use super::super::number_format::truth;
use super::thrift::Value;

/// Groups inside groups.
const DEEPEST: usize = 16;
const NANOS_PER_DAY: i128 = 86_400_000_000_000;

/// How a value is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Physical {
    Boolean,
    Int32,
    Int64,
    /// Nanoseconds of the day and a Julian day: the older moments of Hive and Spark.
    Int96,
    Float,
    Double,
    Bytes,
    Fixed(usize),
}

impl Physical {
    /// Bytes of a value; none where each has its own length.
    pub(super) fn width(self) -> Option<usize> {
        match self {
            Self::Int32 | Self::Float => Some(4),
            Self::Int64 | Self::Double => Some(8),
            Self::Int96 => Some(12),
            Self::Fixed(len) => Some(len),
            Self::Boolean | Self::Bytes => None,
        }
    }
}

/// What a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    Unsigned,
    Decimal {
        scale: u32,
    },
    Date,
    /// Time of day; nanoseconds per unit.
    Time(i128),
    /// Nanoseconds per unit.
    Moment(i128),
    Uuid,
    HalfFloat,
}

/// A column that holds values.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) name: String,
    pub(super) physical: Physical,
    pub(super) meaning: Meaning,
    /// The level at which a value is there.
    pub(super) definition: u32,
    /// How many lists it lies in.
    pub(super) repetition: u32,
}

/// The leaves of a schema, in the order of their chunks.
pub(super) fn leaves(elements: &[Value<'_>]) -> Result<Vec<Leaf>, ReadError> {
    let mut out = Vec::new();
    let mut rest = elements.iter();
    let root = rest.next().and_then(|root| root.size(5)).ok_or_else(broken)?;
    for _ in 0..root {
        walk(&mut rest, &Group { path: Vec::new(), definition: 0, repetition: 0 }, &mut out)?;
    }
    Ok(out)
}

struct Group {
    path: Vec<String>,
    definition: u32,
    repetition: u32,
}

fn broken() -> ReadError {
    ReadError::Broken("Parquet schema".to_owned())
}

fn walk<'v, 'a: 'v>(rest: &mut impl Iterator<Item = &'v Value<'a>>, above: &Group, out: &mut Vec<Leaf>) -> Result<(), ReadError> {
    let element = rest.next().ok_or_else(broken)?;
    let mut path = above.path.clone();
    path.push(element.text(4).ok_or_else(broken)?.to_owned());
    let (is_optional, is_repeated) = (element.int(3) == Some(1), element.int(3) == Some(2));
    let group = Group {
        path,
        definition: above.definition + u32::from(is_optional || is_repeated),
        repetition: above.repetition + u32::from(is_repeated),
    };
    match element.size(5).filter(|children| *children > 0) {
        Some(children) => {
            if group.path.len() >= DEEPEST {
                return Err(broken());
            }
            for _ in 0..children {
                walk(rest, &group, out)?;
            }
        }
        None => {
            if out.len() >= MOST_COLUMNS {
                return Err(ReadError::TooManyColumns);
            }
            out.push(Leaf {
                name: name_of(&group.path),
                physical: physical(element).ok_or_else(broken)?,
                meaning: meaning(element),
                definition: group.definition,
                repetition: group.repetition,
            });
        }
    }
    Ok(())
}

/// `owner.name`; the levels that only say "list" are left out: `tags.list.element` is `tags`.
fn name_of(path: &[String]) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = path.iter().map(String::as_str).peekable();
    while let Some(part) = rest.next() {
        parts.push(part);
        let is_list = rest.peek().is_some_and(|next| matches!(*next, "list" | "bag" | "array"));
        if is_list {
            rest.next();
            rest.next_if(|next| matches!(*next, "element" | "item" | "array_element" | "array"));
        }
    }
    parts.join(".")
}

fn physical(element: &Value<'_>) -> Option<Physical> {
    Some(match element.int(1)? {
        0 => Physical::Boolean,
        1 => Physical::Int32,
        2 => Physical::Int64,
        3 => Physical::Int96,
        4 => Physical::Float,
        5 => Physical::Double,
        6 => Physical::Bytes,
        7 => Physical::Fixed(element.size(2).filter(|len| (1..=4096).contains(len))?),
        _ => return None,
    })
}

/// By the logical type, else by the older converted type.
fn meaning(element: &Value<'_>) -> Meaning {
    let scale = |value: Option<i64>| value.and_then(|scale| u32::try_from(scale).ok()).filter(|scale| *scale <= 60).unwrap_or(0);
    let unit = |unit: Option<&Value<'_>>| match unit {
        Some(unit) if unit.field(1).is_some() => 1_000_000,
        Some(unit) if unit.field(2).is_some() => 1_000,
        _ => 1,
    };
    if let Some(logical) = element.field(10) {
        if let Some(decimal) = logical.field(5) {
            return Meaning::Decimal { scale: scale(decimal.int(1)) };
        }
        if logical.field(6).is_some() {
            return Meaning::Date;
        }
        if let Some(time) = logical.field(7) {
            return Meaning::Time(unit(time.field(2)));
        }
        if let Some(moment) = logical.field(8) {
            return Meaning::Moment(unit(moment.field(2)));
        }
        if let Some(int) = logical.field(10) {
            return if int.is(2) == Some(false) { Meaning::Unsigned } else { Meaning::Plain };
        }
        if logical.field(14).is_some() {
            return Meaning::Uuid;
        }
        if logical.field(15).is_some() {
            return Meaning::HalfFloat;
        }
    }
    match element.int(6) {
        Some(5) => Meaning::Decimal { scale: scale(element.int(7)) },
        Some(6) => Meaning::Date,
        Some(7) => Meaning::Time(1_000_000),
        Some(8) => Meaning::Time(1_000),
        Some(9) => Meaning::Moment(1_000_000),
        Some(10) => Meaning::Moment(1_000),
        Some(11..=14) => Meaning::Unsigned,
        _ => Meaning::Plain,
    }
}

impl Leaf {
    /// The text of a stored value; `None` where it has the wrong length.
    pub(super) fn text(&self, bytes: &[u8]) -> Option<String> {
        Some(match self.physical {
            Physical::Boolean => truth(*bytes.first()? != 0).to_owned(),
            Physical::Int32 => {
                let number = i32::from_le_bytes(bytes.try_into().ok()?);
                let is_unsigned = self.meaning == Meaning::Unsigned;
                self.whole(if is_unsigned { i128::from(number.cast_unsigned()) } else { i128::from(number) })
            }
            Physical::Int64 => {
                let number = i64::from_le_bytes(bytes.try_into().ok()?);
                let is_unsigned = self.meaning == Meaning::Unsigned;
                self.whole(if is_unsigned { i128::from(number.cast_unsigned()) } else { i128::from(number) })
            }
            Physical::Int96 => {
                /// 1970-01-01 as a Julian day.
                const UNIX: i128 = 2_440_588;
                let (nanos, day) = bytes.split_at_checked(8)?;
                let day = i128::from(u32::from_le_bytes(day.try_into().ok()?)) - UNIX;
                moment(day * NANOS_PER_DAY + i128::from(i64::from_le_bytes(nanos.try_into().ok()?)))
            }
            Physical::Float => number(f32::from_le_bytes(bytes.try_into().ok()?)),
            Physical::Double => number(f64::from_le_bytes(bytes.try_into().ok()?)),
            Physical::Bytes | Physical::Fixed(_) => match self.meaning {
                Meaning::Decimal { scale } => decimal(big_endian(bytes)?, scale),
                Meaning::HalfFloat => number(half(u16::from_le_bytes(bytes.try_into().ok()?))),
                Meaning::Uuid => uuid(bytes),
                _ => String::from_utf8_lossy(bytes).into_owned(),
            },
        })
    }

    fn whole(&self, number: i128) -> String {
        match self.meaning {
            Meaning::Decimal { scale } => decimal(number, scale),
            Meaning::Date => i32::try_from(number).map_or_else(|_| number.to_string(), |days| Day(days).to_string()),
            Meaning::Time(nanos) => clock(number * nanos),
            Meaning::Moment(nanos) => moment(number * nanos),
            _ => number.to_string(),
        }
    }
}

trait Finite: std::fmt::Display + Copy {
    fn is_number(self) -> bool;
}

impl Finite for f32 {
    fn is_number(self) -> bool {
        self.is_finite()
    }
}

impl Finite for f64 {
    fn is_number(self) -> bool {
        self.is_finite()
    }
}

/// The shortest digits that give the number back; what is no number is empty.
fn number(number: impl Finite) -> String {
    if number.is_number() { number.to_string() } else { String::new() }
}

/// A float of 16 bits.
fn half(bits: u16) -> f32 {
    let (sign, exponent, fraction) = (bits >> 15, (bits >> 10) & 0x1f, f32::from(bits & 0x3ff) / 1024.0);
    let size = match exponent {
        0 => fraction * 2_f32.powi(-14),
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2_f32.powi(i32::from(exponent) - 15),
    };
    if sign == 0 { size } else { -size }
}

/// A whole number of up to 16 bytes, the highest first.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let is_negative = *bytes.first()? & 0x80 != 0;
    let fill = if is_negative { 0xff } else { 0 };
    let spare = bytes.len().saturating_sub(16);
    if bytes.iter().take(spare).any(|byte| *byte != fill) {
        return None;
    }
    let start = if is_negative { -1 } else { 0 };
    Some(bytes.iter().skip(spare).fold(start, |number: i128, byte| (number << 8) | i128::from(*byte)))
}

fn decimal(number: i128, scale: u32) -> String {
    if scale == 0 {
        return number.to_string();
    }
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - scale as usize);
    format!("{}{whole}.{part}", if number < 0 { "-" } else { "" })
}

fn clock(nanos: i128) -> String {
    let seconds = nanos.div_euclid(1_000_000_000);
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Nanoseconds since 1970 as written in the file; a moment at midnight is a day.
fn moment(nanos: i128) -> String {
    let Ok(day) = i32::try_from(nanos.div_euclid(NANOS_PER_DAY)) else { return nanos.to_string() };
    match nanos.rem_euclid(NANOS_PER_DAY) {
        0 => Day(day).to_string(),
        rest => format!("{} {}", Day(day), clock(rest)),
    }
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{big_endian, decimal, half, moment, name_of};

    #[test]
    fn values() {
        assert_eq!([(-5, 2), (12_345, 2), (7, 0), (-123_456, 3)].map(|(n, scale)| decimal(n, scale)), ["-0.05", "123.45", "7", "-123.456"]);
        assert_eq!(big_endian(&[0xff, 0x00]), Some(-256));
        assert_eq!(big_endian(&[0; 20]), Some(0));
        assert_eq!(big_endian(&[1; 20]), None);
        assert_eq!([0x3c00, 0xc100, 0x0000].map(half), [1.0, -2.5, 0.0]);
        assert_eq!(moment(-1_000_000_000), "1969-12-31 23:59:59");
        assert_eq!(moment(86_400_000_000_000), "1970-01-02");
    }

    #[test]
    fn names() {
        let name = |path: &str| name_of(&path.split('.').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(name("tags.list.element"), "tags");
        assert_eq!(name("lines.list.element.price"), "lines.price");
        assert_eq!(name("owner.name"), "owner.name");
    }
}
