//! Who holds an office, beside its name: "Minister of Justice Jo Smith", "for the attention of Judge Jo Smith".

use super::sorts::{Sort, is_held, is_whole_title, may_be_person, sort, without_honorific};
use crate::text::lower_in_place;

/// Who a line of an address is for: "for the attention of Judge Ada Marsh".
pub(super) fn attention(text: &str) -> Option<&str> {
    let is_post = |words: &str| is_held(words.strip_prefix("The ").unwrap_or(words));
    let is_holder = |holder: &str| sort(holder) == Sort::Person || may_be_person(holder) && !is_post(holder);
    // "z. Hd. Herrn Direktor Jo Smith"
    behind_attention(text).filter(|holder| is_holder(holder) || is_honoured(holder))
}

/// Whether a line of an address says for whom in an office it is: "Attn: Judge Ada Marsh".
pub fn is_for_somebody(text: &str) -> bool {
    behind_attention(text).is_some_and(|who| !who.is_empty())
}

/// Whether a line of an address is for a post and names nobody: "Attn: The Managing Director".
pub(super) fn is_for_a_post(text: &str) -> bool {
    is_for_somebody(text) && attention(text).is_none()
}

fn behind_attention(text: &str) -> Option<&str> {
    const WORDS: [&str; 14] = [
        "for the attention of ",
        "attention of ",
        "attention: ",
        "attn: ",
        "attn. ",
        "attn ",
        "z. hd. ",
        "z.hd. ",
        "zu händen ",
        "zu händen von ",
        "à l'attention de ",
        "à l’attention de ",
        "a la atención de ",
        "вниманию ",
    ];
    let lower = lower_in_place(text);
    let length = WORDS.iter().filter(|words| lower.starts_with(**words)).map(|words| words.len()).max()?;
    Some(text[length..].trim())
}

/// A name without who holds the office in brackets behind it, and who: "Ombudsman (Ms Ada Marsh)", "Ice Works Ltd
/// (managing director: Mr Bo Ross)".
pub(super) fn without_holder(text: &str) -> Option<(String, &str)> {
    let start = text.find(" (")?;
    let end = start + text[start..].find(')')?;
    let inside = &text[start + 2..end];
    let holder = inside.split_once(": ").map_or(inside, |(_, holder)| holder);
    let holder = holder.split(',').next().unwrap_or_default().trim();
    (sort(holder) == Sort::Person).then(|| (format!("{}{}", &text[..start], &text[end + 1..]), holder))
}

/// Takes who holds an office from the parts of a line: "for the attention of Jo Smith" anywhere behind its name, and a
/// person with a title at its end, "Executive Director, Ice Works, Mr Jo Smith".
pub(super) fn take_holders<'t>(segments: &mut Vec<&'t str>) -> Vec<&'t str> {
    // Of two parts the second is read with the first.
    const PARTS_LEAST: usize = 3;
    let count = segments.len();
    let mut holders = Vec::new();
    let mut at = 0;
    segments.retain(|segment| {
        at += 1;
        let is_last = at == count && count >= PARTS_LEAST;
        let titled = || Some(*segment).filter(|last| is_last && sort(last) == Sort::Person);
        let holder = if at > 1 { attention(segment).or_else(titled) } else { None };
        holders.extend(holder);
        holder.is_none()
    });
    holders
}

/// "Prime Minister Jo Smith", "Secretary Jo Smith": the title of whoever holds an office, and their name.
pub(super) fn titled(text: &str) -> Option<(&str, &str)> {
    let ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    ends.into_iter().rev().map(|at| (&text[..at], text[at..].trim())).find(|(title, person)| {
        !title.ends_with([',', ':', '-', '–', '—'])
            && title.rsplit(' ').next().is_some_and(begins_name)
            && is_held(title)
            && (is_whole_title(title) && may_be_person(person) && !is_place(person) || is_addressed(person))
    })
}

/// Whether a word begins like a name, in quotes too: "Директор завода «Лёд» г-н Бо Росс".
fn begins_name(word: &str) -> bool {
    word.trim_start_matches(['«', '„', '“', '"']).starts_with(char::is_uppercase)
}

/// Whether words are the name of a person with a title that no office has: "Dr Jo Smith", and not "General of Ross".
fn is_addressed(words: &str) -> bool {
    const TITLES: [&str; 19] = [
        "dr", "dra", "prof", "mr", "mrs", "ms", "m", "mme", "mlle", "me", "herr", "herrn", "frau", "sr", "sra", "lic",
        "г-н", "г-жа", "г-ну",
    ];
    let (title, name) = words.split_once(' ').unwrap_or_default();
    TITLES.contains(&title.trim_end_matches('.').to_lowercase().as_str()) && may_be_person(name)
}

/// Whether words are a post and the name of whoever holds it: "Head of Sustainability Ada Marsh".
pub(super) fn ends_with_a_holder(text: &str) -> bool {
    const POSTS: [&str; 6] = ["head of ", "director of ", "vice president ", "leiter ", "leiterin ", "responsable "];
    let lower = text.to_lowercase();
    let name: Vec<&str> = text.rsplitn(3, ' ').take(2).collect();
    POSTS.iter().any(|post| lower.starts_with(post))
        && text.split(' ').count() > 3
        && matches!(name.as_slice(), [last, first] if may_be_person(&format!("{first} {last}")))
}

/// Whether words are who is at the head of an office, and their name: "President Ada Marsh", "Председателю Аде Марш".
pub(super) fn is_post_with_holder(text: &str) -> bool {
    const STEMS: [&str; 6] = ["председател", "директор", "начальник", "руководител", "прокурор", "президент"];
    const ENDING_MOST: usize = 2;
    let Some((post, name)) = text.split_once(' ') else { return false };
    // "Генеральному директору Р. А. Марш"
    let (post, name) = if post.to_lowercase().starts_with("генеральн") {
        name.split_once(' ').unwrap_or((post, name))
    } else {
        (post, name)
    };
    let lower = post.to_lowercase();
    let is_declined =
        STEMS.iter().any(|stem| lower.strip_prefix(stem).is_some_and(|ending| ending.chars().count() <= ENDING_MOST));
    is_declined && may_be_person(name) && !is_place(name) || titled(text).is_some()
}

/// Whether a line is who holds an office, with an honour before the title: "H.E. Ambassador Jo Smith".
pub(super) fn is_honoured(text: &str) -> bool {
    let bare = without_honorific(text);
    bare.len() < text.len() && bare.split_once(' ').is_some_and(|(title, name)| is_held(title) && may_be_person(name))
}

/// Whether a line is whoever is at the head of an embassy, by the title alone: "the Ambassador".
pub(super) fn is_head_of_mission(line: &str) -> bool {
    const HEADS: [&str; 10] = [
        "ambassador",
        "high commissioner",
        "head of mission",
        "botschafter",
        "botschafterin",
        "ambassadeur",
        "ambassadrice",
        "embajador",
        "embajadora",
        "посол",
    ];
    const ARTICLES: [&str; 8] = ["the ", "der ", "die ", "l'", "l’", "le ", "el ", "la "];
    let lower = line.to_lowercase();
    let bare = ARTICLES.iter().find_map(|article| lower.strip_prefix(article)).unwrap_or(&lower);
    HEADS.contains(&bare)
}

/// A name without the honour of its holder at its end: "President of Narnia, H.E.", where the person is told apart.
pub(super) fn without_honour_behind(name: &str) -> &str {
    const HONOURS: [&str; 14] = [
        "H.E.",
        "H. E.",
        "HE",
        "S.E.",
        "S. E.",
        "S.E.M.",
        "Hon.",
        "the Hon.",
        "The Hon.",
        "His Excellency",
        "Her Excellency",
        "S.E. M.",
        "Excmo.",
        "Excma.",
    ];
    let behind = HONOURS.iter().find_map(|honour| name.strip_suffix(honour));
    behind.and_then(|before| before.trim_end().strip_suffix(',')).map_or(name, str::trim_end)
}

/// Whether words behind a title are of an office rather than of a person: "Kwara State", "DSS Ilorin", "Executive
/// Officer".
fn is_place(text: &str) -> bool {
    const PLACES: [&str; 14] = [
        "state",
        "region",
        "province",
        "district",
        "county",
        "city",
        "oblast",
        "division",
        "branch",
        "zone",
        "executive",
        "officer",
        "operating",
        "financial",
    ];
    let is_short = |word: &str| (2..=5).contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
    text.split_whitespace().any(|word| is_short(word) || PLACES.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::{PastedText, offices};

    /// The names of the first office of a text, who holds it and its address.
    fn named(text: &str) -> [String; 3] {
        let office = offices(text, None).remove(0);
        let joined = |all: &[PastedText]| all.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(", ");
        [joined(&office.names), joined(&office.persons), joined(&office.post)]
    }

    #[test]
    fn who_holds_an_office_stands_in_many_places() {
        for (text, name, person, post) in [
            (
                "Court of Ross, for the attention of Judge Ada Marsh, 18 High Street, Ross",
                "Court of Ross",
                "Judge Ada Marsh",
                "18 High Street, Ross",
            ),
            (
                "Court of Ross\nAttn: Ms Ada Marsh\n18 High Street\nRoss",
                "Court of Ross",
                "Ms Ada Marsh",
                "18 High Street, Ross",
            ),
            (
                "Gericht Ross\nz. Hd. Frau Ada Marsh\nHafenstraße 18\nRoss",
                "Gericht Ross",
                "Frau Ada Marsh",
                "Hafenstraße 18, Ross",
            ),
            (
                "Tribunal de Ross\nÀ l'attention de Mme Ada Marsh\n18 rue du Port\nRoss",
                "Tribunal de Ross",
                "Mme Ada Marsh",
                "18 rue du Port, Ross",
            ),
            (
                "Верховный суд Нарнии, Председателю Аде Марш, 734018, Росс, ул. Мира, 0",
                "Верховный суд Нарнии",
                "Председателю Аде Марш",
                "734018, Росс, ул. Мира, 0",
            ),
            ("Supreme Court of Narnia, President Ada Marsh", "Supreme Court of Narnia", "President Ada Marsh", ""),
            (
                "Ombudsman of Narnia (Ms. Ada Marsh)\n18 High Street",
                "Ombudsman of Narnia",
                "Ms. Ada Marsh",
                "18 High Street",
            ),
            ("Blue Ice S.A. (Mr. Bo Ross, manager)\nEmail: ice@ice.example", "Blue Ice S.A.", "Mr. Bo Ross", ""),
            ("Ice Works Ltd (managing director: Mr Bo Ross), ice@ice.example", "Ice Works Ltd", "Mr Bo Ross", ""),
            (
                "Human Rights Commissioner (Ombudsman)\nEmail: ice@ice.example",
                "Human Rights Commissioner (Ombudsman)",
                "",
                "",
            ),
            (
                "Judge Ada Marsh\nMinister of Justice\n18 High Street",
                "Minister of Justice",
                "Judge Ada Marsh",
                "18 High Street",
            ),
            ("Judge Ada Marsh\n18 High Street", "Judge Ada Marsh", "", "18 High Street"),
            ("Judge Advocate General\n18 High Street", "Judge Advocate General", "", "18 High Street"),
            ("Court of Ross\nJudge Ada Marsh\n18 High Street", "Court of Ross", "Judge Ada Marsh", "18 High Street"),
            (
                "Commissioner of Police\nAda Marsh-Ross\nPolice Headquarters\nP.O. Box 13\nRoss",
                "Commissioner of Police",
                "Ada Marsh-Ross",
                "Police Headquarters, P.O. Box 13, Ross",
            ),
            (
                "Justizministerin\nFrau Ada Marsh\nHafenstraße 18",
                "Justizministerin",
                "Frau Ada Marsh",
                "Hafenstraße 18",
            ),
            (
                "Generalinspekteur der Polizei\nHerrn Bo Ross\nHafenstraße 18",
                "Generalinspekteur der Polizei",
                "Herrn Bo Ross",
                "Hafenstraße 18",
            ),
            (
                "Minister of Labour\nLabour Secretariat\n41 High Street",
                "Minister of Labour",
                "",
                "Labour Secretariat, 41 High Street",
            ),
        ] {
            assert_eq!(named(text), [name, person, post], "{text}");
        }
    }

    #[test]
    fn a_holder_with_a_title_stands_behind_the_name() {
        for (text, name, person, post) in [
            ("Director, Ross Railway North, Mr Bo Ross", "Director, Ross Railway North", "Mr Bo Ross", ""),
            ("Executive Director, Ice Works Ltd, Mr Bo Ross", "Executive Director, Ice Works Ltd", "Mr Bo Ross", ""),
            (
                "Président du Conseil, Port de Ross, M. Bo Ross\nadresse : 18 rue du Port",
                "Président du Conseil, Port de Ross",
                "M. Bo Ross",
                "18 rue du Port",
            ),
            ("Director, Ice Works Ltd, 18 High Street, Ross", "Director, Ice Works Ltd", "", "18 High Street, Ross"),
            ("Премьер-министр Республики Молдова г-н Бо Росс", "Премьер-министр Республики Молдова", "г-н Бо Росс", ""),
            ("Директор завода «Лёд» г-жа Ада Марш", "Директор завода «Лёд»", "г-жа Ада Марш", ""),
            ("Directeur de la Compagnie du Port M. Bo Ross", "Directeur de la Compagnie du Port", "M. Bo Ross", ""),
            ("Minister für Eis Herr Bo Ross", "Minister für Eis", "Herr Bo Ross", ""),
            (
                "Ice Works AD\nz. Hd. Herrn Direktor Bo Ross\nul. Lesna 5\n7500 Ross",
                "Ice Works AD",
                "Herrn Direktor Bo Ross",
                "ul. Lesna 5, 7500 Ross",
            ),
        ] {
            assert_eq!(named(text), [name, person, post], "{text}");
        }
    }

    #[test]
    fn a_line_that_says_to_whom_begins_another_office() {
        for text in [
            "To: Minister of Ice\nMs Ada Marsh\nAddress: 3rd Street, Ross\nE-mail: ice@ice.example\n\nTo: Director of the Snow Agency\nAddress: 4th Street, Ross\nFax: +44 20 7925 1757\n",
            "Office: Minister of Ice\nMs Ada Marsh\n3rd Street, Ross\nice@ice.example\nOffice: Director of the Snow Agency\n4th Street, Ross\nFax: +44 20 7925 1757\n",
        ] {
            let found: Vec<(String, usize, usize)> = offices(text, None)
                .iter()
                .map(|office| (office.names[0].text.clone(), office.values.len(), office.post.len()))
                .collect();
            assert_eq!(
                found,
                [("Minister of Ice".to_owned(), 1, 1), ("Director of the Snow Agency".to_owned(), 1, 1)],
                "{text}"
            );
        }
    }
}
