//! Files that lie over what the program ships: registries, and a campaign in the place of another of its id. Whatever
//! they change about the letters of a run is shown. What lies in the working folder and nobody named may have been put
//! there by whoever made the folder, so it is asked about before letters are sent.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use outcry::campaign::{Campaign, Origin};
use outcry::locale::Country;
use outcry::registry::{Change, Office, Registry, Usage, Value, changes};
use outcry::text::for_sentence;

use crate::fates::joined;
use crate::job::Sources;

/// A registry file of the user, and the registry as it is without it and those above it.
#[derive(Clone)]
pub struct Overlay {
    pub file: PathBuf,
    /// Whether a flag names it, or it is the one in the configuration folder.
    pub is_trusted: bool,
    pub below: Registry,
}

/// What lies over other files.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    Registry { file: PathBuf, is_trusted: bool },
    Campaign { file: String },
}

/// All that lies over what the program ships, as far as one campaign meets it.
pub struct Overlays {
    /// From the lowest on, each with the registry that would be used without it and those above it.
    below: Vec<(Source, Registry)>,
    shadow: Option<Shadow>,
}

/// That a campaign takes the place of another of its id, and asks otherwise.
struct Shadow {
    folder: PathBuf,
    is_trusted: bool,
    other: Origin,
    /// What differs, as it is now and as it was.
    differences: Vec<(&'static str, Vec<String>, Vec<String>)>,
}

/// What one file changes about one office of a run, or about the campaign.
pub struct Changed {
    /// In a sentence for the user.
    pub words: String,
    /// What must be agreed to before letters are sent.
    pub asked: Option<Asked>,
}

/// What a person must agree to, since nobody named it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// A registry file in the working folder.
    Registry(PathBuf),
    /// A campaign in the working folder, by its id.
    Campaign(String),
}

impl Overlays {
    pub fn new(sources: &Sources, campaign: &Campaign) -> Self {
        let shadowed = shadowed(sources, campaign);
        let with = |registry: &Registry| registry.clone().with_campaign(campaign.offices.clone()).0;
        let mut below: Vec<(Source, Registry)> = sources
            .overlays
            .iter()
            .map(|Overlay { file, is_trusted, below }| {
                (Source::Registry { file: file.clone(), is_trusted: *is_trusted }, with(below))
            })
            .collect();
        if !campaign.offices.is_empty() || shadowed.as_ref().is_some_and(|(other, _)| !other.offices.is_empty()) {
            let before = match &shadowed {
                Some((other, _)) => sources.registry.clone().with_campaign(other.offices.clone()).0,
                None => sources.registry.clone(),
            };
            below.push((Source::Campaign { file: campaign_file(campaign) }, before));
        }
        let shadow = shadowed.and_then(|(other, folder)| Shadow::of(sources, campaign, &other, &folder));
        Self { below, shadow }
    }

    /// Whether nothing lies over what is shipped.
    pub fn are_none(&self) -> bool {
        self.below.is_empty() && self.shadow.is_none()
    }

    /// What these files change about offices that get letters, and about which embassy is chosen for a state and a
    /// country. `registry` is the one that is used.
    pub fn changed<'a>(
        &self,
        registry: &Registry,
        offices: impl IntoIterator<Item = &'a str>,
        embassies: &BTreeSet<(Country, Country)>,
    ) -> Vec<Changed> {
        let offices: BTreeSet<&str> = offices.into_iter().collect();
        let shadow = self.shadow.as_ref().map(Shadow::changed);
        let mut all: Vec<Changed> = shadow.into_iter().collect();
        for (at, (source, before)) in self.below.iter().enumerate() {
            let now = match (source, self.below.get(at + 1)) {
                (Source::Registry { .. }, Some((Source::Registry { .. }, next))) => next,
                _ => registry,
            };
            let mut say = |words: String| {
                all.push(Changed { words: format!("{}; {words}", source.words()), asked: source.asked(self) });
            };
            for id in &offices {
                let (Some(before), Some(now)) = (before.get(id), now.get(id)) else { continue };
                let changes = changes(before, now);
                if !changes.is_empty() {
                    let changes: Vec<String> = changes.iter().map(change_words).collect();
                    say(format!("{id}: {}", changes.join("; ")));
                }
            }
            for (state, country) in embassies {
                let (was, is) = (before.embassy(*state, *country), now.embassy(*state, *country));
                let (Some(was), Some(is)) = (was.office(), is.office()) else { continue };
                if was.id != is.id && offices.contains(is.id.as_str()) {
                    let place = format!("embassy of {state} for {country}");
                    say(format!("{place}: {} (before: {})", reached(is), reached(was)));
                }
            }
        }
        all
    }
}

/// The campaign that would be used if the folder of this one were not there, and that folder.
fn shadowed(sources: &Sources, campaign: &Campaign) -> Option<(Campaign, PathBuf)> {
    let Origin::Folder(path) = &campaign.origin else { return None };
    let folder = path.parent()?;
    let below = sources.folders.iter().skip_while(|known| *known != folder).skip(1);
    let others: Vec<PathBuf> = below.filter(|other| !is_same_file(other, folder)).cloned().collect();
    // One that cannot be used takes no part either.
    let other = Campaign::load(&campaign.id, &others).ok()?;
    Some((other, folder.to_owned()))
}

/// Whether two paths lead to one file.
pub fn is_same_file(one: &Path, two: &Path) -> bool {
    matches!((one.canonicalize(), two.canonicalize()), (Ok(one), Ok(two)) if one == two)
}

impl Shadow {
    fn of(sources: &Sources, campaign: &Campaign, other: &Campaign, folder: &Path) -> Option<Self> {
        let recipients = |campaign: &Campaign| sorted(&campaign.recipients);
        let state = |campaign: &Campaign| sorted(campaign.embassy_of);
        let copies = |campaign: &Campaign| sorted(&campaign.copy_to);
        let mut differences = vec![
            ("recipients", recipients(campaign), recipients(other)),
            ("embassy of", state(campaign), state(other)),
            ("copies", copies(campaign), copies(other)),
        ];
        differences.retain(|(_, now, before)| now != before);
        let with = |campaign: &Campaign| sources.registry.clone().with_campaign(campaign.offices.clone()).0;
        let (now, before) = (with(campaign), with(other));
        for id in campaign.offices.ids().chain(other.offices.ids()).collect::<BTreeSet<_>>() {
            let values = |office: Option<&Office>| office.map(reached).into_iter().collect();
            let (now, before) = (now.get(id), before.get(id));
            let is_changed = match (before, now) {
                (Some(before), Some(now)) => !changes(before, now).is_empty(),
                (before, now) => before.is_some() != now.is_some(),
            };
            if is_changed {
                differences.push(("offices", values(now), values(before)));
            }
        }
        let is_trusted = sources.unnamed_letters.as_deref() != Some(folder);
        let folder = folder.join(&campaign.id);
        (!differences.is_empty()).then(|| Self { folder, is_trusted, other: other.origin.clone(), differences })
    }

    fn changed(&self) -> Changed {
        let id = self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let place = if self.is_trusted { "" } else { " in this folder" };
        let other = match &self.other {
            Origin::Shipped => "the shipped campaign".to_owned(),
            Origin::Folder(folder) => shown(folder),
        };
        let differences: Vec<String> =
            self.differences.iter().map(|(what, now, before)| difference(what, now, before)).collect();
        Changed {
            words: format!("{}{place} is used, not {other}; {}", shown(&self.folder), differences.join("; ")),
            asked: (!self.is_trusted).then_some(Asked::Campaign(id)),
        }
    }
}

impl Source {
    fn words(&self) -> String {
        match self {
            Self::Registry { file, is_trusted: true } => format!("{} is used", shown(file)),
            Self::Registry { file, .. } => format!("{} in this folder is used", shown(file)),
            Self::Campaign { file } => format!("{} is used", for_sentence(file)),
        }
    }

    fn asked(&self, overlays: &Overlays) -> Option<Asked> {
        match self {
            Self::Registry { is_trusted: true, .. } => None,
            Self::Registry { file, .. } => Some(Asked::Registry(file.clone())),
            Self::Campaign { .. } => overlays.shadow.as_ref().and_then(|shadow| shadow.changed().asked),
        }
    }
}

impl Asked {
    /// The flag that agrees.
    pub fn flag(&self) -> String {
        match self {
            Self::Registry(file) => format!("--trust-registry {}", crate::oneline::quoted(&file.to_string_lossy())),
            Self::Campaign(id) => format!("--trust-campaign {id}"),
        }
    }
}

fn campaign_file(campaign: &Campaign) -> String {
    match &campaign.origin {
        Origin::Folder(folder) => folder.join("campaign.toml").display().to_string(),
        Origin::Shipped => format!("letters/{}/campaign.toml (shipped)", campaign.id),
    }
}

fn sorted(values: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    let values: BTreeSet<String> = values.into_iter().map(|value| value.to_string()).collect();
    values.into_iter().collect()
}

fn shown(path: &Path) -> String {
    for_sentence(&path.display().to_string())
}

/// An office, and where its letters go.
fn reached(office: &Office) -> String {
    let emails = joined(&office.emails());
    match (emails.is_empty(), office.post()) {
        (false, _) => format!("{}, {emails}", office.id),
        (true, Some(lines)) => format!("{}, {}", office.id, lines.join(", ")),
        (true, None) => format!("{}, no address", office.id),
    }
}

fn change_words(Change { value, before, now }: &Change) -> String {
    let channel = |word: &str, usage: &Usage| {
        let word = match word {
            "email" => "e-mail",
            "post" => "postal address",
            "phone" => "telephone",
            "form" => "web form",
            word => word,
        };
        if *usage == Usage::Copy { format!("{word} for copies") } else { word.to_owned() }
    };
    let what = match value {
        Value::Channels(word, usage) => channel(word, usage),
        Value::Confirmed(contact) => format!("day on which {contact} was confirmed"),
        Value::Kind => "kind".to_owned(),
        Value::Country => "country".to_owned(),
        Value::Seat => "seat".to_owned(),
        Value::Name(language) => format!("name ({language})"),
        Value::Salutation(language) => format!("salutation ({language})"),
        Value::FormOfAddress(language) => format!("form of address ({language})"),
        Value::Languages => "languages".to_owned(),
        Value::Status => "status".to_owned(),
        Value::Holds => "validity".to_owned(),
        Value::Represents => "state it represents".to_owned(),
        Value::Host => "state it stands in".to_owned(),
        Value::Resident => "resident".to_owned(),
        Value::AccreditedTo => "accredited to".to_owned(),
    };
    difference(&what, now, before)
}

fn difference(what: &str, now: &[String], before: &[String]) -> String {
    let words = |values: &[String]| if values.is_empty() { "none".to_owned() } else { values.join(", ") };
    format!("{what}: {} (before: {})", words(now), words(before))
}
