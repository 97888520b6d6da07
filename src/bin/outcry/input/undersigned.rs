//! Who signs where no name is known yet, or where there are too many: "I, the undersigned", "we, the undersigned".

use outcry::locale::Language;
use outcry::mailing::Recipients;
use outcry::render::{undersigned_many, undersigned_one};
use outcry::signatory::{AnswerProblem, Answers, Field, Signatory};

use crate::args::field_flags::flag_to_give;
use crate::failure::Failure;

/// How many sign one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undersigned {
    /// One person, by hand.
    One,
    /// All of a list.
    Many,
}

/// The signatory of a letter in one language. `country` is where it is signed.
pub fn undersigned(
    recipients: &Recipients,
    (how_many, language): (Undersigned, &Language),
    country: Option<&str>,
) -> Result<Signatory, Failure> {
    let (name, voice) = match how_many {
        Undersigned::One => (undersigned_one(language), "i"),
        Undersigned::Many => (undersigned_many(language), "we"),
    };
    let name = name.ok_or_else(|| {
        Failure::data(format!("outcry has no word for \"the undersigned\" in {}", language.own_name()))
            .hint("choose another language with --lang")
    })?;
    let answers = Answers {
        kind: Some("individual".to_owned()),
        name: Some(name.to_owned()),
        voice: Some(voice.to_owned()),
        country: country.map(str::to_owned),
        ..Answers::default()
    };
    let required = recipients.required(&answers)?;
    Signatory::parse(&answers, &required).map_err(|errors| {
        let failures = errors.into_iter().map(|error| match (error.problem, error.field) {
            (AnswerProblem::Missing, Field::Country) => {
                Failure::usage("--country is missing: the embassy in that country gets a letter")
                    .hint("give --country CC, or --embassy none")
            }
            (AnswerProblem::Missing, field) => Failure::data(format!(
                "the model letter prints `{}` of whoever signs, which nobody has said yet",
                field.name()
            ))
            .hint(format!("in the model letter, ask for it first: {{{{#if {}}}}}…{{{{/if}}}}", field.name())),
            (problem, field) => Failure::usage(format!("{} \"{}\": {problem}", flag_to_give(field), error.value)),
        });
        Failure::together(failures).unwrap_or_else(|| Failure::data("nobody signs"))
    })
}

/// The one language of what an office gets.
pub fn one_language(languages: &[Language]) -> Result<&Language, Failure> {
    match languages {
        [language] => Ok(language),
        _ => Err(Failure::usage("--lang can be given only once here: each letter is in one language")
            .hint("run the command once for each language")),
    }
}
