//! The whole: head, what is shown, foot; and where the focus goes when that changes.

use bibliobus_worker::ScanList;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use super::announcer::Announcer;
use super::browse::BrowseView;
use super::device::DeviceView;
use super::drawers::{DrawersView, name_of};
use super::footer::Footer;
use super::head::{Head, library_name};
use super::help::{HelpView, KeySheet};
use super::leaving::Leaving;
use super::list::ListView;
use super::notice::{NewAppNotice, OfflineNotice, OverdueNotice};
use super::record::RecordView;
use super::results::ResultsView;
use super::search_box::SearchBox;
use super::start::StartView;
use super::suggestions::{Choice, SuggestionRow};
use super::value;
use crate::session::Session;
use crate::text::{Browse, Device, Help, Listing, Text};
use crate::{Address, Search, Seen};

/// What stands in the shadow root of `<biblio-bus>`.
#[component]
pub(crate) fn App(session: Session) -> impl IntoView {
    let root = NodeRef::<Div>::new();
    let theme = move || session.theme.get().word();
    let language = move || session.language.get().tag();
    let alone = session.config.with_value(|config| config.is_alone());
    follow_with_focus(session, root);
    keep_focus_on_language(session, root);
    if alone {
        follow_with_title(session);
    }
    view! {
        <div
            class="base"
            part="base"
            node_ref=root
            data-theme=theme
            data-alone=alone.to_string()
            lang=language
        >
            <Announcer session/>
            {move || view! { <Page session text=session.text()/> }}
        </div>
    }
}

/// Everything that speaks one language. Choosing another one makes it anew.
#[component]
fn Page(session: Session, text: Text) -> impl IntoView {
    if session.config.with_value(|config| config.elsewhere.is_some()) {
        let choice = Choice::new(session);
        let box_alone = view! {
            <div class="page" data-view="box">
                <SearchBox session text choice/>
                <SuggestionRow session text choice/>
            </div>
        };
        return box_alone.into_any();
    }
    let view = Memo::new(move |_| session.search.with(View::of));
    let role = session.config.with_value(|config| config.is_alone().then_some("main"));
    view! {
        <div class="page" data-view=move || view.get().name()>
            <Head session text/>
            <OfflineNotice session text/>
            <OverdueNotice session text/>
            <NewAppNotice session text/>
            <div class="main" role=role>
                {move || match view.get() {
                    View::Start => view! { <StartView session text/> }.into_any(),
                    View::Results => view! { <ResultsView session text/> }.into_any(),
                    View::Record(_) => view! { <RecordView session text/> }.into_any(),
                    View::Browse => view! { <BrowseView session text/> }.into_any(),
                    View::Drawer(list) => view! { <DrawersView session text list/> }.into_any(),
                    View::Device => view! { <DeviceView session text/> }.into_any(),
                    View::Help => view! { <HelpView session text/> }.into_any(),
                    View::List(_) => view! { <ListView session text/> }.into_any(),
                }}
            </div>
            <Footer session text/>
            <Leaving session text/>
            {session.has_shortcuts().then(|| view! { <KeySheet text/> })}
        </div>
    }
    .into_any()
}

/// Which page is shown. Typing on does not change it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum View {
    Start,
    Results,
    Record(String),
    Browse,
    Drawer(ScanList),
    Device,
    Help,
    List(bool),
}

impl View {
    fn of(search: &Search) -> Self {
        match search.address() {
            Address::Start => Self::Start,
            Address::Results(_) => Self::Results,
            Address::Record(id) => Self::Record(id),
            Address::Browse => Self::Browse,
            Address::Drawer(drawer) => Self::Drawer(drawer.list),
            Address::Device => Self::Device,
            Address::Help => Self::Help,
            Address::List(handed) => Self::List(!handed.is_empty()),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Results => "results",
            Self::Record(_) => "record",
            Self::Browse => "browse",
            Self::Drawer(_) => "drawer",
            Self::Device => "device",
            Self::Help => "help",
            Self::List(_) => "list",
        }
    }
}

/// Opening a record leads to its heading, going back to the result one came from.
fn follow_with_focus(session: Session, root: NodeRef<Div>) {
    let view = Memo::new(move |_| session.search.with(View::of));
    Effect::new(move |before: Option<View>| {
        let view = view.get();
        if let (Some(before), Some(root)) = (before, root.get_untracked()) {
            let to = view.clone();
            let scrolled = session.scrolled();
            // Once the new page is there.
            request_animation_frame(move || arrive(&root, &before, &to, scrolled));
        }
        view
    });
}

fn arrive(root: &HtmlElement, before: &View, to: &View, scrolled: f64) {
    match (before, to) {
        (View::Record(id), View::Results) => {
            window().scroll_to_with_x_and_y(0.0, scrolled);
            if let Some(link) = result_link(root, id) {
                focus(&link);
            }
        }
        (
            _,
            View::Record(_)
            | View::Browse
            | View::Drawer(_)
            | View::Device
            | View::Help
            | View::List(_),
        ) => {
            if let Some(heading) = root.query_selector("h1").ok().flatten() {
                to_top(root);
                focus(&heading);
            }
        }
        (
            View::Record(_)
            | View::Browse
            | View::Drawer(_)
            | View::Device
            | View::Help
            | View::List(_),
            View::Start,
        ) => {
            to_top(root);
        }
        // By a link: who types has the focus in the box.
        (
            View::Start | View::Browse | View::Drawer(_) | View::Help | View::List(_),
            View::Results,
        ) if is_focus_lost(root) => {
            if let Some(heading) = root.query_selector("h1").ok().flatten() {
                to_top(root);
                focus(&heading);
            }
        }
        // The reader is typing.
        _ => {}
    }
}

/// Whether what had the focus is gone.
fn is_focus_lost(root: &HtmlElement) -> bool {
    let shadow = root.get_root_node().dyn_into::<web_sys::ShadowRoot>();
    shadow.is_ok_and(|shadow| shadow.active_element().is_none())
}

/// The link of the result with this id. Ids are compared as values, for they may hold signs
/// that mean something in a selector.
fn result_link(root: &HtmlElement, id: &str) -> Option<Element> {
    let results = root.query_selector_all("[data-id]").ok()?;
    (0..results.length())
        .filter_map(|at| results.get(at)?.dyn_into::<Element>().ok())
        .find(|result| result.get_attribute("data-id").as_deref() == Some(id))
        .and_then(|result| result.query_selector(".title-link").ok().flatten())
}

/// Gives `element` the focus without scrolling to it.
pub(super) fn focus(element: &Element) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Focus cannot fail on an element that is shown; if it is not, there is none to give.
        let _ = element.focus_with_options(&options);
    }
}

/// Scrolls up to where the app begins, if that is above; the page around it stays.
fn to_top(root: &HtmlElement) {
    if root.get_bounding_client_rect().top() < 0.0 {
        root.scroll_into_view_with_bool(true);
    }
}

/// Choosing a language makes the page anew: the button just pressed keeps the focus.
fn keep_focus_on_language(session: Session, root: NodeRef<Div>) {
    Effect::new(move |before: Option<()>| {
        let language = session.language.get();
        let had_focus = session.takes_choice() && before.is_some() && had_focus(root);
        if let (true, Some(root)) = (had_focus, root.get_untracked()) {
            request_animation_frame(move || {
                let selector = format!(".language[lang={}]", language.tag());
                if let Some(button) = root.query_selector(&selector).ok().flatten() {
                    focus(&button);
                }
            });
        }
    });
}

/// Whether the focus was within the app, or got lost because its element is gone.
fn had_focus(root: NodeRef<Div>) -> bool {
    let host = root.get_untracked().map(|root| root.get_root_node());
    let host = host
        .and_then(|node| node.dyn_into::<web_sys::ShadowRoot>().ok())
        .map(|s| s.host());
    let active = document().active_element();
    active.is_none() || active == host || active == document().body().map(Into::into)
}

/// The page's title says where one is.
fn follow_with_title(session: Session) {
    Effect::new(move |_| {
        let text = session.text();
        let library = library_name(session, text);
        let place = session.search.with(|search| place_title(session, text, search));
        let title = place.map(|place| format!("{place} — {library}")).unwrap_or(library);
        document().set_title(&title);
        if let Some(page) = document().document_element() {
            let _ = page.set_attribute("lang", text.language.tag());
        }
    });
}

fn place_title(session: Session, text: Text, search: &Search) -> Option<String> {
    match (search.address(), search.seen()) {
        (Address::Start, _) => None,
        (Address::Browse, _) => Some(text.browse(Browse::Heading).to_owned()),
        (Address::Drawer(drawer), _) => {
            Some(text.browse(name_of(drawer.list)).to_owned())
        }
        (Address::Device, _) => Some(text.device(Device::OnThisDevice).to_owned()),
        (Address::Help, _) => Some(text.help(Help::Heading).to_owned()),
        (Address::List(handed), _) => {
            let own = handed.is_empty();
            let words = if own { Listing::Mine } else { Listing::Handed };
            Some(text.listing(words).to_owned())
        }
        (Address::Results(asked), _) => Some(value::name_of_list(session, text, &asked)),
        (Address::Record(_), Some(Seen::Here(record))) => Some(record.title.full()),
        (Address::Record(_), Some(Seen::Waiting(Some(brief)))) => {
            Some(brief.title.clone())
        }
        (Address::Record(_), _) => None,
    }
}
