//! The offices of an area, taken apart.

use super::areas::{Area, Purpose, has_value, is_label, is_of_a_form, names_itself};
use super::text::{Line, Mark, item};
use crate::locale::Country;
use crate::registry::pasted::{self, PastedOffice};
use crate::text::fold;

/// The offices of an area, with the rest of the line that announces them.
pub(super) fn pasted_in(lines: &[Line], area: &Area, state: Option<Country>) -> Vec<PastedOffice> {
    let announced = area.cue < area.lines.start && area.purpose == Purpose::Offices;
    let inline = lines[area.cue].text.find(": ").map_or("", |at| lines[area.cue].text[at + 2..].trim());
    let inline = Some((area.cue, inline)).filter(|(_, inline)| announced && has_value(inline));
    let all = inline.into_iter().chain(area.lines.clone().map(|at| (at, lines[at].text.as_str())));
    // Items of a list are offices each, also where their first lines have addresses already.
    let mut parts: Vec<Vec<(usize, &str)>> = vec![Vec::new()];
    for (at, text) in all {
        if is_of_a_form(&lines[at]) {
            continue;
        }
        let listed = item(text).filter(|(mark, text)| *mark == Mark::Bullet && !is_label(&fold(text)));
        // So is a line that names one and says how it is reached, behind one that has done so.
        let has_value = parts.last().is_some_and(|part| part.iter().any(|(_, text)| has_value(text)));
        if listed.is_some() || has_value && names_itself(text) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push((at, listed.map_or(text, |(_, text)| text)));
        }
    }
    let mut offices = Vec::new();
    for part in parts {
        let text = part.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
        let at = |line: usize| &lines[part.get(line.saturating_sub(1)).or(part.last()).map_or(area.cue, |(at, _)| *at)];
        for mut office in pasted::offices(&text, state) {
            let PastedOffice { line, names, persons, post, country: _, values, pages, salutation, copies, leftovers } =
                &mut office;
            *line = at(*line).number;
            let texts = names.iter_mut().chain(persons).chain(post).chain(pages).chain(salutation).chain(leftovers);
            texts.for_each(|text| text.line = at(text.line).number_of(&text.text));
            let values = values.iter_mut().chain(copies);
            values.for_each(|value| value.line = at(value.line).number_of(&value.printed));
            office.line = office.names.first().map_or(office.line, |name| name.line);
            offices.push(office);
        }
    }
    offices
}
