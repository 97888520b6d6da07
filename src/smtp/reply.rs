//! A server's reply (RFC 5321 section 4.2), read as bytes.
//!
//! Servers answer in Latin-1, in pieces, or with a megabyte of nonsense. A `250` counts whatever
//! stands behind it; what cannot be read as a reply is never taken for one. The text is kept for
//! people to read and is safe to print; no decision but two in `scope` looks at it.

use std::fmt;
use std::io::BufRead;

use super::failure::Cause;
use crate::text;

const MOST_OF_A_LINE: usize = 4 * 1024;
const MOST_BYTES: usize = 64 * 1024;
const MOST_LINES: usize = 100;
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

/// Reads one reply, whatever its length in lines, and nothing after it.
pub(super) fn read(source: &mut impl BufRead) -> Result<RawReply, Cause> {
    let mut lines = Vec::new();
    let mut code = None;
    let mut budget = MOST_BYTES;
    loop {
        let line = read_line(source, &mut budget)?;
        let (this, more, text) = split_code(&line).ok_or(Cause::Unreadable(Unreadable::Code))?;
        if *code.get_or_insert(this) != this {
            return Err(Cause::Unreadable(Unreadable::Codes));
        }
        lines.push(text.to_vec());
        if !more {
            return Ok(RawReply { code: this, lines });
        }
        if lines.len() == MOST_LINES {
            return Err(Cause::Unreadable(Unreadable::Endless));
        }
    }
}

/// One line without its end, cut where it is longer than anyone needs.
fn read_line(source: &mut impl BufRead, budget: &mut usize) -> Result<Vec<u8>, Cause> {
    let mut line = Vec::new();
    loop {
        let available = source.fill_buf().map_err(Cause::from)?;
        if available.is_empty() {
            return Err(Cause::Lost);
        }
        let end = available.iter().position(|&b| b == b'\n');
        let taken = end.map_or(available.len(), |at| at + 1);
        let kept = end.unwrap_or(taken).min(MOST_OF_A_LINE - line.len());
        line.extend_from_slice(&available[..kept]);
        source.consume(taken);
        *budget = budget.checked_sub(taken).ok_or(Cause::Unreadable(Unreadable::Endless))?;
        if end.is_some() {
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(line);
        }
    }
}

/// `250-text`: the code, whether more lines follow, the text.
fn split_code(line: &[u8]) -> Option<(u16, bool, &[u8])> {
    let (digits, rest) = line.split_at_checked(3)?;
    if !matches!(digits[0], b'2'..=b'5') || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let code = digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    match rest.split_first() {
        None => Some((code, false, rest)),
        Some((b' ', text)) => Some((code, false, text)),
        Some((b'-', text)) => Some((code, true, text)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn parse(mut bytes: &[u8]) -> Result<Reply, Cause> {
        read(&mut bytes).map(Reply::from)
    }

    #[test]
    fn replies_are_read_in_whatever_pieces_they_come() {
        for (bytes, expected) in [
            (&b"250 OK\r\n"[..], "250 OK"),
            (b"250\r\n", "250"),
            (b"250 OK\n", "250 OK"),
            (b"250 2.0.0 queued as 4XyZ\r\n", "250 2.0.0 queued as 4XyZ"),
            (b"550-5.1.1 No such\r\n550 5.1.1 user\r\n", "550 5.1.1 No such user"),
            (b"250-one\r\n250-\r\n250 three\r\n", "250 one  three"),
            (b"250 angenommen f\xfcr Zustellung\r\n", "250 angenommen f\u{fffd}r Zustellung"),
            (b"250 \x1b[2Jok\x07\r\n", "250 ␛[2Jok␇"),
            (b"550 5.1.1.1 x\r\n", "550 5.1.1.1 x"),
            (b"550 5.7.233\r\n", "550 5.7.233"),
            (b"550 3.1.1 x\r\n", "550 3.1.1 x"),
        ] {
            let whole = parse(bytes).unwrap();
            let mut dripping = BufReader::with_capacity(1, bytes);
            assert_eq!(whole.to_string(), expected);
            assert_eq!(Reply::from(read(&mut dripping).unwrap()), whole);
        }
    }

    #[test]
    fn the_enhanced_code_is_told_from_text() {
        for (bytes, enhanced) in [
            (&b"452 4.5.3 Too many\r\n"[..], Some((4, 5, 3))),
            (b"550 5.7.233 x\r\n", Some((5, 7, 233))),
            (b"220 4.5.3.example ready\r\n", None),
            (b"550 3.1.1 x\r\n", None),
            (b"550 5.1 x\r\n", None),
            (b"550 5.1.1111 x\r\n", None),
            (b"550 5..1 x\r\n", None),
            (b"250\r\n", None),
        ] {
            assert_eq!(parse(bytes).unwrap().enhanced, enhanced);
        }
    }

    #[test]
    fn nonsense_is_never_a_reply() {
        let endless_lines = b"250-x\r\n".repeat(101);
        let endless_line = [b"250 ".as_slice(), &b"x".repeat(1_000_000), b"\r\n"].concat();
        for (bytes, expected) in [
            (&b"OK\r\n"[..], Cause::Unreadable(Unreadable::Code)),
            (b"\r\n", Cause::Unreadable(Unreadable::Code)),
            (b"25\r\n", Cause::Unreadable(Unreadable::Code)),
            (b"2500 x\r\n", Cause::Unreadable(Unreadable::Code)),
            (b"150 x\r\n", Cause::Unreadable(Unreadable::Code)),
            (b"650 x\r\n", Cause::Unreadable(Unreadable::Code)),
            (b"25\xb2 x\r\n", Cause::Unreadable(Unreadable::Code)),
            (b" 250 x\r\n", Cause::Unreadable(Unreadable::Code)),
            (b"250-x\r\n550 y\r\n", Cause::Unreadable(Unreadable::Codes)),
            (&endless_lines, Cause::Unreadable(Unreadable::Endless)),
            (&endless_line, Cause::Unreadable(Unreadable::Endless)),
            (b"", Cause::Lost),
            (b"250", Cause::Lost),
            (b"250 OK\r", Cause::Lost),
            (b"250-OK\r\n", Cause::Lost),
        ] {
            assert_eq!(parse(bytes), Err(expected));
        }
    }

    #[test]
    fn long_text_is_cut_and_the_next_reply_is_left_alone() {
        let long = [b"250 ".as_slice(), "é".repeat(4_000).as_bytes(), b"\r\n354 go\r\n"].concat();
        let mut source = long.as_slice();
        let reply = Reply::from(read(&mut source).unwrap());
        assert!(reply.text.len() <= 500 && reply.text.starts_with('é'));
        assert_eq!(source, b"354 go\r\n");
    }
}
