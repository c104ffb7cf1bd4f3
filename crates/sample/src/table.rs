//! CSV text built field by field: comma, CRLF, quotes only where RFC 4180 needs them.

use crate::File;
use crate::date::civil;

/// A CSV file under construction.
pub(crate) struct Table {
    name: &'static str,
    text: String,
    fresh: bool,
}

impl Table {
    /// A file with its header row; `rows` is a guess of the number of rows to come.
    pub(crate) fn new(name: &'static str, header: &[&str], rows: usize) -> Self {
        let text = String::with_capacity(rows.saturating_mul(60).saturating_add(200));
        let mut table = Self { name, text, fresh: true };
        for title in header {
            table.text(title);
        }
        table.end();
        table
    }

    /// Writes the comma that separates a field from the one before it.
    fn separate(&mut self) {
        if self.fresh {
            self.fresh = false;
        } else {
            self.text.push(',');
        }
    }

    /// Adds a text field.
    pub(crate) fn text(&mut self, value: &str) {
        self.separate();
        if value.contains([',', '"', '\r', '\n']) {
            self.text.push('"');
            for part in value.chars() {
                if part == '"' {
                    self.text.push('"');
                }
                self.text.push(part);
            }
            self.text.push('"');
        } else {
            self.text.push_str(value);
        }
    }

    /// Adds an identifier: a prefix and the number counted from 1, filled up with zeros.
    pub(crate) fn id(&mut self, prefix: &str, position: usize, width: u32) {
        self.separate();
        self.text.push_str(prefix);
        let number = i64::try_from(position).unwrap_or(i64::MAX).saturating_add(1);
        push_number(&mut self.text, number, width);
    }

    /// Adds an identifier, or an empty field.
    pub(crate) fn maybe_id(&mut self, prefix: &str, position: Option<usize>, width: u32) {
        match position {
            Some(position) => self.id(prefix, position, width),
            None => self.text(""),
        }
    }

    /// Adds a date as 2025-07-01.
    pub(crate) fn date(&mut self, number: i64) {
        self.month(number);
        self.text.push('-');
        push_number(&mut self.text, civil(number).2, 2);
    }

    /// Adds a date, or an empty field.
    pub(crate) fn maybe_date(&mut self, number: Option<i64>) {
        match number {
            Some(number) => self.date(number),
            None => self.text(""),
        }
    }

    /// Adds a month as 2025-07.
    pub(crate) fn month(&mut self, number: i64) {
        let (year, month, _) = civil(number);
        self.separate();
        push_number(&mut self.text, year, 4);
        self.text.push('-');
        push_number(&mut self.text, month, 2);
    }

    /// Adds an amount given in cents as 286000.00.
    pub(crate) fn money(&mut self, cents: i64) {
        self.separate();
        if cents < 0 {
            self.text.push('-');
        }
        push_number(&mut self.text, cents.abs() / 100, 1);
        self.text.push('.');
        push_number(&mut self.text, cents.abs() % 100, 2);
    }

    /// Adds a small whole number, or an empty field.
    pub(crate) fn maybe_number(&mut self, value: Option<i64>) {
        self.separate();
        if let Some(value) = value {
            push_number(&mut self.text, value, 1);
        }
    }

    /// Ends the row.
    pub(crate) fn end(&mut self) {
        self.text.push_str("\r\n");
        self.fresh = true;
    }

    /// The finished file.
    pub(crate) fn finish(self) -> File {
        File { name: self.name.to_owned(), text: self.text }
    }
}

/// Writes a non-negative number with at least `width` digits.
fn push_number(text: &mut String, number: i64, width: u32) {
    let mut unit = 10_i64.pow(width.clamp(1, 18) - 1);
    while number / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        let digit = u8::try_from(number / unit % 10).unwrap_or(0);
        text.push(char::from(b'0' + digit));
        unit /= 10;
    }
}
