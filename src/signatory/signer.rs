//! The signatory that letters are written for, read from answers all at once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::answers::Answers;
use super::extra_name::ExtraName;
use super::field::Field;
use super::kind::{Kind, Voice};
use super::own_words::{OWN_WORDS_MOST, judge};
use super::person::{NoName, no_name};
use super::problem::{ADDRESS_LINES, AnswerProblem, FieldError, whole};
use super::remark::Remark;
use crate::address::{Email, Mailbox, holds_address};
use crate::identity::{Identity, Speaker};
use crate::locale::{Country, Language, NoCountry};
use crate::text;

/// Most characters in a name, a role or an organisation.
const NAME_MOST: usize = 100;
/// Most characters in a field that a campaign declares.
const EXTRA_MOST: usize = 200;
/// Most characters in one line of a postal address.
const ADDRESS_LINE_MOST: usize = 100;

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
    /// Their own paragraphs, separated by empty lines: what they answer to the campaign's questions, then the rest.
    pub own_words: Option<String>,
    /// The same in the letters in one language alone, where they were given by language.
    pub own_words_by_language: BTreeMap<Language, String>,
    /// What the campaign asks for beyond these; none of it is empty.
    pub extra: BTreeMap<ExtraName, String>,
}

impl Signatory {
    /// Reads all answers at once. `required` names fields this letter cannot do without, beyond
    /// what the kind of signatory itself requires; all problems are returned together.
    /// In their own words a person may write what only looks like a blank; in every other text it is one.
    pub fn parse(answers: &Answers, required: &[Field]) -> Result<Self, Vec<FieldError>> {
        Self::parse_with_remarks(answers, required).map(|(signatory, _)| signatory)
    }

    /// The same, and what is odd about the answers.
    pub fn parse_with_remarks(answers: &Answers, required: &[Field]) -> Result<(Self, Vec<Remark>), Vec<FieldError>> {
        let mut reader = Reader { answers, errors: Vec::new(), remarks: Vec::new() };
        let kind = answers.kind().unwrap_or_else(|error| {
            reader.errors.push(error);
            Kind::Individual
        });
        let mut shown = None;
        let mut signatory = Self {
            kind,
            voice: reader.read(Field::Voice, voice).unwrap_or(kind.voice()),
            name: reader.read(Field::Name, person),
            role: reader.read(Field::Role, name_line),
            organisation: reader.read(Field::Organisation, organisation),
            members: reader.read(Field::Members, members),
            country: reader.read(Field::Country, country),
            email: reader.read(Field::Email, mailbox).map(|mailbox| {
                shown = mailbox.name;
                mailbox.email
            }),
            address: reader.read(Field::Address, address_lines).unwrap_or_default(),
            own_words: None,
            own_words_by_language: BTreeMap::new(),
            extra: reader.extra(),
        };
        reader.own_words(&mut signatory);
        if let Some(shown) = shown {
            reader.name_beside_email(&mut signatory, &shown);
        }
        let mut missing = vec![kind.required()];
        if answers.speaks_for_organisation() {
            missing.extend([Field::Name, Field::Role]);
        }
        missing.extend(required);
        missing.retain(|field| match field {
            Field::Name => answers.get(*field).is_none() && signatory.name.is_none(),
            // An answer may say nothing.
            Field::OwnWords => {
                signatory.own_words().next().is_none() && !reader.errors.iter().any(|error| error.field == *field)
            }
            _ => answers.get(*field).is_none(),
        });
        missing.sort_unstable();
        missing.dedup();
        reader.errors.extend(missing.into_iter().map(|field| FieldError::new(field, "", AnswerProblem::Missing)));
        if signatory.voice == Voice::Plural && kind.voice() == Voice::Singular {
            reader.remarks.push(Remark::WeForOne);
        }
        if reader.errors.is_empty() { Ok((signatory, reader.remarks)) } else { Err(reader.errors) }
    }

    /// Where an answer by post goes, as a letter prints it below the names: an address that was given with them, as it
    /// stands on an envelope, would say them twice.
    pub fn address_below_names(&self) -> &[String] {
        let names = || self.name.iter().chain(&self.organisation).map(|name| text::folded(name));
        let repeated = self.address.iter().take_while(|line| names().any(|name| name == text::folded(line))).count();
        &self.address[repeated..]
    }

    /// The own words in a letter in this language: those for it alone, else those for every letter.
    pub fn own_words_in(&self, language: &Language) -> Option<&str> {
        language.among(&self.own_words_by_language).or(self.own_words.as_deref())
    }

    /// All own words, in whatever letters they stand.
    pub fn own_words(&self) -> impl Iterator<Item = &str> {
        self.own_words.iter().chain(self.own_words_by_language.values()).map(String::as_str)
    }

    /// Who this is, for telling one signatory from another.
    pub fn identity(&self) -> Identity<'_> {
        let speaker = match self.kind {
            Kind::Individual | Kind::Representative => Speaker::Person,
            Kind::Union | Kind::Organisation => Speaker::Organisation,
        };
        Identity {
            speaker,
            name: self.name.as_deref(),
            organisation: self.organisation.as_deref(),
            email: self.email.as_ref(),
            address: &self.address,
        }
    }

    /// How a letter in a language names who speaks: as [`display`](Self::display), but somebody who says "I" for an
    /// organisation is named with their office in it: "Jo Smith, Branch Secretary of Branch 7". `role` is left out
    /// where the letter prints it by itself.
    pub fn speaker(&self, language: &Language, role: Option<&str>) -> Cow<'_, str> {
        let (Some(name), Some(organisation), true) = (&self.name, &self.organisation, self.speaks_for_organisation())
        else {
            return self.display().into();
        };
        // Only in English is one word right before every organisation and behind every office; one that says of what
        // it is needs none.
        let is_plain = |role: &str| !role.split_whitespace().any(|word| matches!(word, "of" | "for" | "at" | "in"));
        match role {
            None => format!("{name}, {organisation}"),
            Some(role) if text::names(role, organisation) => format!("{name}, {role}"),
            Some(role) if language.primary() == "en" && is_plain(role) => format!("{name}, {role} of {organisation}"),
            Some(role) => format!("{name}, {role}, {organisation}"),
        }
        .into()
    }

    /// Whether somebody says "I" for an organisation.
    pub fn speaks_for_organisation(&self) -> bool {
        self.voice == Voice::Singular && self.kind.voice() == Voice::Plural
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
            Some(error) if !matches!(error.problem, AnswerProblem::Missing) => Err(error),
            _ => Ok(()),
        },
    }
}

struct Reader<'a> {
    answers: &'a Answers,
    errors: Vec<FieldError>,
    remarks: Vec<Remark>,
}

impl Reader<'_> {
    fn read<T>(&mut self, field: Field, parse: impl FnOnce(&str) -> Result<T, AnswerProblem>) -> Option<T> {
        let raw = self.answers.get(field)?;
        let (value, count) = text::trim_unseen(raw);
        self.took_out(field, count);
        parse(value).map_err(|problem| self.errors.push(FieldError::new(field, raw, problem))).ok()
    }

    fn took_out(&mut self, field: Field, more: usize) {
        match self.remarks.last_mut() {
            _ if more == 0 => {}
            Some(Remark::TakenOut { field: last, count }) if *last == field => *count += more,
            _ => self.remarks.push(Remark::TakenOut { field, count: more }),
        }
    }

    /// Takes the name of `Jo Smith <jo@x.example>` where nobody gave another, if it is a person's and in the order in
    /// which people say it. A branch may write the name of its mailbox there.
    fn name_beside_email(&mut self, signatory: &mut Signatory, shown: &str) {
        let words = |name: &str| {
            let words = name.split_whitespace().map(text::key).filter(|word| !word.is_empty());
            words.collect::<BTreeSet<String>>()
        };
        let given = [self.answers.get(Field::Name), self.answers.get(Field::Organisation)];
        let is_person = matches!(signatory.kind, Kind::Individual | Kind::Representative);
        if given[0].is_none() && is_person && !shown.contains(',') {
            signatory.name = person(shown).ok();
        } else if !given.into_iter().flatten().any(|other| words(other) == words(shown)) {
            self.remarks.push(Remark::OtherName(text::for_sentence(shown)));
        }
    }

    fn own_words(&mut self, signatory: &mut Signatory) {
        let asked = self.answers.questions.keys().map(|(place, name)| Field::Question(*place, *name));
        let asked: Vec<Field> = asked.collect();
        let answered: Vec<_> = asked.into_iter().filter_map(|field| Some((field, self.words_in(field)?))).collect();
        signatory.own_words = self.together(&answered, Field::OwnWords);
        for name in self.answers.own_words_in.keys() {
            let field = Field::OwnWordsIn(*name);
            if let (Some(language), Some(words)) = (field.language(), self.together(&answered, field)) {
                signatory.own_words_by_language.insert(language, words);
            }
        }
    }

    /// What was answered to questions, then the own words of this field.
    fn together(&mut self, answered: &[(Field, String)], field: Field) -> Option<String> {
        let mut said = answered.to_vec();
        said.extend(self.words_in(field).map(|words| (field, words)));
        let (last, _) = said.last()?;
        let words = said.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("\n\n");
        let length = words.chars().count();
        if length > OWN_WORDS_MOST {
            let problem = text::TextError::TooLong { length, most: OWN_WORDS_MOST };
            self.errors.push(FieldError::new(*last, &words, problem.into()));
        }
        Some(words)
    }

    fn words_in(&mut self, field: Field) -> Option<String> {
        let raw = self.answers.get(field)?;
        match judge(field, raw) {
            Ok(judged) => {
                self.remarks.extend(judged.remarks);
                judged.words
            }
            Err(problem) => {
                self.errors.push(FieldError::new(field, raw, problem));
                None
            }
        }
    }

    fn extra(&mut self) -> BTreeMap<ExtraName, String> {
        let names = self.answers.extra.keys();
        let line = |raw: &str| filled_in(text::line(whole(raw)?, EXTRA_MOST)?);
        names.filter_map(|name| Some((*name, self.read(Field::Extra(*name), line)?))).collect()
    }
}

fn name_line(raw: &str) -> Result<String, AnswerProblem> {
    filled_in(text::line(whole(raw)?, NAME_MOST)?)
}

/// Refuses a text in which something is left to fill in, wherever it comes from.
fn filled_in(text: String) -> Result<String, AnswerProblem> {
    match text::hole(&text) {
        Some(hole) => Err(AnswerProblem::Hole(text::for_sentence(hole))),
        None => Ok(text),
    }
}

/// The name of an organisation. It stands in the sender of a mail, where an address may be taken for the true one.
fn organisation(raw: &str) -> Result<String, AnswerProblem> {
    let name = name_line(raw)?;
    if holds_address(&name) { Err(AnswerProblem::HoldsAddress) } else { Ok(name) }
}

/// The name of a person.
fn person(raw: &str) -> Result<String, AnswerProblem> {
    if raw.contains('\u{fffd}') {
        return Err(NoName::LostLetter.into());
    }
    let name = name_line(raw)?;
    match no_name(&name) {
        Some(why) => Err(why.into()),
        None => Ok(name),
    }
}

/// A code, or a name in any language that is known.
fn country(raw: &str) -> Result<Country, AnswerProblem> {
    Country::read(raw).map_err(|problem| match problem {
        NoCountry::Shared(countries) => AnswerProblem::SharedCountry(countries),
        NoCountry::Unknown => AnswerProblem::Country,
    })
}

fn mailbox(raw: &str) -> Result<Mailbox, AnswerProblem> {
    raw.parse().map_err(AnswerProblem::Address)
}

fn voice(raw: &str) -> Result<Voice, AnswerProblem> {
    match raw.trim().to_lowercase().as_str() {
        "i" => Ok(Voice::Singular),
        "we" => Ok(Voice::Plural),
        _ => Err(AnswerProblem::Voice),
    }
}

fn members(raw: &str) -> Result<u32, AnswerProblem> {
    raw.trim().parse().ok().filter(|number| *number > 0).ok_or(AnswerProblem::Members)
}

fn address_lines(raw: &str) -> Result<Vec<String>, AnswerProblem> {
    let text = filled_in(text::paragraphs(whole(raw)?, ADDRESS_LINES * (ADDRESS_LINE_MOST + 1))?)?;
    let lines: Vec<String> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| text::line(line, ADDRESS_LINE_MOST))
        .collect::<Result<_, _>>()?;
    if lines.len() > ADDRESS_LINES { Err(AnswerProblem::AddressLines) } else { Ok(lines) }
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
    fn what_is_odd_is_remarked_and_stops_nothing() {
        let blank = |blank: &str| Remark::LooksBlank(blank.to_owned());
        let taken = |field, count| Remark::TakenOut { field, count };
        for (field, answer, kept, expected) in [
            (Field::OwnWords, "Free her.", "Free her.", vec![]),
            (Field::OwnWords, "the XXX congress", "the XXX congress", vec![blank("XXX")]),
            (Field::OwnWords, "\u{feff}Soli\u{ad}darity", "Solidarity", vec![taken(Field::OwnWords, 2)]),
            (
                Field::OwnWords,
                "We 👩\u{200d}👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈",
                "We 👩\u{200d}👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈",
                vec![],
            ),
            (Field::Name, "\u{200b}Jo\u{2069}", "Jo", vec![taken(Field::Name, 2)]),
            (Field::Email, "jo@union.test\u{200b}", "jo@union.test", vec![taken(Field::Email, 1)]),
            (Field::Country, "\u{a0}NZ", "NZ", vec![]),
        ] {
            let mut given = answers(&[(Field::Name, "Jo")]);
            given.set(field, Some(answer.to_owned()));
            let (signatory, remarks) = Signatory::parse_with_remarks(&given, &[]).unwrap();
            let value = match field {
                Field::OwnWords => signatory.own_words,
                Field::Name => signatory.name,
                Field::Email => signatory.email.map(|email| email.to_string()),
                _ => signatory.country.map(|country| country.to_string()),
            };
            assert_eq!((value.as_deref(), remarks), (Some(kept), expected), "{answer:?}");
        }
    }

    #[test]
    fn an_email_may_have_a_name_before_it() {
        for (kind, name, email, expected, remarks) in [
            (None, None, "Jo Smith <jo@union.test>", Some("Jo Smith"), 0),
            (None, None, "\"Jo Smith\" <jo@union.test>", Some("Jo Smith"), 0),
            (None, Some("Jo Smith"), "Smith, Jo <jo@union.test>", Some("Jo Smith"), 0),
            (None, Some("Jo Smith"), "Zoë Berg <zoe@union.test>", Some("Jo Smith"), 1),
            (None, Some("Jo Smith"), "jo@union.test <jo@union.test>", Some("Jo Smith"), 0),
            (None, Some("Jo Smith"), "<jo@union.test>", Some("Jo Smith"), 0),
            (Some("union"), None, "Branch 7 <branch@union.test>", None, 0),
            (Some("union"), None, "Jo Smith <branch@union.test>", None, 1),
        ] {
            let mut given = answers(&[(Field::Email, email)]);
            given.kind = kind.map(str::to_owned);
            given.organisation = kind.map(|_| "Branch 7".to_owned());
            given.name = name.map(str::to_owned);
            let (signatory, found) = Signatory::parse_with_remarks(&given, &[Field::Email]).unwrap();
            assert_eq!((signatory.name.as_deref(), found.len()), (expected, remarks), "{email}");
            assert_eq!(signatory.email.unwrap().domain(), "union.test");
        }
        for email in [
            "Smith, Jo <jo@union.test>",
            "Info <info@union.test",
            "n/a <jo@union.test>",
            "Jo <jo@a.test>, Bo <b@c.test>",
        ] {
            assert!(Signatory::parse(&answers(&[(Field::Email, email)]), &[]).is_err(), "{email}");
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
            given.role = Some("Secretary".to_owned());
            given.set(Field::Voice, voice.map(str::to_owned));
            assert_eq!(Signatory::parse(&given, &[]).unwrap().voice, expected, "{kind} {voice:?}");
        }
    }

    #[test]
    fn i_for_an_organisation_is_a_person_and_we_for_a_person_is_remarked() {
        let branch = [(Field::Kind, "union"), (Field::Organisation, "Branch 7"), (Field::Voice, "I")];
        let nobody = Signatory::parse(&answers(&branch), &[Field::Name]).unwrap_err();
        assert_eq!(nobody, [Field::Name, Field::Role].map(|field| FieldError::new(field, "", AnswerProblem::Missing)));
        let [en, de] = ["en-GB", "de"].map(|tag| tag.parse::<Language>().unwrap());
        for (role, language, expected) in [
            ("Secretary", &en, "Jo O'Neill, Secretary of Branch 7"),
            ("Vorsitzende", &de, "Jo O'Neill, Vorsitzende, Branch 7"),
            ("Officer for Pier 2", &en, "Jo O'Neill, Officer for Pier 2, Branch 7"),
            ("Secretary of branch 7", &en, "Jo O'Neill, Secretary of branch 7"),
        ] {
            let named = answers(&[&branch[..], &[(Field::Name, "Jo O'Neill"), (Field::Role, role)]].concat());
            let named = Signatory::parse(&named, &[]).unwrap();
            assert_eq!(named.speaker(language, named.role.as_deref()), expected, "{language}");
            assert_eq!(named.speaker(language, None), "Jo O'Neill, Branch 7");
        }
        let couple = answers(&[(Field::Name, "Jo and Ann Berg"), (Field::Voice, "we")]);
        let (couple, remarks) = Signatory::parse_with_remarks(&couple, &[]).unwrap();
        assert_eq!((&*couple.speaker(&en, None), remarks), ("Jo and Ann Berg", vec![Remark::WeForOne]));
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
    fn names_above_an_address_are_not_printed_twice() {
        for (organisation, address, expected) in [
            (None, "Jo Smith\n1 Quay\nHull", &["1 Quay", "Hull"][..]),
            (None, " jo  SMITH\n1 Quay", &["1 Quay"]),
            (None, "1 Quay\nJo Smith", &["1 Quay", "Jo Smith"]),
            (None, "c/o Jo Smith\n1 Quay", &["c/o Jo Smith", "1 Quay"]),
            (Some("Branch 7"), "Branch 7\nJo Smith\n1 Quay", &["1 Quay"]),
            (Some("Branch 7"), "Branch 8\n1 Quay", &["Branch 8", "1 Quay"]),
            (None, "Jo Smith", &[]),
            (None, "", &[]),
        ] {
            let mut given = answers(&[(Field::Name, "Jo Smith"), (Field::Address, address)]);
            given.organisation = organisation.map(str::to_owned);
            let signatory = Signatory::parse(&given, &[]).unwrap();
            assert_eq!(signatory.address_below_names(), expected, "{address:?}");
        }
    }

    #[test]
    fn higher_layers_win() {
        let flags = answers(&[(Field::Name, "Jo"), (Field::Role, " ")]);
        let profile = answers(&[(Field::Name, "Kim"), (Field::Role, "Secretary")]);
        let both = flags.or(&profile);
        assert_eq!((both.name.as_deref(), both.role.as_deref()), (Some("Jo"), Some("Secretary")));
    }
}
