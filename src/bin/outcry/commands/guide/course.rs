//! The course of a guided run: which questions there are, as far as the answers show, and which of them were answered.
//! It asks nothing.

use std::collections::BTreeSet;
use std::path::PathBuf;

use outcry::campaign::Campaign;
use outcry::mailing::Recipients;
use outcry::settings::Config;
use outcry::signatory::{Answers, Field, Kind, declared};

use crate::app::App;
use crate::args::{EditArgs, GuideArgs, RosterArgs, SheetArgs, ToArgs, WhoArgs, WriteArgs, tagged};
use crate::failure::Failure;
use crate::input::{identity, own_words};

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Campaign,
    /// Whose details to take, when the configuration has several people's.
    Profile,
    Language,
    Field(Field),
    Offices,
}

/// All answers so far, and the way to them.
pub struct Course {
    /// The answers, as flags.
    pub args: WriteArgs,
    /// What was typed now about who signs.
    pub typed: Answers,
    /// What the profile says of them.
    pub known: Answers,
    /// How many offices there were to choose from.
    pub offered: usize,
    /// Own words for the letters in one language, which no question asks for.
    in_one_language: Vec<String>,
    /// The file of an edited text that is no longer used.
    pub left_out: Option<PathBuf>,
    done: BTreeSet<Step>,
    /// The questions answered since the start, or since the last change.
    trail: Vec<Step>,
    /// Whether there was an answer to everything once.
    is_complete: bool,
}

impl Course {
    pub fn new() -> Self {
        let args = WriteArgs {
            campaign: String::new(),
            who: WhoArgs::default(),
            list: RosterArgs::default(),
            to: ToArgs::default(),
            edit: EditArgs::default(),
            format: None,
            html: false,
            output: None,
            anyway: false,
            dry_run: false,
            sheet: SheetArgs::default(),
        };
        Self {
            args,
            typed: Answers::default(),
            known: Answers::default(),
            offered: 0,
            in_one_language: Vec::new(),
            left_out: None,
            done: BTreeSet::new(),
            trail: Vec::new(),
            is_complete: false,
        }
    }

    /// The course as far as these flags answer it.
    pub fn from(app: &App, given: &GuideArgs) -> Result<Self, Failure> {
        let mut course = Self::new();
        let campaign = Campaign::load(&given.campaign, &app.sources.folders)?;
        course.typed = identity::by_flags(&campaign, &given.who)?;
        let words = given.who.own_words.iter().filter(|words| tagged(words).is_some());
        course.in_one_language = words.cloned().collect();
        course.args.campaign.clone_from(&campaign.id);
        course.args.to.clone_from(&given.to);
        course.args.edit.text.clone_from(&given.text);
        course.args.sheet.look.clone_from(&given.look);
        course.args.who.profile.clone_from(&given.who.profile);
        course.say_in_flags();
        course.read_profile(app)?;
        let answered = [
            (Step::Campaign, true),
            (Step::Profile, given.who.profile.is_some()),
            (Step::Language, !given.to.lang.is_empty()),
            (Step::Offices, !given.to.to.is_empty()),
        ];
        course.done.extend(answered.iter().filter(|(_, is_answered)| *is_answered).map(|(step, _)| *step));
        course.done.extend(course.typed.given().map(|(field, _)| Step::Field(field)));
        // Whoever edited the text had answered everything.
        if given.text.is_some() {
            let recipients = course.recipients(app)?;
            course.done.extend(course.steps(app, Some(&recipients))?);
        }
        Ok(course)
    }

    /// All that is known of who signs.
    pub fn answers(&self) -> Answers {
        self.typed.clone().or(&self.known)
    }

    pub fn campaign(&self, app: &App) -> Result<Campaign, Failure> {
        Ok(Campaign::load(&self.args.campaign, &app.sources.folders)?)
    }

    pub fn recipients(&self, app: &App) -> Result<Recipients, Failure> {
        app.sources.recipients(self.campaign(app)?, &self.args.to, &self.args.who)
    }

    /// The question to put now; `None` when everything is answered.
    pub fn next(&mut self, app: &App) -> Result<Option<Step>, Failure> {
        let recipients = self.recipients_if_any(app)?;
        let mut open: Vec<Field> = Vec::new();
        if let Some(recipients) = &recipients {
            // What was left out may be needed after another answer.
            let answers = self.answers();
            open = self.required(recipients)?;
            open.retain(|field| answers.get(*field).is_none());
        }
        let is_open = |step: &Step| match step {
            Step::Field(field) => !self.done.contains(step) || open.contains(field),
            _ => !self.done.contains(step),
        };
        let next = self.steps(app, recipients.as_ref())?.into_iter().find(is_open);
        self.is_complete |= next.is_none();
        Ok(next)
    }

    /// Who gets the letters of the campaign, once one was chosen.
    fn recipients_if_any(&self, app: &App) -> Result<Option<Recipients>, Failure> {
        self.done.contains(&Step::Campaign).then(|| self.recipients(app)).transpose()
    }

    /// The questions there are, as far as the answers show.
    fn steps(&self, app: &App, recipients: Option<&Recipients>) -> Result<Vec<Step>, Failure> {
        let mut steps = vec![Step::Campaign];
        let Some(recipients) = recipients else { return Ok(steps) };
        if !app.sources.config.profiles.is_empty() {
            steps.push(Step::Profile);
        }
        steps.push(Step::Field(Field::Country));
        if recipients.campaign.models.len() > 1 {
            steps.push(Step::Language);
        }
        let answers = self.answers();
        let mut fields = vec![Field::Kind];
        fields.extend(self.required(recipients)?);
        let kind = answers.kind().unwrap_or(Kind::Individual);
        fields.extend(useful(kind).iter().copied().chain(recipients.extras(&answers)));
        // How many members there are says something of an organisation only.
        let takes_members = answers.get(Field::Organisation).is_some() && recipients.takes_members(&answers);
        fields.retain(|field| *field != Field::Members || takes_members);
        fields.extend(
            recipients
                .campaign
                .fields
                .iter()
                .map(outcry::signatory::Extra::field)
                .filter(|field| field.is_own_words() && recipients.takes_own_words(&answers)),
        );
        if recipients.takes_own_words(&answers) {
            fields.push(Field::OwnWords);
        }
        for step in fields.into_iter().map(Step::Field) {
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        steps.push(Step::Offices);
        Ok(steps)
    }

    /// What nobody may leave out.
    pub fn required(&self, recipients: &Recipients) -> Result<Vec<Field>, Failure> {
        let answers = self.answers();
        let mut required = vec![answers.kind().unwrap_or(Kind::Individual).required()];
        required.extend(recipients.required(&answers)?);
        Ok(required)
    }

    /// What the text of the letter depends on.
    pub fn meant(&self) -> (String, Vec<String>, Answers) {
        (self.args.campaign.clone(), self.args.to.lang.clone(), self.answers())
    }

    /// A question was answered; `before` is what was [`meant`](Self::meant) until then. An edited text that says what is
    /// no longer so is left out.
    pub fn answered(&mut self, step: Step, before: &(String, Vec<String>, Answers)) {
        self.done.insert(step);
        self.trail.push(step);
        if self.meant() != *before {
            self.left_out = self.args.edit.text.take().or(self.left_out.take());
        }
    }

    /// Goes one step back from a question. Where an answer was to be changed, it stays as it was. Returns whether there
    /// was a step to go.
    pub fn back(&mut self, from: Step) -> bool {
        match self.trail.pop() {
            Some(before) => self.done.remove(&before),
            None if self.is_complete => self.done.insert(from),
            None => false,
        }
    }

    /// Goes back from the summary to the last question.
    pub fn back_from_the_end(&mut self) {
        if let Some(last) = self.trail.pop().or(self.done.last().copied()) {
            self.done.remove(&last);
        }
    }

    /// Puts one question again.
    pub fn change(&mut self, step: Step) {
        self.trail.clear();
        self.done.remove(&step);
    }

    /// Another campaign or country may have other offices: they are chosen anew.
    pub fn offices_may_differ(&mut self) {
        self.done.remove(&Step::Offices);
    }

    /// Takes a campaign. What was answered for another one goes so far as this one has no place for it.
    pub fn take_campaign(&mut self, campaign: &Campaign) {
        if self.args.campaign == campaign.id {
            return;
        }
        self.args.campaign.clone_from(&campaign.id);
        let has = |tag: &String| tag == "office" || campaign.models.keys().any(|language| language.to_string() == *tag);
        if !self.args.to.lang.iter().all(has) || self.args.to.lang.is_empty() {
            self.args.to.lang.clear();
            self.done.remove(&Step::Language);
        }
        self.args.to = ToArgs { lang: std::mem::take(&mut self.args.to.lang), ..ToArgs::default() };
        self.typed.extra.retain(|name, _| declared(&campaign.fields, Field::Extra(*name)).is_some());
        self.typed.questions.clear();
        self.done.retain(|step| !matches!(step, Step::Field(Field::Question(..))));
        self.say_in_flags();
        self.offices_may_differ();
    }

    /// Reads what the profile says, where it says something. Nothing more is asked of who has one than is needed; the
    /// rest stands in the summary.
    pub fn read_profile(&mut self, app: &App) -> Result<(), Failure> {
        let recipients = self.recipients(app)?;
        self.known = identity::by_profile(&recipients.campaign, &app.sources, &self.args.who)?;
        let known: Vec<Field> = self.known.given().map(|(field, _)| field).collect();
        self.done.extend(known.iter().map(|field| Step::Field(*field)));
        if known.contains(&Field::Name) || known.contains(&Field::Organisation) {
            let answers = self.answers();
            self.done.insert(Step::Field(Field::Kind));
            let required = self.required(&recipients)?;
            let mut spare = useful(answers.kind().unwrap_or(Kind::Individual)).to_vec();
            spare.push(Field::Country);
            spare.extend(recipients.extras(&answers));
            spare.retain(|field| !required.contains(field));
            self.done.extend(spare.into_iter().map(Step::Field));
        }
        Ok(())
    }

    /// Keeps an answer, or that there is none.
    pub fn set(&mut self, field: Field, answer: Option<String>) {
        let answer = answer.filter(|answer| self.known.get(field) != Some(answer.as_str()));
        self.typed.set(field, answer);
        self.say_in_flags();
    }

    /// Puts what was typed into the flags that say it.
    fn say_in_flags(&mut self) {
        let mut said = self.typed.clone();
        said.own_words = said.own_words.map(own_words::as_flag);
        self.args.who = WhoArgs::saying(said, self.args.who.profile.clone());
        self.args.who.own_words.extend_from_slice(&self.in_one_language);
    }

    /// Each question with its answer, in a line.
    pub fn said(&self, app: &App) -> Result<Vec<(Step, String)>, Failure> {
        let answers = self.answers();
        let mut said = Vec::new();
        let recipients = self.recipients_if_any(app)?;
        for step in self.steps(app, recipients.as_ref())? {
            let answer = match step {
                Step::Campaign => recipients.iter().map(|recipients| recipients.campaign.title.clone()).collect(),
                Step::Profile => whose(&app.sources.config, self.args.who.profile.as_deref()),
                Step::Language => match self.args.to.lang.join(", ").as_str() {
                    "office" => "the one that each office reads".to_owned(),
                    languages => languages.to_owned(),
                },
                Step::Offices if self.offered < 2 => continue,
                Step::Offices => {
                    let embassy = self.args.to.embassy.as_ref().map(|_| "the embassy".to_owned());
                    let out: Vec<String> = self.args.to.except.iter().cloned().chain(embassy).collect();
                    if out.is_empty() { "none".to_owned() } else { out.join(", ") }
                }
                Step::Field(field) => answers.get(field).unwrap_or("none").trim().to_owned(),
            };
            said.push((step, format!("{}: {answer}", step.name())));
        }
        Ok(said)
    }

    /// What was typed now and may be remembered. Own words are never kept.
    pub fn to_remember(&self) -> Option<Answers> {
        let mut typed = self.typed.clone();
        typed.own_words = None;
        typed.questions.clear();
        (self.args.who.profile.is_none() && typed != Answers::default()).then_some(typed)
    }
}

/// Whose letter it is, by their profile; without one the user's own.
pub fn whose(config: &Config, profile: Option<&str>) -> String {
    let known = match profile {
        Some(name) => config.profiles.get(name),
        None => Some(&config.me),
    };
    let answers = known.map(|profile| &profile.answers);
    let label = answers.and_then(|answers| answers.get(Field::Organisation).or(answers.get(Field::Name)));
    match (label, profile) {
        (Some(label), Some(name)) => format!("{label}  (profile {name})"),
        (Some(label), None) => label.to_owned(),
        (None, Some(name)) => format!("profile {name}"),
        (None, None) => "Somebody else, typed now".to_owned(),
    }
}

/// What is worth asking of each kind beyond what is required.
fn useful(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Individual | Kind::Representative => &[Field::Role, Field::Organisation, Field::Email, Field::Address],
        Kind::Union | Kind::Organisation => &[Field::Name, Field::Role, Field::Members, Field::Email, Field::Address],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_asked_for_has_its_flag() {
        use clap::CommandFactory;
        let command = crate::args::Cli::command();
        let write = command.find_subcommand("write").unwrap();
        for kind in Kind::ALL {
            for field in useful(kind).iter().chain(&[Field::Country]) {
                assert!(
                    write.get_arguments().any(|arg| arg.get_long() == Some(&crate::args::field_flags::flag(*field))),
                    "{field:?}"
                );
            }
        }
    }
}
