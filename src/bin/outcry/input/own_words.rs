//! `--own-words`: the text itself, `@FILE`, `-` for standard input, or `TAG=@FILE` for the letters in one language.

use std::path::Path;

use outcry::campaign::Campaign;
use outcry::locale::Language;
use outcry::signatory::{Answers, Field};
use outcry::text::{for_sentence, trim_unseen};

use crate::args::tagged;
use crate::failure::Failure;
use crate::input::text_file::{read, standard_input};

/// Words as the flag takes them: those that it would take for the name of a file get a space before them, which is
/// trimmed later.
pub fn as_flag(words: String) -> String {
    let names_input = words.starts_with('@') || words == "-" || tagged(&words).is_some();
    if names_input { format!(" {words}") } else { words }
}

/// Reads what was given into the answers.
pub fn read_into(answers: &mut Answers, given: &[String]) -> Result<(), Failure> {
    let mut read_so_far = Vec::new();
    for given in given {
        let tagged = tagged(given);
        let field = match &tagged {
            Some((language, _)) => Field::own_words_in(language),
            None => Some(Field::OwnWords),
        };
        let Some(field) = field.filter(|field| !read_so_far.contains(field)) else {
            let which = tagged.map(|(language, _)| format!(" {language}")).unwrap_or_default();
            return Err(Failure::usage(format!("--own-words{which} cannot be given more than once")));
        };
        let words = match (tagged, given.strip_prefix('@')) {
            (Some((_, file)), _) | (None, Some(file)) => some(read(Path::new(file))?, file)?,
            (None, None) if given == "-" => some(standard_input("--own-words -")?, "--own-words -")?,
            (None, None) => given.clone(),
        };
        answers.set(field, Some(words));
        read_so_far.push(field);
    }
    Ok(())
}

/// Words that come from elsewhere. Whoever names a file means that there are some.
fn some(words: String, name: &str) -> Result<String, Failure> {
    if trim_unseen(&words).0.trim().is_empty() {
        let failure = Failure::data(format!("{}: there are no words in it", for_sentence(name)));
        return Err(failure.hint("for a letter without own words, leave out --own-words"));
    }
    Ok(words)
}

/// Refuses words for letters in a language that the campaign does not have.
pub fn refuse_foreign(campaign: &Campaign, given: &[String]) -> Result<(), Failure> {
    let is_foreign = |language: &Language| !campaign.models.keys().any(|known| known.is_written_as(language.as_str()));
    let Some((given, _)) =
        given.iter().filter_map(|given| Some((given, tagged(given)?.0))).find(|(_, language)| is_foreign(language))
    else {
        return Ok(());
    };
    let there: Vec<&str> = campaign.models.keys().map(Language::as_str).collect();
    let given = for_sentence(given);
    Err(Failure::usage(format!(
        "invalid value \"{given}\" for --own-words: campaign {} has letters only in {}",
        campaign.id,
        there.join(", ")
    ))
    .hint(format!("to write \"{given}\" itself into the letter, put a space before it")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_taken_for_the_name_of_a_file() {
        for (words, flag) in [
            ("Free them.", "Free them."),
            ("a=@b", "a=@b"),
            ("@union is with you", " @union is with you"),
            ("-", " -"),
            ("de=@file", " de=@file"),
            ("pt-BR=@file", " pt-BR=@file"),
        ] {
            assert_eq!(as_flag(words.to_owned()), flag);
            let mut answers = Answers::default();
            read_into(&mut answers, &[flag.to_owned()]).unwrap();
            assert_eq!(answers.own_words.as_deref().map(str::trim), Some(words));
        }
    }
}
