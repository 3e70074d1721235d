//! Defines `<biblio-bus>`. The stand-alone page is the same element on an otherwise empty page.

fn main() {
    console_error_panic_hook::set_once();
    bibliobus::define(bibliobus::Engine::new(bibliobus::spawn_worker));
}
