//! The project's commands, `cargo xtask …`. Installs what it needs; everything else is ordinary cargo, trunk and npm.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool")]

mod browser;
mod build;
mod headers;
mod run;
mod serve;
mod test;
mod tools;

use std::process::ExitCode;

const HELP: &str = "cargo xtask <command>

  serve [--port 8080]  build the workbench and serve it on 127.0.0.1 with its security headers
  test                 everything that must hold: format, lints, native tests, WebAssembly tests, browser tests
  build                dist/site (static site with its headers file) and dist/npm (package)
  engine               only the engine module (called by trunk before it builds the page)
  declarations         write web/npm/kpi.d.ts from the message types
  new-kpi <id>         start a KPI file and list it";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["serve"] => serve::serve(8080),
        ["serve", "--port", port] => port.parse().map_err(|_| format!("not a port: {port}")).and_then(serve::serve),
        ["test"] => test::test(),
        ["build"] => build::all(),
        ["engine"] => build::engine(),
        ["declarations"] => build::declarations(),
        ["new-kpi", id] => build::new_kpi(id),
        _ => {
            println!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
