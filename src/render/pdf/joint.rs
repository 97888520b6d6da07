//! Joint letters on paper: a cover for handing over, the letter, the signatures, and empty sheets for more.

use serde::Serialize;
use typst::foundations::Bytes;

use super::data::{self, BlockData};
use super::layout::Layout;
use super::lines;
use super::preflight;
use super::press::{Press, day};
use super::problem::PressProblem;
use super::style::Style;
use super::world::template;
use crate::letter::Letter;
use crate::locale::long_date;
use crate::render::details::copies_of_all;
use crate::render::joint::{JointLetter, Signature};
use crate::render::quotes::{Quotes, printed};
use crate::render::sheet_words::sheet_words;
use crate::render::words::{fill, words};

/// What the template reads. Names stand as they were given.
#[derive(Serialize)]
struct JointData<'a> {
    lang: &'a str,
    /// The language of the words that are not the campaign's.
    words_lang: &'static str,
    /// Whether it has the letter, and not empty sheets alone.
    letter: bool,
    cover: bool,
    title: &'static str,
    received: &'static str,
    to: String,
    /// Each office line by line.
    addressees: Vec<Vec<String>>,
    date: &'a str,
    subject: String,
    salutations: Vec<String>,
    body: Vec<BlockData>,
    closing: String,
    /// Who gets a copy.
    copies: Option<String>,
    /// What stands above the demands on each sheet of signatures.
    we_ask: &'static str,
    demands: Vec<String>,
    first: &'static str,
    firsts: Vec<String>,
    sections: Vec<Section>,
    since: Option<String>,
    /// What the mark means, and how many are not named.
    notes: Vec<String>,
    total: String,
    page: Vec<&'static str>,
    digits: Option<String>,
    sheets: usize,
    name: &'static str,
    address: &'static str,
    signature: &'static str,
}

/// Persons, or organisations.
#[derive(Serialize)]
struct Section {
    heading: String,
    entries: Vec<String>,
}

impl Press {
    /// A joint letter in one file.
    pub fn joint(&self, joint: &JointLetter<'_>) -> Result<Vec<u8>, PressProblem> {
        let Some(letter) = joint.letters.first() else {
            return Err(PressProblem::Engine("there is no letter".to_owned()));
        };
        let layout = Layout::usual_in(letter.signatory.country);
        let layout = layout.ok_or_else(|| PressProblem::Engine("there is no layout".to_owned()))?;
        let written = |error: serde_json::Error| PressProblem::Engine(error.to_string());
        let data = serde_json::to_vec(&joint_data(joint, letter)).map_err(written)?;
        let look = serde_json::to_vec(&data::look(&Style::default(), layout)).map_err(written)?;
        let files = [("/joint.json", Bytes::new(data)), ("/look.json", Bytes::new(look))];
        let mut document = self.set_by(template("/joint.typ", include_str!("joint.typ")), files)?;
        preflight::check_plain(document.pages())?;
        let info = document.info_mut();
        info.title = Some(letter.subject().into());
        info.author = vec![letter.signatory.display().into()];
        info.date = day(letter.date);
        self.export(&document, false)
    }
}

fn joint_data<'a>(joint: &'a JointLetter<'a>, letter: &'a Letter<'a>) -> JointData<'a> {
    let part = letter.first();
    let language = &part.language;
    let (words_lang, sheet) = sheet_words(language);
    let (usual, quotes) = (words(language), Quotes::of(language));
    let set = printed(part);
    let signed = joint.signed;
    let count = |pattern: &str, count: u64| fill(pattern, &[("count", &part.digits.write(count))]);
    let section = |heading: &str, all: &[Signature]| {
        let entries: Vec<String> = all.iter().map(Signature::line).collect();
        let heading = format!("{heading} ({})", part.digits.write(entries.len() as u64));
        (!entries.is_empty()).then_some(Section { heading, entries })
    };
    let sections = [section(sheet.organisations, &signed.organisations), section(sheet.persons, &signed.persons)];
    let since = |day| fill(sheet.since, &[("date", &long_date(day, language, letter.signatory.country))]);
    let is_marked = signed.named().any(|one| one.for_identification);
    let mark = is_marked.then(|| format!("* {}", sheet.identification));
    let withheld = (signed.withheld > 0).then(|| count(sheet.withheld, signed.withheld));
    let mut salutations: Vec<String> = Vec::new();
    for letter in joint.letters {
        let salutation = lines::line(&printed(letter.first()).salutation);
        if !salutations.contains(&salutation) {
            salutations.push(salutation);
        }
    }
    let addressee = |letter: &Letter<'_>| {
        let lines = match joint.letters {
            [_] => letter.addressee_in_post(letter.first()),
            _ => vec![usual.addressee(letter.first())],
        };
        lines.iter().map(|line| quotes.line(line)).collect()
    };
    JointData {
        lang: language.primary(),
        words_lang: words_lang.split('-').next().unwrap_or(words_lang),
        letter: signed.total > 0,
        cover: joint.cover,
        title: sheet.joint_letter,
        received: sheet.received,
        to: usual.above(usual.to),
        addressees: joint.letters.iter().map(addressee).collect(),
        date: &part.date,
        subject: lines::line(&set.subject),
        salutations,
        body: data::blocks(&set.body, &lines::stems(letter.persons)),
        closing: set.closing,
        copies: copies_of_all(joint.letters).map(|line| quotes.line(&line)),
        we_ask: usual.we_ask,
        demands: set.demands.iter().map(|demand| quotes.line(demand)).collect(),
        first: sheet.first,
        firsts: signed.firsts.iter().map(Signature::line).collect(),
        sections: sections.into_iter().flatten().collect(),
        since: joint.since.map(since),
        notes: mark.into_iter().chain(withheld).collect(),
        total: count(sheet.total, signed.total),
        page: usual.page.split(['{', '}']).collect(),
        digits: part.digits.all().map(String::from_iter),
        sheets: joint.sheets,
        name: sheet.name,
        address: sheet.address,
        signature: sheet.signature,
    }
}
