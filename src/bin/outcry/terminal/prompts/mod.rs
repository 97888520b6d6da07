//! Questions to a person. No question is asked when nobody can answer.
//!
//! Words are read by a line editor (`line`), consent in the terminal's own mode: there the end of input, Ctrl-D,
//! arrives as such and can be told from an empty line. Choices and passwords are dialoguer's: a choice narrows as one
//! types, Ctrl-D does nothing in it and Esc leaves; an empty password stops. A terminal that cannot move its cursor gets
//! numbered lists.

mod editor;
pub(super) mod interrupt;
mod line;
mod modes;
mod screen;

use std::io::BufRead;
use std::path::Path;
use std::sync::Mutex;

use dialoguer::console::{Term, truncate_str};
use dialoguer::{FuzzySelect, MultiSelect, Password};
use outcry::locale::Country;
use outcry::signatory::{Answers, Extra, Field, Kind, check_answer, declared};
use outcry::text::for_terminal;
use zeroize::Zeroizing;

use crate::args::field_flags;
use crate::failure::Failure;
use crate::terminal::environment::Environment;
use editor::{edited, open_editor};
use interrupt::leave;
pub use interrupt::{
    Unfinished, can_resume, delivery_began, listen_for_interrupt, say_how_to_resume, stop_asked, stopped,
    while_delivering, while_resting,
};
pub use line::Reply;
use line::{Lines, Takes, Words};
use screen::locked;
pub use screen::{say, width, wrapped, wrapped_message};

/// Wrong answers to one question after which the program stops: nobody is there, or a script is.
const TRIES: usize = 10;

/// The way to ask, if there is one.
pub struct Prompts {
    possible: bool,
    editor: Option<String>,
    lines: Lines,
    /// Questions that were left out; they are not put again.
    left_out: Mutex<Vec<Field>>,
}

/// What the user wants of a list.
pub enum Choice {
    Picked(usize),
    Stop,
}

/// Where Esc leads from a list.
#[derive(Debug, Clone, Copy)]
pub enum Esc {
    /// To the question before.
    Back,
    /// Out of the question, and mostly out of the program.
    Leave,
}

impl Prompts {
    pub fn new(environment: &Environment, no_input: bool) -> Self {
        let possible = environment.can_ask && !no_input;
        let lines = Lines::new(!environment.can_redraw);
        Self { possible, editor: environment.editor.clone(), lines, left_out: Mutex::default() }
    }

    /// Whether anybody can be asked.
    pub fn possible(&self) -> bool {
        self.possible
    }

    /// Whether questions are put without moving the cursor.
    pub fn is_plain(&self) -> bool {
        self.lines.plain()
    }

    /// Asks for what is required and not answered yet, and for answers that are not right. `extras` are
    /// the fields that the campaign declares.
    pub fn missing(&self, answers: &mut Answers, required: &[Field], extras: &[Extra]) -> Result<(), Failure> {
        let wrong = answers.given().filter_map(|(field, given)| check_answer(field, given).err());
        for error in wrong.collect::<Vec<_>>() {
            say(&format!("Not quite: {error}."));
            answers.set(error.field, None);
            match error.field {
                Field::Kind => self.kind(answers)?,
                field => self.field(answers, field, Needed::Yes, extras)?,
            }
        }
        let nothing_said = answers.get(Field::Name).is_none() && answers.get(Field::Organisation).is_none();
        if answers.get(Field::Kind).is_none() && nothing_said {
            self.kind(answers)?;
        }
        let kind = answers.kind().unwrap_or(Kind::Individual);
        let mut wanted = vec![kind.required()];
        wanted.extend(required.iter().copied().filter(|field| *field != kind.required()));
        wanted.sort_unstable();
        for field in wanted {
            if answers.get(field).is_none() {
                self.field(answers, field, Needed::Yes, extras)?;
            }
        }
        Ok(())
    }

    /// Puts the questions of a campaign that are open; each may be left out.
    pub fn questions(&self, answers: &mut Answers, open: &[Field], extras: &[Extra]) -> Result<(), Failure> {
        for field in open.iter().filter(|_| self.possible) {
            if locked(&self.left_out).contains(field) {
                continue;
            }
            self.field(answers, *field, Needed::No, extras)?;
            if answers.get(*field).is_none() {
                self.leave_out(*field);
            }
        }
        Ok(())
    }

    /// Notes that a question was left out: it is not put again by itself.
    pub fn leave_out(&self, field: Field) {
        locked(&self.left_out).push(field);
    }

    /// Asks which kind of signatory this is.
    pub fn kind(&self, answers: &mut Answers) -> Result<(), Failure> {
        match self.choose("Who signs the letter?", &KINDS)? {
            Choice::Picked(index) => {
                answers.set(Field::Kind, Kind::ALL.get(index).map(|kind| kind.as_str().to_owned()));
            }
            Choice::Stop => return Err(stopped()),
        }
        Ok(())
    }

    /// Asks for one field until the answer is right.
    fn field(&self, answers: &mut Answers, field: Field, needed: Needed, extras: &[Extra]) -> Result<(), Failure> {
        for _ in 0..TRIES {
            match self.answer(field, needed, extras, "")? {
                Reply::Given(answer) => {
                    answers.set(field, answer);
                    return Ok(());
                }
                Reply::Back => say("There is no way back here. Press Ctrl-C to stop."),
            }
        }
        Err(stopped())
    }

    /// Asks for one field until the answer is right or the person goes back. `before` is the answer so far.
    pub fn answer(
        &self,
        field: Field,
        needed: Needed,
        extras: &[Extra],
        before: &str,
    ) -> Result<Reply<Option<String>>, Failure> {
        let takes = if matches!(field, Field::Address | Field::OwnWords) { Takes::Lines } else { Takes::Line };
        // Where the old answer stands to be edited, Enter keeps it; in a plain terminal only a sign can take it away.
        let how = match (takes, needed, self.is_plain() && !before.is_empty()) {
            (Takes::Line, Needed::Yes, _) => "",
            (Takes::Line, Needed::No, true) => " (- to leave out)",
            (Takes::Line, Needed::No, false) if before.is_empty() => " (Enter to leave out)",
            (Takes::Line, Needed::No, false) => " (empty to leave out)",
            (Takes::Lines, Needed::No, true) => " (an empty line ends it, - to leave out)",
            (Takes::Lines, _, _) => " (an empty line ends it)",
        };
        let asked = declared(extras, field).map_or_else(|| question(field).into(), Extra::label);
        let question = format!("{asked}{how}");
        let mut before = before.to_owned();
        for _ in 0..TRIES {
            let answer = match self.lines_or_words(field, &question, takes, &before)? {
                Reply::Given(answer) => answer,
                Reply::Back => return Ok(Reply::Back),
            };
            before.clear();
            if answer.is_empty() {
                match needed {
                    Needed::No => return Ok(Reply::Given(None)),
                    Needed::Yes => {
                        say(&format!(
                            "A value is required (flag {}). Press Ctrl-C to stop.",
                            field_flags::flag_to_give(field)
                        ));
                        continue;
                    }
                }
            }
            let answer = match field {
                Field::Address => answer.replace("; ", "\n").replace(';', "\n"),
                Field::Country => match answer.parse::<Country>().ok().or_else(|| Country::by_name(&answer)) {
                    Some(country) => {
                        if answer.len() > 2 {
                            say(&format!("{answer} is {}.", country.code()));
                        }
                        country.code().to_owned()
                    }
                    None => answer,
                },
                _ => answer,
            };
            match check_answer(field, &answer) {
                Ok(()) => return Ok(Reply::Given(Some(answer))),
                Err(error) => {
                    self.say_not_quite(&error.problem.to_string(), takes);
                    if takes == Takes::Lines {
                        before = answer;
                    }
                }
            }
        }
        Err(Failure::usage(format!("no usable answer for --{} after {TRIES} tries", field_flags::flag(field))))
    }

    /// Asks for any line, until `check` takes it.
    pub fn checked<T>(&self, question: &str, check: impl Fn(&str) -> Result<T, String>) -> Result<T, Failure> {
        for _ in 0..TRIES {
            match self.checked_or_back(question, &check)? {
                Reply::Given(value) => return Ok(value),
                Reply::Back => say("There is no way back here. Press Ctrl-C to stop."),
            }
        }
        Err(Failure::usage(format!("no usable answer after {TRIES} tries: {question}")))
    }

    /// Asks for any line, until `check` takes it or the person goes back.
    pub fn checked_or_back<T>(
        &self,
        question: &str,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Reply<T>, Failure> {
        for _ in 0..TRIES {
            match self.words(question, Takes::Line, "")? {
                Reply::Given(answer) => match check(&answer) {
                    Ok(value) => return Ok(Reply::Given(value)),
                    Err(reason) => self.say_not_quite(&reason, Takes::Line),
                },
                Reply::Back => return Ok(Reply::Back),
            }
        }
        Err(Failure::usage(format!("no usable answer after {TRIES} tries: {question}")))
    }

    /// Says why an answer is not taken. A line stays in the editor's memory.
    fn say_not_quite(&self, reason: &str, takes: Takes) {
        let again = if takes == Takes::Line && !self.is_plain() { " The up arrow brings it back." } else { "" };
        say(&format!("Not quite: {reason}.{again}"));
    }

    /// Asks for words about a field. Own words that are half typed when the person stops are kept.
    fn lines_or_words(
        &self,
        field: Field,
        question: &str,
        takes: Takes,
        before: &str,
    ) -> Result<Reply<String>, Failure> {
        if field != Field::OwnWords || !self.possible {
            return self.words(question, takes, before);
        }
        match self.lines.ask(question, takes, before) {
            Words::Stop(typed) => {
                interrupt::keep_own_words(typed);
                leave()
            }
            words => Self::replied(words),
        }
    }

    /// Asks for lines as they are printed elsewhere, typed or pasted; an empty one ends them.
    pub fn printed(&self, question: &str) -> Result<String, Failure> {
        match self.words(&format!("{question} (an empty line ends it)"), Takes::Lines, "")? {
            Reply::Given(lines) => Ok(lines),
            Reply::Back => Ok(String::new()),
        }
    }

    /// Asks for words. An end of input stops.
    fn words(&self, question: &str, takes: Takes, before: &str) -> Result<Reply<String>, Failure> {
        if !self.possible {
            return Err(stopped());
        }
        Self::replied(self.lines.ask(question, takes, before))
    }

    fn replied(words: Words) -> Result<Reply<String>, Failure> {
        match words {
            Words::Typed(text) => Ok(Reply::Given(text)),
            Words::Back(_) => Ok(Reply::Back),
            Words::Stop(_) => leave(),
            Words::End => Err(stopped()),
        }
    }

    /// Opens a file in the person's editor, and waits until it is closed.
    pub fn edit(&self, file: &Path) -> Result<(), String> {
        open_editor(self.editor.as_deref(), file)
    }

    /// Takes lines of text as they are pasted, until one that holds a full stop alone or the end of input.
    pub fn lines(&self) -> Result<String, Failure> {
        if !self.possible {
            return Err(stopped());
        }
        let mut text = String::new();
        for line in std::io::stdin().lock().lines() {
            match line {
                Ok(line) if line.trim() == "." => break,
                Ok(line) => {
                    text.push_str(&line);
                    text.push('\n');
                }
                Err(error) => return Err(Failure::data(format!("the text: {error}"))),
            }
        }
        Ok(text)
    }

    /// Asks for consent. Only a yes typed now is one: Enter is not, nor is anything typed before the
    /// question was put, and an end of input stops.
    pub fn consent(&self, question: &str) -> Result<bool, Failure> {
        modes::forget_typed_ahead();
        for _ in 0..TRIES {
            match self.line(&format!("{question} [y/N]")).as_deref().map(str::to_lowercase).as_deref() {
                Some("y" | "yes") => return Ok(true),
                Some("" | "n" | "no") => return Ok(false),
                None => return Err(stopped()),
                Some(_) => say("Please type y for yes or n for no."),
            }
        }
        Ok(false)
    }

    /// Offers a list to pick one from; the first is marked.
    pub fn choose(&self, question: &str, items: &[impl AsRef<str>]) -> Result<Choice, Failure> {
        self.choose_from(question, items, 0, Esc::Leave)
    }

    /// Offers a list with "Back" at its end; `marked` is what was picked before.
    pub fn choose_or_back(
        &self,
        question: &str,
        items: &[impl AsRef<str>],
        marked: usize,
    ) -> Result<Reply<usize>, Failure> {
        let all: Vec<&str> = items.iter().map(AsRef::as_ref).chain(["Back"]).collect();
        Ok(match self.choose_from(question, &all, marked, Esc::Back)? {
            Choice::Picked(index) if index < items.len() => Reply::Given(index),
            Choice::Picked(_) | Choice::Stop => Reply::Back,
        })
    }

    /// Offers a list to pick one from, with one of them marked.
    pub fn choose_from(
        &self,
        question: &str,
        items: &[impl AsRef<str>],
        marked: usize,
        esc: Esc,
    ) -> Result<Choice, Failure> {
        if !self.possible {
            return Ok(Choice::Stop);
        }
        if self.lines.plain() {
            return self.choose_by_number(question, items);
        }
        let lines = told_apart(items.iter().map(|item| in_one_line(item.as_ref())));
        let select = FuzzySelect::new().items(lines).default(marked.min(items.len().saturating_sub(1)));
        let select = select.report(false).highlight_matches(false);
        let picked = modes::changed(|| {
            modes::hush();
            modes::forget_typed_ahead();
            // Said once: the list is drawn again at each key, and a screen reader would read the question every time.
            let esc = match esc {
                Esc::Back => "back",
                Esc::Leave => "leave",
            };
            say(&format!("{question} (arrow keys or typing, Enter; Esc: {esc})"));
            select.interact_opt()
        });
        let picked = picked.map_err(broken_off)?.and_then(|index| Some((index, items.get(index)?)));
        Ok(picked.map_or(Choice::Stop, |(index, item)| {
            say(&format!("> {}", item.as_ref()));
            Choice::Picked(index)
        }))
    }

    /// Offers a numbered list; part of a name will do too, if it is of one alone.
    fn choose_by_number(&self, question: &str, items: &[impl AsRef<str>]) -> Result<Choice, Failure> {
        say(question);
        for (index, item) in items.iter().enumerate() {
            say(&format!("{}. {}", index + 1, item.as_ref()));
        }
        for _ in 0..TRIES {
            let Reply::Given(answer) = self.words("Number, or a part of the name", Takes::Line, "")? else {
                return Ok(Choice::Stop);
            };
            let by_number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            if let Some(index) = by_number.filter(|index| *index < items.len()) {
                return Ok(Choice::Picked(index));
            }
            let part = answer.to_lowercase();
            let named = |item: &str| !part.is_empty() && item.to_lowercase().contains(&part);
            let mut fitting = items.iter().enumerate().filter(|(_, item)| named(item.as_ref()));
            match (fitting.next(), fitting.next()) {
                (Some((index, _)), None) => return Ok(Choice::Picked(index)),
                (Some(_), Some(_)) => say("Several are called so; type the number."),
                _ => say(&format!("Please type a number from 1 to {}.", items.len())),
            }
        }
        Err(stopped())
    }

    /// Offers a list to pick several from, some of them picked at first. `None` means leave.
    pub fn choose_several(
        &self,
        question: &str,
        items: &[String],
        picked: &[bool],
    ) -> Result<Option<Vec<usize>>, Failure> {
        if !self.possible {
            return Ok(None);
        }
        if self.lines.plain() {
            return self.leave_out_by_number(question, items);
        }
        let items = items.iter().map(|item| in_one_line(item));
        let select = MultiSelect::new().items(items).defaults(picked).report(false);
        let picked = modes::changed(|| {
            modes::hush();
            modes::forget_typed_ahead();
            say(&format!("{question} (Space: in or out; Enter: go on; Esc: back)"));
            select.interact_opt()
        });
        picked.map_err(broken_off)
    }

    /// Offers a numbered list from which some are left out.
    fn leave_out_by_number(&self, question: &str, items: &[String]) -> Result<Option<Vec<usize>>, Failure> {
        say(question);
        for (index, item) in items.iter().enumerate() {
            say(&format!("{}. {item}", index + 1));
        }
        for _ in 0..TRIES {
            let question = "Numbers of those to leave out, such as 2, 3 (Enter for none)";
            let Reply::Given(answer) = self.words(question, Takes::Line, "")? else { return Ok(None) };
            let numbers = answer.split([',', ' ']).filter(|part| !part.is_empty()).map(str::parse::<usize>);
            match numbers.collect::<Result<Vec<_>, _>>() {
                Ok(out) if out.iter().all(|number| (1..=items.len()).contains(number)) => {
                    return Ok(Some((0..items.len()).filter(|index| !out.contains(&(index + 1))).collect()));
                }
                _ => say(&format!("Please type numbers from 1 to {}.", items.len())),
            }
        }
        Err(stopped())
    }

    /// Asks for a secret without showing it. None given means stop: an end of input looks the same.
    pub fn secret(&self, question: &str) -> Result<Zeroizing<String>, Failure> {
        if !self.possible {
            return Err(stopped());
        }
        let password = Password::new().with_prompt(for_terminal(question)).allow_empty_password(true);
        let secret = modes::changed(|| password.interact()).map(Zeroizing::new).map_err(broken_off)?;
        if secret.is_empty() { Err(stopped()) } else { Ok(secret) }
    }

    /// Asks for the signatory's own words, or none. `before` is what they said so far.
    pub fn own_words(&self, before: &str) -> Result<Reply<Option<String>>, Failure> {
        let items = ["No", "Yes, typed or pasted here", "Yes, in my editor"];
        let marked = usize::from(!before.is_empty());
        for _ in 0..TRIES {
            let words = match self.choose_or_back("Add a paragraph in your own words?", &items, marked)? {
                Reply::Given(0) => return Ok(Reply::Given(None)),
                Reply::Given(1) => match self.answer(Field::OwnWords, Needed::No, &[], before)? {
                    Reply::Given(words) => words,
                    Reply::Back => continue,
                },
                Reply::Given(_) => edited(self.editor.as_deref(), before)?,
                Reply::Back => return Ok(Reply::Back),
            };
            if words.is_some() {
                return Ok(Reply::Given(words));
            }
            say("No words were added.");
        }
        Ok(Reply::Given(None))
    }

    /// Asks for one line in the terminal's own mode. `None` is an end of input.
    fn line(&self, question: &str) -> Option<String> {
        if !self.possible {
            return None;
        }
        screen::ask(question);
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => {
                screen::show("\n");
                None
            }
            Ok(_) => Some(line.trim().to_owned()),
        }
    }
}

/// Who can sign, in the order of the kinds.
pub const KINDS: [&str; 4] = [
    "A person, for myself",
    "A trade union or one of its branches",
    "Another organisation",
    "A person holding public office",
];

/// Whether a question may be passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    Yes,
    No,
}

fn question(field: Field) -> &'static str {
    match field {
        Field::Kind => "Kind: individual, union, organisation or representative",
        Field::Name => "Name of the person who signs",
        Field::Role => "Office or job, such as Branch Secretary",
        Field::Organisation => "Name of the union branch or organisation",
        Field::Members => "Number of members",
        Field::Country => "Country you write from, such as Germany or GB",
        Field::Email => "E-mail address for an answer",
        Field::Address => "Postal address for an answer, without the name",
        Field::OwnWords | Field::OwnWordsIn(_) => "Your own words, one paragraph or more",
        Field::Voice => "Speak as i or we",
        Field::Extra(_) | Field::Question(..) => "What the campaign asks for",
    }
}

/// Lines of a list, of which no two are the same: the list finds what was picked by its words.
fn told_apart(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for line in lines {
        let mut number = 1;
        let mut own = line.clone();
        while told.contains(&own) {
            number += 1;
            own = format!("{line} ({number})");
        }
        told.push(own);
    }
    told
}

/// A choice that fits the terminal: a wrapped line would be drawn again at every key.
fn in_one_line(item: &str) -> String {
    let (_, width) = Term::stderr().size();
    let room = usize::from(width).saturating_sub(8).max(20);
    truncate_str(&for_terminal(item).replace('\n', " "), room, "…").into_owned()
}

fn broken_off(error: dialoguer::Error) -> Failure {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        // Ctrl-C: its signal is on the way to the other thread.
        std::io::ErrorKind::Interrupted => leave(),
        _ => stopped(),
    }
}
