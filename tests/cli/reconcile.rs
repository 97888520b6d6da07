//! Mailboxes against the outbox: what settles a doubt, what is a bounce, and what changes nothing.

use super::send::{JO, letters, server_of};
use super::*;

/// The Message-ID in the samples.
const SAMPLE: &str = "0123456789abcdef0123456789abcdef@union.test";
const POSTFIX: &str = include_str!("../bounces/postfix.eml");
const EXIM: &str = include_str!("../bounces/exim.eml");
const EXCHANGE: &str = include_str!("../bounces/exchange.eml");
const GMAIL: &str = include_str!("../bounces/gmail.eml");
const QMAIL: &str = include_str!("../bounces/qmail.eml");
const DELAYED: &str = include_str!("../bounces/delayed.eml");

/// A world after a run to one office over a server with this script, and the mails the server saw.
fn after(script: Script, office: &str) -> (World, Vec<String>) {
    let (world, server) = (harbour(), script.start());
    let _sent = world.line(&line(&server, office));
    let mails = letters(&server.finish()).into_iter().map(|letter| letter.text.clone()).collect();
    (world, mails)
}

fn line(server: &Server, office: &str) -> String {
    format!("{JO} --to {office} {}", server_of(server))
}

fn in_doubt() -> (World, Vec<String>) {
    after(Script::new().at(Step::Dot, [Act::Close]), "aq-court")
}

/// The Message-ID of the only letter.
fn id(world: &World) -> String {
    let exported = world.line("outbox export --json --with-ids").json();
    assert_eq!(exported.len(), 1);
    exported[0]["message_id"].as_str().unwrap().trim_matches(['<', '>']).to_owned()
}

fn state(world: &World) -> String {
    world.line("outbox export --json").json()[0]["state"].as_str().unwrap().to_owned()
}

fn mbox(mails: &[&str]) -> String {
    let mail = |mail: &&str| {
        let quoted = mail.replace("\nFrom ", "\n>From ");
        format!("From - Mon Nov 23 01:00:00 2026\n{}\n\n", quoted.trim_end())
    };
    mails.iter().map(mail).collect()
}

/// Reads a mailbox of these mails, which speak of the world's only letter.
fn reconcile(world: World, mails: &[&str]) -> (World, Run) {
    let id = id(&world);
    let world = world.file("box", &mbox(mails).replace(SAMPLE, &id));
    let run = world.line("outbox reconcile box --yes");
    (world, run)
}

/// What another `send` does.
fn send_again(world: &World, flags: &str) -> (Run, usize) {
    let server = Script::new().start();
    let run = world.line(&format!("{} {flags}", line(&server, "aq-court")));
    (run, letters(&server.finish()).len())
}

#[test]
fn a_copy_in_the_mailbox_settles_a_doubt() {
    let (world, mails) = in_doubt();
    let other = "From: jo@union.test\nMessage-ID: <other@union.test>\nSubject: Hi\n\nx\n";
    let (world, nothing) = reconcile(world, &[other]);
    assert_eq!((nothing.code, state(&world).as_str()), (75, "in doubt"), "{nothing}");
    agreed!("reconcile_nothing_found", nothing);

    // The server's text has CRLF, the lines between the mails have not; both are met with.
    let (world, run) = reconcile(world, &[other, &mails[0], other]);
    assert_eq!((run.code, state(&world).as_str()), (0, "sent"), "{run}");
    agreed!("reconcile_found", run);
    let again = world.line("outbox reconcile box");
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{again}");
    agreed!("reconcile_found_again", again);
    let (sent, seen) = send_again(&world, "");
    assert!(sent.code == 0 && seen == 0 && sent.stdout.starts_with("sent already\taq-court"), "{sent}");
}

#[test]
fn every_kind_of_mailbox_is_read() {
    for kind in ["maildir/cur/1795395600.M1P1.host:2,S", "maildir/new/1795395600.M1P1.host", "maildir/one.eml", "one"] {
        let (world, mails) = in_doubt();
        let path = if kind == "one" { "one" } else { "maildir" };
        let world = world.file(kind, &mails[0]);
        let run = world.line(&format!("outbox reconcile {path}"));
        assert!(run.code == 0 && run.stdout.starts_with("sent\t"), "{kind}\n{run}");
    }
}

#[test]
fn a_dry_run_says_what_would_change() {
    let (world, mails) = in_doubt();
    let world = world.file("copy.eml", &mails[0]);
    let dry = world.line("outbox reconcile copy.eml --dry-run");
    assert_eq!((dry.code, state(&world).as_str()), (0, "in doubt"), "{dry}");
    agreed!("reconcile_dry_run", dry);
    let json = world.line("outbox reconcile copy.eml -n --json").json();
    assert_eq!(
        (&json[0]["was"], &json[0]["state"], &json[0]["dry_run"]),
        (&"in doubt".into(), &"sent".into(), &true.into())
    );
    let json = world.line("outbox reconcile copy.eml --json").json();
    assert_eq!(
        (&json[0]["office"], &json[0]["message_id"], &json[0]["dry_run"]),
        (&"aq-court".into(), &format!("<{}>", id(&world)).into(), &false.into())
    );
}

#[test]
fn a_bounce_is_recorded_and_shown_everywhere() {
    let (world, _) = after(Script::new(), "aq-court");
    let (world, run) = reconcile(world, &[POSTFIX]);
    assert_eq!(run.code, 1, "{run}");
    agreed!("reconcile_bounced", run);
    agreed!("reconcile_bounced_list", world.line("outbox list"));
    assert_eq!(world.line("outbox list --state bounced --json").json().len(), 1);
    agreed!("reconcile_bounced_status", world.line("outbox status"));
    assert!(!world.line("outbox export").stdout.contains("court.test"), "the outbox holds no address");
    let (again, seen) = send_again(&world, "");
    assert_eq!((again.code, seen), (1, 0), "{again}");
    agreed!("reconcile_bounced_send_again", again);

    let world = world.variable("SOURCE_DATE_EPOCH", "1795395600");
    let (repeated, seen) = send_again(&world, "--again");
    assert!(repeated.code == 0 && seen == 1 && repeated.stdout.starts_with("sent\taq-court"), "{repeated}");
    // The old report is about a mail that is nobody's any more.
    let late = world.line("outbox reconcile box");
    assert_eq!((late.code, late.stdout.as_str()), (0, ""), "{late}");
    assert!(late.says("Reports about other mails: 1."), "{late}");
}

#[test]
fn a_bounce_settles_a_doubt_too() {
    for (sample, code, became) in
        [(POSTFIX, 1, "bounced"), (GMAIL, 1, "bounced"), (EXIM, 0, "sent"), (DELAYED, 0, "sent")]
    {
        let (world, run) = reconcile(in_doubt().0, &[sample]);
        assert_eq!((run.code, state(&world).as_str()), (code, became), "{run}");
    }
}

#[test]
fn a_copy_that_came_back_is_told_and_changes_nothing() {
    let (world, _) = after(Script::new(), "aq-court");
    let (world, run) = reconcile(world, &[EXIM, DELAYED]);
    assert_eq!((run.code, state(&world).as_str()), (0, "sent"), "{run}");
    agreed!("reconcile_copy_came_back", run);
}

#[test]
fn what_an_office_passes_on_and_comes_back_is_told() {
    let (world, _) = after(Script::new(), "aq-court");
    let passed_on =
        POSTFIX.replace("Final-Recipient: rfc822; court@court.test", "Final-Recipient: rfc822; clerk@inner.court.test");
    let unknown = EXIM.replace("copies@harbour.example\nStatus", "somebody@list.test\nStatus");
    let (world, run) = reconcile(world, &[&passed_on, &unknown]);
    assert_eq!((run.code, state(&world).as_str()), (0, "sent"), "{run}");
    agreed!("reconcile_passed_on", run);
}

#[test]
fn an_office_with_two_addresses_has_the_letter_until_both_failed() {
    let (world, _) = after(Script::new(), "aq-ministry");
    let half = EXCHANGE.replace("Action: failed\nStatus: 5.2.2", "Action: delivered\nStatus: 2.0.0");
    let (world, run) = reconcile(world, &[&half]);
    assert_eq!((run.code, state(&world).as_str()), (0, "sent"), "{run}");
    agreed!("reconcile_half", run);
    // The other half comes in a report of its own.
    let rest = EXCHANGE.replace("minister@ministry.test\nAction: failed", "minister@ministry.test\nAction: delayed");
    let (world, run) = reconcile(world, &[&half, &rest]);
    assert_eq!((run.code, state(&world).as_str()), (1, "bounced"), "{run}");
    agreed!("reconcile_both", run);
}

#[test]
fn who_the_office_is_stands_in_the_returned_header_or_else_in_the_registry() {
    let without_header =
        POSTFIX.replace("To: Court of Antarctica <court@court.test>\nCc: copies@harbour.example\n", "");
    let moved = OFFICES.replace("court@court.test", "new@court.test");
    let gone = OFFICES.replace("aq-court", "aq-other");
    for (registry, sample, code) in
        [(OFFICES, without_header.as_str(), 1), (&moved, &without_header, 1), (&gone, &without_header, 1)]
    {
        let (world, _) = after(Script::new(), "aq-court");
        let (world, run) = reconcile(world.recipients(registry), &[sample]);
        assert_eq!(run.code, code, "{run}");
        assert_eq!(state(&world), if code == 1 { "bounced" } else { "sent" });
    }
    let (world, _) = after(Script::new(), "aq-court");
    agreed!("reconcile_office_gone", reconcile(world.recipients(&gone), &[&without_header]).1);
    // An office that only the campaign knows.
    let own = OFFICES.split("[[office]]\nid = \"aq-ministry\"").next().unwrap();
    let harbour = format!("{HARBOUR}\n{}", own.replace("aq-court", "aq-tribunal"));
    let (world, server) = (harbour_with(&harbour), Script::new().start());
    assert_eq!(
        world
            .line(&line(&server, "aq-tribunal").replace("--accept-stale", "--accept-stale aq-tribunal --accept-stale"))
            .code,
        0
    );
    server.finish();
    let (_, run) = reconcile(world, &[&without_header]);
    assert!(run.code == 1 && run.stdout.starts_with("bounced\t"), "{run}");
}

#[test]
fn what_waits_and_arrived_all_the_same_does_not_go_out_again() {
    let (world, mails) = in_doubt();
    assert_eq!(world.line(&format!("outbox settle {} --resend", id(&world))).code, 0);
    let (world, run) = reconcile(world, &[&mails[0]]);
    assert_eq!((run.code, state(&world).as_str()), (0, "sent"), "{run}");
    agreed!("reconcile_waiting", run);
    assert_eq!(send_again(&world, "").1, 0);

    let (world, _) = in_doubt();
    assert_eq!(world.line(&format!("outbox settle {} --resend", id(&world))).code, 0);
    let (world, run) = reconcile(world, &[POSTFIX]);
    assert_eq!((run.code, state(&world).as_str()), (1, "bounced"), "{run}");
}

#[test]
fn what_was_refused_or_given_up_and_arrived_is_told() {
    let (world, mails) = after(Script::new().at(Step::Dot, [reply("554 5.7.1 spam")]), "aq-court");
    let (world, run) = reconcile(world, &[&mails[0]]);
    assert_eq!((run.code, state(&world).as_str()), (0, "refused"), "{run}");
    agreed!("reconcile_refused", run);
    let (world, mails) = in_doubt();
    assert_eq!(world.line(&format!("outbox settle {} --drop", id(&world))).code, 0);
    let (world, run) = reconcile(world, &[&mails[0]]);
    assert_eq!((run.code, state(&world).as_str()), (0, "dropped"), "{run}");
    agreed!("reconcile_dropped", run);
}

#[test]
fn a_bounce_in_another_form_is_shown_and_not_guessed_at() {
    let (world, _) = after(Script::new(), "aq-court");
    let (world, run) = reconcile(world, &[QMAIL, "no mail at all", &QMAIL.replace(SAMPLE, "other@union.test")]);
    assert_eq!((run.code, state(&world).as_str()), (0, "sent"), "{run}");
    agreed!("reconcile_unclear", run);
}

#[test]
fn what_strangers_write_moves_no_cursor_and_names_nobody_in_the_outbox() {
    let (world, _) = after(Script::new(), "aq-court");
    let evil = POSTFIX.replace("Recipient address", "\u{1b}]0;x\u{7}\u{202e}\tfor\u{a0}zofia@canary.test,");
    let (world, run) = reconcile(world, &[&evil]);
    assert!(run.code == 1 && !run.stdout.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{run}");
    assert_eq!(run.stdout.matches('\t').count(), 3, "{run}");
    assert!(!world.line("outbox export").stdout.contains("canary"), "{run}");
}

#[test]
fn what_is_no_mailbox_is_told_before_anything_is_read() {
    let (world, mails) = in_doubt();
    let world = world
        .file("copy.eml", &mails[0])
        .file("notes/a.txt", "x")
        .file("notes.txt", "Dear diary")
        .bytes("box.zip", b"PK\x03\x04");
    let run = world.line("outbox reconcile copy.eml nowhere notes notes.txt box.zip");
    assert_eq!((run.code, state(&world).as_str()), (65, "in doubt"), "{run}");
    agreed!("reconcile_no_mailbox", run);
    let none = harbour().file("copy.eml", &mails[0]).line("outbox reconcile copy.eml");
    assert!(none.code == 0 && none.says("There is no outbox yet"), "{none}");
    assert_eq!(world.line("outbox reconcile").code, 2);
}
