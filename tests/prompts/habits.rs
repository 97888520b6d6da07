//! What a person is used to at a question: to go back, to change, to paste, to edit a line, to leave and come back.

use super::*;

const ESC: &str = "\x1b";
const LEFT: &str = "\x1b[D";
const HOME: &str = "\x1b[H";
const CTRL_W: &str = "\x17";

/// What a terminal makes of a paste.
fn pasted(text: &str) -> String {
    format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r"))
}

/// From the start to the question for an address.
fn to_the_address(person: &mut Person) {
    person.sees("Which campaign?").picks(&[]);
    person.sees("Country").types("GB").sees("Who signs the letter?").picks(&[]);
    person.sees("person who signs:").types("Jo Smith").sees("Office or job").types("");
    person.sees("union branch").types("").sees("E-mail").types("");
    person.sees("Postal address");
}

/// From the question for own words to the letter on the screen.
fn to_the_letter(person: &mut Person) {
    person.sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?");
}

#[test]
fn esc_goes_one_step_back_and_nothing_typed_is_lost() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("Country").types("GB").sees("Who signs the letter?").picks(&[]);
    person.sees("person who signs:").types("Jo Smith");
    person.sees("Office or job").sees("> ").presses("Stew").presses(ESC);
    // The old answer stands in the line, to be changed, and so does what was half typed.
    person.sees("person who signs:").sees("Jo Smith").types("-Jones");
    person.sees("Office or job").sees("> Stew").types("ard");
    person.sees("union branch").presses(ESC);
    person.sees("Office or job").sees("Steward").presses(ESC);
    person.sees("person who signs:").sees("Jo Smith-Jones").presses(ESC);
    // A list goes back by its last entry, too.
    person.sees("Who signs the letter?").picks(&[DOWN, DOWN, DOWN, DOWN]);
    person.sees("Country").sees("> GB").types("").sees("Who signs the letter?").picks(&[]);
    person.sees("Jo Smith-Jones").types("").sees("Office or job").sees("Steward").types("");
    person.sees("union branch").types("").sees("E-mail").types("").sees("Postal address").types("");
    to_the_letter(&mut person);
    person.picks(&[]).sees("Remember").types("");
    let (code, screen) = person.ends();
    let line = "outcry write narnia --kind individual --name 'Jo Smith-Jones' --role Steward --country GB";
    assert!(
        code == 0 && screen.trim_end().lines().last().is_some_and(|last| last.starts_with(&line[..40])),
        "{screen}"
    );
    assert!(screen.contains("--name 'Jo Smith-Jones' --role Steward --country GB"), "{screen}");
}

#[test]
fn an_answer_is_changed_in_the_summary_and_after_the_letter_was_shown() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    to_the_address(&mut person);
    person.types("").sees("in your own words?").picks(&[]);
    person.sees("name: Jo Smith").sees("Is this right?").picks(&[DOWN]);
    // Campaign, country, kind, name.
    person.sees("Which answer?").picks(&[DOWN, DOWN, DOWN]);
    person.sees("person who signs:").sees("Jo Smith").types(" Kim");
    person.sees("name: Jo Smith Kim").sees("Is this right?").picks(&[]);
    person.sees("I, Jo Smith Kim, protest.").sees("What now?").picks(&[DOWN, DOWN, DOWN, DOWN, DOWN]);
    person.sees("Which answer?").picks(&[DOWN, DOWN]);
    // What follows from the new answer is asked as well, and nothing else.
    person.sees("Who signs the letter?").picks(&[DOWN]);
    person.sees("Name of the union branch or organisation:").types("Camden Trades Council");
    person.sees("Number of members").types("340");
    person.sees("We, Camden Trades Council").sees("What now?").picks(&[]);
    person.sees("Remember").types("");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("We, Camden Trades Council, 340 members, protest."), "{}", world.read("out"));
}

#[test]
fn the_number_of_members_is_asked_only_where_a_letter_has_it() {
    for (letter, is_asked) in
        [(LETTER.to_owned(), true), (LETTER.replace("{{#if members}}, {{members}}", "{{#if role}},"), false)]
    {
        let world = World::new();
        world.write("work/letters/narnia/en.md", &letter);
        let mut person = world.with_result(&[]);
        person.sees("Which campaign?").picks(&[]).sees("Country you write from").types("GB");
        person.sees("Who signs the letter?").picks(&[DOWN]).sees("union branch or organisation:").types("Branch 7");
        person.sees("Name of the person").types("").sees("Office or job").types("");
        if is_asked {
            person.sees("Number of members").types("");
        }
        person.sees("E-mail address").control('c');
        let (_, screen) = person.ends();
        assert_eq!(screen.contains("Number of members"), is_asked, "{screen}");
    }
}

#[test]
fn a_pasted_address_has_its_lines_and_answers_nothing_else() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    to_the_address(&mut person);
    person.sees("> ").presses(&pasted("1 High Street\nCamden\nLondon NW1 1AA\n")).sees("NW1").types("");
    to_the_letter(&mut person);
    person.picks(&[]).sees("Remember").types("");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("1 High Street\nCamden\nLondon NW1 1AA\n"), "{}", world.read("out"));
}

#[test]
fn three_pasted_paragraphs_are_own_words_and_wait_in_a_file() {
    let words = "First we say this.\n\nThen we say that.\n\nAnd last this.";
    for leaves in [true, false] {
        let world = World::new();
        let mut person = world.with_result(&[]);
        to_the_address(&mut person);
        person.types("").sees("in your own words?").picks(&[DOWN]);
        person.sees("Your own words").sees("> ").presses(&pasted(words)).sees("And last").types("").types("");
        person.sees("Is this right?");
        if leaves {
            person.control('c');
            let (code, screen) = person.ends();
            let line = screen.trim_end().lines().last().unwrap().to_owned();
            assert!(code == 130 && line.contains("--name 'Jo Smith'"), "{screen}");
            let file = line.split("--own-words @").nth(1).unwrap().split(' ').next().unwrap();
            assert_eq!(fs::read_to_string(file).unwrap(), words);
            assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
            let bin = env!("CARGO_BIN_EXE_outcry");
            let line = line.replacen("outcry guide", &format!("{bin} write"), 1);
            let again = world.command("/bin/sh").arg("-c").arg(line).output().unwrap();
            let letter = String::from_utf8(again.stdout).unwrap();
            assert!(letter.contains("\n\nThen we say that.\n\n") && letter.contains("I, Jo Smith"), "{letter}");
        } else {
            person.picks(&[]).sees("What now?").picks(&[]).sees("Remember").types("");
            assert_eq!(person.ends().0, 0);
            assert!(world.read("out").contains("this.\n\nThen we say that.\n\nAnd last this.\n"));
        }
    }
}

#[test]
fn own_words_that_are_half_typed_wait_in_a_file() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    to_the_address(&mut person);
    person.types("").sees("in your own words?").picks(&[DOWN]);
    person
        .sees("Your own words")
        .sees("> ")
        .presses(&pasted("One thing.\n\nAnother, not"))
        .sees("Another, not")
        .control('c');
    let (code, screen) = person.ends();
    let line = screen.trim_end().lines().last().unwrap();
    let file = line.split("--own-words @").nth(1).unwrap();
    assert_eq!((code, fs::read_to_string(file).unwrap().trim()), (130, "One thing.\n\nAnother, not"), "{screen}");
}

#[test]
fn ctrl_c_at_a_question_says_how_to_go_on_with_every_answer() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    to_the_address(&mut person);
    person.sees("> ").presses("1 High").control('c');
    let (code, screen) = person.ends();
    let line = "outcry guide narnia --kind individual --name 'Jo Smith' --country GB";
    assert_eq!((code, screen.trim_end().lines().last()), (130, Some(line)), "{screen}");
    assert!(screen.contains("stopped; nothing was sent"), "{screen}");
}

#[test]
fn the_line_that_goes_on_asks_what_was_not_answered_yet() {
    let world = World::new();
    let goes_on = ["guide", "narnia", "--kind", "individual", "--name", "Jo Smith", "--country", "GB"];
    let mut person = world.with_result(&goes_on);
    person.sees("Office or job").presses(ESC);
    // Nothing was asked before it in this run: its answer can be left out, and the others be changed at the end.
    person.sees("Office or job").types("Steward");
    person.sees("union branch").types("").sees("E-mail").types("").sees("Postal address").types("");
    person.sees("in your own words?").picks(&[DOWN]).sees("Your own words").types("We care.").types("");
    person.sees("country: GB").sees("name: Jo Smith").sees("Is this right?").picks(&[]).sees("What now?");
    person.picks(&[UP]);
    let (code, screen) = person.ends();
    let line =
        "outcry guide narnia --kind individual --name 'Jo Smith' --role Steward --country GB --own-words 'We care.'";
    assert_eq!((code, screen.trim_end().lines().last()), (0, Some(line)), "{screen}");

    // An edited text had all its answers.
    let mut person = world.with_result(&goes_on);
    for optional in ["Office or job", "union branch", "E-mail", "Postal address"] {
        person.sees(optional).types("");
    }
    to_the_letter(&mut person);
    world.editor("sed -i 's/protest/object/' \"$1\"");
    person
        .picks(&["edit the"])
        .sees("Which file shall")
        .types("")
        .sees("I, Jo Smith, object.")
        .sees("What now?")
        .control('c');
    let (_, screen) = person.ends();
    let line = screen.trim_end().lines().last().unwrap();
    assert!(line.contains("--text "), "{screen}");
    let mut person = world.line_at_terminal(line);
    person.sees("Is this right?").picks(&[]).sees("I, Jo Smith, object.").sees("What now?").control('c');
    assert_eq!(person.ends().0, 130);
}

#[test]
fn a_line_is_edited_with_the_keys_of_every_other_line() {
    let world = World::new();
    let mut person = world.with_result(&["write", "narnia", "--kind", "individual"]);
    person.sees("person who signs:").sees("> ").presses("mith wrong").presses(CTRL_W).presses(HOME);
    person.presses("Jo ").presses("Sx").presses("\x7f").presses(LEFT).presses("\x1b[C").types("");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("I, Jo Smith, protest."), "{}", world.read("out"));
}

#[test]
fn a_paste_of_two_lines_answers_one_question_at_most() {
    let world = World::new();
    let mut person = world.with_result(&["write", "narnia", "--kind", "individual"]);
    person.sees("person who signs:").sees("> ").presses(&pasted("Jo Smith\nKim Lee")).sees("Kim").types("");
    person.sees("Not quite: it has a line break").sees("person who signs:").sees("> ").types("Jo Smith");
    assert_eq!(person.ends().0, 0);
}

#[test]
fn a_list_narrows_as_one_types() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&["Tum"]).sees("> [open]");
    person.sees("Country").types("GB");
    // Nothing is called so: Enter picks nothing, and what was typed can be taken back.
    person.sees("Who signs the letter?").presses("zz").presses("\r").presses("\x7f\x7f").picks(&["public"]);
    person.sees("> A person holding public office").sees("person who signs:").control('c');
    let (_, screen) = person.ends();
    assert!(screen.contains("--kind representative"), "{screen}");
}

#[test]
fn a_terminal_may_change_its_width_at_any_question() {
    let world = World::new();
    let mut person = world.in_terminal(100, "xterm");
    person.sees("Which campaign?").picks(&[]).sees("Country").types("GB");
    person.sees("Who signs the letter?").sees("Esc: back");
    world.resizes(40);
    person.picks(&[DOWN, DOWN]).sees("> Another organisation").sees("> Another organisation");
    // In the middle of a line, which is longer than the new width.
    person.sees("organisation:").sees("> ").presses("Camden Trades Council of the Boroughs ");
    world.resizes(30);
    person.presses("of the North").types("").sees("person who signs");
    world.resizes(60);
    person.control('c');
    let (_, screen) = person.ends();
    assert!(screen.contains("--organisation 'Camden Trades Council of the Boroughs of the North'"), "{screen}");
    let narrow = screen.split("Boroughs ").last().unwrap().split("stopped").next().unwrap();
    assert!(narrow.lines().all(|line| line.trim_end().chars().count() <= 30 || line.contains('\x1b')), "{narrow:?}");
}

#[test]
fn lines_break_between_words_at_every_width() {
    for columns in [40, 200] {
        let world = World::new();
        let mut person = world.in_terminal(columns, "xterm");
        to_the_address(&mut person);
        person.types("");
        to_the_letter(&mut person);
        person.control('c');
        let (_, screen) = person.ends();
        let mut terminal = vt100::Parser::new(400.try_into().unwrap(), columns.try_into().unwrap(), 0);
        terminal.process(screen.replace('\n', "\r\n").as_bytes());
        let shown = terminal.screen().contents();
        assert!(terminal.screen().rows(0, columns).all(|row| row.chars().count() <= usize::from(columns)));
        // No line is so long that the terminal had to break it, but for the line that is there to be copied.
        let talk = shown.split("----").next().unwrap();
        assert!(
            !(0..400).any(|row| terminal.screen().row_wrapped(row) && talk.lines().count() > usize::from(row)),
            "{shown}"
        );
    }
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_gets_numbered_questions() {
    let world = World::new();
    let mut person = world.in_terminal(80, "dumb");
    person.sees("Which campaign?").sees("1. [open]").sees("Number, or a part of the name:").types("tumnus");
    person.sees("Country").types("GB").sees("Who signs the letter?").sees("5. Back").sees("name:").types("1");
    person.sees("person who signs:").types("<");
    person.sees("Who signs the letter?").sees("name:").types("1").sees("person who signs:").types("Jo Smith");
    for optional in ["Office or job", "union branch", "E-mail", "Postal address"] {
        person.sees(optional).types("");
    }
    person.sees("own words?").sees("name:").types("2").sees("Your own words").types("One.").types("Two.").types("");
    person.sees("Is this right?").sees("name:").types("1").sees("What now?").sees("name:").types("1");
    person.sees("Remember").types("");
    let (code, screen) = person.ends();
    assert!(code == 0 && !screen.contains('\x1b'), "{screen:?}");
    assert!(world.read("out").contains("One."));

    // What is pasted keeps its paragraphs; an empty line that is typed ends it.
    let mut person = world.in_terminal(80, "dumb");
    person.sees("Which campaign?").sees("name:").types("1").sees("Country").types("GB");
    person.sees("Who signs the letter?").sees("name:").types("1").sees("person who signs:").types("Jo Smith");
    for optional in ["Office or job", "union branch", "E-mail", "Postal address"] {
        person.sees(optional).types("");
    }
    person.sees("own words?").sees("name:").types("2").sees("Your own words").presses("One.\n\nTwo.\n\nThree.\n\n");
    person.sees("Is this right?").sees("name:").types("1").sees("What now?").sees("name:").types("1");
    person.sees("Remember").types("");
    person.ends();
    assert!(world.read("out").contains("\n\nOne.\n\nTwo.\n\nThree.\n\n"), "{}", world.read("out"));

    // Enter keeps an old answer, a sign takes it away where it is not needed.
    let mut person = world.in_terminal(80, "dumb");
    person.sees("Which campaign?").sees("name:").types("1").sees("Country").types("GB");
    person.sees("Who signs the letter?").sees("name:").types("1").sees("person who signs:").types("Jo Smith");
    person
        .sees("Office or job, such as Branch Secretary (Enter to leave out):")
        .types("Steward")
        .sees("union branch")
        .types("<");
    person.sees("(- to leave out) (Enter: Steward):").types("").sees("union branch").types("<");
    person.sees("(Enter: Steward):").types("-").sees("union branch").types("<");
    person
        .sees("Branch Secretary (Enter to leave out):")
        .types("<")
        .sees("person who signs (Enter: Jo Smith):")
        .types("-");
    person.sees("A value is required").sees("person who signs").types("Kim Lee");
    person.sees("(Enter to leave out):").control('c');
    let (_, screen) = person.ends();
    assert!(screen.contains("--name 'Kim Lee'") && !screen.contains("--role"), "{screen}");
}
