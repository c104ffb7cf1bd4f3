//! Exact money: integer minor units.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount in minor units (hundredths); on the wire a decimal string with two places, `"-12.50"`.
///
/// Sums are `i128`, so they are exact and do not depend on the order of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    /// Hundredths of the currency unit.
    pub minor: i128,
}

impl Money {
    /// An amount of `minor` hundredths.
    #[must_use]
    pub fn from_minor(minor: i128) -> Self {
        Self { minor }
    }

    /// Reads a plain decimal with at most two places; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, cents) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = !whole.is_empty() && cents.len() <= 2 && whole.bytes().chain(cents.bytes()).all(|b| b.is_ascii_digit());
        if !is_number {
            return None;
        }
        let cents = format!("{cents:0<2}");
        let minor = whole.parse::<i128>().ok()?.checked_mul(100)?.checked_add(cents.parse().ok()?)?;
        Some(Self { minor: if negative { -minor } else { minor } })
    }

    /// Whole units with commas, for sentences: `318,992`.
    #[must_use]
    pub fn grouped(self) -> String {
        let digits = (self.minor.unsigned_abs() / 100).to_string();
        let (first, rest) = digits.split_at(digits.len() % 3);
        let thousands = rest.as_bytes().chunks(3).map(|three| String::from_utf8_lossy(three).into_owned());
        let groups: Vec<String> = std::iter::once(first.to_owned()).filter(|first| !first.is_empty()).chain(thousands).collect();
        format!("{}{}", if self.minor < 0 { "−" } else { "" }, groups.join(","))
    }

    /// The amount as a float in currency units: for display and drawing only.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.minor as f64 / 100.0
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        write!(f, "{sign}{}.{:02}", minor / 100, minor % 100)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("not an amount: {text:?}; write digits with at most two decimals")))
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn whole_units_have_commas() {
        let shown = [99, 100, 99_999, 100_000, 31_899_245, -12_345_678_900, -12_300].map(|minor| Money::from_minor(minor).grouped());
        assert_eq!(shown, ["0", "1", "999", "1,000", "318,992", "−123,456,789", "−123"]);
    }

    #[test]
    fn text_round_trips_exactly() {
        for text in ["0.00", "-0.05", "10005534.00", "-12.50", "170141183460469231731687303715884105.00"] {
            assert_eq!(Money::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Money::parse("3.5").unwrap().minor, 350);
        for bad in ["", "-", "1.234", "1e5", "1,000", ".5", "NaN"] {
            assert_eq!(Money::parse(bad), None, "{bad}");
        }
    }
}
