//! `outcry recipients`, and what `write` and `send` make of what it knows: how an office is shown and
//! found, which embassy is whose, what a person finds out and notes, and what is wrong with a file.

mod add;
mod campaign;
mod check;
mod embassy;
mod holders;
mod kinds;
mod language;
mod layers;
mod list;
mod overlay;
mod show;
mod ways;

use super::*;

/// One office for each state of knowledge: no e-mail; an e-mail nobody confirmed lately; one that is
/// on the reject list; a web form that asks for things; nothing at all; everything a file can say.
const KNOWN: &str = r#"
[[office]]
id = "aq-paper"
kind = "court"
country = "AQ"
names.en = "Ice Court"

[[office.channel]]
type = "post"
value = "1 Ice Street\nSouth Pole"
source = "https://court.test/contact"
source_date = 2026-10-01
checked = 2026-10-02

[[office.channel]]
type = "phone"
value = "+672123456"
printed = "++672 (1) 23-456"
source = "https://court.test/contact"
checked = 2026-10-02

[[office]]
id = "aq-old"
kind = "ministry"
country = "AQ"
names.en = "Ministry of Snow"

[[office.channel]]
type = "email"
value = "office@snow.test"
source = "https://snow.test/contact"
source_date = 2024-02-01
checked = 2025-01-01

[[office]]
id = "aq-false"
kind = "police"
country = "AQ"
names.en = "Polar Police"

[[office.channel]]
type = "email"
value = "duty@police.test"
source = "https://police.test/"
checked = 2026-11-01

[[office.channel]]
type = "post"
value = "2 Ice Street\nSouth Pole"
source = "https://police.test/"
checked = 2026-11-01

[[office]]
id = "aq-form"
kind = "ombudsman"
country = "AQ"
names.en = "Ombudsman of Antarctica"

[[office.channel]]
type = "form"
value = "https://ombudsman.test/write"
needs = ["national-id", "signature", "a photograph of the ice"]
source = "https://ombudsman.test/"
checked = 2026-11-01

[[office]]
id = "aq-nothing"
kind = "parliament"
country = "AQ"
names.en = "Council of Antarctica"
website = "https://council.test"

[[office]]
id = "aq-embassy-nz"
kind = "embassy"
represents = "AQ"
host = "NZ"
seat = "Wellington"
languages = ["en", "ru"]
names.en = "Embassy of Antarctica in New Zealand"
names.kk = "Антарктиданың Жаңа Зеландиядағы елшілігі"
aliases = ["The Ice House", "Посольство льда"]
form_of_address.en = "H.E. the Ambassador"
form_of_address.ru = "Его Превосходительству Послу"
salutation.en = "Your Excellency,"
valid_from = 2020-01-01
valid_until = 2030-12-31
website = "https://embassy.test"
source = "https://embassy.test/about"
source_date = 2026-01-31
note = "Closed in winter."
accredited_to = [
    "TV",
    { country = "FJ", source = "https://embassy.test/fiji", source_date = 2026-01-31, valid_from = 2026-01-01, valid_until = 2029-12-31 },
]

[[office.channel]]
type = "email"
value = "wellington@embassy.test"
desk = "reception"
source = "https://embassy.test/contact"
source_date = 2026-10-01
checked = 2026-11-01
note = "Answers in a week."

[[office.channel]]
type = "email"
value = "archive@embassy.test"
use = "copy"
source = "https://embassy.test/contact"
checked = 2026-11-01

[[office.channel]]
type = "email"
value = "visa@embassy.test"
desk = "visas"
use = "not-for-letters"
source = "https://embassy.test/visas"

[[office.channel]]
type = "post"
value = "3 Quay\nWellington 6011"
source = "https://embassy.test/contact"
checked = 2026-11-01
valid_until = 2026-12-31

[[office.channel]]
type = "post"
value = "4 Quay\nWellington 6011"
source = "https://embassy.test/contact"
checked = 2026-11-01
valid_from = 2027-01-01

[[office.channel]]
type = "fax"
value = "+6444721234"
printed = "(04) 472-1234"
source = "https://embassy.test/contact"
checked = 2025-06-01

[[office.channel]]
type = "form"
value = "https://embassy.test/write"
needs = []
source = "https://embassy.test/contact"

[[rejected]]
value = "duty@police.test"
office = "aq-false"
reason = "Bounced three times."
on = 2026-11-02
"#;

/// A world with these offices and the campaign of the harbour.
fn known() -> World {
    harbour().recipients(&format!("{OFFICES}{KNOWN}").replace(NEW_ZEALAND, ""))
}

/// The embassy of `OFFICES`, which `KNOWN` describes anew.
const NEW_ZEALAND: &str = r#"
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
