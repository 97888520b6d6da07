//! Address labels on sheets, letters on one side in one file, and the numbers on the cover of a fax.

use super::*;

const TO: &str = "--to aq-court --to aq-archive";

/// Twenty people who write to two offices: forty labels.
fn members() -> World {
    let rows: String = (1..=20).map(|number| format!("Member Number{number},NZ,yes\n")).collect();
    world().file("list.csv", &format!("name,country,consent\n{rows}"))
}

#[test]
fn labels_go_side_by_side_from_the_first_that_is_left() {
    let world = world();
    let pages = made(&world, &format!("{BRANCH} {TO} --labels L7160 --skip 2 --one-file"));
    let [page] = pages.as_slice() else { panic!("{} sheets", pages.len()) };
    assert!((page.width - 210.0).abs() < 0.1 && (page.height - 297.0).abs() < 0.1);
    assert_eq!(
        page.text(),
        "Court of Antarctica 1 Ice Street South Pole ANTARCTICA State Archive of Antarctica Department of Letters Building \
         7, Entrance B 12 Penguin Parade 99123 South Pole ANTARCTICA"
    );
    // The third label of the first row, then the first of the second.
    let third = Rect::new(139.2, 15.2, 202.8, 53.3);
    let fourth = Rect::new(7.2, 53.2, 70.8, 91.4);
    for (index, word) in page.words.iter().enumerate() {
        let label = if index < 9 { third } else { fourth };
        assert!(label.inset(-2.0).contains_rect(word.at), "{word:?} is not on its label");
    }
    apart(page);
}

#[test]
fn every_sheet_has_its_labels_where_they_lie() {
    for (sheet, columns, rows) in [
        ("l7160", 3, 7),
        ("l7161", 3, 6),
        ("l7162", 2, 8),
        ("l7163", 2, 7),
        ("3474", 3, 8),
        ("3475", 3, 8),
        ("4781", 2, 6),
        ("5160", 3, 10),
        ("5161", 2, 10),
        ("5162", 2, 7),
        ("5163", 2, 5),
    ] {
        let world = members();
        let run = world.line(&format!(
            "write harbour --signatories list.csv {TO} --labels {sheet} --skip {} -o labels.pdf",
            columns * rows - 1
        ));
        assert_eq!(run.code, 0, "{sheet}: {run}");
        let pages = pages(std::fs::read(world.path("labels.pdf")).unwrap());
        let on_others: usize = 39;
        assert_eq!(pages.len(), 1 + on_others.div_ceil(columns * rows), "{sheet}");
        assert_eq!(pages[0].words.iter().filter(|word| word.text == "ANTARCTICA").count(), 1, "{sheet}");
        for page in &pages {
            apart(page);
            let sheet_of_paper = Rect::new(4.9, 4.9, page.width - 4.9, page.height - 4.9);
            assert!(page.words.iter().all(|word| sheet_of_paper.contains_rect(word.at)), "{sheet}");
        }
        let list = std::fs::read_to_string(world.path("labels.csv")).unwrap();
        assert_eq!(list.lines().count(), 41, "{sheet}");
    }
}

#[test]
fn labels_need_a_file_and_an_address() {
    let world = world();
    for (flags, said) in [
        ("--to aq-court --labels l7160", "--output <PATH>"),
        ("--to aq-court --labels l7160 -o folder/", "--labels needs a file, not a folder"),
        ("--to aq-court --labels l7160 --skip 21 -o x.pdf", "a sheet has 21 labels"),
        ("--to aq-council --labels l7160 -o x.pdf", "there is no label to make"),
        ("--to aq-long --labels 5160 -o x.pdf", "does not fit the window of layout 5160"),
        ("--to aq-court --labels l9 -o x.pdf", "[possible values: l7160,"),
    ] {
        let run = world.line(&format!("{BRANCH} {flags}"));
        assert!(run.code != 0 && run.says(said), "{flags}: {run}");
    }
}

#[test]
fn letters_for_one_side_follow_each_other() {
    for (flag, sheets) in [("", 3), (" --single-sided", 2)] {
        let world = world();
        assert_eq!(made(&world, &format!("{BRANCH} {TO} --one-file{flag}")).len(), sheets, "{flag}");
    }
}

#[test]
fn the_cover_of_a_fax_has_the_senders_numbers() {
    let config =
        "[me]\nname = \"Jo Smith\"\ncountry = \"NZ\"\ntelephone = \"+64 4 555 01 00\"\nfax = \"+64 4 555 01 01\"\n";
    let pages = made(&world().config(config), "write harbour --to aq-archive --fax");
    let wanted = "From: Jo Smith Telephone: +64 4 555 01 00 Fax: +64 4 555 01 01 Date and time:";
    assert!(pages[0].text().contains(wanted), "{}", pages[0].text());
}
