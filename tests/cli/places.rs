//! `-o PATH` means the same for one signatory and for a list, in every format: a path that is a folder or ends in a
//! separator is a folder, anything else is one file.

use super::*;

const ONE: &str = "--name \"Jo Smith\" --country NZ --to aq-court";
const LIST: &str = "--signatories list.csv --to aq-court";

fn world() -> World {
    let world = harbour()
        .file("list.csv", "Name,Country,Consent\nJo Smith,NZ,yes\nKim Lee,NZ,yes\n")
        .file("there", "precious")
        .file("there.txt", "precious");
    std::fs::create_dir(world.path("dir")).unwrap();
    world
}

/// The names of what is in a folder, without what belongs to no letter.
fn files(world: &World, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(world.path(folder)).into_iter().flatten();
    let mut names: Vec<String> = entries.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_path_is_a_folder_or_a_file_by_one_rule() {
    let formats: &[&str] = if cfg!(feature = "pdf") {
        &["text", "html", "eml", "json", "phone", "mailto", "pdf"]
    } else {
        &["text", "html", "eml", "json", "phone", "mailto"]
    };
    for format in formats {
        for (who, letters) in [(ONE, 1), (LIST, 2)] {
            let binds = *format != "eml" || letters == 1;
            let run = |output: &str| {
                let world = world();
                let to = if *format == "phone" { "--to aq-police --except aq-court" } else { "" };
                let run = world.line(&format!("write harbour {who} {to} -f {format} {output}"));
                (world, run)
            };
            let context = |run: &Run| format!("{format}, {letters} letters\n{run}");

            if *format != "pdf" {
                let (_, screen) = run("");
                assert_eq!(screen.code, if binds { 0 } else { 2 }, "{}", context(&screen));
                assert_eq!(screen.stdout.is_empty(), !binds, "{}", context(&screen));
            } else if letters > 1 {
                let (_, screen) = run("");
                assert!(screen.code == 2 && screen.says("-o FOLDER/"), "{}", context(&screen));
            }

            // A name that is not there: one file, or a question.
            let (world, named) = run("-o new");
            if letters == 1 {
                assert_eq!(named.code, 0, "{}", context(&named));
                assert!(world.path("new").is_file(), "{}", context(&named));
            } else {
                assert!(named.code == 2 && named.says("-o new/"), "{}", context(&named));
                assert!(!binds || named.says("for one file, -o new"), "{}", context(&named));
                assert!(!world.path("new").exists());
            }

            // A name with an extension: one file.
            let ending = if *format == "pdf" { "pdf" } else { "out" };
            let (world, named) = run(&format!("-o new.{ending}"));
            assert_eq!(named.code, if binds { 0 } else { 2 }, "{}", context(&named));
            assert_eq!(world.path(&format!("new.{ending}")).is_file(), binds, "{}", context(&named));

            // A file that is there: never overwritten.
            for there in ["there", "there.txt"] {
                let (world, hindered) = run(&format!("-o {there}"));
                let is_wrong_ending = *format == "pdf" && there == "there.txt";
                assert_eq!(hindered.code, if binds && !is_wrong_ending { 65 } else { 2 }, "{}", context(&hindered));
                assert_eq!(world.read(there), "precious");
            }

            // No tree of folders above a file; those of a folder are made.
            let (world, deep) = run(&format!("-o deep/er/new.{ending}"));
            assert_eq!(deep.code, if binds { 65 } else { 2 }, "{}", context(&deep));
            assert!(!world.path("deep").exists());

            // A folder, by what is there and by how it is written: a file each.
            for folder in ["dir", "dir/", "new/", "deep/er/"] {
                let (world, made) = run(&format!("-o {folder}"));
                assert_eq!((made.code, files(&world, folder).len()), (0, letters), "{folder} {}", context(&made));
            }
        }
    }
}

#[test]
fn the_name_of_a_file_says_what_to_make_unless_a_format_is_typed() {
    for (flags, begins) in [
        ("-o new.html", "<!DOCTYPE html>"),
        ("-o new.eml", "Subject: Release Ada Marsh"),
        ("-o new.json", "{"),
        ("-o new.txt", "Court of Antarctica"),
        ("-o new.HTM", "<!DOCTYPE html>"),
        ("-f text -o new.html", "Court of Antarctica"),
        ("-f text -o new.pdf", "Court of Antarctica"),
        ("-o new", "Court of Antarctica"),
    ] {
        let world = harbour();
        let run = world.line(&format!("write harbour {ONE} {flags}"));
        let made = world.read(flags.rsplit(' ').next().unwrap());
        assert!(run.code == 0 && made.starts_with(begins), "{flags}: {made}\n{run}");
    }
}

/// A text on the screen does no harm; a draft or a sheet of paper goes out by itself.
#[test]
fn what_goes_out_by_itself_asks_when_the_campaign_is_over() {
    let over = "campaign kazakhstan-2011-arrest-threat is closed (Both reached the Warsaw conference";
    let write = "write kazakhstan-2011-arrest-threat --name Jo --country GB --to kz-mfa";
    for format in ["text", "html", "json", "phone"] {
        let run = World::new().line(&format!("{write} -f {format} --to kz-supreme-court"));
        let first = run.stderr.lines().next().unwrap_or_default();
        assert!(run.code == 0 && first.starts_with("Note: Letters are no longer wanted: ") && run.says(over), "{run}");
    }
    let papers: &[&str] = if cfg!(feature = "pdf") { &["-f pdf -o out/", "--layout fr -o out/"] } else { &[] };
    for flags in ["-f eml -o out/", "-f mailto -o out/", "-o letter.eml"].iter().chain(papers) {
        let world = World::new();
        let refused = world.line(&format!("{write} {flags}"));
        assert!(refused.code == 65 && refused.says(over) && refused.says("give --anyway"), "{flags}: {refused}");
        assert!(!world.path("out").exists() && !world.path("letter.eml").exists(), "{flags}");
        assert_eq!(world.line(&format!("{write} {flags} --dry-run")).code, 0, "{flags}");
        assert_eq!(world.line(&format!("{write} {flags} --anyway")).code, 0, "{flags}");
    }
}

/// Letters of a campaign with open questions are wanted later, if ever.
#[test]
fn letters_of_an_unfinished_campaign_are_not_wanted_yet() {
    let world = harbour_with(&format!("{HARBOUR}# question: act_by: is the last day right?\n"));
    let mut told = String::new();
    for line in [
        format!("write harbour {ONE} -f json"),
        format!("write harbour {ONE} -o letter.eml"),
        format!("write harbour {ONE} -o letter.eml --anyway"),
        "page harbour -o page.html".to_owned(),
        format!("send harbour {ONE} --server smtp://127.0.0.1:9 --from jo@union.test --yes"),
    ] {
        let run = world.line(&line);
        told.push_str(&format!("$ outcry {line}\n? {}\n{}", run.code, run.stderr));
    }
    agreed!("places_unfinished", told);
}
