//! A letter against itself: what stands twice or nowhere, demands, voices, and whom it leaves out.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use super::case::{Case, Findings, Letter, is_values_only, lines, paragraphs, sentences};
use super::flaw::{Flaw, Speaker};
use super::words::{self, Phrase, Word};
use super::{blanks, demands, links, numbers, persons};
use crate::campaign::{Text, TextPart, VALUE};
use crate::text::{self, fold};

/// Characters of a subject that mail programs show.
const SUBJECT_GOOD: usize = 78;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    for letter in &case.letters {
        lines_of_the_body(case, letter, findings);
        ends(letter, findings);
        demands::check(letter, findings);
        said_twice(letter, findings);
        voices(letter, findings);
        fields(letter, findings);
        subject(letter, findings);
        for text in letter.texts() {
            let links = links::links(&text.text);
            for (range, said) in numbers::days(&text.text, &letter.months) {
                let is_in_link = links.iter().any(|(at, link)| (*at..at + link.len()).contains(&range.start));
                if let Some(range) = numbers::other_weekday(letter.words, &text.text, &range, said) {
                    findings.say(text.place(range.start), Flaw::ImpossibleDate(text.text[range].to_owned()));
                } else if said.is_impossible() && !is_in_link {
                    findings.say(text.place(range.start), Flaw::ImpossibleDate(text.text[range].to_owned()));
                } else if is_to_come(case, said) && !is_in_link && is_said_as_past(letter.words, &text.text, &range) {
                    findings.say(text.place(range.start), Flaw::DayToCome(text.text[range].to_owned()));
                }
            }
            in_line(text, findings);
            for word in words::words(&text.text).iter().filter(|word| text::mixes_scripts(word.text)) {
                findings.say(text.place(word.at), Flaw::MixedScripts(word.text.to_owned()));
            }
            if let Some(hole) = text::hole_in_markdown(&text.text.replace("{{", "")) {
                let at = text.text.find(hole).unwrap_or_default();
                findings.say(text.place(at), Flaw::LeftToFillIn(hole.to_owned()));
            } else if let Some((at, note)) =
                unfinished(letter.words, &text.text).or_else(|| blanks::find(&text.text, letter))
            {
                findings.say(text.place(at), Flaw::LeftToFillIn(note.to_owned()));
            }
        }
    }
}

/// Whether a day lies ahead of whoever reads the campaign. What an update tells may lie behind its first day.
fn is_to_come(case: &Case<'_>, said: numbers::Said) -> bool {
    let day = said.year.and_then(|year| Date::new(year, said.month, said.day.unwrap_or(1)).ok());
    let first = case.campaign.published.filter(|_| case.campaign.version == 1);
    let last = first.map_or(case.today, |published| published.min(case.today));
    day.is_some_and(|day| day > last)
}

/// Whether "since" stands before a day, or beside it what befell somebody: "was arrested on", "verhaftet wurde".
fn is_said_as_past(known: &words::Words, text: &str, day: &Range<usize>) -> bool {
    /// "was arrested in Ross Harbour on"
    const BESIDE: usize = 5;
    let words = words::words(text);
    let first = words.iter().position(|word| word.at >= day.start).unwrap_or(words.len());
    let end = words.iter().position(|word| word.at >= day.end).unwrap_or(words.len());
    let ends = |phrase: &Phrase| first.checked_sub(phrase.len()).is_some_and(|at| phrase.begins(&words[at..first]));
    if known.since.iter().any(ends) {
        return true;
    }
    // In one clause with nothing else to happen on that day: "was arrested and will be tried on".
    let is_joint = |from: usize, to: usize| {
        !text[from..to].contains([',', ';', ':', '(', '.', '\n'])
            && !words.iter().any(|word| (from..to).contains(&word.at) && LATER.contains(&word.lower.as_str()))
    };
    words::find(&known.befell, &words).into_iter().any(|(at, length)| {
        let last = at + length;
        let is_before = last <= first && first - last <= BESIDE && is_joint(words[last - 1].end(), day.start);
        let is_behind = at >= end && at - end <= BESIDE && is_joint(day.end, words[at].at);
        (is_before || is_behind) && (last > first || last <= end)
    })
}

/// What parts a day from what befell somebody on another: "until", "will", "and".
const LATER: [&str; 43] = [
    "and",
    "or",
    "until",
    "till",
    "before",
    "from",
    "by",
    "will",
    "effective",
    "trial",
    "und",
    "oder",
    "bis",
    "vor",
    "zum",
    "ab",
    "wird",
    "werden",
    "et",
    "ou",
    "jusqu",
    "avant",
    "sera",
    "seront",
    "compter",
    "y",
    "o",
    "hasta",
    "antes",
    "será",
    "serán",
    "partir",
    "и",
    "или",
    "до",
    "будет",
    "будут",
    "с",
    "к",
    "дейін",
    "және",
    "for",
    "für",
];

/// A sentence that the body has twice, both times for everybody.
fn said_twice(letter: &Letter<'_>, findings: &mut Findings) {
    /// Fewer words may be said again: "That is a crime."
    const WORDS_OF_A_SENTENCE: usize = 5;
    let Some(body) = letter.body() else { return };
    let mut seen = BTreeSet::new();
    for (at, sentence) in sentences(&body.text) {
        let is_long = text::words(sentence).count() >= WORDS_OF_A_SENTENCE;
        if is_long && body.conditions(at).is_empty() && !seen.insert(text::key(sentence)) {
            findings.say(body.place(at), Flaw::SaidTwice(short(sentence)));
        }
    }
}

/// A line, or a remark in brackets, that says no more than that something is to come: "(to be added)".
fn unfinished<'t>(known: &words::Words, text: &'t str) -> Option<(usize, &'t str)> {
    const WORDS_OF_A_NOTE: usize = 8;
    let remarks = text.match_indices('(').filter_map(|(at, _)| Some((at, &text[at..=at + text[at..].find(')')?])));
    // "(Ana, please check the figure)": in brackets only, for an office may be asked to check something.
    let is_note = |piece: &str| {
        let words = words::words(piece);
        known.notes.iter().any(|phrase| {
            let most = if phrase.len() > 1 { WORDS_OF_A_NOTE } else { phrase.len() + 2 };
            words.len() <= most && (0..words.len().min(3)).any(|at| phrase.begins(&words[at..]))
        })
    };
    if let Some(note) = remarks.clone().find(|(_, piece)| is_note(piece)) {
        return Some(note);
    }
    lines(text).chain(remarks).find(|(_, piece)| {
        let words = words::words(piece);
        known.unfinished.iter().any(|phrase| {
            // "To be added by the branch"; of one word, nothing else.
            let more = if phrase.len() > 1 { 2 } else { 0 };
            let last = words.len().saturating_sub(phrase.len());
            words.len() <= phrase.len() + more && (phrase.begins(&words) || phrase.begins(&words[last..]))
        })
    })
}

/// Lines of the body that the program prints by itself: salutation, closing, signature, letterhead.
fn lines_of_the_body(case: &Case<'_>, letter: &Letter<'_>, findings: &mut Findings) {
    let Some(body) = letter.body() else { return };
    let line_of = |part| letter.part(part).map(|text| fold(text.text.trim()));
    let (salutation, closing) = (line_of(TextPart::Salutation), line_of(TextPart::Closing));
    let of_offices: Vec<String> =
        case.offices.iter().filter_map(|(office, _)| office.salutation_in(letter.language)).map(fold).collect();
    let mut is_signed = false;
    // A signature stands behind what the letter asks for.
    let asked = body.values.iter().rfind(|value| value.name == "this").map_or(0, |value| value.at);
    for (at, line) in lines(&body.text) {
        let words = words::words(line);
        let shown = || short(line);
        let folded = fold(line);
        let is_salutation = begins_a_letter(letter.words, line, &words)
            || Some(&folded) == salutation.as_ref()
            || of_offices.contains(&folded);
        let is_alone = paragraphs(&body.text).any(|(start, piece)| start == at && piece.len() == line.len());
        let is_last = body.text.trim_end().len() == at + line.len();
        let is_closing = ends_a_letter(letter.words, &words)
            || Some(&folded) == closing.as_ref()
            || (is_alone || is_last) && takes_leave(letter.words, line, &words);
        if is_salutation {
            findings.say(body.place(at), Flaw::SalutationTwice(shown()));
        } else if is_closing {
            findings.say(body.place(at), Flaw::ClosingTwice(shown()));
        } else if let Some((offset, phrase)) = closing_in(letter.words, line, &words, closing.as_deref()) {
            findings.say(body.place(at + offset), Flaw::ClosingTwice(phrase));
        }
        let values = || body.values.iter().filter(move |value| (at..at + line.len()).contains(&value.at));
        let is = |names: &[&str]| values().all(|value| names.contains(&value.name.as_str()));
        let label = label_of(letter.words, line, &words);
        if (is_values_only(line) || label.is_some() && line.contains(VALUE)) && is(&SIGNATURE) && !is_signed {
            findings.say(
                body.place(at),
                Flaw::SignatureTwice(
                    values().map(|value| format!("{{{{{}}}}}", value.name)).collect::<Vec<_>>().join(" "),
                ),
            );
            is_signed = true;
        } else if is_values_only(line) && is(&["date", "office"]) {
            findings.say(
                body.place(at),
                Flaw::Letterhead(values().map(|value| format!("{{{{{}}}}}", value.name)).collect()),
            );
        } else if let Some(label) = label {
            findings.say(body.place(at), Flaw::Letterhead(label));
        } else if is_dateline(letter, line, &words) {
            findings.say(body.place(at), Flaw::Letterhead(format!("\"{line}\"")));
        } else if is_alone && at > asked && !is_signed && is_signature(line, &words) && is(&SIGNATURE) {
            findings.say(body.place(at), Flaw::SignatureTwice(short(line)));
            is_signed = true;
        }
    }
}

/// What the program prints under a letter.
const SIGNATURE: [&str; 6] = ["signatory", "name", "organisation", "role", "address", "email"];

/// Whether a line is little more than values: "On behalf of {{organisation}}".
fn is_signature(line: &str, words: &[Word<'_>]) -> bool {
    line.contains(VALUE) && words.len() <= 4 && !line.ends_with(['.', ':', '!', '?'])
}

/// Whether a line is a day and perhaps a place: "London, 28 November 2026".
fn is_dateline(letter: &Letter<'_>, line: &str, words: &[Word<'_>]) -> bool {
    let days = numbers::days(line, &letter.months);
    let [(day, said)] = days.as_slice() else { return false };
    let around: Vec<&Word<'_>> = words.iter().filter(|word| !day.contains(&word.at)).collect();
    let is_small = |word: &Word<'_>| word.text.chars().count() <= 3;
    said.day.is_some()
        && around.len() <= 4
        && around.iter().all(|word| word.is_capitalised() || is_small(word))
        && !line.contains([':', ';', '-', '•'])
        && (!line.ends_with('.') || line.ends_with("г."))
}

fn short(line: &str) -> String {
    line.chars().take(60).collect::<String>().replace(VALUE, "…")
}

/// Whether a line greets: a greeting at its beginning, and little more.
fn begins_a_letter(known: &words::Words, line: &str, words: &[Word<'_>]) -> bool {
    let greeting = known.greetings.iter().filter(|phrase| phrase.begins(words)).map(Phrase::len).max();
    greeting.is_some_and(|length| {
        // "Dear Minister, I write to you": the greeting ends at the first comma.
        let comma = line.find([',', '!', '،', '，', ':']).unwrap_or(line.len());
        let before = words.iter().filter(|word| word.at < comma).count();
        let is_short =
            before <= length + 6 && (comma < line.len() || words.len() <= length + 6 && !line.ends_with('.'));
        // "Sir" begins other sentences than "Dear" does; in German capitals and in Russian "господин" do.
        let is_certain = length > 1 || before <= length + 4 && comma < line.len() || words.len() <= length + 3;
        // "Madame Marsh, 34 ans, est infirmière"
        let has_office = (0..before).any(|at| known.titles.iter().any(|(title, _)| title.begins(&words[at..])));
        let is_of_person = persons::is_title(&words[0].lower)
            && before > 1
            && !has_office
            && !line[comma..].trim_start_matches([',', '!', ':']).trim().is_empty();
        is_short && is_certain && !is_of_person && words[0].is_capitalised_or_caseless()
    })
}

/// Whether a line takes leave and says nothing else.
fn ends_a_letter(known: &words::Words, words: &[Word<'_>]) -> bool {
    let closing = known.closings.iter().filter(|phrase| phrase.begins(words)).map(Phrase::len).max();
    closing.is_some_and(|length| words.len() <= length + if length > 1 { 4 } else { 1 })
}

/// Whether a short line ends in a closing, whatever leads to it: "Reciban un cordial saludo,". "Treat her with respect."
/// is a sentence like others; nothing but a letter ends in "kind regards".
fn takes_leave(known: &words::Words, line: &str, words: &[Word<'_>]) -> bool {
    const PREPOSITIONS: [&str; 9] = ["in", "with", "en", "con", "с", "з", "із", "z", "com"];
    let is_sentence = line.ends_with(['.', '!', '?', ':', ';']);
    let is_noun = |phrase: &Phrase| phrase.len() > 1 && !PREPOSITIONS.contains(&phrase.words()[0].as_str());
    let ends = |phrase: &&Phrase| {
        let last = words.len().saturating_sub(phrase.len() + 1);
        (last..words.len()).any(|at| at > 0 && phrase.begins(&words[at..]))
    };
    words.len() <= 14 && known.closings.iter().filter(ends).any(|phrase| !is_sentence || is_noun(phrase))
}

/// A closing behind the last sentence of a line.
fn closing_in(known: &words::Words, line: &str, words: &[Word<'_>], own: Option<&str>) -> Option<(usize, String)> {
    let at = (1..words.len()).find(|at| {
        let behind_a_sentence = line[words[at - 1].end()..words[*at].at].contains(['.', '!', '?', '…', '*']);
        behind_a_sentence
            && (ends_a_letter(known, &words[*at..]) || own.is_some_and(|own| fold(&line[words[*at].at..]) == own))
    })?;
    Some((words[at].at, short(&line[words[at].at..])))
}

/// The label of a letterhead or a signature: "Subject:", "Name:".
fn label_of(known: &words::Words, line: &str, words: &[Word<'_>]) -> Option<String> {
    let colon = line.find([':', '：'])?;
    let before = words.iter().filter(|word| word.at < colon).count();
    let is_label = known.labels.iter().any(|phrase| phrase.len() == before && phrase.begins(words));
    is_label.then(|| line[..=colon].trim().to_owned())
}

impl Word<'_> {
    fn is_capitalised_or_caseless(&self) -> bool {
        !self.text.chars().next().is_some_and(char::is_lowercase)
    }
}

/// A salutation in the place of the closing, one of another language, or two.
fn ends(letter: &Letter<'_>, findings: &mut Findings) {
    for (part, is_salutation) in [(TextPart::Salutation, true), (TextPart::Closing, false)] {
        let Some(text) = letter.part(part) else { continue };
        let words = words::words(&text.text);
        let (own, other) = if is_salutation {
            (&letter.words.greetings, &letter.words.closings)
        } else {
            (&letter.words.closings, &letter.words.greetings)
        };
        let shown = || text.text.trim().to_owned();
        let begins = |phrases: &[Phrase]| phrases.iter().any(|phrase| phrase.begins(&words));
        if begins(other) && !begins(own) {
            let flaw =
                if is_salutation { Flaw::SalutationIsClosing(shown()) } else { Flaw::ClosingIsSalutation(shown()) };
            findings.say(text.place(0), flaw);
        } else if !own.is_empty() && !begins(own) {
            let foreign = words::all().filter(|(tag, _)| *tag != letter.language.primary()).find(|(_, known)| {
                let phrases = if is_salutation { &known.greetings } else { &known.closings };
                begins(phrases)
            });
            if let Some(is) = foreign.and_then(|(tag, _)| tag.parse().ok()) {
                findings.say(text.place(0), Flaw::LineOfLanguage { line: shown(), is });
            }
        }
        // "Dear Sir, Dear Madam," greets one reader; a sentence end or a line end parts two salutations.
        let twice = (1..words.len()).find(|at| {
            is_salutation
                && text.conditions(words[at - 1].at) == text.conditions(words[*at].at)
                && text.text[words[at - 1].end()..words[*at].at].contains(['.', '!', '\n'])
                && own.iter().any(|phrase| phrase.begins(&words[*at..]))
        });
        if let Some(at) = twice {
            findings.say(text.place(words[at].at), Flaw::SalutationTwice(shown()));
        }
    }
}

/// Words that one voice cannot say.
fn voices(letter: &Letter<'_>, findings: &mut Findings) {
    let has_voices = letter.texts().any(|text| text.voices.iter().any(|voice| voice.forms[0] != voice.forms[1]));
    for (texts, own, verbs, speaker) in [
        (&letter.plural, &letter.words.i, &letter.words.i_verbs, Speaker::One),
        (&letter.singular, &letter.words.we, &letter.words.we_verbs, Speaker::Several),
    ] {
        let is_verb = |word: &Word<'_>| verbs.iter().any(|phrase| phrase.words() == [word.lower.as_str()]);
        let mut fixed = |text: &Text<'_>, words: &[Word<'_>]| {
            let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
            let word = text.text[first.at..last.end()].to_owned();
            let flaw = Flaw::FixedVoice { word, speaker, language: letter.language.clone() };
            findings.say(text.place(first.at), flaw);
        };
        for text in texts {
            let words = words::words(&text.text);
            let is_free = |word: &Word<'_>| {
                let fits = |condition: &crate::campaign::Condition| match (condition.field.as_str(), speaker) {
                    ("is_individual" | "is_representative", Speaker::One)
                    | ("is_union" | "is_organisation", Speaker::Several) => condition.holds,
                    ("is_union" | "is_organisation", Speaker::One)
                    | ("is_individual" | "is_representative", Speaker::Several) => !condition.holds,
                    _ => false,
                };
                !text.is_voiced(word.at)
                    && !words::is_quoted(&text.text, word.at)
                    && !text.conditions(word.at).iter().any(fits)
            };
            // "We" throughout is a letter of a union; beside {{I/We}} it is a slip.
            if speaker == Speaker::One || has_voices {
                for (at, length) in words::find(own, &words) {
                    // "Elizabeth I, Queen", "Annex I.": a number.
                    let is_number = words[at].text == "I"
                        && !words.get(at + 1).is_some_and(|next| {
                            !next.is_capitalised() && text.text[words[at].end()..next.at].trim().len() <= 1
                        });
                    let is_followed_by_value =
                        text.text[words[at].end()..].trim_start_matches([',', ' ']).starts_with(VALUE);
                    if is_free(&words[at]) && (!is_number || is_followed_by_value) {
                        fixed(text, &words[at..at + length]);
                    }
                }
                for verb in behind_signatory(text, &words).filter(|word| is_verb(word) && is_free(word)) {
                    fixed(text, std::slice::from_ref(verb));
                }
            }
            for voice in &text.voices {
                let next = words.iter().find(|word| word.at >= voice.range.end);
                let is_beside =
                    |word: &&Word<'_>| text.text[voice.range.end..word.at].trim().is_empty() && !voice.range.is_empty();
                let is_pronoun =
                    voice.forms.iter().all(|form| text::words(form).count() == 1) && is_pronoun(letter, &voice.forms);
                if let Some(next) = next.filter(is_beside).filter(|next| is_pronoun && is_free(next))
                    && is_verb(next)
                {
                    fixed(text, std::slice::from_ref(next));
                }
            }
        }
    }
    for text in &letter.singular {
        for voice in &text.voices {
            let [singular, plural] = &voice.forms;
            let place = || text.place(voice.range.start);
            if singular.trim() == plural.trim() {
                findings.say(place(), Flaw::VoiceSame(singular.clone()));
            } else if is_of(&letter.words.we, singular)
                && !is_of(&letter.words.we, plural)
                && is_of(&letter.words.i, plural)
            {
                findings.say(place(), Flaw::VoiceSwapped { singular: singular.clone(), plural: plural.clone() });
            }
        }
    }
}

/// The words behind a comma in the sentence that says who signs: "I, Jo Smith, a docker, protest". However far the verb
/// stands from "I", it agrees with it.
fn behind_signatory<'w, 't>(text: &'w Text<'_>, words: &'w [Word<'t>]) -> impl Iterator<Item = &'w Word<'t>> {
    let signs = text.values.iter().filter(|value| matches!(value.name.as_str(), "signatory" | "name"));
    signs.flat_map(move |value| {
        let first = words.iter().position(|word| word.at > value.at).unwrap_or(words.len());
        let end = (first + 1..words.len()).find(|at| words[*at].begins).unwrap_or(words.len());
        words[first.min(end)..end].iter().filter(|word| {
            text.conditions(word.at).is_empty() && text.text[..word.at].trim_end().ends_with([',', VALUE])
        })
    })
}

/// Whether two forms are "I" and "we", and not "my" and "our", behind which a noun may look like a verb.
fn is_pronoun(letter: &Letter<'_>, forms: &[String; 2]) -> bool {
    letter.words.i.first().is_some_and(|i| is_of(std::slice::from_ref(i), &forms[0]))
        || is_of(&letter.words.we, &forms[1])
}

fn is_of(phrases: &[Phrase], form: &str) -> bool {
    let words = words::words(form);
    phrases.iter().any(|phrase| phrase.begins(&words))
}

/// Values that a letter prints, lacks, or wants of everybody.
fn fields(letter: &Letter<'_>, findings: &mut Findings) {
    let Some(body) = letter.body() else { return };
    let printed: BTreeSet<&str> = body.values.iter().map(|value| value.name.as_str()).collect();
    if !["signatory", "name", "organisation"].iter().any(|name| printed.contains(name)) {
        findings.say(letter.place_of(TextPart::Body), Flaw::NoSignatory);
    }
    if !printed.contains("own_words") {
        findings.say(letter.place_of(TextPart::Body), Flaw::NoOwnWords);
    }
    for text in letter.texts() {
        for value in &text.values {
            let optional = ["role", "organisation", "members", "email", "address", "own_words"];
            let is_guarded = text.conditions(value.at).iter().any(|condition| condition.holds);
            if optional.contains(&value.name.as_str()) && !is_guarded {
                findings.say(text.place(value.at), Flaw::FieldForAll(value.name.clone()));
            }
        }
    }
}

fn subject(letter: &Letter<'_>, findings: &mut Findings) {
    let Some(subject) = letter.part(TextPart::Subject) else { return };
    let length = subject.text.chars().count();
    if length > SUBJECT_GOOD {
        findings.say(subject.place(0), Flaw::SubjectLong(length));
    }
    let words = words::words(&subject.text);
    let hashtag =
        subject.text.match_indices('#').find(|(at, _)| subject.text[at + 1..].starts_with(char::is_alphabetic));
    if let Some(label) = label_of(letter.words, &subject.text, &words) {
        findings.say(subject.place(0), Flaw::SubjectForm(label));
    } else if let Some((at, _)) = hashtag {
        let end = subject.text[at..].find(char::is_whitespace).map_or(subject.text.len(), |end| at + end);
        findings.say(subject.place(at), Flaw::SubjectForm(subject.text[at..end].to_owned()));
    }
}

/// Markup in a text that has none, where it would be printed sign for sign.
fn in_line(text: &Text<'_>, findings: &mut Findings) {
    if text.part == TextPart::Body {
        return;
    }
    let signs = ["**", "__", "](", "&nbsp;", "&amp;", "<br", "<b>", "<i>", "&quot;", "```"];
    let star = text.text.match_indices('*').count();
    let found = signs.iter().filter_map(|sign| text.text.find(sign).map(|at| (at, *sign))).min();
    let found = found.or_else(|| text.text.find('*').filter(|_| star > 1).map(|at| (at, "*")));
    if let Some((at, sign)) = found {
        findings.say(text.place(at), Flaw::MarkupInLine { part: text.part, sign: sign.to_owned() });
    }
}
