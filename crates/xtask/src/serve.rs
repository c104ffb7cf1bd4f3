//! A static server for this machine only, with the product's headers.

use std::fs;
use std::path::{Path, PathBuf};

use tiny_http::{Header, Method, Request, Response, Server};

use crate::build;
use crate::headers::HEADERS;
use crate::run::{Outcome, root};

/// Builds the workbench and serves it until it is interrupted.
pub(crate) fn serve(port: u16) -> Outcome {
    build::all()?;
    let server = listen(port)?;
    println!("\nKPI Workbench: http://127.0.0.1:{port}/  (Ctrl C to stop)");
    answer_all(&server, &root().join("dist/site"));
    Ok(())
}

/// A server bound to the loopback address only.
pub(crate) fn listen(port: u16) -> Result<Server, String> {
    Server::http(("127.0.0.1", port)).map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}"))
}

/// Visitors answered at once: one who asks for a large file and does not read it holds up nobody else.
const VISITORS: usize = 8;

/// Answers requests from `folder` until the server is closed.
pub(crate) fn answer_all(server: &Server, folder: &Path) {
    let answer_each = || {
        for request in server.incoming_requests() {
            // A visitor who goes away in the middle of an answer is no error.
            answer(request, folder).unwrap_or_default();
        }
    };
    std::thread::scope(|scope| (0..VISITORS).for_each(|_| drop(scope.spawn(answer_each))));
}

/// Ends [`answer_all`].
pub(crate) fn close(server: &Server) {
    (0..VISITORS).for_each(|_| server.unblock());
}

fn answer(request: Request, folder: &Path) -> std::io::Result<()> {
    let wants_brotli = request.headers().iter().any(|h| h.field.equiv("Accept-Encoding") && h.value.as_str().contains("br"));
    let found = file(request.url(), folder).filter(|_| matches!(request.method(), Method::Get | Method::Head));
    let Some(path) = found else {
        return request
            .respond(with_headers(Response::from_string("not found").with_status_code(404).boxed(), "text/plain; charset=utf-8"));
    };
    let kind = content_type(&path);
    let packed = path.with_file_name(format!("{}.br", path.file_name().unwrap_or_default().to_string_lossy()));
    let is_packed = wants_brotli && packed.is_file();
    let mut response = with_headers(Response::from_data(fs::read(if is_packed { &packed } else { &path })?).boxed(), kind);
    if is_packed {
        response.add_header(header("Content-Encoding", "br"));
    }
    request.respond(response)
}

type Boxed = tiny_http::ResponseBox;

fn with_headers(mut response: Boxed, kind: &str) -> Boxed {
    for (name, value) in HEADERS {
        response.add_header(header(name, value));
    }
    response.add_header(header("Content-Type", kind));
    response
}

#[expect(clippy::expect_used, reason = "names and values are constants of this program")]
fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("a valid header")
}

/// The file of a request; nothing outside the folder.
fn file(url: &str, folder: &Path) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or("");
    let is_plain = path.split('/').all(|part| part != ".." && !part.contains(['\\', ':', '%']));
    let path = folder.join(path.trim_start_matches('/'));
    let path = if path.is_dir() { path.join("index.html") } else { path };
    (is_plain && path.is_file()).then_some(path)
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
