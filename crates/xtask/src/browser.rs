//! Chromium for the browser tests.

use crate::run::{output, program, run};

/// The path of a Chromium, installed through apt where that is possible.
pub(crate) fn chromium() -> Result<String, String> {
    if let Ok(path) = std::env::var("CHROMIUM") {
        return Ok(path);
    }
    if let Some(path) = find() {
        return Ok(path);
    }
    let is_root = output(program("id", &["-u"])).is_some_and(|id| id.trim() == "0");
    let has_apt = output(program("which", &["apt-get"])).is_some();
    if !(is_root && has_apt) {
        return Err("the browser tests need Chromium and a Chinese font: install the packages chromium and fonts-noto-cjk, \
                    or name a Chromium in the environment variable CHROMIUM"
            .to_owned());
    }
    run(program("apt-get", &["update", "-q"]))?;
    run(program("apt-get", &["install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"]))?;
    find().ok_or_else(|| "apt-get installed no chromium".to_owned())
}

fn find() -> Option<String> {
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| output(program("which", &[name])))
        .map(|path| path.trim().to_owned())
}
