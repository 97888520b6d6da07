//! One letter that many sign.

use super::pdf::{Page, pages};
use super::*;

pub const LIST: &str = "\
name,role,organisation,kind,country,public,affiliation,first,withdrawn,added,consent
Zoë Adams,teacher,,individual,NZ,yes,,,,2026-11-01,yes
Ärne Öz,,Polar University,individual,NZ,yes,identification,,,2026-11-02,yes
Фёдор Ёлкин,,Lawyers' Guild,individual,NZ,yes,speaks,2,,2026-11-03,yes
Bo Withheld,,,individual,NZ,withheld,,,,2026-11-03,yes
Cy Silent,,,individual,NZ,,,,,2026-11-03,yes
Di Withdrawn,,,individual,NZ,yes,,,2026-11-05,2026-11-03,yes
Ed Open,,Some Works,individual,NZ,yes,,,,2026-11-20,yes
Jo Poe,Secretary,Dockers' Branch 7,union,NZ,yes,,,,2026-11-20,yes
Ida First,,,individual,NZ,yes,,1,,2026-11-20,yes
";

fn world() -> World {
    harbour().file("signed.csv", LIST)
}

#[track_caller]
fn made(world: &World, line: &str) -> Vec<Page> {
    let run = world.line(&format!("joint harbour {line} -o joint.pdf"));
    assert_eq!(run.code, 0, "{run}");
    let pages = pages(std::fs::read(world.path("joint.pdf")).unwrap());
    pages.iter().for_each(pdf::apart);
    pages
}

#[test]
fn a_joint_letter_has_a_cover_the_text_and_all_who_may_be_named() {
    let world = world();
    let [cover, letter, names] =
        made(&world, "--signatories signed.csv --country NZ --embassy none").try_into().unwrap();
    assert_eq!(
        cover.text(),
        "Joint letter Release Ada Marsh Signatories: 8 To: Court of Antarctica Ministry, “Foreign” & Polar Affairs Police \
         of Antarctica Council of Antarctica Release Ada Marsh We ask you to do the following: – Release Ada Marsh at \
         once. – Let us know what was done. 23 November 2026 Received (date, signature, stamp)"
    );
    let text = letter.text();
    assert!(text.contains("We, the undersigned, are writing about Ada Marsh"), "{text}");
    assert!(text.contains("Dear Madam or Sir, Dear Minister,"), "{text}");
    assert!(
        text.ends_with(
            "Yours faithfully, First signatories Ida First Фёдор Ёлкин, Lawyers' Guild Signatories: 8 23 November 2026 \
             Page 1 of 2"
        ),
        "{text}"
    );
    assert_eq!(
        names.text(),
        "Release Ada Marsh We ask you to do the following: –Release Ada Marsh at once. –Let us know what was done. \
         Organisations (1) Dockers' Branch 7, Jo Poe, Secretary Persons (3) Ärne Öz, Polar University* Ed Open Zoë Adams, \
         teacher * named for identification only Names withheld at the signatories' wish: 2 Signatories: 8 23 November \
         2026 Page 2 of 2"
    );
}

#[test]
fn what_a_joint_letter_leaves_out_is_said() {
    agreed!("joint", world().line("joint harbour --signatories signed.csv -f csv"));
    let since = world().line("joint harbour --signatories signed.csv --country NZ -f csv --since 2026-11-20");
    agreed!("joint_since", since);
    let unclear = LIST.replace("NZ,yes,identification", "NZ,perhaps,University").replace(",2026-11-05,", ",she asked,");
    let world = harbour().file("signed.csv", &unclear);
    agreed!("joint_unclear", world.line("joint harbour --signatories signed.csv --country NZ -o joint.pdf"));
    let world = harbour().file("signed.csv", "First,Last,consent\nAda,Roe,yes\n");
    agreed!("joint_no_public", world.line("joint harbour --signatories signed.csv --country NZ -f csv"));
}

#[test]
fn each_of_many_is_named_once_and_each_sheet_has_the_demands() {
    let names: Vec<String> = (0..260)
        .map(|n| {
            let first = ["Ana", "Χρήστος", "Жанна", "Çelik", "Bartholomäus-Maximilian"][n % 5];
            let last = ["Roe", "O'Neill", "van der Berg-Straßenberger", "Иванова"][n / 5 % 4];
            let (one, two) =
                (char::from(b'A' + u8::try_from(n / 26).unwrap()), char::from(b'a' + u8::try_from(n % 26).unwrap()));
            format!("{first} {last} Q{one}{two}")
        })
        .collect();
    let rows: String = names.iter().map(|name| format!("{name},yes,yes\n")).collect();
    let world = harbour().file("signed.csv", &format!("name,public,consent\n{rows}"));
    let pages = made(&world, "--signatories signed.csv --country NZ --to aq-court");
    let text: String = pages.iter().map(|page| page.text().replace(' ', "")).collect();
    for name in &names {
        assert_eq!(text.matches(&name.replace(' ', "")).count(), 1, "{name}");
    }
    assert!(pages.len() >= 4, "{}", pages.len());
    for page in &pages[2..] {
        assert!(page.text().contains("–Release Ada Marsh at once. –Let us know what was done."), "{}", page.text());
        assert!(page.text().contains("Signatories: 260 23 November 2026 Page"), "{}", page.text());
    }
}

#[test]
fn empty_sheets_have_the_demands_and_lines() {
    let pages = made(&world(), "--sheets 3 --to aq-court");
    assert_eq!(pages.len(), 3);
    for page in &pages {
        let text = page.text();
        assert!(text.starts_with("Release Ada Marsh We ask you to do the following:"), "{text}");
        assert!(text.contains("Name Address Signature 1 2 3 4 5"), "{text}");
    }
    assert_eq!(made(&world(), "--signatories signed.csv --sheets 2 --to aq-court").len(), 5);
}

#[test]
fn no_name_breaks_out() {
    let hostile = "name,organisation,kind,public,consent\n\
                   ,\"a<b & #panic() *Co* $x$\",organisation,yes,yes\n\
                   ,\"=cmd|' /C calc'!A0\",organisation,yes,yes\n";
    let world = harbour().file("signed.csv", hostile);
    let list = "joint harbour --signatories signed.csv --to aq-court";
    let html = world.line(&format!("{list} -f html")).stdout;
    assert!(html.contains("<bdi>a&lt;b &amp; #panic() *Co* $x$</bdi>"), "{html}");
    assert!(!html.contains("<script"), "{html}");
    let csv = world.line(&format!("{list} -f csv")).stdout;
    assert!(csv.contains("\"'=cmd|"), "{csv}");
    let pages = made(&world, "--signatories signed.csv --to aq-court");
    assert!(pages[2].text().contains("a<b & #panic() *Co* $x$"), "{}", pages[2].text());
    let bidi = harbour().file("signed.csv", "name,public,consent\nJo \u{202e}Smith\u{7},yes,yes\n");
    assert_eq!(bidi.line(&format!("{list} -f csv")).code, 65);
}

#[test]
fn a_draft_goes_to_each_office_with_the_names_attached() {
    let world = world();
    let run = world.line("joint harbour --signatories signed.csv --country NZ --embassy none -f eml -o drafts/");
    assert_eq!(run.code, 0, "{run}");
    let draft = world.read("drafts/harbour-joint-aq-court.eml");
    let mail = mailparse::parse_mail(draft.as_bytes()).unwrap();
    let [text, file] = mail.subparts.as_slice() else { panic!("{draft}") };
    assert!(text.get_body().unwrap().contains("We, the undersigned, are writing"), "{draft}");
    assert!(file.get_body_raw().unwrap().starts_with(b"%PDF"));
    assert!(!draft.contains("\nBcc:"), "{draft}");
}

#[test]
fn a_joint_letter_is_for_an_open_campaign() {
    let over = harbour_with(&HARBOUR.replace("\"open\"", "\"won\"")).file("signed.csv", LIST);
    agreed!("joint_over", over.line("joint harbour --signatories signed.csv --country NZ -o joint.pdf"));
    let sheets = over.line("joint harbour --sheets 2 --to aq-court -o sheets.pdf");
    assert!(sheets.code == 65 && sheets.says("hint: give --anyway to make the sheets all the same\n"), "{sheets}");
    let sheets = over.line("joint harbour --sheets 2 --to aq-court -o sheets.pdf --anyway");
    assert!(sheets.code == 0 && sheets.says("Note: Letters are no longer wanted"), "{sheets}");
    let sent =
        over.line("send harbour --joint signed.csv --country NZ --server smtp://127.0.0.1:9 --from a@union.test --yes");
    assert!(sent.code == 65 && sent.says("`outcry joint -f html` still shows the letter"), "{sent}");
    assert_eq!(over.line("joint harbour --signatories signed.csv --country NZ -f html").code, 0);
}

#[test]
fn whoever_withdraws_in_a_later_row_is_not_named() {
    let list = "name,kind,country,public,withdrawn,consent\nAda Marsh,individual,NZ,yes,,yes\nBo Peel,individual,NZ,yes,,yes\n\
                Ada Marsh,individual,NZ,yes,yes,yes\n";
    for keep in ["", " --keep first", " --keep last", " --skip-bad-rows"] {
        let world = harbour().file("signed.csv", list);
        let run =
            world.line(&format!("joint harbour --signatories signed.csv --country NZ --embassy none -f csv{keep}"));
        assert!(run.code == 0 && run.stdout.contains("Bo Peel") && !run.stdout.contains("Ada Marsh"), "{keep}: {run}");
        assert!(run.says("Left out because they withdrew"), "{keep}: {run}");
    }
}

#[test]
fn an_organisation_that_is_not_printed_orders_nothing() {
    let list = "name,organisation,kind,country,public,affiliation,consent\nBo Peel,Zebra Works,individual,NZ,yes,,yes\n\
                Cy Orr,Anchor Works,individual,NZ,yes,identification,yes\nAl Ames,Bell Works,individual,NZ,yes,,yes\n";
    let world = harbour().file("signed.csv", list);
    let run =
        world.line("joint harbour --signatories signed.csv --country NZ --embassy none -f csv --order organisation");
    let names: Vec<&str> = ["Al Ames", "Bo Peel", "Cy Orr"].to_vec();
    let mut found = names.clone();
    found.sort_by_key(|name| run.stdout.find(name));
    assert!(
        found == ["Cy Orr", "Al Ames", "Bo Peel"]
            || found == ["Cy Orr", "Bo Peel", "Al Ames"]
            || found == ["Bo Peel", "Al Ames", "Cy Orr"],
        "{run}"
    );
    let unclear = LIST.replace("identification,,,2026-11-02", "speaks only for himself,,,2026-11-02");
    let run = harbour().file("signed.csv", &unclear).line("joint harbour --signatories signed.csv --country NZ -f csv");
    assert!(run.code == 65 && run.says("speaks only for himself"), "{run}");
    let sheets = world.line("joint harbour --sheets 3 -f csv");
    assert!(sheets.code == 2 && sheets.says("--sheets can be used only with -f pdf"), "{sheets}");
}

/// The names that are printed of a list, and how it went.
#[track_caller]
fn named(list: &str, flags: &str) -> (Vec<String>, Run) {
    let world = harbour().file("signed.csv", list);
    let run = world.line(&format!("joint harbour --signatories signed.csv --country NZ --embassy none -f csv {flags}"));
    let names = run.stdout.lines().skip(1).map(|line| line.split('"').nth(1).unwrap().to_owned()).collect();
    (names, run)
}

#[test]
fn whoever_signs_as_a_person_is_not_their_organisation() {
    let rows = |bo: &str| {
        format!(
            "name,organisation,affiliation,public,withdrawn,consent\nAnn Roe,Ross University,identification,yes,,yes\n\
             Bo Lee,Ross University,identification,yes,{bo}\n"
        )
    };
    for (bo, flags, expected) in [
        (",yes", "", &["Ann Roe", "Bo Lee"][..]),
        (",yes", "--keep first", &["Ann Roe", "Bo Lee"]),
        (",yes", "--keep last", &["Ann Roe", "Bo Lee"]),
        ("2026-11-20,yes", "", &["Ann Roe"]),
        ("2026-11-20,yes", "--keep first", &["Ann Roe"]),
        (",no", "--skip-bad-rows", &["Ann Roe"]),
        (",no", "--skip-bad-rows --keep last", &["Ann Roe"]),
    ] {
        let (names, run) = named(&rows(bo), flags);
        assert_eq!(names, expected, "{bo} {flags}: {run}");
    }
}

#[test]
fn an_organisation_signs_once_whoever_signs_for_it() {
    let officers = "name,role,organisation,kind,public,withdrawn,consent\nJo Poe,Chair,Branch 7,union,yes,,yes\n\
                    Al Roe,Secretary,Branch 7,union,yes,,yes\n";
    agreed!("joint_officers", named(officers, "").1);
    let (names, first) = named(officers, "--keep first");
    assert!(names == ["Branch 7"] && first.stdout.contains("Jo Poe, Chair"), "{first}");
    assert!(first.says("1 row left out, as the same signatory answered in another: 3 (row 2 counts)"), "{first}");
    let withdrawn = format!("{officers}Ida Moe,Organiser,Branch 7,union,yes,yes,yes\nKim New,,,,yes,,yes\n");
    let (names, run) = named(&withdrawn, "");
    assert_eq!(names, ["Kim New"], "{run}");
    assert!(run.says("Left out because they withdrew: 3 rows: 2 (by row 4), 3 (by row 4), 4."), "{run}");
}

#[test]
fn a_name_that_one_row_withholds_is_not_printed() {
    let rows = |one: &str, two: &str| {
        format!("name,country,public,consent\nAda Marsh,NZ,{one},yes\nBo Peel,NZ,yes,yes\nAda Marsh,NZ,{two},yes\n")
    };
    for (one, two, flags, is_named) in [
        ("yes", "withheld", "--keep first", false),
        ("withheld", "yes", "--keep last", false),
        ("yes", "", "--keep first", false),
        ("yes", "withheld", "--skip-bad-rows", false),
        ("yes", "perhaps", "--keep first", false),
        ("yes", "yes", "--keep first", true),
    ] {
        let (names, run) = named(&rows(one, two), flags);
        assert_eq!(names.contains(&"Ada Marsh".to_owned()), is_named, "{one} {two} {flags}: {run}");
        assert!(run.says(if is_named { "2 signatories: 2 named" } else { "1 named, 1 withheld" }), "{flags}: {run}");
        let why =
            format!("another of their rows withholds the name: 1 row: {}", if flags == "--keep last" { 4 } else { 2 });
        assert_eq!(run.says(&why), !is_named, "{one} {two} {flags}: {run}");
    }
}

#[test]
fn a_withdrawal_that_meets_nobody_is_said() {
    const LIST: &str = "name,email,country,public,withdrawn,consent\nAnn Roe,ann@family.test,NZ,yes,,yes\n\
                        Al Roe,al@family.test,NZ,yes,,yes\n";
    for (row, expected) in [
        ("Ann Roe,,NZ,yes,yes,yes", "row 4 withdraws, and row 2, which still signs, may be of the same signatory"),
        ("Ann Roe,new@home.test,NZ,,yes,", "row 4 withdraws, and row 2, which still signs, may be"),
        ("A. Roe,,NZ,,yes,", "row 4 withdraws, and rows 2, 3, which still sign, may be"),
        ("Ann Smith,ann@family.test,NZ,,yes,", "row 4 withdraws, and row 2, which still signs, may be"),
        (
            ",ANN@family.test,,,yes,",
            "row 4 withdraws and does not say who, so nobody is taken off; row 2 with its e-mail",
        ),
        (",who@home.test,,,yes,", "row 4 withdraws and does not say who, so nobody is taken off. Write yes"),
    ] {
        let (names, run) = named(&format!("{LIST}{row}\n"), "");
        assert!(names == ["Al Roe", "Ann Roe"] && run.says(expected), "{row}: {run}");
        assert!(run.says("withdrew: 1 row: 4 (no other row is theirs)"), "{row}: {run}");
    }
    // Whose own row says so, or who is met, needs no warning.
    for row in ["Kim New,kim@home.test,NZ,yes,yes,yes", "Ann Roe,ann@family.test,,,yes,"] {
        let (_, run) = named(&format!("{LIST}{row}\n"), "");
        assert!(run.code == 0 && !run.says("warning:"), "{row}: {run}");
    }
}

#[test]
fn every_sheet_with_names_has_the_text_or_the_demands() {
    let long = "with a line that is as long as the sheet is wide, and then some more, so that it is set in two lines";
    for (firsts, others) in [(40, 0), (40, 30), (12, 0), (3, 0)] {
        let row = |n: usize, first: &str| format!("Ida Number{n:03},\"{long}\",{first},NZ,yes,yes\n");
        let rows: String = (0..firsts + others).map(|n| row(n, if n < firsts { "yes" } else { "" })).collect();
        let world = harbour().file("signed.csv", &format!("name,role,first,country,public,consent\n{rows}"));
        let pages = made(&world, "--signatories signed.csv --country NZ --to aq-court");
        let text: String = pages.iter().map(Page::text).collect::<Vec<_>>().join(" ");
        for n in 0..firsts + others {
            assert_eq!(text.matches(&format!("Number{n:03}")).count(), 1, "{firsts} {others}: {n}");
        }
        assert!(pages[1].text().contains("Ida Number000"), "{firsts} {others}: {}", pages[1].text());
        assert_eq!(pages.len() == 2, firsts < 40, "{firsts} {others}: {} pages", pages.len());
        for page in &pages[2..] {
            assert!(page.text().contains("–Release Ada Marsh at once."), "{firsts} {others}: {}", page.text());
        }
        let last = format!("Page {0} of {0}", pages.len() - 1);
        assert!(pages.last().unwrap().text().ends_with(&last), "{firsts} {others}: {last}");
    }
}

#[test]
fn a_joint_letter_names_who_gets_a_copy() {
    let list = "--signatories signed.csv --country NZ --to aq-court";
    let pages = made(&world(), &format!("{list} --copy-to desk@union.test"));
    assert!(pages[1].text().contains("Copy to: desk@union.test"), "{}", pages[1].text());
    let html = world().line(&format!("joint harbour {list} -f html --copy-to desk@union.test")).stdout;
    assert!(html.contains("<p class=\"copies\">Copy to: desk@union.test</p>"), "{html}");
    let note = "names no copy address";
    assert!(world().line(&format!("joint harbour {list} -f html")).says(note));
    assert!(!world().line("joint harbour --sheets 2 --to aq-court -o sheets.pdf").says(note));
}

#[test]
fn the_name_of_a_file_promises_what_is_in_it() {
    let list = "joint harbour --signatories signed.csv --country NZ --to aq-court";
    for (line, says) in [
        (format!("{list} -f html -o x.docx"), "outcry makes no .docx files"),
        (format!("{list} -f csv -o x.xlsx"), "outcry makes no .xlsx files"),
        ("page harbour -o x.docx".to_owned(), "outcry makes no .docx files"),
        ("page harbour -o x.pdf".to_owned(), "a page is an HTML file"),
    ] {
        let run = world().line(&line);
        assert!(run.code == 2 && run.says(says), "{line}: {run}");
    }
}

#[test]
fn a_name_that_no_font_has_is_found_by_its_row() {
    let world = harbour().file("signed.csv", "name,public,consent\nAda Roe,yes,yes\nJo \u{1E900}\u{1E901},yes,yes\n");
    let run = world.line("joint harbour --signatories signed.csv --country NZ --to aq-court -o joint.pdf");
    assert!(
        run.code != 0 && run.says("the joint letter, row 3, Jo \u{1E900}\u{1E901}: no font here has the letter"),
        "{run}"
    );
}
