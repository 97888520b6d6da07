//! Who signs: from loose answers to a signatory that is valid by construction.
//!
//! [`Answers`] may hold rubbish, from a flag, a configuration file, a prompt or a spreadsheet row.
//! [`Signatory`] cannot: everything after this module reads only that.

mod extra;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::address::{AddressError, Email};
use crate::locale::Country;
use crate::text::{self, TextError};
pub use extra::{Extra, ExtraName, NotAName, declared, is_taken};

/// Most characters in a name, a role or an organisation.
const NAME_MOST: usize = 100;
/// Most characters in a field that a campaign declares.
const EXTRA_MOST: usize = 200;
/// Most characters in one line of a postal address, and most lines.
const ADDRESS_LINE_MOST: usize = 100;
const ADDRESS_LINES: usize = 8;
/// Most characters in the signatory's own words: about a page.
const OWN_WORDS_MOST: usize = 4000;

/// One thing that is asked of a signatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Individual, union, organisation or representative.
    Kind,
    /// The person who signs.
    Name,
    /// Their office or job: "Branch Secretary".
    Role,
    /// The union branch or organisation.
    Organisation,
    /// How many members it has.
    Members,
    /// The country they write from.
    Country,
    /// Where an answer by e-mail goes.
    Email,
    /// Where an answer by post goes.
    Address,
    /// A paragraph of their own.
    OwnWords,
    /// "I" or "we", where it should differ from what the kind implies.
    Voice,
    /// What a campaign asks for beyond these.
    Extra(ExtraName),
}

impl Field {
    /// All fields that every campaign has, in the order a person is asked for them.
    pub const ALL: [Self; 10] = [
        Self::Kind,
        Self::Name,
        Self::Role,
        Self::Organisation,
        Self::Members,
        Self::Country,
        Self::Email,
        Self::Address,
        Self::OwnWords,
        Self::Voice,
    ];

    /// The field of this name: one that every campaign has, else one that a campaign may declare.
    pub fn named(name: &str) -> Option<Self> {
        let usual = Self::ALL.into_iter().find(|field| field.name() == name);
        usual.or_else(|| name.parse().ok().map(Self::Extra))
    }

    /// The name in a template, a profile and (with dashes) a flag.
    pub fn name(&self) -> &str {
        match self {
            Self::Kind => "kind",
            Self::Name => "name",
            Self::Role => "role",
            Self::Organisation => "organisation",
            Self::Members => "members",
            Self::Country => "country",
            Self::Email => "email",
            Self::Address => "address",
            Self::OwnWords => "own_words",
            Self::Voice => "voice",
            Self::Extra(name) => name.as_str(),
        }
    }
}

/// What has been answered so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is described once, at `Field`")]
pub struct Answers {
    pub kind: Option<String>,
    pub name: Option<String>,
    pub role: Option<String>,
    pub organisation: Option<String>,
    pub members: Option<String>,
    pub country: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub own_words: Option<String>,
    pub voice: Option<String>,
    pub extra: BTreeMap<ExtraName, String>,
}

impl Answers {
    /// The answer to one field. An answer of nothing but space counts as none.
    pub fn get(&self, field: Field) -> Option<&str> {
        let answer = match field {
            Field::Kind => &self.kind,
            Field::Name => &self.name,
            Field::Role => &self.role,
            Field::Organisation => &self.organisation,
            Field::Members => &self.members,
            Field::Country => &self.country,
            Field::Email => &self.email,
            Field::Address => &self.address,
            Field::OwnWords => &self.own_words,
            Field::Voice => &self.voice,
            Field::Extra(name) => return self.extra.get(&name).map(String::as_str).filter(is_said),
        };
        answer.as_deref().filter(is_said)
    }

    /// Sets the answer to one field.
    pub fn set(&mut self, field: Field, answer: Option<String>) {
        let slot = match field {
            Field::Kind => &mut self.kind,
            Field::Name => &mut self.name,
            Field::Role => &mut self.role,
            Field::Organisation => &mut self.organisation,
            Field::Members => &mut self.members,
            Field::Country => &mut self.country,
            Field::Email => &mut self.email,
            Field::Address => &mut self.address,
            Field::OwnWords => &mut self.own_words,
            Field::Voice => &mut self.voice,
            Field::Extra(name) => {
                match answer {
                    Some(answer) => self.extra.insert(name, answer),
                    None => self.extra.remove(&name),
                };
                return;
            }
        };
        *slot = answer;
    }

    /// All that is answered, in the order a person is asked for it; extra fields by name.
    pub fn given(&self) -> impl Iterator<Item = (Field, &str)> {
        let extra = self.extra.keys().map(|name| Field::Extra(*name));
        Field::ALL.into_iter().chain(extra).filter_map(|field| Some((field, self.get(field)?)))
    }

    /// These answers, and a lower layer's where these have none.
    #[must_use]
    pub fn or(mut self, lower: &Self) -> Self {
        for (field, answer) in lower.given() {
            if self.get(field).is_none() {
                self.set(field, Some(answer.to_owned()));
            }
        }
        self
    }

    /// The kind of signatory: as answered; else an organisation when one is named; else a person.
    pub fn kind(&self) -> Result<Kind, FieldError> {
        match self.get(Field::Kind) {
            Some(raw) => {
                raw.trim().to_lowercase().parse().map_err(|()| FieldError::new(Field::Kind, raw, Problem::Kind))
            }
            None if self.get(Field::Organisation).is_some() => Ok(Kind::Organisation),
            None => Ok(Kind::Individual),
        }
    }
}

/// An answer of nothing but space is none.
fn is_said(answer: &&str) -> bool {
    !answer.trim().is_empty()
}

/// What kind of signatory this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person signing for themselves.
    Individual,
    /// A trade union or one of its branches.
    Union,
    /// Any other organisation, such as a human rights group.
    Organisation,
    /// A person holding public office: a member of parliament, a councillor.
    Representative,
}

impl Kind {
    /// All kinds, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Individual, Self::Union, Self::Organisation, Self::Representative];

    /// The word on the command line and in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Union => "union",
            Self::Organisation => "organisation",
            Self::Representative => "representative",
        }
    }

    /// What must be known of such a signatory before any letter can be signed.
    pub fn required(self) -> Field {
        match self {
            Self::Individual | Self::Representative => Field::Name,
            Self::Union | Self::Organisation => Field::Organisation,
        }
    }

    /// How such a signatory speaks unless told otherwise.
    pub fn voice(self) -> Voice {
        match self {
            Self::Individual | Self::Representative => Voice::Singular,
            Self::Union | Self::Organisation => Voice::Plural,
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(())
    }
}

/// The "I/we" of a model letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// "I"
    Singular,
    /// "we"
    Plural,
}

/// Who signs. Every text in it is clean: see [`crate::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// What kind of signatory this is.
    pub kind: Kind,
    /// "I" or "we".
    pub voice: Voice,
    /// The person; always there for individuals and representatives.
    pub name: Option<String>,
    /// Their office or job.
    pub role: Option<String>,
    /// The organisation; always there for unions and organisations.
    pub organisation: Option<String>,
    /// How many members the organisation has; at least one.
    pub members: Option<u32>,
    /// The country they write from.
    pub country: Option<Country>,
    /// Where an answer by e-mail goes.
    pub email: Option<Email>,
    /// Where an answer by post goes, line by line.
    pub address: Vec<String>,
    /// Their own paragraphs, separated by empty lines.
    pub own_words: Option<String>,
    /// What the campaign asks for beyond these; none of it is empty.
    pub extra: BTreeMap<ExtraName, String>,
}

impl Signatory {
    /// Reads all answers at once. `required` names fields this letter cannot do without, beyond
    /// what the kind of signatory itself requires; all problems are returned together.
    /// In their own words a person may quote what looks like a blank; in every other text it is one.
    pub fn parse(answers: &Answers, required: &[Field]) -> Result<Self, Vec<FieldError>> {
        let mut reader = Reader { answers, errors: Vec::new() };
        let kind = answers.kind().unwrap_or_else(|error| {
            reader.errors.push(error);
            Kind::Individual
        });
        let signatory = Self {
            kind,
            voice: reader.read(Field::Voice, voice).unwrap_or(kind.voice()),
            name: reader.read(Field::Name, person),
            role: reader.read(Field::Role, name_line),
            organisation: reader.read(Field::Organisation, name_line),
            members: reader.read(Field::Members, members),
            country: reader.read(Field::Country, |raw| raw.parse().map_err(|_| Problem::Country)),
            email: reader.read(Field::Email, |raw| raw.parse().map_err(Problem::Address)),
            address: reader.read(Field::Address, address_lines).unwrap_or_default(),
            own_words: reader.read(Field::OwnWords, |raw| Ok(text::paragraphs(raw, OWN_WORDS_MOST)?)),
            extra: reader.extra(),
        };
        let mut missing = vec![kind.required()];
        missing.extend(required.iter().filter(|field| **field != kind.required()));
        missing.retain(|field| answers.get(*field).is_none());
        missing.sort_unstable();
        reader.errors.extend(missing.into_iter().map(|field| FieldError::new(field, "", Problem::Missing)));
        if reader.errors.is_empty() { Ok(signatory) } else { Err(reader.errors) }
    }

    /// What the letter calls the signatory: the organisation that signs, else the person.
    pub fn display(&self) -> &str {
        let (first, second) = match self.kind {
            Kind::Individual | Kind::Representative => (&self.name, &self.organisation),
            Kind::Union | Kind::Organisation => (&self.organisation, &self.name),
        };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }
}

/// Checks one answer by itself, as it is typed at a prompt.
pub fn check_answer(field: Field, raw: &str) -> Result<(), FieldError> {
    let mut answers = Answers::default();
    answers.set(field, Some(raw.to_owned()));
    match Signatory::parse(&answers, &[]) {
        Ok(_) => Ok(()),
        Err(errors) => match errors.into_iter().find(|error| error.field == field) {
            Some(error) if !matches!(error.problem, Problem::Missing) => Err(error),
            _ => Ok(()),
        },
    }
}

struct Reader<'a> {
    answers: &'a Answers,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn read<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        let raw = self.answers.get(field)?;
        parse(raw).map_err(|problem| self.errors.push(FieldError::new(field, raw, problem))).ok()
    }

    fn extra(&mut self) -> BTreeMap<ExtraName, String> {
        let names = self.answers.extra.keys();
        let line = |raw: &str| filled_in(text::line(raw, EXTRA_MOST)?);
        names.filter_map(|name| Some((*name, self.read(Field::Extra(*name), line)?))).collect()
    }
}

fn name_line(raw: &str) -> Result<String, Problem> {
    filled_in(text::line(raw, NAME_MOST)?)
}

/// Refuses a text in which something is left to fill in, wherever it comes from.
fn filled_in(text: String) -> Result<String, Problem> {
    match text::hole(&text) {
        Some(hole) => Err(Problem::Hole(text::for_sentence(hole))),
        None => Ok(text),
    }
}

/// The name of a person. It ends a letter, where a number or "n/a" would be a hole.
fn person(raw: &str) -> Result<String, Problem> {
    let name = name_line(raw)?;
    let says_nothing = ["n/a", "null", "nan", "undefined"].iter().any(|word| name.eq_ignore_ascii_case(word));
    if !name.contains(char::is_alphabetic) || name.parse::<Email>().is_ok() || says_nothing {
        return Err(Problem::NoName);
    }
    Ok(name)
}

fn voice(raw: &str) -> Result<Voice, Problem> {
    match raw.trim().to_lowercase().as_str() {
        "i" => Ok(Voice::Singular),
        "we" => Ok(Voice::Plural),
        _ => Err(Problem::Voice),
    }
}

fn members(raw: &str) -> Result<u32, Problem> {
    raw.trim().parse().ok().filter(|number| *number > 0).ok_or(Problem::Members)
}

fn address_lines(raw: &str) -> Result<Vec<String>, Problem> {
    let text = filled_in(text::paragraphs(raw, ADDRESS_LINES * (ADDRESS_LINE_MOST + 1))?)?;
    let lines: Vec<String> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| text::line(line, ADDRESS_LINE_MOST))
        .collect::<Result<_, _>>()?;
    if lines.len() > ADDRESS_LINES { Err(Problem::AddressLines) } else { Ok(lines) }
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Which answer.
    pub field: Field,
    /// What was answered, made safe to show.
    pub value: String,
    /// What is wrong with it.
    pub problem: Problem,
}

impl FieldError {
    fn new(field: Field, value: &str, problem: Problem) -> Self {
        Self { field, value: text::for_sentence(value), problem }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Problem::Missing = self.problem {
            return write!(f, "{} is missing", self.field.name());
        }
        write!(f, "{} \"{}\": {}", self.field.name(), self.value, self.problem)
    }
}

impl std::error::Error for FieldError {}

/// The kinds of mistake an answer can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Needed for this letter and not given.
    #[error("it is missing")]
    Missing,
    /// Not clean text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Something left to fill in, such as `[NAME]` or `____`.
    #[error("\"{0}\" is still to be filled in")]
    Hole(String),
    /// No letter in it, an e-mail address, or what a program writes where nothing is known.
    #[error("it is not a person's name")]
    NoName,
    /// Not one of the four kinds.
    #[error("write individual, union, organisation or representative")]
    Kind,
    /// Neither "I" nor "we".
    #[error("write i or we")]
    Voice,
    /// Not a positive number.
    #[error("write how many members there are, as a whole number such as 340")]
    Members,
    /// Not an ISO 3166-1 code.
    #[error("write the two letters of the country, such as GB, DE or IE")]
    Country,
    /// Not an e-mail address.
    #[error(transparent)]
    Address(AddressError),
    /// More lines than fit an envelope.
    #[error("an address has at most {ADDRESS_LINES} lines")]
    AddressLines,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(pairs: &[(Field, &str)]) -> Answers {
        let mut answers = Answers::default();
        for (field, value) in pairs {
            answers.set(*field, Some((*value).to_owned()));
        }
        answers
    }

    #[test]
    fn a_name_is_a_persons() {
        for (name, is_name) in [
            ("Jo Smith", true),
            ("李明", true),
            ("Null Smith", true),
            ("D'Arcy-O'Neil 3rd", true),
            ("12345", false),
            ("2026-01-02", false),
            ("=1+1", false),
            ("???", false),
            ("jo@union.test", false),
            ("N/A", false),
            ("null", false),
        ] {
            assert_eq!(check_answer(Field::Name, name).is_ok(), is_name, "{name}");
        }
    }

    #[test]
    fn the_voice_follows_the_kind() {
        for (kind, voice, expected) in [
            ("individual", None, Voice::Singular),
            ("representative", None, Voice::Singular),
            ("union", None, Voice::Plural),
            ("organisation", None, Voice::Plural),
            ("individual", Some("we"), Voice::Plural),
            ("Union", Some("I"), Voice::Singular),
        ] {
            let mut given = answers(&[(Field::Kind, kind), (Field::Name, "Jo"), (Field::Organisation, "Branch")]);
            given.set(Field::Voice, voice.map(str::to_owned));
            assert_eq!(Signatory::parse(&given, &[]).unwrap().voice, expected, "{kind} {voice:?}");
        }
    }

    #[test]
    fn the_kind_follows_what_is_given() {
        for (given, expected) in [
            (answers(&[(Field::Name, "Jo")]), Kind::Individual),
            (answers(&[(Field::Organisation, "Branch")]), Kind::Organisation),
        ] {
            assert_eq!(Signatory::parse(&given, &[]).unwrap().kind, expected);
        }
    }

    #[test]
    fn all_problems_come_together() {
        let given = answers(&[
            (Field::Kind, "party"),
            (Field::Role, "A\nBcc: x"),
            (Field::Members, "many"),
            (Field::Country, "Narnia"),
            (Field::Email, "jo"),
            (Field::Address, &"x\n".repeat(9)),
            (Field::Voice, "they"),
            (Field::OwnWords, "a\u{202e}b"),
        ]);
        let fields: Vec<Field> = Signatory::parse(&given, &[]).unwrap_err().into_iter().map(|e| e.field).collect();
        assert_eq!(
            fields,
            [
                Field::Kind,
                Field::Voice,
                Field::Role,
                Field::Members,
                Field::Country,
                Field::Email,
                Field::Address,
                Field::OwnWords,
                Field::Name,
            ]
        );
    }

    #[test]
    fn missing_fields_are_all_named() {
        let missing = |given: &Answers, required: &[Field]| -> Vec<Field> {
            Signatory::parse(given, required).unwrap_err().into_iter().map(|e| e.field).collect()
        };
        assert_eq!(missing(&Answers::default(), &[Field::Country]), [Field::Name, Field::Country]);
        assert_eq!(missing(&answers(&[(Field::Kind, "union")]), &[]), [Field::Organisation]);
        assert_eq!(missing(&answers(&[(Field::Name, " ")]), &[Field::Name]), [Field::Name]);
    }

    #[test]
    fn higher_layers_win() {
        let flags = answers(&[(Field::Name, "Jo"), (Field::Role, " ")]);
        let profile = answers(&[(Field::Name, "Kim"), (Field::Role, "Secretary")]);
        let both = flags.or(&profile);
        assert_eq!((both.name.as_deref(), both.role.as_deref()), (Some("Jo"), Some("Secretary")));
    }
}
