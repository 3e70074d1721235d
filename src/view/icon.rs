//! Signs beside words. They never stand for words.

use leptos::prelude::*;

use crate::Tone;

/// A sign, drawn with one line on a square of 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A way to get at a thing.
    Way(Tone),
    Search,
    Clear,
    Back,
    Away,
    Offline,
    Kept,
    Alert,
    House,
    Clock,
    Route,
    Filters,
    Bookmark,
    Quote,
    Up,
    Down,
}

impl Sign {
    fn path(self) -> &'static str {
        match self {
            Self::Way(Tone::Online) => {
                "M12 6.5C10 5 7 4.5 3.5 4.5V18c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2V4.5C17 4.5 14 5 12 6.5zm0 0V20"
            }
            Self::Way(Tone::Login) => {
                "M8 12a4 4 0 1 0 .01 0zM10.8 13.2 20 4m-3.5 3.5 3 3"
            }
            Self::Way(Tone::Shelf) => {
                "M3 20h18M5 20V6h3.5v14M8.5 20V4H12v16M13.5 7.5l3.3-.9L20 19.5"
            }
            Self::Way(Tone::Bus) => {
                "M3 6h14.5L21 11v6H3zM3 11h18M8 6v5m5-5v5M7.5 15.5a1.8 1.8 0 1 0 .01 0M16.5 15.5a1.8 1.8 0 1 0 .01 0"
            }
            Self::Way(Tone::Room) => "M5 20h14M9 20v-5.5l5-5M11.5 7l5.5 5.5 2-6.5z",
            Self::Way(Tone::Stack) => "M3.5 4h17v5h-17zM5 9v11h14V9M10 13h4",
            Self::Way(Tone::Lent) | Self::Clock => {
                "M12 3.5a8.5 8.5 0 1 0 .01 0zM12 7.5V12l3 2"
            }
            Self::Way(Tone::Gone) => "M12 3.5a8.5 8.5 0 1 0 .01 0zM6 6l12 12",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 .01 0zM15.5 15.5 21 21",
            Self::Clear => "M6 6l12 12M18 6 6 18",
            Self::Back => "M20 12H5m6-6-6 6 6 6",
            Self::Away => "M9 5H5v14h14v-4M13 4h7v7M20 4l-9 9",
            Self::Offline => {
                "M2 9a15 15 0 0 1 20 0M5.5 13a10 10 0 0 1 13 0M9 16.7a5 5 0 0 1 6 0M12 20h.01M4 3l16 18"
            }
            Self::Filters => {
                "M4 7h10m4 0h2M4 17h2m4 0h10M16 5a2 2 0 1 0 .01 0zM8 15a2 2 0 1 0 .01 0z"
            }
            Self::Kept => "M12 3v12m-5-5 5 5 5-5M4 20h16",
            Self::Alert => "M12 4 2.5 20h19zM12 10v4.5m0 2.5v.01",
            Self::Bookmark => "M6.5 3.5h11v17L12 16.5l-5.5 4z",
            Self::Quote => {
                "M10 7C6.5 8 5 10.5 5 14v3h5v-5H7.5M19 7c-3.5 1-5 3.5-5 7v3h5v-5h-2.5"
            }
            Self::Up => "M12 20V5m-6 6 6-6 6 6",
            Self::Down => "M12 4v15m-6-6 6 6 6-6",
            Self::House => "M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
            Self::Route => {
                "M6 20a2 2 0 1 0 .01 0zM18 4a2 2 0 1 0 .01 0zM6 18.5V9a3 3 0 0 1 6 0v6a3 3 0 0 0 6 0V8"
            }
        }
    }
}

/// A sign; those who hear the page do not need it. Its type is erased: it is everywhere, and
/// would otherwise be compiled into every view anew.
pub(super) fn icon(sign: Sign) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=sign.path()></path>
        </svg>
    }
    .into_any()
}
