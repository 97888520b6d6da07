//! The texts of a model letter as one voice reads them, each tied to its place in the files: what the rules of a good
//! letter read, so that they can point at what they find. Nothing is filled in, and nothing has to be right.

use super::files::split_front_matter;
use super::keys;
use super::model::{Model, RawModel};
use crate::place::{Lines, Place};
use crate::signatory::Voice;

/// Stands where a letter has a value: a name, own words, one of its demands.
pub const VALUE: char = '\u{fffc}';

/// Texts that include each other deeper than this are refused elsewhere.
const DEPTH_MOST: usize = 8;

/// Which text of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart {
    /// The line that says what it is about.
    Subject,
    /// How it begins.
    Salutation,
    /// What it asks for, from 0.
    Demand(usize),
    /// How it ends.
    Closing,
    /// What a caller says.
    Phone,
    /// What happened, in a few sentences.
    Summary,
    /// What it says.
    Body,
}

/// What has to hold for a text to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field it asks about; `each` for the list of demands.
    pub field: String,
    /// Whether it has to have a value, or must have none.
    pub holds: bool,
}

/// A placeholder that prints a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueAt {
    /// The byte of the text where [`VALUE`] stands for it.
    pub at: usize,
    /// The field; `demands` where the list of demands begins, `this` for one of them.
    pub name: String,
}

/// A placeholder for two voices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceAt {
    /// The bytes of the text that the chosen form takes.
    pub range: std::ops::Range<usize>,
    /// The singular and the plural form.
    pub forms: [String; 2],
}

/// One text of a model letter.
#[derive(Debug, Clone)]
pub struct Text<'m> {
    /// Which.
    pub part: TextPart,
    /// The text of one voice, with [`VALUE`] for each value, and every condition fulfilled.
    pub text: String,
    /// Its values.
    pub values: Vec<ValueAt>,
    /// Its voices.
    pub voices: Vec<VoiceAt>,
    pieces: Vec<Piece<'m>>,
}

#[derive(Debug, Clone)]
struct Piece<'m> {
    at: usize,
    file: &'m str,
    source: &'m str,
    offset: usize,
    /// Whether each byte of it stands in the file, too.
    exact: bool,
    conditions: Vec<Condition>,
}

impl Text<'_> {
    fn piece(&self, at: usize) -> Option<&Piece<'_>> {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        self.pieces.get(next.saturating_sub(1))
    }

    /// Where in the files a byte of the text stands.
    pub fn place(&self, at: usize) -> Place {
        let start = || Place { file: String::new(), line: 1, column: 1 };
        self.piece(at).map_or_else(start, |piece| {
            let within = if piece.exact { at - piece.at.min(at) } else { 0 };
            Place::at(piece.file, piece.source, piece.offset + within)
        })
    }

    /// What has to hold for a byte of the text to be printed.
    pub fn conditions(&self, at: usize) -> &[Condition] {
        self.piece(at).map_or(&[], |piece| &piece.conditions)
    }

    /// Whether a byte stands in a placeholder of two voices.
    pub fn is_voiced(&self, at: usize) -> bool {
        self.voices.iter().any(|voice| voice.range.contains(&at))
    }
}

impl Model {
    /// Its texts as one voice reads them, in the order of the front matter, the body last.
    pub fn texts(&self, voice: Voice) -> Vec<Text<'_>> {
        let source = self.source();
        let Some((front, body, _)) = split_front_matter(source) else { return Vec::new() };
        let above = source.find('\n').map_or(0, |end| end + 1);
        let (raw, _) = keys::read::<RawModel>(front, above, &Lines::of(&self.file, source));
        let mut texts = Vec::new();
        if let Some(raw) = &raw {
            let mut lines = vec![(TextPart::Subject, &raw.subject)];
            lines.extend(raw.salutation.iter().map(|text| (TextPart::Salutation, text)));
            lines.push((TextPart::Closing, &raw.closing));
            lines.extend(raw.demands.iter().enumerate().map(|(n, text)| (TextPart::Demand(n), text)));
            lines.extend(raw.phone.iter().map(|text| (TextPart::Phone, text)));
            lines.extend(raw.summary.iter().map(|text| (TextPart::Summary, text)));
            for (part, text) in lines {
                let (start, value) = (above + text.span().start, text.get_ref().as_str());
                // With an escape in it, the text is not letter for letter in the file.
                let is_plain = source.get(start + 1..).is_some_and(|rest| rest.starts_with(value));
                let mut scan = Scan::new(self, part, voice);
                scan.read(
                    &Template {
                        file: &self.file,
                        source,
                        text: value,
                        start: start + usize::from(is_plain),
                        exact: is_plain,
                    },
                    0,
                );
                texts.push(scan.text);
            }
        }
        let mut scan = Scan::new(self, TextPart::Body, voice);
        let start = source.len() - body.len();
        scan.read(&Template { file: &self.file, source, text: body, start, exact: true }, 0);
        texts.push(scan.text);
        texts
    }

    /// The texts that letters of its folder may include, with their names and files.
    pub fn partials(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.partials.iter().map(|(name, partial)| (name.as_str(), partial.file.as_str(), &*partial.text))
    }
}

/// A template and where it begins in its file.
struct Template<'m, 't> {
    file: &'m str,
    source: &'m str,
    text: &'t str,
    start: usize,
    exact: bool,
}

struct Scan<'m> {
    model: &'m Model,
    is_plural: bool,
    text: Text<'m>,
    open: Vec<Condition>,
}

impl<'m> Scan<'m> {
    fn new(model: &'m Model, part: TextPart, voice: Voice) -> Self {
        let text = Text { part, text: String::new(), values: Vec::new(), voices: Vec::new(), pieces: Vec::new() };
        Self { model, is_plural: voice == Voice::Plural, text, open: Vec::new() }
    }

    fn push(&mut self, piece: &str, from: &Template<'m, '_>, at: usize, exact: bool) {
        let offset = if from.exact { from.start + at } else { from.start };
        self.text.pieces.push(Piece {
            at: self.text.text.len(),
            file: from.file,
            source: from.source,
            offset,
            exact: exact && from.exact,
            conditions: self.open.clone(),
        });
        self.text.text.push_str(piece);
    }

    fn read(&mut self, from: &Template<'m, '_>, depth: usize) {
        let text = from.text;
        let mut at = 0;
        while let Some(start) = text[at..].find("{{").map(|offset| at + offset) {
            if text[..start].ends_with('\\') {
                self.push(&text[at..start - 1], from, at, true);
                self.push("{{", from, start, true);
                at = start + 2;
                continue;
            }
            if start > at {
                self.push(&text[at..start], from, at, true);
            }
            let rest = &text[start + 2..];
            let (length, inner) = if rest.starts_with("!--") {
                (rest.find("--}}").map_or(rest.len(), |end| end + 4), "!")
            } else {
                match rest.find("}}") {
                    Some(end) => (end + 2, rest[..end].trim_matches('~').trim()),
                    None => (rest.len(), "!"),
                }
            };
            at = start + 2 + length;
            self.tag(inner, from, start, depth);
        }
        if at < text.len() {
            self.push(&text[at..], from, at, true);
        }
    }

    fn tag(&mut self, inner: &str, from: &Template<'m, '_>, at: usize, depth: usize) {
        let words: Vec<&str> = inner.split_whitespace().collect();
        match (inner.chars().next(), words.as_slice()) {
            (Some('!') | None, _) => {}
            (Some('#'), [helper, field, ..]) => {
                let helper = helper.trim_start_matches('#');
                if helper == "each" {
                    let value = ValueAt { at: self.text.text.len(), name: (*field).to_owned() };
                    self.text.values.push(value);
                    self.open.push(Condition { field: helper.to_owned(), holds: true });
                } else {
                    self.open.push(Condition { field: (*field).to_owned(), holds: helper != "unless" });
                }
            }
            (Some('/'), _) => {
                self.open.pop();
            }
            (Some('>'), _) => {
                let name = inner[1..].trim();
                let partial = self.model.partials.get(name).filter(|_| depth < DEPTH_MOST);
                if let Some(partial) = partial {
                    let (file, text): (&'m str, &'m str) = (&partial.file, &partial.text);
                    self.read(&Template { file, source: text, text, start: 0, exact: true }, depth + 1);
                }
            }
            (_, ["else", "if", field]) => {
                self.open.pop();
                self.open.push(Condition { field: (*field).to_owned(), holds: true });
            }
            (Some('^'), _) | (_, ["else"]) => {
                if let Some(last) = self.open.last_mut() {
                    last.holds = !last.holds;
                }
            }
            _ => {
                if let Some((singular, plural)) = inner.replace(['[', ']'], "").split_once('/') {
                    let start = self.text.text.len();
                    self.push(if self.is_plural { plural } else { singular }, from, at, false);
                    let range = start..self.text.text.len();
                    self.text.voices.push(VoiceAt { range, forms: [singular.to_owned(), plural.to_owned()] });
                } else {
                    let start = self.text.text.len();
                    self.push(VALUE.encode_utf8(&mut [0; 4]), from, at, false);
                    self.text
                        .values
                        .push(ValueAt { at: start, name: inner.trim_matches(['{', '}', '&']).trim().to_owned() });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Campaign;

    #[test]
    fn every_byte_knows_its_place_and_its_conditions() {
        let folder = tempfile::TempDir::new().unwrap();
        let folder = folder.path().join("c");
        std::fs::create_dir(&folder).unwrap();
        let letter = "+++\nsubject = \"Free {{I/We}}\"\nclosing = \"a\\u0041b\"\ndemands = [\"One\"]\n+++\n{{I/We}}, {{signatory}}{{#if is_union}}, a union{{else}} alone{{/if}}.\n{{> more}}\n{{#each demands}}\n- {{this}}\n{{/each}}\n";
        for (name, text) in [
            ("campaign.toml", "title = \"T\"\nrecipients = [\"a\"]\n"),
            ("en.md", letter),
            ("more.md", "First\nsecond {{name}}"),
        ] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let campaign = Campaign::examine_folder(&folder).campaign.unwrap();
        let model = campaign.models.values().next().unwrap();
        let texts = model.texts(Voice::Plural);
        let parts: Vec<TextPart> = texts.iter().map(|text| text.part).collect();
        assert_eq!(parts, [TextPart::Subject, TextPart::Closing, TextPart::Demand(0), TextPart::Body]);
        let place = |text: &Text<'_>, word: &str| {
            let place = text.place(text.text.find(word).unwrap());
            let file = place.file.rsplit('/').next().unwrap().to_owned();
            format!("{file}:{}:{}", place.line, place.column)
        };
        assert_eq!(texts[0].text, "Free We");
        assert_eq!(
            (place(&texts[0], "ree"), place(&texts[0], "We")),
            ("en.md:2:13".to_owned(), "en.md:2:17".to_owned())
        );
        assert_eq!(place(&texts[1], "Ab"), "en.md:3:11", "an escape: the text as a whole");
        let body = &texts[3];
        assert_eq!(body.text, "We, \u{fffc}, a union alone.\nFirst\nsecond \u{fffc}\n\n- \u{fffc}\n\n");
        assert_eq!(
            (place(body, "a union"), place(body, "second")),
            ("en.md:6:42".to_owned(), "more.md:2:1".to_owned())
        );
        let union = Condition { field: "is_union".to_owned(), holds: true };
        assert_eq!(body.conditions(body.text.find("union").unwrap()), [union]);
        assert!(!body.conditions(body.text.find("alone").unwrap())[0].holds);
        let names: Vec<&str> = body.values.iter().map(|value| value.name.as_str()).collect();
        assert_eq!(names, ["signatory", "name", "demands", "this"]);
    }
}
