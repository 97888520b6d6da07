//! Embeds what the program ships: every campaign folder under `letters/`, so that adding one needs
//! no code, and the offices of `recipients.toml`, each with what it takes to find it, so that the
//! program reads only the offices a letter goes to.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a build stops at the first surprise, and cargo speaks through the environment"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder of the package");
    let out = env::var("OUT_DIR").expect("cargo sets the output folder");
    let letters = Path::new(&root).join("letters");
    println!("cargo::rerun-if-changed=letters");
    println!("cargo::rerun-if-changed=recipients.toml");
    let recipients = fs::read_to_string(Path::new(&root).join("recipients.toml")).expect("recipients.toml can be read");
    fs::write(Path::new(&out).join("offices.rs"), offices(&recipients)).expect("the output folder can be written");
    let mut code = String::from("&[\n");
    for campaign in entries(&letters).iter().filter(|path| path.join("campaign.toml").is_file()) {
        println!("cargo::rerun-if-changed={}", campaign.display());
        writeln!(code, "    ({:?}, &[", name(campaign)).expect("writing to a string");
        for file in entries(campaign).iter().filter(|path| path.extension().is_some_and(|e| e == "toml" || e == "md")) {
            println!("cargo::rerun-if-changed={}", file.display());
            writeln!(code, "        ({:?}, include_str!({:?})),", name(file), file.display().to_string())
                .expect("writing to a string");
        }
        code.push_str("    ]),\n");
    }
    code.push_str("]\n");
    fs::write(Path::new(&out).join("letters.rs"), code).expect("the output folder can be written");
}

/// The entries of a folder, sorted, so that equal input gives an equal program.
fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.sort();
    found
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("names of campaigns are plain ASCII")
}

/// A table of the offices in `text`: the keys an embassy is found by, and where the office's own
/// lines begin and end.
fn offices(text: &str) -> String {
    let registry: toml::Table = text.parse().expect("recipients.toml is TOML");
    let mut starts: Vec<usize> = text.match_indices("\n[[office]]").map(|(at, _)| at + 1).collect();
    let offices = registry["office"].as_array().expect("recipients.toml has offices");
    assert_eq!(starts.len(), offices.len(), "each [[office]] begins a line of its own in recipients.toml");
    starts.push(text.find("\n[[rejected]]").map_or(text.len(), |at| at + 1));
    let mut code = String::from("&[\n");
    for (office, lines) in offices.iter().zip(starts.windows(2)) {
        let word = |key: &str| office.get(key).and_then(toml::Value::as_str);
        let accredited_to: Vec<&str> = office
            .get("accredited_to")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str)
            .collect();
        let first_line = text[..lines[0]].matches('\n').count();
        writeln!(
            code,
            "    ShippedOffice {{ id: {:?}, kind: {:?}, closed: {}, country: {:?}, represents: {:?}, host: {:?}, accredited_to: &{:?}, lines_above: {first_line}, span: ({}, {}) }},",
            word("id").expect("an office has an id"),
            word("kind").expect("an office has a kind"),
            word("status") == Some("closed"),
            word("country"),
            word("represents"),
            word("host"),
            accredited_to,
            lines[0],
            lines[1],
        )
        .expect("writing to a string");
    }
    code.push_str("]\n");
    code
}
