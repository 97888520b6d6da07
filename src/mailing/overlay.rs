//! Files that lie over what the program ships: registries, and a campaign in the place of another of its id. Whatever
//! they change about the letters of a run is named. What lies in the working folder and nobody named may have been put
//! there by whoever made the folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::address::Email;
use crate::campaign::{Campaign, EmbassyAs, Origin};
use crate::locale::Country;
use crate::own::is_same_file;
use crate::registry::{Change, Office, Registry, changes};

/// Who vouches for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// A flag names it, or it lies in the user's configuration folder.
    Named,
    /// It lies in the working folder, and nobody named it.
    Found,
}

/// A registry file of the user, and the registry as it is without it and those above it.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The file.
    pub file: PathBuf,
    /// Who vouches for it.
    pub trust: Trust,
    /// The registry below it.
    pub below: Registry,
}

/// What lies over other files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A registry file.
    Registry(PathBuf),
    /// The campaign's own offices, in this file.
    Offices(PathBuf),
    /// A campaign's folder, used in the place of another campaign of the same id.
    Campaign {
        /// The folder that is used.
        folder: PathBuf,
        /// Where the other one is.
        other: Origin,
    },
}

/// An office, and where its letters go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The office's id.
    pub id: String,
    /// Its e-mail addresses for letters.
    pub emails: Vec<Email>,
    /// Its postal address, line by line; empty where none is known.
    pub post: Vec<String>,
}

/// What a campaign asks otherwise than the one whose place it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The offices it names.
    Recipients(Vec<String>, Vec<String>),
    /// The state whose embassy gets a letter.
    EmbassyOf(Option<Country>, Option<Country>),
    /// Who gets a copy.
    Copies(Vec<String>, Vec<String>),
    /// What that embassy gets.
    EmbassyAs(EmbassyAs, EmbassyAs),
    /// An office of its own, as it is now and as it was.
    Office(Option<Reached>, Option<Reached>),
}

/// What a file changes about the letters of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Values of an office that gets a letter.
    Values {
        /// The office's id.
        office: String,
        /// The values.
        changes: Vec<Change>,
    },
    /// Which office is written to as the embassy.
    Embassy {
        /// The state that is written to.
        state: Country,
        /// The country it is written from.
        country: Country,
        /// The office that is chosen.
        now: Reached,
        /// The one that would be chosen without the file.
        before: Reached,
    },
    /// What a campaign asks otherwise than the one of its id.
    Campaign(Vec<Difference>),
}

/// One file's change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The file.
    pub source: Source,
    /// Who vouches for it.
    pub trust: Trust,
    /// What it changes.
    pub what: What,
}

/// All that lies over what the program ships, as far as one campaign meets it.
pub struct Overlays {
    /// From the lowest on, each with the registry that would be used without it and those above it.
    below: Vec<(Source, Trust, Registry)>,
    shadow: Option<Changed>,
}

impl Overlays {
    /// `registry` is the one with every overlay; `overlays` are those, from the lowest on. `folders` are the folders of
    /// campaigns in their order, and `found` the one among them that nobody named.
    pub fn new(
        registry: &Registry,
        overlays: &[Overlay],
        campaign: &Campaign,
        folders: &[PathBuf],
        found: Option<&Path>,
    ) -> Self {
        let other = other_campaign(campaign, folders);
        let with = |registry: &Registry| registry.clone().with_campaign(campaign.offices.clone()).0;
        let mut below: Vec<(Source, Trust, Registry)> = overlays
            .iter()
            .map(|Overlay { file, trust, below }| (Source::Registry(file.clone()), *trust, with(below)))
            .collect();
        let trust = match &campaign.origin {
            Origin::Folder(folder) if folder.parent() == found => Trust::Found,
            _ => Trust::Named,
        };
        let shadow = other.as_ref().and_then(|other| shadow(registry, campaign, other, trust));
        if !campaign.offices.is_empty() || other.as_ref().is_some_and(|other| !other.offices.is_empty()) {
            let before =
                other.map_or_else(|| registry.clone(), |other| registry.clone().with_campaign(other.offices).0);
            let file = match &campaign.origin {
                Origin::Folder(folder) => folder.join("campaign.toml"),
                Origin::Shipped => Path::new("letters").join(&campaign.id).join("campaign.toml"),
            };
            // The campaign was chosen by its name; what must be agreed to is that it takes another's place.
            let trust = shadow.as_ref().map_or(Trust::Named, |shadow| shadow.trust);
            below.push((Source::Offices(file), trust, before));
        }
        Self { below, shadow }
    }

    /// What these files change about offices that get letters, and about the embassy of a state in a country.
    /// `registry` is the one that is used.
    pub fn changed<'a>(
        &self,
        registry: &Registry,
        offices: impl IntoIterator<Item = &'a str>,
        embassies: &BTreeSet<(Country, Country)>,
    ) -> Vec<Changed> {
        let offices: BTreeSet<&str> = offices.into_iter().collect();
        let mut all: Vec<Changed> = self.shadow.clone().into_iter().collect();
        for (at, (source, trust, before)) in self.below.iter().enumerate() {
            let now = match (source, self.below.get(at + 1)) {
                (Source::Registry(_), Some((Source::Registry(_), _, next))) => next,
                _ => registry,
            };
            let mut add = |what| all.push(Changed { source: source.clone(), trust: *trust, what });
            for id in &offices {
                let (Some(before), Some(now)) = (before.get(id), now.get(id)) else { continue };
                let changes = changes(before, now);
                if !changes.is_empty() {
                    add(What::Values { office: (*id).to_owned(), changes });
                }
            }
            for (state, country) in embassies {
                let (was, is) = (before.embassy(*state, *country), now.embassy(*state, *country));
                let (Some(was), Some(is)) = (was.office(), is.office()) else { continue };
                if was.id != is.id && offices.contains(is.id.as_str()) {
                    let (now, before) = (Reached::of(is), Reached::of(was));
                    add(What::Embassy { state: *state, country: *country, now, before });
                }
            }
        }
        all
    }
}

impl Reached {
    fn of(office: &Office) -> Self {
        Self { id: office.id.clone(), emails: office.emails(), post: office.post().unwrap_or_default().to_vec() }
    }
}

/// The campaign that would be used if the folder of this one were not there. One that cannot be used takes no part.
fn other_campaign(campaign: &Campaign, folders: &[PathBuf]) -> Option<Campaign> {
    let Origin::Folder(path) = &campaign.origin else { return None };
    let folder = path.parent()?;
    let below = folders.iter().skip_while(|known| *known != folder).skip(1);
    let others: Vec<PathBuf> = below.filter(|other| !is_same_file(other, folder)).cloned().collect();
    Campaign::load(&campaign.id, &others).ok()
}

/// What `campaign` asks otherwise than `other`, whose place it takes.
fn shadow(registry: &Registry, campaign: &Campaign, other: &Campaign, trust: Trust) -> Option<Changed> {
    let Origin::Folder(folder) = &campaign.origin else { return None };
    let mut differences = Vec::new();
    let recipients = |campaign: &Campaign| campaign.recipients.iter().cloned().collect::<BTreeSet<_>>();
    if recipients(campaign) != recipients(other) {
        differences.push(Difference::Recipients(campaign.recipients.clone(), other.recipients.clone()));
    }
    if campaign.embassy_of != other.embassy_of {
        differences.push(Difference::EmbassyOf(campaign.embassy_of, other.embassy_of));
    }
    if campaign.embassy_as != other.embassy_as {
        differences.push(Difference::EmbassyAs(campaign.embassy_as, other.embassy_as));
    }
    let (now, before) = (campaign.copies(), other.copies());
    if now.iter().collect::<BTreeSet<_>>() != before.iter().collect::<BTreeSet<_>>() {
        differences.push(Difference::Copies(now, before));
    }
    let with = |campaign: &Campaign| registry.clone().with_campaign(campaign.offices.clone()).0;
    let (now, before) = (with(campaign), with(other));
    for id in campaign.offices.ids().chain(other.offices.ids()).collect::<BTreeSet<_>>() {
        let is_changed = match (before.get(id), now.get(id)) {
            (Some(before), Some(now)) => !changes(before, now).is_empty(),
            (before, now) => before.is_some() != now.is_some(),
        };
        if is_changed {
            let reached = |registry: &Registry| registry.get(id).map(Reached::of);
            differences.push(Difference::Office(reached(&now), reached(&before)));
        }
    }
    let source = Source::Campaign { folder: folder.clone(), other: other.origin.clone() };
    (!differences.is_empty()).then_some(Changed { source, trust, what: What::Campaign(differences) })
}
