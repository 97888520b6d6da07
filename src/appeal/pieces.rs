//! An appeal that is one piece of a newsletter: what the other pieces give is none of it.

use std::ops::Range;

use super::areas::{Purpose, areas};
use super::found::Found;
use super::printed::pasted_in;
use super::text::{Line, Mark, item};
use super::words::{List, folded};

/// Pieces of a newsletter at least.
const PIECES_LEAST: usize = 3;
/// Characters of a heading.
const HEADING_MOST: usize = 100;
/// Characters of a paragraph, as each piece has one.
const PARAGRAPH: usize = 100;

/// What stands above the contents of a newsletter. A report has "Contents" too.
static CONTENTS: List = List::new(|| {
    folded(
        "in this issue|in this letter|in this newsletter|in this bulletin|in dieser ausgabe|in diesem heft|\
         in diesem rundbrief|in diesem newsletter|themen dieser ausgabe|dans ce numero|dans cette lettre|au sommaire|\
         dans ce bulletin|en este numero|en este boletin|в этом номере|в этом выпуске|в номере|бұл санда|бұл нөмірде",
    )
});

/// The lines of an appeal, and its title where it is one piece of a newsletter. The lines of the other pieces are empty
/// then.
pub(super) fn appeal_of(mut lines: Vec<Line>) -> (Vec<Line>, Option<Found<String>>) {
    let Some((contents, piece)) = piece(&lines) else { return (lines, None) };
    let title = item(&lines[piece.start].text)
        .map(|(_, title)| Found { value: title.trim().to_owned(), line: lines[piece.start].number });
    for (at, line) in lines.iter_mut().enumerate() {
        if at >= contents && !piece.contains(&at) {
            *line = Line::new(String::new(), line.number);
        }
    }
    (lines, title)
}

/// Where the contents of a newsletter stand, and the one piece of it that asks to write to offices.
fn piece(lines: &[Line]) -> Option<(usize, Range<usize>)> {
    let is_contents = |line: &Line| CONTENTS.contains(&line.folded.trim_matches(['*', '#', '_', ' ', ':', '.']));
    let contents = lines.iter().position(is_contents)?;
    let mut headings: Vec<usize> = Vec::new();
    for at in contents + 1..lines.len() {
        if heading(lines, at) == u32::try_from(headings.len() + 1).ok() {
            headings.push(at);
        }
    }
    let ends = headings.iter().skip(1).copied().chain([lines.len()]);
    let pieces: Vec<Range<usize>> = headings.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    let tells = |piece: &&Range<usize>| lines[(*piece).clone()].iter().any(|line| line.length() >= PARAGRAPH);
    if pieces.iter().filter(tells).count() < PIECES_LEAST {
        return None;
    }
    let mut asking = pieces.into_iter().filter(|piece| asks_to_write(&lines[piece.clone()]));
    asking.next().filter(|_| asking.next().is_none()).map(|piece| (contents, piece))
}

/// The number of a heading that stands by itself, and not among further ones.
fn heading(lines: &[Line], at: usize) -> Option<u32> {
    let (Mark::Number(number), text) = item(&lines[at].text)? else { return None };
    let stands_apart = at > 0 && lines[at - 1].is_blank();
    let below = lines[at + 1..].iter().find(|line| !line.is_blank())?;
    let is_heading = text.chars().count() <= HEADING_MOST && !text.ends_with(['.', ';', ',', ':']);
    (stands_apart && is_heading && item(&below.text).is_none()).then_some(number)
}

/// Whether lines name an office and how it can be reached.
fn asks_to_write(lines: &[Line]) -> bool {
    let areas = areas(lines, &[], &[]);
    let offices = areas.iter().filter(|area| area.purpose == Purpose::Offices);
    let mut offices = offices.flat_map(|area| pasted_in(lines, area, None));
    offices.any(|office| office.kind().is_some() && (!office.values.is_empty() || !office.post.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = "The council of the harbour met on Monday, and those who load the ships told it what they think of the new cranes.";

    #[test]
    fn an_appeal_is_told_from_the_other_pieces_of_a_newsletter() {
        let write = "Write to:\n\nMinister of Ice, 1 High Street, e-mail: ice@ministry.example";
        for (contents, pieces, expected) in [
            ("In this issue:", ["The council meets", "Free Ada Marsh!", "A reading"], Some("Free Ada Marsh!")),
            ("IN DIESER AUSGABE", ["The council meets", "Free Ada Marsh!", "A reading"], Some("Free Ada Marsh!")),
            // The parts of one appeal.
            ("Contents", ["Who are they?", "What you can do", "Background"], None),
        ] {
            let all = [TOLD.to_owned(), format!("{TOLD}\n\n{write}"), TOLD.to_owned()];
            let pieces = (1..)
                .zip(pieces)
                .zip(all)
                .map(|((number, heading), text)| format!("{number}. {heading}\n\n{text}\n\n"));
            let text = format!(
                "Harbour Letter\n\n{contents}\n  1. One\n  2. Two\n  3. Three\n\n{}",
                pieces.collect::<String>()
            );
            let (lines, title) = appeal_of(super::super::text::lines(&text).unwrap());
            assert_eq!(title.map(|title| title.value).as_deref(), expected, "{text}");
            let told = lines.iter().filter(|line| line.text == TOLD).count();
            assert_eq!(told, if expected.is_some() { 1 } else { 3 }, "{text}");
        }
    }
}
