//! Starts the sandbox.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use serde_json::Value;

use sandbox::clock::Clock;
use sandbox::server::{Server, Settings};
use sandbox::{Options, Sandbox};

/// A stateful Zendesk and PagerDuty on localhost, with an agent workspace that frames the built app.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The built app: the directory with index.html.
    #[arg(long, value_name = "DIRECTORY", default_value = "dist")]
    app: PathBuf,
    /// The app's manifest.
    #[arg(long, value_name = "FILE", default_value = "manifest.json")]
    manifest: PathBuf,
    /// The app's requirements.
    #[arg(long, value_name = "FILE", default_value = "requirements.json")]
    requirements: PathBuf,
    /// The Zendesk SDK as one script that sets window.ZAFClient.
    #[arg(long, value_name = "FILE")]
    sdk: PathBuf,
    /// The first of five ports in a row; 0 takes any free ones.
    #[arg(long, default_value_t = 4600)]
    port: u16,
    /// Write every PagerDuty and Zendesk request and answer to this file, one JSON object a line. Tokens, keys and
    /// codes are kept as they were sent: all of it is made-up demonstration traffic.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Print one line of JSON with all addresses when everything listens, and nothing else.
    #[arg(long)]
    print_addresses: bool,
    /// The same seed makes the same world.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("The sandbox did not start: {words}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let sandbox = Sandbox::new(Options {
        clock: Clock::system(),
        seed: arguments.seed,
        manifest: read(&arguments.manifest)?,
        requirements: read(&arguments.requirements)?,
    });
    if let Some(file) = &arguments.record {
        sandbox
            .recorder()
            .record_to(file)
            .map_err(|failure| format!("{} cannot be written: {failure}", file.display()))?;
    }
    let settings = Settings { app: arguments.app, sdk: arguments.sdk, port: arguments.port };
    let server = Server::start(sandbox, settings).await.map_err(|failure| failure.to_string())?;
    let addresses = server.addresses();
    if arguments.print_addresses {
        println!("{}", serde_json::to_string(addresses).map_err(|failure| failure.to_string())?);
    } else {
        println!("Agent workspace    {}", addresses.ticket);
        println!("App                {}", addresses.app);
        println!(
            "PagerDuty          {} (identity), {} (US), {} (EU)",
            addresses.identity, addresses.rest_us, addresses.rest_eu
        );
        println!("Controls over HTTP {}/control/state", addresses.workspace);
    }
    server.run().await;
    Ok(())
}

fn read(file: &Path) -> Result<Value, String> {
    let text =
        std::fs::read_to_string(file).map_err(|failure| format!("{} cannot be read: {failure}", file.display()))?;
    serde_json::from_str(&text).map_err(|failure| format!("{} is not JSON: {failure}", file.display()))
}
