//! Links as people write them into running text.

/// Services that shorten links for anybody. There are a thousand of them; these are what people use.
const SHORTENERS: &str = "adf.ly b.link bit.do bit.ly bitly.com bl.ink buff.ly clck.ru cutt.ly dlvr.it fb.me goo.gl goo.su \
    ht.ly ift.tt is.gd lnkd.in mcaf.ee ouo.io ow.ly qr.ae rb.gy rebrand.ly s.id shorte.st shorturl.at snip.ly soo.gd \
    surl.li t.co t.ly tiny.cc tinyurl.com tr.im trib.al u.to urlz.fr v.gd vk.cc wp.me x.co";

/// The first link that hides where it leads, as it stands, with or without `https://`.
pub fn short_link(text: &str) -> Option<&str> {
    // A link has a dot and a slash in it, and most texts have no slash at all.
    if !text.contains('/') {
        return None;
    }
    let is_edge = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '«' | '»' | ',');
    text.split(is_edge).map(|piece| piece.trim_end_matches(['.', ';', ':', '!', '?'])).find(|link| is_short(link))
}

fn is_short(link: &str) -> bool {
    let bare = link.split_once("://").map_or(link, |(_, rest)| rest);
    let Some((host, path)) = bare.split_once('/') else { return false };
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    !path.is_empty() && SHORTENERS.split_ascii_whitespace().any(|known| known == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_hides_where_it_leads_is_found() {
        for (text, expected) in [
            ("See https://bit.ly/3xYz12.", Some("https://bit.ly/3xYz12")),
            ("(tinyurl.com/pier-7)", Some("tinyurl.com/pier-7")),
            ("HTTP://WWW.T.CO/a, he said", Some("HTTP://WWW.T.CO/a")),
            ("мой рассказ: clck.ru/abc", Some("clck.ru/abc")),
            ("<https://is.gd/a>", Some("https://is.gd/a")),
            ("https://union.test/bit.ly/a", None),
            ("the service bit.ly is one; t.co/", None),
            ("https://rabbit.ly/a and notbit.ly/b", None),
            ("yes/no and 1/2", None),
            ("https://bit.ly.union.test/a", None),
        ] {
            assert_eq!(short_link(text), expected, "{text}");
        }
    }
}
