//! A server's reply (RFC 5321 section 4.2). Its text is kept for people to read and is safe to print; no
//! decision but two in `scope` looks at it.

use std::fmt;

use crate::text;

const MOST_TEXT: usize = 500;

/// An enhanced status code (RFC 3463): class, subject, detail.
pub type Enhanced = (u8, u16, u16);

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits, 200 to 599.
    pub code: u16,
    /// The enhanced status code, where the server gave one.
    pub enhanced: Option<Enhanced>,
    /// The rest, its lines joined by a space: at most 500 bytes, safe on a terminal.
    pub text: String,
}

impl Reply {
    /// 2yz: the server has done what was asked.
    pub fn is_positive(&self) -> bool {
        self.code / 100 == 2
    }

    /// 4yz: not now.
    pub fn is_temporary(&self) -> bool {
        self.code / 100 == 4
    }

    /// 5yz: no.
    pub fn is_permanent(&self) -> bool {
        self.code / 100 == 5
    }

    /// 4yz or 5yz: a refusal that may be believed.
    pub fn is_refusal(&self) -> bool {
        self.is_temporary() || self.is_permanent()
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some((class, subject, detail)) = self.enhanced {
            write!(f, " {class}.{subject}.{detail}")?;
        }
        if !self.text.is_empty() {
            write!(f, " {}", self.text)?;
        }
        Ok(())
    }
}

/// Why bytes from the server are not a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A line without a code of three digits.
    #[error("a line does not begin with a reply code")]
    Code,
    /// The lines of one reply disagree about the code.
    #[error("its lines carry different codes")]
    Codes,
    /// Too many bytes or lines.
    #[error("it does not end")]
    Endless,
}

/// A reply as it came, before anything was made fit to show: for the lines of EHLO and the
/// challenges of AUTH.
#[derive(Debug)]
pub(super) struct RawReply {
    pub(super) code: u16,
    /// What follows the code on each line; at least one.
    pub(super) lines: Vec<Vec<u8>>,
}

impl From<RawReply> for Reply {
    fn from(raw: RawReply) -> Self {
        let enhanced = raw.lines.first().and_then(|line| split_enhanced(line)).map(|(code, _)| code);
        let lines = raw.lines.iter().map(|line| match split_enhanced(line) {
            Some((code, rest)) if Some(code) == enhanced => rest,
            _ => line,
        });
        let joined = lines.map(|line| String::from_utf8_lossy(line.trim_ascii())).collect::<Vec<_>>().join(" ");
        Self { code: raw.code, enhanced, text: fit_to_show(&joined) }
    }
}

fn fit_to_show(text: &str) -> String {
    let mut shown = text::for_terminal(text.trim());
    shown.truncate(shown.floor_char_boundary(MOST_TEXT));
    shown
}

/// Splits `5.1.1 No such user` (RFC 2034 section 4).
fn split_enhanced(line: &[u8]) -> Option<(Enhanced, &[u8])> {
    let end = line.iter().position(|&b| b == b' ').unwrap_or(line.len());
    let (token, rest) = line.split_at(end);
    let mut parts = std::str::from_utf8(token).ok()?.split('.').map(|part| {
        ((1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u16>().ok())?
    });
    let class = parts.next()?.and_then(|class| u8::try_from(class).ok()).filter(|class| [2, 4, 5].contains(class))?;
    let code = (class, parts.next()??, parts.next()??);
    parts.next().is_none().then_some((code, rest))
}
