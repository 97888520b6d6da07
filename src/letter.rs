//! `compose`: from a campaign, an office and a signatory to a finished letter.
//!
//! A [`Letter`] is a small document of paragraphs, lists and spans. It is complete and clean by
//! construction, and everything after this module reads only the letter: one text, every channel.

mod cover;

use cover::Words;
use jiff::civil::Date;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::address::Email;
use crate::campaign::{Campaign, FillError, Filled, Model, Values, in_link};
use crate::locale::{Country, Digits, Language, digits, long_date};
use crate::registry::Office;
use crate::signatory::{Kind, Purpose, Signatory};
use crate::text::{self, TextError};

const SUBJECT_MOST: usize = 200;

/// The finished letter of one signatory to one office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter<'a> {
    /// The campaign's id.
    pub campaign: &'a str,
    /// The version of the campaign's text.
    pub version: u32,
    /// The office it goes to.
    pub office: &'a Office,
    /// Who signs.
    pub signatory: &'a Signatory,
    /// The day it is written.
    pub date: Date,
    /// The same letter in each language asked for; at least one.
    pub parts: Vec<Part>,
    /// Addresses that get a visible copy.
    pub copies: &'a [Email],
    /// Offices that get a copy for information.
    pub copy_offices: Vec<&'a Office>,
    /// What the office gets.
    pub role: Role,
}

/// What an office gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The letter.
    Letter,
    /// A copy of the letter to others, for information.
    Copy,
    /// A short cover that asks to forward the letter to others, with that letter below it.
    Cover,
}

impl Role {
    /// The word in files and for other programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Copy => "copy",
            Self::Cover => "cover",
        }
    }
}

/// The letter in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub language: Language,
    /// The day, written out.
    pub date: String,
    /// The digits of that day, which all numbers of the letter that are not in its text have.
    pub digits: Digits,
    /// The office's name.
    pub office: String,
    /// The form of address above its name, where the registry knows one. A holder's title stands in its place.
    pub form_of_address: Option<String>,
    /// Who holds the office on that day, with their title.
    pub holder: Option<String>,
    /// One line.
    pub subject: String,
    /// Above it, on a copy for information: that it is one, and whose letter it is a copy of.
    pub mark: Option<String>,
    /// How it begins.
    pub salutation: String,
    /// What it says.
    pub body: Vec<Block>,
    /// What it asks for, one by one.
    pub demands: Vec<String>,
    /// How it ends.
    pub closing: String,
    /// What a caller says instead.
    pub phone: Option<String>,
    /// Below the signature of a cover: the letter that it asks to forward.
    pub enclosed: Vec<Block>,
}

/// A paragraph or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Span>),
    /// A list; `start` is the first number of a numbered one.
    List {
        /// The first number; none for bullets.
        start: Option<u64>,
        /// Its items, each a sequence of blocks.
        items: Vec<Vec<Block>>,
    },
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Plain text.
    Text(String),
    /// A line end inside a paragraph.
    Break,
    /// Stressed text.
    Emphasis(Vec<Span>),
    /// Strongly stressed text.
    Strong(Vec<Span>),
    /// A link to a web page or address.
    Link {
        /// Where it leads.
        url: String,
        /// What is shown.
        text: Vec<Span>,
    },
}

impl Letter<'_> {
    /// The part in the first language asked for.
    pub fn first(&self) -> &Part {
        &self.parts[0]
    }

    /// The subject, in all languages of the letter.
    pub fn subject(&self) -> String {
        let subjects: Vec<&str> = self.parts.iter().map(|part| part.subject.as_str()).collect();
        subjects.join(" / ")
    }

    /// Everyone who gets a copy by e-mail: the office's copy desks, the addresses of the letter, the offices that get
    /// a copy; nobody twice, and nobody who gets the letter itself.
    pub fn all_copies(&self) -> Vec<Email> {
        let to = self.office.emails();
        let mut copies: Vec<Email> = Vec::new();
        let of_offices: Vec<Email> = self.copy_offices.iter().flat_map(|office| office.all_emails()).collect();
        for email in self.office.copy_emails().iter().chain(self.copies).chain(&of_offices) {
            if !to.iter().chain(&copies).any(|known| known.is_same_mailbox(email)) {
                copies.push(email.clone());
            }
        }
        copies
    }

    /// Who gets a copy, as the letter itself names them: addresses, and offices by their names.
    pub fn copies_named(&self, part: &Part) -> Vec<String> {
        let offices = self.copy_offices.iter().map(|office| office.name_in(&part.language).into_owned());
        self.copies.iter().map(ToString::to_string).chain(offices).collect()
    }

    /// Who the letter is to, line by line: form of address, holder, name, postal address.
    pub fn addressee(&self, part: &Part) -> Vec<String> {
        let mut lines: Vec<String> = part.named().cloned().collect();
        lines.extend(self.postal_lines(&part.language));
        lines
    }

    /// The same for an envelope: the country in a language of the state it is posted in, whose sorters
    /// read it.
    pub fn addressee_in_post(&self, part: &Part) -> Vec<String> {
        let mut lines: Vec<String> = part.named().cloned().collect();
        let language = self.signatory.country.and_then(Country::main_language);
        lines.extend(self.postal_lines(&language.unwrap_or_else(|| part.language.clone())));
        lines
    }

    /// The office's postal address, or the city alone where nothing more is known; its country last when the letter
    /// crosses a border.
    fn postal_lines(&self, language: &Language) -> Vec<String> {
        let mut lines = match (self.office.post(), &self.office.seat) {
            (Some(post), _) => post.to_vec(),
            (None, Some(city)) => vec![city.clone()],
            (None, None) => return Vec::new(),
        };
        if let Some(country) = self.office.stands_in()
            && self.signatory.country != Some(country)
        {
            let name = language.capitals(&country.name_in(language));
            if lines.last().is_none_or(|last| language.capitals(last) != name) {
                lines.push(name);
            }
        }
        lines
    }

    /// The signature line by line: name, role, organisation, address, e-mail.
    pub fn signature(&self) -> Vec<String> {
        let signatory = self.signatory;
        let texts = [&signatory.name, &signatory.role, &signatory.organisation];
        let mut lines: Vec<String> = texts.into_iter().flatten().cloned().collect();
        lines.extend(signatory.address.iter().cloned());
        lines.extend(signatory.email.as_ref().map(ToString::to_string));
        lines
    }
}

impl Part {
    /// Whom the letter is meant for, above the postal address.
    fn named(&self) -> impl Iterator<Item = &String> {
        self.form_of_address.iter().chain(&self.holder).chain([&self.office])
    }

    /// Subject line aside, everything the letter says, without markup: paragraphs by empty lines.
    pub fn plain_text(&self) -> String {
        plain_blocks(&self.body)
    }

    /// What is below the signature of a cover, in the same way.
    pub fn enclosed_text(&self) -> Option<String> {
        (!self.enclosed.is_empty()).then(|| plain_blocks(&self.enclosed).trim_end().to_owned())
    }
}

fn plain_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        block.plain_text(&mut text);
    }
    text
}

impl Block {
    fn plain_text(&self, into: &mut String) {
        match self {
            Self::Paragraph(spans) => {
                into.push_str(&plain(spans));
                into.push_str("\n\n");
            }
            Self::List { items, .. } => items.iter().flatten().for_each(|block| block.plain_text(into)),
        }
    }
}

/// Running text without its markup; a link shows its address when its text does not.
pub fn plain(spans: &[Span]) -> String {
    let mut text = String::new();
    for span in spans {
        match span {
            Span::Text(piece) => text.push_str(piece),
            Span::Break => text.push('\n'),
            Span::Emphasis(inner) | Span::Strong(inner) => text.push_str(&plain(inner)),
            Span::Link { url, text: inner } => {
                let shown = plain(inner);
                text.push_str(&shown);
                if shown != *url && format!("mailto:{shown}") != *url {
                    text.push_str(" (");
                    text.push_str(url);
                    text.push(')');
                }
            }
        }
    }
    text
}

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
            .ok_or_else(|| fail(&request.campaign.id, Problem::NoModel(language.clone())))?;
        let part = match form {
            Form::Letter => part(request, model),
            Form::Copy(others) => copied(request, model, others),
            Form::Cover(others) => covered(request, model, others),
        };
        parts.push(part.map_err(|problem| fail(&model.file, problem))?);
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
    })
}

/// The letter as the first of others gets it, addressed to the office of the request.
fn of_others<'a>(request: Request<'a>, model: &Model, others: &[&'a Office]) -> Result<(Part, Vec<String>), Problem> {
    let first = others.first().ok_or(Problem::NoOthers)?;
    let written = part(Request { office: first, ..request }, model)?;
    let language = &model.language;
    let names = others.iter().map(|office| office.name_in(language).into_owned()).collect();
    let Named { office, form_of_address, holder } = Named::of(request, language);
    let part = Part { office, form_of_address, holder, demands: Vec::new(), phone: None, ..written };
    Ok((part, names))
}

/// A copy for information of the letter to others.
fn copied<'a>(request: Request<'a>, model: &Model, others: &[&'a Office]) -> Result<Part, Problem> {
    let (part, names) = of_others(request, model, others)?;
    let words = cover::words_or_english(&model.language);
    let mark = format!("{}. {} {}", words.for_information, words.copy_of, names.join("; "));
    Ok(Part { mark: Some(mark), ..part })
}

/// A cover that asks to forward the letter to others, with that letter below it.
fn covered<'a>(request: Request<'a>, model: &Model, others: &[&'a Office]) -> Result<Part, Problem> {
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
    enclosed.extend([paragraph(&written.closing), paragraph(request.signatory.display())]);
    Ok(Part {
        subject: format!("{} {}", words.subject, written.subject),
        salutation: text::line(salutation, SUBJECT_MOST)
            .map_err(|error| Problem::Line { field: "salutation", error })?,
        body: vec![paragraph(Words::of(words.below, voice)), addressees(), paragraph(please)],
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

fn part(request: Request<'_>, model: &Model) -> Result<Part, Problem> {
    let language = &model.language;
    let date = long_date(request.date, language, request.signatory.country);
    let named = Named::of(request, language);
    let filled = model.fill(values(request, model, &date, &named.office))?;
    let salutation = own_salutation(request, language)
        .map(str::to_owned)
        .or_else(|| filled.salutation.clone())
        .ok_or(Problem::NoSalutation)?;
    let line = |field, text: &str| text::line(text, SUBJECT_MOST).map_err(|error| Problem::Line { field, error });
    let subject = line("subject", &filled.subject)?;
    let closing = line("closing", &filled.closing)?;
    let salutation = line("salutation", &salutation)?;
    let body = document(&filled.body)?;
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
        return Err(Problem::EmptyBody);
    }
    match (is_clean(&part, &filled), request.signatory.own_words.as_deref()) {
        (Err(Problem::Hole(_)), Some(words)) if words != PLAIN_WORDS => is_clean_around_own_words(request, model)?,
        (result, _) => result?,
    }
    Ok(part)
}

/// What placeholders made together is looked at once more: that nothing is left to fill in, nothing hidden.
fn is_clean(part: &Part, filled: &Filled) -> Result<(), Problem> {
    let body = part.plain_text();
    let phone = filled.phone.as_deref().unwrap_or_default();
    let lines = [part.subject.as_str(), &part.salutation, &part.closing, &body, phone];
    let mut texts = lines.into_iter().chain(part.holder.as_deref()).chain(filled.demands.iter().map(String::as_str));
    let hidden = |text| text::hidden(text).find(|(_, c)| !matches!(c, '\n' | '\t'));
    match (texts.clone().find_map(hidden), texts.find_map(text::hole)) {
        (Some((_, c)), _) => Err(Problem::Hidden(c.into())),
        (None, Some(hole)) => Err(Problem::Hole(hole.to_owned())),
        (None, None) => Ok(()),
    }
}

/// Own words in which nothing looks like a blank.
const PLAIN_WORDS: &str = "Own words.";

/// What looks like a blank in somebody's own words was let pass with them; in the letter around them it is one.
fn is_clean_around_own_words(request: Request<'_>, model: &Model) -> Result<(), Problem> {
    let signatory = Signatory { own_words: Some(PLAIN_WORDS.to_owned()), ..request.signatory.clone() };
    part(Request { signatory: &signatory, ..request }, model).map(|_| ())
}

fn values(request: Request<'_>, model: &Model, date: &str, office: &str) -> Values {
    let signatory = request.signatory;
    let mut values = Values::new(signatory.voice);
    values.text("signatory", Some(signatory.speaker()));
    values.text("name", signatory.name.as_deref());
    values.text("role", signatory.role.as_deref());
    values.text("organisation", signatory.organisation.as_deref());
    values.text("kind", Some(signatory.kind.as_str()));
    values.text("members", signatory.members.map(|number| number.to_string()));
    values.text("email", signatory.email.as_ref().map(ToString::to_string));
    values.text("address", (!signatory.address.is_empty()).then(|| signatory.address.join(", ")));
    // To look up its name takes longer than to fill in all the others.
    let country = signatory.country.filter(|_| model.used().is_ok_and(|used| used.contains("country")));
    values.text("country", country.map(|country| country.name_in(&model.language)));
    values.text("own_words", signatory.own_words.as_deref());
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

/// Reads the filled body: paragraphs, lists, emphasis and links; anything else is an error.
fn document(markdown: &str) -> Result<Vec<Block>, Problem> {
    let mut events = Parser::new_ext(markdown, Options::empty());
    blocks(&mut events, None)
}

type Events<'a> = Parser<'a>;

/// How deep lists and emphasis may stand in each other.
const DEPTH_MOST: usize = 16;

fn blocks(events: &mut Events<'_>, end: Option<TagEnd>) -> Result<Vec<Block>, Problem> {
    blocks_at(events, end, 0)
}

fn blocks_at(events: &mut Events<'_>, end: Option<TagEnd>, depth: usize) -> Result<Vec<Block>, Problem> {
    if depth > DEPTH_MOST {
        return Err(Problem::Markup("lists inside lists inside lists"));
    }
    let mut blocks = Vec::new();
    // An item of a tight list holds its text without a paragraph around it.
    let mut loose: Vec<Span> = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::End(tag) if Some(tag) == end => break,
            Event::Start(Tag::Paragraph) => blocks.push(Block::Paragraph(spans_at(events, TagEnd::Paragraph, depth)?)),
            Event::Start(Tag::List(start)) => {
                flush(&mut loose, &mut blocks);
                let mut items = Vec::new();
                while let Some(Event::Start(Tag::Item)) = events.next() {
                    items.push(blocks_at(events, Some(TagEnd::Item), depth + 1)?);
                }
                blocks.push(Block::List { start, items });
            }
            other => loose.push(span(other, events, depth)?),
        }
    }
    flush(&mut loose, &mut blocks);
    Ok(blocks)
}

fn flush(loose: &mut Vec<Span>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(loose)));
    }
}

fn spans_at(events: &mut Events<'_>, end: TagEnd, depth: usize) -> Result<Vec<Span>, Problem> {
    if depth > DEPTH_MOST {
        return Err(Problem::Markup("emphasis inside emphasis inside emphasis"));
    }
    let mut spans = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::End(tag) if tag == end => break,
            other => spans.push(span(other, events, depth)?),
        }
    }
    Ok(spans)
}

fn span(event: Event<'_>, events: &mut Events<'_>, depth: usize) -> Result<Span, Problem> {
    Ok(match event {
        // A line end can only come from an entity, and would be one that Markdown does not know.
        Event::Text(text) => match text.chars().find(|c| c.is_control() && *c != '\t') {
            Some(c) => return Err(Problem::Hidden(c.into())),
            None => Span::Text(text.into_string()),
        },
        Event::SoftBreak => Span::Text(" ".to_owned()),
        Event::HardBreak => Span::Break,
        Event::Start(Tag::Emphasis) => Span::Emphasis(spans_at(events, TagEnd::Emphasis, depth + 1)?),
        Event::Start(Tag::Strong) => Span::Strong(spans_at(events, TagEnd::Strong, depth + 1)?),
        Event::Start(Tag::Link { dest_url, link_type, .. }) => {
            let url = dest_url.into_string();
            let is_address = || link_type == LinkType::Email && url.parse::<Email>().is_ok();
            if !["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) && !is_address() {
                return Err(Problem::Link(text::for_sentence(&url)));
            }
            if let Some(c) = in_link(&url) {
                return Err(Problem::Hidden(c.into()));
            }
            Span::Link { url, text: spans_at(events, TagEnd::Link, depth + 1)? }
        }
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
            return Err(Problem::Markup("raw HTML"));
        }
        Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => return Err(Problem::Markup("code or an indented block")),
        Event::Start(Tag::Heading { .. }) => return Err(Problem::Markup("a heading")),
        Event::Start(Tag::Image { .. }) => return Err(Problem::Markup("an image")),
        Event::Start(Tag::BlockQuote(_)) => return Err(Problem::Markup("a block quotation")),
        Event::Rule => return Err(Problem::Markup("a ruled line")),
        _ => return Err(Problem::Markup("markup that letters do not have")),
    })
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
    pub problem: Problem,
}

/// The kinds of mistake that show only when a letter is composed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
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
    /// A character that nobody sees, or a mark too many.
    #[error("it has {what} (U+{0:04X})", what = text::what_is_hidden(*.0))]
    Hidden(u32),
    /// Markdown that letters do not have.
    #[error("it holds {0}; a letter has paragraphs, lists, emphasis and links")]
    Markup(&'static str),
    /// A link that leads to no page.
    #[error("the link to \"{0}\" leads to no web page; begin it with https://")]
    Link(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> String {
        match document(markdown) {
            Ok(blocks) => format!("{blocks:?}"),
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn markdown_becomes_blocks_or_is_refused() {
        for (markdown, expected) in [
            ("a\nb\n\nc", "[Paragraph([Text(\"a\"), Text(\" \"), Text(\"b\")]), Paragraph([Text(\"c\")])]"),
            (
                "x:\n\n- one\n- *two*\n",
                "[Paragraph([Text(\"x:\")]), List { start: None, items: [[Paragraph([Text(\"one\")])], [Paragraph([Emphasis([Text(\"two\")])])]] }]",
            ),
            (
                "1. a\n\n2. b",
                "[List { start: Some(1), items: [[Paragraph([Text(\"a\")])], [Paragraph([Text(\"b\")])]] }]",
            ),
            (
                "[t](https://a.test) **b**",
                "[Paragraph([Link { url: \"https://a.test\", text: [Text(\"t\")] }, Text(\" \"), Strong([Text(\"b\")])])]",
            ),
            ("<b>x</b>", "it holds raw HTML; a letter has paragraphs, lists, emphasis and links"),
            ("# x", "it holds a heading; a letter has paragraphs, lists, emphasis and links"),
            ("![x](https://a.test)", "it holds an image; a letter has paragraphs, lists, emphasis and links"),
            (
                "[x](javascript:a@b.test)",
                "the link to \"javascript:a@b.test\" leads to no web page; begin it with https://",
            ),
            ("a&#x1b;b", "it has an invisible or control character (U+001B)"),
            ("a&NewLine;b", "it has an invisible or control character (U+000A)"),
            ("[x](https://a.test/%e2%80%AE)", "it has an invisible or control character (U+202E)"),
            ("[x](mailto:a@b.test?body=x%0d%0aBcc:y)", "it has an invisible or control character (U+000D)"),
            ("[x](javascript:alert)", "the link to \"javascript:alert\" leads to no web page; begin it with https://"),
        ] {
            assert_eq!(read(markdown), expected, "{markdown}");
        }
        assert!(read(&format!("{}x", "1. ".repeat(100))).contains("lists inside lists"));
        assert!(read(&format!("{}x{}", "*".repeat(200), "*".repeat(200))).contains("emphasis inside emphasis"));
    }

    #[test]
    fn escaped_values_come_out_as_they_were_written() {
        let written = "O'Brien & Söhne *b* _c_ [d](e) <f> {{g}} `h` #i 1. j \\k ~ | ! \"";
        let escaped: String =
            written.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
        let blocks = document(&escaped).unwrap();
        let [Block::Paragraph(spans)] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!(plain(spans), written);
    }
}
