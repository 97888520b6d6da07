//! Text that an export has damaged, and what it was: HTML entities (`O&#039;Neill`), UTF-8 that was read in another
//! encoding (`MÃ¼ller`), escapes of JSON. It is shown and never mended: a program that guesses writes wrong names.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

use crate::text;

/// Some lists were damaged more than once.
const ROUNDS: usize = 3;

/// What a damaged text most likely was; nothing if it is whole.
pub(super) fn likely_reading(raw: &str) -> Option<String> {
    if raw.is_ascii() && !raw.bytes().any(|byte| matches!(byte, b'&' | b'\\')) {
        return None;
    }
    let mut read = None::<String>;
    for _ in 0..ROUNDS {
        let now = read.as_deref().unwrap_or(raw);
        let Some(better) = entities(now).or_else(|| escapes(now)).or_else(|| misread(now)) else { break };
        read = Some(better);
    }
    read
}

/// Names of the characters from U+00A0 to U+00FF (HTML 4.01, section 24.2).
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml \
    Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
    times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave \
    eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute \
    ucirc uuml yacute thorn yuml";

/// Others that stand in exports.
const OTHERS: [(&str, char); 38] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("bull", '•'),
    ("euro", '€'),
    ("trade", '™'),
    ("oelig", 'œ'),
    ("OElig", 'Œ'),
    ("scaron", 'š'),
    ("Scaron", 'Š'),
    ("zcaron", 'ž'),
    ("Zcaron", 'Ž'),
    ("ccaron", 'č'),
    ("Ccaron", 'Č'),
    ("cacute", 'ć'),
    ("nacute", 'ń'),
    ("sacute", 'ś'),
    ("zacute", 'ź'),
    ("lstrok", 'ł'),
    ("Lstrok", 'Ł'),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("fnof", 'ƒ'),
    ("circ", 'ˆ'),
];

static ENTITIES: LazyLock<HashMap<&str, char>> = LazyLock::new(|| {
    ('\u{a0}'..='\u{ff}')
        .zip(LATIN.split(' '))
        .map(|(c, name)| (name, c))
        .chain(OTHERS.map(|(name, c)| (name, c)))
        .collect()
});

fn entities(text: &str) -> Option<String> {
    let mut read = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        read.push_str(before);
        let (c, length) = entity(behind).unwrap_or(('&', 0));
        read.push(c);
        rest = &behind[length..];
    }
    read.push_str(rest);
    (read != text).then_some(read)
}

/// The character that an entity stands for, and how long it is behind its `&`.
fn entity(behind: &str) -> Option<(char, usize)> {
    let number = behind.strip_prefix('#');
    let body = number.unwrap_or(behind);
    let length = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    let name = &body[..length];
    let c = if number.is_some() {
        let code = match name.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => name.parse(),
        };
        code.ok().and_then(char::from_u32)?
    } else {
        *ENTITIES.get(name)?
    };
    let is_closed = body[length..].starts_with(';');
    // Old programs leave the semicolon out; `&copy=1` in the address of a page is something else.
    let may_be_open = number.is_some() || matches!(name, "amp" | "quot" | "nbsp");
    let is_open = may_be_open && !body[length..].starts_with('=');
    (is_closed || is_open).then(|| (c, length + usize::from(is_closed) + usize::from(number.is_some())))
}

/// `M\u00fcller`.
fn escapes(text: &str) -> Option<String> {
    let mut units: Vec<u16> = Vec::new();
    let mut rest = text;
    let mut has_any = false;
    while let Some(c) = rest.chars().next() {
        let code =
            rest.strip_prefix("\\u").and_then(|rest| rest.get(..4)).and_then(|hex| u16::from_str_radix(hex, 16).ok());
        if let Some(code) = code {
            units.push(code);
            has_any = true;
            rest = &rest["\\u".len() + 4..];
        } else {
            units.extend(c.encode_utf16(&mut [0; 2]).iter());
            rest = &rest[c.len_utf8()..];
        }
    }
    has_any.then(|| String::from_utf16(&units).ok()).flatten()
}

/// The bytes that the upper half of an encoding's characters stand for.
struct Bytes {
    encoding: &'static Encoding,
    of: HashMap<char, u8>,
}

static ENCODINGS: LazyLock<Vec<Bytes>> = LazyLock::new(|| {
    let bytes = |encoding: &'static Encoding| {
        let of = (0x80..=0xff_u8).filter_map(|byte| {
            let one = [byte];
            let decoded = encoding.decode_without_bom_handling_and_without_replacement(&one)?;
            Some((decoded.chars().next()?, byte))
        });
        let mut of: HashMap<char, u8> = of.collect();
        if encoding == WINDOWS_1252 {
            // ISO 8859-1 has controls there.
            of.extend((0x80..=0x9f_u8).map(|byte| (char::from(byte), byte)));
        }
        Bytes { encoding, of }
    };
    [WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, MACINTOSH].map(bytes).into()
});

/// UTF-8 that was read in another encoding.
fn misread(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    ENCODINGS.iter().find_map(|bytes| bytes.read(&characters))
}

impl Bytes {
    fn read(&self, text: &[char]) -> Option<String> {
        let (mut read, mut at) = (String::new(), 0);
        // Two letters beside each other may be read as one by chance; one that cannot be chance settles all.
        let (mut certain, mut by_chance) = (0, 0);
        while let Some(c) = text.get(at) {
            let Some((decoded, length)) = self.sequence(&text[at..]) else {
                read.push(*c);
                at += 1;
                continue;
            };
            let before = at.checked_sub(1).and_then(|at| text.get(at)).copied();
            let behind = text.get(at + length).copied();
            let is_certain = self.is_certain(&text[at..at + length], decoded, before, behind);
            *(if is_certain { &mut certain } else { &mut by_chance }) += 1;
            read.push(decoded);
            at += length;
        }
        let is_cyrillic = self.encoding == WINDOWS_1251;
        // In Cyrillic every pair is two letters; that all letters come in such pairs is no chance.
        let all_are_read = is_cyrillic
            && certain + by_chance >= 2
            && !text
                .windows(2)
                .any(|pair| self.of.contains_key(&pair[0]) && pair[0].is_lowercase() && pair[1].is_lowercase());
        (if is_cyrillic { all_are_read } else { certain > 0 }).then_some(read)
    }

    /// The character that the next few would be in UTF-8.
    fn sequence(&self, text: &[char]) -> Option<(char, usize)> {
        let first = *self.of.get(text.first()?)?;
        let length = match first {
            0xc2..=0xdf => 2,
            0xe1..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let bytes: Option<Vec<u8>> = text.get(..length)?.iter().map(|c| self.of.get(c).copied()).collect();
        let decoded = std::str::from_utf8(&bytes?).ok()?.chars().next()?;
        self.is_likely(decoded).then_some((decoded, length))
    }

    /// Whether people write this character.
    fn is_likely(&self, c: char) -> bool {
        match self.encoding {
            encoding if encoding == WINDOWS_1251 => {
                matches!(c, '\u{410}'..='\u{451}' | 'Ё' | 'Є' | 'І' | 'Ї' | 'є' | 'і' | 'ї' | 'ў' | 'Ґ' | 'ґ' | '\u{2010}'..='\u{203a}' | '\u{a0}'..='\u{17f}')
            }
            encoding if encoding == MACINTOSH => matches!(c, '\u{c0}'..='\u{17f}' | '\u{2010}'..='\u{203a}'),
            _ => {
                matches!(c, '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{386}'..='\u{3ce}' | '\u{400}'..='\u{45f}' | 'Ґ' | 'ґ'
                    | '\u{5d0}'..='\u{5ea}' | '\u{60c}'..='\u{6cc}' | '\u{1e00}'..='\u{1ef9}' | '\u{2010}'..='\u{203a}' | '€' | '™'
                    | '\u{3041}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{1f300}'..='\u{1faff}')
            }
        }
    }

    /// Whether no language has these characters beside each other.
    fn is_certain(&self, sequence: &[char], decoded: char, before: Option<char>, behind: Option<char>) -> bool {
        let (first, second) = (sequence[0], sequence[1]);
        if sequence.len() > 2 {
            return true;
        }
        if self.encoding == MACINTOSH {
            // A root sign inside a word.
            return first == '√' && [before, behind].into_iter().flatten().any(char::is_alphabetic);
        }
        let is_lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
        // "«LIBERTÉ »", „HÄ“: a sign or a space behind a word in capitals.
        let ends_words = second.is_whitespace() || text::is_odd_dash(second) || "‘’‚“”„‹›«»…´¨°•·".contains(second);
        // Romanian "RĂŞINARI", "Ăştia": two letters.
        let are_letters = second.is_alphabetic() && !matches!(second, 'ª' | 'º' | 'µ');
        match () {
            () if ends_words => is_lower(before) || is_lower(behind) && decoded.is_alphabetic(),
            () if are_letters => is_lower(before) || second.is_uppercase() && is_lower(behind),
            () => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_seen_and_read_and_whole_text_is_left() {
        for (damaged, reading) in [
            ("Kim &amp; Co", "Kim & Co"),
            ("O&#039;Neill", "O'Neill"),
            ("O&#x27;Neill", "O'Neill"),
            ("won&rsquo;t", "won’t"),
            ("Andr&eacute;", "André"),
            ("Kim &amp;amp; Co", "Kim & Co"),
            ("D&amp;#039;Arcy", "D'Arcy"),
            ("&quot;Jo&quot; Smith", "\"Jo\" Smith"),
            ("Jo&nbsp;Smith", "Jo\u{a0}Smith"),
            ("M\\u00fcller", "Müller"),
            ("MÃ¼ller", "Müller"),
            ("JÃ¼rgen", "Jürgen"),
            ("MÃƒÂ¼ller", "Müller"),
            ("FranÃ§ois", "François"),
            ("JosÃ©", "José"),
            ("Ã‰lodie", "Élodie"),
            ("Oâ€™Neill", "O’Neill"),
            ("donâ€™t â€œgoâ€\u{9d}", "don’t “go”"),
            ("voilÃ\u{a0}", "voilà"),
            ("SÃ£o Paulo", "São Paulo"),
            ("Å\u{81}ukasz", "Łukasz"),
            ("PaweÅ‚", "Paweł"),
            ("YÄ±lmaz", "Yılmaz"),
            ("Ð˜Ð²Ð°Ð½", "Иван"),
            ("M\u{c3}\u{bc}ller", "Müller"),
            ("Straße Ã¼ber", "Straße über"),
            ("MĂĽller", "Müller"),
            ("JĂĽrgen", "Jürgen"),
            ("PaweĹ‚", "Paweł"),
            ("M√ºller", "Müller"),
        ] {
            assert_eq!(likely_reading(damaged).as_deref(), Some(reading), "{damaged}");
        }
        for whole in [
            "Jo Smith",
            "Kim & Co",
            "AT&T; and R&D;",
            "https://x.example/?a=1&copy=2",
            "Müller",
            "Šárka Čížková",
            "José Ñandú",
            "«LIBERTÉ\u{a0}» et «ÉGALITɻ",
            "„HÄ“, sagte sie, „NÖ“",
            "SÃO PAULO",
            "JOÃO",
            "IRMû",
            "Åsa Ångström",
            "Ærø",
            "RĂŞINARI",
            "Ăştia",
            "Îles",
            "Рєпін",
            "СІРІ",
            "Її дії",
            "Сергій Єфремов",
            "Союз",
            "Ελένη",
            "李明",
            "محمد",
            "√2 is irrational",
            "20 °C – 30 °C",
            "C:\\users",
            "Đặng Thị Ngọc",
            "Þóra Ðlafs",
        ] {
            assert_eq!(likely_reading(whole), None, "{whole}");
        }
    }

    #[test]
    fn what_was_read_in_another_encoding_is_read_back() {
        for (encoding, texts) in [
            (
                WINDOWS_1252,
                &[
                    "Müller",
                    "Łukasz Żak",
                    "Đặng",
                    "Иван Петров",
                    "Ελένη",
                    "محمد",
                    "רות",
                    "李明",
                    "Ada’s “own”",
                    "Çağrı",
                ][..],
            ),
            (WINDOWS_1250, &["Müller", "José", "Paweł", "Björn", "Čížek"]),
            (WINDOWS_1251, &["Иван Петров", "Юлія", "Свобода для всех!", "Сергей", "Олексій"]),
            (MACINTOSH, &["Müller", "José García", "François"]),
        ] {
            for text in texts {
                let (damaged, _) = encoding.decode_without_bom_handling(text.as_bytes());
                assert_eq!(likely_reading(&damaged).as_deref(), Some(*text), "{} {damaged}", encoding.name());
            }
        }
    }
}
