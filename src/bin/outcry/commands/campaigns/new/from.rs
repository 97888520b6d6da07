//! From an appeal to the draft of a campaign.

use jiff::civil::Date;
use outcry::appeal::{
    Appeal, Block, Copy, Day, EmbassyGets, Found, LetterDoubt, ModelLetter, as_markdown, tells_reader_to_ask,
};
use outcry::letter::salutation_of_embassy;
use outcry::locale::{Country, Language};
use outcry::registry::Registry;
use outcry::text::key;

use super::draft::{Draft, Entry, Letter, Recipient};
use super::greeting::{ByKind, by_kind, greeted_each, of_one_office};
use super::printed::Printed;
use super::words::{DEMANDS, OWN_WORDS, Words};
use crate::args::{NewArgs, OrNone, SignedBy};
use crate::messages::appeal as say;

/// Characters of a subject that mail programs show.
const SUBJECT_MOST: usize = 78;
/// The name of who signs, in the middle of a sentence.
const SIGNATORY: &str = ", {{signatory}},";

/// Makes the draft of what an appeal gives; `args` has what was said about it. `file` is its name.
pub fn draft(appeal: &Appeal, registry: &Registry, file: &str, args: &NewArgs) -> Draft {
    let appeal = &greeted_each(appeal);
    let state = appeal.state.as_ref().map(|state| state.value);
    let language = appeal.language.clone().unwrap_or_else(Language::english);
    let mut draft = Draft { remarks: say::remarks(file), ..Draft::default() };
    draft.title = match &appeal.title {
        Some(title) => Entry::noted(title.value.clone(), say::line(title.line)),
        None => Entry::asked(say::no_title(&appeal.other_titles)),
    };
    draft.published = match &appeal.published {
        Some(day) => dated(day),
        None => Entry::asked(say::no_day()),
    };
    draft.act_by = match &appeal.act_by {
        Some(day) => dated(day),
        None => Entry::asked(say::no_deadline(&appeal.other_days)),
    };
    draft.persons =
        appeal.persons.iter().map(|person| Entry::noted(person.value.clone(), say::line(person.line))).collect();
    draft.persons_question = appeal.persons.is_empty().then(|| say::no_persons(&appeal.other_names));
    if appeal.may_miss_persons {
        draft.persons_question = Some(say::more_persons(&appeal.other_names));
    } else if !appeal.persons.is_empty() && !appeal.other_names.is_empty() {
        draft.remarks.push(say::other_names(&appeal.other_names));
    }
    let given = appeal.sources.iter().map(|source| Entry::noted(source.value.clone(), say::line(source.line)));
    draft.sources = args.source.iter().map(|source| Entry::given(source.clone())).chain(given).collect();
    draft.source_question = draft.sources.is_empty().then(|| say::no_source(&appeal.other_pages));
    let printed = Printed { registry, state, language: &language, checked: args.checked };
    recipients(&mut draft, appeal, &printed);
    embassy(&mut draft, appeal, state);
    copies(&mut draft, appeal, &printed);
    draft.letters = appeal.letters.iter().map(|letter| of_letter(letter, appeal, &draft, args)).collect();
    if draft.letters.is_empty() {
        draft.letters.push(without_letter(appeal, &language, args, &draft));
    }
    if let Some(first) = draft.letters.first_mut() {
        first.questions.extend(appeal.other_letters.iter().map(|line| say::other_letter(*line)));
        if appeal.language.is_none() {
            first.questions.push(say::no_language());
        }
    }
    draft
}

fn dated(day: &Found<Day>) -> Entry<Date> {
    match day.value.days.as_slice() {
        [only] => Entry::noted(*only, say::day(day)),
        _ => Entry::asked(say::days(day)),
    }
}

fn recipients(draft: &mut Draft, appeal: &Appeal, printed: &Printed) {
    for pasted in &appeal.offices {
        printed.add(&mut draft.recipients, pasted);
    }
    if draft.recipients.is_empty() && appeal.embassy.is_none() {
        draft.recipients_question = Some(say::no_office());
    }
    draft.remarks.extend(appeal.other_addresses.iter().map(say::other_address));
}

fn embassy(draft: &mut Draft, appeal: &Appeal, state: Option<Country>) {
    draft.embassy_of = match (&appeal.embassy, state) {
        (Some(found), _) => match found.value.state {
            // A copy is one of the letters to others.
            Some(state) if found.value.gets == EmbassyGets::Either => Entry {
                questions: vec![say::embassy_letter_or_copy(found.line)],
                ..Entry::noted(state, say::line(found.line))
            },
            Some(state) if found.value.gets == EmbassyGets::Copy && draft.recipients.is_empty() => {
                Entry { questions: vec![say::embassy_copy(found.line)], ..Entry::noted(state, say::line(found.line)) }
            }
            Some(state) if found.value.gets == EmbassyGets::Copy => {
                draft.embassy_gets_copy = true;
                Entry::noted(state, say::line(found.line))
            }
            Some(state) => Entry::noted(state, say::line(found.line)),
            None => Entry::asked(say::embassy_of_whom(found.line)),
        },
        (None, state) => Entry::asked(say::no_embassy(state)),
    };
}

fn copies(draft: &mut Draft, appeal: &Appeal, printed: &Printed) {
    for copy in &appeal.copies {
        let entry = match &copy.value {
            Copy::Email(email) => Entry::noted(email.to_string(), say::line(copy.line)),
            Copy::Hidden => Entry::asked(say::copy_hidden(copy.line)),
            Copy::Missing => Entry::asked(say::copy_missing(copy.line)),
            Copy::Unreadable(text) => Entry::asked(say::copy_unreadable(copy.line, text)),
        };
        draft.copy_to.push(entry);
    }
    for office in &appeal.copy_offices {
        let all: Vec<Recipient> = draft.recipients.iter().chain(&draft.copy_offices).cloned().collect();
        let recipient = printed.recipient(office, &all);
        let mut known = draft.recipients.iter_mut().chain(&mut draft.copy_offices);
        if let Some(same) = known.find(|known| known.id == recipient.id) {
            // Whoever gets the letter needs no copy of it.
            printed.add_to(same, recipient);
        } else if office.values.is_empty() && office.post.is_empty() && printed.registry.get(&recipient.id).is_none() {
            let name = office.names.first().map_or("", |name| name.text.as_str());
            draft.copy_to.push(Entry::asked(say::copy_office(office.line, name)));
        } else {
            draft.copy_offices.push(recipient);
        }
    }
    draft.copies_question = (draft.copy_to.is_empty() && draft.copy_offices.is_empty()).then(say::no_copies);
}

/// What the letter is about, for its subject: the title where it names everybody, else the persons.
fn subject(draft: &Draft) -> Entry<String> {
    let title = draft.title.value.as_deref().unwrap_or_default().trim_end_matches('!');
    let persons: Vec<&str> = draft.persons.iter().filter_map(|person| person.value.as_deref()).collect();
    let surname = |name: &str| name.split_whitespace().last().map(key).unwrap_or_default();
    let names_all = persons.iter().all(|name| key(title).contains(&surname(name)));
    let shouts = title.chars().any(char::is_alphabetic) && title.to_uppercase() == title;
    if !title.is_empty()
        && title.chars().count() <= SUBJECT_MOST
        && names_all
        && !shouts
        && outcry::text::hole(title).is_none()
    {
        return Entry::noted(title.to_owned(), draft.title.note.clone());
    }
    let mut subject = String::new();
    for name in persons {
        let longer = if subject.is_empty() { name.to_owned() } else { format!("{subject}, {name}") };
        if longer.chars().count() <= SUBJECT_MOST {
            subject = longer;
        }
    }
    if subject.is_empty() {
        Entry { questions: vec![say::no_subject()], ..Entry::given("[SUBJECT]".to_owned()) }
    } else {
        Entry::given(subject)
    }
}

fn of_letter(letter: &ModelLetter, appeal: &Appeal, draft: &Draft, args: &NewArgs) -> Letter {
    let words = Words::of(&letter.language);
    let noted = |found: &Found<String>| Entry::noted(found.value.clone(), say::line(found.line));
    let mut questions = Vec::new();
    let mut salutation = letter.salutation.as_ref().map(noted);
    for doubt in &letter.doubts {
        match &doubt.value {
            LetterDoubt::Voice(words) => questions.push(say::voice(doubt.line, words)),
            LetterDoubt::Alone(words) => questions.push(say::alone(doubt.line, words)),
            LetterDoubt::Blank(blank) => questions.push(say::blank(doubt.line, blank)),
            LetterDoubt::Salutation(text) => {
                let own = words.map(|words| words.salutation.to_owned());
                salutation = Some(Entry { value: own, note: say::salutation(doubt.line, text), ..Entry::default() });
            }
            LetterDoubt::Salutations(texts) => questions.push(say::salutations(doubt.line, texts)),
            LetterDoubt::Prose => questions.push(say::prose(doubt.line)),
            LetterDoubt::LeftOut if appeal.demands.is_empty() => questions.push(say::prose(doubt.line)),
            LetterDoubt::LeftOut => questions.push(say::left_out(doubt.line)),
            LetterDoubt::Asks(sentence) => questions.push(say::asks_too(doubt.line, sentence)),
            LetterDoubt::Frame => questions.push(say::frame(doubt.line)),
        }
    }
    if let Some(said) = &letter.salutation {
        let to_embassy = if gets_letter(draft, args) { salutation_of_embassy(&letter.language) } else { None };
        greet(said, by_kind(&said.value, appeal, words, to_embassy), &mut salutation, &mut questions);
    }
    questions.extend(of_one_office(letter, appeal, gets_letter(draft, args)));
    let holds = |piece: &str| {
        letter.body.iter().position(|block| matches!(block, Block::Paragraph(text) if text.contains(piece)))
    };
    let union = words.filter(|_| holds("{{members}}").is_none());
    // "I/we, …, protest": a union is said to be one behind its name, where the sentence has a place for that.
    let named = union.and_then(|words| Some((holds(SIGNATORY)?, words.behind_signatory())));
    let extras = || {
        let members = union.filter(|_| named.is_none()).map(Words::members);
        members.into_iter().chain([OWN_WORDS.to_owned()])
    };
    // The article around a letter often asks for more.
    let missing: Vec<&Found<String>> =
        appeal.demands.iter().filter(|demand| !letter.demands.is_empty() && !is_asked_in(letter, demand)).collect();
    questions.extend((!missing.is_empty()).then(|| say::also_asked(&missing)));
    let mut demands: Vec<Entry<String>> = letter.demands.iter().map(noted).collect();
    let mut blocks: Vec<String> = Vec::new();
    let has_place = letter.body.contains(&Block::Demands);
    // Where the letter asked itself the list asks now.
    let at = letter.asks_at.unwrap_or(letter.body.len());
    for (index, block) in letter.body.iter().enumerate() {
        if index == at && !has_place {
            blocks.extend(list(letter, appeal, words, extras().collect()));
        }
        match block {
            Block::Paragraph(text) => {
                if letter.body.get(index + 1) == Some(&Block::Demands) {
                    blocks.extend(extras());
                }
                blocks.push(match &named {
                    Some((at, union)) if *at == index => {
                        text.replacen(SIGNATORY, &SIGNATORY.replace("}},", &format!("}}}}{union},")), 1)
                    }
                    _ => text.clone(),
                });
            }
            Block::List(items) => {
                blocks.push(items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"));
            }
            Block::Demands => blocks.push(DEMANDS.to_owned()),
        }
    }
    if !has_place {
        if at >= letter.body.len() {
            blocks.extend(list(letter, appeal, words, extras().collect()));
        }
        if appeal.demands.is_empty() && letter.demands.is_empty() && !appeal.other_lists.is_empty() {
            questions.push(say::also_asked(&appeal.other_lists.iter().collect::<Vec<_>>()));
        }
        if !appeal.demands.is_empty() {
            demands = demands_of(appeal);
        }
    }
    blocks.extend(words.and_then(|words| for_embassy(words, draft, args)));
    let own = |text: fn(&Words) -> &str| words.map(|words| Entry::given(text(words).to_owned())).unwrap_or_default();
    let closing = letter.closing.as_ref().map_or_else(|| own(|words| words.closing), noted);
    let subject = letter.subject.as_ref().map_or_else(|| subject(draft), noted);
    Letter {
        language: letter.language.clone(),
        subject,
        salutation: salutation.unwrap_or_else(|| own(|words| words.salutation)),
        closing,
        demands,
        questions,
        body: blocks.join("\n\n"),
    }
}

/// The list of demands of an appeal, where a letter asks in running text: below it what the letter said, for a person to
/// compare, and what every letter has.
fn list(letter: &ModelLetter, appeal: &Appeal, words: Option<&Words>, extras: Vec<String>) -> Vec<String> {
    let left_out: Vec<&str> = letter.left_out.iter().map(|sentence| sentence.value.as_str()).collect();
    let left_out = Some(left_out.join("\n")).filter(|text| !text.is_empty()).map(|text| {
        if appeal.demands.is_empty() { text } else { format!("{{{{!-- {}\n{text} --}}}}", say::left_out_heading()) }
    });
    let asks = words.map_or_else(|| DEMANDS.to_owned(), Words::demands);
    let asks = (!appeal.demands.is_empty()).then_some(asks);
    left_out.into_iter().chain(extras).chain(asks).collect()
}

/// The salutation of a letter, as far as it fits those who get it.
fn greet(said: &Found<String>, fits: ByKind, salutation: &mut Option<Entry<String>>, questions: &mut Vec<String>) {
    match fits {
        ByKind::Fits => {}
        ByKind::Parted(parted) => *salutation = Some(Entry::noted(parted, say::salutation_by_kind(said.line))),
        ByKind::Neutral(neutral) => *salutation = Some(Entry::noted(neutral, say::salutation_elsewhere(said.line))),
        ByKind::Open => questions.push(say::salutation_of_one(said.line, &said.value)),
    }
}

/// Whether a letter says most words of a demand, in whatever form.
fn is_asked_in(letter: &ModelLetter, demand: &Found<String>) -> bool {
    /// Letters of a word that has a meaning of its own, and those of its stem.
    const WORD: usize = 4;
    const STEM: usize = 5;
    let stems = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= WORD);
        words.map(|word| key(word).chars().take(STEM).collect()).collect()
    };
    let own = stems(&demand.value);
    let said = |text: &str| {
        let said = stems(text);
        own.iter().filter(|stem| said.contains(stem)).count() * 3 >= own.len() * 2
    };
    letter.demands.iter().any(|asked| said(&asked.value))
}

/// Whether the embassy gets a letter, or may get one.
fn gets_letter(draft: &Draft, args: &NewArgs) -> bool {
    match args.embassy_of {
        Some(given) => matches!(given, OrNone::Some(_)),
        None => !draft.embassy_gets_copy,
    }
}

/// What a letter says to an embassy, if that gets one or may get one.
fn for_embassy(words: &Words, draft: &Draft, args: &NewArgs) -> Option<String> {
    gets_letter(draft, args).then(|| words.embassy())
}

/// The letter of an appeal that brings none: its frame, and what the appeal tells to write it from.
fn without_letter(appeal: &Appeal, language: &Language, args: &NewArgs, draft: &Draft) -> Letter {
    let english = Language::english();
    let (words, language) = match Words::of(language) {
        Some(words) => (words, language.clone()),
        None => match Words::of(&english) {
            Some(words) => (words, english),
            None => {
                return Letter {
                    language: english,
                    subject: subject(draft),
                    salutation: Entry::default(),
                    closing: Entry::default(),
                    demands: Vec::new(),
                    questions: Vec::new(),
                    body: String::new(),
                };
            }
        },
    };
    let subject = subject(draft);
    let persons: Vec<&str> = draft.persons.iter().filter_map(|person| person.value.as_deref()).collect();
    let title = draft.title.value.as_deref().unwrap_or("[SUBJECT]");
    let opening = words.opening(args.signed_by.unwrap_or(SignedBy::Anyone), &persons, title);
    let told = appeal.paragraphs.iter().map(say::told).collect::<Vec<_>>().join("\n");
    let comment =
        if told.is_empty() { String::new() } else { format!("{{{{!-- {}\n{told} --}}}}", say::told_heading()) };
    let mut demands = demands_of(appeal);
    if demands.is_empty() {
        demands = vec![Entry {
            value: Some("[DEMAND]".to_owned()),
            questions: vec![say::no_demands()],
            remarks: appeal.other_lists.iter().map(say::other_list).collect(),
            ..Entry::default()
        }];
    }
    let happened = args.happened.as_deref().map_or_else(say::what_happened, |text| as_markdown(&sentence(text)));
    let mut blocks = vec![opening, happened, comment];
    blocks.extend([OWN_WORDS.to_owned(), words.demands()]);
    blocks.extend(for_embassy(words, draft, args));
    blocks.push(words.answer().to_owned());
    blocks.retain(|block| !block.is_empty());
    let entry = |text: &str| Entry::given(text.to_owned());
    Letter {
        language,
        subject,
        salutation: entry(words.salutation),
        closing: entry(words.closing),
        demands,
        questions: Vec::new(),
        body: blocks.join("\n\n"),
    }
}

/// What an appeal asks for, as sentences of a letter.
fn demands_of(appeal: &Appeal) -> Vec<Entry<String>> {
    let entry = |demand: &Found<String>| {
        let asks = tells_reader_to_ask(&demand.value).then(|| say::still_asks(demand.line));
        Entry { questions: asks.into_iter().collect(), ..Entry::noted(sentence(&demand.value), say::line(demand.line)) }
    };
    appeal.demands.iter().map(entry).collect()
}

/// A demand as a sentence: with a capital and a full stop.
pub fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches([';', ',']).trim_end();
    let mut chars = text.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    if capital.ends_with(['.', '!', '?', '…']) { capital } else { format!("{capital}.") }
}
