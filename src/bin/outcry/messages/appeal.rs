//! What is said of an appeal: where a value comes from, what is open, and what to type.

use outcry::appeal::{AppealError, Day, Differs, Found};
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
        AppealError::Html => {
            (format!("{file}: it is the source of a web page"), "open it in a browser, copy the text, and save that")
        }
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

pub fn no_country(given: &str) -> String {
    format!("\"{}\" is no state that is known; two letters such as GB or DE are understood too", for_sentence(given))
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

pub fn no_title() -> String {
    "the appeal has no title that can be told; what happened to whom? (--title)".to_owned()
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

pub fn other_names(others: &[Found<String>]) -> String {
    format!("Not among the persons, and named in the appeal: {}.", named(others))
}

fn named(names: &[Found<String>]) -> String {
    names.iter().map(|name| format!("{} (line {})", name.value, name.line)).collect::<Vec<_>>().join(", ")
}

pub fn no_source() -> String {
    "where can the appeal be read? (--source)".to_owned()
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

pub fn copy_office(line: usize, name: &str, emails: &[&str]) -> String {
    let printed = if emails.is_empty() { String::new() } else { format!(" ({})", short(&emails.join(", "))) };
    format!("line {line} asks for a copy to an office: {}{printed}; give its address here", short(name))
}

pub fn no_subject() -> String {
    "what is the letter about, in one line?".to_owned()
}

pub fn office(number: usize, name: &str) -> String {
    if name.is_empty() { line(number) } else { format!("line {number}: {}", short(name)) }
}

/// Values that the appeal prints and the registry has otherwise.
pub fn differs(differs: &[Differs]) -> String {
    let said = differs.iter().map(|differs| {
        let known = if differs.registry.is_empty() { "none".to_owned() } else { differs.registry.join(", ") };
        format!("; line {} prints {} {}, the registry has {known}", differs.line, differs.word, short(&differs.printed))
    });
    said.collect()
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

pub fn blank(line: usize, blank: &str) -> String {
    format!("line {line}: what belongs into \"{}\"? see to it in the text below", short(blank))
}

pub fn salutation(line: usize, text: &str) -> String {
    format!("line {line} has \"{}\"; an office's own salutation goes before this one", short(text))
}

pub fn prose(line: usize) -> String {
    format!("the letter in line {line} asks in running text; are its demands right, and does it ask for nothing twice?")
}

pub fn no_demands() -> String {
    "what shall the offices do? the appeal does not say it one by one (--demand)".to_owned()
}

/// A demand of the appeal beside those of its letter.
pub fn also_asked(found: &Found<String>) -> String {
    format!("The appeal around the letter asks, line {}: {}", found.line, short(&found.value))
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
    format!("what kind of office does line {line} name?")
}

pub fn country(line: usize) -> String {
    format!("of which state is the office of line {line}? add country = \"CC\"")
}

pub fn name(line: usize) -> String {
    format!("what is the office of line {line} called?")
}

pub fn beside(line: usize, text: &str) -> String {
    format!("line {line} also has: {}", short(text))
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
