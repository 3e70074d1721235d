//! Whether the reader is here for the first time, as far as this device knows. A device that
//! keeps nothing takes everybody for new.

use leptos::prelude::{GetUntracked, Set, WithValue, window};
use web_sys::Storage;

use super::Session;
use crate::{Address, Config};

/// Where the device keeps that the first hint was seen.
const PLACE: &str = "bibliobus-knows";

pub(super) fn is_new() -> bool {
    storage().is_none_or(|storage| storage.get_item(PLACE).ok().flatten().is_none())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

impl Session {
    /// The reader has seen the first hint. On a screen that many share the next one has not.
    pub(crate) fn know(self) {
        if self.config.with_value(Config::is_shared) {
            return;
        }
        self.is_new.set(false);
        if let Some(storage) = storage() {
            // A device without room shows the hint once more.
            let _ = storage.set_item(PLACE, "1");
        }
    }

    /// Who goes for help has seen the hint.
    pub(super) fn know_of_help(self, address: &Address) {
        if *address == Address::Help && self.is_new.get_untracked() {
            self.know();
        }
    }
}
