//! `cargo xtask demo`: the app in an agent's workspace, with a Zendesk and a PagerDuty behind it, on this machine alone.

use anyhow::Context as _;

use crate::command_line::DemoOptions;
use crate::setup::{self, Needs};
use crate::workspace::Workspace;
use crate::{release, sandbox};

/// What a newcomer can do with the page, in the order in which it makes sense.
const TRY: &str = "\
What to try:
  - Sign in with PagerDuty in the panel beside the ticket, and allow it in the window that opens.
  - Acknowledge an incident, add a note, resolve it, and take that back while you still can.
  - Open Details, Timeline and Notes; they stay as you left them.
  - On a ticket without an incident, create one or link one: search by words, number or address.
  - In the control panel, be another agent, someone without a PagerDuty account, or of another group.
  - There too: dark colors, Arabic, and faults such as slow answers, refusals and dropped answers.
";

/// Sets up, builds, serves, and waits for Ctrl-C.
pub(crate) fn run(workspace: &Workspace, options: &DemoOptions) -> anyhow::Result<()> {
    // The file is named from where the person stands, and the sandbox stands in the project's root.
    let record =
        options.record.as_ref().map(std::path::absolute).transpose().context("--record wants the name of a file")?;
    let tools = setup::prepare(workspace, Needs { lints: false, browser: false })?;
    release::build(workspace, &tools)?;
    let built = sandbox::build(workspace, &tools)?;
    let running = sandbox::start(workspace, &built, options.port, record.as_deref())?;
    println!("\nThe demo is at {}\n\n{TRY}", running.address);
    if let Some(record) = &record {
        println!("Requests and answers are recorded in {}", record.display());
    }
    println!("Ctrl-C ends it.");
    if options.open
        && let Err(error) = open::that_detached(&running.address)
    {
        println!("The browser could not be opened ({error}); open the address yourself.");
    }
    running.wait()
}
