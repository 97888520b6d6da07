//! Values made to break out of a letter: refused before anything is sent, or delivered exactly.

use super::*;

/// Sends with these arguments and asserts that whatever reached the server is a sound mail.
fn send(arguments: &[&str], input: Option<&str>) -> (Run, Vec<Session>) {
    let server = Script::new().start();
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let mut all = vec!["send", "harbour", "--to", "aq-court", "--yes", "--from", "branch@union.test", "--server", &url];
    all.extend(arguments);
    let run = harbour().run_with_input(&all, input);
    let sessions = server.finish();
    for letter in sessions.iter().flat_map(|session| &session.letters) {
        assert_eq!(letter.to, ["court@court.test", "copies@harbour.example"], "no recipient was added");
        sound(&letter.text);
    }
    (run, sessions)
}

/// RFC 5322 section 2.1.1 and 2.3: lines of at most 998 octets that end with CRLF, and no NUL.
fn sound(text: &str) {
    let bare = text.replace("\r\n", "");
    assert!(!bare.contains(['\r', '\n', '\0']), "a bare line end or NUL\n{text:?}");
    assert!(bare.is_ascii(), "eight bits\n{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 998), "a line is too long");
    assert_eq!(text.matches("\r\nSubject: ").count() + usize::from(text.starts_with("Subject: ")), 1, "{text}");
    assert!(!text.split("\r\n\r\n").next().unwrap().contains("\r\nBcc:"), "{text}");
}

#[test]
fn names_that_could_forge_or_hide_are_refused() {
    let long = "x".repeat(3000);
    let marks = format!("Jo{}", "\u{301}".repeat(1000));
    for name in [
        "Jo\r\nBcc: all@evil.test",
        "Jo\nX: y",
        "Jo\rX: y",
        "Jo\u{85}X",
        "Jo\u{2028}X",
        "Jo\u{2029}X",
        "Jo\u{b}X",
        "Jo\u{202e}htimS",
        "Jo\u{2066}Smith\u{2069}",
        "Jo\u{200b}Smith",
        "Jo\u{1b}[2J",
        "Jo\u{9b}31m",
        "Jo\u{7}",
        "Jo\u{e0041}",
        long.as_str(),
        marks.as_str(),
    ] {
        refused_without_a_trace("--name", name);
    }
    refused_without_a_trace("--role", "Secretary\r\nBcc: all@evil.test");
    refused_without_a_trace("--organisation", "Branch\u{202e}7");
    // A mail program may show it in place of the sender's.
    refused_without_a_trace("--organisation", "Ministry <press@ministry.test>");
    refused_without_a_trace("--name", "Jo press@ministry.test");
}

fn refused_without_a_trace(flag: &str, value: &str) {
    let (run, sessions) = send(&["--name", "Jo", flag, value][if flag == "--name" { 2 } else { 0 }..], None);
    assert_eq!((run.code, run.stdout.as_str(), sessions.len()), (2, "", 0), "{value:?}\n{run}");
    assert!(run.stderr.contains(&format!("error: {flag} \"")), "{value:?}\n{run}");
    assert!(!run.stderr.contains(|c: char| c.is_control() && c != '\n'), "{value:?} reached the terminal");
    assert!(!run.stderr.contains(['\u{202e}', '\u{2066}', '\u{200b}']) && run.stderr.len() < 1000, "{run}");
}

#[test]
fn addresses_that_hold_more_than_one_are_refused() {
    for address in [
        "a@b.test,c@d.test",
        "g: a@b.test;",
        "a(c)@b.test",
        "\"<x@y>\"@b.test",
        "a@[127.0.0.1]",
        "a@localhost",
        "a@b.test\r\nRCPT TO:<x@y.test>",
        "a@еxample.com@b.test",
    ] {
        refused_address("--email", address);
    }
    refused_address("--copy-to", "a@b.test,c@d.test");
    refused_address("--test-to", "a@b.test\r\nRCPT TO:<x@y.test>");
}

fn refused_address(flag: &str, address: &str) {
    let (run, sessions) = send(&["--name=Jo", flag, address], None);
    assert_eq!((run.code, run.stdout.as_str(), sessions.len()), (2, "", 0), "{flag} {address:?}\n{run}");
}

#[test]
fn real_names_in_every_script_pass() {
    for name in [
        "Seán O'Brien-Müller, Jr.",
        "Қасым-Жомарт Ғалымұлы",
        "Айнұр Құрманов",
        "王小明",
        "محمد علی",
        "नरेन्द्र",
        "ព្រះ",
        "Jo \"Dock\" Smith (Branch 7) <3>",
        "Smith & Söhne; GmbH: Übersee @ Hamburg",
        "-Jo",
    ] {
        let argument = format!("--name={name}");
        let (run, sessions) = send(&[&argument], None);
        assert_eq!((run.code, sessions[0].letters.len()), (0, 1), "{name}\n{run}");
    }
    // What looks like an encoded word is text, and none of it becomes a header.
    let (run, sessions) = send(&["--organisation==?utf-8?q?A=0D=0ABcc:x?="], None);
    assert_eq!((run.code, sessions[0].letters.len()), (0, 1), "{run}");
}

#[test]
fn a_campaign_that_hides_characters_is_not_used() {
    for (hidden, place) in [
        ("\u{1b}[2J", "letters/harbour/en.md:11:3: an invisible or control character (U+001B); take it out"),
        ("&#x202e;", "letters/harbour/en.md:11:3: an invisible or control character (U+202E, written as &#x202e;)"),
        ("&ZeroWidthSpace;", "letters/harbour/en.md:11:3: "),
        ("\u{2028}", "letters/harbour/en.md:11:3: "),
        ("[x](https://a.test/%1B)", "letters/harbour/en.md:11:22: "),
    ] {
        let letter = ENGLISH.replace("{{own_words}}", &format!("X {hidden}"));
        let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &letter)]);
        let check = world.run(&["campaigns", "check", "harbour"]);
        assert_eq!(check.code, 65, "{hidden:?}\n{check}");
        assert!(
            check.says("error[hidden-character]") && check.says(place.split(": ").next().unwrap()),
            "{place}\n{check}"
        );
        let write = world.run(&["write", "harbour", "--to", "aq-court", "--name", "Jo"]);
        assert_eq!((write.code, write.stdout.as_str()), (65, ""), "{hidden:?}\n{write}");
        assert!(write.stderr.contains(&format!("error: {place}")), "{write}");
    }
    // Two places, two lines.
    let letter = ENGLISH.replace("{{own_words}}", "\u{200b}&shy;");
    let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &letter)]);
    let check = world.run(&["campaigns", "check", "harbour"]);
    assert_eq!(check.stdout.matches("--> letters/harbour/en.md:11:").count(), 2, "{check}");
}

#[test]
fn copies_are_folded_and_capped() {
    let addresses = |count: usize| (0..count).map(|n| format!("copy-number-{n}@branch-of-the-harbour.test"));
    let flags: Vec<String> = addresses(50).map(|email| format!("--copy-to={email}")).collect();
    let mut all = vec!["--name=Jo"];
    all.extend(flags.iter().map(String::as_str));
    let server = Script::new().start();
    let url = format!("smtp://127.0.0.1:{}", server.port());
    all.extend(["send", "harbour", "--to", "aq-court", "--yes", "--from", "branch@union.test", "--server", &url]);
    all.rotate_left(51);
    let run = harbour().run(&all);
    let letter = server.finish().remove(0).letters.remove(0);
    assert_eq!((run.code, letter.to.len()), (0, 51), "{run}");
    sound(&letter.text);
    all.push("--copy-to=one@more.test");
    let run = harbour().run(&all);
    assert!(run.code == 2 && run.says("--copy-to: a letter has at most 50 copies; these are 51"), "{run}");

    let quoted: Vec<String> = addresses(51).map(|email| format!("\"{email}\"")).collect();
    let campaign = HARBOUR.replace("\"copies@harbour.example\"", &quoted.join(", "));
    let check = harbour_with(&campaign).line("campaigns check harbour");
    assert!(check.code == 65 && check.says("letters/harbour/campaign.toml:8:"), "{check}");
    assert!(check.says("a letter has at most 50 copies"), "{check}");
}

#[test]
fn a_domain_of_two_scripts_is_said_wherever_it_comes_from() {
    let odd = "its domain, \u{435}xample.test, mixes letters of scripts that look alike";
    let letter = "write harbour --to aq-court --name Jo -f eml";
    for line in [
        format!("{letter} --email a@\u{435}xample.test"),
        format!("{letter} --email a@xn--xample-2of.test"),
        format!("{letter} --copy-to a@\u{435}xample.test"),
        "write harbour --to aq-court -f json --all-consented --signatories list.csv".to_owned(),
    ] {
        let list = "Name,Email\nJo,jo@union.test\nAnn,a@\u{435}xample.test\nBo,b@\u{435}xample.test\n";
        let run = harbour().file("list.csv", list).line(&line);
        assert!(run.code == 0 && run.stderr.matches(odd).count() == 1, "{line}\n{run}");
        assert!(run.stderr.contains("@xn--xample-2of.test"), "{line}\n{run}");
        assert!(!line.contains("list.csv") || run.stderr.contains("list.csv: rows 3, 4: a@"), "{run}");
    }
    let campaign = HARBOUR.replace("copies@harbour.example", "a@\u{435}xample.test");
    let check = harbour_with(&campaign).line("campaigns check harbour");
    assert!(
        check.says("warning[copy-domain]: the domain of a@xn--xample-2of.test, \u{435}xample.test, mixes letters"),
        "{check}"
    );
}

#[test]
fn what_is_left_to_fill_in_is_refused_wherever_it_comes_from() {
    let letter = "write harbour --to aq-court --name Jo";
    for (flag, value, hole) in [
        ("role", "[ROLE]", "[ROLE]"),
        ("address", "[Street] ____", "[Street]"),
        ("address", "1 Quay\n____", "____"),
        ("organisation", "TODO", "TODO"),
        ("name", "<your name>", "<your name>"),
        ("role", "Secretary of ……", "……"),
    ] {
        let says = format!("\"{hole}\" is still to be filled in");
        let (flagged, given) = (format!("--{flag}"), format!("--{flag}={value}"));
        let typed: &[&str] = if flag == "name" { &[&given] } else { &["--name=Jo", &given] };
        let typed = harbour().run(&[&["write", "harbour", "--to", "aq-court"], typed].concat());
        assert!(typed.code == 2 && typed.stdout.is_empty() && typed.says(&says), "{typed}");
        let profile = format!("[me]\n{flag} = {value:?}\n");
        let kept = harbour().config(&profile).line(if flag == "name" { "write harbour --to aq-court" } else { letter });
        assert!(kept.code != 0 && kept.stdout.is_empty() && kept.says(&says), "{kept}");
        if flag != "name" {
            let list = harbour().file("list.csv", "Name\nJo\n");
            let line = "write harbour --to aq-court -f json --all-consented --signatories list.csv";
            let mut words: Vec<&str> = line.split(' ').collect();
            words.extend([flagged.as_str(), value]);
            let listed = list.run(&words);
            assert!(listed.code == 2 && listed.stdout.is_empty() && listed.says(&says), "{listed}");
        }
    }
}

#[test]
fn an_address_ends_where_it_ends() {
    for (flag, value) in [
        ("--from", "branch@union.test\n"),
        ("--from", "Branch <branch@union.test>\r\n"),
        ("--from", "\nbranch@union.test"),
        ("--email", "jo@union.test\n"),
        ("--copy-to", "jo@union.test\r\n"),
        ("--test-to", "\tjo@union.test"),
    ] {
        let mut words =
            vec!["send", "harbour", "--to", "aq-court", "--name", "Jo", "--yes", "--server", "smtp://127.0.0.1:1"];
        words.extend([flag, value]);
        if flag != "--from" {
            words.extend(["--from", "branch@union.test"]);
        }
        let run = harbour().run(&words);
        assert!(run.code == 2 && run.stdout.is_empty(), "{flag} {value:?}\n{run}");
    }
}

#[test]
fn names_of_files_are_plain_whoever_signs() {
    let names = [
        "../../x",
        "/etc/passwd",
        "a\\b",
        "CON",
        "nul.txt",
        ".hidden",
        "-rf",
        "a:b",
        "=1+1 x",
        "王小明",
        "Jo\u{a0}Smith",
        "x?*|<3",
        "~root",
        "$(reboot)",
        "`id`",
        "%2e%2e%2f",
        "a\u{301}",
        "Ünïon",
    ];
    let rows: String = names.iter().map(|name| format!("\"{name}\"\n")).collect();
    let long = "x".repeat(100);
    let world = harbour().file("list.csv", &format!("Organisation\n{rows}{long}\n"));
    let line = "write harbour --to aq-court -f text -o out/ --all-consented --signatories list.csv";
    let run = world.line(line);
    assert_eq!(run.code, 0, "{run}");
    let entries: Vec<String> = std::fs::read_dir(world.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(entries.len(), names.len() + 1, "{entries:?}");
    for name in entries {
        let plain =
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte));
        assert!(plain && name.starts_with(|c: char| c.is_ascii_digit()) && name.len() < 200, "{name}");
        assert_eq!(name.matches('.').count(), 1, "{name}");
    }
    assert!(!world.path("../x").exists() && !world.path("x").exists());
}

#[test]
fn joiners_that_scripts_and_emoji_need_pass_everywhere() {
    let family = "👩\u{200d}👩\u{200d}👧 می\u{200c}خواهم";
    let argument = format!("--own-words={family}");
    let letter = ENGLISH.replace("{{own_words}}", &format!("{{{{own_words}}}} {family}"));
    let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &letter)]);
    let run = world.run(&["write", "harbour", "--to", "aq-court", "--name", family, &argument]);
    assert_eq!((run.code, run.stdout.matches(family).count()), (0, 4), "{run}");
}

#[test]
fn own_words_cannot_end_the_letter_early() {
    for words in [
        ".",
        "a\n.\nMAIL FROM:<evil@x.test>\nRCPT TO:<evil@x.test>\nDATA\nb",
        "a\r\n.\r\nQUIT\r\n",
        "a\n.\rb",
        "a\r.\nb",
        "a\r.\rb",
        "a\n.\r\nb",
        "a\r\n.\r\r\nb",
        "..\n...\n.x\n\n.",
        "From the start\n\nFrom here",
        "=2E=0D=0A.\n=",
    ] {
        let (run, sessions) = send(&["--name", "Jo", "--own-words", "-"], Some(words));
        assert_eq!(run.code, 0, "{words:?}\n{run}");
        assert_eq!(sessions.len(), 1, "{words:?}");
        assert_eq!(sessions[0].letters.len(), 1, "{words:?}");
        let end = ["DATA", "QUIT"].map(str::to_owned);
        assert!(sessions[0].commands.ends_with(&end), "{:?}", sessions[0].commands);
    }
    let (run, sessions) = send(&["--name", "Jo", "--own-words", "-"], Some("a\0.\r\nb"));
    assert_eq!((run.code, sessions.len()), (2, 0), "{run}");
}

#[test]
fn a_line_of_any_length_is_folded() {
    let word = "x".repeat(3000);
    let (run, sessions) = send(&["--name", "Jo", "--own-words", &word], None);
    assert_eq!((run.code, sessions[0].letters.len()), (0, 1), "{run}");
    let too_long = "x".repeat(5000);
    let (run, sessions) = send(&["--name", "Jo", "--own-words", &too_long], None);
    assert_eq!((run.code, sessions.len()), (2, 0), "{run}");
}

#[test]
fn a_subject_that_looks_encoded_is_a_subject() {
    let letter = ENGLISH.replace("Release Ada Marsh\"\nsalut", "=?utf-8?q?A=0D=0ABcc:x?= {{name}}\"\nsalut");
    let world = harbour().campaign("harbour", HARBOUR, &[("en", &letter)]);
    let server = Script::new().start();
    let run = world.line(&format!(
        "send harbour --name Jo --to aq-court --yes --from branch@union.test --server smtp://127.0.0.1:{}",
        server.port()
    ));
    assert_eq!(run.code, 0, "{run}");
    let sessions = server.finish();
    let text = &sessions[0].letters[0].text;
    sound(text);
    assert!(text.contains("\r\nSubject: =?utf-8?b?"), "{text}");
}

#[test]
fn a_campaign_folder_cannot_reach_out_of_itself() {
    for (toml, letter) in [
        (format!("{HARBOUR}from = \"a@b.test\"\n"), ENGLISH.to_owned()),
        (format!("{HARBOUR}server = \"smtp://x\"\n"), ENGLISH.to_owned()),
        (format!("{HARBOUR}reply_to = \"a@b.test\"\n"), ENGLISH.to_owned()),
        (HARBOUR.to_owned(), format!("{ENGLISH}{{{{> ../../secret}}}}\n")),
        (HARBOUR.to_owned(), format!("{ENGLISH}{{{{#each this}}}}{{{{@key}}}}{{{{/each}}}}\n")),
        (HARBOUR.to_owned(), format!("{ENGLISH}{{{{{{name}}}}}}\n")),
        (HARBOUR.to_owned(), format!("{ENGLISH}{{{{password}}}}\n")),
        (HARBOUR.to_owned(), format!("{ENGLISH}<script>x</script>\n")),
        (HARBOUR.to_owned(), format!("{ENGLISH}[x](javascript:alert)\n")),
        (HARBOUR.to_owned(), format!("{ENGLISH}![x](https://tracker.example/x.png)\n")),
    ] {
        let world = harbour().campaign("harbour", &toml, &[("en", &letter)]).file("secret.md", "Canary");
        let run = world.line("write harbour --name Jo --to aq-court");
        assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
        assert!(!run.says("Canary") && run.stderr.contains("letters/harbour"), "{run}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_campaign_folder_is_not_followed() {
    let world = harbour().file("secret.md", ENGLISH);
    std::os::unix::fs::symlink(world.path("secret.md"), world.path("letters/harbour/de.md")).unwrap();
    let run = world.line("write harbour --name Jo --to aq-court");
    assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
    assert!(run.says("de.md"), "{run}");
}

#[test]
fn what_a_server_says_cannot_move_the_cursor() {
    let server =
        Script::new().at(Step::Rcpt, [Act::Send(b"550 \x1b[2J\x1b]0;pwn\x07 gone \x9b31m\r\n".to_vec())]).start();
    let run = harbour().line(&format!(
        "send harbour --name Jo --to aq-court --yes --from branch@union.test --server smtp://127.0.0.1:{}",
        server.port()
    ));
    assert_eq!(run.code, 75, "{run}");
    assert!(!run.says("\u{1b}") && !run.says("\u{7}") && !run.says("\u{9b}"), "{run:?}");
}
