//! A shelf of bound books over the first page. An ornament: it says nothing.

use leptos::prelude::*;

/// Thickness, height and cloth of each spine, from left to right.
const SPINES: [(u16, u16, u8); 44] = [
    (16, 58, 9),
    (12, 52, 9),
    (12, 52, 9),
    (22, 64, 3),
    (14, 50, 5),
    (18, 60, 8),
    (10, 46, 2),
    (20, 56, 6),
    (13, 62, 0),
    (13, 62, 0),
    (13, 62, 0),
    (24, 54, 7),
    (11, 48, 4),
    (16, 66, 5),
    (14, 52, 3),
    (19, 58, 1),
    (12, 50, 8),
    (12, 50, 8),
    (21, 62, 2),
    (15, 55, 9),
    (10, 44, 6),
    (17, 60, 4),
    (23, 57, 3),
    (13, 49, 7),
    (14, 63, 5),
    (14, 63, 5),
    (18, 53, 0),
    (12, 58, 8),
    (20, 61, 9),
    (11, 47, 1),
    (16, 56, 2),
    (13, 52, 3),
    (22, 65, 6),
    (15, 59, 5),
    (12, 50, 7),
    (18, 62, 4),
    (14, 54, 8),
    (14, 54, 8),
    (20, 58, 0),
    (11, 46, 9),
    (17, 61, 3),
    (13, 55, 2),
    (19, 64, 5),
    (15, 51, 1),
];

/// Books on a shelf.
#[component]
pub(super) fn Shelf() -> impl IntoView {
    let mut left = 0;
    let spines = SPINES.map(|(thickness, height, cloth)| {
        let x = left;
        left += thickness;
        spine(x, thickness, height, cloth)
    });
    view! {
        <svg
            class="shelf"
            viewBox="0 0 700 72"
            preserveAspectRatio="xMinYMax slice"
            aria-hidden="true"
            focusable="false"
        >
            {spines.into_iter().collect_view()}
        </svg>
    }
}

/// A spine, with two stamped bands.
fn spine(x: u16, thickness: u16, height: u16, cloth: u8) -> impl IntoView {
    let top = 72 - height;
    let bands = format!("M{x} {}h{thickness}m0 {}h-{thickness}", top + 8, height - 20);
    view! {
        <g class=format!("cloth-{cloth}")>
            <rect x=x.to_string() y=top.to_string() width=(thickness - 1).to_string() height=height.to_string() rx="1"></rect>
            <path d=bands></path>
        </g>
    }
}
