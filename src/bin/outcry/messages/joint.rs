//! What is said of the list of a joint letter: who withdrew, and whose name stays back.

use outcry::roster::Unmet;

use super::count::counted;
use super::lists::rows_named;

/// Rows that are left out because they are taken back, each with the later row that does it; `alone` are those that no
/// other row belongs to.
pub fn withdrawn(rows: &[(u64, Option<u64>)], alone: &[u64]) -> Option<String> {
    let words = |row, by| match by {
        None if alone.contains(&row) => format!("{row} (no other row is theirs)"),
        by => beside(row, by),
    };
    Some(format!("Left out because they withdrew: {}.", listed(rows, words)?))
}

/// Rows whose name would be printed but for another row of the same signatory.
pub fn kept_back(rows: &[(u64, Option<u64>)]) -> Option<String> {
    Some(format!("Not named because another of their rows withholds the name: {}.", listed(rows, beside)?))
}

fn beside(row: u64, by: Option<u64>) -> String {
    by.map_or_else(|| row.to_string(), |by| format!("{row} (by row {by})"))
}

/// So many rows, and the first of them.
fn listed(rows: &[(u64, Option<u64>)], words: impl Fn(u64, Option<u64>) -> String) -> Option<String> {
    const SHOWN: usize = 10;
    if rows.is_empty() {
        return None;
    }
    let shown = rows.iter().take(SHOWN).map(|(row, by)| words(*row, *by));
    let more = rows.len().saturating_sub(SHOWN);
    let shown: Vec<String> = shown.chain((more > 0).then(|| format!("{more} more"))).collect();
    Some(format!("{}: {}", counted(rows.len() as u64, "row"), shown.join(", ")))
}

/// That a withdrawal took nobody off the letter, where it may be meant for these rows or says not for whom it is.
pub fn perhaps_withdrawn(list: &str, unmet: &Unmet, may_be: &[u64]) -> Option<String> {
    const SHOWN: usize = 5;
    let row = unmet.row;
    let signs = if may_be.len() == 1 { "signs" } else { "sign" };
    let others = rows_named(&may_be[..may_be.len().min(SHOWN)], may_be.len() as u64);
    match (&unmet.who, may_be) {
        (Some(_), []) => None,
        (Some(_), _) => Some(format!(
            "{list}: row {row} withdraws, and {others}, which still {signs}, may be of the same signatory, with another \
             name, e-mail or postal address. If so, write yes under `withdrawn` there too."
        )),
        (None, []) => Some(format!(
            "{list}: row {row} withdraws and does not say who, so nobody is taken off. Write yes under `withdrawn` in the \
             row that is taken back."
        )),
        (None, _) => Some(format!(
            "{list}: row {row} withdraws and does not say who, so nobody is taken off; {others} with its e-mail address \
             still {signs}. Write yes under `withdrawn` in the row that is taken back."
        )),
    }
}
