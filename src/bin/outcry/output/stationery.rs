//! How letters look on paper: a flag goes before the profile.

#![cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "without a press nobody reads it"))]

use std::path::{Path, PathBuf};

use outcry::letter::{SecondSignatory, SenderContact, detail};
use outcry::settings::Profile;
use outcry::text::for_sentence;

use crate::args::{LookArgs, NO_PICTURE, WhoArgs};
use crate::failure::Failure;
use crate::input::sources::Sources;

/// What was asked for, and by what.
#[derive(Debug, Default)]
pub struct Look {
    pub layout: Option<Said<String>>,
    pub signature: Option<Said<PathBuf>>,
    pub letterhead: Option<Said<PathBuf>>,
    /// Whether the letterhead is the profile's, and says who writes.
    pub letterhead_has_sender: bool,
    /// A picture beside the sender's lines, and what stands at the foot of the first sheet.
    pub logo: Option<Said<PathBuf>>,
    pub contact: SenderContact,
    /// The signature of a second person.
    pub second_signature: Option<Said<PathBuf>>,
    pub archive: bool,
    /// What is to be said about it.
    pub note: Option<String>,
}

/// Something that a flag or a profile says.
#[derive(Debug)]
pub struct Said<T> {
    pub value: T,
    /// How errors name it.
    by: String,
    is_typed: bool,
}

/// Whose letters they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The one whose flags and profile these are.
    Own,
    /// Everybody on a list.
    Others,
}

impl Whose {
    /// Whether somebody else than the owner of the profile signs. What is the owner's alone stays off their letters.
    pub fn are_others(self, profile: &Profile, who: &WhoArgs) -> bool {
        self == Self::Others || who.name.is_some() && who.name != profile.answers.name
    }

    /// Whether they are another body's than the one the profile speaks for, or another person's. What the profile says
    /// of that body stays off them.
    pub fn are_foreign(self, profile: &Profile, who: &WhoArgs) -> bool {
        match &profile.answers.organisation {
            Some(own) => self == Self::Others || who.organisation.as_ref().is_some_and(|typed| typed != own),
            None => self.are_others(profile, who),
        }
    }
}

/// How errors name the profile that is used.
pub fn name_of(who: &WhoArgs) -> String {
    match &who.profile {
        Some(name) => format!("profile \"{}\"", for_sentence(name)),
        None => "[me] in config.toml".to_owned(),
    }
}

/// The sender's numbers, web site and bank account, as a profile has them.
fn contact(profile: &Profile, whose: &str) -> Result<SenderContact, Failure> {
    let line = |key: &str, text: &Option<String>| {
        let wrong = |error| Failure::config(format!("{whose}: {key}: {error}"));
        text.as_deref().map(|text| detail(text).map_err(wrong)).transpose()
    };
    Ok(SenderContact {
        telephone: line("telephone", &profile.telephone)?,
        fax: line("fax", &profile.fax)?,
        web: line("web", &profile.web)?,
        bank: line("bank", &profile.bank)?,
    })
}

impl Look {
    /// The look by these flags, then by the profile. The signature of a profile is its owner's: it never
    /// stands under a letter that somebody else signs.
    pub fn new(sources: &Sources, who: &WhoArgs, args: &LookArgs, whose_letters: Whose) -> Result<Self, Failure> {
        let profile = sources.whole_profile(who)?;
        let whose = name_of(who);
        let folder = sources.config_file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let typed = |flag: &str| (format!("--{flag}"), true);
        let kept = |key: &str| (format!("{whose}: {}", key.replace('-', "_")), false);
        let file = |key: &str, flag: &Option<PathBuf>, under: &Option<PathBuf>| match (flag, under) {
            (Some(file), _) if file.as_os_str() == NO_PICTURE => None,
            (Some(file), _) => Some(Said::new(file.clone(), typed(key))),
            (None, Some(file)) => Some(Said::new(folder.join(file), kept(key))),
            (None, None) => None,
        };
        let is_other = whose_letters.are_others(profile, who);
        let is_foreign = whose_letters.are_foreign(profile, who);
        let is_left_out = is_other && args.signature.is_none() && profile.signature.is_some();
        let note = is_left_out.then(|| {
            format!(
                "{whose}: its signature is not printed on letters that others sign; to print one, use --signature FILE."
            )
        });
        let own = profile.signature.as_ref().filter(|_| !is_other).cloned();
        Ok(Self {
            layout: match (&args.layout, &profile.layout) {
                (Some(name), _) => Some(Said::new(name.clone(), typed("layout"))),
                (None, Some(name)) => Some(Said::new(name.clone(), kept("layout"))),
                (None, None) => None,
            },
            signature: file("signature", &args.signature, &own),
            letterhead: file("letterhead", &args.letterhead, &profile.letterhead),
            letterhead_has_sender: args.letterhead.is_none() && profile.letterhead_has_sender,
            logo: file("logo", &None, &profile.logo),
            contact: if is_foreign { SenderContact::default() } else { contact(profile, &whose)? },
            second_signature: file(
                "second-signature",
                &args.second_signature,
                &profile.second_signature.as_ref().filter(|_| !is_foreign).cloned(),
            ),
            archive: args.pdf_a,
            note,
        })
    }

    /// The same look, where a flag may name another second person than the profile: without the profile's picture.
    #[must_use]
    pub fn for_second(mut self, named: Option<&str>) -> Self {
        self.second_signature = self.second_signature.filter(|said| said.is_typed || named.is_none());
        self
    }

    /// Refuses a second signature where nobody is named to whom it belongs.
    pub fn refuse_second_signature_without(&self, second: Option<&SecondSignatory>) -> Result<(), Failure> {
        match &self.second_signature {
            Some(said) if second.is_none() => Err(said
                .is_wrong(&"it needs the name of who signs with it")
                .hint("give second_name in the profile, or --second-name NAME to `outcry write`")),
            _ => Ok(()),
        }
    }

    /// The files it takes pictures from.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let pictures = self.signature.iter().chain(&self.letterhead).chain(&self.logo).chain(&self.second_signature);
        pictures.map(|picture| picture.value.as_path())
    }
}

impl<T> Said<T> {
    fn new(value: T, (by, is_typed): (String, bool)) -> Self {
        Self { value, by, is_typed }
    }
}

impl Said<String> {
    /// That it cannot be used.
    pub fn is_wrong(&self, why: &impl std::fmt::Display) -> Failure {
        let problem = format!("{}: {why}", self.by);
        if self.is_typed { Failure::usage(problem) } else { Failure::config(problem) }
    }
}

impl Said<PathBuf> {
    /// That the picture cannot be used.
    pub fn is_wrong(&self, why: &impl std::fmt::Display) -> Failure {
        let problem = format!("{} {}: {why}", self.by, self.value.display());
        if self.is_typed {
            return Failure::data(problem);
        }
        Failure::config(problem).hint("paths in config.toml are relative to its folder; a flag overrides them")
    }
}
