//! The run without a command, from the campaign to the deed.

use super::*;

/// From the start to the question of what to do, for a person with a role.
fn to_the_deed(person: &mut Person) {
    person.sees("Which campaign?").sees("[open]").sees("Tumnus").picks(&[]);
    person.sees("Country you write from").types("uk");
    person.sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs:").types("Jo O'Brien");
    person.sees("Office or job").types("Steward");
    person.sees("union branch or organisation").types("");
    person.sees("E-mail address").types("jo@");
    person.sees("Not quite:").sees("leave out):").types("");
    person.sees("Postal address").types("");
    person.sees("in your own words?").picks(&[DOWN]);
    person.sees("Your own words").types("@home we care").types("");
    person.sees("The letter goes to: Court of Cair Paravel.");
    person.sees("Is this right?").picks(&[]);
    person.sees("I, Jo O'Brien, protest.").sees("@home we care").sees("What now?");
}

const LINE: &str = "outcry write narnia --kind individual --name 'Jo O'\\''Brien' --role Steward --country GB \
                    --own-words ' @home we care'";

#[test]
fn the_guide_leads_to_a_printed_letter_and_remembers_who_signs() {
    let world = World::new();
    world.config("# mine\n[me] # who\nvoice = \"i\" # we are few\n\n[account.a]\npreset = \"gmail\"\nuser = \"u\"\nfrom = \"a@union.test\"\n# end\n");
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("voice: i").sees("Country").types("");
    person.sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs:").types("Jo Smith");
    for optional in ["Office or job", "union branch", "E-mail address", "Postal address"] {
        person.sees(optional).types("");
    }
    person.sees("in your own words?").picks(&[DOWN]);
    person.sees("Your own words").types("Not to be kept.").types("");
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[]);
    person.sees("Remember these details").types("y");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    let line = "outcry write narnia --kind individual --name 'Jo Smith' --own-words 'Not to be kept.'";
    assert_eq!(screen.trim_end().lines().last(), Some(line));
    assert!(world.read("out").contains("Not to be kept."));
    assert_eq!(
        world.read("config/outcry/config.toml"),
        "# mine\n[me] # who\nvoice = \"i\" # we are few\nkind = \"individual\"\nname = \"Jo Smith\"\n\n[account.a]\npreset = \"gmail\"\nuser = \"u\"\nfrom = \"a@union.test\"\n# end\n"
    );
    let mode = fs::metadata(world.path("config/outcry/config.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // The second time nothing of it is asked again.
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("name: Jo Smith");
    person.sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[]);
    let (code, screen) = person.ends();
    assert_eq!((code, screen.trim_end().lines().last()), (0, Some("outcry write narnia")), "{screen}");
}

#[test]
fn the_line_at_the_end_does_the_same() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    person.picks(&[]).sees("Remember these details").types("");
    let (code, screen) = person.ends();
    assert_eq!((code, screen.trim_end().lines().last()), (0, Some(LINE)), "{screen}");
    assert!(!world.path("config").exists(), "Enter is not consent");
    // Each once, and without flags, which nobody typed.
    let notes: Vec<&str> = screen.lines().filter(|line| line.starts_with("Note: ")).collect();
    let no_address = "Note: The letter has no address for an answer.";
    assert_eq!(notes.iter().filter(|note| **note == no_address).count(), 1, "{screen}");
    assert!(notes.iter().all(|note| !note.contains("--")), "{screen}");
    assert!((1..notes.len()).all(|at| !notes[..at].contains(&notes[at])), "{screen}");
    let letter = world.read("out");
    let mut shell = world.command("/bin/sh");
    let bin = env!("CARGO_BIN_EXE_outcry");
    let again = shell.arg("-c").arg(LINE.replacen("outcry", bin, 1)).output().unwrap();
    assert_eq!(String::from_utf8(again.stdout).unwrap(), letter);
}

#[test]
fn what_the_campaign_asks_for_is_asked_and_remembered() {
    let world = World::new();
    let fields = "[[field]]\nname = \"workplace\"\nlabel.en = \"Where you work\"\n[[field]]\nname = \"shift\"\n";
    let offices = CAMPAIGN.find("[[office]]").unwrap();
    let campaign = format!("{}{fields}{}", &CAMPAIGN[..offices], &CAMPAIGN[offices..]);
    world.write("work/letters/narnia/campaign.toml", &campaign);
    let letter = LETTER.replace("protest.", "protest, at {{workplace}}{{#if shift}}, {{shift}} shift{{/if}}.");
    world.write("work/letters/narnia/en.md", &letter);

    let mut person = world.with_result(&["write", "narnia", "--name", "Jo", "--set", "shift=[x\u{7}]"]);
    person.sees("Not quite: shift ").sees("(U+0007)").sees("shift:").types("night");
    person.sees("Where you work:").types("").sees("(flag --set workplace=VALUE)");
    person.sees("Where you work:").types("Pier 7");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("at Pier 7, night shift."));

    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("Country").types("").sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs:").types("Jo Smith");
    person.sees("Where you work:").types("O'Brien's pier");
    person.sees("Office or job").types("").sees("union branch").types("");
    person.sees("E-mail address").types("").sees("Postal address").types("");
    person.sees("shift (Enter to leave out):").types("");
    person.sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[]);
    person.sees("Remember these details").types("y");
    let (code, screen) = person.ends();
    let line = "outcry write narnia --kind individual --name 'Jo Smith' --set 'workplace=O'\\''Brien'\\''s pier'";
    assert_eq!((code, screen.trim_end().lines().last()), (0, Some(line)), "{screen}");
    let config = world.read("config/outcry/config.toml");
    assert!(config.contains("[me.extra]\nworkplace = \"O'Brien's pier\"\n"), "{config}");

    // The second time nothing of it is asked again.
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("workplace: O'Brien's pier");
    person.sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[]);
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("at O'Brien's pier."));
}

#[test]
fn a_campaigns_question_is_put_once_and_may_be_left_out() {
    let world = World::new();
    let question = "[[question]]\nname = \"work\"\nlabel = \"What has this to do with your work?\"\n";
    let offices = CAMPAIGN.find("[[office]]").unwrap();
    let campaign = format!("{}{question}{}", &CAMPAIGN[..offices], &CAMPAIGN[offices..]);
    world.write("work/letters/narnia/campaign.toml", &campaign);

    let mut person = world.with_result(&["write", "narnia", "--name", "Jo"]);
    person.sees("What has this to do with your work? (Enter to leave out):").types("I am [NAME]");
    person.sees("still to be filled in").sees("your work? (Enter to leave out):").types("I keep fauns.");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("\n\nI keep fauns.\n\n"));

    // Who says something of their own is not asked.
    let said = ["write", "narnia", "--name", "Jo", "--own-words", "Free him."];
    assert_eq!(world.with_result(&said).ends().0, 0);

    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("Country").types("").sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs:").types("Jo Smith");
    for optional in ["Office or job", "union branch", "E-mail address", "Postal address", "your work?"] {
        person.sees(optional).types("");
    }
    person.sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[]);
    person.sees("Remember these details").types("n");
    let (code, screen) = person.ends();
    assert_eq!((code, screen.matches("your work?").count()), (0, 1), "{screen}");
}

#[test]
fn stopping_at_the_end_says_how_to_go_on() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    person.picks(&[DOWN, DOWN, DOWN, DOWN, DOWN, DOWN, DOWN]);
    let (code, screen) = person.ends();
    let goes_on = LINE.replacen("write", "guide", 1);
    assert_eq!((code, screen.trim_end().lines().last()), (0, Some(goes_on.as_str())), "{screen}");
    assert_eq!(world.read("out"), "");

    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    let (code, screen) = {
        person.control('c');
        person.ends()
    };
    assert!(code == 130 && screen.contains("nothing was sent"), "{screen}");
    assert_eq!(screen.trim_end().lines().last(), Some(goes_on.as_str()));
}

#[test]
fn letters_are_saved_and_drafted_in_a_folder_and_a_clash_loses_nothing() {
    let world = World::new();
    let file = if cfg!(feature = "pdf") { "narnia-xx-court.pdf" } else { "narnia-xx-court.txt" };
    world.write(&format!("work/taken/{file}"), "something else");
    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    person.picks(&[DOWN]);
    if cfg!(feature = "pdf") {
        person.sees("How shall the sheets look?").picks(&[]).sees("window of the envelope?").picks(&[]);
    }
    person.sees("Which folder?").types("taken");
    person.sees("exists already and differs").sees("The letter is still here.");
    person.sees("What now?").picks(&[]);
    if cfg!(feature = "pdf") {
        person.sees("How shall the sheets look?").sees("As before: layout uk-dl").picks(&[]);
    }
    person.sees("Which folder?").types("~/mine");
    if cfg!(feature = "pdf") {
        person.sees("Made 1 letter in").sees("Open the folder now?").types("n");
    }
    person.sees("Remember").types("n");
    assert_eq!(person.ends().0, 0);
    let saved = fs::metadata(world.path(&format!("mine/{file}"))).unwrap();
    assert!(saved.len() > 500, "a whole letter");
    assert_eq!(world.read(&format!("work/taken/{file}")), "something else");

    let mut person = world.with_result(&[]);
    to_the_deed(&mut person);
    person.picks(&[DOWN, DOWN]).sees("Which folder?").types("");
    person.sees("Remember").types("n");
    let (code, screen) = person.ends();
    assert!(code == 0 && screen.contains("--format eml --output drafts/"), "{screen}");
    assert!(world.read("work/drafts/narnia-xx-court.eml").contains("Subject: Release Tumnus"));
}

/// To the question for own words, and into the editor.
fn to_the_editor(person: &mut Person) {
    person.sees("Which campaign?").picks(&[]);
    person.sees("name: Jo");
    person.sees("in your own words?").picks(&[DOWN, DOWN]);
}

#[test]
fn words_from_the_editor_are_asked_for_again_until_they_are_right() {
    let world = World::new();
    world.config("[me]\nname = \"Jo\"\n");
    world.editor("if [ -s \"$1\" ]; then echo 'Better words.' >\"$1\"; else printf 'Bad \\033 words' >\"$1\"; fi");
    let mut person = world.with_result(&[]);
    to_the_editor(&mut person);
    person.sees("This text cannot go into a letter: it has an invisible or control character");
    person.sees("opens again").sees("Is this right?").picks(&[]).sees("What now?").picks(&[]);
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(world.read("out").contains("Better words."));
    assert_eq!(fs::read_dir(world.path("tmp")).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn words_that_are_given_up_or_whose_editor_fails_stay_in_a_file() {
    for (script, reason) in [
        ("[ -s \"$1\" ] || printf 'Bad \\033 words' >\"$1\"", "cannot go into a letter"),
        ("printf 'Bad \\033 words' >\"$1\"; exit 3", "The editor ended with exit status: 3"),
        ("printf x >>\"$1\"; printf '\\377' >>\"$1\"", "it is not UTF-8 text"),
    ] {
        let world = World::new();
        world.config("[me]\nname = \"Jo\"\n");
        world.editor(script);
        let mut person = world.with_result(&[]);
        to_the_editor(&mut person);
        person.sees(reason).sees("Your text is in").sees("in your own words?").picks(&[]);
        person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[]);
        assert_eq!(person.ends().0, 0);
        let kept = fs::read_dir(world.path("tmp")).unwrap().next().unwrap().unwrap().path();
        assert!(!fs::read(kept).unwrap().is_empty());
    }
}

#[test]
fn the_guide_sends_through_an_account_it_sets_up() {
    let (world, server) = (World::new(), Script::new().start());
    world.config("[me]\nname = \"Jo\"\n");
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[DOWN, DOWN, DOWN]);
    person.sees("no account").sees("Set up an account now? [y/N]: ").types("");
    person.sees("no account to send from; nothing was sent").sees("The letter is still here.");
    // A server on this machine, as a trial has it, is written by hand.
    let account = format!(
        "\n[account.trial]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"jo@union.test\"\n",
        server.port()
    );
    // The list stands where it was left.
    person.sees("What now?").picks(&[DOWN, DOWN, DOWN, DOWN]);
    assert_eq!(person.ends().0, 0);

    world.config(&format!("[me]\nname = \"Jo\"\n{account}"));
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]);
    person.sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[DOWN, DOWN, DOWN]);
    person.sees("Send 1 letter through 127.0.0.1?").types("y");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert_eq!(screen.trim_end().lines().last(), Some("outcry send narnia --account trial"));
    assert_eq!(server.finish()[0].letters.len(), 1);
}

#[test]
fn a_choice_that_is_broken_off_leaves_the_terminal_as_it_was() {
    for (key, expected) in [('c', 130), ('[', 130)] {
        let world = World::new();
        let mut command = world.command("/bin/sh");
        let script = "trap : INT; stty -a >../before; \"$0\"; echo \"ended $?\"; stty -a >../after";
        command.args(["-c", script, env!("CARGO_BIN_EXE_outcry")]);
        let mut person = Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() };
        // Ctrl-[ is Esc.
        person.sees("Which campaign?").sees("[won]").control(key);
        person.sees("nothing was sent").sees(&format!("ended {expected}"));
        let (_, screen) = person.ends();
        assert!(screen.rfind("\x1b[?25h") > screen.rfind("\x1b[?25l"), "the cursor is hidden: {screen:?}");
        assert_eq!(world.read("before"), world.read("after"));
    }
}

#[test]
fn offices_can_be_left_out() {
    let world = World::new();
    let mut person = world.with_result(&[]);
    // The open campaign is first; the one with three offices and an embassy is the third.
    person.sees("Which campaign?").picks(&[DOWN, DOWN]);
    person.sees("Country you write from").types("GB");
    person.sees("Which language?").picks(&[DOWN]);
    person.sees("Who signs the letter?").picks(&[DOWN]);
    person.sees("Name of the union branch or organisation:").types("Camden Trades Council");
    for question in ["Name of the person", "Office or job", "Number of members", "E-mail", "Postal"] {
        person.sees(question).types("");
    }
    person.sees("in your own words?").picks(&[]);
    person.sees("Which offices get the letter?").picks(&[SPACE, DOWN, DOWN, DOWN, SPACE]);
    // Esc at a question that is put again leaves its answer.
    person.sees("Is this right?").picks(&[DOWN]).sees("Which answer?").picks(&[UP, UP]);
    person.sees("Which offices get the letter?").presses("\x1b");
    person.sees("offices left out: kz-supreme-court");
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[]);
    person.sees("Remember").types("");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    let line = screen.trim_end().lines().last().unwrap();
    assert!(line.ends_with("--except kz-supreme-court --embassy none --lang de"), "{line}");
    assert_eq!(world.read("out").matches('\u{c}').count(), 1, "two letters");
}

#[test]
#[cfg(feature = "pdf")]
fn sheets_are_asked_for_once_and_envelopes_are_made_with_them() {
    let world = World::new();
    let post = "[[office.channel]]\ntype = \"post\"\nvalue = \"Cair Paravel\\n010000 Narnia\"\n\
                source = \"https://office.test/contact\"\nchecked = 2011-11-01\n";
    world.write("work/letters/narnia/campaign.toml", &format!("{CAMPAIGN}\n{post}"));
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 10'><rect width='40' height='10'/></svg>";
    world.write("my head.svg", svg);
    world.write("broken.png", "no picture");
    world.write("notes.txt", "no picture");
    // The viewer is a script of this world.
    world.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" >\"$HOME/opened\"\n");
    fs::set_permissions(world.path("bin/xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = world.command("/bin/sh");
    command.args(["-c", "exec \"$0\" >../out", env!("CARGO_BIN_EXE_outcry")]);
    command.env("PATH", format!("{}:/usr/bin:/bin", world.path("bin").display()));
    let mut person = Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() };
    to_the_deed(&mut person);
    person.picks(&[DOWN]).sees("How shall the sheets look?").sees("Esc: back").presses("\x1b").sees("What now?");
    person.picks(&[]).sees("How shall the sheets look?").picks(&[DOWN]);
    person.sees("Picture of the letterhead").types("~/nowhere.png").sees("there is no file");
    person.sees("Picture of the letterhead").types("~/notes.txt").sees("is no PNG, JPEG or SVG");
    person.sees("Picture of the letterhead").types("~/broken.png").sees("Not quite:");
    // As a file that is dragged into the terminal.
    person.sees("Picture of the letterhead").types("'~/my head.svg'");
    person.sees("Picture of the signature").types("~/my\\ head.svg");
    // Each step back is one step.
    person.sees("window of the envelope?").sees("uk-dl: A4, window on the left; usual: United Kingdom, Ireland");
    person.presses("\x1b").sees("Picture of the signature").types("~/my\\ head.svg");
    person.sees("window of the envelope?").picks(&[]);
    person.sees("Print envelopes too?").presses("\x1b").sees("window of the envelope?").picks(&[]);
    person
        .sees("Print envelopes too?")
        .sees("Esc: back")
        .presses("\x1b")
        .sees("window of the envelope?")
        .sees("Esc: back");
    person.presses("\x1b").sees("Picture of the signature").sees("> ").presses("\x1b");
    person.sees("Picture of the letterhead").sees("> ").presses("\x1b").sees("How shall the sheets look?");
    person.sees("As before: layout uk-dl, letterhead my head.svg, signature my head.svg").picks(&[]);
    person.sees("Print envelopes too?").picks(&[DOWN]).sees("Which folder?").types("");
    person.sees("Made 1 letter and 1 envelope in my-letters/").sees("Open the folder now?").types("y");
    person.sees("Remember these details").types("y");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    let lines: Vec<&str> = screen.trim_end().lines().rev().take(2).collect();
    assert!(lines[1].contains("--layout uk-dl") && lines[1].contains("--letterhead "), "{screen}");
    assert!(lines[0].contains("--envelope dl") && screen.contains("with two commands"), "{screen}");
    for file in ["narnia-xx-court.pdf", "narnia-xx-court-envelope-dl.pdf"] {
        assert!(world.read_bytes(&format!("work/my-letters/{file}")).starts_with(b"%PDF"), "{file}");
    }
    assert_eq!(world.read("opened"), "my-letters/\n");
    let config = world.read("config/outcry/config.toml");
    let head = world.path("my head.svg").display().to_string();
    assert!(config.contains("layout = \"uk-dl\"") && config.contains(&format!("letterhead = \"{head}\"")), "{config}");

    // The second time the profile says it.
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]).sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[DOWN]);
    person.sees("As before: layout uk-dl").picks(&[]);
    person.sees("Print envelopes too?").picks(&[]).sees("Which folder?").types("again");
    person.sees("Made 1 letter in again/").sees("Open the folder now?").types("");
    let (code, screen) = person.ends();
    assert!(code == 0 && !screen.contains("Remember"), "{screen}");

    // And it can be taken back.
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&[]).sees("in your own words?").picks(&[]);
    person.sees("Is this right?").picks(&[]).sees("What now?").picks(&[DOWN]);
    person.sees("As before: layout uk-dl").picks(&[DOWN]).sees("window of the envelope?").picks(&[]);
    person.sees("Print envelopes too?").picks(&[]).sees("Which folder?").types("plain");
    person.sees("Made 1 letter in plain/").sees("Open the folder now?").types("");
    person.sees("Remember these details").types("y");
    let (code, screen) = person.ends();
    let line = screen.trim_end().lines().last().unwrap();
    assert!(code == 0 && line.contains("--signature none --letterhead none"), "{screen}");
    assert_ne!(world.read_bytes("work/plain/narnia-xx-court.pdf"), world.read_bytes("work/again/narnia-xx-court.pdf"));
    let config = world.read("config/outcry/config.toml");
    assert!(config.contains("layout = \"uk-dl\"") && !config.contains("my head.svg"), "{config}");
}

#[test]
fn a_no_to_letters_that_are_no_longer_wanted_makes_none_and_says_nothing_of_any() {
    let world = World::new();
    world.write(
        "work/letters/narnia/campaign.toml",
        &CAMPAIGN.replace("\"open\"", "\"won\"\nstatus_note = \"He is free.\""),
    );
    let mut person = world.with_result(&[]);
    person.sees("Which campaign?").picks(&["Narnia"]).sees("Country").types("gb").sees("Who signs").picks(&[]);
    person.sees("person who signs").types("Jo Smith").sees("Office or job").types("").sees("union branch").types("");
    person.sees("E-mail").types("").sees("Postal address").types("").sees("own words?").picks(&[]);
    person.sees("country: GB").sees("Is this right?").picks(&[]);
    for answer in ["n", "y"] {
        person.sees("What now?").picks(if answer == "n" { &[DOWN, DOWN] } else { &[] });
        person.sees("Which folder?").types("").sees("[y/N]").types(answer);
    }
    person.sees("Remember").types("n");
    let (code, screen) = person.ends();
    assert!(code == 0 && screen.matches("[y/N]").count() == 3, "{screen}");
    assert!(screen.trim_end().ends_with("--format eml --output drafts/ --anyway"), "{screen}");
    assert!(world.path("work/drafts/narnia-xx-court.eml").exists());
}
