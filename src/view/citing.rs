//! Citing a record, or a whole list: the style, the text to copy, and files for other programs. What
//! makes them is fetched when a reader opens this.

use bibliobus_catalog::RecordId;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::icon::{Sign, icon};
use crate::session::{Cited, Session};
use crate::text::{Citing, Text};

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    /// Copies the paragraphs of an element; fails where the browser does not let it.
    fn copy_paragraphs(element: &web_sys::Element) -> js_sys::Promise;
}

/// A line that opens it; `words` are those of the line, `file` is what files are called.
pub(super) fn citing(
    session: Session,
    text: Text,
    ids: Signal<Vec<RecordId>>,
    (words, file): (Citing, &'static str),
) -> AnyView {
    let is_asked = RwSignal::new(false);
    // Closed and opened again it is still there.
    let is_there = Memo::new(move |_| is_asked.get());
    let inner = move || is_there.get().then(|| inside(session, text, ids, file));
    view! {
        <details class="citing" part="cite" on:toggle=move |_| is_asked.set(true)>
            <summary>{icon(Sign::Quote)} {text.citing(words)}</summary>
            {inner}
        </details>
    }
    .into_any()
}

fn inside(
    session: Session,
    text: Text,
    ids: Signal<Vec<RecordId>>,
    file: &'static str,
) -> AnyView {
    let style = move || session.style.get().unwrap_or(text.usual_style());
    let made = RwSignal::new(Cited::default());
    let said = RwSignal::new(None::<Citing>);
    Effect::new(move |_| {
        session.tries();
        session.cite(ids.get(), style(), made);
    });
    let choose = move |event| {
        let code = event_target_value(&event);
        let known = text.styles().map(|(known, _)| known).find(|known| *known == code);
        said.set(None);
        session.style.set(known);
    };
    let options = text.styles().map(|(code, name)| {
        view! { <option value=code selected=move || style() == code>{name}</option> }
            .into_any()
    });
    let texts = NodeRef::<Div>::new();
    let state = move || made.with(state);
    view! {
        <div class="citing-inside" data-state=state>
            <label class="citing-style">
                <span>{text.citing(Citing::Style)}</span>
                <select class="field" part="cite-style" on:change=choose>
                    {options.collect_view()}
                </select>
            </label>
            <div class="citations" part="citations" aria-live="polite" node_ref=texts>
                {move || made.with(|made| paragraphs(text, made))}
            </div>
            <p class="taking-ways">
                {copy_button(text, texts, said)}
                <span class="citing-said" role="status">
                    {move || said.get().map(|said| text.citing(said))}
                </span>
            </p>
            <p class="taking-ways">
                <span>{text.citing(Citing::Export)}</span>
                {text.formats().map(|format| file_button(session, ids, (format, file), said)).into_iter().collect_view()}
            </p>
        </div>
    }
    .into_any()
}

fn state(made: &Cited) -> &'static str {
    match made {
        Cited::Waiting => "waiting",
        Cited::Here(_) => "settled",
        Cited::Failed => "failed",
    }
}

/// A paragraph for each record, or what to say instead.
fn paragraphs(text: Text, made: &Cited) -> AnyView {
    let note = match made {
        Cited::Waiting => Citing::Waiting,
        Cited::Failed => Citing::Failed,
        Cited::Here(all) => {
            let all = all.iter().map(|passages| paragraph(passages));
            return all.collect_view().into_any();
        }
    };
    view! { <p class="list-note">{text.citing(note)}</p> }.into_any()
}

fn paragraph(passages: &[String]) -> AnyView {
    let passages = passages.iter().enumerate().map(|(at, passage)| {
        let passage = passage.clone();
        if at % 2 == 1 {
            view! { <i>{passage}</i> }.into_any()
        } else {
            passage.into_any()
        }
    });
    view! { <p class="citation" dir="auto">{passages.collect_view()}</p> }.into_any()
}

fn copy_button(
    text: Text,
    texts: NodeRef<Div>,
    said: RwSignal<Option<Citing>>,
) -> AnyView {
    let copy = move |_| {
        let Some(texts) = texts.get_untracked() else { return };
        // The same sentence twice is heard twice only if it went away.
        said.set(None);
        spawn_local(async move {
            let copied = JsFuture::from(copy_paragraphs(&texts)).await;
            let told = if copied.is_ok() { Citing::Copied } else { Citing::Marked };
            let _ = said.try_set(Some(told));
        });
    };
    view! {
        <button type="button" class="button" part="copy" on:click=copy>{text.citing(Citing::Copy)}</button>
    }
    .into_any()
}

fn file_button(
    session: Session,
    ids: Signal<Vec<RecordId>>,
    ((code, name, ending), file): (
        (&'static str, &'static str, &'static str),
        &'static str,
    ),
    said: RwSignal<Option<Citing>>,
) -> AnyView {
    let give = move |_| {
        said.set(None);
        let file = format!("{file}.{ending}");
        session.export(ids.get_untracked(), (code, file), move |is_done| {
            let told = if is_done { Citing::Exported } else { Citing::Failed };
            let _ = said.try_set(Some(told));
        });
    };
    view! { <button type="button" class="button" data-format=code on:click=give>{name}</button> }
        .into_any()
}
