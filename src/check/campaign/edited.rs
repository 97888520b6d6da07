//! A letter whose text its signatory edited, by those rules that hold for one letter as for a model of many.

use std::collections::BTreeMap;

use super::case::{Case, Findings, Letter};
use super::flaw::CampaignFinding;
use super::rules::Rule;
use super::{languages, letters, links, persons, tone};
use crate::campaign::{Campaign, Model};
use crate::letter;
use crate::place::Place;
use crate::registry::Registry;
use crate::text;

/// Rules of the text itself. The others are about placeholders, voices, offices and the campaign's own files.
const RULES: [Rule; 20] = [
    Rule::PersonNowhere,
    Rule::PersonMisspelt,
    Rule::MixedScripts,
    Rule::SalutationTwice,
    Rule::ClosingTwice,
    Rule::Letterhead,
    Rule::SubjectLong,
    Rule::SubjectForm,
    Rule::LoosePunctuation,
    Rule::ImpossibleDate,
    Rule::WrongLanguage,
    Rule::Capitals,
    Rule::Exclamation,
    Rule::Emoji,
    Rule::Insult,
    Rule::Threat,
    Rule::LinkShort,
    Rule::LinkTracking,
    Rule::LinksMany,
    Rule::LinkBroken,
];

/// What is wrong with the edited texts of a letter; places are those of the model letter and say nothing.
pub fn edited(campaign: &Campaign, letter: &letter::Letter<'_>) -> Vec<CampaignFinding> {
    let models: Vec<Model> = letter.parts.iter().filter_map(|part| model(campaign, part)).collect();
    let place = Place { file: campaign.id.clone(), line: 1, column: 1 };
    let mut all = Vec::new();
    for model in &models {
        let case = Case {
            campaign,
            facts: ("", ""),
            values: BTreeMap::new(),
            letters: vec![Letter::of(&model.language, model)],
            registry: &Registry::default(),
            offices: vec![(letter.office, place.clone())],
            today: letter.date,
        };
        let mut findings = Findings::default();
        for check in [persons::check, letters::check, languages::check, tone::check, links::check] {
            check(&case, &mut findings);
        }
        // The language of own words is judged where they are given, and a signatory's name is in none.
        let own = letter.signatory.own_words_in(&model.language).map(text::key).unwrap_or_default();
        let names = [&letter.signatory.name, &letter.signatory.organisation].into_iter().flatten();
        let names: Vec<String> = names.map(|name| text::key(name)).collect();
        let is_signers = |found: &CampaignFinding| {
            let line =
                model.source().lines().nth(found.place.line.saturating_sub(1)).map(text::key).unwrap_or_default();
            own.contains(&line) || names.iter().any(|name| line.contains(name))
        };
        findings.0.retain(|found| found.rule() != Rule::WrongLanguage || !is_signers(found));
        // Links of the campaign's own files are its own matter.
        let is_here =
            |finding: &CampaignFinding| finding.place.file == model.file || finding.rule() == Rule::PersonNowhere;
        all.extend(findings.0.into_iter().filter(is_here));
    }
    // What is turned down for a line of the campaign's files is not turned down for a text of the signatory's.
    let is_allowed = |rule: Rule| campaign.allow.iter().any(|allowed| allowed.turns_down(rule.as_str(), ""));
    all.retain(|finding| RULES.contains(&finding.rule()) && !is_allowed(finding.rule()));
    all
}

/// A model letter that says what the letter says.
fn model(campaign: &Campaign, part: &letter::Part) -> Option<Model> {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let [subject, salutation, closing] = [&part.subject, &part.salutation, &part.closing].map(|line| quoted(line));
    let source =
        format!("+++\nsubject = {subject}\nsalutation = {salutation}\nclosing = {closing}\n+++\n{}\n", part.markdown());
    campaign.model(&part.language).map(|model| model.saying(source))
}
