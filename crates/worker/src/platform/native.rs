//! Outside a browser there is no page to serve.

/// Explains why nothing happens.
pub fn serve() {
    eprintln!(
        "bibliobus-worker runs in a browser: build it for wasm32-unknown-unknown. \
         To search on the command line, use `bibliobus search`."
    );
}
