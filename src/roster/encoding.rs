//! The bytes of a text file as UTF-8, piece by piece, or an error: no character is ever guessed.
//!
//! UTF-8 and UTF-16 tell what they are. Of a single byte above 127 nobody can tell whether it is `ü`
//! or `ь`, so another encoding is used only when it is named.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::fault::{ByHeader, ReadError};

/// The encodings that lists are saved in when they are not saved as Unicode: of Windows, for western,
/// central European and Cyrillic letters, and of older Macs.
pub const LIKELY: [&str; 4] = ["windows-1252", "windows-1250", "windows-1251", "macintosh"];

/// Encodings that a header alone can speak for: of Windows for Turkish, Greek and Arabic letters, of the DOS, Unix and
/// older Macs for Cyrillic ones.
const RARE: [&str; 6] = ["windows-1254", "windows-1253", "windows-1256", "ibm866", "koi8-u", "x-mac-cyrillic"];

/// The encoding in which more names of columns are known than in any other. Names of ASCII letters are the same in
/// all. `known` finds those of a text.
pub fn by_header(bytes: &[u8], known: impl Fn(&str) -> Vec<String>) -> Option<ByHeader> {
    let names = |encoding: &'static str| {
        let (text, _) = Encoding::for_label(encoding.as_bytes())?.decode_without_bom_handling(bytes);
        let names = known(&text).into_iter().filter(|name| !name.is_ascii());
        Some(ByHeader { encoding, names: names.map(|name| crate::text::for_sentence(&name)).collect() })
    };
    let best = |encodings: &[&'static str]| {
        let mut all: Vec<ByHeader> = encodings.iter().filter_map(|encoding| names(encoding)).collect();
        all.sort_by_key(|found| std::cmp::Reverse(found.names.len()));
        let most = all.first().map_or(0, |found| found.names.len());
        let is_alone = all.iter().filter(|found| found.names.len() == most).count() == 1;
        (most, all.into_iter().next().filter(|_| is_alone && most > 0))
    };
    let ((likely, found), (rare, rare_found)) = (best(&LIKELY), best(&RARE));
    if rare > likely { rare_found } else { found }
}

/// How many bytes are looked at to tell the encoding.
const LOOK: usize = 4096;

/// The encoding a person named, such as `windows-1252`.
pub fn named(label: &str) -> Result<&'static Encoding, ReadError> {
    Encoding::for_label_no_replacement(label.trim().as_bytes())
        .ok_or_else(|| ReadError::UnknownEncoding(crate::text::for_sentence(label)))
}

/// The encoding by the first bytes: a byte order mark, or the zero bytes of UTF-16; else UTF-8.
pub fn detected(start: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return encoding;
    }
    let start = &start[..start.len().min(LOOK)];
    let zeros = |at: usize| start.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    // Text has a separator or a line end in every few characters, and each has a zero half.
    let (even, odd, enough) = (zeros(0), zeros(1), start.len().div_ceil(20));
    match even.max(odd) {
        most if most == 0 || most < enough => UTF_8,
        _ if odd > even => UTF_16LE,
        _ => UTF_16BE,
    }
}

/// A reader that gives UTF-8, whatever it reads from. A byte order mark is left out.
pub struct Decoded<R> {
    from: R,
    encoding: &'static Encoding,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    ended: bool,
    text: Vec<u8>,
    text_at: usize,
    line: u64,
    /// Reads an encoding of one byte a sign as UTF-8 too, as long as that can be done.
    doubt: Option<Decoder>,
    /// Whether there was anything but ASCII.
    beyond_ascii: bool,
}

impl<R: Read> Decoded<R> {
    pub fn new(from: R, encoding: &'static Encoding) -> Self {
        Self {
            from,
            encoding,
            decoder: encoding.new_decoder(),
            raw: Vec::new(),
            raw_at: 0,
            ended: false,
            text: Vec::new(),
            text_at: 0,
            line: 1,
            doubt: encoding.is_single_byte().then(|| UTF_8.new_decoder_without_bom_handling()),
            beyond_ascii: false,
        }
    }

    /// Reads on and decodes, until there is text or the end.
    fn more(&mut self) -> io::Result<()> {
        const PIECE: usize = 32 * 1024;
        self.text.clear();
        self.text_at = 0;
        while self.text.is_empty() && !(self.ended && self.raw_at == self.raw.len()) {
            if self.raw_at == self.raw.len() {
                self.raw.resize(PIECE, 0);
                let length = self.from.read(&mut self.raw)?;
                self.raw.truncate(length);
                self.raw_at = 0;
                self.ended = length == 0;
                self.doubt()?;
            }
            // Room for the longest UTF-8 that this many bytes of any encoding can become.
            self.text.resize(PIECE * 4, 0);
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(&self.raw[self.raw_at..], &mut self.text, self.ended);
            self.text.truncate(written);
            self.raw_at += read;
            self.line += self.text.split(|byte| *byte == b'\n').skip(1).count() as u64;
            if let DecoderResult::Malformed(..) = result {
                return Err(io::Error::other(self.malformed()));
            }
            debug_assert!(matches!(result, DecoderResult::InputEmpty | DecoderResult::OutputFull));
        }
        Ok(())
    }

    /// Bytes of another encoding that are all UTF-8 by chance: that does not happen, and what is UTF-8 would
    /// be letters that make no sense.
    fn doubt(&mut self) -> io::Result<()> {
        self.beyond_ascii |= !self.raw.is_ascii();
        let Some(utf8) = &mut self.doubt else { return Ok(()) };
        let mut read_as = vec![0; self.raw.len() * 3 + 16];
        match utf8.decode_to_utf8_without_replacement(&self.raw, &mut read_as, self.ended).0 {
            DecoderResult::Malformed(..) => self.doubt = None,
            _ if self.ended && self.beyond_ascii => {
                return Err(io::Error::other(ReadError::IsUtf8 { encoding: self.encoding.name() }));
            }
            _ => {}
        }
        Ok(())
    }

    /// The cell around the bytes that cannot be read.
    fn malformed(&self) -> ReadError {
        if self.encoding != UTF_8 {
            return ReadError::Malformed { encoding: self.encoding.name(), line: self.line };
        }
        let is_edge = |byte: &u8| b",;\t|\"\r\n\0".contains(byte);
        let at = self.raw_at.saturating_sub(1);
        let start = self.raw[..at].iter().rposition(is_edge).map_or(0, |edge| edge + 1).max(at.saturating_sub(40));
        let end = self.raw[at..].iter().position(is_edge).map_or(self.raw.len(), |edge| at + edge).min(at + 40);
        let cell = &self.raw[start.min(end)..end];
        let read_as = LIKELY.iter().filter_map(|label| {
            let (text, _) = Encoding::for_label(label.as_bytes())?.decode_without_bom_handling(cell);
            Some((*label, crate::text::for_sentence(&text)))
        });
        ReadError::NotUtf8 { line: self.line, read_as: read_as.collect(), header: None }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.text_at == self.text.len() {
            self.more()?;
        }
        let rest = &self.text[self.text_at..];
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        self.text_at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Result<String, String> {
        let mut text = String::new();
        Decoded::new(bytes, encoding).read_to_string(&mut text).map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn unicode_tells_what_it_is() {
        let utf16 = |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let text = "name;país\nJosé Ғ 😀;ES\n";
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            utf16(&format!("\u{feff}{text}"), u16::to_le_bytes),
            utf16(&format!("\u{feff}{text}"), u16::to_be_bytes),
            utf16(text, u16::to_le_bytes),
            utf16(text, u16::to_be_bytes),
        ] {
            assert_eq!(decoded(&bytes, detected(&bytes)).as_deref(), Ok(text), "{bytes:?}");
        }
    }

    #[test]
    fn an_encoding_that_alone_makes_sense_of_the_header_is_found() {
        let known = |text: &str| {
            let cells = text.split(['\n', ';']).filter(|cell| super::super::columns::is_known(cell));
            cells.map(str::to_owned).collect()
        };
        for (encoding, header, expected) in [
            ("windows-1251", "Фамилия;Имя;Email", Some("windows-1251")),
            ("ibm866", "Фамилия;Имя;Email", Some("ibm866")),
            ("koi8-u", "Фамилия;Имя;Email", Some("koi8-u")),
            ("macintosh", "Prénom;Nom;Email", Some("macintosh")),
            // The same bytes mean the same in two.
            ("windows-1252", "Prénom;Nom;Email", None),
            ("windows-1252", "Name;Größe", None),
        ] {
            let (bytes, _, _) = named(encoding).unwrap().encode(header);
            assert_eq!(by_header(&bytes, known).map(|found| found.encoding), expected, "{encoding} {header}");
        }
    }

    #[test]
    fn other_encodings_must_be_named_and_nothing_is_replaced() {
        let western = b"name\nM\xfcller\n";
        assert_eq!(decoded(western, named("Windows-1252").unwrap()).as_deref(), Ok("name\nMüller\n"));
        assert_eq!(decoded(b"\xcc\xe8\xf0", named("windows-1251").unwrap()).as_deref(), Ok("Мир"));
        let shown = decoded(western, detected(western)).unwrap_err();
        assert!(shown.contains("line 2") && shown.contains("windows-1252: \"Müller\""), "{shown}");
        assert!(decoded(b"a\xed\xa0\x80b", UTF_8).is_err() && decoded(b"\xc0\xaf", UTF_8).is_err());
        assert!(decoded(b"a\0\x00\xd8", UTF_16LE).is_err(), "half a pair");
        let told = |text: &str| decoded(text.as_bytes(), named("windows-1252").unwrap());
        assert!(told("name\nKöhler\n").unwrap_err().contains("it is UTF-8"));
        assert_eq!(told("name\nJo\n").as_deref(), Ok("name\nJo\n"));
        assert!(named("latin-nine-and-a-half").is_err());
    }
}
