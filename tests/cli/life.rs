//! What becomes of a campaign after its publication: it is corrected, extended, closed and handed on.

use super::send::{letters, server_of};
use super::*;

/// The campaign with other keys.
fn harbour_toml(keys: &str) -> String {
    let rest = if keys.contains("status") { HARBOUR.replace("status = \"open\"\n", "") } else { HARBOUR.to_owned() };
    format!("{keys}{rest}")
}

#[test]
fn a_later_word_in_any_folder_stops_letters() {
    for (other, refused) in [
        ("version = 2", None),
        ("version = 3", Some("has version 3 of campaign harbour, and letters/harbour has version 2")),
        ("version = 2\nstatus = \"won\"", Some("campaign harbour is won by ")),
        ("version = 1\nstatus = \"closed\"", Some("campaign harbour is closed by")),
        ("version = 4\nnew_key = true", Some("has version 4")),
        ("version = 2\nstatus = \"paused\"", Some("campaign harbour is paused by")),
        ("version = two", Some("cannot be read (it is not TOML)")),
    ] {
        let world = harbour_with(&harbour_toml("version = 2")).own_campaign(
            "harbour",
            &harbour_toml(other),
            &[("en", ENGLISH)],
        );
        let server = Script::new().start();
        let sent = world.line(&format!("send harbour --name Jo --to aq-court --yes {}", server_of(&server)));
        let written = world.line("write harbour --name Jo --to aq-court");
        assert_eq!(written.code, 0, "{written}");
        match refused {
            None => assert!(sent.code == 0 && !written.says("refuses"), "{other}\n{sent}\n{written}"),
            Some(why) => {
                assert!(sent.code == 65 && sent.says(why) && sent.says("nothing was sent"), "{other}\n{sent}");
                assert!(written.says(why), "{other}\n{written}");
                assert!(world.line("campaigns list").says(why), "{other}");
                let trial = world.line(&format!(
                    "send harbour --name Jo --to aq-court --yes --test-to jo@branch.test {}",
                    server_of(&server)
                ));
                assert_eq!(trial.code, 0, "a trial goes to nobody else\n{trial}");
            }
        }
        assert_eq!(letters(&server.finish()).len(), 1);
    }
}
