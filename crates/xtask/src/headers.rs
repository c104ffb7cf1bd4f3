//! The headers every file of the product is served with. This is where "nothing leaves the machine" is enforced.

/// The page may load only itself, start workers only from itself, and send nothing anywhere else.
pub(crate) const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; \
    form-action 'none'; base-uri 'none'; frame-src 'none'; frame-ancestors 'none'; object-src 'none'";

/// All headers but the type and length of the file.
pub(crate) const HEADERS: [(&str, &str); 7] = [
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=(), payment=(), browsing-topics=()"),
    ("Cache-Control", "no-cache"),
];

/// The same in the form static hosts read (`_headers`).
pub(crate) fn headers_file() -> String {
    let lines: Vec<String> = HEADERS.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    format!("/*\n{}", lines.concat())
}
