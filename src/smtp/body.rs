//! The bytes of a letter on the wire: checked, then dot-stuffed (RFC 5321 section 4.5.2).
//!
//! A line end that one server sees and the next one does not is how a second letter is smuggled
//! inside the first, so only CRLF passes. Nothing is repaired here; what is not clean is refused.

/// What ends a letter. The CRLF before the dot is the last one of the text: without it even a
/// server that took a broken connection for an end would hold an unfinished line.
pub(super) const END: &[u8] = b"\r\n.\r\n";

const CRLF: &[u8] = b"\r\n";

/// RFC 5321 section 4.5.3.1.6: 1000 octets with the CRLF.
const MOST_OF_A_LINE: usize = 998;

/// Why bytes cannot be sent as a letter. Lines count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// Nothing there.
    #[error("it is empty")]
    Empty,
    /// CR without LF, or LF without CR.
    #[error("line {line} has a bare CR or LF in it")]
    LineEnd {
        /// Where.
        line: usize,
    },
    /// NUL, or a byte above 127: 8BITMIME is never asked for.
    #[error("line {line} has the byte {byte} in it")]
    Byte {
        /// Where.
        line: usize,
        /// Which.
        byte: u8,
    },
    /// Longer than 998 octets.
    #[error("line {line} is longer than {MOST_OF_A_LINE} bytes")]
    LongLine {
        /// Where.
        line: usize,
    },
}

/// A letter fit to be sent, without its last CRLF.
#[derive(Debug)]
pub(super) struct Body {
    stuffed: Vec<u8>,
    size: usize,
}

impl Body {
    pub(super) fn new(letter: &[u8]) -> Result<Self, Defect> {
        if letter.is_empty() {
            return Err(Defect::Empty);
        }
        let letter = letter.strip_suffix(CRLF).unwrap_or(letter);
        let mut stuffed = Vec::with_capacity(letter.len() + letter.len() / 64);
        // Text is looked through many bytes at a time.
        let text = std::str::from_utf8(letter).map_err(|error| {
            let (before, rest) = letter.split_at(error.valid_up_to());
            let line = before.split(|&byte| byte == b'\n').count();
            Defect::Byte { line, byte: rest.first().copied().unwrap_or_default() }
        })?;
        let mut pieces = text.split('\n').enumerate().peekable();
        while let Some((number, piece)) = pieces.next() {
            let line = number + 1;
            let is_last = pieces.peek().is_none();
            // A piece that ends without CR, but not the letter, is a line with a bare LF.
            let text = if is_last { Some(piece) } else { piece.strip_suffix('\r') };
            inspect(text.unwrap_or(piece), line)?;
            let text = text.ok_or(Defect::LineEnd { line })?;
            if text.starts_with('.') {
                stuffed.push(b'.');
            }
            stuffed.extend_from_slice(text.as_bytes());
            if !is_last {
                stuffed.extend_from_slice(CRLF);
            }
        }
        Ok(Self { stuffed, size: letter.len() + CRLF.len() })
    }

    /// What SIZE declares (RFC 1870): the letter with its CRLFs, without the dots added here.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Blocks small enough for RFC 5321's three minutes each on a slow line.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &[u8]> {
        self.stuffed.chunks(64 * 1024)
    }
}

fn inspect(text: &str, line: usize) -> Result<(), Defect> {
    if text.contains('\r') || text.contains('\0') || !text.is_ascii() {
        let is_bad = |byte: &u8| matches!(byte, b'\r' | 0) || !byte.is_ascii();
        let byte = text.bytes().find(is_bad).unwrap_or_default();
        return Err(if byte == b'\r' { Defect::LineEnd { line } } else { Defect::Byte { line, byte } });
    }
    if text.len() > MOST_OF_A_LINE {
        return Err(Defect::LongLine { line });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on_the_wire(letter: &[u8]) -> Result<String, Defect> {
        let body = Body::new(letter)?;
        Ok(String::from_utf8(body.blocks().chain([END]).collect::<Vec<_>>().concat()).unwrap())
    }

    #[test]
    fn dots_at_the_start_of_a_line_are_doubled() {
        for (letter, expected) in [
            ("a\r\n", "a\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            (".", "..\r\n.\r\n"),
            (".\r\n", "..\r\n.\r\n"),
            ("..\r\n.a\r\nb.\r\n", "...\r\n..a\r\nb.\r\n.\r\n"),
            ("a\r\n.", "a\r\n..\r\n.\r\n"),
            ("a\r\n\r\n", "a\r\n\r\n.\r\n"),
            ("\r\n", "\r\n.\r\n"),
        ] {
            assert_eq!(on_the_wire(letter.as_bytes()).as_deref(), Ok(expected), "{letter:?}");
        }
    }

    #[test]
    fn what_could_smuggle_a_second_letter_is_refused() {
        for end in [
            "\n.\n",
            "\n.\r",
            "\r.\n",
            "\r.\r",
            "\n.\r\n",
            "\r.\r\n",
            "\r\n.\n",
            "\r\n.\r",
            "\r\n.\r\r\n",
            "\r\r\n.\r\n",
        ] {
            let letter = format!("one{end}MAIL FROM:<x@y.test>\r\n");
            assert!(matches!(on_the_wire(letter.as_bytes()), Err(Defect::LineEnd { .. })), "{end:?}");
        }
        assert_eq!(on_the_wire(b"a\r\n\0.\r\n"), Err(Defect::Byte { line: 2, byte: 0 }));
        assert_eq!(on_the_wire("ä".as_bytes()), Err(Defect::Byte { line: 1, byte: 0xc3 }));
        assert_eq!(on_the_wire(b""), Err(Defect::Empty));
        assert_eq!(on_the_wire(b"a\r"), Err(Defect::LineEnd { line: 1 }));
        assert!(on_the_wire(&[b'x'; 998]).is_ok());
        assert_eq!(on_the_wire(&[b'x'; 999]), Err(Defect::LongLine { line: 1 }));
    }

    #[test]
    fn the_declared_size_counts_the_last_line_end_and_no_added_dot() {
        for letter in ["a\r\n.b\r\n", "a\r\n.b"] {
            assert_eq!(Body::new(letter.as_bytes()).unwrap().size(), 7);
        }
    }

    proptest! {
        #[test]
        fn a_reader_gets_back_what_was_sent(lines in proptest::collection::vec("[.a]{0,4}", 1..20)) {
            let letter = lines.join("\r\n");
            let wire = on_the_wire(format!("{letter}\r\n").as_bytes()).unwrap();
            let (received, after) = wire.split_once("\r\n.\r\n").unwrap();
            prop_assert_eq!(after, "");
            let unstuffed: Vec<_> = received.split("\r\n").map(|line| line.strip_prefix('.').unwrap_or(line)).collect();
            prop_assert_eq!(unstuffed.join("\r\n"), letter);
        }
    }
}
