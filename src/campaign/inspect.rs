//! Limits that hold before Handlebars sees a template. Its parser and its renderer recurse, so a
//! hostile template is refused here, by reading it flat: size, length of a placeholder, nesting,
//! and partials that include each other.

use std::collections::BTreeMap;

use super::limits::{NESTING_MOST, SOURCE_MOST, TAG_MOST};
use super::source::{Source, TemplateError, TemplateProblem};
use crate::place::Place;
use crate::text;

/// One placeholder of a template as text, before anything is compiled.
enum Tag<'a> {
    Open(&'a str),
    Close(&'a str),
    Else { chained: bool },
    Partial(&'a str),
    Unescaped,
    Foreign(&'a str),
    Other,
}

/// Splits a template into its placeholders, to hold the limits before the recursive parser runs.
/// Returns each with its byte offset.
fn tags<'a>(source: &Source<'a>) -> Result<Vec<(usize, Tag<'a>)>, TemplateError> {
    let text = source.text;
    let at = |offset| Place::at(source.file, text, offset).below(source.lines_above);
    if text.len() > SOURCE_MOST {
        return Err(TemplateError { place: at(0), problem: TemplateProblem::Size });
    }
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|offset| from + offset) {
        let rest = &text[start + 2..];
        if rest.starts_with("!--") {
            from = start + 2 + rest.find("--}}").map_or(rest.len(), |end| end + 4);
            continue;
        }
        if text[..start].ends_with('\\') {
            from = start + 2;
            continue;
        }
        let Some(end) = rest.find("}}") else {
            return Err(TemplateError { place: at(start), problem: TemplateProblem::Open });
        };
        let inner = rest[..end].trim_matches('~').trim();
        // The next one begins before this one ends.
        if rest[..end].contains("{{") && !inner.starts_with(['!', '{']) {
            return Err(TemplateError { place: at(start), problem: TemplateProblem::Open });
        }
        if end > TAG_MOST && !inner.starts_with('!') {
            return Err(TemplateError { place: at(start), problem: TemplateProblem::Tag });
        }
        found.push((start, classify(inner)));
        from = start + 2 + end + 2;
    }
    Ok(found)
}

fn classify(inner: &str) -> Tag<'_> {
    match inner.as_bytes().first() {
        Some(b'{' | b'&') => Tag::Unescaped,
        Some(b'#') if inner[1..].trim_start().starts_with(['*', '>']) => Tag::Foreign(inner),
        Some(b'#') => Tag::Open(inner[1..].trim()),
        Some(b'/') => Tag::Close(inner[1..].trim()),
        Some(b'>') => Tag::Partial(inner[1..].trim()),
        Some(b'*') => Tag::Foreign(inner),
        Some(b'^') => Tag::Else { chained: inner.len() > 1 },
        // Subexpressions are the one thing a placeholder could nest without end.
        _ if inner.contains('(') && !inner.starts_with(['!', '[']) => Tag::Foreign(inner),
        _ if inner == "else" => Tag::Else { chained: false },
        _ if inner.starts_with("else ") => Tag::Else { chained: true },
        _ => Tag::Other,
    }
}

/// Holds the limits on one template and names the partials it includes.
pub(super) fn inspect<'a>(source: &Source<'a>) -> Result<Vec<(Place, &'a str)>, TemplateError> {
    let mut open: Vec<Block<'a>> = Vec::new();
    let mut partials = Vec::new();
    for (offset, tag) in tags(source)? {
        let place = || Place::at(source.file, source.text, offset).below(source.lines_above);
        match tag {
            Tag::Open(opened) => open.push(Block { offset, opened, depth: 1 }),
            Tag::Close(name) => match open.pop() {
                Some(block) if block.name() == name => {}
                Some(block) if open.iter().any(|block| block.name() == name) => return Err(block.unclosed(source)),
                _ => {
                    let problem = TemplateProblem::ClosesNothing(text::for_sentence(name));
                    return Err(TemplateError { place: place(), problem });
                }
            },
            Tag::Else { chained } => match open.last_mut() {
                Some(block) => block.depth += usize::from(chained),
                None => return Err(TemplateError { place: place(), problem: TemplateProblem::Else }),
            },
            Tag::Partial(name) => partials.push((place(), name)),
            Tag::Unescaped => return Err(TemplateError { place: place(), problem: TemplateProblem::Unescaped }),
            Tag::Foreign(inner) => {
                return Err(TemplateError {
                    place: place(),
                    problem: TemplateProblem::Helper(text::for_sentence(inner)),
                });
            }
            Tag::Other => {}
        }
        if open.iter().map(|block| block.depth).sum::<usize>() > NESTING_MOST {
            return Err(TemplateError { place: place(), problem: TemplateProblem::Nesting });
        }
    }
    open.pop().map_or(Ok(partials), |block| Err(block.unclosed(source)))
}

/// A block that is open.
struct Block<'a> {
    offset: usize,
    /// What stands behind its `#`.
    opened: &'a str,
    /// How deep it is, with each `else if`.
    depth: usize,
}

impl<'a> Block<'a> {
    fn name(&self) -> &'a str {
        self.opened.split_whitespace().next().unwrap_or_default()
    }

    fn unclosed(&self, source: &Source<'_>) -> TemplateError {
        let place = Place::at(source.file, source.text, self.offset).below(source.lines_above);
        let [opened, name] = [self.opened, self.name()].map(text::for_sentence);
        TemplateError { place, problem: TemplateProblem::Unclosed { opened, name } }
    }
}

/// The placeholder that the parser of templates stumbles over: the last one that begins before a place.
pub(super) fn stumbled_over<'a>(source: &Source<'a>, line: usize, column: usize) -> (Place, &'a str) {
    let until = source.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = &source.text[until..];
    let until = until + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    let offset = source.text[..until].rfind("{{").or_else(|| source.text.find("{{")).unwrap_or_default();
    let inner = source.text[offset..].trim_start_matches('{');
    let end = inner.find("}}").or_else(|| inner.find('\n')).unwrap_or(inner.len());
    (Place::at(source.file, source.text, offset).below(source.lines_above), inner[..end].trim())
}

/// The partials a body reaches, each after the ones it includes itself.
pub(super) fn partials_in_order(
    body: &Source<'_>,
    partials: &BTreeMap<String, Source<'_>>,
) -> Result<Vec<String>, TemplateError> {
    fn visit<'a>(
        source: &Source<'a>,
        partials: &'a BTreeMap<String, Source<'a>>,
        path: &mut Vec<&'a str>,
        order: &mut Vec<String>,
    ) -> Result<(), TemplateError> {
        for (place, name) in inspect(source)? {
            let fail = |problem| Err(TemplateError { place: place.clone(), problem });
            let Some((name, partial)) = partials.get_key_value(name) else {
                return fail(TemplateProblem::NoPartial(text::for_sentence(name)));
            };
            if path.contains(&name.as_str()) {
                return fail(TemplateProblem::Cycle(name.clone()));
            }
            if path.len() >= NESTING_MOST {
                return fail(TemplateProblem::Nesting);
            }
            if !order.contains(name) {
                path.push(name);
                visit(partial, partials, path, order)?;
                path.pop();
                order.push(name.clone());
            }
        }
        Ok(())
    }
    let mut order = Vec::new();
    visit(body, partials, &mut Vec::new(), &mut order)?;
    Ok(order)
}
