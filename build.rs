//! Embeds every campaign folder under `letters/`, so that adding one needs no code.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets the folder of the package");
    let out = env::var("OUT_DIR").expect("cargo sets the output folder");
    let letters = Path::new(&root).join("letters");
    println!("cargo::rerun-if-changed=letters");
    let mut code = String::from("&[\n");
    for campaign in entries(&letters).iter().filter(|path| path.join("campaign.toml").is_file()) {
        println!("cargo::rerun-if-changed={}", campaign.display());
        writeln!(code, "    ({:?}, &[", name(campaign)).expect("writing to a string");
        for file in entries(campaign).iter().filter(|path| path.extension().is_some_and(|e| e == "toml" || e == "md")) {
            println!("cargo::rerun-if-changed={}", file.display());
            writeln!(code, "        ({:?}, include_str!({file:?})),", name(file)).expect("writing to a string");
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
