//! The text of a letter as its signatory edited it: in a file of their own, with a head like a mail's (RFC 5322,
//! section 2.2), an empty line, and Markdown.
//!
//! ```text
//! From: Jo Smith, Branch Secretary, Camden Trades Council
//! Subject: Release Ada Marsh
//!
//! We, Camden Trades Council, …
//! ```
//!
//! Where offices get different texts, or one letter has several languages, a line `---` stands between two texts, and
//! `To` and `Language` say which letters a text is for. Markdown's ruled line, which `---` would be, no letter has.

use std::str::FromStr;

use super::body::{BodyProblem, document};
use super::finished::{LINE_MOST, Letter, Role};
use crate::locale::Language;
use crate::signatory::Signatory;
use crate::text::{self, TextError};

/// Between two texts of a file.
const RULE: &str = "---";

/// All texts of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The file's name, for messages.
    pub file: String,
    texts: Vec<Text>,
}

/// The text of some letters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Text {
    /// The line of the file where it begins, counted from 1.
    line: usize,
    /// Who signs it; none where the file does not say.
    from: Option<String>,
    /// Ids of the offices it is for; none for all.
    to: Vec<String>,
    /// The language it is in; none where every letter has one.
    language: Option<Language>,
    subject: String,
    /// Markdown.
    body: String,
}

/// What is wrong with such a file, and in which line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct EditedError {
    /// The line.
    pub line: usize,
    /// What is wrong there.
    pub problem: EditedProblem,
}

/// What can be wrong with an edited text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditedProblem {
    /// A text begins with something else than its head.
    #[error("a text begins with \"Subject: \" and what the letter is about, then an empty line")]
    NoSubject,
    /// A line of the head that is none, or has a name that no head has.
    #[error("\"{0}\" is no line of the head; there are From, To, Language and Subject, and an empty line ends it")]
    Head(String),
    /// A line of the head stands there twice.
    #[error("\"{0}\" stands twice; a line \"---\" goes before each further text")]
    Twice(&'static str),
    /// The subject cannot be used.
    #[error("the subject cannot be used: {0}")]
    Subject(TextError),
    /// What follows "Language" is no tag.
    #[error("\"{0}\" is no language; give its tag, such as en or de")]
    Language(String),
    /// Another text before it is for the same letters.
    #[error("no letter gets this text: one before it is for the same office and language")]
    Idle,
    /// Nothing behind the head.
    #[error("the text is empty")]
    Empty,
    /// Something is left to fill in.
    #[error("\"{0}\" is still to be filled in")]
    Hole(String),
    /// Markdown that no letter has.
    #[error(transparent)]
    Body(BodyProblem),
}

/// Why a file has no text for a letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoText {
    /// None of its texts is for this office in this language.
    #[error("the file has no text in {0} for this office")]
    Missing(Language),
    /// It speaks in the name of another signatory.
    #[error("\"{0}\" signs the text, and somebody else signs the letter")]
    SignedBy(String),
}

impl Edited {
    /// Reads a file. All mistakes come together.
    pub fn read(file: &str, source: &str) -> Result<Self, Vec<EditedError>> {
        let (mut texts, mut errors) = (Vec::new(), Vec::new());
        let lines: Vec<&str> = source.lines().collect();
        let mut first = 0;
        for some in lines.split(|line| line.trim_end() == RULE) {
            match Text::read(some, first + 1) {
                Ok(text) => texts.push(text),
                Err(some) => errors.extend(some),
            }
            first += some.len() + 1;
        }
        let texts: Vec<Text> = texts;
        for (at, text) in texts.iter().enumerate() {
            let is_taken = |id: Option<&String>| {
                texts[..at].iter().any(|before| {
                    before.language == text.language && id.map_or(before.to.is_empty(), |id| before.to.contains(id))
                })
            };
            let is_idle = if text.to.is_empty() { is_taken(None) } else { text.to.iter().any(|id| is_taken(Some(id))) };
            errors.extend(is_idle.then_some(EditedError { line: text.line, problem: EditedProblem::Idle }));
        }
        if errors.is_empty() { Ok(Self { file: file.to_owned(), texts }) } else { Err(errors) }
    }

    /// The offices that a file names, each with the line where its text begins.
    pub fn offices(&self) -> impl Iterator<Item = (&str, usize)> {
        self.texts.iter().flat_map(|text| text.to.iter().map(|id| (id.as_str(), text.line)))
    }

    /// The file to edit: the texts of these letters of one signatory, each once. `signed` is who signs.
    pub fn of(letters: &[Letter<'_>]) -> String {
        // A copy has the text of the letter it is a copy of, and so has what a cover encloses.
        let letters = || letters.iter().filter(|letter| letter.role == Role::Letter);
        let mut texts: Vec<Text> = Vec::new();
        for (letter, part) in letters().flat_map(|letter| letter.parts.iter().map(move |part| (letter, part))) {
            let body = part.markdown();
            let language = Some(part.language.clone());
            match texts
                .iter_mut()
                .find(|text| (&text.language, &text.subject, &text.body) == (&language, &part.subject, &body))
            {
                Some(text) => text.to.push(letter.office.id.clone()),
                None => texts.push(Text {
                    line: 1,
                    from: Some(signed(letter.signatory)),
                    to: vec![letter.office.id.clone()],
                    language,
                    subject: part.subject.clone(),
                    body,
                }),
            }
        }
        let first = texts.first().and_then(|text| text.language.clone());
        let has_one_language = texts.iter().all(|text| text.language == first);
        let of_language: Vec<usize> =
            texts.iter().map(|text| texts.iter().filter(|other| other.language == text.language).count()).collect();
        for (text, count) in texts.iter_mut().zip(of_language) {
            if count == 1 {
                text.to.clear();
            }
            if has_one_language {
                text.language = None;
            }
        }
        texts.iter().map(Text::written).collect::<Vec<_>>().join(&format!("\n{RULE}\n"))
    }

    /// The subject and the Markdown for a letter in a language to an office.
    pub(super) fn text(
        &self,
        office: &str,
        language: &Language,
        signatory: &Signatory,
    ) -> Result<(&str, &str), NoText> {
        let is_for = |text: &&Text| {
            (text.to.is_empty() || text.to.iter().any(|id| id == office))
                && text.language.as_ref().is_none_or(|known| known == language)
        };
        // One that names the office goes before one that is for all.
        let fitting = self.texts.iter().filter(is_for);
        let text = fitting
            .max_by_key(|text| (!text.to.is_empty(), text.language.is_some()))
            .ok_or_else(|| NoText::Missing(language.clone()))?;
        match &text.from {
            Some(from) if *from != signed(signatory) => Err(NoText::SignedBy(from.clone())),
            _ => Ok((&text.subject, &text.body)),
        }
    }
}

/// Who signs, in a line: an edited text names its signatory in sentences that nothing can look through.
fn signed(signatory: &Signatory) -> String {
    let names = [&signatory.name, &signatory.role, &signatory.organisation];
    names.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

impl Text {
    fn read(lines: &[&str], first: usize) -> Result<Self, Vec<EditedError>> {
        let mut errors = Vec::new();
        let mut say = |line: usize, problem| errors.push(EditedError { line, problem });
        let blank = lines.iter().take_while(|line| line.trim().is_empty()).count();
        let (lines, first) = (&lines[blank..], first + blank);
        let head = lines.iter().take_while(|line| !line.trim().is_empty()).count();
        let mut text = Self {
            line: first,
            from: None,
            to: Vec::new(),
            language: None,
            subject: String::new(),
            body: String::new(),
        };
        let mut given: Vec<&'static str> = Vec::new();
        for (number, line) in (first..).zip(&lines[..head]) {
            const NAMES: [&str; 4] = ["From", "To", "Language", "Subject"];
            let named = line.split_once(':').and_then(|(name, value)| {
                let name = NAMES.into_iter().find(|known| known.eq_ignore_ascii_case(name.trim()))?;
                Some((name, value.trim()))
            });
            let Some((name, value)) = named else {
                // Somebody who wrote no head at all is told what it is, once.
                if !given.is_empty() {
                    say(number, EditedProblem::Head(text::for_sentence(line)));
                }
                break;
            };
            if given.contains(&name) {
                say(number, EditedProblem::Twice(name));
            }
            given.push(name);
            match name {
                "From" => text.from = Some(value.to_owned()),
                "To" => text.to = value.split(',').map(|id| id.trim().to_owned()).collect(),
                "Language" => match Language::from_str(value) {
                    Ok(language) => text.language = Some(language),
                    Err(_) => say(number, EditedProblem::Language(text::for_sentence(value))),
                },
                _ => match (text::line(value, LINE_MOST), text::hole(value)) {
                    (Err(error), _) => say(number, EditedProblem::Subject(error)),
                    (_, Some(hole)) => say(number, EditedProblem::Hole(hole.to_owned())),
                    (Ok(subject), None) => text.subject = subject,
                },
            }
        }
        if !given.contains(&"Subject") {
            say(first, EditedProblem::NoSubject);
            return Err(errors);
        }
        for (number, line) in (first + head..).zip(&lines[head..]) {
            if let Some((_, c)) = text::hidden(line).find(|(_, c)| *c != '\t') {
                say(number, EditedProblem::Body(BodyProblem::Hidden(c.into())));
            } else if let Some(hole) = text::hole_in_markdown(line) {
                say(number, EditedProblem::Hole(hole.to_owned()));
            }
        }
        lines[head..].join("\n").trim().clone_into(&mut text.body);
        match document(&text.body) {
            _ if text.body.is_empty() => say(first + head, EditedProblem::Empty),
            Err(problem) => say(first + head + 1, EditedProblem::Body(problem)),
            Ok(_) => {}
        }
        if errors.is_empty() { Ok(text) } else { Err(errors) }
    }

    fn written(&self) -> String {
        let mut lines = String::new();
        let to = self.to.join(", ");
        let head = [
            ("From", self.from.as_deref()),
            ("To", Some(to.as_str()).filter(|to| !to.is_empty())),
            ("Language", self.language.as_ref().map(Language::as_str)),
            ("Subject", Some(self.subject.as_str())),
        ];
        for (name, value) in head {
            if let Some(value) = value {
                lines.push_str(&format!("{name}: {value}\n"));
            }
        }
        format!("{lines}\n{}\n", self.body)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_file_is_read_or_refused(source in "((From|To|Language|Subject): ?\\PC{0,9}\n|---\n|\n|\\PC{0,40}\n){0,12}") {
            if let Err(errors) = Edited::read("mine.md", &source) {
                let lines = source.lines().count();
                prop_assert!(errors.iter().all(|error| (1..=lines + 1).contains(&error.line)), "{:?}", errors);
            }
        }
    }
}
