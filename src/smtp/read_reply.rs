//! Reading a server's reply as bytes.
//!
//! Servers answer in Latin-1, in pieces, or with a megabyte of nonsense. A `250` counts whatever
//! stands behind it; what cannot be read as a reply is never taken for one.

use std::io::BufRead;

use super::failure::Cause;
use super::reply::{RawReply, Unreadable};

const MOST_OF_A_LINE: usize = 4 * 1024;
const MOST_BYTES: usize = 64 * 1024;
const MOST_LINES: usize = 100;

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

    use super::super::reply::Reply;
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
