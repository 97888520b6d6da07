//! A letter against itself: what stands twice or nowhere, demands, voices, and whom it leaves out.

use std::collections::BTreeSet;

use super::case::{Case, Findings, Letter, first_sign, is_values_only, lines};
use super::flaw::{Flaw, Speaker};
use super::words::{self, Phrase, Word};
use super::{links, numbers};
use crate::campaign::{Text, TextPart, VALUE};
use crate::text::{self, fold};

/// Characters of a subject that mail programs show.
const SUBJECT_GOOD: usize = 78;
/// Demands that an office answers one by one.
const DEMANDS_GOOD: usize = 5;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    for letter in &case.letters {
        lines_of_the_body(case, letter, findings);
        ends(letter, findings);
        demands(letter, findings);
        voices(letter, findings);
        fields(letter, findings);
        subject(letter, findings);
        for text in letter.texts() {
            let links = links::links(&text.text);
            for (range, said) in numbers::days(&text.text, &letter.months) {
                let is_in_link = links.iter().any(|(at, link)| (*at..at + link.len()).contains(&range.start));
                if said.is_impossible() && !is_in_link {
                    findings.say(text.place(range.start), Flaw::ImpossibleDate(text.text[range].to_owned()));
                }
            }
            in_line(text, findings);
            for word in words::words(&text.text).iter().filter(|word| text::mixes_scripts(word.text)) {
                findings.say(text.place(word.at), Flaw::MixedScripts(word.text.to_owned()));
            }
            if let Some(hole) = text::hole_in_markdown(&text.text.replace("{{", "")) {
                let at = text.text.find(hole).unwrap_or_default();
                findings.say(text.place(at), Flaw::LeftToFillIn(hole.to_owned()));
            } else if let Some(at) =
                text.text.to_lowercase().find("lorem ipsum").filter(|at| text.text.is_char_boundary(*at))
            {
                findings.say(text.place(at), Flaw::LeftToFillIn("Lorem ipsum".to_owned()));
            }
        }
    }
}

/// Lines of the body that the program prints by itself: salutation, closing, signature, letterhead.
fn lines_of_the_body(case: &Case<'_>, letter: &Letter<'_>, findings: &mut Findings) {
    let Some(body) = letter.body() else { return };
    let line_of = |part| letter.part(part).map(|text| fold(text.text.trim()));
    let (salutation, closing) = (line_of(TextPart::Salutation), line_of(TextPart::Closing));
    let of_offices: Vec<String> =
        case.offices.iter().filter_map(|(office, _)| office.salutation_in(letter.language)).map(fold).collect();
    let mut is_signed = false;
    for (at, line) in lines(&body.text) {
        let words = words::words(line);
        let shown = || short(line);
        let folded = fold(line);
        let is_salutation = begins_a_letter(letter.words, line, &words)
            || Some(&folded) == salutation.as_ref()
            || of_offices.contains(&folded);
        let is_closing = ends_a_letter(letter.words, &words) || Some(&folded) == closing.as_ref();
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
        }
    }
}

/// What the program prints under a letter.
const SIGNATURE: [&str; 6] = ["signatory", "name", "organisation", "role", "address", "email"];

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
        is_short && is_certain && words[0].is_capitalised_or_caseless()
    })
}

/// Whether a line takes leave and says nothing else.
fn ends_a_letter(known: &words::Words, words: &[Word<'_>]) -> bool {
    let closing = known.closings.iter().filter(|phrase| phrase.begins(words)).map(Phrase::len).max();
    closing.is_some_and(|length| words.len() <= length + if length > 1 { 4 } else { 1 })
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

fn demands(letter: &Letter<'_>, findings: &mut Findings) {
    let demands: Vec<&Text<'_>> = letter.demands().collect();
    let Some(body) = letter.body() else { return };
    let loops: Vec<usize> = body.values.iter().filter(|value| value.name == "demands").map(|value| value.at).collect();
    let bullets = bullets(body);
    match (demands.first(), loops.as_slice()) {
        (None, []) => match bullets.first() {
            Some(at) => findings.say(body.place(*at), Flaw::DemandsInBody),
            None => findings.say(letter.start(), Flaw::NoDemands),
        },
        (Some(first), []) => findings.say(first.place(first_sign(&first.text)), Flaw::DemandsNotPrinted),
        (_, [_, second, ..]) if body.conditions(*second).is_empty() => {
            findings.say(body.place(*second), Flaw::DemandsTwice);
        }
        _ => {}
    }
    if !demands.is_empty()
        && let (Some(at), Some(_)) = (bullets.first(), loops.first())
    {
        findings.say(body.place(*at), Flaw::DemandsInBody);
    }
    if demands.len() > DEMANDS_GOOD {
        let sixth = demands[DEMANDS_GOOD];
        findings.say(sixth.place(first_sign(&sixth.text)), Flaw::DemandsMany(demands.len()));
    }
    for (n, demand) in demands.iter().enumerate() {
        let words = words::words(&demand.text);
        if let Some(at) = second_demand(letter, &demand.text, &words) {
            findings.say(demand.place(words[at].at), Flaw::DemandDouble(words[at].text.to_owned()));
        }
        let key = |text: &Text<'_>| text::key(&text.text);
        if let Some(first) = demands[..n].iter().position(|earlier| key(earlier) == key(demand)) {
            findings.say(demand.place(first_sign(&demand.text)), Flaw::DemandTwice { first: first + 1 });
        }
        if !demand.text.chars().any(|c| c.is_alphanumeric() || c == VALUE) {
            let place = demand.place(0);
            findings.say(place, Flaw::LeftToFillIn(demand.text.clone()));
        }
        // A demand that the body says once more, word for word.
        let plain = demand.text.trim_end_matches(['.', ';', ',']);
        if words.len() > 3
            && let Some(at) = body.text.find(plain)
        {
            findings.say(body.place(at), Flaw::DemandsTwice);
        }
    }
}

/// Lists that the body has by itself.
fn bullets(body: &Text<'_>) -> Vec<usize> {
    let marks = ["- ", "* ", "+ ", "• ", "– "];
    let is_number = |line: &str| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
    };
    let is_own = |at: usize| !body.conditions(at).iter().any(|condition| condition.field == "each");
    let lines: Vec<(usize, &str)> = lines(&body.text).collect();
    let is_item =
        |(at, line): (usize, &str)| is_own(at) && (marks.iter().any(|mark| line.starts_with(mark)) || is_number(line));
    let found: Vec<usize> = (0..lines.len()).filter(|n| is_item(lines[*n])).collect();
    let is_demand = |n: usize| lines.get(n).is_some_and(|(at, _)| !is_own(*at));
    let is_beside_demands = |n: &usize| is_demand(n + 1) || n.checked_sub(1).is_some_and(is_demand);
    // One line with a dash is no list, unless it lengthens that of the demands.
    if found.len() > 1 || found.iter().any(is_beside_demands) {
        found.into_iter().map(|n| lines[n].0).collect()
    } else {
        Vec::new()
    }
}

/// The word where a second demand begins in one.
fn second_demand(letter: &Letter<'_>, demand: &str, words: &[Word<'_>]) -> Option<usize> {
    (1..words.len()).find(|at| {
        let between = &demand[words[at - 1].end()..words[*at].at];
        let rest = words.len() - at;
        let is_abbreviation = words[at - 1].text.chars().count() <= 3 && between.starts_with(". ");
        let is_sentence = !is_abbreviation
            && rest > 1
            && (between.contains(". ") || between.contains("; ") || between.contains("! "));
        is_sentence || is_verb_after_and(letter, words, *at)
    })
}

fn is_verb_after_and(letter: &Letter<'_>, words: &[Word<'_>], at: usize) -> bool {
    let is_and = letter
        .words
        .and
        .iter()
        .any(|phrase| at >= phrase.len() && phrase.begins(&words[at - phrase.len()..at]) && phrase.len() <= at);
    // "Освободить … и прекратить …": two infinitives.
    let is_infinitive = |word: &Word<'_>| match letter.language.primary() {
        "ru" => {
            ["ть", "ти", "чь", "ться", "тись"].iter().any(|ending| word.lower.ends_with(ending))
                && word.lower.chars().count() > 4
        }
        "uk" => ["ти", "тися"].iter().any(|ending| word.lower.ends_with(ending)) && word.lower.chars().count() > 4,
        _ => letter.words.verbs.iter().any(|phrase| phrase.words() == [word.lower.as_str()]),
    };
    is_and && is_infinitive(&words[0]) && is_infinitive(&words[at])
}

/// Words that one voice cannot say.
fn voices(letter: &Letter<'_>, findings: &mut Findings) {
    let has_voices = letter.texts().any(|text| text.voices.iter().any(|voice| voice.forms[0] != voice.forms[1]));
    for (texts, own, verbs, speaker) in [
        (&letter.plural, &letter.words.i, &letter.words.i_verbs, Speaker::One),
        (&letter.singular, &letter.words.we, &letter.words.we_verbs, Speaker::Several),
    ] {
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
                for (at, _) in words::find(own, &words) {
                    // "Elizabeth I, Queen", "Annex I.": a number.
                    let is_number = words[at].text == "I"
                        && !words.get(at + 1).is_some_and(|next| {
                            !next.is_capitalised() && text.text[words[at].end()..next.at].trim().len() <= 1
                        });
                    let is_followed_by_value =
                        text.text[words[at].end()..].trim_start_matches([',', ' ']).starts_with(VALUE);
                    if is_free(&words[at]) && (!is_number || is_followed_by_value) {
                        findings.say(
                            text.place(words[at].at),
                            Flaw::FixedVoice { word: words[at].text.to_owned(), speaker },
                        );
                    }
                }
            }
            for voice in &text.voices {
                let next = words.iter().find(|word| word.at >= voice.range.end);
                let is_beside =
                    |word: &&Word<'_>| text.text[voice.range.end..word.at].trim().is_empty() && !voice.range.is_empty();
                let is_pronoun =
                    voice.forms.iter().all(|form| text::words(form).count() == 1) && is_pronoun(letter, &voice.forms);
                if let Some(next) = next.filter(is_beside).filter(|next| is_pronoun && is_free(next))
                    && verbs.iter().any(|phrase| phrase.words() == [next.lower.as_str()])
                {
                    findings.say(text.place(next.at), Flaw::FixedVoice { word: next.text.to_owned(), speaker });
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

fn is_pronoun(letter: &Letter<'_>, forms: &[String; 2]) -> bool {
    is_of(&letter.words.i, &forms[0]) || is_of(&letter.words.we, &forms[1])
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
