//! `outcry campaigns`: what there is, what one asks for, how to start one, whether it is right, what
//! becomes of it.

mod check;
mod handing_on;
mod life;
mod list;
mod new;
mod schema;

use crate::app::App;
use crate::args::CampaignsCommand;
use crate::failure::{Exit, Failure};

pub fn run(app: &App, command: &CampaignsCommand) -> Result<Exit, Failure> {
    match command {
        CampaignsCommand::List { json } => list::list(app, *json)?,
        CampaignsCommand::Show { id } => list::show(app, id)?,
        CampaignsCommand::New(args) => return new::run(app, args),
        CampaignsCommand::Close { id, status, note } => life::close(app, id, *status, note.as_deref())?,
        CampaignsCommand::Extend { id, until } => life::extend(app, id, until.as_deref())?,
        CampaignsCommand::Correct { id, what } => life::correct(app, id, what.as_deref())?,
        CampaignsCommand::Pack { id, output } => handing_on::pack(app, id, output.as_deref())?,
        CampaignsCommand::Add { file, id, yes } => handing_on::add(app, file, id.as_deref(), *yes)?,
        CampaignsCommand::Schema { file, output } => schema::run(app, *file, output.as_deref())?,
        CampaignsCommand::Check { target, json } => return check::run(app, target.as_deref(), *json),
    }
    Ok(Exit::Done)
}
