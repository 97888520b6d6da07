//! The model letter in one language: TOML front matter, then the body.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use toml::Spanned;

use super::error::CampaignError;
use super::files::{Files, split_front_matter};
use super::limits::DEMANDS_MOST;
use super::source::{Source, TemplateError, TemplateProblem};
use super::template::{self, Engine, FillError};
use super::values::Values;
use crate::locale::Language;
use crate::place::{self, Place};
use crate::signatory::ExtraName;
use crate::text;

/// The model letter of a campaign in one language.
#[derive(Debug)]
pub struct Model {
    /// Its language.
    pub language: Language,
    /// The file it stands in.
    pub file: String,
    text: Cow<'static, str>,
    partials: Arc<BTreeMap<String, Partial>>,
    extras: Arc<[ExtraName]>,
    loaded: OnceLock<Result<Loaded, CampaignError>>,
}

/// A text that model letters may include.
#[derive(Debug)]
struct Partial {
    file: String,
    text: Cow<'static, str>,
}

/// A model letter after compiling.
#[derive(Debug)]
pub(super) struct Loaded {
    engine: Engine,
    has_salutation: bool,
    has_phone: bool,
    demands: usize,
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

    pub(super) fn loaded(&self) -> Result<&Loaded, CampaignError> {
        self.loaded.get_or_init(|| self.load()).as_ref().map_err(Clone::clone)
    }

    fn load(&self) -> Result<Loaded, CampaignError> {
        let (file, source) = (self.file.as_str(), &*self.text);
        let start = || Place::at(file, source, 0);
        let (front, body, body_line) =
            split_front_matter(source).ok_or_else(|| CampaignError::NoFrontMatter(start()))?;
        let raw: RawModel =
            place::read_toml(file, front).map_err(|(place, message)| CampaignError::toml((place.below(1), message)))?;
        let mut engine = Engine::new(&self.extras);
        let mut add = |name: &str, field: &'static str, text: &Spanned<String>| {
            let place = || Place::at(file, front, text.span().start).below(1);
            if let Err(error) = text::line(text.get_ref(), 1000) {
                return Err(CampaignError::Text { place: place(), field, error });
            }
            // Escapes in a TOML string shift columns, so such an error names the string's own place.
            let source = Source { file, text: text.get_ref(), lines_above: 0 };
            engine.add_line(name, &source).map_err(|error| TemplateError { place: place(), ..error }.into())
        };
        add("subject", "subject", &raw.subject)?;
        add("closing", "closing", &raw.closing)?;
        raw.salutation.iter().try_for_each(|text| add("salutation", "salutation", text))?;
        raw.phone.iter().try_for_each(|text| add("phone", "phone", text))?;
        for (n, text) in raw.demands.iter().enumerate() {
            add(&demand(n), "demands", text)?;
        }
        if raw.demands.len() > DEMANDS_MOST {
            return Err(CampaignError::Demands(start()));
        }
        let partials = self
            .partials
            .iter()
            .map(|(name, partial)| (name.clone(), Source { file: &partial.file, text: &partial.text, lines_above: 0 }));
        engine.add_body("body", &Source { file, text: body, lines_above: body_line }, &partials.collect())?;
        if raw.demands.is_empty() && engine.used.contains("demands") {
            return Err(TemplateError { place: start(), problem: TemplateProblem::NoDemands }.into());
        }
        Ok(Loaded {
            engine,
            has_salutation: raw.salutation.is_some(),
            has_phone: raw.phone.is_some(),
            demands: raw.demands.len(),
        })
    }
}

fn demand(n: usize) -> String {
    format!("demand {n}")
}

pub(super) fn read_models(
    folder: &str,
    files: Files,
    extras: &[ExtraName],
) -> Result<BTreeMap<Language, Model>, CampaignError> {
    let mut letters = Vec::new();
    let mut partials = BTreeMap::new();
    for (name, text) in files {
        let file = format!("{folder}/{name}");
        let Some(stem) = name.strip_suffix(".md") else { continue };
        let is_letter = text.starts_with("+++");
        match stem.parse::<Language>() {
            Ok(language) if is_letter => letters.push((language, file, text)),
            Ok(_) if stem.len() == 2 => return Err(CampaignError::NoFrontMatter(Place::at(&file, &text, 0))),
            Err(_) if is_letter => return Err(CampaignError::FileName(file)),
            _ => {
                partials.insert(stem.to_owned(), Partial { file, text });
            }
        }
    }
    if letters.is_empty() {
        return Err(CampaignError::NoModel(folder.to_owned()));
    }
    let (partials, extras): (_, Arc<[ExtraName]>) = (Arc::new(partials), extras.into());
    let model = |(language, file, text): (Language, String, Cow<'static, str>)| {
        let (partials, extras) = (Arc::clone(&partials), Arc::clone(&extras));
        (language.clone(), Model { language, file, text, partials, extras, loaded: OnceLock::new() })
    };
    Ok(letters.into_iter().map(model).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawModel {
    subject: Spanned<String>,
    salutation: Option<Spanned<String>>,
    closing: Spanned<String>,
    #[serde(default)]
    demands: Vec<Spanned<String>>,
    phone: Option<Spanned<String>>,
}
