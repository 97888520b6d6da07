//! What a model letter leaves for its signatory to fill in: `[Your name]`, `……`, `(name of your union)`.

use super::voice::Piece;
use super::words::{List, folded, list};
use crate::text::fold;

/// Longest remark in brackets that is looked at, in bytes.
const LONGEST: usize = 240;
/// Stands for the first blank of a text while its words are turned; private, so that no text has it.
const MARK: u32 = 0xE000;
const BLANKS_MOST: usize = 100;

/// A text with its blanks set aside.
pub(super) struct Marked {
    /// The text, with one mark for each blank.
    pub text: String,
    /// What takes their places, as template source.
    codes: Vec<String>,
}

/// Who is meant by the words, without a blank.
static UNDERSIGNED: List = List::new(|| {
    list(
        "the undersigned|the undersigned organisation|the undersigned organisations|нижеподписавшиеся|\
     нижеподписавшийся|die Unterzeichnenden|die Unterzeichneten|les soussignés|soussignés|soussigné(e)|\
     los abajo firmantes|el abajo firmante",
    )
});

/// Words behind which a blank is the signatory.
static SUBJECTS: List = List::new(|| {
    folded(
        "i/we|we/i|i|we|i / we|i (we)|ich/wir|wir/ich|ich|wir|я/мы|мы/я|я|мы|je/nous|nous/je|je|nous|yo/nosotros|\
     yo|nosotros|мен/біз|біз/мен|мен|біз|je soussigne",
    )
});

/// Words behind which a blank is whoever the signatory speaks for.
static BEHALF: List = List::new(|| {
    folded(
        "on behalf of|on behalf of the|in the name of|en representacion de|en nombre de|a nombre de|im namen von|\
     im namen der|im namen des|im auftrag von|au nom de|au nom du|от имени|от лица|атынан",
    )
});

/// Names the blanks of a text. A blank nobody can name stays as it is and goes to `unknown`.
pub(super) fn name(text: &str, unknown: &mut Vec<String>) -> Marked {
    let mut marked = Marked { text: String::with_capacity(text.len()), codes: Vec::new() };
    let mut rest = text;
    while let Some((start, mut end)) = next(rest).filter(|_| marked.codes.len() < BLANKS_MOST) {
        let mut label = &rest[start..end];
        // A line to write on and the remark that says what belongs there are one blank.
        while let Some((from, to)) = next(&rest[end..]).filter(|(from, _)| rest[end..end + from].trim().is_empty()) {
            if is_line(label) {
                label = &rest[end + from..end + to];
            }
            end += to;
        }
        marked.text.push_str(&rest[..start]);
        let said = fold(sentence(&marked.text));
        let said = said.trim_end_matches([' ', ',']).trim_start();
        let after_subject = SUBJECTS.iter().any(|subject| {
            said.strip_suffix(subject)
                .is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '/'))
        });
        // "We, the members of ____ (union)"
        if is_line(label) {
            let behind = &rest[end..];
            let remark = behind.trim_start().strip_prefix('(').and_then(|inside| inside.split_once(')'));
            if let Some((inside, after)) =
                remark.filter(|(inside, _)| inside.len() <= 60 && field(inside) == Some("organisation"))
            {
                label = inside;
                end = rest.len() - after.len();
            }
        }
        if let Some((kept, skipped)) = behalf(&marked.text, label, &rest[end..]) {
            marked.text.truncate(kept);
            rest = &rest[end + skipped..];
            if sentence(&marked.text).trim().is_empty() {
                let mut chars = rest.chars();
                marked.text.extend(chars.next().into_iter().flat_map(char::to_uppercase));
                rest = chars.as_str();
            }
            continue;
        }
        let of_organisation =
            is_line(label) && (BEHALF.iter().any(|words| said.ends_with(words)) || of_its_people(said));
        // "……… , representing": the space before the comma goes.
        let after = &rest[end..];
        let after = if after.starts_with(" ,") { after.trim_start() } else { after };
        // "representing ………… workers": a further line to write on does not say what belongs there.
        let is_further = is_line(label) && !marked.codes.is_empty();
        match if of_organisation {
            Some("organisation")
        } else if after_subject {
            Some("signatory")
        } else if is_further {
            None
        } else {
            field(label)
        } {
            Some("signatory") if after_subject => {
                let kept = marked.text.trim_end_matches([' ', ',']).len();
                marked.text.truncate(kept);
                let comma = if after.trim_start().starts_with([',', '.', ';']) { "" } else { "," };
                marked.text.push_str(", ");
                marked.add("{{signatory}}".to_owned());
                marked.text.push_str(comma);
            }
            Some(field) => marked.add(format!("{{{{{field}}}}}")),
            None => {
                unknown.push(label.to_owned());
                marked.text.push_str(&rest[start..end]);
            }
        }
        rest = after;
    }
    marked.text.push_str(rest);
    marked.undersigned();
    marked
}

/// Whether words end with people of an organisation, which is named behind them: "We, the officers of the".
fn of_its_people(said: &str) -> bool {
    const PEOPLE: [&str; 17] = [
        "members",
        "officers",
        "workers",
        "employees",
        "leaders",
        "delegates",
        "board",
        "committee",
        "mitglieder",
        "vertreter",
        "beschaftigten",
        "membres",
        "delegues",
        "miembros",
        "delegados",
        "члены",
        "работники",
    ];
    const OF: [&str; 9] = ["of", "of the", "der", "des", "du", "de la", "de", "del", "von"];
    let people = OF.iter().filter_map(|of| said.strip_suffix(of)?.strip_suffix(' '));
    people.into_iter().any(|people| PEOPLE.iter().any(|word| people.ends_with(word)))
        || PEOPLE.iter().any(|word| !word.is_ascii() && said.ends_with(word))
}

/// What the last sentence of a text has so far.
fn sentence(text: &str) -> &str {
    text.rsplit(['.', '!', '\n']).next().unwrap_or_default()
}

/// "On behalf of [name of your union], I write", "I write on behalf of ____": whoever signs is named behind "I/we", so the
/// words go with their blank. Returns how many bytes stay before it, and how many go behind it. Where the sentence has no
/// subject that could take the name, they stay.
fn behalf(before: &str, label: &str, after: &str) -> Option<(usize, usize)> {
    const I_OR_WE: [&str; 13] =
        ["i/we", "we/i", "i", "we", "ich/wir", "wir/ich", "ich", "wir", "я/мы", "мы/я", "я", "мы", "i (we)"];
    if !is_line(label) && field(label) != Some("organisation") {
        return None;
    }
    let folded = fold(before.trim_end());
    let words = BEHALF.iter().filter(|words| folded.ends_with(*words));
    let count = words.map(|words| words.split(' ').count()).max()?;
    let ends = before.trim_end();
    let start = ends.rmatch_indices(' ').map(|(at, _)| at + 1).chain([0]).nth(count - 1)?;
    let lead = sentence(&before[..start]);
    let is_subject = |word: &str| I_OR_WE.contains(&fold(word).as_str());
    let rest = after.trim_start_matches([',', ' ']);
    if lead.trim().is_empty() {
        let first = rest.split(' ').next().unwrap_or_default();
        return is_subject(first).then_some((start, after.len() - rest.len()));
    }
    // "I write, on behalf of ____, about": both commas go.
    let lead = lead.trim_end();
    let has_subject = lead.split(' ').any(|word| is_subject(word.trim_matches(',')));
    let skipped = usize::from(lead.ends_with(',') && after.starts_with(','));
    has_subject.then(|| (before[..start].trim_end().trim_end_matches(',').len(), skipped))
}

impl Marked {
    fn add(&mut self, code: String) {
        let mark = u32::try_from(self.codes.len()).ok().and_then(|number| char::from_u32(MARK + number));
        self.text.extend(mark);
        self.codes.push(code);
    }

    fn undersigned(&mut self) {
        // "the undersigned officers of {{organisation}}" are said to be who they are.
        if self.codes.iter().any(|code| code == "{{signatory}}" || code == "{{organisation}}") {
            return;
        }
        let found = UNDERSIGNED.iter().filter_map(|words| self.text.find(words).map(|at| (at, words.len())));
        if let Some((at, length)) = found.max_by_key(|(_, length)| *length) {
            let rest = self.text.split_off(at);
            self.add("{{signatory}}".to_owned());
            self.text.push_str(&rest[length..]);
        }
    }

    /// The pieces of a turned text, with every blank in its place again.
    pub fn unmarked(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        let mut out = Vec::new();
        for piece in pieces {
            let Piece::Text(text) = piece else {
                out.push(piece);
                continue;
            };
            let mut from = 0;
            for (at, c) in text.char_indices() {
                let number = u32::from(c).checked_sub(MARK).and_then(|number| usize::try_from(number).ok());
                if let Some(code) = number.and_then(|number| self.codes.get(number)) {
                    out.push(Piece::Text(text[from..at].to_owned()));
                    out.push(Piece::Code(code.clone()));
                    from = at + c.len_utf8();
                }
            }
            out.push(Piece::Text(text[from..].to_owned()));
        }
        out
    }
}

/// The next blank of a text, in bytes.
fn next(text: &str) -> Option<(usize, usize)> {
    let brackets = [('[', ']'), ('<', '>'), ('(', ')')].into_iter().filter_map(|(open, close)| {
        text.match_indices(open).find_map(|(start, _)| {
            let mut most = text.len().min(start + LONGEST);
            while !text.is_char_boundary(most) {
                most -= 1;
            }
            let end = start + text[start..most].find(close)? + 1;
            let inside = &text[start + 1..end - 1];
            let asks = match open {
                '[' => {
                    inside.chars().any(char::is_alphabetic) && fold(inside) != "sic"
                        || inside.trim_matches([' ', '…', '.', '_']).is_empty()
                }
                '<' => inside.starts_with(char::is_alphabetic) && !inside.contains(['@', '/']),
                _ => asks_in_round(inside),
            };
            asks.then_some((start, end))
        })
    });
    let run = |sign: char, least: usize| {
        let start = text.find(&sign.to_string().repeat(least))?;
        Some((start, start + text[start..].len() - text[start..].trim_start_matches([sign, '.', '…', '_']).len()))
    };
    let runs = [run('…', 2), run('.', 5), run('_', 3)];
    brackets.chain(runs.into_iter().flatten()).min()
}

/// Round brackets ask when they begin as a remark to the reader does.
fn asks_in_round(inside: &str) -> bool {
    static STARTS: List = List::new(|| {
        folded(
            "your |name|insert|please|fill|ваш|имя|фио|название|укажите|ihr |ihre |name |bitte|votre|nom |su nombre|\
     nombre|сіздің|аты-жөні|аты|indiquez",
        )
    });
    let folded = fold(inside);
    STARTS.iter().any(|start| folded.starts_with(start))
}

fn is_line(blank: &str) -> bool {
    !blank.chars().any(char::is_alphabetic)
}

/// The field a blank asks for; none where that cannot be told.
fn field(label: &str) -> Option<&'static str> {
    let folded = fold(label);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
    let begins = |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
    let is = |whole: &[&str]| words.iter().any(|word| whole.contains(word));
    let name = begins(&[
        "name",
        "имя",
        "фио",
        "фамили",
        "nom",
        "nombre",
        "signat",
        "unterschrift",
        "подпис",
        "firma",
        "аты",
        "vorname",
        "prenom",
    ]);
    let organisation = begins(&[
        "union",
        "organi",
        "branch",
        "gewerkschaft",
        "verband",
        "syndicat",
        "section",
        "sindicato",
        "профсоюз",
        "организац",
        "кәсіподақ",
        "ұиым",
        "asociacion",
        "association",
    ]);
    let individual = begins(&["individual", "person", "einzelperson", "particulier", "частное", "физическ", "жеке"]);
    if individual || (name && organisation && label.contains(['/', ','])) {
        return Some("signatory");
    }
    if begins(&["address", "adress", "адрес", "direccion", "anschrift", "мекенжаи"]) && !begins(&["email", "e-mail"])
    {
        return Some("address");
    }
    if begins(&["email", "e-mail", "mail", "courriel", "correo", "почт", "пошта"]) {
        return Some("email");
    }
    if is(&["date", "datum", "дата", "fecha", "күні", "day", "today"]) {
        return Some("date");
    }
    if is(&["country", "land", "pays", "pais", "страна", "ел", "еліңіз", "state"]) {
        return Some("country");
    }
    if begins(&["members", "mitglieder", "membres", "miembros", "членов"]) {
        return Some("members");
    }
    if begins(&["position", "role", "funktion", "fonction", "cargo", "должност", "profession", "occupation", "job"])
        || is(&["title", "titre"])
    {
        return Some("role");
    }
    match (organisation, name) {
        (true, _) => Some("organisation"),
        (false, true) => Some("signatory"),
        (false, false) => is_line(label).then_some("signatory"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_become_fields() {
        for (text, expected) in [
            (
                "I/we………………………… [Name of individual/trade union / human rights organisation/public representatives/ etc] strongly condemn",
                "I/we, {{signatory}}, strongly condemn",
            ),
            ("I, [Your name], protest", "I, {{signatory}}, protest"),
            ("We ____________ protest", "We, {{signatory}}, protest"),
            ("We, the undersigned, protest", "We, {{signatory}}, protest"),
            ("My name is [Your name] of [Your union].", "My name is {{signatory}} of {{organisation}}."),
            ("I am a member of (name of your union) in [country]", "I am a member of {{organisation}} in {{country}}"),
            ("Ich/Wir, (Ihr Name), protestiere/n", "Ich/Wir, {{signatory}}, protestiere/n"),
            ("Я/Мы _____ (имя, название организации) требую", "Я/Мы, {{signatory}}, требую"),
            ("written by <your name> on [date]", "written by {{signatory}} on {{date}}"),
            ("He [sic] said (as you know) it is so....", "He [sic] said (as you know) it is so...."),
            ("I write on behalf of ________ to you", "I write to you"),
            ("Thanks. On behalf of [name of your union], we demand it.", "Thanks. We demand it."),
            ("On behalf of the [organisation] I am writing", "I am writing"),
            ("I am writing, on behalf of [your union], about it", "I am writing about it"),
            ("On behalf of ________ and its members I write", "On behalf of {{organisation}} and its members I write"),
            ("Im Namen von [Gewerkschaft] bitten wir Sie", "Im Namen von {{organisation}} bitten wir Sie"),
            ("Ich schreibe im Namen von [Gewerkschaft] an Sie", "Ich schreibe an Sie"),
            ("От имени [название профсоюза] мы требуем", "Мы требуем"),
            ("Au nom de [votre syndicat], nous demandons", "Au nom de {{organisation}}, nous demandons"),
            (
                "Quien suscribe, ____, en representación de ____, le escribe",
                "Quien suscribe, {{signatory}}, en representación de {{organisation}}, le escribe",
            ),
            ("We, the members of ____ (union), are shocked", "We, the members of {{organisation}}, are shocked"),
            (
                "We, the undersigned officers of ........ , representing ........ workers, protest",
                "We, the undersigned officers of {{organisation}}, representing ........ workers, protest",
            ),
            ("with [number] years", "with [number] years"),
        ] {
            let mut unknown = Vec::new();
            let marked = name(text, &mut unknown);
            let pieces = marked.unmarked(vec![Piece::Text(marked.text.clone())]);
            let shown: String = pieces
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) | Piece::Code(text) => text,
                })
                .collect();
            assert_eq!(shown, expected);
            assert_eq!(unknown.is_empty(), !shown.contains("[number]") && !shown.contains("........"));
        }
    }
}
