//! Words with a name before them, which those who hear the page hear, as they see no sign.

use leptos::prelude::*;

use crate::text::{Phrase, Text};

/// `words`, named for those who hear them.
pub(super) fn labelled(text: Text, name: Phrase, words: String) -> AnyView {
    view! {
        <span>
            <span class="heard">{format!("{}: ", text.say(name))}</span>
            {words}
        </span>
    }
    .into_any()
}
