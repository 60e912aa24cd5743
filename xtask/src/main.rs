//! The project's commands: `cargo xtask demo | test | package | bench`.
//!
//! Every command starts with the set-up it needs, so that a fresh clone needs nothing but Rust and Node.

mod bench;
mod command_line;
mod demo;
mod fingerprint;
mod interrupt;
mod package;
mod process;
mod release;
mod sandbox;
mod setup;
mod sizes;
mod suite;
mod workspace;

use std::process::ExitCode;

use command_line::Command;
use workspace::Workspace;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command that was asked for; `false` means that it ran to its end and something in it failed.
fn run() -> anyhow::Result<bool> {
    let command = command_line::parse(lexopt::Parser::from_env())?;
    if matches!(command, Command::Help) {
        print!("{}", command_line::USAGE);
        return Ok(true);
    }
    interrupt::listen()?;
    let workspace = Workspace::locate()?;
    match command {
        Command::Help => Ok(true),
        Command::Demo(options) => demo::run(&workspace, &options).map(|()| true),
        Command::Test(part) => suite::run(&workspace, part),
        Command::Package { twice } => package::run(&workspace, twice).map(|()| true),
        Command::Bench { arguments } => bench::run(&workspace, &arguments).map(|()| true),
    }
}
