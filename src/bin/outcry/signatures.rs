//! Who signs a joint letter, and where it goes: alike for `joint`, which makes the letter, and `send`, which mails it.

use std::path::Path;

use jiff::civil::Date;
use outcry::campaign::Campaign;
use outcry::identity::{Near, Pieces};
use outcry::letter::Letter;
use outcry::locale::Language;
use outcry::mailing::Recipients;
use outcry::render::joint::{Signature, Signed, SortBy};
use outcry::roster::{Affiliation, Row, Signing, Unmet, has_column, signing_columns};
use outcry::signatory::{Kind, Signatory};
use outcry::text::folded;

use crate::app::App;
use crate::args::{RosterArgs, ToArgs, WhoArgs};
use crate::failure::Failure;
use crate::input::list::Asked;
use crate::input::sources::Sources;
use crate::input::undersigned::{Undersigned, one_language, undersigned};
use crate::messages::{Notice, counted, joint};
use crate::precheck::{self, Precheck};

/// Rows that are checked together.
const TOGETHER: usize = 256;

/// The list of those who sign, and how it is read.
pub struct SignedList<'a> {
    pub file: &'a Path,
    pub list: &'a RosterArgs,
    /// The kind of those whose row names none.
    pub kind: Option<&'a str>,
    pub order: SortBy,
    /// Only those who signed on that day or later are named.
    pub since: Option<Date>,
    /// Where rows that are left out go, if nothing else is said.
    pub failed_beside: &'a Path,
    /// How the command ends where the list cannot be used.
    pub nothing: &'static str,
}

/// Who signs.
pub struct Signatures {
    /// Those who may be named, in order, and how many sign in all.
    pub signed: Signed,
    /// Everybody who signs, named or not.
    pub lines: Vec<Line>,
    /// What is to be said.
    pub notes: Vec<Notice>,
    /// The flags that the list was read by, with what is remembered or was answered.
    pub read_by: (RosterArgs, Option<String>),
}

/// One who signs.
pub struct Line {
    /// The row.
    row: u64,
    /// Who it is, by the rule that makes one signatory of several rows.
    pub who: Pieces,
    /// What the letter shows of them.
    pub shown: String,
}

/// Where a joint letter goes: of embassies only to the one in the country that was typed or is the profile's. Without
/// a country it goes to none, and the second value says so.
pub fn to_known_embassy(
    sources: &Sources,
    campaign: &Campaign,
    (to, who): (&ToArgs, &WhoArgs),
) -> Result<(ToArgs, Option<&'static str>), Failure> {
    let is_nowhere =
        campaign.embassy_of.is_some() && sources.country(who)?.is_none() && to.embassy.is_none() && to.to.is_empty();
    if !is_nowhere {
        return Ok((to.clone(), None));
    }
    let to = ToArgs { embassy: Some("none".to_owned()), ..to.clone() };
    Ok((to, Some("No embassy gets the letter: give --country CC for the one in your own country.")))
}

/// The signatory of a letter that all of a list sign, from this country, and the letter's language.
pub fn all_undersigned<'r>(
    recipients: &'r Recipients,
    country: Option<&str>,
) -> Result<(Signatory, &'r Language), Failure> {
    let languages = recipients.languages_for_all().ok_or_else(|| {
        Failure::usage("--lang office is for letters of one signatory each").hint("give a language, such as en")
    })?;
    let language = one_language(languages)?;
    Ok((undersigned(recipients, (Undersigned::Many, language), country)?, language))
}

/// Whether two letters can be one on paper, which is addressed to both offices.
pub fn say_the_same(one: &Letter<'_>, other: &Letter<'_>) -> bool {
    let (one, other) = (one.first(), other.first());
    (&one.subject, &one.body, &one.demands, &one.closing)
        == (&other.subject, &other.body, &other.demands, &other.closing)
}

impl SignedList<'_> {
    /// Reads the list, and puts those who may be named in the order of a language.
    pub fn read(&self, app: &App, recipients: &Recipients, language: &Language) -> Result<Signatures, Failure> {
        let who = WhoArgs { kind: self.kind.map(str::to_owned), ..WhoArgs::default() };
        let asked = Asked::Names(&recipients.campaign, signing_columns());
        let mut signers = precheck::signers_of(app, &asked, (self.file, self.list, &who), self.nothing)?;
        let (list_args, who) = signers.read_by(self.list, &who);
        let columns = signers.list().map(|list| list.columns().clone()).unwrap_or_default();
        let lacks = |column: &str| !has_column(&columns, column);
        if self.since.is_some() && lacks("added") {
            return Err(Failure::data("--since needs a column `added`, which the list does not have")
                .hint("if it is called otherwise, give --map added=COLUMN"));
        }
        let mut checked = Precheck::begin(&recipients.campaign, &list_args, &signers)?;
        let mut found = Found::default();
        signers.each::<Failure>(0, TOGETHER, |some| {
            for signer in &some {
                let Some(row) = &signer.row else { continue };
                let withdrawn = Signing::is_withdrawn(&columns, row);
                // Also where a later row takes it back.
                if withdrawn == Ok(true) || row.withdrawn_in.is_some() {
                    found.withdrawn.push((row.number, row.withdrawn_in));
                    continue;
                }
                let admitted = checked.admit(recipients, signer, |signatory| {
                    let unclear = withdrawn.as_ref().err();
                    let signing = Signing::of(&columns, row, self.since.is_some());
                    let wrong = unclear.into_iter().chain(signing.as_ref().err().into_iter().flatten());
                    let wrong = Failure::together(wrong.map(|cell| Failure::data(cell.to_string())));
                    match (wrong, signing) {
                        (None, Ok(signing)) => {
                            let signature = signature(row, signatory, signing)?;
                            let is_open = signing.affiliation == Affiliation::NotSaid
                                && !signature.is_organisation
                                && signatory.organisation.is_some();
                            Ok((signing, signature, is_open))
                        }
                        (wrong, _) => Err(wrong.unwrap_or_else(|| Failure::data("the row cannot be read"))),
                    }
                })?;
                if let Some((signatory, (signing, signature, is_open))) = admitted {
                    let (who, shown) = (signatory.identity().exact(), shown(signing, &signature));
                    found.lines.push(Line { row: row.number, who, shown });
                    found.add(self.since, signing, signature, is_open);
                }
            }
            Ok(())
        })?;
        app.warn_of(signers.oddities());
        if let Some(list) = signers.list() {
            checked.judge(app, list, &list_args, self.nothing)?;
            found.alone = list.unmet_withdrawals().to_vec();
            for words in found.perhaps_withdrawn(list.name()) {
                app.report.warn(&words);
            }
        }
        let left_out = checked.keep_failed(&list_args, self.failed_beside, self.nothing)?;
        if let Some(left_out) = left_out {
            app.report.warn(&left_out);
        }
        if lacks("public") {
            app.report.warn(
                "no column says whose name may be printed, so every name is withheld; add a column `public` with yes or \
                 withheld, or give --map public=COLUMN",
            );
        }
        let mut notes = std::mem::take(&mut checked.notes);
        notes.extend(found.notes(self.since).into_iter().map(Notice::from));
        let Found { named, withheld, total, lines, .. } = found;
        let signed = Signed::new(named, withheld, total, self.order, language);
        Ok(Signatures { signed, lines, notes, read_by: (list_args, who.kind) })
    }
}

/// What the letter shows of a signatory: of one who is not named, nothing but that there is one.
fn shown(signing: Signing, signature: &Signature) -> String {
    if !signing.is_public {
        return String::new();
    }
    let Signature { is_organisation, country, first, .. } = signature;
    format!("{} {is_organisation} {country:?} {first:?}", signature.line())
}

/// What the rows come to.
#[derive(Default)]
struct Found {
    named: Vec<Signature>,
    lines: Vec<Line>,
    withheld: u64,
    /// Of those, who were to stand first.
    first_withheld: u64,
    total: u64,
    /// Rows that are taken back, with the later one that does it where it is another.
    withdrawn: Vec<(u64, Option<u64>)>,
    /// Rows that withdraw and meet no other.
    alone: Vec<Unmet>,
    /// Rows whose name would be printed but for another row of the same signatory.
    kept_back: Vec<(u64, Option<u64>)>,
    /// Persons whose organisation is not printed, because nobody says what it is to them.
    open_affiliation: u64,
    /// Rows without the day that is asked for.
    without_day: u64,
    earlier: u64,
}

impl Found {
    fn add(&mut self, since: Option<Date>, signing: Signing, signature: Signature, has_open_affiliation: bool) {
        self.total += 1;
        self.kept_back.extend(signing.kept_back_in.map(|other| (signature.row, Some(other))));
        if !signing.is_public {
            self.withheld += 1;
            self.first_withheld += u64::from(signing.first.is_some());
            return;
        }
        match (since, signing.added) {
            (Some(since), Some(added)) if added < since => self.earlier += 1,
            (Some(_), None) => self.without_day += 1,
            _ => {
                self.open_affiliation += u64::from(has_open_affiliation);
                self.named.push(signature);
            }
        }
    }

    /// What is said of withdrawals that took nobody off the letter, and perhaps should.
    fn perhaps_withdrawn(&self, list: &str) -> Vec<String> {
        if self.alone.is_empty() {
            return Vec::new();
        }
        let near: Vec<(&Line, Near)> = self.lines.iter().map(|line| (line, Near::of(&line.who))).collect();
        let words = |unmet: &Unmet| {
            let withdrawn = unmet.who.as_ref().map(Near::of);
            let email = unmet.email.as_deref().map(folded);
            let may_be = |(line, near): &&(&Line, Near)| match (&withdrawn, &email, &line.who) {
                (Some(withdrawn), ..) => withdrawn.may_be(near),
                (None, Some(email), [_, _, by, reach]) => by == "e-mail" && reach == email,
                (None, None, _) => false,
            };
            let may_be: Vec<u64> = near.iter().filter(may_be).map(|(line, _)| line.row).collect();
            joint::perhaps_withdrawn(list, unmet, &may_be)
        };
        self.alone.iter().filter_map(words).collect()
    }

    fn notes(&self, since: Option<Date>) -> Vec<String> {
        let alone: Vec<u64> = self.alone.iter().map(|unmet| unmet.row).collect();
        let mut notes: Vec<String> = joint::withdrawn(&self.withdrawn, &alone).into_iter().collect();
        notes.extend(joint::kept_back(&self.kept_back));
        let mut note = |count: u64, text: String| notes.extend((count > 0).then_some(text));
        note(
            self.first_withheld,
            format!("To stand first, but not to be named: {}.", counted(self.first_withheld, "row")),
        );
        note(
            self.open_affiliation,
            format!(
                "Their organisation is not printed, because the list does not say whether they speak for it: {}. Add a \
                 column `affiliation` with speaks or identification.",
                counted(self.open_affiliation, "person")
            ),
        );
        if let Some(since) = since {
            note(self.earlier, format!("Added before {since}, so not listed: {}.", counted(self.earlier, "row")));
            note(
                self.without_day,
                format!("Without a day under `added`, so not listed: {}.", counted(self.without_day, "row")),
            );
        }
        notes
    }
}

/// What is printed of a row.
fn signature(row: &Row, signatory: &Signatory, signing: Signing) -> Result<Signature, Failure> {
    let is_organisation = matches!(signatory.kind, Kind::Union | Kind::Organisation);
    if is_organisation && signing.affiliation == Affiliation::Identification {
        return Err(Failure::data("the organisation signs, and is named for identification only: one of the two"));
    }
    let (name, role, organisation) = (&signatory.name, &signatory.role, &signatory.organisation);
    let (signs, details) = if is_organisation {
        (organisation, [name, role])
    } else if signing.affiliation == Affiliation::NotSaid {
        (name, [role, &None])
    } else {
        (name, [role, organisation])
    };
    let signs = signs.clone().ok_or_else(|| Failure::data("the row names nobody who signs"))?;
    Ok(Signature {
        row: row.number,
        is_organisation,
        name: signs,
        details: details.into_iter().flatten().cloned().collect(),
        // Who may be an officer or a member of it is not listed beside its people either.
        organisation: organisation.clone().filter(|_| is_organisation || signing.affiliation != Affiliation::NotSaid),
        for_identification: signing.affiliation == Affiliation::Identification && organisation.is_some(),
        country: signatory.country,
        first: signing.first,
    })
}
