//! The model letter in one language: TOML front matter, then the body.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use toml::Spanned;

use super::error::CampaignError;
use super::files::{Files, split_front_matter};
use super::keys;
use super::limits::{DEMANDS_MOST, SUMMARY_MOST};
use super::pieces::Pieces;
use super::source::{Source, TemplateError, TemplateProblem};
use super::template::{self, Engine, FillError};
use super::values::Values;
use crate::locale::Language;
use crate::place::{Lines, Place};
use crate::signatory::{ExtraName, Voice};
use crate::text;

/// The model letter of a campaign in one language.
#[derive(Debug)]
pub struct Model {
    /// Its language.
    pub language: Language,
    /// The file it stands in.
    pub file: String,
    pub(super) text: Cow<'static, str>,
    pub(super) partials: Arc<BTreeMap<String, Partial>>,
    extras: Arc<[ExtraName]>,
    loaded: OnceLock<Result<Loaded, CampaignError>>,
}

/// A text that model letters may include.
#[derive(Debug)]
pub(super) struct Partial {
    pub(super) file: String,
    pub(super) text: Cow<'static, str>,
}

/// A model letter after compiling.
#[derive(Debug)]
pub(super) struct Loaded {
    engine: Engine,
    has_salutation: bool,
    has_phone: bool,
    demands: usize,
    summary: Option<String>,
}

/// What a model letter says to everybody, whoever signs: the texts of a leaflet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    /// What it is about, in one line.
    pub subject: String,
    /// What happened, in a few sentences; none where the model has none.
    pub summary: Option<String>,
    /// What is asked for, one by one.
    pub demands: Vec<String>,
}

/// The texts of a model letter with every placeholder filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// One line.
    pub subject: String,
    /// How the letter begins, if the model says so.
    pub salutation: Option<String>,
    /// The body, as Markdown.
    pub body: String,
    /// How the letter ends.
    pub closing: String,
    /// What is asked for, one by one.
    pub demands: Vec<String>,
    /// What a caller says, if the model says so.
    pub phone: Option<String>,
}

impl Model {
    /// The file as it is written, placeholders and all.
    pub fn source(&self) -> &str {
        &self.text
    }

    /// A model letter in the same language that says something else.
    #[must_use]
    pub(crate) fn saying(&self, source: String) -> Self {
        Self {
            language: self.language.clone(),
            file: self.file.clone(),
            text: Cow::Owned(source),
            partials: Arc::default(),
            extras: Arc::default(),
            loaded: OnceLock::new(),
        }
    }

    /// Fields that every letter in this language prints.
    pub fn required(&self) -> Result<&BTreeSet<String>, CampaignError> {
        Ok(&self.loaded()?.engine.required)
    }

    /// Fields that some letter in this language prints or asks about.
    pub fn used(&self) -> Result<&BTreeSet<String>, CampaignError> {
        Ok(&self.loaded()?.engine.used)
    }

    /// The whole file, as it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Fills every placeholder.
    pub fn fill(&self, values: Values) -> Result<Filled, FillError> {
        let model = self.loaded().map_err(|error| FillError::Engine(error.to_string()))?;
        let mut context = template::context(values);
        let line = |name: &str| model.engine.fill(name, &context);
        let mut filled = Filled {
            subject: line("subject")?,
            salutation: model.has_salutation.then(|| line("salutation")).transpose()?,
            body: String::new(),
            closing: line("closing")?,
            phone: model.has_phone.then(|| line("phone")).transpose()?,
            demands: (0..model.demands).map(|n| line(&demand(n))).collect::<Result<_, _>>()?,
        };
        template::put_demands(&mut context, &filled.demands);
        filled.body = model.engine.fill("body", &context)?;
        Ok(filled)
    }

    /// The texts for everybody, in the voice of many. One that prints who signs has nothing to put there.
    pub fn public(&self) -> Result<Public, FillError> {
        let model = self.loaded().map_err(|error| FillError::Engine(error.to_string()))?;
        let context = template::context(Values::new(Voice::Plural));
        Ok(Public {
            subject: model.engine.fill("subject", &context)?,
            summary: model.summary.clone(),
            demands: (0..model.demands).map(|n| model.engine.fill(&demand(n), &context)).collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn loaded(&self) -> Result<&Loaded, CampaignError> {
        self.loaded.get_or_init(|| self.load()).as_ref().map_err(Clone::clone)
    }

    fn load(&self) -> Result<Loaded, CampaignError> {
        let (file, source) = (self.file.as_str(), &*self.text);
        let start = || Place::at(file, source, 0);
        let (front, body, body_line) =
            split_front_matter(source).ok_or_else(|| CampaignError::NoFrontMatter(start()))?;
        let above = source.find('\n').map_or(0, |end| end + 1);
        let lines = Lines::of(file, source);
        let (raw, faults) = keys::read::<RawModel>(front, above, &lines);
        let mut errors: Vec<CampaignError> = faults.into_iter().map(CampaignError::from).collect();
        let mut engine = Engine::new(&self.extras);
        let mut add = |name: &str, field: &'static str, text: &Spanned<String>| {
            let place = || lines.at(above + text.span().start);
            if let Err(error) = text::line(text.get_ref(), 1000) {
                errors.push(CampaignError::Text { place: place(), field, error });
                return;
            }
            // Escapes in a TOML string shift columns, so such an error names the string's own place.
            let source = Source { file, text: text.get_ref(), lines_above: 0 };
            let faults = engine.add_line(name, &source).err().unwrap_or_default();
            errors.extend(faults.into_iter().map(|error| TemplateError { place: place(), ..error }.into()));
        };
        let mut demands = 0;
        let (mut has_salutation, mut has_phone) = (false, false);
        if let Some(raw) = &raw {
            add("subject", "subject", &raw.subject);
            add("closing", "closing", &raw.closing);
            raw.salutation.iter().for_each(|text| add("salutation", "salutation", text));
            raw.phone.iter().for_each(|text| add("phone", "phone", text));
            for (n, text) in raw.demands.iter().enumerate() {
                add(&demand(n), "demands", text);
            }
            demands = raw.demands.len();
            (has_salutation, has_phone) = (raw.salutation.is_some(), raw.phone.is_some());
        }
        let summary = raw.as_ref().and_then(|raw| raw.summary.as_ref());
        if let Some(text) = summary {
            let place = lines.at(above + text.span().start);
            let is_left_open = |text: &str| text.contains("{{") || text::hole(text).is_some();
            match text::line(text.get_ref(), SUMMARY_MOST) {
                Err(error) => errors.push(CampaignError::Text { place, field: "summary", error }),
                Ok(text) if is_left_open(&text) => errors.push(CampaignError::Summary(place)),
                Ok(_) => {}
            }
        }
        let summary = summary.map(|text| text.get_ref().clone());
        if demands > DEMANDS_MOST {
            errors.push(CampaignError::Demands(start()));
        }
        let partials = self
            .partials
            .iter()
            .map(|(name, partial)| (name.clone(), Source { file: &partial.file, text: &partial.text, lines_above: 0 }));
        let body = Source { file, text: body, lines_above: body_line };
        let faults = engine.add_body("body", &body, &partials.collect()).err().unwrap_or_default();
        errors.extend(faults.into_iter().map(CampaignError::from));
        if raw.is_some() && demands == 0 && engine.used.contains("demands") {
            errors.push(TemplateError { place: start(), problem: TemplateProblem::NoDemands }.into());
        }
        match CampaignError::together(errors) {
            Some(error) => Err(error),
            None => Ok(Loaded { engine, has_salutation, has_phone, demands, summary }),
        }
    }

    /// Its texts as trees.
    pub fn pieces(&self) -> Result<Pieces, CampaignError> {
        let loaded = self.loaded()?;
        let named = |name: &str| loaded.engine.pieces(name);
        Ok(Pieces {
            subject: named("subject"),
            salutation: loaded.has_salutation.then(|| named("salutation")),
            body: named("body"),
            closing: named("closing"),
            demands: (0..loaded.demands).map(|n| named(&demand(n))).collect(),
            phone: loaded.has_phone.then(|| named("phone")),
        })
    }
}

fn demand(n: usize) -> String {
    format!("demand {n}")
}

/// The model letters of a folder by language, and what is wrong with its files as such.
pub(super) fn read_models(
    folder: &str,
    files: &Files,
    extras: &[ExtraName],
) -> (BTreeMap<Language, Model>, Vec<CampaignError>) {
    let (mut letters, mut errors) = (Vec::new(), Vec::new());
    let mut partials = BTreeMap::new();
    for (name, text) in files {
        let file = format!("{folder}/{name}");
        let Some(stem) = name.strip_suffix(".md") else { continue };
        let is_letter = text.starts_with("+++");
        match stem.parse::<Language>() {
            Ok(language) if is_letter => letters.push((language, file, text.clone())),
            Ok(_) if stem.len() == 2 => errors.push(CampaignError::NoFrontMatter(Place::at(&file, text, 0))),
            Err(_) if is_letter => errors.push(CampaignError::FileName(file)),
            _ => {
                partials.insert(stem.to_owned(), Partial { file, text: text.clone() });
            }
        }
    }
    if letters.is_empty() && errors.is_empty() {
        errors.push(CampaignError::NoModel(folder.to_owned()));
    }
    let (partials, extras): (_, Arc<[ExtraName]>) = (Arc::new(partials), extras.into());
    let model = |(language, file, text): (Language, String, Cow<'static, str>)| {
        let (partials, extras) = (Arc::clone(&partials), Arc::clone(&extras));
        (language.clone(), Model { language, file, text, partials, extras, loaded: OnceLock::new() })
    };
    (letters.into_iter().map(model).collect(), errors)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawModel {
    pub(super) subject: Spanned<String>,
    pub(super) salutation: Option<Spanned<String>>,
    pub(super) closing: Spanned<String>,
    #[serde(default)]
    pub(super) demands: Vec<Spanned<String>>,
    pub(super) phone: Option<Spanned<String>>,
    pub(super) summary: Option<Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(front: &str) -> Model {
        let text = format!("+++\nsubject = \"S\"\nclosing = \"C\"\n{front}\n+++\nBody\n");
        let files = BTreeMap::from([("en.md".to_owned(), Cow::Owned(text))]);
        let (models, errors) = read_models("letters/c", &files, &[]);
        assert!(errors.is_empty(), "{errors:?}");
        models.into_values().next().unwrap()
    }

    #[test]
    fn what_is_for_everybody_speaks_as_many_and_names_nobody() {
        let public = model("summary = \"It happened.\"\ndemands = [\"Tell {{me/us}}.\"]").public().unwrap();
        let expected = Public {
            subject: "S".to_owned(),
            summary: Some("It happened.".to_owned()),
            demands: vec!["Tell us.".to_owned()],
        };
        assert_eq!(public, expected);
        assert_eq!(model("").public().unwrap().summary, None);
        assert_eq!(model("demands = [\"Tell {{name}}.\"]").public(), Err(FillError::Empty("name".to_owned())));
    }

    #[test]
    fn a_summary_is_printed_as_it_is() {
        let long = "x".repeat(SUMMARY_MOST + 1);
        for (summary, expected) in [
            ("It happened to {{name}}.", "letters/c/en.md:4:11: a summary is printed for everybody as it is"),
            ("{{I/We}} know it.", "letters/c/en.md:4:11: a summary is printed for everybody"),
            ("It happened in [TOWN].", "letters/c/en.md:4:11: a summary is printed for everybody"),
            ("", "letters/c/en.md:4:11: summary"),
            ("One line\\nand another", "letters/c/en.md:4:11: summary"),
            (&long, "letters/c/en.md:4:11: summary"),
        ] {
            let error = model(&format!("summary = \"{summary}\"")).public().unwrap_err().to_string();
            assert!(error.contains(expected), "{error}\n  does not contain\n{expected}");
        }
    }
}
