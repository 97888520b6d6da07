//! `outcry campaigns new`: the folder of a new campaign.

use std::path::Path;

use crate::app::App;
use crate::failure::Failure;

/// Writes the two files of a new campaign, with what is to be filled in.
pub fn template(app: &App, id: &str) -> Result<(), Failure> {
    make(app, id, &[("campaign.toml", NEW_CAMPAIGN), ("en.md", NEW_LETTER)])?;
    app.report.say(&format!("Fill in both files, then run: outcry campaigns check {id}"));
    Ok(())
}

/// Writes a campaign that can be written and sent as it is.
pub fn example(app: &App, id: &str) -> Result<(), Failure> {
    let [(toml, campaign), letters @ ..] = EXAMPLE;
    // An address counts as confirmed for twelve months; the example shall work on any day.
    let campaign = campaign.replace("checked = 2026-01-01", &format!("checked = {}", app.environment.today));
    make(app, id, &[[(toml, campaign.as_str())].as_slice(), letters.as_slice()].concat())?;
    app.report.say(&format!("To write its letter, run: outcry write {id} --name \"Your Name\" --country GB"));
    Ok(())
}

const NEW_CAMPAIGN: &str = r#"# One appeal. Every key is explained in docs/campaigns.md.
title = "Country: what happened to whom"
status = "open"                   # open, closed, won or stopped
# status_note = "Why it has that status"
# published = 2026-01-31
# act_by = 2026-03-31             # after this day `outcry send` refuses
persons = [{ name = "Full Name" }]
recipients = []                   # ids from `outcry recipients list`, or offices defined below
embassy_of = "KZ"                 # change it: the embassy of this state in each signatory's own country
copy_to = ["copies@campaign.example"]   # replace it: sending to a .example address is refused
sources = []                      # where the appeal can be read

# [[field]]                       # something this campaign asks for: {{workplace}} in a letter, --set workplace=… to give it
# name = "workplace"
# label.en = "Where you work"

# [[office]]                      # an office no registry has yet; see recipients.toml
# id = "kz-example-court"
# kind = "court"
# country = "KZ"
# names.en = "Court of …"
"#;

const NEW_LETTER: &str = r#"+++
subject = "Release [NAME]"
salutation = "Dear Madam or Sir,"
closing = "Yours faithfully,"
demands = [
  "Release [NAME] at once.",
]
+++
{{I/We}}, {{signatory}}, protest against [WHAT HAPPENED, WHEN AND WHERE].

{{#if own_words}}
{{own_words}}
{{/if}}

{{I/We}} ask you to take these steps:

{{#each demands}}
- {{this}}
{{/each}}

{{I/We}} ask for an answer.
"#;

/// A campaign that can be written and sent as it is, towards addresses that reach nobody.
const EXAMPLE: [(&str, &str); 3] = [
    ("campaign.toml", include_str!("example/campaign.toml")),
    ("de.md", include_str!("example/de.md")),
    ("en.md", include_str!("example/en.md")),
];

/// Makes the folder of a new campaign.
fn make(app: &App, id: &str, files: &[(&str, &str)]) -> Result<(), Failure> {
    if !outcry::registry::is_id(id) {
        return Err(Failure::usage(format!(
            "invalid campaign id \"{}\": use at most 64 of a-z, 0-9 and -, beginning with a letter or digit",
            outcry::text::for_sentence(id)
        )));
    }
    let letters = app.global.letters.clone().unwrap_or_else(|| Path::new("letters").to_owned());
    let folder = letters.join(id);
    if folder.exists() {
        return Err(Failure::data(format!("{} exists already; nothing was written", folder.display())));
    }
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    for (name, text) in files {
        let file = folder.join(name);
        std::fs::write(&file, text).map_err(|error| Failure::file(&file, &error))?;
        app.report.result(&format!("{}\n", file.display()))?;
    }
    Ok(())
}
