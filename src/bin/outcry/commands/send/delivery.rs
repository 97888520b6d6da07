//! Hands letters over, round after round, and tells what became of them.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use jiff::Timestamp;
use outcry::deliver::{DayOver, Endpoint, Job, Pace, Run, Stopped, deliver, untried};
use outcry::identity::OWN_COPY;
use outcry::outbox::Outbox;
use outcry::smtp::{ClientName, Login, Timeouts, Trust};

use super::composed_cache::Stock;
use super::log::{Log, is_later};
use super::own_copies::Copies;
use super::producer::{Fed, Feed};
use super::send_run::{Consent, SendRun};
use super::to_send::{Shown, ToSend};
use super::{paper, plan};
use crate::failure::{Exit, Failure};
use crate::input::credentials;
use crate::input::history::Repeat;
use crate::input::signers::Signers;
use crate::messages::counts::Tally;
use crate::messages::cures::cures;
use crate::messages::outcomes::{self, Kept};
use crate::messages::own_copies::{stuck, with_copies};
use crate::messages::summary;
use crate::messages::{counted, letters};
use crate::terminal::prompts;

/// Does what was agreed to.
pub fn run(
    send_run: &SendRun<'_>,
    signers: &mut Signers,
    mut survey: ToSend,
    mut outbox: Option<&mut Outbox>,
) -> Result<Exit, Failure> {
    let app = send_run.app;
    let stock = std::mem::take(&mut survey.stock);
    let survey = &survey;
    let copies = &survey.copies;
    if survey.due() + survey.paper() + copies.due == 0 && survey.waits() > 0 && send_run.consent != Consent::DryRun {
        let _told = tell_by_hand(send_run, survey);
        say_what_stays(send_run, survey, 0, copies.stuck);
        app.report.say(&survey.rest().words(""));
        return Ok(survey.rest().exit_with(&copies.past));
    }
    if survey.due() + survey.paper() + survey.waits() + copies.due == 0 {
        // A full or closed screen must not change what the exit code says.
        let _told = tell_past(send_run, survey).and_then(|()| tell_by_hand(send_run, survey));
        app.report.say(&survey.past.words(""));
        if signers.list().is_some() {
            say_what_stays(send_run, survey, 0, copies.stuck);
        }
        if survey.past.doubt == 0 {
            let refused = survey.past.refused + survey.past.bounced;
            app.report.say(if let Repeat::Older(_) = send_run.repeat() {
                "Nothing is left to send: no letter of this command went out in an earlier version."
            } else if refused > 0 {
                "Nothing is left to send. To resend refused and bounced letters, use --again=refused; to resend all, --again."
            } else {
                "Nothing is left to send. To resend letters that were sent, handed over or given up, use --again."
            });
        }
        if survey.past.handed_over > 0 {
            app.report.say(
                "To print lost letters again, use `outcry write` with the same list and -f pdf; that sends no mail.",
            );
        }
        return Ok(survey.past.exit_with(&copies.past));
    }
    if send_run.consent == Consent::DryRun {
        return dry_run(send_run, signers, survey);
    }
    let trust = credentials::trust(&send_run.account)?;
    let login = credentials::login_for_sending(&send_run.account, &trust, &app.ask)?;
    let access = (trust, login);
    // Nor must it end a delivery.
    let _told = tell_past(send_run, survey);
    if let (Some(outbox), Some(path), true) = (&mut outbox, send_run.paper(), survey.paper() > 0) {
        paper::write(send_run, signers, outbox, path, survey.paper(), &survey.unset)?;
    }
    let exit = if survey.due() + copies.due == 0 {
        if signers.list().is_some() {
            say_what_stays(send_run, survey, 0, copies.stuck);
        }
        Ok(survey.rest().exit_with(&copies.past))
    } else {
        hand_over(send_run, signers, survey, stock, outbox, &access)
    };
    // These offices wait for a letter on paper, whatever became of the others.
    let _told = tell_by_hand(send_run, survey);
    exit
}

/// What a run leaves as it was: letters that are due and not tried, and why; letters that are in doubt since before.
/// `doubts` are those of this run, `copies_stuck` the copies that wait for letters.
fn say_what_stays(send_run: &SendRun<'_>, survey: &ToSend, doubts: u64, copies_stuck: u64) {
    let report = &send_run.app.report;
    for (office, _) in survey.offices.iter().filter(|(_, toll)| toll.held_back > 0) {
        report.warn(&summary::held_back(office));
    }
    if !survey.unset.is_empty() {
        report.warn(&format!(
            "{} for a font. Install one that has the missing characters, such as a Noto font, and run the same command \
             again.",
            if survey.unset.len() == 1 {
                "1 letter waits".to_owned()
            } else {
                format!("{} letters wait", survey.unset.len())
            }
        ));
    }
    summary::say_old_doubts(send_run.app.terminal(), survey.in_doubt());
    if copies_stuck > 0 {
        report.say(&stuck(copies_stuck));
    }
    if survey.past.doubt + survey.copies.past.doubt + doubts > 0 && send_run.posting.test_to.is_none() {
        report.say(summary::HOW_TO_SETTLE);
    }
}

fn dry_run(send_run: &SendRun<'_>, signers: &Signers, survey: &ToSend) -> Result<Exit, Failure> {
    tell_past(send_run, survey)?;
    if signers.list().is_some() {
        for (id, toll) in survey.offices.iter().filter(|(_, toll)| toll.due > 0) {
            outcomes::would_send_many(&send_run.app.report, send_run.shape, id, &letters(toll.due), toll.due)?;
        }
        if survey.copies.due > 0 {
            let (count, words) = (survey.copies.due, counted(survey.copies.due, "copy"));
            outcomes::would_send_many(&send_run.app.report, send_run.shape, OWN_COPY, &words, count)?;
        }
    } else {
        survey
            .shown
            .iter()
            .try_for_each(|shown| outcomes::would_send(&send_run.app.report, send_run.shape, &shown.mail))?;
    }
    tell_by_hand(send_run, survey)?;
    let paper = match survey.paper() {
        0 => String::new(),
        count => format!(", and write {} on paper", letters(count)),
    };
    send_run.app.report.say(&format!(
        "Dry run: would send {} through {}{paper}. Nothing was sent.",
        with_copies(survey.due(), survey.copies.due),
        send_run.account.server.host()
    ));
    Ok(Exit::Done)
}

fn tell_past(send_run: &SendRun<'_>, survey: &ToSend) -> Result<(), Failure> {
    for past in &survey.past_letters {
        outcomes::explain_past(send_run.app.terminal(), &past.office, &past.entry);
        outcomes::tell_past(send_run.app.terminal(), send_run.shape, past)?;
    }
    survey.doubts.iter().try_for_each(|past| outcomes::tell_past(send_run.app.terminal(), send_run.shape, past))
}

fn tell_by_hand(send_run: &SendRun<'_>, survey: &ToSend) -> Result<(), Failure> {
    survey.by_hand(send_run).try_for_each(|office| {
        outcomes::tell_by_hand(&send_run.app.report, send_run.shape, office, &send_run.instead(office))
    })
}

/// Letters from which on it is said how fast they went.
const FAST_LEAST: u64 = 1000;

/// Sends what is due, as often as the user's patience allows, and tells what became of it.
fn hand_over(
    send_run: &SendRun<'_>,
    signers: &mut Signers,
    survey: &ToSend,
    mut stock: Stock,
    mut outbox: Option<&mut Outbox>,
    (trust, login): &(Trust, Option<Login>),
) -> Result<Exit, Failure> {
    let app = send_run.app;
    let login = login.as_ref();
    let (name, timeouts) = (ClientName::default(), Timeouts::default());
    let connections = send_run.connections();
    let endpoint =
        Endpoint { server: &send_run.account.server, name: &name, login, trust, timeouts: &timeouts, connections };
    let clock = || app.environment.since(send_run.now);
    let mut log = Log::begin(send_run, survey, survey.due(), signers.list().is_some());
    let mut copies = Copies::begin(send_run, survey);
    let mut first_row = survey.resumed.as_ref().and_then(|known| known.first_waiting).unwrap_or_default();
    let mut due_by = None;
    let mut failure = None;
    let path = outbox.as_ref().map(|outbox| outbox.view().path().to_owned());
    let stopped = prompts::while_delivering(path.as_deref(), || {
        loop {
            let round = round(
                &endpoint,
                send_run,
                signers,
                std::mem::take(&mut stock),
                outbox.as_deref_mut(),
                &mut log,
                due_by,
                first_row,
                &clock,
            );
            let round = match (round, outbox.as_deref_mut()) {
                (Ok((None, fed)), Some(outbox)) if fed.is_whole() && copies.are_due() => {
                    log.rest();
                    let copies = copies.round(&endpoint, signers, outbox, due_by, &clock);
                    copies.map(|(stopped, copies)| (stopped, fed.and(copies)))
                }
                (round, _) => round,
            };
            let (stopped, fed) = match round {
                Ok(round) => round,
                Err(failed) => {
                    failure = Some(failed);
                    return None;
                }
            };
            failure = fed.failure;
            let goes_on = matches!(stopped, None | Some(Stopped::ForNow(_))) && failure.is_none();
            let next = fed.next_try.into_iter().chain(log.next_try).min();
            let wanted = send_run.args.wait && goes_on;
            if wanted && fed.turned_back && stopped.is_none() {
                (due_by, first_row) = (Some(clock()), 0);
                continue;
            }
            // Each letter is given up after five days of its own; a run that waits for nothing ends.
            let next = next.filter(|_| wanted);
            let Some(next) = next else { return stopped };
            log.progress.aside(|| {
                app.report.say(&format!(
                    "Waiting until {} with {}. Press Ctrl-C to stop; to continue later, run: {}",
                    app.environment.local(next),
                    with_copies(survey.due().saturating_sub(log.settled()), copies.tally().waiting),
                    send_run.go_on
                ));
            });
            if !prompts::while_resting(|| sleep_until(next, &clock, &prompts::stop_asked)) {
                return Some(Stopped::Asked);
            }
            due_by = Some(clock());
            first_row = 0;
        }
    });
    log.rest();
    let stopped = stopped.or_else(|| prompts::stop_asked().then_some(Stopped::Asked));
    let exit = log.report(survey, &copies, stopped);
    match (failure, exit) {
        (Some(failure), _) => Err(failure),
        (None, exit) => exit,
    }
}

/// Tries each letter that is due once.
#[expect(clippy::too_many_arguments, reason = "what one round needs, from the one place that runs it")]
fn round(
    endpoint: &Endpoint<'_>,
    send_run: &SendRun<'_>,
    signers: &mut Signers,
    stock: Stock,
    mut outbox: Option<&mut Outbox>,
    log: &mut Log<'_>,
    due_by: Option<Timestamp>,
    first_row: u64,
    clock: &(dyn Fn() -> Timestamp + Sync),
) -> Result<(Option<Stopped>, Fed), Failure> {
    log.begin_round();
    if log.survey.due() == 0 {
        return Ok((None, Fed::default()));
    }
    let (pace, account) = send_run.pace(outbox.as_deref_mut(), clock())?;
    if !log.listed {
        log.say_what_the_pace_holds(&pace, clock());
    }
    let view = outbox.as_ref().map(|outbox| outbox.reader()).transpose()?;
    let day_over = if send_run.args.wait { DayOver::Wait } else { DayOver::Stop };
    let run = Run { outbox, account, pace, day_over, clock, stop: &prompts::stop_asked };
    let done = std::mem::take(&mut log.done);
    let held_back = log.held_back.clone();
    let put_off = AtomicI64::new(i64::MAX);
    let began = clock();
    let unset = &log.survey.unset;
    let feed =
        Feed { send_run, view, due_by, done: &done, first_row, held_back, unset, put_off: &put_off, began, clock };
    let (found, heard) = channel();
    let stopped = deliver(
        endpoint,
        run,
        move |push| {
            let _heard = found.send(feed.run(signers, stock, push));
        },
        |event| {
            log.hear(event);
            if let Some(next) = log.next_try {
                put_off.fetch_min(next.as_second(), Ordering::Relaxed);
            }
        },
    );
    log.done.extend(done);
    Ok((stopped, heard.recv().unwrap_or_default()))
}

impl Log<'_> {
    /// What there is to say at the end.
    fn report(mut self, survey: &ToSend, copies: &Copies<'_>, stopped: Option<Stopped>) -> Result<Exit, Failure> {
        let (send_run, app) = (self.send_run, self.send_run.app);
        let of_copies = copies.tally();
        let mut tally = survey.past.clone();
        if self.listed {
            tally.add(&self.summary.tally);
            tally.waiting += survey.due().saturating_sub(self.summary.tally.settled()) + survey.waits();
            self.summary.say(&app.report, &survey.offices);
            let now = self.held_back.iter().filter(|office| survey.offices.get(office).held_back == 0);
            now.for_each(|office| app.report.warn(&summary::held_back(office)));
            copies.say(&app.report);
            say_what_stays(send_run, survey, self.summary.tally.doubt + of_copies.doubt, copies.stuck);
        } else {
            tally.waiting += survey.waits();
            self.tell_held(survey, stopped.as_ref(), &mut tally);
        }
        let marked = if send_run.posting.test_to.is_some() { " as a test" } else { "" };
        app.report.say(&tally.words(marked));
        self.say_how_fast();
        let exit = tally.exit_with(&of_copies);
        let waiting = tally.waiting + of_copies.waiting;
        if waiting > 0 && send_run.posting.test_to.is_none() {
            app.report.say(&format!("To send the rest, run: {}", send_run.go_on));
            let next = [self.next_try, copies.next_try()].into_iter().flatten().min();
            if let Some(next) = next.filter(|_| self.listed) {
                app.report.say(&format!("Next attempt: {}.", app.environment.local(next)));
            }
        }
        let host = send_run.account.server.host();
        match stopped {
            Some(Stopped::Account { reason, trouble }) => {
                let mut failure = Failure::config(format!("{host}: {reason}"));
                failure.hints.extend(trouble.into_iter().flat_map(|trouble| cures(trouble, &send_run.account)));
                Err(failure.hint("no letter counts as refused because of this; fix the account, then run the same command to send the rest. To test the account, run: outcry account check"))
            }
            Some(Stopped::Outbox(error)) => Err(Failure::outbox_lost(&error)),
            // Who asked to stop when the last letter was in hand stopped nothing.
            Some(Stopped::Asked) if waiting > 0 => Ok(Exit::Interrupted),
            Some(Stopped::DayOver(until)) => {
                app.report.warn(&format!(
                    "the account has reached its daily limit; the next letters can go out from {}, {} from now.",
                    app.environment.local(until),
                    plan::about(until.duration_since(app.environment.since(send_run.now)))
                ));
                Ok(exit)
            }
            Some(Stopped::ForNow(reason)) if self.listed => {
                app.report.warn(&format!("{host}: {reason}; the run stopped here, and no letter is lost."));
                Ok(exit)
            }
            Some(Stopped::ForNow(_) | Stopped::Asked) | None => Ok(exit),
        }
    }

    /// Half a minute without a word looks like a program that hangs.
    fn say_what_the_pace_holds(&self, pace: &Pace, now: Timestamp) {
        let environment = &self.send_run.app.environment;
        for (office, last) in &pace.offices {
            let next = pace.per_office.map(|spacing| *last + spacing).filter(|next| *last <= now && *next > now);
            if let Some(next) = next {
                let wait = next.duration_since(now).as_secs() + 1;
                self.send_run.app.report.say(&format!(
                    "{office} got a letter at {}; the next one goes out in {wait} seconds (see --office-pace).",
                    environment.local(*last)
                ));
            }
        }
    }

    /// Only where many went: the time of a few says nothing.
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    fn say_how_fast(&self) {
        let sent = self.summary.tally.sent;
        let took = self.began.elapsed().as_secs_f64();
        if sent >= FAST_LEAST && sent as f64 > took {
            self.send_run.app.report.say(&format!("{:.1} seconds, {:.0} letters a second.", took, sent as f64 / took));
        }
    }

    /// The fates of one signatory's letters, those that were kept back until now among them.
    fn tell_held(&mut self, survey: &ToSend, stopped: Option<&Stopped>, tally: &mut Tally) {
        let (send_run, app) = (self.send_run, self.send_run.app);
        let account_refused = matches!(stopped, Some(Stopped::Account { .. }));
        for Shown { mail, .. } in &survey.shown {
            if !self.held.iter().any(|(job, _)| job.mail.office == mail.office) {
                let outcome = untried(stopped.unwrap_or(&Stopped::Asked));
                let job = Box::new(Job { mail: mail.clone(), key: None, entry: None, row: None });
                self.tell(&job, &outcome);
                self.pause();
                self.held.push((job, outcome));
            }
        }
        for (job, outcome) in std::mem::take(&mut self.held) {
            let later = is_later(&outcome);
            if later && send_run.args.wait {
                self.tell(&job, &outcome);
                self.pause();
            }
            tally.outcome(&outcome);
            // What holds for the account is said once, below.
            if !(account_refused && later) {
                let key = job.key.map(|key| key.short());
                outcomes::explain(
                    app.terminal(),
                    &job.mail,
                    &outcome,
                    key.as_deref().map_or(Kept::Nowhere, Kept::Under),
                );
            }
        }
    }
}

/// Sleeps until a moment; not to its end, if `stop` says so.
fn sleep_until(moment: Timestamp, clock: &dyn Fn() -> Timestamp, stop: &dyn Fn() -> bool) -> bool {
    const NAP: Duration = Duration::from_millis(100);
    while clock() < moment {
        if stop() {
            return false;
        }
        std::thread::sleep(NAP);
    }
    !stop()
}
