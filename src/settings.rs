//! `config.toml`: the user's own details, and the accounts letters are sent from.
//!
//! No secret is stored here: an account names a command that prints one, or the user is asked.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use crate::address::Mailbox;
use crate::locale::Language;
use crate::place::{self, Place};
use crate::signatory::{Answers, ExtraName};
use crate::smtp::presets::{self, Preset};
use crate::smtp::{Server, Tls};
use crate::text;

/// Everything a configuration file says.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The default profile.
    pub me: Profile,
    /// Other profiles, by name.
    pub profiles: BTreeMap<String, Profile>,
    /// Accounts, by name.
    pub accounts: BTreeMap<String, Account>,
    /// Shapes of lists, by name.
    pub lists: BTreeMap<String, ListShape>,
}

/// How lists with one header are read: what somebody answered once about an export that comes again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListShape {
    /// The names of the columns, by which such a list is recognised.
    pub header: Vec<String>,
    /// What columns hold, as `--map` takes it: `FIELD=COLUMN`.
    #[serde(default)]
    pub map: Vec<String>,
    /// Columns that are left out, as `--ignore` takes them.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Texts of the column for consent that mean yes.
    #[serde(default)]
    pub consent_text: Vec<String>,
    /// Who signs, where a row has a person and an organisation.
    pub kind: Option<String>,
}

impl ListShape {
    /// Whether a list with these columns has this shape, in whatever order they stand.
    pub fn fits<'a>(&self, names: impl Iterator<Item = &'a str>) -> bool {
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let ours = sorted(self.header.iter().map(|name| text::key(name)).collect());
        ours == sorted(names.map(text::key).collect())
    }
}

/// Who signs, and how their letters look on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "RawProfile")]
pub struct Profile {
    /// Who signs.
    pub answers: Answers,
    /// The languages they read, the preferred one first.
    pub languages: Vec<Language>,
    /// Where the address stands, by the name of a layout.
    pub layout: Option<String>,
    /// The file of a signature, as the configuration writes it: seen from its own folder.
    pub signature: Option<PathBuf>,
    /// The file of a letterhead, likewise.
    pub letterhead: Option<PathBuf>,
    /// Whether the letterhead says who writes and where, so that the sender's lines are not needed.
    pub letterhead_has_sender: bool,
    /// The file of a picture beside the sender's lines.
    pub logo: Option<PathBuf>,
    /// The sender's telephone number, at the foot of the first sheet.
    pub telephone: Option<String>,
    /// The sender's fax number.
    pub fax: Option<String>,
    /// Their web site.
    pub web: Option<String>,
    /// Their bank account.
    pub bank: Option<String>,
    /// The town before the day.
    pub place: Option<String>,
    /// The sender's reference.
    pub our_ref: Option<String>,
    /// Who signs beside the signatory.
    pub second_name: Option<String>,
    /// Their office or job.
    pub second_role: Option<String>,
    /// The file of their signature.
    pub second_signature: Option<PathBuf>,
}

/// An account letters are sent from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Where its server is.
    pub server: Server,
    /// The user name to log in with; none for a server that asks for no login.
    pub user: Option<String>,
    /// How the secret is got.
    pub secret: SecretSource,
    /// A file of certificate authorities beside those of the machine. In the file, seen from its folder.
    pub ca_file: Option<PathBuf>,
    /// The address it may send from.
    pub from: Mailbox,
    /// Letters a minute it may send, if limited.
    pub per_minute: Option<u32>,
    /// Letters an hour it may send, if limited.
    pub per_hour: Option<u32>,
    /// Letters a day it may send, if limited.
    pub per_day: Option<u32>,
    /// Recipients a day, if limited: a letter with one copy has two.
    pub recipients_per_day: Option<u32>,
    /// Connections at the same time, if more than one is wanted.
    pub connections: Option<u32>,
    /// What its provider's users should know.
    pub note: Option<String>,
}

/// How the secret of an account is got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// A command prints the password.
    PasswordCommand(String),
    /// A command prints an OAuth 2.0 access token.
    TokenCommand(String),
    /// The user is asked.
    Ask,
}

impl Config {
    /// Reads a configuration file. `file` is its name in errors.
    pub fn parse(file: &str, source: &str) -> Result<Self, ConfigError> {
        let raw: RawConfig = place::read_toml(file, source)
            .map_err(|(place, message)| ConfigError { place, problem: SettingsProblem::Toml(message) })?;
        let mut accounts = BTreeMap::new();
        for (name, account) in raw.account {
            let span = account.span();
            let at = |span: Range<usize>| Place::at(file, source, span.start);
            let account = account
                .into_inner()
                .read(&name)
                .map_err(|(inner, problem)| ConfigError { place: at(inner.unwrap_or(span)), problem })?;
            accounts.insert(name, account);
        }
        Ok(Self { me: raw.me, profiles: raw.profile, accounts, lists: raw.list })
    }
}

/// Why a configuration file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct ConfigError {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: SettingsProblem,
}

/// The kinds of mistake a configuration file can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsProblem {
    /// Not TOML, or not of this shape.
    #[error("{0}")]
    Toml(String),
    /// A preset that does not exist.
    #[error("there is no preset \"{name}\"; there are {known}")]
    Preset {
        /// As written.
        name: String,
        /// All names.
        known: String,
    },
    /// No server.
    #[error("account \"{0}\" names no server; give a preset, or host = \"…\" with tls and port")]
    NoHost(String),
    /// A server that cannot be used.
    #[error(transparent)]
    Server(#[from] crate::smtp::ServerError),
    /// A From that is no address.
    #[error("from \"{value}\": {error}")]
    From {
        /// As written, made safe to show.
        value: String,
        /// What is wrong with it.
        error: crate::address::AddressError,
    },
    /// Two commands for one secret.
    #[error("account \"{0}\" has both a password_command and a token_command; keep one")]
    TwoSecrets(String),
    /// A command without a user to log in.
    #[error("account \"{0}\" has a command for its secret but no user = \"…\" to log in")]
    NoUser(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConfig {
    #[serde(default)]
    me: Profile,
    #[serde(default)]
    profile: BTreeMap<String, Profile>,
    #[serde(default)]
    account: BTreeMap<String, Spanned<RawAccount>>,
    #[serde(default)]
    list: BTreeMap<String, ListShape>,
}

/// A profile as the file writes it. Its answers stand here once more: what is flattened can tell neither
/// an unknown key nor its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProfile {
    kind: Option<String>,
    name: Option<String>,
    role: Option<String>,
    organisation: Option<String>,
    #[serde(default, deserialize_with = "number_or_text")]
    members: Option<String>,
    country: Option<String>,
    email: Option<String>,
    address: Option<String>,
    own_words: Option<String>,
    voice: Option<String>,
    #[serde(default)]
    extra: BTreeMap<ExtraName, String>,
    #[serde(default)]
    languages: Vec<Language>,
    layout: Option<String>,
    signature: Option<PathBuf>,
    letterhead: Option<PathBuf>,
    #[serde(default)]
    letterhead_has_sender: bool,
    logo: Option<PathBuf>,
    telephone: Option<String>,
    fax: Option<String>,
    web: Option<String>,
    bank: Option<String>,
    place: Option<String>,
    our_ref: Option<String>,
    second_name: Option<String>,
    second_role: Option<String>,
    second_signature: Option<PathBuf>,
}

impl From<RawProfile> for Profile {
    fn from(raw: RawProfile) -> Self {
        let answers = Answers {
            kind: raw.kind,
            name: raw.name,
            role: raw.role,
            organisation: raw.organisation,
            members: raw.members,
            country: raw.country,
            email: raw.email,
            address: raw.address,
            own_words: raw.own_words,
            own_words_in: BTreeMap::new(),
            voice: raw.voice,
            extra: raw.extra,
            questions: BTreeMap::new(),
        };
        Self {
            answers,
            languages: raw.languages,
            layout: raw.layout,
            signature: raw.signature,
            letterhead: raw.letterhead,
            letterhead_has_sender: raw.letterhead_has_sender,
            logo: raw.logo,
            telephone: raw.telephone,
            fax: raw.fax,
            web: raw.web,
            bank: raw.bank,
            place: raw.place,
            our_ref: raw.our_ref,
            second_name: raw.second_name,
            second_role: raw.second_role,
            second_signature: raw.second_signature,
        }
    }
}

/// A number, or a text that may say more than one.
fn number_or_text<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Raw {
        Number(i64),
        Text(String),
    }
    Ok(Some(match Raw::deserialize(source)? {
        Raw::Number(number) => number.to_string(),
        Raw::Text(text) => text,
    }))
}

/// An account as the file writes it. What is left out comes from its preset.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAccount {
    preset: Option<Spanned<String>>,
    host: Option<Spanned<String>>,
    port: Option<u16>,
    tls: Option<Tls>,
    user: Option<String>,
    password_command: Option<String>,
    token_command: Option<String>,
    ca_file: Option<PathBuf>,
    from: Spanned<String>,
    per_minute: Option<u32>,
    per_hour: Option<u32>,
    per_day: Option<u32>,
    recipients_per_day: Option<u32>,
    connections: Option<u32>,
}

impl RawAccount {
    fn read(self, name: &str) -> Result<Account, (Option<Range<usize>>, SettingsProblem)> {
        let preset = self.preset.as_ref().map(find_preset).transpose()?;
        let host_span = self.host.as_ref().map(Spanned::span);
        let host = match (&self.host, preset.as_ref().and_then(|preset| preset.host.as_ref())) {
            (Some(host), _) => host.get_ref(),
            (None, Some(host)) => host,
            (None, None) => return Err((None, SettingsProblem::NoHost(name.to_owned()))),
        };
        let tls = self.tls.or(preset.as_ref().map(|preset| preset.tls)).unwrap_or(Tls::Implicit);
        let port = self.port.or(preset.as_ref().map(|preset| preset.port)).unwrap_or(usual_port(tls));
        let server = Server::new(host, port, tls).map_err(|error| (host_span, error.into()))?;
        let from = self.from.get_ref().parse().map_err(|error| {
            (Some(self.from.span()), SettingsProblem::From { value: text::for_sentence(self.from.get_ref()), error })
        })?;
        let secret = match (self.password_command, self.token_command) {
            (Some(_), Some(_)) => return Err((None, SettingsProblem::TwoSecrets(name.to_owned()))),
            (Some(command), None) => SecretSource::PasswordCommand(command),
            (None, Some(command)) => SecretSource::TokenCommand(command),
            (None, None) => SecretSource::Ask,
        };
        if self.user.is_none() && secret != SecretSource::Ask {
            return Err((None, SettingsProblem::NoUser(name.to_owned())));
        }
        Ok(Account {
            server,
            user: self.user,
            secret,
            ca_file: self.ca_file,
            from,
            per_minute: self.per_minute.or(preset.as_ref().and_then(|preset| preset.per_minute)),
            per_hour: self.per_hour.or(preset.as_ref().and_then(|preset| preset.per_hour)),
            per_day: self.per_day.or(preset.as_ref().and_then(|preset| preset.per_day)),
            recipients_per_day: self
                .recipients_per_day
                .or(preset.as_ref().and_then(|preset| preset.recipients_per_day)),
            connections: self.connections,
            note: preset.and_then(|preset| preset.note),
        })
    }
}

fn usual_port(tls: Tls) -> u16 {
    match tls {
        Tls::Implicit => 465,
        Tls::StartTls => 587,
        Tls::None => 25,
    }
}

fn find_preset(name: &Spanned<String>) -> Result<Preset, (Option<Range<usize>>, SettingsProblem)> {
    let all = presets::all().map_err(|error| (Some(name.span()), SettingsProblem::Toml(error.to_string())))?;
    let known: Vec<String> = all.iter().map(|preset| preset.id.clone()).collect();
    all.into_iter().find(|preset| preset.id == *name.get_ref()).ok_or_else(|| {
        let name_shown = text::for_sentence(name.get_ref());
        (Some(name.span()), SettingsProblem::Preset { name: name_shown, known: known.join(", ") })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(text: &str) -> Result<Account, String> {
        Config::parse("config.toml", &format!("[account.a]\n{text}"))
            .map(|config| config.accounts["a"].clone())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn presets_fill_what_an_account_leaves_out() {
        let gmail =
            account("preset = \"gmail\"\nuser = \"b@u.test\"\nfrom = \"Branch <b@u.test>\"\nper_day = 10").unwrap();
        assert_eq!(
            (gmail.server.host(), gmail.server.port(), gmail.server.tls()),
            ("smtp.gmail.com", 465, Tls::Implicit)
        );
        assert_eq!((gmail.per_day, gmail.secret), (Some(10), SecretSource::Ask));
        assert_eq!(gmail.from.name.as_deref(), Some("Branch"));
        let own = account("host = \"mail.u.test\"\ntls = \"starttls\"\nfrom = \"b@u.test\"").unwrap();
        assert_eq!((own.server.port(), own.server.tls()), (587, Tls::StartTls));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (text, expected) in [
            (
                "preset = \"gmial\"\nfrom = \"b@u.test\"",
                "config.toml:2:10: there is no preset \"gmial\"; there are gmail,",
            ),
            ("from = \"b@u.test\"", "config.toml:1:"),
            (
                "host = \"mail.u.test\"\ntls = \"none\"\nfrom = \"b@u.test\"",
                "config.toml:2:8: without encryption only a server on this machine",
            ),
            ("host = \"mail.u.test\"\nfrom = \"branch\"", "config.toml:3:8: from \"branch\": it is not one address"),
            (
                "host = \"mail.u.test\"\npassword = \"x\"\nfrom = \"b@u.test\"",
                "config.toml:3:1: unknown field `password`",
            ),
            ("host = \"mail.u.test\"\npassword_command = \"x\"\nfrom = \"b@u.test\"", "but no user"),
        ] {
            let error = account(text).unwrap_err();
            assert!(error.starts_with(expected) || error.contains(expected), "{error}\n  is not\n{expected}");
        }
    }
}
