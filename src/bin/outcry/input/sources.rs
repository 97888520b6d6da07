//! From what was typed to letters that are ready: sources, who signs, where it goes. Used alike by
//! `write`, `send` and the guided run, so that a prompt accepts nothing that a flag would refuse.

use std::path::{Path, PathBuf};

use outcry::address::{Email, Reserved};
use outcry::campaign::{COPIES_MOST, Campaign};
use outcry::letter::{ComposeError, Details, Edited, Form, Letter, Request, Role, compose_as, unprinted};
use outcry::mailing::{Choice, Known, Note, Overlay, Recipients, Trust};
use outcry::own::{self, Unsafe, is_same_file};
use outcry::registry::{Layer, Office, Registry, RegistryError, is_id};
use outcry::settings::{Config, Profile};
use outcry::shipped;
use outcry::signatory::{AnswerProblem, Answers, Field, Remark, Signatory, declared};
use outcry::text;

use crate::args::command_line::quoted;
use crate::args::field_flags::{flag, flag_to_give};
use crate::args::{Global, ToArgs, WhoArgs};
use crate::failure::{Exit, Failure};
use crate::input::text_file::read;
use crate::input::{edited, own_words};
use crate::messages::{self, Notice};
use crate::terminal::environment::Environment;
use crate::terminal::prompts::Prompts;

/// The files the program reads from.
pub struct Sources {
    /// Folders with campaigns, first to last.
    pub folders: Vec<PathBuf>,
    /// All offices: the user's files laid over the shipped ones.
    pub registry: Registry,
    /// The user's files that say something of offices, from the lowest on.
    pub overlays: Vec<Overlay>,
    /// The folder of campaigns in the working folder, where no flag named it.
    pub found_letters: Option<PathBuf>,
    /// Kinds of offices in those files that are not on the list.
    pub unknown_kinds: Vec<RegistryError>,
    /// The user's registry files.
    pub registry_files: RegistryFiles,
    /// The day that counts as today.
    pub today: jiff::civil::Date,
    /// The configuration.
    pub config: Config,
    /// Where the configuration is, or would be.
    pub config_file: Option<PathBuf>,
    /// What to say of a configuration that is used and could be safer.
    pub config_warning: Option<String>,
}

impl Sources {
    /// `begins_registry` says that the command may begin the registry file that is named.
    pub fn load(global: &Global, environment: &Environment, begins_registry: bool) -> Result<Self, Failure> {
        let in_config = |name: &str| environment.config_dir.as_ref().map(|dir| dir.join(name));
        let mut folders = Vec::new();
        match &global.letters {
            Some(folder) if !folder.is_dir() => {
                return Err(Failure::usage(format!("--letters {}: there is no such folder", folder.display())));
            }
            Some(folder) => folders.push(folder.clone()),
            None => {}
        }
        let in_working_folder = PathBuf::from("letters");
        let is_named = global.letters.as_ref().is_some_and(|named| is_same_file(named, &in_working_folder));
        let found_letters = (!is_named).then(|| in_working_folder.clone());
        let usual = [Some(in_working_folder), in_config("letters")];
        folders.extend(usual.into_iter().flatten().filter(|folder| folder.is_dir()));

        let mut registry_files = RegistryFiles::find(global, environment);
        if begins_registry {
            registry_files.there.retain(|file| file.exists());
        }
        let mut unknown_kinds = Vec::new();
        let (registry, overlays) = registry(&registry_files, environment.today, &mut unknown_kinds)?;

        let config_file = global.config.clone().or_else(|| in_config("config.toml"));
        let today = environment.today;
        let mut sources = Self {
            folders,
            registry,
            overlays,
            found_letters,
            unknown_kinds,
            registry_files,
            today,
            config: Config::default(),
            config_file,
            config_warning: None,
        };
        if global.config.is_some() {
            sources.read_config()?;
        } else {
            sources.read_config_if_any()?;
        }
        Ok(sources)
    }

    fn read_config(&mut self) -> Result<(), Failure> {
        if let Some(file) = &self.config_file {
            self.config_warning = refuse_unsafe(file)?;
            self.config = Config::parse(&file.display().to_string(), &read(file)?)?;
        }
        Ok(())
    }

    /// Reads the configuration again, after it was changed.
    pub fn read_config_if_any(&mut self) -> Result<(), Failure> {
        match &self.config_file {
            Some(file) if file.is_file() => self.read_config(),
            _ => Ok(()),
        }
    }

    /// The answers given by flags, then by the profile.
    pub fn answers(&self, who: &WhoArgs) -> Result<Answers, Failure> {
        Ok(flags(who)?.or(self.profile(who)?))
    }

    /// The answers of the profile that is named, or of the user's own.
    pub fn profile(&self, who: &WhoArgs) -> Result<&Answers, Failure> {
        Ok(&self.whole_profile(who)?.answers)
    }

    /// The country that was typed, else the one of the profile.
    pub fn country<'s>(&'s self, who: &'s WhoArgs) -> Result<Option<&'s str>, Failure> {
        Ok(who.country.as_deref().or(self.profile(who)?.country.as_deref()))
    }

    /// The profile that is named, or the user's own.
    pub fn whole_profile(&self, who: &WhoArgs) -> Result<&Profile, Failure> {
        let Some(name) = &who.profile else { return Ok(&self.config.me) };
        self.config.profiles.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.config.profiles.keys().map(String::as_str).collect();
            let failure = Failure::config(format!("there is no profile \"{name}\" in the configuration"));
            match text::nearest(name, known.iter().copied()) {
                Some(near) => failure.hint(format!("did you mean {near}?")),
                None if known.is_empty() => failure,
                None => failure.hint(format!("there are: {}", known.join(", "))),
            }
        })
    }
}

/// A configuration names servers and commands, so it must be the user's own. Returns what to say of one that is used.
fn refuse_unsafe(file: &Path) -> Result<Option<String>, Failure> {
    let shown = file.display();
    let path = quoted(&file.to_string_lossy());
    match own::is_unsafe(file).map_err(|error| Failure::file(file, &error))? {
        None => Ok(None),
        Some(Unsafe::WritableByGroup) => Ok(Some(format!(
            "{shown}: its group may write to it, and it names servers and commands. To change that: chmod g-w {path}"
        ))),
        Some(Unsafe::WritableByAll) => {
            Err(Failure::config(format!("{shown}: everybody on this machine may write to it, so it is not used"))
                .hint(format!("read it, then: chmod go-w {path}")))
        }
        Some(Unsafe::Owner) => Err(Failure::config(format!("{shown}: it belongs to another user, so it is not used"))
            .hint(format!("read it, then: sudo chown \"$USER\" {path}"))),
    }
}

/// The answers given by flags alone.
pub fn flags(who: &WhoArgs) -> Result<Answers, Failure> {
    let mut flags = who.typed();
    own_words::read_into(&mut flags, &who.own_words)?;
    Ok(flags)
}

/// The registry files of a user.
pub struct RegistryFiles {
    /// Those there are, the highest first: the one named or in the working folder, then the one in
    /// the configuration folder.
    pub there: Vec<PathBuf>,
    /// The user's own, which `recipients confirm` and `reject` change, whether it is there or not.
    pub own: Option<PathBuf>,
    /// The one in the working folder, where no flag named one: whoever made that folder may have put it there.
    pub unnamed: Option<PathBuf>,
}

impl RegistryFiles {
    /// Looks where registry files may be.
    pub fn find(global: &Global, environment: &Environment) -> Self {
        let in_config = environment.config_dir.as_ref().map(|dir| dir.join(RECIPIENTS));
        let in_working_folder = || Some(PathBuf::from(RECIPIENTS)).filter(|file| file.is_file());
        let unnamed = if global.recipients.is_none() { in_working_folder() } else { None };
        let mut there: Vec<PathBuf> = global.recipients.iter().chain(&unnamed).cloned().collect();
        there.extend(in_config.clone().filter(|file| file.is_file() && !there.contains(file)));
        Self { there, own: global.recipients.clone().or(in_config), unnamed }
    }
}

const RECIPIENTS: &str = "recipients.toml";

fn registry(
    files: &RegistryFiles,
    today: jiff::civil::Date,
    unknown_kinds: &mut Vec<RegistryError>,
) -> Result<(Registry, Vec<Overlay>), Failure> {
    let mut registry = Registry::shipped().on(today);
    let mut overlays = Vec::new();
    for file in files.there.iter().rev() {
        let text = read(file)?;
        // In a checkout of this program, `recipients.toml` is what the program ships.
        if !shipped::is_shipped(&text) {
            let layer = Layer::parse(&file.display().to_string(), &text)?;
            unknown_kinds.extend(layer.unknown_kinds().map(|(_, error)| error.clone()));
            let trust = if files.unnamed.as_ref() == Some(file) { Trust::Found } else { Trust::Named };
            overlays.push(Overlay { file: file.clone(), trust, below: registry.clone() });
            registry = registry.with(layer);
        }
    }
    Ok((registry, overlays))
}

impl Sources {
    /// Follows what was asked of the recipients of a campaign's letters.
    pub fn recipients(&self, campaign: Campaign, to: &ToArgs, who: &WhoArgs) -> Result<Recipients, Failure> {
        let known = Known {
            registry: &self.registry,
            overlays: &self.overlays,
            folders: &self.folders,
            found: self.found_letters.as_deref(),
            today: self.today,
        };
        let choice = Choice {
            to: &to.to,
            except: &to.except,
            embassy: to.embassy.as_deref(),
            copy_to: &to.copy_to,
            languages: &to.lang,
            preferred: &self.whole_profile(who)?.languages,
        };
        let id = campaign.id.clone();
        Recipients::new(campaign, known, choice).map_err(|problems| messages::choice_failure(&id, &problems))
    }
}

/// Which of the offices that get a copy get it as a letter of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyLetters {
    /// All, on paper.
    All,
    /// Those without e-mail: the others are in Cc.
    WithoutEmail,
    /// None: nobody is called for information.
    None,
}

/// The offices that get letters of a signatory, at least one, those behind them that get a copy as a letter of its own,
/// and what there is to say about them.
pub fn offices<'r>(
    recipients: &'r Recipients,
    signatory: &Signatory,
    copies: CopyLetters,
) -> Result<(Vec<&'r Office>, Vec<Note<'r>>), Failure> {
    let (mut offices, notes) = recipients.offices(signatory);
    if offices.is_empty() {
        return Err(Failure::data("there is no office left to write to").hint("see --to, --except and --embassy"));
    }
    // A copy goes along with a letter: who writes to none that gets one makes no more copies than were asked for.
    let has_letter = || offices.iter().any(|office| recipients.role(office, signatory) == Role::Letter);
    if copies != CopyLetters::None && !recipients.are_letters_alone() && has_letter() {
        let is_wanted = |office: &&Office| copies == CopyLetters::All || office.all_emails().is_empty();
        for office in recipients.copied(signatory).into_iter().filter(is_wanted) {
            if !offices.iter().any(|known| known.id == office.id) {
                offices.push(office);
            }
        }
    }
    Ok((offices, notes))
}

/// Reads who signs, and what is odd about the answers. What is missing is asked for, if a person can be asked;
/// otherwise every missing flag is named at once, `also_missing` with them.
pub fn signatory(
    recipients: &Recipients,
    answers: Answers,
    ask: &Prompts,
    also_missing: Vec<String>,
) -> Result<(Signatory, Vec<Remark>), Failure> {
    let mut answers = answers;
    let mut required = recipients.required(&answers)?;
    // `Jo Smith <jo@x.example>` as e-mail says the name too.
    if answers.get(Field::Name).is_none()
        && answers.get(Field::Email).is_some_and(|email| email.contains('<'))
        && let Ok(Signatory { name: Some(name), .. }) = Signatory::parse(&answers, &[])
    {
        answers.name = Some(name);
    }
    if ask.possible() {
        ask.missing(&mut answers, &required, &recipients.campaign.fields)?;
        let open = recipients.open_questions(&answers);
        ask.questions(&mut answers, &open, &recipients.campaign.fields)?;
        // The country may bring an embassy that reads another language, whose letter says more.
        required = recipients.required(&answers)?;
        ask.missing(&mut answers, &required, &recipients.campaign.fields)?;
    }
    let mut missing = Vec::new();
    let mut name_missing = false;
    let mut wrong = Vec::new();
    match Signatory::parse_with_remarks(&answers, &required) {
        Ok(read) if also_missing.is_empty() => return Ok(read),
        Ok(_) => {}
        Err(errors) => {
            for error in errors {
                match error.problem {
                    AnswerProblem::Missing => {
                        name_missing |= error.field == Field::Name;
                        missing.push(missing_flag(error.field, recipients, &answers));
                    }
                    _ => wrong.push(format!("--{} \"{}\": {}", flag(error.field), error.value, error.problem)),
                }
            }
        }
    }
    let kind_assumed =
        [Field::Kind, Field::Organisation].iter().all(|field| answers.get(*field).is_none()) && name_missing;
    missing.extend(also_missing);
    let mut hints = Vec::new();
    if !missing.is_empty() && !ask.possible() {
        hints.push("give these flags, or run this on a terminal to be asked".to_owned());
    }
    if answers.speaks_for_organisation() && !missing.is_empty() {
        hints.push("leave --voice i out to write as \"we\"".to_owned());
    }
    if kind_assumed {
        hints.push("for a union or an organisation, give --kind and --organisation".to_owned());
    }
    let problems = wrong.into_iter().chain(missing).collect();
    Err(Failure { exit: Exit::Usage, problems, hints })
}

fn missing_flag(field: Field, recipients: &Recipients, answers: &Answers) -> String {
    let what = match field {
        Field::Name if answers.speaks_for_organisation() => "the person who says \"I\" for the organisation".to_owned(),
        Field::Role if answers.speaks_for_organisation() => {
            "the office of the person who says \"I\" for the organisation, such as Branch Secretary".to_owned()
        }
        Field::Name => "the person who signs".to_owned(),
        Field::Organisation => "the union branch or organisation that signs".to_owned(),
        Field::Country => match recipients.campaign.embassy_of {
            Some(state) => format!("your country, two letters such as GB; the embassy of {state} there gets a letter"),
            None => "your country, two letters such as GB".to_owned(),
        },
        _ => match declared(&recipients.campaign.fields, field) {
            Some(extra) if !extra.labels.is_empty() => extra.label().into_owned(),
            _ => "the letter needs it".to_owned(),
        },
    };
    format!("{} is missing: {what}", flag_to_give(field))
}

/// What is odd about an address whose domain mixes letters that look alike, such as Latin and Cyrillic ones.
pub fn mixed_domain(email: &Email) -> Option<String> {
    let shown = email.mixed_domain()?;
    Some(format!("{email}: its domain, {shown}, mixes letters of scripts that look alike; check whether it is meant"))
}

/// The addresses that get a copy: those given, else the campaign's.
pub fn copies(campaign: &Campaign, to: &ToArgs) -> Result<Vec<Email>, Failure> {
    if to.copy_to.is_empty() {
        return Ok(campaign.copy_to.clone());
    }
    let mut copies = Vec::new();
    for raw in to.copy_to.iter().filter(|raw| !is_id(raw)) {
        let email = raw.parse().map_err(|error| Failure::usage(format!("--copy-to \"{raw}\": {error}")))?;
        if !copies.contains(&email) {
            copies.push(email);
        }
    }
    if to.copy_to.len() > COPIES_MOST {
        let given = to.copy_to.len();
        return Err(Failure::usage(format!("--copy-to: a letter has at most {COPIES_MOST} copies; these are {given}")));
    }
    Ok(copies)
}

/// The copy addresses that may stand in a letter that is written: a stand-in such as
/// `copies@campaign.example` would be a hole in it, so it is left out and said.
pub fn printable_copies(campaign: &Campaign, copies: Vec<Email>) -> (Vec<Email>, Option<Notice>) {
    let (stand_ins, real): (Vec<Email>, Vec<Email>) =
        copies.into_iter().partition(|email| email.reserved() == Some(Reserved::StandIn));
    let note = (!stand_ins.is_empty()).then(|| {
        let names: Vec<String> = stand_ins.iter().map(ToString::to_string).collect();
        let what = format!(
            "The letter names no copy address: {} only {} in for the campaign's own, which is not known here. \
             Ask the campaign for it",
            names.join(" and "),
            if names.len() == 1 { "stands" } else { "stand" }
        );
        let id = &campaign.id;
        Notice::from(format!("{what} and give --copy-to ADDRESS, or put it into copy_to in campaign.toml ({id})."))
            .without_flags(format!("{what}."))
    });
    (real, note)
}

/// Everything a letter is made from, checked; [`Ready::letters`] cannot be stopped by bad answers.
#[derive(Clone)]
pub struct Ready<'a> {
    pub recipients: &'a Recipients,
    pub signatory: &'a Signatory,
    pub offices: Vec<&'a Office>,
    pub copies: &'a [Email],
    pub today: jiff::civil::Date,
    pub details: &'a Details,
    /// Subject and text as the signatory edited them.
    pub edited: Option<&'a Edited>,
}

impl<'a> Ready<'a> {
    /// Composes what every office gets; all mistakes come together.
    pub fn letters(&self) -> Result<Vec<Letter<'a>>, Failure> {
        let mut letters = Vec::new();
        let mut errors: Vec<ComposeError> = Vec::new();
        let (addressed, copied) = if self.recipients.are_letters_alone() {
            (Vec::new(), Vec::new())
        } else {
            (self.recipients.addressed(self.signatory), self.recipients.copied(self.signatory))
        };
        for office in &self.offices {
            let request = Request {
                campaign: &self.recipients.campaign,
                office,
                signatory: self.signatory,
                date: self.today,
                languages: self.recipients.languages(office),
                copies: self.copies,
                edited: self.edited,
            };
            let form = match self.recipients.role(office, self.signatory) {
                Role::Letter => Form::Letter,
                Role::Copy => Form::Copy(&addressed),
                Role::Cover => Form::Cover(&addressed),
            };
            match compose_as(request, form) {
                Ok(letter) => {
                    // Who gets a copy of the letter needs none of a cover.
                    let copy_offices = if letter.role == Role::Cover { Vec::new() } else { copied.clone() };
                    letters.push(Letter { copy_offices, details: self.details, ..letter });
                }
                // What is wrong with the text itself is wrong for every office alike.
                Err(error)
                    if errors.iter().any(|known| (&known.file, &known.problem) == (&error.file, &error.problem)) => {}
                Err(error) => errors.push(error),
            }
        }
        Failure::together(errors.into_iter().map(Failure::from)).map_or(Ok(letters), Err)
    }

    /// What is odd about the texts of these letters.
    pub fn remarks(&self, letters: &[Letter<'_>]) -> Vec<Notice> {
        let campaign = &self.recipients.campaign;
        let unprinted = messages::unprinted(&unprinted(letters), &campaign.fields);
        edited::remarks(campaign, letters).into_iter().chain(unprinted.map(Notice::from)).collect()
    }
}
