//! Why a choice of offices and languages cannot be followed.

use outcry::locale::Language;
use outcry::mailing::{ChoiceProblem, OfficeFlag};
use outcry::text::for_sentence;

use crate::failure::{Exit, Failure};

/// The failure of a command whose choice has these problems, for the campaign with this id.
pub fn choice_failure(campaign: &str, problems: &[ChoiceProblem]) -> Failure {
    let is_of_campaign = problems.iter().any(ChoiceProblem::is_of_campaign);
    let (exit, hint) = if is_of_campaign {
        (
            Exit::Data,
            "add it to recipients.toml, or to campaign.toml as [[office]]; `outcry recipients list` shows all offices",
        )
    } else {
        (Exit::Usage, "`outcry recipients list` shows all offices")
    };
    let problems = problems.iter().map(|problem| words(campaign, problem)).collect();
    Failure { exit, problems, hints: vec![hint.to_owned()] }
}

fn words(campaign: &str, problem: &ChoiceProblem) -> String {
    match problem {
        ChoiceProblem::UnknownRecipient { id, place } => format!("{place}: no registry has the office \"{id}\""),
        ChoiceProblem::IncompleteRecipient(missing) => missing.to_string(),
        ChoiceProblem::UnknownOffice(flag, id) => {
            format!("{} {}: no registry has this office", name(*flag), for_sentence(id))
        }
        ChoiceProblem::IncompleteOffice(flag, id, missing) => {
            format!("{} {}: {missing}", name(*flag), for_sentence(id))
        }
        ChoiceProblem::NoModel { language, there } => {
            let there: Vec<&str> = there.iter().map(Language::as_str).collect();
            format!("--lang {language}: {campaign} has no letter in it, only in {}", there.join(", "))
        }
        ChoiceProblem::Language(error) => format!("--lang {error}"),
        ChoiceProblem::OfficeBesideLanguages => {
            "--lang office: it means the language that each office reads, and goes with no other --lang".to_owned()
        }
        ChoiceProblem::NoEmbassy => format!("--embassy: campaign {campaign} does not ask to write to an embassy"),
        ChoiceProblem::EmbassyCountry(error) => format!("--embassy takes auto, none or a country: {error}"),
    }
}

fn name(flag: OfficeFlag) -> &'static str {
    match flag {
        OfficeFlag::To => "--to",
        OfficeFlag::Except => "--except",
    }
}
