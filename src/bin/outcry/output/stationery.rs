//! How letters look on paper: a flag goes before the profile.

#![cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "without a press nobody reads it"))]

use std::path::{Path, PathBuf};

use outcry::text::for_sentence;

use crate::args::{LookArgs, WhoArgs};
use crate::failure::Failure;
use crate::input::sources::Sources;

/// What was asked for, and by what.
#[derive(Debug, Default)]
pub struct Look {
    pub layout: Option<Said<String>>,
    pub signature: Option<Said<PathBuf>>,
    pub letterhead: Option<Said<PathBuf>>,
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

impl Look {
    /// The look by these flags, then by the profile. The signature of a profile is its owner's: it never
    /// stands under a letter that somebody else signs.
    pub fn new(sources: &Sources, who: &WhoArgs, args: &LookArgs, whose_letters: Whose) -> Result<Self, Failure> {
        let profile = sources.whole_profile(who)?;
        let whose = match &who.profile {
            Some(name) => format!("profile \"{}\"", for_sentence(name)),
            None => "[me] in config.toml".to_owned(),
        };
        let folder = sources.config_file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let typed = |flag: &str| (format!("--{flag}"), true);
        let kept = |key: &str| (format!("{whose}: {key}"), false);
        let file = |key: &str, flag: &Option<PathBuf>, under: &Option<PathBuf>| match (flag, under) {
            (Some(file), _) => Some(Said::new(file.clone(), typed(key))),
            (None, Some(file)) => Some(Said::new(folder.join(file), kept(key))),
            (None, None) => None,
        };
        let is_other = whose_letters == Whose::Others || who.name.is_some() && who.name != profile.answers.name;
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
            archive: args.pdf_a,
            note,
        })
    }

    /// The files it takes pictures from.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.signature.iter().chain(&self.letterhead).map(|picture| picture.value.as_path())
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
