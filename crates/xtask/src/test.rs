//! Everything that must hold before a change lands.

use crate::run::{Outcome, program, root, run, step};
use crate::{browser, build, serve, tools};

/// Packages that exist for the browser only.
const WEB: [&str; 1] = ["kpi-web"];

/// Runs every check, cheapest first; stops at the first that fails.
pub(crate) fn test() -> Outcome {
    step("install", tools::install)?;
    // It is fetched while everything else is compiled.
    let chromium = std::thread::spawn(browser::chromium);
    step("format", || run(program("cargo", &["fmt", "--all", "--check"])))?;
    let mut native = vec!["--workspace"];
    for package in WEB {
        native.extend(["--exclude", package]);
    }
    let cargo = |first: &[&str], rest: &[&str]| run(program("cargo", &[first, rest].concat()));
    step("lints, native", || cargo(&["clippy", "--all-targets", "--quiet"], &[&native[..], &["--", "-D", "warnings"]].concat()))?;
    let wasm = ["-p", "kpi-wasm", "-p", "kpi-web", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
    step("lints, WebAssembly", || cargo(&["clippy", "--quiet"], &wasm))?;
    step("declarations", build::check_declarations)?;
    step("native tests", || cargo(&["test", "--quiet"], &native))?;
    step("build", build::all)?;
    step("WebAssembly and package tests", || node("tests/node", &[]))?;
    step("browser tests", || browser_tests(chromium.join().map_err(|_| "the installation of Chromium broke off".to_owned())??))
}

/// Runs a folder of tests under node's test runner.
fn node(folder: &str, environment: &[(&str, String)]) -> Outcome {
    let mut files: Vec<String> = std::fs::read_dir(root().join(folder))
        .map_err(|error| format!("{folder}: {error}"))?
        .filter_map(|entry| Some(entry.ok()?.path().to_string_lossy().into_owned()))
        .filter(|path| path.ends_with(".test.mjs"))
        .collect();
    files.sort();
    let mut command = program("node", &["--test", "--test-concurrency=1"]);
    command.args(files).envs(environment.iter().map(|(name, value)| (name, value)));
    run(command)
}

fn browser_tests(chromium: String) -> Outcome {
    let server = std::sync::Arc::new(serve::listen(0)?);
    let port = server.server_addr().to_ip().ok_or("the server has no address")?.port();
    let answering = std::sync::Arc::clone(&server);
    let folder = root().join("dist/site");
    let thread = std::thread::spawn(move || serve::answer_all(&answering, &folder));
    let outcome = node("tests/e2e", &[("CHROMIUM", chromium), ("SITE", format!("http://127.0.0.1:{port}/"))]);
    serve::close(&server);
    thread.join().map_err(|_| "the server broke".to_owned())?;
    outcome
}
