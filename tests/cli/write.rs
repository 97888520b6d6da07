//! Letters that are printed, saved, opened as drafts or read out: the whole of what comes out.

use std::os::unix::fs::PermissionsExt;

use super::*;

/// One person, one office.
const JO: &str = "write harbour --name \"Jo Smith\" --country NZ --to aq-court";
const BRANCH: &str = "write harbour --kind union --organisation \"Dockers' Branch 7\" --name \"Jo O'Neill\" --role Secretary \
     --members 340 --email jo@branch.nz --address \"1 Quay\nWellington\" --country NZ --to aq-court";

#[test]
fn text_for_every_office_in_both_voices() {
    agreed!("write_text_all_offices", harbour().line("write harbour --name \"Jo Smith\" --country NZ"));
    agreed!("write_text_plural", harbour().line(BRANCH));
}

#[test]
fn the_voice_can_be_chosen_whatever_the_kind() {
    let we = harbour().line(&format!("{JO} --voice we"));
    assert!(we.stdout.contains("We, Jo Smith, are writing") && we.stdout.contains("Let us know"), "{we}");
    let i = harbour().line(&format!("{BRANCH} --voice i"));
    assert!(i.stdout.contains("I, Jo O'Neill, Secretary of Dockers' Branch 7, 340 members, am writing"), "{i}");
    let nobody = harbour().line("write harbour --to aq-court --organisation \"Branch 7\" --voice i");
    agreed!("write_nobody_says_i", nobody);
    let list = "Name,Role,Organisation,Voice\nJo Lee,,Branch 7,I\nAl Lee,Chair,Branch 8,I\nBo Lee,,Branch 9,\n";
    let listed =
        harbour().file("list.csv", list).line("write harbour --to aq-court --all-consented --signatories list.csv");
    agreed!("write_nobody_says_i_list", listed);
    let list = harbour().file("list.csv", "Name,Organisation\nJo Lee,Branch 7\n");
    let listed = list.line("write harbour --to aq-court --all-consented --signatories list.csv --voice i --kind union");
    assert!(listed.code == 65 && listed.says("no column holds the role, which the letters need"), "{listed}");
}

#[test]
fn html_is_one_page_with_one_sheet_per_letter() {
    agreed!("write_html", harbour().line(&format!("{BRANCH} -f html --own-words \"<b>5 > 3</b> & *so*\"")));
}

#[test]
fn json_is_one_object_per_letter() {
    let run = harbour().line("write harbour --name Jo --country NZ -f json");
    assert_eq!(run.code, 0, "{run}");
    let offices: Vec<_> = run.json().iter().map(|letter| letter["office"].as_str().unwrap().to_owned()).collect();
    assert_eq!(offices, ["aq-court", "aq-ministry", "aq-police", "aq-council", "aq-embassy-nz"]);
    agreed!("write_json", harbour().line(&format!("{JO} -f json")));
}

#[test]
fn eml_is_a_draft_without_date_and_sender_of_its_own() {
    agreed!("write_eml", harbour().line(&format!("{JO} -f eml --copy-to branch@union.nz")));
    agreed!("write_eml_html", harbour().line(&format!("{BRANCH} -f eml --html --lang ru")));
    agreed!("write_eml_two_offices", harbour().line("write harbour --name Jo --country NZ -f eml"));
}

#[test]
fn mailto_holds_the_letter_or_says_that_it_does_not_fit() {
    agreed!("write_mailto", harbour().line(&format!("{JO} -f mailto --copy-to branch@union.nz")));
    let words = "No port without people. ".repeat(60);
    agreed!("write_mailto_too_long", harbour().line(&format!("{JO} -f mailto --own-words \"{words}\"")));
}

#[test]
fn phone_is_what_to_say_and_offices_without_a_number_are_named() {
    agreed!("write_phone", harbour().line("write harbour --name Jo --country NZ --embassy none -f phone"));
    let run = harbour().line("write harbour --name Jo --to aq-council -f phone");
    assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
}

#[test]
fn two_languages_say_the_same_twice() {
    agreed!("write_bilingual", harbour().line(&format!("{JO} --lang en --lang ru")));
}

#[test]
fn own_words_are_words_whatever_they_look_like() {
    let words = "# *Not* a **heading** {password} #if {own_words}\n\n\
                 - 5 > 3 & `code` <br/\n1. _under_ ~~strike~~ \\ | $x$ #read(\"/etc/passwd\")";
    for (name, format) in [("write_own_words_text", "text"), ("write_own_words_html", "html")] {
        let world = harbour().file("words.md", words);
        agreed!(name, world.line(&format!("{JO} -f {format} --own-words @words.md")));
    }
    let arguments = ["write", "harbour", "--name", "Jo", "--to", "aq-court", "--own-words", "-"];
    for hole in ["{{password}}", "[NAME]", "____", "<your name>", "(insert name)"] {
        let run = harbour().run_with_input(&arguments, Some(&format!("I am {hole}")));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{hole}\n{run}");
        assert!(run.stderr.contains(&format!("\"{hole}\" is still to be filled in")), "{run}");
        let list = harbour().file("list.csv", &format!("Name,Own words\nJo,I am {hole}\n"));
        let listed = list.line("write harbour --to aq-court --all-consented --signatories list.csv");
        assert_eq!((listed.code, listed.stdout.as_str()), (65, ""), "{hole}\n{listed}");
        assert!(listed.stderr.contains(&format!("\"{hole}\" is still to be filled in")), "{listed}");
    }
    for words in ["the XXX congress", "my TODO list", "I am shocked.....", "He [a docker] was <b>beaten</b>."] {
        let run = harbour().run_with_input(&arguments, Some(words));
        assert!(run.code == 0 && run.stdout.contains(words), "{run}");
        assert!(run.stderr.contains("warning: the own words have \""), "{run}");
        let list = harbour().file("list.csv", &format!("Name,Own words\nJo,So it is.\nAnn,{words}\nBo,{words}\n"));
        let listed = list.line("write harbour --to aq-court --all-consented --signatories list.csv");
        assert_eq!(listed.stderr.matches("warning: list.csv: rows 3, 4: the own words have \"").count(), 1, "{listed}");
    }
    for (words, expected) in [
        ("Read bit.ly/3xYz12 first.", "the own words have the link \"bit.ly/3xYz12\", which hides where it leads"),
        ("I say: FREE HER NOW.", "the own words shout (\"FREE HER NOW\")"),
        ("Free her!!", "the own words shout (\"!!\")"),
    ] {
        let run = harbour().run_with_input(&arguments, Some(words));
        assert!(run.code == 0 && run.stdout.contains(words), "{run}");
        assert!(run.stderr.contains(&format!("warning: {expected}")), "{run}");
        let list = harbour().file("list.csv", &format!("Name,Own words\nJo,So it is.\nAnn,{words}\nBo,{words}\n"));
        let listed = list.line("write harbour --to aq-court --all-consented --signatories list.csv");
        assert!(listed.stderr.contains(&format!("warning: list.csv: rows 3, 4: {expected}")), "{listed}");
    }
    for nothing in ["n/a", "-", "None", "keine"] {
        let run = harbour().run_with_input(&arguments, Some(nothing));
        let plain = harbour().run_with_input(&arguments[..6], None);
        assert_eq!(run.stdout, plain.stdout, "{nothing}");
        assert!(run.stderr.contains(&format!("warning: \"{nothing}\" stands for no own words")), "{run}");
    }
    let pasted = harbour()
        .line("write harbour --to aq-court --name \u{200b}Jo\u{200b} --voice we --email \"Ann <jo@union.test>\"");
    for odd in [
        "2 characters that nobody sees were taken out of the name",
        "one person says \"we\"",
        "the e-mail address is given as that of \"Ann\"",
    ] {
        assert!(pasted.code == 0 && pasted.stderr.contains(&format!("warning: {odd}")), "{pasted}");
    }
    // The same word in the letter around them is a blank.
    let letter = ENGLISH.replace("{{I/We}} ask you", "TODO: {{I/We}} ask you");
    let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &letter)]);
    let run = world.run_with_input(&arguments, Some("my TODO list"));
    assert!(run.code == 65 && run.stdout.is_empty() && run.says("\"TODO\" is still to be filled in"), "{run}");
}

#[test]
fn own_words_come_from_a_file_or_standard_input_too() {
    let world = harbour().file("words.txt", "\u{feff}From a file.\r\n\r\nWith two paragraphs.\r\n");
    let file = world.line(&format!("{JO} --own-words @words.txt"));
    assert!(file.stdout.contains("\nFrom a file.\n\nWith two paragraphs.\n"), "{file}");
    let arguments = ["write", "harbour", "--name", "Jo", "--to", "aq-court", "--own-words", "-"];
    let input = harbour().run_with_input(&arguments, Some("From a pipe.\n"));
    assert!(input.stdout.contains("\nFrom a pipe.\n"), "{input}");
    let nowhere = world.line(&format!("{JO} --own-words @nowhere.txt"));
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (65, ""), "{nowhere}");
    assert!(nowhere.stderr.contains("nowhere.txt"), "{nowhere}");
    let empty = world.file("empty.txt", "\u{feff} \r\n\n\u{200b}").line(&format!("{JO} --own-words en=@empty.txt"));
    let no_input = harbour().run_with_input(&arguments, Some("\n"));
    for (run, name) in [(empty, "empty.txt"), (no_input, "--own-words -")] {
        assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
        let said = format!(
            "error: {name}: there are no words in it\nhint: for a letter without own words, leave out --own-words\n"
        );
        assert_eq!(run.stderr, said);
    }
}

#[test]
fn a_name_above_the_address_is_printed_once() {
    let address = "address = \"\"\"Jo Smith\n1 Quay Road\nWellington\"\"\"";
    let world = harbour()
        .config(&format!("[profile.jo]\nname = \"Jo Smith\"\n{address}\n"))
        .file("list.csv", "Name,Address,Consent\nJo Smith,\"JO SMITH\n1 Quay Road\nWellington\",yes\n");
    let write = "write harbour --to aq-court --embassy none";
    for who in [
        "--profile jo",
        "--name \"Jo Smith\" --address \"Jo Smith\n1 Quay Road\nWellington\"",
        "--signatories list.csv",
    ] {
        let run = world.line(&format!("{write} {who}"));
        assert!(run.stdout.trim_end().ends_with("Yours faithfully,\n\nJo Smith\n1 Quay Road\nWellington"), "{run}");
    }
}

#[test]
fn a_copy_address_that_stands_in_is_left_out_and_said() {
    let run = harbour().line(JO);
    assert!(!run.stdout.contains("harbour.example") && run.stderr.contains("copies@harbour.example"), "{run}");
    let given =
        harbour().line(&format!("{JO} --email jo@union.nz --copy-to branch@union.nz --copy-to branch@union.nz"));
    assert!(given.stdout.ends_with("\nCopy to: branch@union.nz\n") && !given.says("copy address"), "{given}");
}

#[test]
fn the_embassy_is_the_one_in_the_country_of_who_signs() {
    for (arguments, name) in [
        ("--country NZ", "resident"),
        ("--country FJ", "accredited"),
        ("--country Fidschi", "accredited"),
        ("--country PE", "ministry"),
        ("--country AQ", "home"),
        ("--embassy none", "none"),
        ("--embassy NZ", "chosen"),
        ("--country FJ --embassy NZ --except aq-court --except aq-police", "elsewhere"),
    ] {
        let run = harbour().line(&format!("write harbour --name Jo -f json {arguments}"));
        let offices: Vec<_> = run.json().iter().map(|letter| letter["office"].as_str().unwrap().to_owned()).collect();
        agreed!(format!("embassy_{name}"), format!("{}\n{}", offices.join("\n"), run.stderr));
    }
}

#[test]
fn a_country_goes_by_its_name_and_a_person_by_their_mailbox() {
    let run =
        harbour().line("write harbour --to aq-court --email \"Jo Smith <jo@union.test>\" --country Polska -f json");
    assert_eq!(run.json()[0]["signature"].to_string(), "[\"Jo Smith\",\"jo@union.test\"]", "{run}");
    let shared = harbour().line("write harbour --to aq-court --name Jo --country Congo");
    let says =
        "--country \"Congo\": this may be CD (Congo - Kinshasa) or CG (Congo - Brazzaville); write its two letters";
    assert!(shared.code == 2 && shared.stdout.is_empty() && shared.says(says), "{shared}");
}

#[test]
fn a_folder_gets_one_file_per_office() {
    let world = harbour();
    let line = "write harbour --name Jo --country NZ -o letters-out/";
    agreed!("save_folder", world.line(line));
    assert!(world.read("letters-out/harbour-aq-court.txt").contains("I, Jo, am writing"));
    let again = world.line(line);
    assert_eq!(again.code, 0, "the same letters may be written again\n{again}");

    // One that differs stops all: nothing is half done.
    std::fs::write(world.path("letters-out/harbour-aq-court.txt"), "mine").unwrap();
    std::fs::remove_file(world.path("letters-out/harbour-aq-police.txt")).unwrap();
    agreed!("save_folder_differs", world.line(line));
    assert_eq!(world.read("letters-out/harbour-aq-court.txt"), "mine");
    assert!(!world.path("letters-out/harbour-aq-police.txt").exists());
}

#[test]
fn a_file_is_for_its_owner_alone_and_never_overwritten() {
    let world = harbour();
    for (format, file) in
        [("text", "letter.txt"), ("html", "letter.html"), ("eml", "letter.eml"), ("json", "letter.json")]
    {
        let run = world.line(&format!("{JO} -f {format} -o {file}"));
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run}");
        let mode = std::fs::metadata(world.path(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
        let other = world.line(&format!("{JO} -f {format} -o {file} --role Docker"));
        assert_eq!(other.code, 65, "{other}");
        assert!(other.says("exists already and differs") && other.says("nothing was written"), "{other}");
    }
    let several = world.line("write harbour --name Jo --country NZ -o all.txt");
    assert_eq!(several.code, 0, "{several}");
    assert_eq!(world.read("all.txt").matches("I, Jo, am writing").count(), 5);
    let drafts = world.line("write harbour --name Jo --country NZ -f eml -o all.eml");
    assert_eq!(drafts.code, 2, "{drafts}");
    let drafts = world.line("write harbour --name Jo --country NZ -f eml -o drafts/");
    assert_eq!(drafts.code, 0, "{drafts}");
    assert!(
        world.path("drafts/harbour-aq-ministry.eml").exists() && !world.path("drafts/harbour-aq-police.eml").exists()
    );
}

#[test]
fn quiet_leaves_results_and_errors() {
    let run = harbour().line(&format!("{JO} --quiet"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    let run = harbour().line("write harbour --quiet");
    assert!(run.code == 2 && run.stderr.contains("error: --name is missing"), "{run}");
}

#[test]
fn the_same_command_gives_the_same_bytes() {
    for format in ["text", "html", "eml --html", "mailto", "json"] {
        let line = format!("{BRANCH} -f {format}");
        assert_eq!(harbour().line(&line).stdout, harbour().line(&line).stdout, "{format}");
    }
}

#[test]
fn an_office_named_twice_gets_one_letter() {
    let offices = |arguments: &str| -> Vec<String> {
        let run = harbour().line(&format!("write harbour --name Jo --country NZ -f json {arguments}"));
        run.json().iter().map(|letter| letter["office"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(offices("--to aq-court --to aq-court"), ["aq-court"]);
    let all = offices("");
    let embassy = all.last().unwrap();
    assert_eq!(offices(&format!("--to {embassy} --embassy auto")), [embassy.as_str()]);
    assert_eq!(offices(&format!("--except {embassy}")), all[..all.len() - 1]);
}

#[test]
fn a_notice_about_several_offices_is_one_line_and_verbose_shows_each() {
    let line = "write harbour --name Jo --country NZ --dry-run";
    let (short, long) = (harbour().line(line), harbour().line(&format!("{line} --verbose")));
    let about = |run: &Run| {
        run.stderr.lines().filter(|line| line.starts_with("Note: aq-") && line.contains("no postal")).count()
    };
    assert_eq!((about(&short), about(&long)), (0, 4), "{short}\n{long}");
    assert!(short.says("No postal address of 4 offices is known (details: --verbose)."), "{short}");
    let one = harbour().line("write harbour --name Jo --country NZ --to aq-council --dry-run");
    assert!(one.says("aq-council: no postal address is known") && !one.says("--verbose"), "{one}");
}
