//! The fonts of a book, which are written last. Each part brings its fonts with the glyphs of all parts
//! before it, in the same order (see [`super::specimen`]), so the last one stands for all of them.

use std::collections::HashMap;

use super::binder::{after, references, renumbered, until};

/// Fonts that wait to be written.
#[derive(Default)]
pub(super) struct Fonts {
    waiting: Vec<Waiting>,
}

struct Waiting {
    name: Vec<u8>,
    /// The font, and all it refers to: always the same things in the same order.
    objects: Vec<(u32, Vec<u8>)>,
}

impl Fonts {
    /// Takes the fonts of a part, and adds to `numbers` what they are called in the book. Gives back the
    /// objects that no later part can go on from.
    pub(super) fn take(
        &mut self,
        part: &[(u32, &[u8])],
        numbers: &mut HashMap<u32, u32>,
        mut next: impl FnMut() -> u32,
    ) -> Vec<(u32, Vec<u8>)> {
        let by_number: HashMap<u32, &[u8]> = part.iter().copied().collect();
        let mut done = Vec::new();
        let fonts = part.iter().filter(|(_, object)| object.starts_with(b"<</Type/Font/Subtype/Type0"));
        let fonts: Vec<(u32, Vec<u8>)> = fonts.map(|(number, font)| (*number, name(font))).collect();
        for (number, name) in &fonts {
            let mut objects = vec![*number];
            let mut at = 0;
            while let Some(object) = objects.get(at) {
                let more = by_number.get(object).map(|object| references(object)).unwrap_or_default();
                at += 1;
                objects.extend(more);
            }
            let content = |old: &u32| by_number.get(old).copied().unwrap_or_default();
            // Of two fonts with one name it cannot be told which of them goes on from which.
            let is_alone = fonts.iter().filter(|(_, other)| other == name).count() == 1;
            let before = self.waiting.iter().position(|font| is_alone && font.name == *name);
            let before = before.map(|place| self.waiting.swap_remove(place));
            let goes_on = before.filter(|font| {
                let fits = font.objects.len() == objects.len() && {
                    let mut pairs = font.objects.iter().zip(&objects);
                    pairs.all(|((_, old), new)| widths_go_on(old, content(new)))
                };
                if !fits {
                    done.extend(font.objects.iter().cloned());
                }
                fits
            });
            let new: Vec<u32> = match goes_on {
                Some(font) => font.objects.iter().map(|(number, _)| *number).collect(),
                None => objects.iter().map(|_| next()).collect(),
            };
            numbers.extend(objects.iter().copied().zip(new.iter().copied()));
            let copy = |(old, new): (&u32, u32)| (new, renumbered(content(old), numbers, 0));
            let objects: Vec<(u32, Vec<u8>)> = objects.iter().zip(new).map(copy).collect();
            if is_alone {
                self.waiting.push(Waiting { name: name.clone(), objects });
            } else {
                done.extend(objects);
            }
        }
        done
    }

    /// Everything that waits.
    pub(super) fn rest(&mut self) -> impl Iterator<Item = (u32, Vec<u8>)> + use<> {
        std::mem::take(&mut self.waiting).into_iter().flat_map(|font| font.objects)
    }
}

/// The font's own name, without the sign of its subset before it.
fn name(font: &[u8]) -> Vec<u8> {
    let name = until(after(font, "/BaseFont/"), b'/');
    name.splitn(2, |byte| *byte == b'+').last().unwrap_or_default().to_vec()
}

/// Whether glyphs were only added: the widths of those before are there, in the same order. The last of
/// them may stand for one glyph before and for several now.
fn widths_go_on(before: &[u8], now: &[u8]) -> bool {
    let (before, now) = (until(after(before, "/W["), b']'), until(after(now, "/W["), b']'));
    let last = before.iter().enumerate().rev().filter(|(_, byte)| **byte == b' ').nth(2).map_or(0, |(place, _)| place);
    now.starts_with(&before[..last])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The objects of a font with these widths.
    fn font(widths: &str) -> Vec<(u32, Vec<u8>)> {
        let top = b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Serif-Identity-H/DescendantFonts[2 0 R]>>".to_vec();
        vec![(1, top), (2, format!("<</Subtype/CIDFontType0/W[{widths}]>>").into_bytes())]
    }

    #[test]
    fn a_font_stands_for_those_whose_glyphs_it_goes_on_from() {
        for (before, now, replaced) in [
            ("0 0 500 1 1 373", "0 0 500 1 1 373 2 2 551", false),
            ("0 0 500 1 1 373", "0 0 500 1 2 373", false),
            ("0 0 500 1 1 373 2 2 551", "0 0 500 1 1 412 2 2 551", true),
        ] {
            let (mut fonts, mut last) = (Fonts::default(), 100);
            let mut take = |widths: &str| {
                let part = font(widths);
                let part: Vec<(u32, &[u8])> =
                    part.iter().map(|(number, object)| (*number, object.as_slice())).collect();
                let mut numbers = HashMap::new();
                let done = fonts.take(&part, &mut numbers, || {
                    last += 1;
                    last
                });
                (numbers[&1], !done.is_empty())
            };
            assert_eq!(take(before), (101, false));
            assert_eq!(take(now), (if replaced { 103 } else { 101 }, replaced), "{before} | {now}");
            assert_eq!(fonts.rest().count(), 2);
        }
    }
}
