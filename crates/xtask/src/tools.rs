//! The tools the build needs, installed once into the user's cache, never over the user's own versions.

use std::path::{Path, PathBuf};

use crate::run::{Outcome, output, program, root, run};

/// Builds the page. 0.22 needs a newer compiler than the pinned one.
const TRUNK: &str = "0.21.14";
/// Must be the version of the `wasm-bindgen` crate in Cargo.toml.
const WASM_BINDGEN: &str = "0.2.130";

/// Where the installed tools live: shared by all checkouts of this version.
fn folder() -> PathBuf {
    let home = std::env::var_os("HOME").map_or_else(|| root().join("target"), PathBuf::from);
    let cache = std::env::var_os("XDG_CACHE_HOME").map_or_else(|| home.join(".cache"), PathBuf::from);
    cache.join("kpi-workbench").join(format!("tools-{TRUNK}-{WASM_BINDGEN}"))
}

/// Installs everything that is missing.
pub(crate) fn install() -> Outcome {
    let targets = output(program("rustup", &["target", "list", "--installed"])).unwrap_or_default();
    if !targets.contains("wasm32-unknown-unknown") {
        run(program("rustup", &["target", "add", "wasm32-unknown-unknown"]))?;
    }
    // All platforms: what the lock file names must be here for its licences to be read.
    run(program("cargo", &["fetch", "--quiet", "--locked"]))?;
    // They copy files, call others or run for seconds: optimising them takes minutes of a cold start and saves nothing. Trunk has
    // nothing to fetch, so it needs no encryption.
    cargo_tool("trunk", "trunk", TRUNK, &["--locked", "--debug", "--no-default-features"])?;
    // Its own lock file names a version that is not served: resolved afresh instead.
    cargo_tool("wasm-bindgen-cli", "wasm-bindgen", WASM_BINDGEN, &["--debug", "--bin", "wasm-bindgen"])?;
    let version = output(program("node", &["--version"])).ok_or("Node 20 or newer is needed: https://nodejs.org")?;
    let major: u32 = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
    if major < 20 {
        return Err(format!("Node 20 or newer is needed, this is {}", version.trim()));
    }
    let is_fresh = newer(&root().join("node_modules/.package-lock.json"), &root().join("package-lock.json"));
    if is_fresh { Ok(()) } else { run(program("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])) }
}

/// Was a file made after another?
pub(crate) fn newer(made: &Path, from: &Path) -> bool {
    let time = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
    matches!((time(made), time(from)), (Some(made), Some(from)) if made >= from)
}

fn is_version(program_path: &Path, version: &str) -> bool {
    output(program(program_path, &["--version"])).is_some_and(|text| text.split_whitespace().any(|word| word == version))
}

fn cargo_tool(package: &str, name: &str, version: &str, options: &[&str]) -> Outcome {
    let installed = folder().join("bin").join(name);
    if is_version(Path::new(name), version) || is_version(&installed, version) {
        return Ok(());
    }
    println!("installing {package} {version} (once, a few minutes)");
    let mut command = program("cargo", &["install", "--quiet", "--version", version, package, "--root"]);
    command.arg(folder()).args(options).env("CARGO_PROFILE_DEV_DEBUG", "0");
    run(command)
}

/// The tools' folder in front of the search path.
pub(crate) fn path() -> std::ffi::OsString {
    let own = [folder().join("bin"), root().join("node_modules/.bin")];
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(own.into_iter().chain(std::env::split_paths(&rest))).unwrap_or(rest)
}
