//! From what was typed to letters that are ready: sources, who signs, where it goes. Used alike by
//! `write`, `send` and the guided run, so that a prompt accepts nothing that a flag would refuse.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use outcry::address::{Email, Reserved};
use outcry::campaign::{COPIES_MOST, Campaign, Model};
use outcry::letter::{ComposeError, Letter, Request, compose};
use outcry::locale::{Country, Language};
use outcry::own::{self, Unsafe};
use outcry::registry::{Layer, Office, Registry, Status};
use outcry::settings::{Config, Profile};
use outcry::shipped;
use outcry::signatory::{Answers, Extra, Field, Problem, Signatory, declared};

use crate::args::{Global, ToArgs, WhoArgs};
use crate::ask::Ask;
use crate::embassy;
use crate::environment::Environment;
use crate::failure::{Exit, Failure};
use crate::overlays::{Changed, Overlay, Overlays, is_same_file};
use crate::who::flag_to_give;

/// The files the program reads from.
pub struct Sources {
    /// Folders with campaigns, first to last.
    pub folders: Vec<PathBuf>,
    /// All offices: the user's files laid over the shipped ones.
    pub registry: Registry,
    /// The user's files that say something of offices, from the lowest on.
    pub overlays: Vec<Overlay>,
    /// The folder of campaigns in the working folder, where no flag named it.
    pub unnamed_letters: Option<PathBuf>,
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
        let unnamed_letters = (!is_named).then(|| in_working_folder.clone());
        let usual = [Some(in_working_folder), in_config("letters")];
        folders.extend(usual.into_iter().flatten().filter(|folder| folder.is_dir()));

        let mut registry_files = RegistryFiles::find(global, environment);
        if begins_registry {
            registry_files.there.retain(|file| file.exists());
        }
        let (registry, overlays) = registry(&registry_files, environment.today)?;

        let config_file = global.config.clone().or_else(|| in_config("config.toml"));
        let today = environment.today;
        let mut sources = Self {
            folders,
            registry,
            overlays,
            unnamed_letters,
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

    /// The profile that is named, or the user's own.
    pub fn whole_profile(&self, who: &WhoArgs) -> Result<&Profile, Failure> {
        let Some(name) = &who.profile else { return Ok(&self.config.me) };
        self.config.profiles.get(name).ok_or_else(|| {
            let known: Vec<&str> = self.config.profiles.keys().map(String::as_str).collect();
            let failure = Failure::config(format!("there is no profile \"{name}\" in the configuration"));
            if known.is_empty() { failure } else { failure.hint(format!("there are: {}", known.join(", "))) }
        })
    }
}

/// A configuration names servers and commands, so it must be the user's own. Returns what to say of one that is used.
fn refuse_unsafe(file: &Path) -> Result<Option<String>, Failure> {
    let shown = file.display();
    match own::is_unsafe(file).map_err(|error| Failure::file(file, &error))? {
        None => Ok(None),
        Some(Unsafe::WritableByGroup) => Ok(Some(format!(
            "{shown}: its group may write to it, and it names servers and commands. To change that: chmod g-w {shown}"
        ))),
        Some(Unsafe::WritableByAll) => {
            Err(Failure::config(format!("{shown}: everybody on this machine may write to it, so it is not used"))
                .hint(format!("read it, then: chmod go-w {shown}")))
        }
        Some(Unsafe::Owner) => Err(Failure::config(format!("{shown}: it belongs to another user, so it is not used"))
            .hint(format!("read it, then: sudo chown \"$USER\" {shown}"))),
    }
}

/// The answers given by flags alone.
pub fn flags(who: &WhoArgs) -> Result<Answers, Failure> {
    let mut flags = who.typed();
    flags.own_words = who.own_words.as_deref().map(own_words).transpose()?;
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

fn registry(files: &RegistryFiles, today: jiff::civil::Date) -> Result<(Registry, Vec<Overlay>), Failure> {
    let mut registry = Registry::shipped().on(today);
    let mut overlays = Vec::new();
    for file in files.there.iter().rev() {
        let text = read(file)?;
        // In a checkout of this program, `recipients.toml` is what the program ships.
        if text != shipped::RECIPIENTS {
            let layer = Layer::parse(&file.display().to_string(), &text)?;
            let is_trusted = files.unnamed.as_ref() != Some(file);
            overlays.push(Overlay { file: file.clone(), is_trusted, below: registry.clone() });
            registry = registry.with(layer);
        }
    }
    Ok((registry, overlays))
}

/// Bytes of a registry, a configuration or own words: far more than any of them needs. In memory a TOML file
/// of nothing but short values takes fifty times as much.
const FILE_MOST: u64 = 4 * 1024 * 1024;

/// A text file, without a byte order mark and with plain line ends.
pub fn read(file: &Path) -> Result<String, Failure> {
    let opened = std::fs::File::open(file).map_err(|error| Failure::file(file, &error))?;
    from(opened, &file.display().to_string())
}

fn from(source: impl Read, name: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = source.take(FILE_MOST + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::data(format!("{name}: {error}")))?;
    if bytes.len() as u64 > FILE_MOST {
        return Err(Failure::data(format!("{name}: it is larger than {FILE_MOST} bytes")));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::data(format!("{name}: it is not UTF-8 text; save it as UTF-8")))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// `--own-words`: the text itself, `@FILE`, or `-` for standard input.
fn own_words(given: &str) -> Result<String, Failure> {
    if given == "-" {
        return from(std::io::stdin(), "--own-words -");
    }
    match given.strip_prefix('@') {
        Some(file) => read(Path::new(file)),
        None => Ok(given.to_owned()),
    }
}

/// A campaign and the choice of offices, before anybody is asked anything.
pub struct Plan {
    pub campaign: Campaign,
    /// All offices, the campaign's own included.
    pub registry: Registry,
    /// Ids of offices others described and this campaign changes.
    changed: Vec<String>,
    /// What lies over what the program ships.
    overlays: Overlays,
    /// The languages of every letter; none when each office gets one it reads.
    languages: Vec<Language>,
    /// Ids of offices, the embassy aside.
    chosen: Vec<String>,
    /// The day that counts as today.
    today: jiff::civil::Date,
    /// Ids of offices that get no letter, the embassy among them or not.
    except: Vec<String>,
    embassy: EmbassyChoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EmbassyChoice {
    /// The one of this state in the signatory's own country.
    Auto(Country),
    /// The one of the first state in the second.
    In(Country, Country),
    None,
}

impl Plan {
    /// Reads the campaign and everything said about where it goes; all mistakes come together.
    pub fn new(sources: &Sources, campaign: Campaign, to: &ToArgs) -> Result<Self, Failure> {
        let (registry, changed) = sources.registry.clone().with_campaign(campaign.offices.clone());
        let mut problems = Vec::new();
        let mut languages = Vec::new();
        for raw in &to.lang {
            match raw.parse::<Language>() {
                Ok(language) if languages.contains(&language) => {}
                Ok(language) if campaign.model(&language).is_some() => languages.push(language),
                Ok(language) => {
                    let there: Vec<&str> = campaign.models.keys().map(Language::as_str).collect();
                    problems.push(format!(
                        "--lang {language}: {} has no letter in it, only in {}",
                        campaign.id,
                        there.join(", ")
                    ));
                }
                Err(error) => problems.push(format!("--lang {error}")),
            }
        }
        let chosen: Vec<String> = if to.to.is_empty() {
            let unknown: Vec<String> = campaign
                .named_recipients()
                .filter(|(id, _)| registry.get(id).is_none())
                .map(|(id, place)| match registry.missing(id) {
                    Some(missing) => missing.to_string(),
                    None => format!("{place}: no registry has the office \"{id}\""),
                })
                .collect();
            if !unknown.is_empty() {
                let hint = "add it to recipients.toml, or to campaign.toml as [[office]]; `outcry recipients list` shows all offices";
                return Err(Failure { exit: Exit::Data, problems: unknown, hints: vec![hint.to_owned()] });
            }
            campaign.recipients.clone()
        } else {
            for id in to.to.iter().filter(|id| registry.get(id).is_none()) {
                problems.push(match registry.missing(id) {
                    Some(missing) => format!("--to {id}: {missing}"),
                    None => format!("--to {id}: no registry has this office"),
                });
            }
            to.to.clone()
        };
        for id in to.except.iter().filter(|id| registry.get(id).is_none()) {
            problems.push(format!("--except {id}: no registry has this office"));
        }
        let embassy = match (to.embassy.as_deref(), campaign.embassy_of) {
            (None, Some(state)) if to.to.is_empty() => EmbassyChoice::Auto(state),
            (Some("auto"), Some(state)) => EmbassyChoice::Auto(state),
            (None | Some("none"), _) => EmbassyChoice::None,
            (Some(_), None) => {
                problems.push(format!("--embassy: campaign {} does not ask to write to an embassy", campaign.id));
                EmbassyChoice::None
            }
            (Some(code), Some(state)) => match code.parse() {
                Ok(country) => EmbassyChoice::In(state, country),
                Err(error) => {
                    problems.push(format!("--embassy takes auto, none or a country: {error}"));
                    EmbassyChoice::None
                }
            },
        };
        if problems.is_empty() {
            Ok(Self {
                today: sources.today,
                overlays: Overlays::new(sources, &campaign),
                campaign,
                registry,
                changed,
                languages,
                chosen,
                except: to.except.clone(),
                embassy,
            })
        } else {
            Err(Failure {
                exit: Exit::Usage,
                problems,
                hints: vec!["`outcry recipients list` shows all offices".to_owned()],
            })
        }
    }

    /// What must be known of the signatory for these letters, beyond the name. The embassy may read
    /// another language than the other offices, so it depends on the country.
    pub fn required(&self, answers: &Answers) -> Result<Vec<Field>, Failure> {
        let mut required: BTreeSet<Field> = BTreeSet::new();
        if matches!(self.embassy, EmbassyChoice::Auto(_)) {
            required.insert(Field::Country);
        }
        for model in self.models(answers) {
            let printed = model.required()?;
            let extra = self.campaign.fields.iter().map(Extra::field);
            required.extend(Field::ALL.into_iter().chain(extra).filter(|field| printed.contains(field.name())));
        }
        // A letter always says of which kind the signatory is.
        required.remove(&Field::Kind);
        Ok(required.into_iter().collect())
    }

    /// Whether some letter has a place for the signatory's own words.
    pub fn takes_own_words(&self, answers: &Answers) -> bool {
        self.uses(answers, Field::OwnWords)
    }

    /// The fields that the campaign declares and some letter has a place for.
    pub fn extras(&self, answers: &Answers) -> Vec<Field> {
        self.campaign.fields.iter().map(Extra::field).filter(|field| self.uses(answers, *field)).collect()
    }

    fn uses(&self, answers: &Answers, field: Field) -> bool {
        self.models(answers).into_iter().any(|model| model.used().is_ok_and(|used| used.contains(field.name())))
    }

    /// The languages of the letter to an office: those asked for; else the campaign's own when the
    /// office reads it, or nothing is known of what it reads; else the first one that it reads.
    pub fn languages(&self, office: &Office) -> &[Language] {
        if !self.languages.is_empty() {
            return &self.languages;
        }
        let default = self.campaign.default_language();
        let own = default.filter(|language| office.languages.is_empty() || office.reads(language));
        let read = || office.languages.iter().find_map(|language| self.campaign.model(language));
        match own.or_else(|| read().map(|model| &model.language)).or(default) {
            Some(language) => std::slice::from_ref(language),
            None => &[],
        }
    }

    /// The model letters that are used, as far as the answers show.
    fn models(&self, answers: &Answers) -> Vec<&Model> {
        let mut offices: Vec<&Office> = self.chosen.iter().filter_map(|id| self.registry.get(id)).collect();
        let own = answers.country.as_deref().and_then(|country| country.parse::<Country>().ok());
        let embassy = self.embassy_for(own).map(|(state, country)| self.registry.embassy(state, country));
        offices.extend(embassy.and_then(|embassy| embassy.office()));
        let mut languages: Vec<&Language> = offices.into_iter().flat_map(|office| self.languages(office)).collect();
        if own.is_none() && matches!(self.embassy, EmbassyChoice::Auto(_)) {
            // Which embassy it will be does not show yet; most read the campaign's own language.
            languages.extend(if self.languages.is_empty() { self.campaign.default_language() } else { None });
            languages.extend(&self.languages);
        }
        languages.sort();
        languages.dedup();
        languages.into_iter().filter_map(|language| self.campaign.model(language)).collect()
    }

    /// The state whose embassy gets a letter, and the country it is looked for in.
    fn embassy_for(&self, own: Option<Country>) -> Option<(Country, Country)> {
        match self.embassy {
            EmbassyChoice::None => None,
            EmbassyChoice::Auto(state) => own.map(|own| (state, own)),
            EmbassyChoice::In(state, country) => Some((state, country)),
        }
    }

    /// What the user's files and the campaign's change about these offices, and about the embassies of signatories
    /// in these countries.
    pub fn changed<'a>(
        &self,
        offices: impl IntoIterator<Item = &'a str>,
        countries: &BTreeSet<Country>,
    ) -> Vec<Changed> {
        if self.overlays.are_none() {
            return Vec::new();
        }
        let embassies = match self.embassy {
            EmbassyChoice::In(..) => self.embassy_for(None).into_iter().collect(),
            _ => countries.iter().filter_map(|country| self.embassy_for(Some(*country))).collect(),
        };
        self.overlays.changed(&self.registry, offices, &embassies)
    }

    /// The offices to write to, and what is to be said about the choice.
    pub fn offices(&self, signatory: &Signatory) -> Result<(Vec<&Office>, Vec<String>), Failure> {
        let mut offices: Vec<&Office> = self.chosen.iter().filter_map(|id| self.registry.get(id)).collect();
        let mut notes = Vec::new();
        if let Some((state, country)) = self.embassy_for(signatory.country) {
            let embassy = self.registry.embassy(state, country);
            let office = embassy.office();
            let already = office.is_some_and(|office| offices.iter().any(|chosen| chosen.id == office.id));
            let closed = self.registry.closed_embassy(state, country);
            notes.extend(embassy::words(&embassy, closed, state, country, already));
            offices.extend(office);
        }
        // However an office came onto the list, it gets one letter.
        let mut listed: BTreeSet<&str> = BTreeSet::new();
        offices.retain(|office| !self.except.contains(&office.id) && listed.insert(&office.id));
        let english = Language::english();
        for office in &offices {
            let name = office.name_in(&english);
            match office.status {
                Status::Active => {}
                Status::Moved => notes.push(format!("{name} ({}) has moved; look for its new address.", office.id)),
                Status::Closed => {
                    notes.push(format!("{name} ({id}) is closed; leave it out with --except {id}.", id = office.id));
                }
                Status::Historic => notes.push(format!(
                    "{name} ({}) is listed for an old campaign; its channels are of that time.",
                    office.id
                )),
            }
            if let Some(until) = office.valid_until.filter(|until| *until < self.today) {
                notes.push(format!("What is known of {name} ({}) held until {until}.", office.id));
            }
            if self.changed.contains(&office.id) {
                notes.push(format!(
                    "The campaign's own folder says how to reach {name} ({}); nobody confirmed that.",
                    office.id
                ));
            }
            if let ([language], Some(default)) = (self.languages(office), self.campaign.default_language())
                && self.languages.is_empty()
                && language != default
            {
                notes.push(format!(
                    "The letter to {name} is in {}, which it reads. For {}: --lang {default}.",
                    language.name_in(&english),
                    default.name_in(&english)
                ));
            }
        }
        if signatory.email.is_none() && signatory.address.is_empty() {
            notes.push("The letter has no address for an answer; --email or --address adds one.".to_owned());
        }
        if offices.is_empty() {
            return Err(Failure::data("there is no office left to write to").hint("see --to, --except and --embassy"));
        }
        Ok((offices, notes))
    }
}

/// Reads who signs. What is missing is asked for, if a person can be asked; otherwise every missing
/// flag is named at once, `also_missing` with them.
pub fn signatory(plan: &Plan, answers: Answers, ask: &Ask, also_missing: Vec<String>) -> Result<Signatory, Failure> {
    let mut answers = answers;
    let mut required = plan.required(&answers)?;
    if ask.possible() {
        ask.missing(&mut answers, &required, &plan.campaign.fields)?;
        // The country may bring an embassy that reads another language, whose letter says more.
        required = plan.required(&answers)?;
        ask.missing(&mut answers, &required, &plan.campaign.fields)?;
    }
    let mut missing = Vec::new();
    let mut wrong = Vec::new();
    match Signatory::parse(&answers, &required) {
        Ok(signatory) if also_missing.is_empty() => return Ok(signatory),
        Ok(_) => {}
        Err(errors) => {
            for error in errors {
                match error.problem {
                    Problem::Missing => missing.push(missing_flag(error.field, plan)),
                    _ => wrong.push(format!("--{} \"{}\": {}", flag(error.field), error.value, error.problem)),
                }
            }
        }
    }
    let kind_assumed = answers.get(Field::Kind).is_none() && missing.iter().any(|line| line.starts_with("--name"));
    missing.extend(also_missing);
    let mut hints = Vec::new();
    if !missing.is_empty() && !ask.possible() {
        hints.push("give these flags, or run this on a terminal to be asked".to_owned());
    }
    if kind_assumed {
        hints.push("for a union or an organisation, give --kind and --organisation".to_owned());
    }
    let problems = wrong.into_iter().chain(missing).collect();
    Err(Failure { exit: Exit::Usage, problems, hints })
}

/// The flag for a field, without its dashes.
pub fn flag(field: Field) -> String {
    match field {
        Field::Extra(name) => format!("set {name}"),
        _ => field.name().replace('_', "-"),
    }
}

fn missing_flag(field: Field, plan: &Plan) -> String {
    let what = match field {
        Field::Name => "the person who signs".to_owned(),
        Field::Organisation => "the union branch or organisation that signs".to_owned(),
        Field::Country => match plan.campaign.embassy_of {
            Some(state) => format!("your country, two letters such as GB; the embassy of {state} there gets a letter"),
            None => "your country, two letters such as GB".to_owned(),
        },
        _ => match declared(&plan.campaign.fields, field) {
            Some(extra) if !extra.labels.is_empty() => extra.label().into_owned(),
            _ => "the letter needs it".to_owned(),
        },
    };
    format!("{} is missing: {what}", flag_to_give(field))
}

/// What is odd about an address whose domain mixes letters that look alike, such as Latin and Cyrillic ones.
pub fn mixed_domain(email: &Email) -> Option<String> {
    let shown = email.mixed_domain()?;
    Some(format!("{email}: its domain, {shown}, mixes letters of scripts that look alike; look whether it is meant"))
}

/// The addresses that get a copy: those given, else the campaign's.
pub fn copies(campaign: &Campaign, to: &ToArgs) -> Result<Vec<Email>, Failure> {
    if to.copy_to.is_empty() {
        return Ok(campaign.copy_to.clone());
    }
    let mut copies = Vec::new();
    for raw in &to.copy_to {
        let email = raw.parse().map_err(|error| Failure::usage(format!("--copy-to \"{raw}\": {error}")))?;
        if !copies.contains(&email) {
            copies.push(email);
        }
    }
    if copies.len() > COPIES_MOST {
        let given = copies.len();
        return Err(Failure::usage(format!("--copy-to: a letter has at most {COPIES_MOST} copies; these are {given}")));
    }
    Ok(copies)
}

/// The copy addresses that may stand in a letter that is written: a stand-in such as
/// `copies@campaign.example` would be a hole in it, so it is left out and said.
pub fn printable_copies(campaign: &Campaign, copies: Vec<Email>) -> (Vec<Email>, Option<String>) {
    let (stand_ins, real): (Vec<Email>, Vec<Email>) =
        copies.into_iter().partition(|email| email.reserved() == Some(Reserved::StandIn));
    let note = (!stand_ins.is_empty()).then(|| {
        let names: Vec<String> = stand_ins.iter().map(ToString::to_string).collect();
        format!(
            "The letter names no copy address: {} only stands in for the campaign's own, which is not known here. \
             Ask the campaign for it and give --copy-to ADDRESS, or put it into copy_to in campaign.toml ({}).",
            names.join(" and "),
            campaign.id
        )
    });
    (real, note)
}

/// Everything a letter is made from, checked; [`Ready::letters`] cannot be stopped by bad answers.
pub struct Ready<'a> {
    pub plan: &'a Plan,
    pub signatory: &'a Signatory,
    pub offices: Vec<&'a Office>,
    pub copies: &'a [Email],
    pub today: jiff::civil::Date,
}

impl<'a> Ready<'a> {
    /// Composes the letter to every office; all mistakes come together.
    pub fn letters(&self) -> Result<Vec<Letter<'a>>, Failure> {
        let mut letters = Vec::new();
        let mut errors: Vec<ComposeError> = Vec::new();
        for office in &self.offices {
            let request = Request {
                campaign: &self.plan.campaign,
                office,
                signatory: self.signatory,
                date: self.today,
                languages: self.plan.languages(office),
                copies: self.copies,
            };
            match compose(request) {
                Ok(letter) => letters.push(letter),
                // What is wrong with the text itself is wrong for every office alike.
                Err(error)
                    if errors.iter().any(|known| (&known.file, &known.problem) == (&error.file, &error.problem)) => {}
                Err(error) => errors.push(error),
            }
        }
        Failure::together(errors.into_iter().map(Failure::from)).map_or(Ok(letters), Err)
    }
}
