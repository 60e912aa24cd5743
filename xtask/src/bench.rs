//! `cargo xtask bench`: sizes of what is shipped, and times of the running app beside a React build of the same panel.

use std::ffi::OsString;
use std::fs;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::process::{self, Manner};
use crate::setup::{self, Needs};
use crate::workspace::Workspace;
use crate::{package, release, sandbox};

/// Builds everything and runs `bench/run.mjs`, which starts a sandbox for each app, measures and prints.
///
/// The script is told by environment variables: `CHROMIUM` (the browser), `SANDBOX_BIN` and `SANDBOX_SDK` (the sandbox's program and
/// Zendesk's SDK), `APP_DIST` (the built app), `BENCH_SIZES` (a JSON file with the sizes) and `BENCH_OUTPUT` (where its own figures
/// belong, as JSON).
pub(crate) fn run(workspace: &Workspace, arguments: &[OsString]) -> anyhow::Result<()> {
    let tools = setup::prepare(workspace, Needs { lints: false, browser: true })?;
    for folder in ["bench", "bench/react"] {
        if workspace.path(folder).join("package-lock.json").is_file() {
            setup::npm_packages(workspace, &workspace.path(folder))?;
        }
    }
    release::build(workspace, &tools)?;
    let packed = package::pack(workspace)?;
    println!("\n{}{:24} {:>9}\n", packed.sizes, "zip", packed.size);

    let (sizes, output) = (workspace.output("sizes.json"), workspace.output("bench.json"));
    let figures = json!({ "zip": packed.size, "assets": packed.sizes.to_json() });
    fs::write(&sizes, serde_json::to_string_pretty(&figures)?)
        .with_context(|| format!("cannot write {}", sizes.display()))?;
    // Figures of an earlier run must not pass for this one's.
    if output.exists() {
        fs::remove_file(&output).with_context(|| format!("cannot remove {}", output.display()))?;
    }

    let built = sandbox::build(workspace, &tools)?;
    let mut node = tools.command("node", workspace);
    node.arg(workspace.path("bench/run.mjs")).args(arguments);
    node.env("SANDBOX_BIN", &built.program).env("SANDBOX_SDK", &built.sdk);
    node.env("APP_DIST", workspace.path("dist")).env("BENCH_SIZES", &sizes).env("BENCH_OUTPUT", &output);
    if let Some(browser) = &tools.browser {
        node.env("CHROMIUM", browser);
    }
    process::expect_success("measuring", &mut node, Manner::OPEN)?;
    let text = fs::read_to_string(&output).with_context(|| format!("bench/run.mjs left no {}", output.display()))?;
    serde_json::from_str::<Value>(&text).with_context(|| format!("{} is not JSON", output.display()))?;
    println!("\nThe figures are in {}", output.display());
    Ok(())
}
