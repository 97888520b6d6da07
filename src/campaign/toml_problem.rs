//! What can be wrong with TOML as a person types it, in plain words.

use crate::place::Place;
use crate::text;

/// What is wrong in a TOML text, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct TomlFault {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: TomlProblem,
}

/// The kinds of mistake that TOML can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TomlProblem {
    /// A curly quotation mark where TOML needs a straight one.
    #[error("a text stands between straight quotation marks (\"), and this is {shape} one ({0}); type it anew", shape = shape(*.0))]
    CurlyQuote(char),
    /// Two entries of a list or a table without a comma between them.
    #[error("a comma is missing before this entry")]
    MissingComma,
    /// A text that is not in quotation marks.
    #[error("a text stands between quotation marks: \"{0}\"")]
    Unquoted(String),
    /// A text whose end is not marked.
    #[error("this quotation mark is never closed on its line; for a text of several lines use three of them (\"\"\")")]
    Unclosed,
    /// Quotation marks inside a text.
    #[error("the text ends at this quotation mark; write \\\" for a mark inside a text, or curly ones (“…”)")]
    QuoteInText,
    /// A backslash that begins no escape.
    #[error("a backslash begins an escape in TOML; write two (\\\\) for one")]
    Backslash,
    /// A colon in place of the equals sign.
    #[error("a key and its value are joined by =, not by :")]
    Colon,
    /// A key without a value.
    #[error("there is no value here; write {0} = …")]
    NoValue(String),
    /// A day as it is written elsewhere.
    #[error("a day is written as year-month-day: 2026-01-31, without quotation marks or with them")]
    Day,
    /// A day that no calendar has.
    #[error("{0}")]
    NoSuchDay(NoSuchDay),
    /// A space that is none to TOML.
    #[error("this is an unusual space (U+{0:04X}); type a plain one")]
    Space(u32),
    /// A bracket or brace that is not closed.
    #[error("this {0} is never closed")]
    Open(char),
    /// A key that stands there twice.
    #[error("`{0}` stands here twice; keep one of them")]
    Doubled(String),
    /// Anything else that is not TOML.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// A key that means nothing here.
    #[error("unknown key `{key}`{}; the keys here are {}. It is mistyped, or made for a newer outcry",
        text::nearest(key, known.iter().map(String::as_str)).map(|near| format!(" (`{near}`?)")).unwrap_or_default(), known.join(", "))]
    Unknown {
        /// The key.
        key: String,
        /// The keys that may stand here.
        known: Vec<String>,
    },
    /// A key that must be there.
    #[error("`{0}` is missing here")]
    Missing(String),
    /// A value of another sort.
    #[error("`{key}` takes {wanted}, not {found}")]
    Type {
        /// The key.
        key: String,
        /// What it takes.
        wanted: String,
        /// What is there.
        found: String,
    },
    /// A word that is none of those allowed.
    #[error("`{key}` is one of {}, not \"{found}\"", allowed.join(", "))]
    Word {
        /// The key.
        key: String,
        /// What is there.
        found: String,
        /// What may be there.
        allowed: Vec<String>,
    },
    /// A value that does not mean what it should.
    #[error("`{key}`: {why}")]
    Value {
        /// The key.
        key: String,
        /// What is wrong with it.
        why: String,
    },
}

/// What a quotation mark other than a straight one looks like.
fn shape(mark: char) -> &'static str {
    match mark {
        '«' | '»' | '‹' | '›' => "an angular",
        _ => "a curly",
    }
}

/// A day as data files write it that no calendar has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchDay {
    /// Its month.
    #[error("there is no month {0}; a day is written as year-month-day")]
    Month(i8),
    /// Its day.
    #[error("there is no {day} {month}: the month has {days} days", month = .first.strftime("%B %Y"), days = .first.days_in_month())]
    Day {
        /// The day of the month.
        day: i8,
        /// The first of that month.
        first: jiff::civil::Date,
    },
}

impl NoSuchDay {
    /// What is wrong with the numbers of a day; nothing where it is one, or is not written as one.
    pub(super) fn of(value: &str) -> Option<Self> {
        let parts: Vec<&str> = value.trim_matches(['"', '\'']).split('-').collect();
        let [year, month, day] = parts.as_slice() else { return None };
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        let Ok(first) = jiff::civil::Date::new(year, month, 1) else { return Some(Self::Month(month)) };
        (day < 1 || day > first.days_in_month()).then_some(Self::Day { day, first })
    }
}
