//! Running other programs, in the project's folder.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What went wrong, in words.
pub(crate) type Outcome = Result<(), String>;

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A program to be run in the project's folder.
pub(crate) fn program(name: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).args(arguments);
    command
}

/// Runs a program; fails with what it was.
pub(crate) fn run(mut command: Command) -> Outcome {
    let what = format!("{:?}", command.get_program()).replace('"', "");
    let words: Vec<String> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{what} {}` failed ({status})", words.join(" "))),
        Err(error) => Err(format!("`{what}` cannot be run: {error}")),
    }
}

/// What a program prints; `None` where it cannot be run or fails.
pub(crate) fn output(mut command: Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// Runs a step of a longer command under its name, with the time it took.
pub(crate) fn step(name: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    println!("\n── {name}");
    let start = Instant::now();
    work()?;
    println!("── {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}
