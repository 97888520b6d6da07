//! `outcry campaigns`: what there is, what one asks for, how to start one, whether it is right.

mod check;
mod list;
mod new;

use crate::app::App;
use crate::args::CampaignsCommand;
use crate::failure::{Exit, Failure};

pub fn run(app: &App, command: &CampaignsCommand) -> Result<Exit, Failure> {
    match command {
        CampaignsCommand::List { json } => list::list(app, *json)?,
        CampaignsCommand::Show { id } => list::show(app, id)?,
        CampaignsCommand::New { id, example: false } => new::template(app, id)?,
        CampaignsCommand::New { id, example: true } => new::example(app, id)?,
        CampaignsCommand::Check { target } => return check::run(app, target.as_deref()),
    }
    Ok(Exit::Done)
}
