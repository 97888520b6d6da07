//! What is odd about somebody's own words, in words.

use outcry::locale::Language;
use outcry::mailing::OddWords;

use super::notices::Notice;

/// What is odd in a sentence; `whose` are the rows of a list, with a colon behind them.
pub fn odd_words(odd: &OddWords, whose: &str) -> Notice {
    let name = |language: &Language| language.name_in(&Language::english());
    let (what, cure) = match odd {
        OddWords::NoneIn(letter) => (
            format!("{whose}the letter in {} goes without own words", name(letter)),
            format!("to give some: --own-words {letter}=@FILE"),
        ),
        OddWords::Other { letter, words, has_letter } => {
            let write =
                if *has_letter { format!("to write in {}: --lang {words}; ", name(words)) } else { String::new() };
            (
                format!("{whose}the own words are in {}, but the letter is in {}", name(words), name(letter)),
                format!("{write}to give own words in {}: --own-words {letter}=@FILE", name(letter)),
            )
        }
    };
    Notice::from(format!("{what}; {cure}")).without_flags(what)
}
