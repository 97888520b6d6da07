//! What is said of an appeal: where a value comes from, what is open, and what to type.

use outcry::appeal::{AppealError, Day, Differs, Format, Found};
use outcry::locale::{Country, Language};
use outcry::registry::Registry;
use outcry::registry::pasted::{PastedValue, Read};
use outcry::text::{character, for_sentence, for_terminal};

use super::count::counted;
use crate::failure::Failure;

/// Characters of the appeal that a comment shows.
const SHOWN: usize = 160;

fn short(text: &str) -> String {
    let text = for_terminal(text).replace('\n', " ");
    if text.chars().count() <= SHOWN { text } else { format!("{}…", text.chars().take(SHOWN).collect::<String>()) }
}

/// Why a file cannot be read as an appeal.
pub fn unreadable(file: &str, error: &AppealError) -> (String, &'static str) {
    match error {
        AppealError::Empty => {
            (format!("{file}: there are no words in it"), "save the appeal as plain text, or give - and paste it")
        }
        AppealError::Size { bytes, most } => (
            format!("{file}: it has {bytes} bytes; an appeal of at most {most} is read"),
            "keep the appeal and leave out what stands around it",
        ),
        AppealError::Unpacked { most } => (
            format!("{file}: its text is larger than {most} bytes when it is unpacked"),
            "copy the text of the appeal and save it as plain text (UTF-8)",
        ),
        AppealError::Line { line, length, most } => (
            format!("{file}:{line}: this line has {length} characters; at most {most} are read"),
            "save the appeal with its line breaks: offices and demands are told by their lines",
        ),
        AppealError::Control { line, code } => {
            let shown = char::from_u32(*code).map_or_else(|| format!("U+{code:04X}"), character);
            (
                format!("{file}:{line}: it holds a control character ({shown}), so it is no plain text"),
                "save the appeal as plain text (UTF-8)",
            )
        }
        AppealError::Encoding => (format!("{file}: it is not UTF-8 text"), "save it as plain text (UTF-8)"),
        AppealError::Damaged(Format::Document) => (
            format!("{file}: it is an archive, and no Word document (.docx) that can be read"),
            "copy the text of the appeal and save it as plain text (UTF-8)",
        ),
        AppealError::Damaged(Format::Mail) => (
            format!("{file}: it begins as a mail and cannot be read as one"),
            "open it in a mail program, copy the text, and save that",
        ),
        AppealError::Damaged(_) => (
            format!("{file}: it begins as a web page and cannot be read as one"),
            "open it in a browser, copy the text, and save that",
        ),
        AppealError::Addresses { count, most } => (
            format!("{file}: it has {count} addresses; at most {most} are read"),
            "a directory is no appeal: keep the part with the offices to write to",
        ),
    }
}

pub fn remarks(file: &str) -> Vec<String> {
    vec![
        format!(
            "Made from {}; \"line 12\" is a line of that file. docs/campaigns.md explains every key.",
            for_sentence(file)
        ),
        "Answer each question beside its key, then delete the line of the question. Nothing is sent before that."
            .to_owned(),
    ]
}

pub fn explained() -> String {
    "docs/campaigns.md explains every key.".to_owned()
}

/// Answers for a letter that the appeal brings itself.
pub fn letter_is_there() -> Failure {
    Failure::usage("--happened and --signed-by have no place: this appeal brings its own letter")
        .hint("leave them out, and mend the letter in its file")
}

/// The folder of a new campaign is there already.
pub fn exists(folder: &std::path::Path) -> Failure {
    Failure::data(format!("{} exists already; nothing was written", folder.display()))
        .hint("answer what is open in its files, or remove the folder to make it anew with more flags")
}

/// What comes after a campaign was written from answers.
pub fn next_to_write(id: &str) -> String {
    format!(
        "The letter above is a sample. Read and mend the files; `outcry campaigns check {id}` checks them again, and\n\
         `outcry write {id} --name \"Your Name\" --country CC` writes yours."
    )
}

/// What comes after a campaign was made from an appeal.
pub fn next_to_answer(id: &str, open: u64) -> String {
    let answer = if open == 0 { "Read".to_owned() } else { format!("Answer {} in", counted(open, "question")) };
    format!("{answer} the files, then run: outcry campaigns check {id}")
}

/// The flags that are missing where nobody can be asked.
pub fn missing(flags: &[&str]) -> Failure {
    let hints = Failure::usage(format!("a new campaign needs {}", flags.join(", ")));
    hints
        .hint("on a terminal the same command asks for each")
        .hint("`--from FILE` starts from a published appeal, `--example` from a finished campaign to try")
}

pub fn no_date(given: &str) -> String {
    format!("\"{}\" is no day; write it as 2026-12-31", for_sentence(given))
}

pub fn which_languages(known: impl Iterator<Item = &'static str>) -> String {
    let known = known.collect::<Vec<_>>().join(" ");
    format!("Languages of the letters, the first for whoever chooses none; ready words: {known} (Enter for en)")
}

pub fn which_offices(count: usize) -> String {
    match count {
        0 => "Whom shall the letters go to?".to_owned(),
        1 => "1 office so far. Another?".to_owned(),
        count => format!("{count} offices so far. Another?"),
    }
}

pub fn office_to_pick(registry: &Registry, id: &str) -> String {
    let name = registry.get(id).map(|office| office.name_in(&Language::english()).into_owned());
    format!("{} ({id})", name.unwrap_or_default())
}

pub fn embassy_too(state: Option<Country>) -> String {
    let whose = state.map(|state| format!(" of {}", state.name_in(&Language::english()))).unwrap_or_default();
    format!("Shall the embassy{whose} in each signatory's own country get a letter too?")
}

/// A name that is no one office.
pub fn which_office(name: &str, ids: &[String]) -> Failure {
    let name = for_sentence(name);
    match ids {
        [] => Failure::usage(format!("--office \"{name}\": the registry has no such office"))
            .hint("`outcry recipients list WORD` finds offices; --paste FILE takes one as it is printed"),
        ids => Failure::usage(format!("--office \"{name}\" can be {}", ids.join(", "))).hint("give one of these ids"),
    }
}

/// A text that is still to be put into another language: a blank, so that nobody sends it.
pub fn translate(text: &str, language: &Language) -> String {
    format!("[IN {}: {}]", language.as_str().to_uppercase(), text.replace(['[', ']'], ""))
}

pub fn in_language(what: &str, language: &Language) -> String {
    format!("[{what} IN {}]", language.as_str().to_uppercase())
}

pub fn line(line: usize) -> String {
    if line == 0 { String::new() } else { format!("line {line}") }
}

/// What to say of a day that has one reading.
pub fn day(day: &Found<Day>) -> String {
    let words = short(&day.value.words);
    let before = ["before", "vor dem", "avant", "antes"].iter().any(|word| words.to_lowercase().starts_with(word));
    let strict = if before { "; strictly, the day before" } else { "" };
    format!("line {}: {words}{strict}", day.line)
}

/// A day with no reading, or several.
pub fn days(day: &Found<Day>) -> String {
    let words = short(&day.value.words);
    match day.value.days.as_slice() {
        [] => format!("line {} says \"{words}\" without a year; which day is it?", day.line),
        several => {
            let days: Vec<String> = several.iter().map(ToString::to_string).collect();
            format!("line {} says \"{words}\": {}?", day.line, days.join(" or "))
        }
    }
}

pub fn no_title(others: &[Found<String>]) -> String {
    let maybe = if others.is_empty() { String::new() } else { format!("; it may be {}", named(others)) };
    format!("the appeal has no title that can be told{maybe}; what happened to whom? (--title)")
}

pub fn no_day() -> String {
    "when was the appeal published? it does not say (--published)".to_owned()
}

pub fn no_deadline(others: &[Found<Day>]) -> String {
    let other = others
        .first()
        .map(|day| format!("; line {} says \"{}\"", day.line, short(&day.value.words)))
        .unwrap_or_default();
    format!("until which day do letters help? the appeal gives none{other} (--act-by)")
}

pub fn no_persons(others: &[Found<String>]) -> String {
    let maybe = if others.is_empty() { String::new() } else { format!("; it may be {}", named(others)) };
    format!("whom is it about{maybe}? leave the list empty if it is about nobody by name (--person)")
}

pub fn more_persons(others: &[Found<String>]) -> String {
    format!("is it about these, and about nobody else? the appeal also names {}", named(others))
}

pub fn other_names(others: &[Found<String>]) -> String {
    format!("Not among the persons, and named in the appeal: {}.", named(others))
}

fn named(names: &[Found<String>]) -> String {
    names.iter().map(|name| format!("{} (line {})", name.value, name.line)).collect::<Vec<_>>().join(", ")
}

pub fn no_source(others: &[Found<String>]) -> String {
    let maybe = if others.is_empty() { String::new() } else { format!("; it may be {}", named(others)) };
    format!("where can the appeal be read{maybe}? the first source is that of every address below (--source)")
}

/// An appeal in a language whose words are not known.
pub fn no_language() -> String {
    "the appeal is in none of the languages that are read (en, ru, de, fr, es, kk); see to it that this letter and \
     the names of offices are in the language that the name of this file says"
        .to_owned()
}

/// A name with the ending that its sentence gives it.
pub fn declined(line: usize, name: &str) -> String {
    format!("line {line} has \"{}\" as its sentence puts it; what is the office called by itself?", short(name))
}

pub fn office_salutation(line: usize, text: &str) -> String {
    format!("line {line} has the salutation \"{}\"; how does a letter in this language begin?", short(text))
}

pub fn no_channel(line: usize) -> String {
    format!("how do letters reach the office of line {line}? the appeal gives no address")
}

pub fn no_office() -> String {
    "to whom shall letters go? the appeal names no office that can be told (--office)".to_owned()
}

pub fn no_embassy(state: Option<Country>) -> String {
    let whose = state.map(|state| format!(" of {}", state.name_in(&Language::english()))).unwrap_or_default();
    format!(
        "shall the embassy{whose} in each signatory's own country get a letter too? the appeal does not say (--embassy-of)"
    )
}

pub fn embassy_of_whom(line: usize) -> String {
    format!("line {line} asks to write to an embassy; of which state? (--embassy-of)")
}

pub fn embassy_copy(line: usize) -> String {
    format!("line {line} asks for a copy to the embassy; this sends it a letter. Keep it, or take it out?")
}

pub fn embassy_letter_or_copy(line: usize) -> String {
    format!("line {line} names the embassy behind a copy; does it get a letter? else add embassy_as = \"copy\"")
}

pub fn no_copies() -> String {
    "who gets a copy of every letter? the appeal names nobody (--copy-to)".to_owned()
}

pub fn copy_hidden(line: usize) -> String {
    format!("line {line}: the web page hides the address for copies ([email protected]); which is it? (--copy-to)")
}

pub fn copy_missing(line: usize) -> String {
    format!("line {line} asks for copies and gives no address; which is it? (--copy-to)")
}

pub fn copy_unreadable(line: usize, text: &str) -> String {
    format!("line {line}: \"{}\" is no address for copies; which is it? (--copy-to)", short(text))
}

pub fn copy_office(line: usize, name: &str) -> String {
    format!("line {line} asks for a copy to {}; which office is it? give its id or its address here", short(name))
}

pub fn no_subject() -> String {
    "what is the letter about, in one line?".to_owned()
}

pub fn office(number: usize, name: &str) -> String {
    if name.is_empty() { line(number) } else { format!("line {number}: {}", short(name)) }
}

/// A value that the appeal prints and the registry has otherwise.
pub fn differs(differs: &Differs) -> String {
    let known = if differs.registry.is_empty() { "none".to_owned() } else { known_values(differs) };
    format!("; line {} prints {} {}, the registry has {known}", differs.line, differs.word, short(&differs.printed))
}

pub fn also_printed() -> &'static str {
    "what the appeal prints beside the registry; without any, these two lines go"
}

pub fn of_registry() -> &'static str {
    "of the registry"
}

pub fn which_value(id: &str, differs: &Differs) -> String {
    format!(
        "line {} prints {} {} for {id}, the registry has {}; which is right? for the first, take the # off the lines \
         below, for the other, delete them",
        differs.line,
        differs.word,
        short(&differs.printed),
        known_values(differs)
    )
}

/// What the registry has, on one line.
fn known_values(differs: &Differs) -> String {
    differs.registry.iter().map(|value| short(value)).collect::<Vec<_>>().join("; ")
}

pub fn which_holder(id: &str, differs: &Differs) -> String {
    format!(
        "line {} names \"{}\" for {id}, the registry has {}; who holds it? for the first, take the # off the lines \
         below, for the other, delete them",
        differs.line,
        short(&differs.printed),
        known_values(differs)
    )
}

/// Values that the appeal announces and does not show, of an office that the registry has.
pub fn not_shown(values: &[PastedValue]) -> String {
    let hidden = values.iter().filter(|value| matches!(value.read, Read::Hidden | Read::Missing));
    hidden.map(|value| format!("; line {} does not show its {}", value.line, value.word)).collect()
}

pub fn maybe(line: usize, name: &str, ids: &[String]) -> String {
    format!(
        "line {line} names \"{}\"; is it {}? then write that id here and delete its [[office]] below",
        short(name),
        ids.join(" or ")
    )
}

pub fn other_address(address: &Found<String>) -> String {
    format!("Left out: line {} has {}, and does not say that letters go there.", address.line, short(&address.value))
}

pub fn other_letter(line: usize) -> String {
    format!("line {line} begins another letter in the same language; this is the first. Is it the right one?")
}

pub fn voice(line: usize, words: &str) -> String {
    format!("line {line}: \"{}\" may not fit both \"I\" and \"we\"; see to it in the text below", short(words))
}

/// Words that only a person can say who signs alone.
pub fn alone(line: usize, words: &str) -> String {
    format!(
        "line {line}: only one person can say \"{}\"; put the sentence between {{{{#if is_individual}}}} and {{{{/if}}}}, or \
         write it so that a union can sign it too",
        short(words)
    )
}

pub fn blank(line: usize, blank: &str) -> String {
    format!("line {line}: what belongs into \"{}\"? see to it in the text below", short(blank))
}

pub fn salutation(line: usize, text: &str) -> String {
    format!("line {line} has \"{}\"; an office's own salutation goes before this one", short(text))
}

/// Salutations one below the other.
pub fn salutations(line: usize, texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("\"{}\"", short(text))).collect();
    format!(
        "line {line} ends the salutations {}; whose is which? give each office its own, or choose one for all",
        texts.join(" and ")
    )
}

pub fn prose(line: usize) -> String {
    format!("the letter in line {line} asks in running text; are its demands right, and does it ask for nothing twice?")
}

/// Sentences of a letter that ask for what the appeal lists elsewhere.
pub fn left_out(line: usize) -> String {
    format!(
        "line {line} asks in running text for what the appeal lists elsewhere; it stands in a comment below, so that the \
         letter asks once. Does the list ask for all of it? if not, add what it lacks to demands"
    )
}

pub fn left_out_heading() -> &'static str {
    "The letter asked in these words. Add to the demands what they lack, then delete this."
}

/// A sentence of a letter that asks, beside its list of demands.
pub fn asks_too(line: usize, sentence: &str) -> String {
    format!("line {line} asks too: \"{}\"; shall it be one of the demands?", short(sentence))
}

/// A salutation of one kind of office, with words for the others.
pub fn salutation_by_kind(line: usize) -> String {
    format!("line {line}; offices that it does not fit have one of their own")
}

/// A salutation that stands at the one office which it greets.
pub fn salutation_elsewhere(line: usize) -> String {
    format!("the one of line {line} greets one office, and stands there")
}

/// Words that speak of one office as the reader's own.
pub fn of_one_office(line: usize, words: &str) -> String {
    format!(
        "the letter of line {line} says \"{words}\", which does not fit every office; put it between {{{{#if is_…}}}} and \
         {{{{/if}}}} with the kind of office, or say it otherwise"
    )
}

/// A salutation with a title that not every office has.
pub fn salutation_of_one(line: usize, text: &str) -> String {
    format!(
        "line {line} has \"{}\", which does not fit every office; give the others a salutation of their own, or change it",
        short(text)
    )
}

/// A letter without a salutation or a closing.
pub fn frame(line: usize) -> String {
    format!("the letter in line {line} does not say by itself where it begins or ends; is it whole, and nothing else?")
}

pub fn no_demands() -> String {
    "what shall the offices do? the appeal does not say it one by one (--demand)".to_owned()
}

/// A demand in the words that tell the reader to ask.
pub fn still_asks(line: usize) -> String {
    format!("line {line} tells its reader what to ask; how does the letter itself put it?")
}

/// Demands of the appeal that its letter does not have.
pub fn also_asked(missing: &[&Found<String>]) -> String {
    let all: Vec<String> =
        missing.iter().map(|found| format!("\"{}\" (line {})", short(&found.value), found.line)).collect();
    format!("the appeal asks outside of its letter: {}; which of them are demands too?", all.join(", "))
}

pub fn other_list(found: &Found<String>) -> String {
    format!("line {}: {}", found.line, short(&found.value))
}

pub fn what_happened() -> String {
    "[WHAT HAPPENED, WHEN AND WHERE, IN TWO OR THREE SENTENCES]".to_owned()
}

pub fn told_heading() -> &'static str {
    "What the appeal tells; delete this when the letter does."
}

pub fn told(paragraph: &Found<String>) -> String {
    let text = paragraph.value.replace("--", "- -").replace("}}", "} }").replace("{{", "{ {");
    format!("line {}: {text}", paragraph.line)
}

pub fn kind(line: usize) -> String {
    format!(
        "what kind of office is it (line {line}): court, ministry, police, prison, company, other …? docs/countries.md lists all"
    )
}

pub fn country(line: usize) -> String {
    format!("of which state is the office of line {line}?")
}

pub fn host(line: usize) -> String {
    format!("in which state does the mission of line {line} stand?")
}

pub fn name(line: usize) -> String {
    format!("what is the office of line {line} called?")
}

pub fn beside(line: usize, text: &str) -> String {
    format!("line {line} also has: {}", short(text))
}

/// What stands among the lines of an office and says not what it is.
pub fn unplaced(line: usize, text: &str) -> String {
    format!(
        "line {line} also has \"{}\"; is it part of the address, a number to call, or who holds the office?",
        short(text)
    )
}

/// Whom an appeal names beside an office.
pub fn holder(line: usize, name: &str) -> String {
    format!(
        "line {line} also has \"{}\"; who holds the office? if it is this name, take the # off the lines below, else \
         delete them",
        short(name)
    )
}

pub fn day_of_holder() -> &'static str {
    "the day on which you looked"
}

/// What stands between the name of an office and its address.
pub fn above_address(line: usize, text: &str, whole: &str) -> String {
    format!(
        "line {line} has \"{}\" above this address; if it is a part of it, write {whole}; or does it say who holds the office?",
        short(text)
    )
}

/// A telephone number of another state than the office's.
pub fn elsewhere(line: usize, number: &str) -> String {
    format!("line {line}: {} is a number of another state; is it the office's? else delete it", short(number))
}

/// A value that cannot be used.
pub fn unread(value: &PastedValue) -> String {
    let word = value.word;
    match &value.read {
        Read::Missing => format!("line {} announces the office's {word} and gives none; which is it?", value.line),
        Read::Hidden => format!(
            "line {}: the web page hides the office's {word} ({}); which is it?",
            value.line,
            short(&value.printed)
        ),
        Read::Unreadable(problem) => {
            format!("line {}: \"{}\" is no {word}: {problem}", value.line, short(&value.printed))
        }
        Read::Value(_) | Read::Mended(..) => String::new(),
    }
}

pub fn national(value: &PastedValue) -> String {
    format!("line {}, printed without the country's code", value.line)
}
