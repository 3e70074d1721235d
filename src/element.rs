//! `<biblio-bus>`: a library's catalogue, anywhere on a page.
//!
//! ```html
//! <script type="module" src="https://library.example/embed.js"></script>
//! <biblio-bus catalogue="https://library.example/catalogue/" lang="ru">
//!   <a href="https://library.example/">Каталог библиотеки</a>
//! </biblio-bus>
//! ```
//!
//! What stands between the tags is shown where the app cannot run. `docs/embed.md` tells all this
//! with examples; `custom-elements.json` and `embed.d.ts`, beside the app, are made of this header.
//!
//! Every attribute is a property too, `low-vision` as `lowVision`; `null` takes it away.
//!
//! @slot - Shown until the app runs, without scripts, and where it cannot go on.
//! @slot problem - Shown below what is said when something went wrong: whom to ring, for instance.
//!
//! @attr catalogue - The folder with the collection, made by `bibliobus build`. Default `catalogue/`.
//! @attr lang - The language of the interface, `ru` or `en`. Default: that of the page.
//! @attr routing - `none`, the default, leaves the page's address, title and history alone. `hash`
//!   lets the element follow and change what is after the `#`, and the title; `path` the path below
//!   `base`, for hosts that answer every address there with this page.
//! @attr name - With `routing="hash"` beside others: the element's own part of the address is called
//!   so (`#maps=/record/1`), in letters, digits and hyphens, and the title is left alone. Several
//!   elements on a page need a name each.
//! @attr base - With `routing="path"`: the path with which all addresses begin. Default: `/`.
//! @attr view - `search` is a search box alone, which leads to the results elsewhere: see `href`.
//! @attr href - With `view="search"`: the page with the results, a `<biblio-bus>` with
//!   `routing="hash"`; or any address with `{q}` where the words go. Default: the page beside the
//!   catalogue.
//! @attr target - With `view="search"`: the window or frame in which it opens, such as `_blank`.
//! @attr label - What the search is called for screen readers, where a page has several.
//! @attr theme - `auto` (default), `light` or `dark`.
//! @attr low-vision - How the page begins for readers with low vision, who may change it: words such as
//!   `size:150 scheme:white-on-black`. `size` from 100 to 300; `scheme`: `page`, `black-on-white`,
//!   `white-on-black`, `dark-blue-on-light-blue`, `brown-on-beige`, `green-on-dark-brown`; `letters` and
//!   `lines`: `normal`, `wide`, `wider`; `face`: `page`, `sans`, `serif`; `images`: `on`, `grey`, `off`;
//!   `motion`: `on`, `off`. What a plug-in `bvi` of the page around says (`data-bvi-*`) is followed too.
//! @attr examples - Searches to begin with, separated by semicolons.
//! @attr kiosk - The code of the kiosk that this screen is: ways to shelves begin there.
//!   It has large targets, a keyboard on the screen, and opens no other site.
//! @attr printing - Lets a kiosk print slips.
//! @attr branch - The code of the branch that readers are in or near to: what it has comes before
//!   what another branch has. On a kiosk, give both.
//! @attr home - The library's own site, which readers are led to where the search cannot be had.
//! @attr public - The address at which readers' own devices find the page, for codes and slips, where
//!   a screen in the library has another one. Default: the page's own, with `routing="hash"` only.
//! @attr idle - A screen that many share: after so many seconds without a touch, at least 30, the
//!   reader is asked and then forgotten: what is shown, the address, what was looked at, in all
//!   tabs. `off` never does. Default: 120 with `kiosk`, otherwise `off`.
//! @attr engine - `page` runs the search in the page itself instead of a worker, for pages whose
//!   policy forbids workers (`trusted-types 'none'`). Where a worker is refused, that is done
//!   anyway; with the attribute, none is tried.
//! @attr key - The public key that the catalogue is signed with (`bibliobus key`, `build --sign`):
//!   no other catalogue is taken. Two with a blank between them while keys change.
//! @attr shortcuts - `off` switches off the keys `/` and `?`, which are on only where the element has
//!   the page's address to itself.
//!
//! @method `reset()` - Forgets the reader: as if nobody had used the element.
//!
//! @event bibliobus-search - Something was searched. `detail`: `{ text, total }`.
//! @event bibliobus-open - A record was opened. `detail`: `{ id }`.
//! @event bibliobus-leave - The box of `view="search"` leads elsewhere, unless a listener cancels this.
//!   `detail`: `{ href, text }`.
//! @event bibliobus-problem - Something went wrong. `detail`: `{ kind }`: `unreachable`, `refused`,
//!   `damaged`, `too-new`, `no-room`, `no-storage`, `unsigned`, `slow`, `engine`, or `app` where the
//!   app itself cannot run or go on.
//!
//! @csspart base - Everything.
//! @csspart head, input, clear, search - The search box and its controls.
//! @csspart status - What was found, in a sentence.
//! @csspart suggestions, suggestion - What the words may become, and one of them.
//! @csspart changes, undo - What was changed in the words, and the button that takes it back.
//! @csspart result - One hit, with `data-id`.
//! @csspart more - The button for more hits.
//! @csspart order - The choice of the order of hits.
//! @csspart applied, turn, let-go - What the hits are narrowed down to, and the buttons that turn one
//!   of it around and let it go.
//! @csspart open-filters, filters, facet, clear-filters, show-found, close-filters - The filters: their
//!   button on a narrow page, all of them, one kind, and their buttons.
//! @csspart record - The open record, with `data-id`.
//! @csspart back - The way back from it.
//! @csspart open - A link that opens the thing itself.
//! @csspart editions - Other editions and languages of the work.
//! @csspart cite, cite-style, citations, copy - Citing: all of it, the choice of a style, what is cited,
//!   and the button that copies it.
//! @csspart arranged - What the library arranges for a record: loan, requests, copies.
//! @csspart place - One place where it stands.
//! @csspart shelf - What stands beside the record.
//! @csspart no-shelf - Why nothing can be shown beside the record.
//! @csspart way - The plan and the way to a shelf.
//! @csspart to-browse, browse, browse-link, new, all-new, by-mark, unfold - Looking around: the link there, the
//!   page, a link on it, new arrivals, the link to all of them, and what opens a class.
//! @csspart drawers, list-link, letter, drawer - Lists from A to Z: the page, the links to the lists and
//!   their letters, and the list.
//! @csspart my-list - The link to the reader's list.
//! @csspart lists, list-name, choose-list, take-list, lists-told - Several lists: all of it, the name of one,
//!   the choice of one, taking one out of a file, and what came of that.
//! @csspart elsewhere - To which other list a thing may go.
//! @csspart note-conflict, keep-note - Two notes on the same thing, and the button that keeps one.
//! @csspart to-list - The button that puts a record there, and strikes it off.
//! @csspart list, entry, note, up, down, strike, strike-all - The list, one thing on it, its tools.
//! @csspart low-vision - The settings for low vision.
//! @csspart to-low-vision, read-aloud, reset-low-vision, close-low-vision - Its buttons.
//! @csspart struck, put-back, add-all - What was struck off, and taking over what was handed over.
//! @csspart tour, round, stop, off-the-way - One way past all of it, and what it does not lead to.
//! @csspart take-along - What is taken along: codes, sending, printing.
//! @csspart offline - The notice that there is no connection.
//! @csspart keeping - Keeping the collection on the device, with `data-state`.
//! @csspart keep, keep-brief, keep-portion, pause, forget, from-file, to-file - Its buttons.
//! @csspart carrying - How far a file is on its way in or out.
//! @csspart portion - The choice of how much to keep.
//! @csspart device, on-device - What is on the device, and one catalogue of it, with `data-state`.
//! @csspart to-device - The link there.
//! @csspart renew - The button that looks for a later release of the catalogue.
//! @csspart new-app, take-app - The notice of a new version of the app, and its button.
//! @csspart first, understood - What to know first, and the button that puts it away.
//! @csspart to-help, help, keys - The link to help, its page, and the sheet of keys.
//! @csspart leaving, stay - The question whether the reader is still there, and its button.
//! @csspart expired - The notice that the library meant to have renewed its catalogue.
//! @csspart problem, home - What went wrong, with a button to try again, and the link to the library's site.
//!
//! @cssproperty --bibliobus-accent - The library's colour. Hover, focus and selection follow.
//! @cssproperty --bibliobus-serif - The typeface of titles.
//! @cssproperty --bibliobus-sans - The typeface of everything else.
//! @cssproperty --bibliobus-page - The colour behind everything.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Object, Reflect};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, ShadowRoot, Url};

use crate::session::{Session, forget_sight};
use crate::view::App;
use crate::{Config, Engine};

const TAG: &str = "biblio-bus";
const ATTRIBUTES: &[&str] = &[
    "catalogue",
    "lang",
    "routing",
    "name",
    "base",
    "view",
    "href",
    "target",
    "label",
    "public",
    "home",
    "theme",
    "low-vision",
    "examples",
    "shortcuts",
    "kiosk",
    "printing",
    "branch",
    "idle",
    "key",
];

#[wasm_bindgen(module = "/src/element.js")]
extern "C" {
    fn define_element(tag: &str, attributes: Array, css: &str, mount: &JsValue);
}

/// Defines `<biblio-bus>` on this page, once. Its elements share `engine`.
pub fn define(engine: Engine) {
    let mount =
        Closure::<dyn Fn(HtmlElement, ShadowRoot, Option<String>) -> Mounted>::new(
            move |host, root, memory| Mounted::new(engine.clone(), host, root, memory),
        );
    let attributes = ATTRIBUTES.iter().copied().map(JsValue::from_str).collect();
    define_element(TAG, attributes, crate::view::STYLE, &mount.into_js_value());
}

/// An element that is connected to the page.
#[wasm_bindgen]
pub struct Mounted {
    engine: Engine,
    host: HtmlElement,
    root: ShadowRoot,
    shown: Shown,
}

/// What is shown in the shadow root; dropping the handle takes it away.
struct Shown {
    session: Session,
    _handle: Box<dyn Any>,
}

#[wasm_bindgen]
impl Mounted {
    /// An attribute has another value now.
    pub fn changed(&mut self, attribute: &str) {
        let config = config(&self.host);
        match attribute {
            "lang" => self.shown.session.speak(config.language),
            "theme" => self.shown.session.dress(config.theme),
            "low-vision" => self.shown.session.look_at_page(),
            _ => {
                let memory = self.shown.session.memory();
                self.shown = show(&self.engine, &self.host, &self.root, Some(&memory));
            }
        }
    }

    /// Forgets its reader.
    pub fn reset(&mut self) {
        forget_sight();
        self.shown = show(&self.engine, &self.host, &self.root, None);
    }

    /// A QR code of an address that the screen itself does not open: how many squares it is wide,
    /// and the path of the dark ones; nothing for a text that is too long for one.
    pub fn code(&self, address: &str) -> Option<Array> {
        let code = crate::slip::code(address)?;
        Some(Array::of2(&JsValue::from(code.side), &JsValue::from_str(&code.path)))
    }

    /// The element left the page: gives back what to remember until it returns.
    pub fn unmount(self) -> String {
        self.shown.session.memory()
    }
}

impl Mounted {
    fn new(
        engine: Engine,
        host: HtmlElement,
        root: ShadowRoot,
        memory: Option<String>,
    ) -> Self {
        let shown = show(&engine, &host, &root, memory.as_deref());
        Self { engine, host, root, shown }
    }
}

fn show(
    engine: &Engine,
    host: &HtmlElement,
    root: &ShadowRoot,
    memory: Option<&str>,
) -> Shown {
    root.replace_children_with_node_0();
    let made: Rc<Cell<Option<Session>>> = Rc::default();
    let (slot, engine, host) = (made.clone(), engine.clone(), host.clone());
    let memory = memory.map(str::to_owned);
    let parent = root.clone().unchecked_into::<HtmlElement>();
    let handle = mount_to(parent, move || {
        let session = Session::new(config(&host), engine, host, memory.as_deref());
        slot.set(Some(session));
        view! { <App session/> }
    });
    let session =
        made.take().expect("mounting runs the view once, which makes the session");
    Shown { session, _handle: Box::new(handle) }
}

fn config(host: &HtmlElement) -> Config {
    let page_language = host
        .closest("[lang]")
        .ok()
        .flatten()
        .and_then(|element| element.get_attribute("lang"));
    let base = host.base_uri().ok().flatten().unwrap_or_default();
    Config::read(
        |name| host.get_attribute(name),
        page_language.as_deref(),
        |address| Url::new_with_base(address, &base).ok().map(|url| url.href()),
    )
}

/// Tells the page that something happened: an event that bubbles out of the shadow root.
/// Says whether the page, which may cancel it, has not.
pub(crate) fn tell(host: &HtmlElement, event: &str, detail: &[(&str, JsValue)]) -> bool {
    let object = Object::new();
    for (key, value) in detail {
        // Setting a property of a new plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(true);
    init.set_detail(&object);
    let event = CustomEvent::new_with_event_init_dict(event, &init);
    event.is_ok_and(|event| host.dispatch_event(&event).unwrap_or(true))
}
