//! The few words a letter adds by itself, per language: `words.toml`, which `build.rs` makes a table of. A
//! language that is not there gets English, and so does a script that its table is not written in.

use crate::letter::Part;
use crate::locale::Language;

/// The words of one language; `words.toml` says what each is for. Names in braces are filled in by [`fill`].
#[cfg_attr(not(feature = "pdf"), allow(dead_code, reason = "some words stand on paper alone"))]
pub(super) struct Words {
    colon: &'static str,
    comma: &'static str,
    pub(super) name_and_role: &'static str,
    pub(super) subject: &'static str,
    pub(super) copy_to: &'static str,
    pub(super) place_and_date: &'static str,
    pub(super) page: &'static str,
    pub(super) our_ref: &'static str,
    pub(super) your_ref: &'static str,
    pub(super) enclosure: &'static str,
    pub(super) enclosures: &'static str,
    pub(super) registered: &'static str,
    pub(super) registered_receipt: &'static str,
    pub(super) express: &'static str,
    pub(super) courier: &'static str,
    pub(super) by_hand: &'static str,
    pub(super) telephone: &'static str,
    pub(super) fax: &'static str,
    pub(super) to: &'static str,
    pub(super) fax_number: &'static str,
    pub(super) from: &'static str,
    pub(super) moment: &'static str,
    pub(super) pages: &'static str,
    pub(super) call: &'static str,
    pub(super) number: &'static str,
    pub(super) printed_as: &'static str,
    pub(super) not_confirmed: &'static str,
    pub(super) ask_for: &'static str,
    pub(super) public_desk: &'static str,
    pub(super) say: &'static str,
    pub(super) my_name_is: &'static str,
    pub(super) calling_for: &'static str,
    pub(super) about: &'static str,
    pub(super) i_ask: &'static str,
    pub(super) we_ask: &'static str,
    pub(super) answer: &'static str,
    pub(super) own_copy: &'static str,
    pub(super) sent_for_you: &'static str,
}

static LANGUAGES: &[(&str, Words)] = include!(concat!(env!("OUT_DIR"), "/words.rs"));

pub(super) fn words(language: &Language) -> &'static Words {
    of_language(LANGUAGES, language).1
}

/// What a table has for a language, else for English, with the tag it stands under.
pub(super) fn of_language<T>(table: &'static [(&'static str, T)], language: &Language) -> (&'static str, &'static T) {
    let find =
        |is_it: &dyn Fn(&str) -> bool| table.iter().find(|(tag, _)| is_it(tag)).map(|(tag, words)| (*tag, words));
    find(&|tag| tag == language.as_str())
        .or_else(|| find(&|tag| language.is_written_as(tag)))
        .or_else(|| find(&|tag| tag == "en"))
        .unwrap_or_else(|| unreachable!("every table has English"))
}

impl Words {
    /// A word and what stands behind it: "Subject: Release Ada Marsh".
    pub(super) fn before(&self, word: &str, text: &str) -> String {
        format!("{word}{}{text}", self.colon)
    }

    /// A word by itself, above what it is about or in a column of its own: "Say:".
    pub(super) fn above(&self, word: &str) -> String {
        format!("{word}{}", self.colon.trim_end())
    }

    /// Whom a letter is meant for, in one line: who holds the office, and the office.
    pub(super) fn addressee(&self, part: &Part) -> String {
        self.row(&part.holder.iter().chain([&part.office]).collect::<Vec<_>>())
    }

    /// Addresses in a row.
    pub(super) fn row<T: ToString>(&self, all: &[T]) -> String {
        all.iter().map(ToString::to_string).collect::<Vec<_>>().join(self.comma)
    }
}

/// A pattern with its names in braces filled in. What is filled in is taken as it is, braces and all.
pub(super) fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut pieces = pattern.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
        filled.extend(values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value));
        filled.push_str(rest);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_the_places_that_are_filled_in() {
        for (tag, words) in LANGUAGES {
            for (pattern, names) in [
                (words.name_and_role, vec!["name", "role"]),
                (words.page, vec!["page", "pages"]),
                (words.place_and_date, vec!["date", "place"]),
                (words.printed_as, vec!["number"]),
                (words.my_name_is, vec!["name"]),
                (words.calling_for, vec!["organisation"]),
                (words.about, vec!["matter"]),
            ] {
                let mut places: Vec<&str> =
                    pattern.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
                places.sort_unstable();
                assert_eq!(places, names, "{tag}: {pattern}");
            }
        }
    }

    #[test]
    fn what_is_filled_in_is_taken_as_it_is() {
        let filled = fill("{name} ({role})", &[("name", "{role} {"), ("role", "Secretary")]);
        assert_eq!(filled, "{role} { (Secretary)");
    }

    #[test]
    fn a_language_gets_the_words_of_its_script() {
        for (language, subject) in [
            ("en", "Subject"),
            ("en-AU", "Subject"),
            ("de-AT", "Betreff"),
            ("pt-BR", "Assunto"),
            ("zh", "主题"),
            ("zh-CN", "主题"),
            ("zh-SG", "主题"),
            ("zh-Hans-HK", "主题"),
            ("zh-Hant", "主旨"),
            ("zh-TW", "主旨"),
            ("zh-HK", "主旨"),
            ("zh-Hant-MY", "主旨"),
            ("fa-AF", "موضوع"),
            ("uz-Latn", "Mavzu"),
            ("uz-Cyrl", "Subject"),
            ("uz-AF", "Subject"),
            ("az-Arab", "Subject"),
            ("az-IR", "Subject"),
            ("kk-Arab", "Subject"),
            ("be-Latn", "Subject"),
            ("fi", "Subject"),
            ("sr-Latn", "Subject"),
        ] {
            assert_eq!(words(&language.parse().unwrap()).subject, subject, "{language}");
        }
    }
}
