//! From a campaign, an office and a signatory to a letter.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::body::{Block, BodyProblem, Span, document};
use super::cover::{self, Words};
use super::details::Details;
use super::edited::{Edited, NoText};
use super::finished::{LINE_MOST, Letter, Part, Role};
use crate::address::Email;
use crate::campaign::{Campaign, FillError, Filled, Model, Values};
use crate::locale::{Language, digits, long_date};
use crate::registry::Office;
use crate::signatory::{Kind, Purpose, Signatory};
use crate::text::{self, TextError};

/// Everything one letter is made from.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The appeal.
    pub campaign: &'a Campaign,
    /// The office it goes to.
    pub office: &'a Office,
    /// Who signs.
    pub signatory: &'a Signatory,
    /// The day it is written.
    pub date: Date,
    /// One language, or several for a letter that says the same in each.
    pub languages: &'a [Language],
    /// Addresses that get a visible copy.
    pub copies: &'a [Email],
    /// Subject and text as the signatory edited them, in place of the model letter's.
    pub edited: Option<&'a Edited>,
}

/// Composes the letter to the office.
pub fn compose(request: Request<'_>) -> Result<Letter<'_>, ComposeError> {
    compose_as(request, Form::Letter)
}

/// What an office gets, with those who get the letter that it is a copy of.
#[derive(Debug, Clone, Copy)]
pub enum Form<'f, 'a> {
    /// The letter.
    Letter,
    /// A copy for information of the letter to these offices.
    Copy(&'f [&'a Office]),
    /// A cover, and below it the letter to these offices.
    Cover(&'f [&'a Office]),
}

/// Whether the cover to an embassy has words in a language; without, they are in English.
pub fn has_cover_in(language: &Language) -> bool {
    cover::words(language).is_some()
}

/// Composes what the office gets.
pub fn compose_as<'a>(request: Request<'a>, form: Form<'_, 'a>) -> Result<Letter<'a>, ComposeError> {
    let role = match form {
        Form::Letter => Role::Letter,
        Form::Copy(_) => Role::Copy,
        Form::Cover(_) => Role::Cover,
    };
    let mut parts = Vec::with_capacity(request.languages.len());
    for language in request.languages {
        let fail =
            |file: &str, problem| ComposeError { file: file.to_owned(), office: request.office.id.clone(), problem };
        let model = request
            .campaign
            .model(language)
            .ok_or_else(|| fail(&request.campaign.id, LetterProblem::NoModel(language.clone())))?;
        let part = match form {
            Form::Letter => part(request, model),
            Form::Copy(others) => copied(request, model, others),
            Form::Cover(others) => covered(request, model, others),
        };
        let file = request.edited.map_or(&model.file, |edited| &edited.file);
        parts.push(part.map_err(|problem| fail(file, problem))?);
    }
    Ok(Letter {
        campaign: &request.campaign.id,
        version: request.campaign.version,
        office: request.office,
        signatory: request.signatory,
        date: request.date,
        parts,
        copies: request.copies,
        copy_offices: Vec::new(),
        role,
        persons: &request.campaign.persons,
        page: request.campaign.page.as_deref(),
        details: Details::NONE,
        is_edited: request.edited.is_some(),
    })
}

/// The letter as the first of others gets it, addressed to the office of the request.
fn of_others<'a>(
    request: Request<'a>,
    model: &Model,
    others: &[&'a Office],
) -> Result<(Part, Vec<String>), LetterProblem> {
    let first = others.first().ok_or(LetterProblem::NoOthers)?;
    let written = part(Request { office: first, ..request }, model)?;
    let language = &model.language;
    let names = others.iter().map(|office| office.name_in(language).into_owned()).collect();
    let Named { office, form_of_address, holder } = Named::of(request, language);
    let part = Part { office, form_of_address, holder, demands: Vec::new(), phone: None, ..written };
    Ok((part, names))
}

/// A copy for information of the letter to others.
fn copied<'a>(request: Request<'a>, model: &Model, others: &[&'a Office]) -> Result<Part, LetterProblem> {
    let (part, names) = of_others(request, model, others)?;
    let words = cover::words_or_english(&model.language);
    let mark = format!("{}. {} {}", words.for_information, words.copy_of, names.join("; "));
    Ok(Part { mark: Some(mark), ..part })
}

/// A cover that asks to forward the letter to others, with that letter below it.
fn covered<'a>(request: Request<'a>, model: &Model, others: &[&'a Office]) -> Result<Part, LetterProblem> {
    let (written, names) = of_others(request, model, others)?;
    let words = cover::words_or_english(&model.language);
    let voice = request.signatory.voice;
    let paragraph = |text: &str| Block::Paragraph(vec![Span::Text(text.to_owned())]);
    let addressees = || Block::List { start: None, items: names.iter().map(|name| vec![paragraph(name)]).collect() };
    let please = Words::of(words.please, voice);
    let salutation = own_salutation(request, &model.language).unwrap_or(words.salutation);
    let mut enclosed =
        vec![paragraph(words.copy_of), addressees(), paragraph(&written.subject), paragraph(&written.salutation)];
    enclosed.extend(written.body);
    enclosed.extend([
        paragraph(&written.closing),
        paragraph(&request.signatory.speaker(&model.language, request.signatory.role.as_deref())),
    ]);
    Ok(Part {
        subject: format!("{} {}", words.subject, written.subject),
        salutation: text::line(salutation, LINE_MOST)
            .map_err(|error| LetterProblem::Line { field: "salutation", error })?,
        body: vec![paragraph(Words::of(words.sending, voice)), addressees(), paragraph(please)],
        demands: vec![please.to_owned()],
        enclosed,
        closing: written.closing,
        ..written
    })
}

/// How the office of a request is named above its postal address.
struct Named {
    office: String,
    form_of_address: Option<String>,
    holder: Option<String>,
}

impl Named {
    fn of(request: Request<'_>, language: &Language) -> Self {
        let holder = request.office.holder_on(request.date);
        let form_of_address = request.office.form_of_address_in(language);
        Self {
            office: request.office.name_in(language).into_owned(),
            form_of_address: form_of_address
                .filter(|_| holder.is_none_or(|holder| holder.title_in(language).is_none()))
                .map(str::to_owned),
            holder: holder.map(|holder| holder.titled_in(language)),
        }
    }
}

/// How a letter to the office begins, where the registry says so.
fn own_salutation<'a>(request: Request<'a>, language: &Language) -> Option<&'a str> {
    let holder = request.office.holder_on(request.date);
    holder.and_then(|holder| holder.salutation_in(language)).or_else(|| request.office.salutation_in(language))
}

fn part(request: Request<'_>, model: &Model) -> Result<Part, LetterProblem> {
    let language = &model.language;
    let date = long_date(request.date, language, request.signatory.country);
    let named = Named::of(request, language);
    let filled = model.fill(values(request, model, &date, &named.office))?;
    let salutation = own_salutation(request, language)
        .map(str::to_owned)
        .or_else(|| filled.salutation.clone())
        .ok_or(LetterProblem::NoSalutation)?;
    let (subject, body) = match request.edited {
        Some(edited) => edited.text(&request.office.id, language, request.signatory)?,
        None => (filled.subject.as_str(), filled.body.as_str()),
    };
    let line = |field, text: &str| text::line(text, LINE_MOST).map_err(|error| LetterProblem::Line { field, error });
    let subject = line("subject", subject)?;
    let closing = line("closing", &filled.closing)?;
    let salutation = line("salutation", &salutation)?;
    let body = document(body)?;
    let part = Part {
        language: language.clone(),
        date,
        digits: digits(language, request.signatory.country),
        office: named.office,
        form_of_address: named.form_of_address,
        holder: named.holder,
        subject,
        mark: None,
        salutation,
        body,
        closing,
        demands: filled.demands.clone(),
        phone: filled.phone.clone(),
        enclosed: Vec::new(),
    };
    if part.body.is_empty() {
        return Err(LetterProblem::EmptyBody);
    }
    if request.edited.is_some() {
        is_clean(&part, &filled)?;
        let text = part.plain_text();
        let demands = part.demands.iter().filter(|demand| text.contains(demand.as_str())).cloned().collect();
        return Ok(Part { demands, ..part });
    }
    match (is_clean(&part, &filled), request.signatory.own_words_in(language)) {
        (Err(LetterProblem::Hole(_)), Some(words)) if words != PLAIN_WORDS => {
            is_clean_around_own_words(request, model)?;
        }
        (result, _) => result?,
    }
    Ok(part)
}

/// What placeholders made together is looked at once more: that nothing is left to fill in, nothing hidden.
fn is_clean(part: &Part, filled: &Filled) -> Result<(), LetterProblem> {
    let body = part.plain_text();
    let phone = filled.phone.as_deref().unwrap_or_default();
    let lines = [part.subject.as_str(), &part.salutation, &part.closing, &body, phone];
    let mut texts = lines.into_iter().chain(part.holder.as_deref()).chain(filled.demands.iter().map(String::as_str));
    let hidden = |text| text::hidden(text).find(|(_, c)| !matches!(c, '\n' | '\t'));
    match (texts.clone().find_map(hidden), texts.find_map(text::hole)) {
        (Some((_, c)), _) => Err(BodyProblem::Hidden(c.into()).into()),
        (None, Some(hole)) => Err(LetterProblem::Hole(hole.to_owned())),
        (None, None) => Ok(()),
    }
}

/// Own words in which nothing looks like a blank.
const PLAIN_WORDS: &str = "Own words.";

/// What looks like a blank in somebody's own words was let pass with them; in the letter around them it is one.
fn is_clean_around_own_words(request: Request<'_>, model: &Model) -> Result<(), LetterProblem> {
    let signatory = Signatory {
        own_words: Some(PLAIN_WORDS.to_owned()),
        own_words_by_language: BTreeMap::new(),
        ..request.signatory.clone()
    };
    part(Request { signatory: &signatory, ..request }, model).map(|_| ())
}

fn values(request: Request<'_>, model: &Model, date: &str, office: &str) -> Values {
    let signatory = request.signatory;
    let mut values = Values::new(signatory.voice);
    // Nobody's office is said twice: behind their name, or where the model letter always prints it.
    let prints_role = model.required().is_ok_and(|required| required.contains("role"));
    let role_beside_name = signatory.role.as_deref().filter(|_| signatory.speaks_for_organisation() && !prints_role);
    values.text("signatory", Some(signatory.speaker(&model.language, role_beside_name)));
    values.text("name", signatory.name.as_deref());
    values.text("role", signatory.role.as_deref().filter(|_| role_beside_name.is_none()));
    values.text("organisation", signatory.organisation.as_deref());
    values.text("kind", Some(signatory.kind.as_str()));
    values.text("members", signatory.members.map(|number| number.to_string()));
    values.text("email", signatory.email.as_ref().map(ToString::to_string));
    let address = signatory.address_below_names();
    values.text("address", (!address.is_empty()).then(|| address.join(", ")));
    // To look up its name takes longer than to fill in all the others.
    let country = signatory.country.filter(|_| model.used().is_ok_and(|used| used.contains("country")));
    values.text("country", country.map(|country| country.name_in(&model.language)));
    values.text("own_words", signatory.own_words_in(&model.language));
    values.text("date", Some(date));
    values.text("office", Some(office));
    for field in request.campaign.fields.iter().filter(|field| field.purpose == Purpose::Field) {
        values.extra(field.name, signatory.extra.get(&field.name).map(String::as_str));
    }
    values.condition(match signatory.kind {
        Kind::Individual => "is_individual",
        Kind::Union => "is_union",
        Kind::Organisation => "is_organisation",
        Kind::Representative => "is_representative",
    });
    values.office_kind(request.office.kind, model.used().into_iter().flatten());
    values
}

/// Why a letter could not be composed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: the letter to {office} cannot be written: {problem}")]
pub struct ComposeError {
    /// The model letter.
    pub file: String,
    /// The office's id.
    pub office: String,
    /// What is wrong.
    pub problem: LetterProblem,
}

/// The kinds of mistake that show only when a letter is composed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LetterProblem {
    /// The campaign has no model letter in that language.
    #[error("there is no model letter in {0}")]
    NoModel(Language),
    /// A placeholder stayed empty, or the text ran too long.
    #[error(transparent)]
    Fill(#[from] FillError),
    /// Neither the model nor the office says how to begin.
    #[error("it has no salutation; give one in the front matter")]
    NoSalutation,
    /// A one-line text that is not clean once filled.
    #[error("its {field} cannot be used: {error}")]
    Line {
        /// Which text.
        field: &'static str,
        /// What is wrong with it.
        error: TextError,
    },
    /// A copy, and nobody who gets the letter.
    #[error("this office gets a copy of the letter to others, and no other office is left")]
    NoOthers,
    /// Nothing between salutation and closing.
    #[error("its body is empty")]
    EmptyBody,
    /// Something is left to fill in.
    #[error("\"{0}\" is still to be filled in")]
    Hole(String),
    /// Markdown that letters do not have.
    #[error(transparent)]
    Body(#[from] BodyProblem),
    /// The edited text has none for this letter, or is somebody else's.
    #[error(transparent)]
    Edited(#[from] NoText),
}
