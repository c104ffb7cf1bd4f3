//! The walls and habits of the project, checked as text: sizes, first lines, dependencies, colours, promises.
#![cfg(test)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kpi_tests::root;

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path.as_ref())).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

/// Files below a folder with one of the endings, as paths from the project's folder.
fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let is_made = ["target", "node_modules", "dist", "corpus"].iter().any(|name| path.ends_with(name));
            if path.is_dir() && !is_made {
                walk(&path, found);
            } else if path.is_file() {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    let relative = found.iter().map(|path| path.strip_prefix(root()).unwrap().to_string_lossy().into_owned());
    let mut relative: Vec<String> = relative.filter(|path| endings.iter().any(|ending| path.ends_with(ending))).collect();
    relative.sort();
    relative
}

fn rust_files() -> Vec<String> {
    [files("crates", &[".rs"]), files("web", &[".rs"]), files("tests", &[".rs"])].concat()
}

#[test]
fn every_file_says_what_it_is_for_and_is_one_thing() {
    for path in rust_files() {
        let text = read(&path);
        assert!(text.starts_with("//!"), "{path}: the first line must be `//!` and one sentence");
        let code = text.split("\n#[cfg(test)]\n").next().unwrap_or("").lines().count();
        assert!(code <= 500, "{path}: {code} lines without tests; split it");
    }
}

#[test]
fn crates_depend_only_downwards() {
    let walls: [(&str, &[&str]); 12] = [
        ("model", &[]),
        ("math", &[]),
        ("sample", &[]),
        ("data", &["model"]),
        ("ingest", &["data", "model"]),
        ("engine", &["data", "math", "model"]),
        ("catalog", &["engine", "model"]),
        ("plan", &["data", "engine", "math", "model"]),
        ("workbench", &["catalog", "data", "engine", "ingest", "model", "plan", "sample"]),
        ("wasm", &["model", "workbench"]),
        ("ui", &["model"]),
        ("xtask", &[]),
    ];
    let known: BTreeSet<&str> = walls.iter().map(|(name, _)| *name).collect();
    for entry in std::fs::read_dir(root().join("crates")).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(known.contains(name.as_str()), "crates/{name} has no wall in this test and ARCHITECTURE.md");
    }
    for (name, allowed) in walls {
        let manifest = read(format!("crates/{name}/Cargo.toml"));
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or("").split("\n[").next().unwrap_or("");
        for line in dependencies.lines().filter(|line| line.starts_with("kpi-")) {
            let other = line.trim_start_matches("kpi-").split(['.', ' ', '=']).next().unwrap_or("");
            assert!(allowed.contains(&other), "kpi-{name} may not depend on kpi-{other}");
        }
        if name == "math" || name == "sample" {
            assert!(dependencies.trim().is_empty(), "kpi-{name} depends on nothing");
        }
    }
}

#[test]
fn nothing_can_talk_to_a_network() {
    // The engine's tree has no network crate at all. The page's tree has one that leptos brings for server functions and
    // that nothing of ours calls; that it is not linked is checked on the import section of the built module.
    let tree = |package: &str| {
        let words =
            ["tree", "-p", package, "--target", "wasm32-unknown-unknown", "-e", "normal", "--prefix", "none", "--offline", "--locked"];
        let output = std::process::Command::new(env!("CARGO")).args(words).current_dir(root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let banned =
        ["reqwest", "hyper", "ureq", "curl", "tokio", "gloo-net", "ws_stream_wasm", "isahc", "surf", "tungstenite", "rustls", "openssl"];
    for (package, brought) in [("kpi-wasm", ""), ("kpi-web", "gloo-net")] {
        let tree = tree(package);
        for name in banned.iter().filter(|name| **name != brought) {
            assert!(!tree.lines().any(|line| line.split(' ').next() == Some(name)), "{package} links the network crate {name}");
        }
    }
    for manifest in ["crates/ui/Cargo.toml", "web/Cargo.toml", "crates/wasm/Cargo.toml"] {
        let text = read(manifest);
        for feature in [
            "\"Request",
            "\"Response",
            "\"Fetch",
            "\"XmlHttpRequest",
            "\"WebSocket",
            "\"EventSource",
            "\"RtcPeer",
            "\"Navigator",
            "\"BeaconT",
        ] {
            assert!(!text.contains(feature), "{manifest} enables {feature}");
        }
    }
}

#[test]
fn the_policy_has_no_holes_and_the_page_needs_none() {
    let headers = read("crates/xtask/src/headers.rs");
    let policy = headers.split("CONTENT_SECURITY_POLICY: &str = \"").nth(1).unwrap().split("\";").next().unwrap();
    assert!(policy.starts_with("default-src 'none'"));
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains("http") && !policy.contains('*'));
    let page = read("web/index.html");
    assert!(!page.contains("<style") && !page.contains(" style=\"") && !page.contains("onclick"), "inline style or handler in the page");
    assert!(
        page.split("<script").skip(1).all(|script| script.split("</script>").next().unwrap().ends_with('>')),
        "inline script in the page"
    );
    let foreign = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!foreign.contains("http://") && !foreign.contains("https://"), "a foreign address in the page");
    for path in [files("web/src", &[".rs"]), files("crates/ui/src", &[".rs"])].concat() {
        let text = read(&path);
        assert!(!text.contains("inner_html") && !text.contains(" style=\""), "{path}: markup from strings or inline style");
    }
}

#[test]
fn colours_live_in_the_tokens() {
    let is_colour = |word: &str| {
        let digits = word.strip_prefix('#').unwrap_or("");
        matches!(digits.len(), 3 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit())
    };
    let sheets = files("web", &[".css"]).into_iter().filter(|path| !path.ends_with("tokens.css"));
    let views = [files("web/src", &[".rs"]), files("crates/ui/src", &[".rs"])].concat();
    for path in sheets.chain(views) {
        let text = read(&path);
        let colour = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '#')).find(|word| is_colour(word));
        assert!(colour.is_none(), "{path}: colour literal {colour:?}");
        assert!(!text.contains("rgb("), "{path}: colour literal");
    }
}

#[test]
fn lists_are_complete() {
    for (folder, list) in [
        ("crates/catalog/src/kpis", "crates/catalog/src/kpis/mod.rs"),
        ("crates/ingest/src/formats", "crates/ingest/src/formats/mod.rs"),
        ("crates/ingest/src/dialects", "crates/ingest/src/dialects/mod.rs"),
        ("crates/ui/src/chart", "crates/ui/src/chart/mod.rs"),
        ("web/src/pages", "web/src/pages/mod.rs"),
        ("web/src/pages/data", "web/src/pages/data/mod.rs"),
    ] {
        let listed = read(list);
        let is_inside = |path: &&String| Path::new(path.as_str()).parent() == Some(Path::new(folder));
        for path in files(folder, &[".rs"]).iter().filter(is_inside).filter(|path| !path.ends_with("mod.rs")) {
            let name = Path::new(path).file_stem().unwrap().to_string_lossy().into_owned();
            assert!(listed.contains(&format!("mod {name};")), "{list} does not list {name}");
            if folder.ends_with("kpis") {
                assert!(listed.contains(&format!("{name}::{name}()")), "{list} does not run {name}");
            }
        }
    }
}

#[test]
fn documents_name_what_exists() {
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"] {
        let text = read(document);
        assert!(document != "ARCHITECTURE.md" || text.lines().count() <= 300, "{document} is too long to be read");
        // Odd pieces between back quotes are code; those that look like paths of the project must be there.
        for word in text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2)) {
            let is_path = word.contains('/') && word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
            let is_made = ["dist/", "target/", "../", "./", "/"].iter().any(|start| word.starts_with(start));
            if is_path && !is_made {
                assert!(root().join(word).exists(), "{document} names {word}, which does not exist");
            }
        }
    }
}

#[test]
fn dictionary_of_codes_is_complete() {
    let document = read("docs/diagnostics.md");
    let sources = [
        files("crates/ingest/src", &[".rs"]),
        files("crates/engine/src", &[".rs"]),
        files("crates/plan/src", &[".rs"]),
        files("crates/ui/src", &[".rs"]),
    ]
    .concat();
    for path in sources {
        let text = read(&path);
        for word in text.split('"').skip(1).step_by(2) {
            let is_code = ["E-", "W-", "Q-", "N-"].iter().any(|start| word.starts_with(start))
                && word.len() > 4
                && word.chars().all(|c| c.is_ascii_uppercase() || c == '-');
            assert!(!is_code || document.contains(word), "docs/diagnostics.md lacks {word} ({path})");
        }
    }
}

#[test]
fn licences_are_allowed() {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let deny = read("deny.toml");
    let allowed: BTreeSet<&str> =
        deny.split("allow = [").nth(1).unwrap().split(']').next().unwrap().split('"').skip(1).step_by(2).collect();
    for package in metadata["packages"].as_array().unwrap() {
        let licence = package["license"].as_str().unwrap_or("none");
        let is_free = licence.replace('/', " OR ").split(" OR ").any(|choice| {
            choice.trim_matches(['(', ')']).split(" AND ").all(|part| allowed.contains(part.trim().trim_matches(['(', ')'])))
        });
        assert!(is_free, "{} is under {licence}", package["name"]);
    }
}
