//! Whom an appeal is about.

use super::areas::{Area, Purpose};
use super::found::Found;
use super::given::Appeal;
use super::text::{self, Line};
use super::{dates, persons, spans, words};

/// Lines of an appeal that are read for names; what follows is the web page.
const CONTENT: usize = 150;

impl Appeal {
    /// Persons: those of the title, of the demands, of the first words of the letters, and those whose arrest or trial
    /// the appeal begins with.
    pub(super) fn people(&mut self, lines: &[Line], letters: &[spans::Span], areas: &[Area], language: &str) {
        fn of(line: &Line) -> (usize, &str) {
            (line.number, line.text.as_str())
        }
        let mut texts: Vec<(usize, &str)> = self.title.iter().map(|title| (title.line, title.value.as_str())).collect();
        for span in letters {
            let subject = lines[span.first..span.begin].iter().filter(|line| spans::subject_of(&line.text).is_some());
            texts.extend(subject.map(of));
            let body = &lines[span.begin..span.close];
            texts.extend(body.iter().filter(|line| !line.is_blank()).take(3).map(of));
            texts.extend(body.iter().filter(|line| text::item(&line.text).is_some()).map(of));
        }
        texts.extend(self.demands.iter().map(|demand| (demand.line, demand.value.as_str())));
        self.persons = persons::persons(&texts, language);
        self.persons.extend(persons::beside(&self.persons, &texts));
        // Behind its addresses an appeal tells of others.
        let first = areas.iter().map(|area| lines[area.cue].number).min().unwrap_or(usize::MAX);
        let begins = self.paragraphs.iter().take(3).filter(|paragraph| paragraph.line <= first);
        let begins: Vec<(usize, &str)> = begins.map(|found| (found.line, found.value.as_str())).collect();
        let is_known =
            |known: &[Found<String>], name: &str| known.iter().any(|known| persons::same(&known.value, name));
        let listed = persons::listed(&lines.iter().map(of).collect::<Vec<_>>());
        for name in persons::concerned(&begins).into_iter().chain(listed) {
            if !is_known(&self.persons, &name.value) {
                self.persons.push(name);
            }
        }
        if self.persons.is_empty() {
            let lists: Vec<(usize, &str)> =
                self.other_lists.iter().map(|found| (found.line, found.value.as_str())).chain(begins).collect();
            self.persons = persons::persons(&lists, language);
        }
        let of_offices =
            |at: usize| areas.iter().any(|area| area.purpose != Purpose::Demands && area.lines.contains(&at));
        let content =
            lines.iter().enumerate().take(content_end(lines, letters, areas)).filter(|(at, _)| !of_offices(*at));
        let all: Vec<(usize, &str)> = content.map(|(_, line)| of(line)).collect();
        for name in persons::persons(&all, language).into_iter().chain(persons::candidates(&all)) {
            if !is_known(&self.persons, &name.value) && !is_known(&self.other_names, &name.value) {
                self.other_names.push(name);
            }
        }
        let mut persons = std::mem::take(&mut self.persons);
        for name in &mut persons {
            if language == "de" {
                persons::without_noun(name, &all);
            }
            persons::without_role(name, &all);
        }
        self.persons = persons::whole(persons, &self.other_names);
        let others = std::mem::take(&mut self.other_names);
        let others = persons::whole(others, &self.persons);
        self.other_names = others.into_iter().filter(|name| !is_known(&self.persons, &name.value)).collect();
        // "Palms" of the "Palms Hotel" to which letters go is nobody.
        let offices = self.offices.iter().chain(&self.copy_offices).flat_map(|office| &office.names);
        let offices: Vec<&str> = offices.map(|name| name.text.as_str()).collect();
        self.other_names.retain(|name| !offices.iter().any(|office| office.contains(&name.value)));
        // Whoever the title names, or the appeal names first and at least as often, may be the one it is about.
        let said = |name: &str| {
            let last = name.rsplit(' ').next().unwrap_or(name).trim_end_matches('.');
            let first = all.iter().position(|(_, text)| text.contains(name)).unwrap_or(usize::MAX);
            (first, all.iter().map(|(_, text)| text.matches(last).count()).sum::<usize>())
        };
        let in_title = |name: &str| self.title.as_ref().is_some_and(|title| title.value.contains(name));
        let (first, most) = self
            .persons
            .iter()
            .map(|name| said(&name.value))
            .fold((usize::MAX, 0), |(first, most), (at, count)| (first.min(at), most.max(count)));
        self.may_miss_persons = !self.persons.is_empty()
            && self.other_names.iter().any(|name| {
                let (at, count) = said(&name.value);
                in_title(&name.value) || at < first && count >= most
            });
        for name in self.persons.iter_mut().chain(&mut self.other_names) {
            let line = lines.iter().find(|line| line.number == name.line);
            name.line = line.map_or(name.line, |line| line.number_of(&name.value));
        }
    }
}

/// Where the appeal ends and the page around it begins: behind its last address and letter, at the first words of a page
/// or the first line with a day of a list of news.
fn content_end(lines: &[Line], letters: &[spans::Span], areas: &[Area]) -> usize {
    let ends = areas.iter().map(|area| area.lines.end).chain(letters.iter().map(|letter| letter.end));
    let Some(last) = ends.max() else { return CONTENT };
    let is_page = |line: &Line| {
        words::FURNITURE.iter().any(|start| line.said.starts_with(start))
            || dates::days(&line.text, true).first().is_some_and(|day| day.at.start == 0)
    };
    let page = lines.iter().skip(last).position(is_page).map_or(lines.len(), |at| last + at);
    // The title of the first piece of news stands above its day.
    let news = |at: usize| dates::days(&lines[at].text, true).first().is_some_and(|day| day.at.start == 0);
    if page < lines.len() && news(page) { last.max(page.saturating_sub(1)) } else { page }.min(CONTENT)
}
