//! How a campaign is loaded from its folder or from the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::copies;
use super::error::CampaignError;
use super::facts::{Allowed, Campaign, EmbassyAs, Origin, Person, folder_entries};
use super::fields;
use super::files::{CampaignFile, Files, shipped};
use super::hidden::{self, Hidden, in_link};
use super::keys;
use super::limits::{FILE_MOST, FILES_MOST};
use super::model::{self, Model};
use super::open_question;
use super::raw::{RawAllow, RawCampaign, RawPerson};
use crate::locale::Language;
use crate::place::Lines;
use crate::registry::{Layer, RegistryErrors, is_id, web_address};
use crate::text;

/// Characters of the address of a page at most: a code of more has modules that a telephone cannot tell apart.
const PAGE_MOST: usize = 200;

/// A campaign as far as it can be read, and everything that is wrong with its files.
#[derive(Debug)]
pub struct Examined {
    /// The folder's name.
    pub id: String,
    /// What could be read; a value with a mistake is left out of it. Nothing where `campaign.toml` cannot be read.
    pub campaign: Option<Campaign>,
    /// What is wrong.
    pub errors: Vec<CampaignError>,
    /// The files that could be read.
    pub files: Vec<CampaignFile>,
}

impl Examined {
    pub(super) fn into_result(self) -> Result<Campaign, CampaignError> {
        match (CampaignError::together(self.errors), self.campaign) {
            (None, Some(campaign)) => Ok(campaign),
            (Some(error), _) => Err(error),
            (None, None) => Err(CampaignError::Unknown { id: self.id, nearest: None }),
        }
    }
}

impl Campaign {
    /// Loads a campaign by its id: from the first of `folders` that has it, else the shipped one.
    pub fn load(id: &str, folders: &[PathBuf]) -> Result<Self, CampaignError> {
        if !is_id(id) {
            return Err(CampaignError::Id(text::for_sentence(id)));
        }
        for folder in folders {
            let path = folder.join(id);
            if path.join("campaign.toml").is_file() {
                return Self::load_folder(&path);
            }
        }
        Self::load_shipped(id).unwrap_or_else(|| Err(Self::unknown(id, folders)))
    }

    /// Loads the campaign in one folder; its id is the folder's name.
    pub fn load_folder(path: &Path) -> Result<Self, CampaignError> {
        let id = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !is_id(id) {
            return Err(CampaignError::Id(text::for_sentence(id)));
        }
        let (files, errors) = read_folder(path);
        let origin = Origin::Folder(path.to_owned());
        Self::read(id, &path.display().to_string(), &files, origin, trust_in(id, &files), errors).into_result()
    }

    /// Reads a campaign by its id as far as it can be read: from the first of `folders` that has it, else the
    /// shipped one.
    pub fn examine(id: &str, folders: &[PathBuf]) -> Result<Examined, CampaignError> {
        if !is_id(id) {
            return Err(CampaignError::Id(text::for_sentence(id)));
        }
        let mut own = folders.iter().map(|folder| folder.join(id));
        if let Some(path) = own.find(|path| path.join("campaign.toml").is_file()) {
            return Ok(Self::examine_folder(&path));
        }
        let files = shipped(id).ok_or_else(|| Self::unknown(id, folders))?;
        Ok(Self::read(id, &format!("letters/{id}"), &files, Origin::Shipped, Trust::None, Vec::new()))
    }

    /// Says which campaign may be meant: the one spelt nearly so, else the only one with these words in its id.
    fn unknown(id: &str, folders: &[PathBuf]) -> CampaignError {
        let known = Self::list(folders).unwrap_or_default();
        let near = text::nearest(id, known.keys().map(String::as_str)).map(str::to_owned);
        let mut with_words = known.keys().filter(|known| known.contains(id));
        let only = with_words.next().filter(|_| with_words.next().is_none()).cloned();
        CampaignError::Unknown { id: id.to_owned(), nearest: near.or(only) }
    }

    /// Reads the campaign in one folder as far as it can be read.
    pub fn examine_folder(path: &Path) -> Examined {
        let (files, mut errors) = read_folder(path);
        let id = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !is_id(id) {
            errors.push(CampaignError::Id(text::for_sentence(id)));
        }
        Self::read(id, &path.display().to_string(), &files, Origin::Folder(path.to_owned()), Trust::None, errors)
    }

    fn load_shipped(id: &str) -> Option<Result<Self, CampaignError>> {
        let folder = format!("letters/{id}");
        Some(Self::read(id, &folder, &shipped(id)?, Origin::Shipped, Trust::Tested, Vec::new()).into_result())
    }

    /// The ids of all campaigns in `folders` and in the program, with the origin each is loaded from.
    pub fn list(folders: &[PathBuf]) -> Result<BTreeMap<String, Origin>, CampaignError> {
        let mut found: BTreeMap<String, Origin> =
            crate::shipped::LETTERS.iter().map(|(id, _)| ((*id).to_owned(), Origin::Shipped)).collect();
        for folder in folders.iter().rev() {
            for path in folder_entries(folder)? {
                if let Some(id) = path.file_name().and_then(|name| name.to_str())
                    && path.join("campaign.toml").is_file()
                {
                    found.insert(id.to_owned(), Origin::Folder(path));
                }
            }
        }
        Ok(found)
    }

    /// Reads a campaign from the texts of its files. `folder` is its name in errors; `errors` are those of reading it.
    pub(super) fn read(
        id: &str,
        folder: &str,
        files: &Files,
        origin: Origin,
        trust: Trust,
        mut errors: Vec<CampaignError>,
    ) -> Examined {
        let file = format!("{folder}/campaign.toml");
        if trust == Trust::None {
            let hidden = hidden::in_files(folder, files);
            if !hidden.is_empty() {
                errors.push(CampaignError::Hidden(hidden));
            }
        }
        let source = files.get("campaign.toml").map(Cow::as_ref);
        let raw = source.and_then(|source| {
            let lines = Lines::of(&file, source);
            let (raw, faults) = keys::read::<RawCampaign>(source, 0, &lines);
            errors.extend(faults.into_iter().map(CampaignError::from));
            raw.map(|raw| (raw, source, lines))
        });
        if source.is_none() && errors.is_empty() {
            errors.push(CampaignError::Missing(file.clone()));
        }
        let extras = raw.as_ref().map(|(raw, ..)| fields::names(&raw.field)).unwrap_or_default();
        let (models, faults) = model::read_models(folder, files, &extras);
        errors.extend(faults);
        if trust == Trust::None {
            errors.extend(models.values().filter_map(|model| model.loaded().err()));
        }
        let campaign = raw.map(|(raw, source, lines)| {
            let texts = Texts { file: &file, source, lines: &lines };
            let mut campaign = Self::of(id, raw, models, origin, &texts, &mut errors);
            campaign.open_questions = open_question::in_files(folder, files);
            campaign
        });
        let files =
            files.iter().map(|(name, text)| CampaignFile { name: format!("{folder}/{name}"), text: text.clone() });
        Examined { id: id.to_owned(), campaign, errors, files: files.collect() }
    }

    /// Makes a campaign of what its file says. What is wrong with a value is noted, and the value left out.
    fn of(
        id: &str,
        raw: RawCampaign,
        models: BTreeMap<Language, Model>,
        origin: Origin,
        texts: &Texts<'_>,
        errors: &mut Vec<CampaignError>,
    ) -> Self {
        let lines = texts.lines;
        let at = |span: Range<usize>| lines.at(span.start);
        let copies = copies::read(&raw.copy_to, lines, errors);
        let mut line = |text: &Spanned<String>, field, most| {
            let read = text::line(text.get_ref(), most);
            read.map_err(|error| errors.push(CampaignError::Text { place: at(text.span()), field, error })).ok()
        };
        let title = line(&raw.title, "title", 200).unwrap_or_default();
        let status_note = raw.status_note.and_then(|note| line(&note, "status_note", 1000));
        let version_note = raw.version_note.and_then(|note| line(&note, "version_note", 1000));
        let mut persons = Vec::new();
        for RawPerson { name, aliases } in &raw.persons {
            let aliases = aliases.iter().filter_map(|alias| line(alias, "aliases", 200)).collect();
            persons.extend(line(name, "name", 200).map(|name| Person { name, aliases }));
        }
        let mut allow = Vec::new();
        for RawAllow { rule, only_where, because } in &raw.allow {
            let only_where = only_where.as_ref().and_then(|text| line(text, "where", 1000));
            let because = line(because, "because", 1000);
            allow.extend(because.map(|because| Allowed {
                rule: rule.get_ref().clone(),
                only_where,
                because,
                place: at(rule.span()),
            }));
        }
        let page = raw.page.as_ref().and_then(|page| line(page, "page", PAGE_MOST));
        let sources: Vec<String> = raw.sources.iter().filter_map(|source| line(source, "sources", 2000)).collect();
        for source in &raw.sources {
            if let Some(c) = in_link(source.get_ref()) {
                errors.push(CampaignError::Hidden(vec![Hidden {
                    place: at(source.span()),
                    code: c.into(),
                    written: None,
                }]));
            }
        }
        if let (Some(address), Some(written)) = (&page, &raw.page)
            && (web_address(address).is_err() || in_link(address).is_some())
        {
            errors.push(CampaignError::Page(at(written.span())));
        }
        let version = raw.version.map_or(1, |version| {
            let number = u32::try_from(*version.get_ref()).ok().filter(|number| *number > 0);
            number.unwrap_or_else(|| {
                errors.push(CampaignError::Version(at(version.span())));
                1
            })
        });
        let mut offices = Layer::default();
        if !raw.office.is_empty() {
            let (read, problems) = Layer::read_offices_of(texts.file, texts.source);
            if !problems.is_empty() {
                errors.push(CampaignError::Office(RegistryErrors(problems)));
            }
            offices = read;
        }
        let fields = fields::read(raw.field, raw.question, lines, errors);
        let languages = listed_languages(raw.languages, &models, lines, errors);
        if raw.recipients.is_empty() && raw.embassy_of.is_none() {
            errors.push(CampaignError::NoRecipients(texts.file.to_owned()));
        }
        if raw.embassy_as == EmbassyAs::Copy && (raw.recipients.is_empty() || raw.embassy_of.is_none()) {
            errors.push(CampaignError::NothingToForward(texts.file.to_owned()));
        }
        Self {
            id: id.to_owned(),
            title,
            version,
            version_note,
            status: raw.status,
            status_note,
            published: raw.published.map(|day| day.0),
            act_by: raw.act_by.map(|day| day.0),
            persons,
            places: raw.recipients.iter().map(|id| at(id.span())).collect(),
            recipients: raw.recipients.into_iter().map(Spanned::into_inner).collect(),
            embassy_of: raw.embassy_of,
            embassy_as: raw.embassy_as,
            copy_to: copies.emails,
            copy_offices: copies.offices,
            sources,
            page,
            fields,
            offices,
            languages,
            models,
            allow,
            origin,
            open_questions: Vec::new(),
        }
    }
}

/// The file of facts, as it is read.
struct Texts<'a> {
    file: &'a str,
    source: &'a str,
    lines: &'a Lines<'a>,
}

/// The languages that `campaign.toml` lists: each of the letters there are, and no other.
fn listed_languages(
    raw: Option<Spanned<Vec<Spanned<String>>>>,
    models: &BTreeMap<Language, Model>,
    lines: &Lines<'_>,
    errors: &mut Vec<CampaignError>,
) -> Vec<Language> {
    let Some(raw) = raw else { return Vec::new() };
    let whole = lines.at(raw.span().start);
    let mut languages = Vec::new();
    for tag in raw.into_inner() {
        let place = lines.at(tag.span().start);
        match tag.get_ref().parse::<Language>() {
            Err(error) => errors.push(CampaignError::Language(place, error)),
            Ok(language) if !models.contains_key(&language) => errors.push(CampaignError::NoLetter(place, language)),
            Ok(language) if languages.contains(&language) => {}
            Ok(language) => languages.push(language),
        }
    }
    for missing in models.keys().filter(|language| !languages.contains(language)) {
        errors.push(CampaignError::Unlisted(whole.clone(), missing.clone()));
    }
    languages
}

/// Whether the texts of a campaign are known to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Every model letter is checked when the campaign loads.
    None,
    /// The tests of this program checked them; a model letter is compiled when it is used.
    Tested,
}

/// In a checkout of this program, `letters/` is what the program ships.
fn trust_in(id: &str, files: &Files) -> Trust {
    if shipped(id).is_some_and(|shipped| shipped == *files) { Trust::Tested } else { Trust::None }
}

/// The files of a folder that can be read, and why others cannot.
pub(super) fn read_folder(path: &Path) -> (Files, Vec<CampaignError>) {
    let (mut files, mut errors) = (Files::new(), Vec::new());
    let entries = folder_entries(path).unwrap_or_else(|error| {
        errors.push(error);
        Vec::new()
    });
    for file in entries {
        let Some(name) = file.file_name().and_then(|name| name.to_str()) else { continue };
        if name != "campaign.toml" && file.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        if files.len() >= FILES_MOST {
            errors.push(CampaignError::TooLarge(file.display().to_string()));
            break;
        }
        match read_file(&file) {
            Ok(text) => {
                files.insert(name.to_owned(), Cow::Owned(text));
            }
            Err(error) => errors.push(error),
        }
    }
    (files, errors)
}

fn read_file(file: &Path) -> Result<String, CampaignError> {
    let shown = file.display().to_string();
    let fail = |error: std::io::Error| CampaignError::Read { file: shown.clone(), reason: error.to_string() };
    let metadata = fs::symlink_metadata(file).map_err(fail)?;
    if !metadata.is_file() {
        return Err(CampaignError::NotRegular(shown));
    }
    if metadata.len() > FILE_MOST {
        return Err(CampaignError::TooLarge(shown));
    }
    let mut bytes = Vec::new();
    // It may grow between the look and the reading.
    fs::File::open(file).and_then(|file| file.take(FILE_MOST).read_to_end(&mut bytes)).map_err(fail)?;
    let text = String::from_utf8(bytes).map_err(|_| CampaignError::NotUtf8(shown))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::super::values::Values;
    use jiff::civil::Date;

    use super::super::facts::{Status, Stop};
    use super::*;
    use crate::signatory::Voice;

    const TOML: &str = "title = \"T\"\nrecipients = [\"a\"]\n";
    const EN: &str = "+++\nsubject = \"S {{name}}\"\nclosing = \"C\"\ndemands = [\"{{I/We}} ask\"]\n+++\nBody\n";

    fn parse(files: &[(&str, &str)]) -> Result<Campaign, CampaignError> {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Owned((*text).to_owned()))).collect();
        Campaign::read("c", "letters/c", &files, Origin::Shipped, Trust::None, Vec::new()).into_result()
    }

    #[test]
    fn languages_name_each_letter_there_is() {
        let with = |languages: &str| {
            parse(&[("campaign.toml", &format!("{TOML}languages = {languages}\n")), ("en.md", EN), ("de.md", EN)])
        };
        let campaign = with("[\"de\", \"en\"]").unwrap();
        assert_eq!(campaign.default_language().map(Language::as_str), Some("de"));
        for (languages, expected) in [
            ("[\"en\", \"de\", \"fr\"]", "c/campaign.toml:3:26: languages names fr, and there is no fr.md"),
            ("[\"en\"]", "c/campaign.toml:3:13: languages leaves out de, and there is de.md"),
            ("[]", "languages leaves out de"),
            ("[\"en\", \"english!\"]", "campaign.toml:3:20: languages: `english!` is not a language tag"),
        ] {
            let error = with(languages).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}\n  does not contain\n{expected}");
        }
    }

    #[test]
    fn a_campaign_is_read_and_filled() {
        let en = format!("{EN}{{{{#each demands}}}}\n- {{{{this}}}}\n{{{{/each}}}}\n{{{{> more}}}}");
        let campaign = parse(&[("campaign.toml", TOML), ("en.md", &en), ("more.md", "more {{name}}")]).unwrap();
        let mut values = Values::new(Voice::Plural);
        values.text("name", Some("*Jo*"));
        let filled = campaign.models[&"en".parse().unwrap()].fill(values).unwrap();
        assert_eq!(filled.subject, "S *Jo*");
        assert_eq!(filled.body, "Body\n- We ask\nmore \\*Jo\\*");
        assert_eq!((filled.salutation, filled.phone), (None, None));
    }

    #[test]
    fn every_error_names_file_line_and_column() {
        let body = |body: &str| EN.replace("Body", body);
        for (files, expected) in [
            (vec![("en.md", EN.to_owned())], "letters/c/campaign.toml is missing"),
            (
                vec![("campaign.toml", "title = 1\n".to_owned())],
                "letters/c/campaign.toml:1:9: `title` takes a text in quotation marks, not the number 1",
            ),
            (
                vec![("campaign.toml", format!("{TOML}server = \"x\"\n")), ("en.md", EN.to_owned())],
                "letters/c/campaign.toml:3:1: unknown key `server`",
            ),
            (
                vec![("campaign.toml", format!("{TOML}version = 0\n")), ("en.md", EN.to_owned())],
                "letters/c/campaign.toml:3:11: version is a whole number from 1 on",
            ),
            (
                vec![
                    ("campaign.toml", format!("{TOML}copy_to = [\"a@b.test, c@d.test\"]\n")),
                    ("en.md", EN.to_owned()),
                ],
                "letters/c/campaign.toml:3:12: copy_to \"a@b.test, c@d.test\": it holds more than one address",
            ),
            (vec![("campaign.toml", "title = \"T\"\n".to_owned()), ("en.md", EN.to_owned())], "names no recipients"),
            (vec![("campaign.toml", TOML.to_owned())], "letters/c has no model letter"),
            (
                vec![("campaign.toml", TOML.to_owned()), ("en.md", "Hello".to_owned())],
                "letters/c/en.md:1:1: a model letter begins with",
            ),
            (
                vec![("campaign.toml", TOML.to_owned()), ("letter.md", EN.to_owned())],
                "letters/c/letter.md: a model letter is named after",
            ),
            (
                vec![("campaign.toml", TOML.to_owned()), ("en.md", body("a {{nme}}"))],
                "letters/c/en.md:6:3: {{nme}} is not a field",
            ),
            (
                vec![("campaign.toml", TOML.to_owned()), ("en.md", EN.replace("{{name}}", "{{nme}}"))],
                "letters/c/en.md:2:11: {{nme}} is not a field",
            ),
            (
                vec![("campaign.toml", TOML.to_owned()), ("en.md", EN.replace("closing", "ending"))],
                "letters/c/en.md:3:1: unknown key `ending`",
            ),
            (
                vec![
                    ("campaign.toml", TOML.to_owned()),
                    ("en.md", body("{{#each demands}}{{this}}{{/each}}").replace("demands = [\"{{I/We}} ask\"]\n", "")),
                ],
                "letters/c/en.md:1:1: the body lists the demands",
            ),
        ] {
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let error = parse(&files).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}\n  does not contain\n{expected}");
        }
    }

    #[test]
    fn nothing_hidden_gets_into_a_campaign_however_it_is_written() {
        let body = |text: &str| [("campaign.toml", TOML.to_owned()), ("en.md", EN.replace("Body", text))];
        let front = |subject: &str| [("campaign.toml", TOML.to_owned()), ("en.md", EN.replace("S {{name}}", subject))];
        let toml = |line: &str| [("campaign.toml", format!("{TOML}{line}")), ("en.md", EN.to_owned())];
        for (files, expected) in [
            (body("a\u{1b}[2J"), "c/en.md:6:2: an invisible or control character (U+001B); take it out"),
            (body("ä\n\nb \u{202e}c"), "c/en.md:8:3: an invisible or control character (U+202E)"),
            (body("a\u{200b}b"), "6:2: an invisible or control character (U+200B)"),
            (body("a\u{2028}b"), "6:2: an invisible or control character (U+2028)"),
            (body("a\u{ad}b"), "6:2: an invisible or control character (U+00AD)"),
            (body("a\rb"), "6:2: an invisible or control character (U+000D)"),
            (body("a\u{e0041}"), "(U+E0041)"),
            (body("ab&#x1b;[2J"), "6:3: an invisible or control character (U+001B, written as &#x1b;)"),
            (body("a&#8238;"), "6:2: an invisible or control character (U+202E, written as &#8238;)"),
            (body("a&zwnj;b"), "(U+200C, written as &zwnj;)"),
            (body("a&ZeroWidthSpace;b"), "(U+200B, written as &ZeroWidthSpace;)"),
            (body("a&shy;b"), "(U+00AD, written as &shy;)"),
            (body("a&NewLine;b"), "(U+000A, written as &NewLine;)"),
            (body("a&#0;b"), "(U+FFFD, written as &#0;)"),
            (body("{{[a&rlm;]/b}}"), "(U+200F, written as &rlm;)"),
            (body("{{a\u{202e}/b}}"), "6:4: an invisible or control character (U+202E)"),
            (
                body("[x](https://a.test/%E2%80%AEb)"),
                "6:20: an invisible or control character (U+202E, written as %E2%80%AE)",
            ),
            (body("<mailto:a@b.test?body=%0D%0ABcc:c@d.test>"), "(U+000D, written as %0D%0A)"),
            (front("S\\u001b"), "c/en.md:2:13: an invisible or control character (U+001B, written as \\u001b)"),
            (front("S\\U0000202E"), "2:13: an invisible or control character (U+202E, written as \\U0000202E)"),
            (front("S\\b"), "2:11: an invisible or control character (U+0008, written as an escape)"),
            (toml("status_note = \"x\\u202e\""), "c/campaign.toml:3:17: an invisible or control character (U+202E"),
            (toml("persons = [{ name = \"A\\u200bB\" }]"), "campaign.toml:3:23: an invisible"),
            (toml("persons = [{ name = \"A\\nB\" }]"), "campaign.toml:3:21: name cannot be used: it has a line break"),
            (toml("persons = [{ name = \"A\", aliases = [\"\\u2066\"] }]"), "(U+2066"),
            (
                toml("page = \"a.test\""),
                "c/campaign.toml:3:8: page is a web address: begin it with https:// and put no space into it",
            ),
            (
                toml("sources = [\"https://a.test/%1b\"]"),
                "campaign.toml:3:12: an invisible or control character (U+001B)",
            ),
            (toml("[[field]]\nname = \"a\"\nlabel = \"b\\u2060c\""), "campaign.toml:5:11: an invisible"),
            (toml("[[office]]\nid = \"x\"\nnames.en = \"b\\u202ec\""), "campaign.toml:5:14: an invisible"),
            (toml("# a comment \u{202e}"), "campaign.toml:3:13: an invisible"),
            (
                body(&format!("e{}", "\u{301}".repeat(9))),
                "c/en.md:6:10: too many accents on one character (U+0301); take it out",
            ),
            (
                body(&format!("e{}", "&#x301;".repeat(40))),
                "too many accents on one character (U+0301, written as &#x301;)",
            ),
            (front(&"\\u0301".repeat(9)), "too many accents on one character (U+0301, written as \\u0301)"),
            (
                toml(&format!("status_note = \"a{}\"", "\u{1dc4}".repeat(100))),
                "3:25: too many accents on one character (U+1DC4)",
            ),
        ] {
            let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
            let error = parse(&files).expect_err(expected).to_string();
            assert!(error.contains(expected), "{error}\n  does not contain\n{expected}");
        }
        let partial = [("campaign.toml", TOML), ("en.md", EN), ("more.md", "x\u{feff}\u{200b}&#x202e;")];
        let error = parse(&partial).unwrap_err();
        assert_eq!(error.problems().len(), 3, "{error}");
        for spelling in [
            "می\u{200c}خواهم {{name}}\u{200c}ها",
            "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t, שָׁלוֹם, בְּרֵאשִׁ֖ית, نُصُوصٌ, ที่, བརྒྱུད, क्ष्म्य",
            "می&zwnj;خواهم",
            "क्&zwj;ष",
            "👩\u{200d}👧 ❤\u{fe0f} 👩&zwj;👧",
            "עיר &lrm;12",
            "100%, [50%](https://a.test/%D0%B0%20b?c=%26d) &amp; &nbsp;R&D; &unknown; &#xfffffff;",
        ] {
            let [toml, en] = body(spelling);
            parse(&[(toml.0, &toml.1), (en.0, &en.1)]).expect(spelling);
        }
    }

    #[test]
    fn a_field_is_declared_before_it_is_used() {
        let letter = EN.replace("Body", "{{#if workplace}}at {{workplace}}{{/if}}");
        let read = |fields: &str| parse(&[("campaign.toml", &format!("{TOML}{fields}")), ("en.md", &letter)]);
        let campaign = read("[[field]]\nname = \"workplace\"\nlabel.en = \"Where you work\"\n").unwrap();
        assert_eq!(campaign.fields[0].label(), "Where you work");
        let many: String = (0..13).map(|n| format!("[[field]]\nname = \"f{n}\"\n")).collect();
        for (fields, expected) in [
            ("", "letters/c/en.md:6:1: {{#if workplace}}: there is no such field"),
            ("[[field]]\nname = \"work place\"\n", "campaign.toml:4:8: \"work place\" cannot be the name of a field"),
            ("[[field]]\nname = \"own_words\"\n", "campaign.toml:4:8: \"own_words\" means something already"),
            ("[[field]]\nname = \"ownwords\"\n", "campaign.toml:4:8: \"ownwords\" means something already"),
            ("[[field]]\nname = \"each\"\n", "\"each\" means something already"),
            ("[[field]]\nname = \"a\"\nlabel = \"E-mail\"\n", "campaign.toml:5:9: \"E-mail\" means something already"),
            (
                "[[field]]\nname = \"a\"\nlabel = \"b\\nc\"\n",
                "campaign.toml:5:9: its label cannot be used: it has a line",
            ),
            ("[[field]]\nname = \"a\"\nlabel.english = \"b\"\n", "campaign.toml:5:7: "),
            ("[[field]]\nname = \"a\"\nlabel = 1\n", "campaign.toml:5:9: `label` takes a label"),
            ("[[field]]\nname = \"a\"\nrequired = true\n", "campaign.toml:5:1: unknown key `required`"),
            ("[[field]]\nname = \"a_b\"\n[[field]]\nname = \"ab\"\n", "campaign.toml:6:8: \"ab\" is what another"),
            ("[[field]]\nlabel = \"a\"\n", "campaign.toml:3:1: `name` is missing here"),
            (&many, "campaign.toml:28:8: a campaign asks for at most 12"),
        ] {
            let error = read(fields).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}\n  does not contain\n{expected}");
        }
    }

    #[test]
    fn letters_stop_after_the_last_day_and_when_the_campaign_is_over() {
        let on = |extra: &str, day: Date| {
            parse(&[("campaign.toml", &format!("{TOML}{extra}")), ("en.md", EN)]).unwrap().stop(day)
        };
        let day = jiff::civil::date(2026, 11, 23);
        for (extra, expected) in [
            ("", None),
            ("act_by = 2026-11-23", None),
            ("act_by = 2026-11-22", Some(Stop::Deadline(jiff::civil::date(2026, 11, 22)))),
            ("status = \"won\"", Some(Stop::Status(Status::Won))),
            ("status = \"stopped\"\nact_by = 2020-01-01", Some(Stop::Status(Status::Stopped))),
        ] {
            assert_eq!(on(extra, day), expected, "{extra}");
        }
    }

    #[test]
    fn ids_cannot_leave_the_folder() {
        for id in ["../x", "/etc", "", ".", "A", "a/b", "a\0", "-x"] {
            assert!(matches!(Campaign::load(id, &[]), Err(CampaignError::Id(_))), "{id:?}");
        }
        assert!(matches!(Campaign::load("nope", &[]), Err(CampaignError::Unknown { .. })));
    }
}
