//! Why a choice of offices and languages cannot be followed.

use outcry::locale::Language;
use outcry::mailing::{ChoiceProblem, OfficeFlag};
use outcry::text::for_sentence;

use crate::failure::{Exit, Failure};

/// The failure of a command whose choice has these problems, for the campaign with this id.
pub fn choice_failure(campaign: &str, problems: &[ChoiceProblem]) -> Failure {
    let exit = if problems.iter().any(ChoiceProblem::is_of_campaign) { Exit::Data } else { Exit::Usage };
    let mut hints: Vec<String> = Vec::new();
    for hint in problems.iter().filter_map(hint) {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    Failure { exit, problems: problems.iter().map(|problem| words(campaign, problem)).collect(), hints }
}

/// What to do next, where the problem does not say it itself.
fn hint(problem: &ChoiceProblem) -> Option<String> {
    let hint = match problem {
        ChoiceProblem::NoModel { meant: Some(meant), .. } | ChoiceProblem::Language(_, Some(meant)) => {
            return Some(format!("did you mean {meant}?"));
        }
        ChoiceProblem::UnknownRecipient { .. } | ChoiceProblem::IncompleteRecipient(_) => Some(
            "add the office to recipients.toml, or to campaign.toml as [[office]]; `outcry recipients list` shows all offices",
        ),
        ChoiceProblem::UnknownOffice { .. } | ChoiceProblem::IncompleteOffice(..) => {
            Some("`outcry recipients list` shows all offices")
        }
        ChoiceProblem::NoModel { .. } => Some("leave --lang out for the first language of the campaign"),
        ChoiceProblem::NoEmbassy => Some("leave --embassy out"),
        ChoiceProblem::Language(..) | ChoiceProblem::OfficeBesideLanguages | ChoiceProblem::EmbassyCountry(..) => None,
    };
    hint.map(str::to_owned)
}

fn words(campaign: &str, problem: &ChoiceProblem) -> String {
    match problem {
        ChoiceProblem::UnknownRecipient { id, nearest, place } => {
            format!("{place}: unknown office \"{}\"{}", for_sentence(id), meant(nearest.as_ref()))
        }
        ChoiceProblem::IncompleteRecipient(missing) => missing.to_string(),
        ChoiceProblem::UnknownOffice { flag, id, nearest } => {
            format!("unknown office \"{}\" in {}{}", for_sentence(id), name(*flag), meant(nearest.as_ref()))
        }
        ChoiceProblem::IncompleteOffice(flag, id, missing) => {
            format!("incomplete office \"{}\" in {}: {missing}", for_sentence(id), name(*flag))
        }
        ChoiceProblem::NoModel { language, there, .. } => {
            let there: Vec<&str> = there.iter().map(Language::as_str).collect();
            format!(
                "invalid value \"{language}\" for --lang: campaign {campaign} has letters only in {}",
                there.join(", ")
            )
        }
        ChoiceProblem::Language(error, _) => format!("invalid value for --lang: {error}"),
        ChoiceProblem::OfficeBesideLanguages => {
            "--lang office cannot be used with another --lang: it already means the language that each office reads"
                .to_owned()
        }
        ChoiceProblem::NoEmbassy => {
            format!("--embassy cannot be used with campaign {campaign}, which does not ask to write to an embassy")
        }
        ChoiceProblem::EmbassyCountry(given, problem) => format!(
            "invalid value \"{}\" for --embassy: expected auto, none or a country; {problem}",
            for_sentence(given)
        ),
    }
}

fn name(flag: OfficeFlag) -> &'static str {
    match flag {
        OfficeFlag::To => "--to",
        OfficeFlag::Except => "--except",
        OfficeFlag::CopyTo => "--copy-to",
    }
}

fn meant(nearest: Option<&String>) -> String {
    nearest.map(|id| format!("; did you mean \"{id}\"?")).unwrap_or_default()
}
