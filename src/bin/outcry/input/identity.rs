//! Who signs, as flags and a profile say it: the answers that one campaign asks for, and how a flag for
//! each is written.

use outcry::campaign::Campaign;
use outcry::signatory::{Answers, Extra, Field, declared};

use crate::args::WhoArgs;
use crate::failure::{Exit, Failure};
use crate::input::own_words;
use crate::input::sources::{Sources, flags};

/// The answers given by flags, then by the profile, as far as this campaign asks for them.
pub fn answers(campaign: &Campaign, sources: &Sources, who: &WhoArgs) -> Result<Answers, Failure> {
    Ok(by_flags(campaign, who)?.or(&by_profile(campaign, sources, who)?))
}

/// The answers given by flags; none for a field that the campaign does not know.
pub fn by_flags(campaign: &Campaign, who: &WhoArgs) -> Result<Answers, Failure> {
    let fields = &campaign.fields;
    let mut problems = Vec::new();
    for (at, set) in who.set.iter().enumerate() {
        if !fields.iter().any(|field| field.name == set.name) {
            problems
                .push(format!("unknown field \"{}\" in --set: campaign {} does not ask for it", set.name, campaign.id));
        } else if who.set[..at].iter().any(|before| before.name == set.name) {
            problems.push(format!("--set {} cannot be given more than once", set.name));
        }
    }
    if problems.is_empty() {
        own_words::refuse_foreign(campaign, &who.own_words)?;
        return Ok(flags(who)?.to_questions_of(fields));
    }
    let hints = if fields.is_empty() { Vec::new() } else { vec![format!("the campaign asks for: {}", names(fields))] };
    Err(Failure { exit: Exit::Usage, problems, hints })
}

/// The answers of the profile. A profile serves other campaigns too, so it may say more.
pub fn by_profile(campaign: &Campaign, sources: &Sources, who: &WhoArgs) -> Result<Answers, Failure> {
    let mut answers = sources.profile(who)?.clone().to_questions_of(&campaign.fields);
    answers.extra.retain(|name, _| declared(&campaign.fields, Field::Extra(*name)).is_some());
    Ok(answers)
}

/// What fields that a campaign declares are called, for a sentence.
pub fn names(fields: &[Extra]) -> String {
    let name = |field: &Extra| match field.labels.as_slice() {
        [] => field.name.to_string(),
        _ => format!("{} ({})", field.name, field.label()),
    };
    fields.iter().map(name).collect::<Vec<_>>().join(", ")
}
