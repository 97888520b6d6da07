//! The program from end to end: what is typed, what comes out, what reaches a server.
//!
//! `support::outcry` runs it in a world of its own and teaches how; `support::server` is the mail
//! server it meets. The campaign and the offices below belong to these tests alone: Antarctica has
//! no government, so nobody can be meant.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

#[path = "../support/mod.rs"]
mod support;

mod accounts;
mod appeal;
mod appeal_values;
#[cfg(feature = "pdf")]
mod attach;
mod believed;
mod completions;
mod consent;
mod copies;
mod doctor;
mod dry_run;
mod edited;
mod exports;
mod fields;
mod handing_on;
mod hostile;
#[cfg(feature = "pdf")]
mod joint;
mod languages;
#[cfg(feature = "pdf")]
mod leaflet;
mod life;
mod meant;
mod missing;
mod newcomer;
mod old_outboxes;
mod outbox;
mod own_copies;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod places;
mod planted;
mod questions;
mod recipients;
mod reconcile;
mod refusals;
mod roster;
mod roster_faults;
mod schema;
mod send;
mod send_joint;
mod send_list;
mod shipped;
mod tables;
mod traces;
mod typed;
mod unwritten;
mod write;

use support::outcry::{Run, World};
use support::server::{Act, Script, Server, Session, Step, reply};

/// A campaign that is open, about nobody who lives.
const HARBOUR: &str = r#"
title = "Antarctica: the harbour strike"
status = "open"
act_by = 2026-12-31
persons = [{ name = "Ada Marsh" }]
recipients = ["aq-court", "aq-ministry", "aq-police", "aq-council"]
embassy_of = "AQ"
copy_to = ["copies@harbour.example"]
sources = ["https://harbour.example/appeal"]
"#;

const ENGLISH: &str = r#"+++
subject = "Release Ada Marsh"
salutation = "Dear Madam or Sir,"
closing = "Yours faithfully,"
demands = ["Release Ada Marsh at once.", "Let {{me/us}} know what was done."]
phone = "This call is about Ada Marsh, who is held for a strike."
+++
{{I/We}}, {{signatory}}{{#if role}} ({{role}}){{/if}}{{#if members}}, {{members}} members{{/if}}, {{[am writing/are writing]}} about *Ada Marsh*, who is held for a strike.

{{#if own_words}}
{{own_words}}
{{/if}}

{{I/We}} ask you to take these steps:

{{#each demands}}
- {{this}}
{{/each}}
"#;

const RUSSIAN: &str = r#"+++
subject = "Просьба освободить Аду Марш"
salutation = "Уважаемые дамы и господа!"
closing = "С уважением,"
demands = ["Освободить Аду Марш."]
+++
{{Я/Мы}}, {{signatory}}, {{пишу/пишем}} об Аде Марш (Ada Marsh), задержанной за забастовку.

{{#if own_words}}
{{own_words}}
{{/if}}

{{#each demands}}
- {{this}}
{{/each}}
"#;

/// Every sort of office: one address; several, with a copy desk, a press desk and a doubled one;
/// telephone only; nothing at all; an embassy that is accredited elsewhere too.
const OFFICES: &str = r#"
[[office]]
id = "aq-court"
kind = "court"
country = "AQ"
names.en = "Court of Antarctica"
names.ru = "Суд Антарктиды"

[[office.channel]]
type = "email"
value = "court@court.test"
source = "https://court.example/contact"
source_date = 2026-10-01
checked = 2026-10-02

[[office.channel]]
type = "post"
value = "1 Ice Street\nSouth Pole"
source = "https://court.example/contact"

[[office]]
id = "aq-ministry"
kind = "foreign-ministry"
country = "AQ"
names.en = "Ministry, \"Foreign\" & Polar Affairs"
names.ru = "Министерство иностранных дел"
salutation.en = "Dear Minister,"

[[office.channel]]
type = "email"
value = "minister@ministry.test"
source = "https://ministry.example/"
checked = 2025-01-01

[[office.channel]]
type = "email"
value = "office@ministry.test"
source = "https://ministry.example/"
checked = 2026-10-02

[[office.channel]]
type = "email"
value = "Office@ministry.test"
desk = "the same mailbox, as an old page prints it"
source = "https://ministry.example/old"
checked = 2026-10-02

[[office.channel]]
type = "email"
value = "registry@ministry.test"
use = "copy"
source = "https://ministry.example/"
checked = 2026-10-02

[[office.channel]]
type = "email"
value = "press@ministry.test"
desk = "press"
use = "not-for-letters"
source = "https://ministry.example/"

[[office]]
id = "aq-police"
kind = "police"
country = "AQ"
names.en = "Police of Antarctica"

[[office.channel]]
type = "phone"
value = "+6721234567"
printed = "+672 123 45 67"
source = "https://police.example/"

[[office]]
id = "aq-council"
kind = "parliament"
country = "AQ"
names.en = "Council of Antarctica"

[[office]]
id = "aq-embassy-nz"
kind = "embassy"
represents = "AQ"
host = "NZ"
accredited_to = ["FJ"]
names.en = "Embassy of Antarctica in New Zealand"

[[office.channel]]
type = "email"
value = "wellington@embassy.test"
source = "https://embassy.example/"
checked = 2026-11-01
"#;

/// The world of most tests.
fn harbour() -> World {
    harbour_with(HARBOUR)
}

fn harbour_with(campaign: &str) -> World {
    World::new().recipients(OFFICES).campaign("harbour", campaign, &[("en", ENGLISH), ("ru", RUSSIAN)])
}

/// Compares the whole of a run with what was agreed; a new or changed text fails the test.
macro_rules! agreed {
    ($name:expr, $run:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $run)
        })
    };
}
use agreed;
