//! Text to tokens, each with its place.

use super::words::{self, Word};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Word(Word),
    /// A word that is none of the language.
    Unknown(String),
    /// A number in millionths; percent is taken into it.
    Number(i64),
    /// A text in quotes.
    Text(String),
    /// One of `( ) . , + - * / > < = !`.
    Sign(char),
    End,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// First character.
    pub(super) at: usize,
    /// Characters.
    pub(super) len: usize,
}

/// One sign for each of its forms.
fn sign(c: char) -> Option<char> {
    Some(match c {
        '(' | '（' => '(',
        ')' | '）' => ')',
        '.' | '的' | '·' => '.',
        ',' | '，' | '、' => ',',
        '+' | '＋' => '+',
        '-' | '−' | '－' | '–' => '-',
        '*' | '×' | '＊' => '*',
        '/' | '÷' | '／' => '/',
        '>' | '＞' => '>',
        '<' | '＜' => '<',
        '=' | '＝' => '=',
        '!' | '！' => '!',
        '≥' => '≥',
        '≤' => '≤',
        '≠' => '≠',
        _ => return None,
    })
}

/// The quote that closes a text.
fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' | '＂' => open,
        '\'' => '\'',
        '“' | '”' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        _ => return None,
    })
}

/// A decimal number in millionths.
fn millionths(text: &str) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let decimals = decimals.get(..6.min(decimals.len()))?;
    let fraction: i64 = if decimals.is_empty() { 0 } else { format!("{decimals:0<6}").parse().ok()? };
    whole.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(fraction)
}

/// The tokens of a text, with an end behind the last.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let run = |test: &dyn Fn(char) -> bool| chars.iter().skip(at).take_while(|c| test(**c)).count();
        let (kind, len) = if c.is_whitespace() {
            at += 1;
            continue;
        } else if c.is_ascii_digit() {
            let len = run(&|c| c.is_ascii_digit() || c == '.');
            let digits: String = chars.iter().skip(at).take(len).collect();
            let is_percent = matches!(chars.get(at + len), Some('%' | '％'));
            let number = millionths(&digits).map(|number| if is_percent { number / 100 } else { number });
            (number.map_or(Kind::Unknown(digits), Kind::Number), len + usize::from(is_percent))
        } else if let Some(end) = closing(c) {
            let inside = chars.iter().skip(at + 1).take_while(|c| **c != end).count();
            let text: String = chars.iter().skip(at + 1).take(inside).collect();
            let is_closed = at + 1 + inside < chars.len();
            (if is_closed { Kind::Text(text) } else { Kind::Unknown(text) }, inside + 1 + usize::from(is_closed))
        } else if let Some(sign) = sign(c) {
            (Kind::Sign(sign), 1)
        } else if c.is_ascii_alphabetic() {
            let len = run(&|c| c.is_ascii_alphanumeric() || c == '_');
            let word: String = chars.iter().skip(at).take(len).collect();
            (words::meaning(&word).map_or(Kind::Unknown(word), Kind::Word), len)
        } else {
            // Chinese words stand together without spaces: the longest that is known goes first.
            let rest: String = chars.iter().skip(at).collect();
            match words::longest(&rest) {
                Some(word) => (words::meaning(word).map_or(Kind::Unknown(word.to_owned()), Kind::Word), word.chars().count()),
                None => {
                    let len = run(&|c| !c.is_ascii() && c.is_alphanumeric() && sign(c).is_none()).max(1);
                    (Kind::Unknown(chars.iter().skip(at).take(len).collect()), len)
                }
            }
        };
        found.push(Token { kind, at, len });
        at += len;
    }
    found.push(Token { kind: Kind::End, at: chars.len(), len: 0 });
    found
}
