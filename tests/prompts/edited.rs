//! Subject and text of a letter in the signatory's editor.

use std::os::unix::fs::PermissionsExt;

use super::*;

const WHO: [&str; 4] = ["--name", "Jo Smith", "--country", "GB"];

/// From the question for own words to what can be done with the letter.
fn to_the_letter(person: &mut Person) {
    person.sees("Which campaign?").picks(&[]);
    person.sees("Country").types("GB").sees("Who signs the letter?").picks(&[]);
    person.sees("person who signs:").types("Jo Smith").sees("Office or job").types("");
    person.sees("union branch").types("").sees("E-mail").types("");
    person.sees("Postal address").types("");
    person.sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("I, Jo Smith, protest.").sees("What now?");
}

#[test]
fn a_text_is_edited_before_it_is_printed_and_the_line_does_the_same() {
    let world = World::new();
    world.editor(
        "cp \"$1\" \"$HOME/opened\"; sed -i 's/protest/protest loudly/; s/^Subject:.*/Subject: Free Tumnus/' \"$1\"",
    );
    let mut person = world.with_result(&[]);
    to_the_letter(&mut person);
    // The text on the screen, saved, drafts, sent, edited.
    person.picks(&[DOWN, DOWN, DOWN, DOWN]);
    person.sees("Which file shall the text be saved in?").types("mine.md");
    person.sees("Your text is in mine.md.").sees("Free Tumnus").sees("I, Jo Smith, protest loudly.").sees("What now?");
    person.picks(&[]).sees("Remember").types("");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("--country GB --text mine.md"), "{screen}");
    assert!(world.read("out").contains("protest loudly"), "{}", world.read("out"));
    let opened = "From: Jo Smith\nSubject: Release Tumnus\n\nI, Jo Smith, protest.\n\n- Release Tumnus.\n";
    assert_eq!(world.read("opened"), opened);
    let mode = fs::metadata(world.path("work/mine.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for its owner alone");
}

#[test]
fn an_answer_that_changes_later_takes_the_edited_text_out() {
    let world = World::new();
    world.editor("sed -i 's/protest/protest loudly/' \"$1\"");
    let mut person = world.with_result(&[]);
    to_the_letter(&mut person);
    person.picks(&[DOWN, DOWN, DOWN, DOWN]).sees("Which file shall").types("");
    person.sees("protest loudly.").sees("What now?").picks(&[DOWN, DOWN, DOWN, DOWN, DOWN]);
    // Campaign, country, kind, name.
    person.sees("Which answer?").picks(&[DOWN, DOWN, DOWN]);
    person.sees("person who signs:").sees("Jo Smith").types(" Kim");
    person.sees("I, Jo Smith Kim, protest.").sees("your edited text says").sees("stays in narnia-text.md");
    person.sees("What now?").picks(&[]).sees("Remember").types("");
    let (code, screen) = person.ends();
    assert!(code == 0 && !screen.contains("--text"), "{screen}");
    assert!(world.read("work/narnia-text.md").contains("protest loudly"));
}

#[test]
fn a_text_that_no_letter_can_have_is_opened_again() {
    let world = World::new();
    world.editor("if grep -q ____ \"$1\"; then sed -i 's/____/Kim/' \"$1\"; else echo 'From ____.' >> \"$1\"; fi");
    let mut person = world.with_result(&[&["write", "narnia", "--edit", "--text", "t.md"], WHO.as_slice()].concat());
    person.sees("Not quite: t.md, line 7: \"____\" is still to be filled in.");
    person.sees("Open the editor again?").types("y").sees("Your text is in t.md.");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(world.read("out").contains("From Kim."), "{}", world.read("out"));
}

#[test]
fn nothing_changed_leaves_no_file() {
    let world = World::new();
    world.editor(":");
    let mut person = world.with_result(&[&["write", "narnia", "--edit"], WHO.as_slice()].concat());
    person.sees("Which file shall").types("").sees("Nothing was changed.");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("I, Jo Smith, protest."));
    assert!(!world.path("work/narnia-text.md").exists());
}

#[test]
fn an_editor_that_fails_keeps_what_was_typed() {
    let world = World::new();
    world.editor("echo more >> \"$1\"; exit 3");
    let mut person = world.with_result(&[&["write", "narnia", "--edit", "--text", "t.md"], WHO.as_slice()].concat());
    person.sees("The editor ended with").sees("the text is in t.md");
    let (code, screen) = person.ends();
    assert_eq!(code, 65, "{screen}");
    assert!(world.read("work/t.md").ends_with("more\n"));
}
