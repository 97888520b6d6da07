//! Who may be believed: what somebody who knows the public campaign and a name, or who read one letter, can make
//! the outbox record by writing to the copy mailbox.

use super::send::{BRANCH, JO, field, letters, server_of};
use super::*;

const POSTFIX: &str = include_str!("../bounces/postfix.eml");
const SAMPLE: &str = "0123456789abcdef0123456789abcdef@union.test";

/// A world after a run to the court over a server with this script, and the mails the server saw.
fn after(script: Script) -> (World, Vec<String>) {
    let (world, server) = (harbour(), script.start());
    let _run = world.line(&line(&server));
    let mails = letters(&server.finish()).into_iter().map(|letter| letter.text.clone()).collect();
    (world, mails)
}

fn line(server: &Server) -> String {
    format!("{JO} --to aq-court {}", server_of(server))
}

fn put_off() -> Script {
    Script::new().at(Step::Dot, [reply("451 4.3.0 later")])
}

fn state(world: &World) -> String {
    world.line("outbox export --json").json()[0]["state"].as_str().unwrap().to_owned()
}

fn id(mail: &str) -> String {
    field(mail, "Message-ID").trim_matches(['<', '>']).to_owned()
}

/// What goes out when the same command runs again.
fn sent_again(world: &World, flags: &str) -> usize {
    let server = Script::new().start();
    let _run = world.line(&format!("{} {flags}", line(&server)));
    letters(&server.finish()).len()
}

#[test]
fn nobody_else_can_make_a_message_id() {
    // The same campaign, office, signatory, sender and second, in another home with another outbox.
    let ids: Vec<String> = (0..3).map(|_| id(&after(Script::new()).1[0])).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "{ids:?}");
}

#[test]
fn a_mail_by_a_stranger_settles_nothing() {
    let (_, strangers) = after(Script::new());
    for script in [put_off(), Script::new().at(Step::Dot, [Act::Close])] {
        let (world, _) = after(script);
        let before = state(&world);
        let bounce = POSTFIX.replace(SAMPLE, &id(&strangers[0]));
        let world = world.file("copies/1.eml", &strangers[0]).file("copies/2.eml", &bounce);
        let run = world.line("outbox reconcile copies --yes");
        assert_eq!((run.stdout.as_str(), state(&world)), ("", before), "{run}");
    }
    let (world, _) = after(put_off());
    let _run = world.file("copy.eml", &strangers[0]).line("outbox reconcile copy.eml");
    let (world, _) = after(put_off());
    assert_eq!(sent_again(&world, ""), 1, "a letter that waits still goes out");
}

#[test]
fn a_copy_counts_only_with_the_addresses_of_the_letter() {
    for (from, to) in [
        ("\r\nTo: ", "\r\nTo: spy@evil.test, "),
        ("\r\nTo: ", "\r\nTo: spy@evil.test\r\nTo: "),
        ("From: ", "From: spy@evil.test, "),
        ("<branch@union.test>", "<spy@evil.test>"),
        ("Cc: copies@harbour.example", "Cc: spy@evil.test"),
        ("Cc: copies@harbour.example\r\n", ""),
        ("<court@court.test>", "<spy@evil.test>"),
        ("\r\nTo: ", "\r\nTo: all: "),
    ] {
        let (world, mails) = after(Script::new().at(Step::Dot, [Act::Close]));
        let forged = mails[0].replacen(from, to, 1);
        assert_ne!(forged, mails[0], "{from}");
        let world = world.file("copy.eml", &forged);
        let run = world.line("outbox reconcile copy.eml --yes");
        assert_eq!((run.code, state(&world).as_str()), (75, "in doubt"), "{from}\n{run}");
        assert!(run.says("differs from the letter's. The mail proves nothing"), "{run}");
        let settled = world.line(&format!("outbox settle {} --sent", id(&mails[0])));
        assert_eq!((settled.code, state(&world).as_str()), (0, "sent"), "{settled}");
    }
}

#[test]
fn the_order_and_the_names_of_addresses_do_not_matter() {
    let (world, mails) = after(Script::new().at(Step::Dot, [Act::Close]));
    let to = field(&mails[0], "To");
    assert!(to.contains("court@court.test"), "{to}");
    let mail = mails[0].replace("<court@court.test>", "<Court@COURT.test>").replace("Court of Antarctica", "X");
    let run = world.file("copy.eml", &mail).line("outbox reconcile copy.eml");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_letter_that_waits_and_arrived_with_other_addresses_is_settled_by_a_person() {
    let (world, mails) = after(put_off());
    let world = world.file("copy.eml", &mails[0].replace("Cc: copies@harbour.example\r\n", ""));
    let run = world.line("outbox reconcile copy.eml");
    assert_eq!(state(&world), "waiting", "{run}");
    let settled = world.line(&format!("outbox settle {} --sent", id(&mails[0])));
    assert_eq!((settled.code, state(&world).as_str()), (0, "sent"), "{settled}");
    assert_eq!(sent_again(&world, ""), 0);
}

#[test]
fn who_read_a_letter_cannot_have_it_sent_twice() {
    let (world, mails) = after(Script::new());
    let world = world.file("bounce.eml", &POSTFIX.replace(SAMPLE, &id(&mails[0])));
    let run = world.line("outbox reconcile bounce.eml");
    assert_eq!((run.code, state(&world).as_str()), (75, "sent"), "{run}");
    agreed!("believed_bounce_needs_yes", run);
    assert_eq!(sent_again(&world, "--again=refused"), 0);
    let json = world.line("outbox reconcile bounce.eml --json").json();
    assert_eq!((&json[0]["state"], &json[0]["changed"]), (&"bounced".into(), &false.into()));
    let agreed = world.line("outbox reconcile bounce.eml --yes");
    assert_eq!((agreed.code, state(&world).as_str()), (1, "bounced"), "{agreed}");
    assert_eq!(sent_again(&world, "--again=refused"), 1);
}

#[test]
fn a_report_is_about_the_addresses_the_letter_went_to() {
    // Also where the registry, or what the report itself returns, says otherwise.
    let (world, mails) = after(Script::new());
    let forged = POSTFIX
        .replace(SAMPLE, &id(&mails[0]))
        .replace("To: Court of Antarctica <court@court.test>", "To: Court of Antarctica <spy@evil.test>")
        .replace("rfc822; court@court.test", "rfc822; spy@evil.test");
    let registry = OFFICES.replace("court@court.test", "spy@evil.test");
    let world = world.recipients(&registry).file("bounce.eml", &forged);
    let run = world.line("outbox reconcile bounce.eml --yes");
    assert_eq!((run.code, state(&world).as_str()), (0, "sent"), "{run}");
}

#[test]
fn what_a_person_knows_to_have_come_back_is_recorded() {
    let (world, mails) = after(Script::new());
    let settled = world.line(&format!("outbox settle {} --bounced", id(&mails[0])));
    assert_eq!((settled.code, state(&world).as_str()), (0, "bounced"), "{settled}");
    for flag in ["--sent", "--resend", "--drop", "--bounced"] {
        assert_eq!(world.line(&format!("outbox settle {} {flag}", id(&mails[0]))).code, 2, "{flag}");
    }
}

#[test]
fn an_export_names_no_mail_and_no_moment() {
    let (world, mails) = after(Script::new());
    for line in ["outbox export", "outbox export --json"] {
        let export = world.line(line);
        assert!(!export.says(&id(&mails[0])) && !export.says("T00:00:00Z"), "{export}");
    }
    for line in ["outbox export --with-ids", "outbox export --json --with-ids"] {
        let export = world.line(line);
        assert!(export.says(&id(&mails[0])) && export.says("T00:00:00Z"), "{export}");
    }
    let dry = world.line(&format!("{JO} --to aq-ministry --dry-run --json {BRANCH} --server smtp://127.0.0.1:2525"));
    assert!(dry.json().iter().all(|line| line["message_id"] == ""), "{dry}");
}
