//! `write --dry-run`: the checks and the exit code of the real run, and nothing written.

use super::*;

const LIST: &str = "Name,Country,Consent\nJo Smith,NZ,yes\nKim Smith,NZ,yes\nPat Smith,NZ,yes\nAl,NZ,no\n";

fn world() -> World {
    harbour()
        .file("list.csv", LIST)
        .file("there.txt", "something else")
        .file("there/harbour-aq-court.txt", "something else")
        .file("there/000002-jo-smith-aq-court.txt", "something else")
}

/// Every file of the working folder, but the list of rows that cannot be used: `--skip-bad-rows` asks for that.
fn files(world: &World) -> Vec<String> {
    let (mut files, mut folders) = (Vec::new(), vec![world.path("")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("failed.csv") {
                files.push(path.display().to_string());
            }
        }
    }
    files.sort();
    files
}

#[test]
fn it_ends_as_the_real_run_would_and_writes_nothing() {
    for who in ["--name Jo --country NZ", "--signatories list.csv --skip-bad-rows", "--signatories list.csv"] {
        for (flags, code) in [
            ("", 0),
            ("-o all.txt", 0),
            ("-o out/", 0),
            ("-o deep/er/all.html -f html", 65),
            ("-o deep/all.html", 0),
            ("-f eml -o drafts/", 0),
            ("-f phone --to aq-police", 0),
            ("-f mailto --to aq-court", 0),
            ("-f json", 0),
            ("-f eml", 2),
            ("-f phone --to aq-court", 65),
            ("-o there.txt", 65),
            ("-o there/", 65),
            ("-o there.txt/deeper/", 65),
            ("--own-words \"[your words]\"", 2),
            ("--set workplace=Pier", 2),
            ("--to nowhere", 2),
        ] {
            // Without --skip-bad-rows, the row without consent is in the way of everything but the command line.
            let code = if who == "--signatories list.csv" && code == 0 { 65 } else { code };
            let world = world();
            let before = files(&world);
            let line = format!("write harbour {who} {flags}");
            let dry = world.line(&format!("{line} --dry-run"));
            assert_eq!(dry.stdout, "", "{line}\n{dry}");
            assert_eq!(files(&world), before, "{line}");
            let real = world.line(&line);
            assert_eq!(dry.code, real.code, "{line}\n{dry}\n{real}");
            if who != "--signatories list.csv" || code != 2 {
                assert_eq!(dry.code, code, "{line}\n{dry}");
            }
            if dry.code == 0 {
                let told: Vec<String> =
                    dry.said().lines().filter(|line| line.starts_with("Would write ")).map(str::to_owned).collect();
                assert_eq!(told.len(), 1, "{line}\n{dry}");
            } else {
                assert_eq!(dry.stderr, real.stderr, "{line}");
            }
        }
    }
}

#[test]
fn it_says_how_many_letters_and_where() {
    let one = world().line("write harbour --name Jo --country NZ -o out/ -n");
    agreed!("dry_run_one", one);
    let list = world().line("write harbour --signatories list.csv --skip-bad-rows -o out/ -n");
    agreed!("dry_run_list", list);
}

#[test]
#[cfg(unix)]
fn a_place_that_cannot_be_written_is_found_before_anything_is() {
    use std::os::unix::fs::PermissionsExt;

    let world = world();
    let locked = world.path("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o500)).unwrap();
    if std::fs::write(locked.join("x"), "").is_ok() {
        return; // Nothing is locked for root.
    }
    for who in ["--name Jo --country NZ", "--signatories list.csv --rows 2-4"] {
        for output in ["locked/", "locked/deeper/", "locked/all.txt"] {
            let line = format!("write harbour {who} -o {output}");
            let (dry, real) = (world.line(&format!("{line} -n")), world.line(&line));
            assert_eq!((dry.code, real.code), (65, 65), "{line}\n{dry}\n{real}");
            assert_eq!(dry.stderr, real.stderr, "{line}");
        }
    }
}

#[cfg(feature = "pdf")]
#[test]
fn letters_on_paper_are_tried_out_too() {
    for who in ["--name Jo --country NZ", "--signatories list.csv --skip-bad-rows"] {
        for output in ["all.pdf", "sheets/"] {
            let line = format!("write harbour {who} -f pdf -o {output}");
            let world = world();
            let before = files(&world);
            let dry = world.line(&format!("{line} --dry-run"));
            assert_eq!(dry.code, 0, "{line}\n{dry}");
            assert!(dry.stderr.to_lowercase().contains("would write"), "{line}\n{dry}");
            assert_eq!(files(&world), before, "{line}");
            let real = world.line(&line);
            assert!(real.code == 0 && files(&world) != before, "{line}\n{real}");
        }
    }
}
