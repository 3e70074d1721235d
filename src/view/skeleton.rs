//! The shape of what is on its way, at its true height, so that nothing jumps.

use leptos::prelude::*;

/// The shape of a list of results.
#[component]
pub(super) fn ResultsSkeleton() -> impl IntoView {
    let rows = (0..5).map(|_| {
        view! {
            <div class="result skeleton">
                <div class={"bone bone-cover"}></div>
                <div class={"bones"}>
                    <div class={"bone bone-title"}></div>
                    <div class={"bone bone-line"}></div>
                    <div class={"bone bone-way"}></div>
                </div>
            </div>
        }
    });
    view! { <div aria-hidden="true">{rows.collect_view()}</div> }
}

/// The shape of a few lines of text.
#[component]
pub(super) fn TextSkeleton() -> impl IntoView {
    view! {
        <div class="bones" aria-hidden="true">
            <div class={"bone bone-title"}></div>
            <div class={"bone bone-line"}></div>
            <div class={"bone bone-way"}></div>
        </div>
    }
}
