//! `outcry campaigns schema`: JSON Schemas, with which editors complete and check the files that people write.

use std::path::Path;

use outcry::{campaign, registry};

use crate::app::App;
use crate::args::SchemaChoice;
use crate::failure::Failure;
use crate::output::files::{Place, write_new};

pub fn run(app: &App, file: Option<SchemaChoice>, output: Option<&Path>) -> Result<(), Failure> {
    let place = Place::of(output);
    let chosen = match (file, &place) {
        (Some(file), _) => vec![file],
        (None, Place::Folder(_)) => vec![SchemaChoice::Campaign, SchemaChoice::Recipients],
        (None, Place::Screen | Place::File(_)) => {
            return Err(Failure::usage("which file is missing: campaign or recipients")
                .hint("for both, give a folder: outcry campaigns schema -o FOLDER/"));
        }
    };
    for file in chosen {
        let (name, schema) = match file {
            SchemaChoice::Campaign => ("campaign.schema.json", campaign::schema()),
            SchemaChoice::Recipients => ("recipients.schema.json", registry::schema::schema()),
        };
        let text = format!("{schema:#}\n");
        let path = match &place {
            Place::Screen => {
                app.report.result(&text)?;
                continue;
            }
            Place::File(path) => path.clone(),
            Place::Folder(folder) => folder.join(name),
        };
        write_new(&path, text.as_bytes())?;
        app.report.result(&format!("{}\n", path.display()))?;
    }
    Ok(())
}
