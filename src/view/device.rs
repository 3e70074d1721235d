//! What is on the device: this catalogue and how much of it, others, and what the browser promises.

use bibliobus_worker::{Collection, KeepingState, OnDevice, Portion, What};
use leptos::prelude::*;

use super::keeping::{KeepingPanel, button, name};
use crate::session::Session;
use crate::text::{Device, OnDevice as Told, Telling, Text};

/// The page.
#[component]
pub(super) fn DeviceView(session: Session, text: Text) -> impl IntoView {
    let safety = move || {
        let told =
            session.device.with(|device| device.is_safe).map(|is_safe| match is_safe {
                true => Device::IsSafe,
                false => Device::MayGo,
            });
        told.map(|told| view! { <p class="note">{text.device(told)}</p> })
    };
    let home = session.wants_home_screen().then_some(Device::HomeScreen);
    view! {
        <div class="device" part="device">
            <h1 tabindex="-1">{text.device(Device::OnThisDevice)}</h1>
            <p class="device-why">{text.device(Device::Why)}</p>
            {move || session.collection.get().map(|collection| told_of(text, &collection))}
            <KeepingPanel session text/>
            <Portions session text/>
            {safety}
            {home.map(|home| view! { <p class="note">{text.device(home)}</p> })}
            <Others session text/>
        </div>
    }
}

/// How large a catalogue is, and of which day.
fn told_of(text: Text, collection: &Collection) -> AnyView {
    let records = text.tell(Telling::Records(collection.records));
    let day = text.tell(Telling::CatalogueAsOf(&collection.as_of));
    view! { <p class="device-told">{format!("{records} · {day}")}</p> }.into_any()
}

/// How much of this catalogue to keep.
#[component]
fn Portions(session: Session, text: Text) -> impl IntoView {
    let chosen = RwSignal::new(None::<Portion>);
    let kept = Memo::new(move |_| {
        session.keeping.with(|keeping| {
            (keeping.state != KeepingState::NotKept).then(|| keeping.portion.clone())
        })
    });
    move || {
        let collection = session.collection.get()?;
        let marked = chosen.get().or_else(|| kept.get()).unwrap_or_default();
        let choices = choices(text, &collection);
        let rows: Vec<_> = choices
            .into_iter()
            .map(|choice| choice_row(choice, &marked, chosen))
            .collect();
        let is_new = marked != kept.get().unwrap_or_default();
        let keep = move || {
            chosen.set(None);
            session.keep_portion(marked.clone());
        };
        let words = text.device(Device::KeepThis).to_owned();
        let go = is_new.then(|| button("button", "keep-portion", words, keep));
        Some(view! {
            <fieldset class="portions" part="portion">
                <legend class="small-heading">{text.device(Device::HowMuch)}</legend>
                {rows}
                {go}
            </fieldset>
        })
    }
}

/// A portion, what it is called, and its size where that is known.
type Choice = (Portion, String, Option<String>);

/// What there is to choose from.
fn choices(text: Text, collection: &Collection) -> Vec<Choice> {
    let size = |bytes| Some(text.tell(Telling::Device(Told::Size(bytes))));
    let told = |phrase| text.device(phrase).to_owned();
    let branches = collection.library.branches.iter().map(|branch| {
        let name = branch.name.in_language(text.language.tag());
        let name = if name.is_empty() { &branch.code } else { name };
        let words = format!("{} {name}", text.device(Device::InFull));
        (Portion::Branch(branch.code.clone()), words, None)
    });
    [
        (Portion::Whole, told(Device::Everything), size(collection.bytes)),
        (Portion::Brief, told(Device::InBrief), size(collection.bytes_brief)),
    ]
    .into_iter()
    .chain(branches)
    .collect()
}

fn choice_row(
    (portion, words, size): Choice,
    marked: &Portion,
    chosen: RwSignal<Option<Portion>>,
) -> AnyView {
    let is_marked = portion == *marked;
    view! {
        <label class="portion">
            <input
                type="radio"
                name="portion"
                prop:checked=is_marked
                on:change=move |_| chosen.set(Some(portion.clone()))
            />
            <span>{words}</span>
            <span class="portion-size">{size}</span>
        </label>
    }
    .into_any()
}

/// Other catalogues of which something is here.
#[component]
fn Others(session: Session, text: Text) -> impl IntoView {
    let own = session.config.with_value(|config| config.catalogue.clone());
    move || {
        let others = session.device.with(|device| device.collections.clone());
        let others = others.into_iter().filter(|on| on.catalogue != own);
        let items: Vec<_> = others.map(|on| view! { <Other session text on/> }).collect();
        (!items.is_empty()).then(|| {
            view! {
                <section>
                    <h2 class="small-heading">{text.device(Device::Others)}</h2>
                    <ul class="on-device-list">{items}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Other(session: Session, text: Text, on: OnDevice) -> impl IntoView {
    let OnDevice { catalogue, collection, .. } = on.clone();
    let keeping = collection.keeping.clone();
    let title = collection.library.name.in_language(text.language.tag()).to_owned();
    let title = if title.is_empty() { catalogue } else { title };
    let records = (collection.records > 0).then(|| told_of(text, &collection));
    let told = |phrase| text.device(phrase).to_owned();
    let words = match &keeping.state {
        KeepingState::NotKept => told(Device::OnlyLookedAt),
        KeepingState::Whole => told(Device::IsKept),
        KeepingState::Running => told(Device::IsComing),
        _ => text.say(crate::text::Phrase::KeepPaused).to_owned(),
    };
    let size = match keeping.state {
        KeepingState::Whole | KeepingState::NotKept => Told::Size(keeping.bytes_here),
        _ => Told::Kept(keeping.bytes_here, keeping.bytes_total),
    };
    let size = text.tell(Telling::Device(size));
    let buttons = other_buttons(session, text, &on);
    view! {
        <li class="on-device" part="on-device" data-state=name(&keeping.state)>
            <h3>{title}</h3>
            {records}
            <p>{format!("{words} · {size}")}</p>
            <div class="keeping-buttons">{buttons}</div>
        </li>
    }
}

fn other_buttons(session: Session, text: Text, on: &OnDevice) -> Vec<AnyView> {
    use crate::text::Phrase;
    let ask = |class, part, words: String, what: What| {
        let on = on.clone();
        button(class, part, words, move || session.ask_other(&on, what.clone()))
    };
    let say = |phrase| text.say(phrase).to_owned();
    let keeping = &on.collection.keeping;
    let forget = ask("button quiet", "forget", say(Phrase::Forget), What::Forget);
    let keep = What::Keep(keeping.portion.clone());
    match keeping.state {
        KeepingState::NotKept => vec![forget],
        KeepingState::Running => {
            vec![ask("button", "pause", say(Phrase::Pause), What::Pause)]
        }
        KeepingState::Whole => {
            let renew = text.device(Device::Renew).to_owned();
            vec![ask("button", "renew", renew, What::Open), forget]
        }
        _ => vec![ask("button", "keep", say(Phrase::KeepOn), keep), forget],
    }
}
