//! What the README shows is what the program does.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../README.md");

/// Every `console` block is run as it stands; its output is compared.
#[test]
fn the_examples_print_what_they_show() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path().display().to_string();
    trycmd::TestCases::new()
        .env("HOME", &home)
        .env("XDG_CONFIG_HOME", &home)
        .env("SOURCE_DATE_EPOCH", "1795392000")
        .env("NO_COLOR", "1")
        .case("README.md")
        .run();
}

/// The first command a newcomer types prints finished letters without any configuration.
#[test]
fn the_first_command_prints_letters() {
    let line = README.lines().find_map(|line| line.strip_prefix("cargo run -- ")).unwrap();
    let empty = tempfile::tempdir().unwrap();
    let script = format!("exec '{}' {line}", env!("CARGO_BIN_EXE_outcry"));
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(empty.path())
        .env("HOME", empty.path())
        .env("XDG_CONFIG_HOME", empty.path())
        .output()
        .unwrap();
    let letters = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert_eq!(letters.matches("Yours sincerely,").count(), 4, "{letters}");
    assert!(letters.contains("Embassy of the Republic of Kazakhstan in the United Kingdom"), "{letters}");
}

/// Both documents stay true about the files they name.
#[test]
fn files_that_are_named_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "deny.toml"] {
        assert!(root.join(file).is_file(), "{file}");
    }
}
