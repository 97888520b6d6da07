//! One campaign: what it asks for, of whom, until when.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::error::CampaignError;
use super::model::Model;
use super::open_question::OpenQuestion;
use crate::address::Email;
use crate::locale::{Country, Language};
use crate::place::Place;
use crate::registry::Layer;
use crate::signatory::Extra;

/// One appeal.
#[derive(Debug)]
pub struct Campaign {
    /// The folder's name.
    pub id: String,
    /// What it is about, in one line.
    pub title: String,
    /// The version of its text, from 1: it is raised whenever the text changes after publication.
    pub version: u32,
    /// What the latest correction changed.
    pub version_note: Option<String>,
    /// Whether letters are still wanted.
    pub status: Status,
    /// Why it has that status.
    pub status_note: Option<String>,
    /// The day the appeal was published.
    pub published: Option<Date>,
    /// The last day on which letters help.
    pub act_by: Option<Date>,
    /// Whom it is about.
    pub persons: Vec<Person>,
    /// Ids of the offices it asks to write to.
    pub recipients: Vec<String>,
    /// The state whose embassy in the signatory's own country gets a letter too.
    pub embassy_of: Option<Country>,
    /// What that embassy gets.
    pub embassy_as: EmbassyAs,
    /// Addresses that get a visible copy of every letter.
    pub copy_to: Vec<Email>,
    /// Ids of offices that get a copy for information, each with its place in `campaign.toml`.
    pub copy_offices: Vec<(String, Place)>,
    /// Where the appeal can be read.
    pub sources: Vec<String>,
    /// Its own page on the web, to which letters on paper lead.
    pub page: Option<String>,
    /// What it asks of a signatory beyond the usual fields: the fields it declares, then its questions.
    pub fields: Vec<Extra>,
    /// Offices the campaign brings itself.
    pub offices: Layer,
    /// The languages of its letters in the campaign's own order; empty where `campaign.toml` gives none.
    pub languages: Vec<Language>,
    /// The model letter per language; at least one.
    pub models: BTreeMap<Language, Model>,
    /// Rules that `outcry campaigns check` is told not to apply to it.
    pub allow: Vec<Allowed>,
    /// Where it was loaded from.
    pub origin: Origin,
    /// What its files still ask their author.
    pub open_questions: Vec<OpenQuestion>,
    /// Where `campaign.toml` names each of its recipients, in their order.
    pub(super) places: Vec<Place>,
}

/// Whether letters are still wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Letters are wanted.
    #[default]
    Open,
    /// The time for them is over.
    Closed,
    /// The campaign reached its aim.
    Won,
    /// The campaign asked to stop.
    Stopped,
}

impl Status {
    /// The word in files and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Won => "won",
            Self::Stopped => "stopped",
        }
    }
}

/// What the embassy in the signatory's own country gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EmbassyAs {
    /// The letter, as every other office.
    #[default]
    Letter,
    /// A short cover that asks to forward the letter to the others, with that letter below it.
    Copy,
}

impl EmbassyAs {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Copy => "copy",
        }
    }
}

/// Why no letter may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The campaign is not open.
    Status(Status),
    /// The last day has passed.
    Deadline(Date),
    /// Its author has so many questions to answer first.
    Unfinished(usize),
}

/// A person the campaign is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name as the campaign spells it.
    pub name: String,
    /// Other spellings.
    pub aliases: Vec<String>,
}

/// A rule that a campaign turns down, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The name of the rule, which may be none.
    pub rule: String,
    /// What the line holds where it does not apply; `None` for all.
    pub only_where: Option<String>,
    /// Why it does not apply.
    pub because: String,
    /// Where it is named.
    pub place: Place,
}

impl Allowed {
    /// Whether it turns down what a rule finds in this line of a file.
    pub fn turns_down(&self, rule: &str, line: &str) -> bool {
        self.rule == rule && self.only_where.as_ref().is_none_or(|text| line.contains(text))
    }
}

/// Where a campaign was loaded from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A folder on this machine.
    Folder(PathBuf),
    /// Built into the program.
    Shipped,
}

impl Campaign {
    /// The recipients it names, each with its place in `campaign.toml`.
    pub fn named_recipients(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.recipients.iter().map(String::as_str).zip(&self.places)
    }

    /// Who gets a copy: addresses, then ids of offices.
    pub fn copies(&self) -> Vec<String> {
        let offices = self.copy_offices.iter().map(|(id, _)| id.clone());
        self.copy_to.iter().map(ToString::to_string).chain(offices).collect()
    }

    /// The files it was read from, in their order; none when it is built into the program.
    pub fn files(&self) -> Vec<PathBuf> {
        match &self.origin {
            Origin::Folder(folder) => {
                let mut files = folder_entries(folder).unwrap_or_default();
                files.retain(|path| path.is_file());
                files.sort();
                files
            }
            Origin::Shipped => Vec::new(),
        }
    }

    /// Why letters may not be sent on `today`, if they may not.
    pub fn stop(&self, today: Date) -> Option<Stop> {
        match (self.status, self.act_by) {
            (Status::Open, Some(last)) if last < today => Some(Stop::Deadline(last)),
            (Status::Open, _) if !self.open_questions.is_empty() => Some(Stop::Unfinished(self.open_questions.len())),
            (Status::Open, _) => None,
            (status, _) => Some(Stop::Status(status)),
        }
    }

    /// The model in a language: that very tag, or one in the same script, or one with the same primary language.
    pub fn model(&self, language: &Language) -> Option<&Model> {
        let find = |is_it: &dyn Fn(&Language) -> bool| {
            self.models.iter().find(|(known, _)| is_it(known)).map(|(_, model)| model)
        };
        self.models.get(language).or_else(|| {
            find(&|known| language.is_written_as(known.as_str()))
                .or_else(|| find(&|known| known.primary() == language.primary()))
        })
    }

    /// The language of a letter when none is asked for: the campaign's first; where it gives none, English if there is
    /// one, else the first by alphabet.
    pub fn default_language(&self) -> Option<&Language> {
        let first = self.languages.first().and_then(|language| self.models.get_key_value(language));
        first.map(|(language, _)| language).or_else(|| self.first_by_itself())
    }

    fn first_by_itself(&self) -> Option<&Language> {
        self.models.keys().find(|language| language.primary() == "en").or_else(|| self.models.keys().next())
    }
}

/// What is in a folder.
pub(super) fn folder_entries(path: &Path) -> Result<Vec<PathBuf>, CampaignError> {
    let fail =
        |error: std::io::Error| CampaignError::Read { file: path.display().to_string(), reason: error.to_string() };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).map_err(fail)? {
        entries.push(entry.map_err(fail)?.path());
    }
    entries.sort();
    Ok(entries)
}
