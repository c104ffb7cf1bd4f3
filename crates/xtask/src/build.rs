//! The artefacts: one engine module, the static site, the npm package.

use std::fs;
use std::path::Path;

use crate::headers;
use crate::run::{Outcome, output, program, root, run, step};
use crate::tools;

/// Where the engine module is made; the site and the package hold byte-identical copies.
const ENGINE: &str = "target/engine";
/// Where it is compiled: not where the page is, as cargo compiles only one thing at a time in a folder.
const ENGINE_BUILD: &str = "target/engine-build";

/// Everything: `dist/site` and `dist/npm`.
pub(crate) fn all() -> Outcome {
    step("install", tools::install)?;
    step("engine, and page compiled", compile_all)?;
    step("site", site)?;
    step("package", package)
}

fn with_tools(name: &str, arguments: &[&str]) -> Outcome {
    with_tools_in("target", name, arguments)
}

/// Runs a program with the tools at hand; what cargo builds goes to a folder of this project.
fn with_tools_in(target: &str, name: &str, arguments: &[&str]) -> Outcome {
    let mut command = program(name, arguments);
    command.env("PATH", tools::path());
    // The artefacts are taken from there, wherever the user's own settings put other builds.
    command.env("CARGO_TARGET_DIR", root().join(target));
    // Set by cargo for this program; would be taken for settings of the inner build.
    command.env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("NO_COLOR");
    run(command)
}

fn compile(package: &str, target: &str) -> Outcome {
    with_tools_in(target, "cargo", &["build", "--quiet", "--release", "--locked", "-p", package, "--target", "wasm32-unknown-unknown"])
}

/// Makes the engine while the page is compiled: both spend most of their time in long steps on one core.
fn compile_all() -> Outcome {
    let engine = std::thread::spawn(engine);
    let page = compile("kpi-web", "target");
    engine.join().map_err(|_| "the build of the engine broke off".to_owned())?.and(page)
}

/// The engine: compiled, bound, optimised, with its worker script. What is newer than the compiled module is kept.
pub(crate) fn engine() -> Outcome {
    compile("kpi-wasm", ENGINE_BUILD)?;
    let bound = "target/engine-bound";
    let wasm = format!("{ENGINE_BUILD}/wasm32-unknown-unknown/release/kpi_wasm.wasm");
    let made = root().join(ENGINE).join("kpi_wasm_bg.wasm");
    let this_program = std::env::current_exe().map_err(|error| error.to_string())?;
    if !(tools::newer(&made, &root().join(&wasm)) && tools::newer(&made, &this_program)) {
        with_tools("wasm-bindgen", &["--target", "web", "--out-dir", bound, &wasm])?;
        fs::create_dir_all(root().join(ENGINE)).map_err(|error| error.to_string())?;
        copy(&format!("{bound}/kpi_wasm.js"), &format!("{ENGINE}/kpi_wasm.js"))?;
        optimise(&format!("{bound}/kpi_wasm_bg.wasm"), &format!("{ENGINE}/kpi_wasm_bg.wasm"))?;
    }
    let worker = format!("--outfile={ENGINE}/worker.js");
    let alias = format!("--alias:kpi-engine=./{ENGINE}/kpi_wasm.js");
    let quiet = "--log-override:empty-import-meta=silent";
    with_tools("esbuild", &["web/npm/worker.mjs", "--bundle", "--format=iife", "--minify", quiet, "--log-level=warning", &alias, &worker])
}

/// Higher levels take two to five times as long, and the modules are no smaller when packed and no faster.
fn optimise(from: &str, to: &str) -> Outcome {
    let features = [
        "--enable-bulk-memory",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
        "--enable-mutable-globals",
        "--enable-reference-types",
        "--enable-multivalue",
        "--enable-simd",
    ];
    // Under another name first: what is broken off must not look finished.
    let made = format!("{to}.new");
    with_tools("wasm-opt", &[&features[..], &["-O1", from, "-o", &made]].concat())?;
    fs::rename(root().join(&made), root().join(to)).map_err(|error| error.to_string())
}

fn copy(from: &str, to: &str) -> Outcome {
    let (from, to) = (root().join(from), root().join(to));
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    fs::copy(&from, &to).map(|_| ()).map_err(|error| format!("{}: {error}", from.display()))
}

/// The static site: trunk builds the page (and the engine before it), then it is shrunk and packed.
fn site() -> Outcome {
    with_tools("trunk", &["build", "--release", "--offline", "--quiet"])?;
    optimise("dist/site/kpi-web_bg.wasm", "dist/site/kpi-web_bg.wasm")?;
    fs::write(root().join("dist/site/_headers"), headers::headers_file()).map_err(|error| error.to_string())?;
    with_tools("node", &["crates/xtask/compress.mjs", "dist/site"])
}

/// The npm package: engine, client, command.
fn package() -> Outcome {
    let to = root().join("dist/npm");
    if to.exists() {
        fs::remove_dir_all(&to).map_err(|error| error.to_string())?;
    }
    let shells = [
        "index.mjs",
        "index.browser.mjs",
        "index.node.mjs",
        "client.mjs",
        "journal.mjs",
        "peer.mjs",
        "read.mjs",
        "rehearsal.mjs",
        "replicas.mjs",
    ];
    let words = ["index.d.ts", "kpi.d.ts", "package.json"];
    let command = ["bin/kpi-workbench.mjs", "bin/arguments.mjs", "bin/files.mjs", "bin/print.mjs", "bin/words.mjs"];
    for name in shells.iter().chain(&words).chain(&command) {
        copy(&format!("web/npm/{name}"), &format!("dist/npm/{name}"))?;
    }
    for name in ["kpi_wasm.js", "kpi_wasm_bg.wasm"] {
        copy(&format!("{ENGINE}/{name}"), &format!("dist/npm/engine/{name}"))?;
    }
    copy(&format!("{ENGINE}/worker.js"), "dist/npm/worker.js")
}

/// The TypeScript declarations of all messages.
pub(crate) fn declarations() -> Outcome {
    let text = declared()?;
    fs::write(root().join("web/npm/kpi.d.ts"), text).map_err(|error| error.to_string())
}

fn declared() -> Result<String, String> {
    output(program("cargo", &["run", "--quiet", "-p", "kpi-model", "--features", "typescript", "--example", "declarations"]))
        .ok_or_else(|| "the declarations cannot be generated".to_owned())
}

/// Fails where the committed declarations are not what the types say.
pub(crate) fn check_declarations() -> Outcome {
    let committed = fs::read_to_string(root().join("web/npm/kpi.d.ts")).unwrap_or_default();
    if committed == declared()? { Ok(()) } else { Err("web/npm/kpi.d.ts is out of date: run `cargo xtask declarations`".to_owned()) }
}

/// Starts a KPI: its file from a template, and its line in the list.
pub(crate) fn new_kpi(id: &str) -> Outcome {
    let is_id = !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let folder = root().join("crates/catalog/src/kpis");
    let file = folder.join(format!("{id}.rs"));
    if !is_id || file.exists() {
        return Err(format!("{id} is not a new snake_case id"));
    }
    fs::write(&file, NEW_KPI.replace("KPI_ID", id)).map_err(|error| error.to_string())?;
    list(&folder.join("mod.rs"), id)
}

fn list(list: &Path, id: &str) -> Outcome {
    let text = fs::read_to_string(list).map_err(|error| error.to_string())?;
    let text = text.replacen("\nuse kpi_engine", &format!("mod {id};\n\nuse kpi_engine"), 1).replacen(
        "    ]\n",
        &format!("        {id}::{id}(),\n    ]\n"),
        1,
    );
    fs::write(list, text).map_err(|error| error.to_string())?;
    run(program("cargo", &["fmt", "-p", "kpi-catalog"]))
}

const NEW_KPI: &str = r#"//! One sentence: the question this KPI answers.

use kpi_engine::{Formula, What};

use super::{CREATED, deals};
use crate::definition::kpi;

kpi! {
    /// What it means, and its trap.
    ///
    /// ```kpi
    /// stage | created
    /// Open  | 2026-01-01
    /// => count: 1
    /// ```
    /// ```kpi
    /// stage | created
    /// Open  | 2026-01-01
    /// ? from=2026-02-01 to=2026-03-01
    /// => count: 0
    /// ```
    KPI_ID {
        family: Process, zh: "名称", en: "Name", better: Higher,
        variants: {
            count { "个数", "count", "公式", "formula", Formula::Total(deals(What::Rows, &[], CREATED)) }
        }
    }
}
"#;
