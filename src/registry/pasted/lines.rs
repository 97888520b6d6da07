//! The lines of a text without labels: which office they belong to, and whether they name it, a person, a
//! street or a state.

use super::holders::{
    attention, ends_with_a_holder, is_for_a_post, is_head_of_mission, is_honoured, is_post_with_holder, take_holders,
    titled, without_holder, without_honour_behind,
};
use super::labels::{Label, labels};
use super::model::{PastedOffice, PastedText};
use super::sorts::{
    Sort, is_company, is_held, is_judge, is_post_of_company, is_seat, may_be_person, names_body, sort, state,
    with_house_numbers, without_honorific, without_ordinal,
};
use crate::locale::Country;
use crate::registry::kind::OfficeKind;
use crate::registry::search::kinds;

/// What belongs to one office.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    /// Whether it stands above the first item of a list, or is running text.
    pub(super) is_prose: bool,
    /// Its lines and their numbers from 1.
    pub(super) lines: Vec<(usize, &'a str)>,
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let lines: Vec<(usize, &str)> = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).collect();
    let is_numbered = lines.iter().any(|(_, line)| numbered(line).is_some());
    let is_bulleted =
        !is_numbered && lines.iter().filter_map(|(_, line)| bulleted(line)).any(|line| labels(line).is_empty());
    let is_listed = is_numbered || is_bulleted;
    let mut blocks = vec![Block { is_prose: is_listed, lines: Vec::new() }];
    // Whether the lines up to the next empty one say how somebody is reached.
    let reaches = |from: usize| {
        let mut paragraph = lines.iter().skip(from).map(|(_, line)| *line).take_while(|line| !line.is_empty());
        paragraph.any(|line| line.contains('@') || !labels(line).is_empty())
    };
    // What was seen of the block so far: a value that closes an address, and whether the last line was empty.
    let (mut has_value, mut was_empty) = (false, false);
    // How many lines the block has that begins with the name of an office; an address may close it too.
    let mut addressed = 0;
    // The label that its name stands behind.
    let mut label_of_name = None;
    for &(number, line) in &lines {
        let item = if is_numbered { numbered(line) } else { bulleted(line).filter(|_| is_bulleted) };
        let plain = item.unwrap_or_else(|| bulleted(line).unwrap_or(line));
        let is_labelled = !labels(plain).is_empty();
        let is_value = is_labelled || plain.contains('@');
        let is_name = || !is_labelled && sort(plain) == Sort::Office;
        // Behind an empty line an office may begin with who holds it, or stand in one line with its address.
        let is_apart = || {
            let head = without_ordinal(before_value(plain));
            let mut parts = head.split(',').map(str::trim).filter(|part| !part.is_empty());
            match parts.next() {
                // "Minister Delegate: Mr. Jo Smith, 12 High Street, a@b.example"
                Some(first) if is_value && first.split_once(": ").is_some_and(|(_, who)| sort(who) == Sort::Person) => {
                    true
                }
                Some(first) if is_value => {
                    [Some(first), parts.next()].into_iter().flatten().any(|part| sort(part) == Sort::Office)
                }
                Some(first) => {
                    let is_name = !first.ends_with(['.', ':', '!']) && first.starts_with(char::is_uppercase);
                    matches!(sort(first), Sort::Person | Sort::Office)
                        || is_company(first) && reaches(number)
                        || sort(first) == Sort::Other && is_name && !is_prose(plain) && reaches(number)
                }
                None => false,
            }
        };
        let to_whom = addressee(plain).filter(|word| has_value || label_of_name == Some(*word));
        let is_another = || {
            let own = blocks.last().and_then(|block| block.lines.iter().find(|(_, line)| !line.is_empty()));
            let own = own.and_then(|(_, line)| kinds::certain_in_text(line)).map(|phrase| phrase.kind);
            office_with_street(plain).is_some_and(|kind| own.is_some_and(|own| own != kind))
        };
        let begins = if is_numbered {
            item.is_some()
        } else {
            item.is_some_and(|item| labels(item).is_empty())
                || to_whom.is_some()
                || has_value && (!is_value && is_name() || was_empty && is_apart() || is_another())
                || addressed > 1
                    && was_empty
                    && (!is_value && is_name() || plain.contains(' ') && !is_labelled && is_apart())
        };
        let was_prose = !is_listed && blocks.last().is_some_and(|block| block.is_prose);
        if begins || was_prose && !is_prose(plain) && !line.is_empty() {
            blocks.push(Block::default());
            (has_value, addressed, label_of_name) = (false, 0, None);
        } else if is_prose(plain) {
            blocks.push(Block { is_prose: true, lines: Vec::new() });
        }
        label_of_name = addressee(plain).or(label_of_name);
        has_value |= is_value && addressee(plain).is_none();
        was_empty = line.is_empty();
        addressed += usize::from(!was_empty && !is_value && (addressed > 0 || is_name()));
        if let Some(block) = blocks.last_mut() {
            block.lines.push((number, plain));
        }
    }
    blocks.retain(|block| block.lines.iter().any(|(_, line)| !line.is_empty()));
    blocks
}

/// The kind of the office that a line begins with, where its address follows in the same line.
fn office_with_street(line: &str) -> Option<OfficeKind> {
    let (name, rest) = line.split_once(',')?;
    let is_name = sort(name) == Sort::Office && name.starts_with(char::is_uppercase);
    let kind = kinds::certain_in_text(name).filter(|_| is_name)?.kind;
    rest.split(',').any(|part| sort(part.trim()) == Sort::Street).then_some(kind)
}

/// The label of a line that names an office behind it: "To" in "To: Minister of Justice".
fn addressee(line: &str) -> Option<&str> {
    let first = labels(line).into_iter().next().filter(|first| first.start == 0 && first.label == Label::Name)?;
    (sort(&line[first.value..]) == Sort::Office).then(|| &line[..first.value])
}

/// The words of a line before its first label or address.
fn before_value(line: &str) -> &str {
    let label = labels(line).first().map_or(line.len(), |label| label.start);
    let address = line.find('@').map_or(line.len(), |at| line[..at].rfind(' ').map_or(0, |space| space + 1));
    line[..label.min(address)].trim()
}

/// Whether a line is a sentence of a text: long, and most of its words are small ones.
fn is_prose(line: &str) -> bool {
    let count = line.split_whitespace().count();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    // "au président du conseil de la presse, BP 1109, Ross, tél. : +236 555 01 27."
    let ends_with_number = || {
        labels(line).last().is_some_and(|last| !line[last.value..].contains(char::is_alphabetic))
            && line.matches(", ").count() > 1
    };
    count >= 9
        && !ends_with_number()
        && (line.ends_with(['.', '!', '?', ':', '…', '”', '"'])
            || line.chars().count() > 120 && !line.contains('@') && labels(line).is_empty())
        && line.split_whitespace().filter(capital).count() * 2 < count
}

/// Whether a line without its label is a sentence to the reader: a full stop, and more small words than others.
fn is_sentence(line: &str) -> bool {
    let words = || line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    let small = words().filter(|word| word.starts_with(char::is_lowercase)).count();
    line.ends_with(['.', '!', '?'])
        && small >= 4
        && small * 2 > words().count()
        && !line.contains(|c: char| c.is_ascii_digit())
        && sort(line) != Sort::Office
}

/// A line behind its number in a list: "1: ", "2. ", "(3) ".
fn numbered(line: &str) -> Option<&str> {
    let bare = line.strip_prefix('(').unwrap_or(line);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_number = (1..=2).contains(&(bare.len() - rest.len()));
    let rest = rest.strip_prefix([':', '.', ')'])?;
    // "10.30" and "12: 5" are no items.
    let is_text = rest
        .trim_start_matches(['*', '_', ' ', '\u{a0}', '"', '“'])
        .starts_with(|c: char| !c.is_ascii_digit() && c.is_alphabetic());
    (has_number && is_text && (rest.starts_with([' ', '\u{a0}', '\t']) || !line.starts_with('('))).then(|| rest.trim())
}

/// A line behind its bullet.
fn bulleted(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '–', '—', '•', '*', '·', '▪', '●', '►', '>'])?;
    rest.starts_with([' ', '\u{a0}', '\t']).then(|| rest.trim())
}

/// Whether a line says what a letter costs.
fn is_of_postage(line: &str) -> bool {
    const WORDS: [&str; 12] = [
        "standardbrief",
        "luftpost",
        "porto",
        "affranchissement",
        "timbre",
        "postage",
        "stamp",
        "airmail",
        "air mail",
        "franqueo",
        "sello",
        "марк",
    ];
    let lower = line.to_lowercase();
    lower.contains(|c: char| c.is_ascii_digit()) && WORDS.iter().any(|word| lower.contains(word))
}

/// Puts a line without labels where it belongs, as far as it shows by itself.
pub(super) fn place(office: &mut PastedOffice, piece: PastedText) {
    let PastedText { text, line } = piece;
    let text = text.trim().trim_matches(['*', '_']).trim_end_matches([',', ';', ' ', '–', '—']).trim().to_owned();
    // "1." in a cell of a table is the number of its row.
    let is_row = text.ends_with('.') && text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_row || text.chars().all(|c| !c.is_alphanumeric()) {
        return;
    }
    let line_of = |text: &str| PastedText { text: text.trim().to_owned(), line };
    // "(Standardbrief Luftpost bis 20 g: 1,25 €)" is for the reader alone.
    if text.starts_with('(') && is_of_postage(&text) {
        return;
    }
    if text.starts_with('(') && text.contains(|c: char| c.is_ascii_digit()) && !is_phone(&text) {
        office.leftovers.push(line_of(&text));
        return;
    }
    // "…, Port Ross, @ministry": a name in some network behind an address.
    if let Some((before, handle)) = text.rsplit_once(", ")
        && handle.starts_with('@')
        && !handle.contains(' ')
    {
        office.leftovers.push(line_of(handle));
        return place(office, line_of(before));
    }
    // "Human Rights Commission - +44 20 7925 1757": a number behind a name.
    for between in [" - ", " – ", " — "] {
        if let Some((name, number)) = text.rsplit_once(between)
            && has_phone(number)
            && sort(name) == Sort::Office
        {
            office.leftovers.push(line_of(number));
            return place(office, line_of(name));
        }
    }
    // A number or a name in some network without a label.
    if is_number(&text) || is_phone(&text) || has_phone(&text) || text.contains('@') {
        office.leftovers.push(line_of(&text));
        return;
    }
    // "Please do not write to the prisoners."
    if is_sentence(&text) {
        office.leftovers.push(line_of(&text));
        return;
    }
    if let Some((left, right)) = text.split_once(',')
        && sort(left) == Sort::Person
        && sort(right) == Sort::Office
    {
        office.persons.push(line_of(left));
        first(office, right.trim(), line);
        return;
    }
    // "Judge Ada Marsh / 18 High Street": below a person an address may begin.
    let is_street = || text.split(',').next().map(sort) == Some(Sort::Street);
    if office.names.is_empty() && office.post.is_empty() && (office.persons.is_empty() || !is_street()) {
        first(office, &text, line);
        return;
    }
    if let Some(holder) = attention(&text) {
        office.persons.push(line_of(holder));
        return;
    }
    match sort(&text) {
        _ if !office.names.is_empty() && (is_seat(&text) || is_for_a_post(&text)) => office.post.push(line_of(&text)),
        Sort::Salutation if office.salutation.is_none() => office.salutation = Some(line_of(&text)),
        Sort::Person => office.persons.push(line_of(&text)),
        // "Генеральному директору Б. Россу" below the name of a firm.
        Sort::Other if office.post.is_empty() && is_post_with_holder(&text) => office.persons.push(line_of(&text)),
        // "S. E. Herrn Botschafter Jo Smith" below the name of an embassy.
        Sort::Office if !office.names.is_empty() && is_honoured(&text) => office.persons.push(line_of(&text)),
        // Between two lines that name the office stands who holds it.
        Sort::Office if office.post.iter().all(|between| may_be_person(&between.text)) => {
            office.persons.append(&mut office.post);
            named(office, &text, line);
        }
        _ => {
            let whole = unparted(&mut office.post, line_of(&text));
            let rest = without_state(office, whole);
            office.post.extend(rest);
        }
    }
}

/// A line of an address with the one above it, where that ends with a word that goes on: "Republic of / Togo".
pub(super) fn unparted(above: &mut Vec<PastedText>, piece: PastedText) -> PastedText {
    const GOES_ON: [&str; 9] = ["of", "of the", "de", "de la", "du", "des", "del", "der", "and"];
    let is_open =
        |line: &PastedText| GOES_ON.iter().any(|word| line.text.to_lowercase().ends_with(&format!(" {word}")));
    match above.pop_if(|last| is_open(last)) {
        Some(last) => PastedText { text: format!("{} {}", last.text, piece.text), line: last.line },
        None => piece,
    }
}

/// A line of an address without the state at its end: "06659 Ankara, Türkiye".
pub(super) fn without_state(office: &mut PastedOffice, piece: PastedText) -> Option<PastedText> {
    let PastedText { text, line } = piece;
    if let Some(state) = state(&text) {
        let city = is_city_too(office, state, "").then(|| PastedText { text: text.clone(), line });
        state_line(office, state, PastedText { text, line });
        return city;
    }
    let rest = match text.rsplit_once(',') {
        Some((rest, last)) => match state(last) {
            Some(state) => {
                office.country = office.country.or(Some(state));
                if is_city_too(office, state, rest) { &text } else { rest }
            }
            None => &text,
        },
        None => &text,
    };
    let rest = tidy_address(rest);
    (!rest.is_empty()).then_some(PastedText { text: rest, line })
}

/// Whether a state is called like the city in which its offices are, and no other line of the address has the city.
fn is_city_too(office: &PastedOffice, state: Country, before: &str) -> bool {
    const CITIES: [&str; 10] = ["DJ", "GT", "KW", "LU", "MC", "MX", "PA", "SG", "SM", "VA"];
    let lines = || office.post.iter().map(|line| line.text.as_str()).chain([before]);
    // "Guatemala-Stadt" has it too.
    let has_city = |text: &str| text.split([',', ' ', '-']).any(|word| Country::by_name(word) == Some(state));
    CITIES.contains(&state.code()) && !lines().any(has_city)
}

fn is_number(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 6
        && text.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c))
}

/// Whether a part of a line is a telephone number that nothing announces: no part of an address.
fn is_phone(text: &str) -> bool {
    is_number(text) && (text.starts_with('+') || text.chars().filter(char::is_ascii_digit).count() >= 8)
}

/// Whether a number with its country's code stands in a line: "Voice mail (+63 2) 8555 1011" is no part of an address.
fn has_phone(text: &str) -> bool {
    let after = text.split_once('+').map_or("", |(_, after)| after);
    let number = after.chars().take_while(|c| c.is_ascii_digit() || " ()-./+".contains(*c));
    number.filter(char::is_ascii_digit).count() >= 7 && !text.contains(',')
}

fn state_line(office: &mut PastedOffice, state: Country, line: PastedText) {
    match office.country {
        Some(known) if known != state => office.leftovers.push(line),
        _ => office.country = Some(state),
    }
}

/// The first line: it names the office or a person, whatever it says; with commas an address may follow.
fn first(office: &mut PastedOffice, text: &str, line: usize) {
    let text = without_honorific(text);
    let text_of = |text: &str| PastedText { text: text.trim().to_owned(), line };
    if let Some((name, holder)) = without_holder(text) {
        office.persons.push(text_of(holder));
        return first(office, &name, line);
    }
    match sort(text) {
        Sort::Salutation => {
            office.salutation = Some(text_of(text));
            return;
        }
        Sort::State(state) => return state_line(office, state, text_of(text)),
        Sort::Person => return office.persons.push(text_of(text)),
        _ => {}
    }
    // "President of the Republic: His Excellency Jo Smith, Unity Palace, Port Ross": who holds it, and the address.
    if let Some((left, right)) = text.split_once(": ")
        && let Some((holder, address)) = right.split_once(',')
        && (sort(left) == Sort::Office || is_held(left))
        && sort(holder) == Sort::Person
        && !matches!(address.split(',').next().map(sort), Some(Sort::Office | Sort::Person))
    {
        named(office, left, line);
        office.persons.push(text_of(holder));
        let address = without_state(office, text_of(address.trim_end_matches(['.', ' '])));
        office.post.extend(address);
        return;
    }
    if behind_a_sign(office, text, line) {
        return;
    }
    // "Supreme Court (100183, Tashkent, ul. Abaya 1)": an address in brackets.
    let bracketed = text.split_once(" (").filter(|(name, inside)| {
        inside.split(')').next().is_some_and(|inside| inside.contains(',')) && sort(name) == Sort::Office
    });
    let text = &bracketed.map_or(text.to_owned(), |(name, inside)| format!("{name}, {}", inside.replacen(')', ",", 1)));
    let segments = text.split(',').map(str::trim).filter(|segment| !segment.is_empty());
    let (numbers, mut segments): (Vec<&str>, Vec<&str>) = segments.partition(|segment| is_phone(segment));
    // "Hon. Jo Smith, Secretary of Justice, 12 High Street": who holds it stands before it.
    if let [holder, name, ..] = segments.as_slice()
        && (sort(holder) == Sort::Person && !matches!(sort(name), Sort::Street | Sort::State(_))
            || may_be_person(holder) && is_held(name) && sort(name) == Sort::Office)
    {
        office.persons.push(text_of(holder));
        segments.remove(0);
    }
    office.leftovers.extend(numbers.iter().map(|number| text_of(number)));
    office.persons.extend(take_holders(&mut segments).into_iter().map(text_of));
    let text = &segments.join(", ");
    let is_street = |segment: &&str| sort(segment) == Sort::Street || is_for_a_post(segment);
    let street = segments.iter().skip(1).position(is_street).map(|at| at + 1);
    // "Commissioner of Police, Unity House Annex, 12 High Street": a place without a number begins the address of an
    // office that is named already.
    let is_named = kinds::certain_in_text(segments.first().unwrap_or(&"")).is_some();
    let is_place = |segment: &&str| {
        let may_hold = is_held(segments[0]) || is_post_with_holder(segment);
        is_named && may_be_person(segment) && !may_hold && !names_body(segment)
    };
    let street = street.map(|at| segments[1..at].iter().position(is_place).map_or(at, |place| place + 1));
    let country = segments.last().filter(|_| segments.len() > 1).and_then(|last| state(last));
    match (street, country) {
        (Some(at), country) => {
            let before = segments[at..segments.len() - 1].join(", ");
            let is_state = country.is_some_and(|state| !is_city_too(office, state, &before));
            let end = segments.len() - usize::from(is_state);
            named(office, &segments[..at].join(", "), line);
            office.post.extend(with_house_numbers(&segments[at..end.max(at)]).iter().map(|line| text_of(line)));
            office.country = country;
        }
        (None, Some(country)) => {
            // "Managing Director, Ice Works, Denmark": a post and whose it is.
            let whole = if is_post_of_company(segments[0]) { segments.len().min(3) - 1 } else { 1 };
            named(office, &segments[..whole].join(", "), line);
            let between = segments[whole..segments.len() - 1].join(", ");
            // A city, or the rest of the name: it does not say.
            office.leftovers.extend(Some(text_of(&between)).filter(|rest| !rest.text.is_empty()));
            office.country = Some(country);
        }
        (None, None) => named(office, text, line),
    }
}

/// A first line in which a sign parts the name from what stands behind it: its address, the same name in another
/// language, a remark. Whether it was one.
fn behind_a_sign(office: &mut PastedOffice, text: &str, line: usize) -> bool {
    let text_of = |text: &str| PastedText { text: text.trim().to_owned(), line };
    // "Governor's office: 1 Capitol Square, Port Ross.", "Police Division – 12 Harbour Road, Port Ross"
    for between in [": ", " – ", " — ", " - "] {
        if let Some((left, right)) = text.split_once(between)
            && sort(left) == Sort::Office
            && !text.split(',').any(|part| is_for_a_post(part.trim()))
            && (sort(right) == Sort::Street
                || between != ": " && right.split(',').next().map(sort) == Some(Sort::Street))
        {
            named(office, left, line);
            let address = without_state(office, text_of(right.trim_end_matches(['.', ' ', '–', '—', '-'])));
            let parts = address.iter().flat_map(|address| address.text.split(',')).map(text_of);
            office.post.extend(parts);
            return true;
        }
    }
    // "Minister of Justice / Ministre de la Justice": the same in two languages.
    if let Some((one, two)) = text.split_once(" / ")
        && sort(one) == Sort::Office
        && let (Some(kind), Some(other)) = (kinds::certain_in_text(one), kinds::certain_in_text(two))
        && kind.kind == other.kind
    {
        named(office, one, line);
        match other.languages.as_slice() {
            [only] if !kind.languages.contains(only) => {
                office.other_names.extend(only.parse().ok().map(|language| (language, text_of(two))));
            }
            _ => office.leftovers.push(text_of(two)),
        }
        return true;
    }
    // "Mediator of the Republic – no e-mail known": a remark behind a name.
    if let Some((name, remark)) = text.split_once(" – ").or_else(|| text.split_once(" — "))
        && remark.starts_with(char::is_lowercase)
        && sort(name) == Sort::Office
    {
        named(office, name, line);
        office.leftovers.push(text_of(remark));
        return true;
    }
    false
}

/// A line that names an office, and perhaps who holds it: "Head of the Court – Jo Smith", "Minister, Mr Jo Smith".
fn named(office: &mut PastedOffice, text: &str, line: usize) {
    let text = without_honorific(text);
    let text_of = |text: &str| PastedText { text: text.trim().trim_end_matches(':').trim_end().to_owned(), line };
    if let Some((title, person)) = titled(text) {
        office.names.push(text_of(title));
        office.persons.push(text_of(person));
        return;
    }
    for between in [" - ", " – ", " — ", ", ", ": "] {
        let Some((left, right)) = text.split_once(between) else { continue };
        // "Minister of Justice, Jo Smith": who holds an office is no part of its name. Where somebody with a title does,
        // "Director, Ross Railway North" is whole.
        let is_held_by_another = || office.persons.iter().any(|person| sort(&person.text) == Sort::Person);
        if between == ", " && is_held(left) && may_be_person(right) && !is_held_by_another() {
            office.names.push(text_of(left));
            office.persons.push(text_of(right));
            return;
        }
        // "Верховный суд, Председателю Аде Марш": a post, and who holds it.
        if between == ", " && sort(left) == Sort::Office && is_post_with_holder(right) {
            office.names.push(text_of(left));
            office.persons.push(text_of(right));
            return;
        }
        // "Ice Works (main buyer), Head of Sustainability Ada Marsh": whose office it is, and who holds it.
        if between == ", " && sort(left) == Sort::Other && ends_with_a_holder(right) {
            office.names.push(text_of(left));
            office.persons.push(text_of(right));
            return;
        }
        let is_titled = sort(right) == Sort::Person && sort(left) != Sort::Person;
        if is_titled || between != ", " && between != ": " && sort(left) == Sort::Office && may_be_person(right) {
            office.names.push(text_of(left));
            office.persons.push(text_of(right));
            return;
        }
    }
    office.names.extend(Some(text_of(text)).filter(|name| !name.text.is_empty()));
}

/// Whether a title alone says which office it is: "President", and not "Minister".
fn heads_state(title: &str) -> bool {
    let kind = kinds::certain_in_text(title).map(|phrase| phrase.kind);
    matches!(kind, Some(OfficeKind::HeadOfState | OfficeKind::HeadOfGovernment))
}

/// A line of an address without what parts it from the next.
pub(super) fn tidy_address(text: &str) -> String {
    text.trim().trim_end_matches([',', ';']).trim_end().to_owned()
}

/// What only shows when the whole block is read: lines that are of an address because of what follows them.
pub(super) fn settle(office: &mut PastedOffice) {
    let certain = |line: &PastedText| sort(&line.text) == Sort::Street;
    // "Secretary Jo Smith / Department of Defence": a title alone says less than the line below it.
    if let [title, other, ..] = office.names.as_mut_slice()
        && !title.text.contains([' ', '-'])
        && is_held(&title.text)
        && !heads_state(&title.text)
        && other.text.contains(' ')
    {
        std::mem::swap(title, other);
    }
    // A judge by name is the office where nothing else names it.
    if office.names.is_empty()
        && let Some(judge) = office.persons.iter().position(|person| is_judge(&person.text))
    {
        office.names.push(office.persons.remove(judge));
    }
    // "Jo Smith / Commissioner of Police": who holds it stands above its name.
    // "Palms Hotel / Ms Ada Marsh, General Manager": below a firm stands who holds a post in it.
    let of_firm = |name: &PastedText, persons: &[PastedText]| {
        let is_holder = |person: &PastedText| person.line == name.line && sort(&person.text) == Sort::Person;
        is_post_of_company(&name.text) && persons.iter().any(is_holder)
    };
    if let [firm, name, ..] = office.names.as_slice()
        && firm.line + 1 == name.line
        && of_firm(name, &office.persons)
    {
        let post = office.names.remove(1);
        office.names[0].text = format!("{}, {}", post.text, office.names[0].text);
    } else if let [holder, name, ..] = office.names.as_slice()
        && may_be_person(&holder.text)
        && sort(&name.text) == Sort::Office
    {
        let holder = office.names.remove(0);
        office.persons.insert(0, holder);
    }
    // "Managing Director / Ice Works Ltd": a title that says of nothing what it is goes on in the line below.
    if let [title, other, ..] = office.names.as_mut_slice()
        && title.text.contains([' ', '-'])
        && is_held(&title.text)
        && kinds::certain_in_text(&title.text).is_none()
        && other.line == title.line + 1
    {
        title.text = format!("{}, {}", title.text, other.text);
        office.names.remove(1);
    }
    // "Ms Ada Marsh, Managing Director, Ice Works": who holds a post has a title, and whose post it is has none.
    if let [title] = office.names.as_mut_slice()
        && (is_post_of_company(&title.text) || is_held(&title.text) && kinds::certain_in_text(&title.text).is_none())
    {
        let is_firm = |text: &PastedText| sort(&text.text) == Sort::Other && text.line == title.line;
        let firm = match office.persons.as_slice() {
            [holder, firm] if sort(&holder.text) == Sort::Person && is_firm(firm) => office.persons.pop(),
            _ if office.post.first().is_some_and(|first| is_company(&first.text) && first.line == title.line) => {
                Some(office.post.remove(0))
            }
            _ => None,
        };
        if let Some(firm) = firm {
            title.text = format!("{}, {}", title.text, firm.text);
        }
    }
    for name in &mut office.names {
        name.text.truncate(without_honour_behind(&name.text).len());
    }
    // "H.E. the Ambassador" above "Embassy of Narnia" says no more than the embassy does.
    let is_mission = |name: &PastedText| {
        !is_head_of_mission(&name.text)
            && kinds::certain_in_text(&name.text).is_some_and(|phrase| phrase.kind.is_mission())
    };
    if office.names.iter().any(is_mission) {
        office.names.retain(|name| !is_head_of_mission(&name.text));
    }
    let post = std::mem::take(&mut office.post);
    let is_address = post.iter().any(certain) || office.country.is_some() && post.len() > 1;
    let mut lines = post.into_iter().peekable();
    // "H.E. Yılmaz Tunç, Ambassador" in an address says who holds the office.
    while let Some(holder) = lines.next_if(|first| is_address && sort(&first.text) == Sort::Person) {
        office.persons.push(holder);
    }
    // "Yılmaz Tunç / Police Headquarters" is who holds it; above a street it may be a building.
    let mut ahead = lines.clone();
    let is_above_seat = ahead.next().is_some_and(|first| may_be_person(&first.text))
        && ahead.next().is_some_and(|next| is_seat(&next.text));
    office.persons.extend(lines.next_if(|_| is_above_seat && !office.names.is_empty()));
    if let Some(first) = lines.next_if(|first| is_address && may_be_person(&first.text)) {
        office.leftovers.push(first);
    }
    if is_address {
        office.post = lines.collect();
    } else {
        office.leftovers.extend(lines);
    }
}
