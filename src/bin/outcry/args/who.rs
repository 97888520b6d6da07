//! Flags that say who signs.

use clap::Args;
use outcry::locale::Language;
use outcry::signatory::{Answers, ExtraName, NotAName};

/// Who signs. Each flag overrides the profile.
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "Who signs")]
pub struct WhoArgs {
    /// Name of the person who signs
    #[arg(long)]
    pub name: Option<String>,
    /// Office or job, such as "Branch Secretary"
    #[arg(long)]
    pub role: Option<String>,
    /// Name of the union branch or organisation
    #[arg(long)]
    pub organisation: Option<String>,
    /// Kind of signatory: individual, union, organisation or representative (holds public office)
    #[arg(long)]
    pub kind: Option<String>,
    /// Number of members of the organisation
    #[arg(long, value_name = "N")]
    pub members: Option<String>,
    /// E-mail address for an answer
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// Postal address for an answer, lines separated by line breaks
    #[arg(long)]
    pub address: Option<String>,
    /// Country you write from, by name or two letters: Germany, GB
    #[arg(long)]
    pub country: Option<String>,
    /// Paragraph of your own: the text, @FILE, - for standard input, or de=@FILE for the letters in one language; repeatable
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub own_words: Vec<String>,
    /// Speak as I or as we, whatever the kind
    #[arg(long, value_name = "i|we")]
    pub voice: Option<String>,
    /// Answer to a field of the campaign, as `outcry campaigns show` lists it; repeatable
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<Set>,
    /// Profile from the configuration file that fills in what is not given
    #[arg(long)]
    pub profile: Option<String>,
}

/// An answer to a field that the campaign declares.
#[derive(Debug, Clone)]
pub struct Set {
    pub name: ExtraName,
    pub value: String,
}

impl std::str::FromStr for Set {
    type Err = String;

    fn from_str(raw: &str) -> Result<Self, String> {
        let (name, value) = raw.split_once('=').ok_or("expected NAME=VALUE")?;
        let name = name.trim().parse().map_err(|error: NotAName| error.to_string())?;
        Ok(Self { name, value: value.to_owned() })
    }
}

impl WhoArgs {
    /// Flags that say the same as these answers.
    pub fn saying(answers: Answers, profile: Option<String>) -> Self {
        let questions = answers.questions.into_iter().map(|((_, name), value)| (name, value));
        Self {
            name: answers.name,
            role: answers.role,
            organisation: answers.organisation,
            kind: answers.kind,
            members: answers.members,
            email: answers.email,
            address: answers.address,
            country: answers.country,
            // Words for one language alone come from files, and no question asks for them.
            own_words: answers.own_words.into_iter().collect(),
            voice: answers.voice,
            set: answers.extra.into_iter().chain(questions).map(|(name, value)| Set { name, value }).collect(),
            profile,
        }
    }

    /// The answers as typed, but for own words, which may be in files.
    pub fn typed(&self) -> Answers {
        Answers {
            kind: self.kind.clone(),
            name: self.name.clone(),
            role: self.role.clone(),
            organisation: self.organisation.clone(),
            members: self.members.clone(),
            country: self.country.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            voice: self.voice.clone(),
            extra: self.set.iter().map(|set| (set.name, set.value.clone())).collect(),
            ..Answers::default()
        }
    }
}

/// Own words for the letters in one language, `de=@FILE`: the language and the file. A word before `=@` that is no
/// language is a part of the words.
pub fn tagged(given: &str) -> Option<(Language, &str)> {
    let (tag, file) = given.split_once("=@")?;
    let language: Language = tag.parse().ok().filter(|_| !tag.contains(char::is_whitespace))?;
    // CLDR has no name for what is none.
    (language.name_in(&Language::english()) != language.as_str()).then_some((language, file))
}
