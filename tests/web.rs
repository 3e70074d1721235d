//! The element in a real browser: connecting it, leaving the page, coming back, and what its
//! reader sees. The engine's host is played by the test, at the other end of a channel.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::cell::RefCell;
use std::rc::Rc;

use bibliobus::{Engine, define};
use bibliobus_catalog::{LocalName, Record, Title};
use bibliobus_worker::{
    Answer, Ask, Brief, Collection, Hit, Problem, Query, Results, Tell, What,
};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;
use web_sys::{Element, HtmlElement, HtmlInputElement, MessageChannel, MessageEvent};

wasm_bindgen_test_configure!(run_in_browser);

thread_local! {
    /// What the elements have asked so far.
    static ASKED: RefCell<Vec<What>> = RefCell::default();
}

/// A library of one book. It cannot be reached by the words `нет связи`, and takes its time
/// over `медленно`.
fn answer(what: &What) -> Result<Answer, Problem> {
    match what {
        What::Open => Ok(Answer::Opened(Box::new(collection()))),
        What::Search(query) if query.text == "нет связи" => {
            Err(Problem::Unreachable { file: "chunks/1.bin".into() })
        }
        What::Search(query) => Ok(Answer::Results(results(query))),
        What::Record(id) if id == "1" => Ok(Answer::Record(Some(Box::new(record())))),
        What::Record(_) => Ok(Answer::Record(None)),
        _ => Err(Problem::NoRoom),
    }
}

fn collection() -> Collection {
    let mut collection = Collection { records: 1, ..Collection::default() };
    collection.as_of = "2026-05-03".into();
    collection.library.name =
        LocalName { ru: "Библиотека".into(), en: "The Library".into() };
    collection
}

fn record() -> Record {
    let title = Title { proper: "Чайка".into(), ..Title::default() };
    Record { id: "1".into(), title, ..Record::default() }
}

fn results(query: &Query) -> Results {
    if query.text == "пусто" {
        return Results::default();
    }
    let brief = Brief { id: "1".into(), title: query.text.clone(), ..Brief::default() };
    Results {
        total: 1,
        hits: vec![Hit { id: "1".into(), brief, ..Hit::default() }],
        ..Results::default()
    }
}

/// The other end of the line: hears questions, answers them, and says first that it is up.
fn host(_tries: u32) -> Result<bibliobus::Port, JsValue> {
    let channel = MessageChannel::new()?;
    let (page, own) = (channel.port1(), Rc::new(channel.port2()));
    let port = own.clone();
    EventListener::new(&own, "message", move |event| {
        let data = event.unchecked_ref::<MessageEvent>().data();
        let ask: Ask = postcard::from_bytes(&Uint8Array::new(&data).to_vec()).unwrap();
        ASKED.with_borrow_mut(|asked| asked.push(ask.what.clone()));
        let slow = matches!(&ask.what, What::Search(query) if query.text == "медленно");
        let port = port.clone();
        wasm_bindgen_futures::spawn_local(async move {
            TimeoutFuture::new(if slow { 400 } else { 0 }).await;
            tell(&port, &Tell::Answer(ask.number, answer(&ask.what)));
        });
    })
    .forget();
    own.start();
    page.start();
    tell(&own, &Tell::Up);
    Ok(page.unchecked_into())
}

fn tell(port: &web_sys::MessagePort, tell: &Tell) {
    let bytes = postcard::to_allocvec(tell).unwrap();
    port.post_message(&Uint8Array::from(bytes.as_slice())).unwrap();
}

// What a user does and sees.

async fn open_app(attributes: &[(&str, &str)]) -> HtmlElement {
    define(Engine::new(host));
    let app: HtmlElement =
        document().create_element("biblio-bus").unwrap().unchecked_into();
    for (name, value) in [("lang", "ru")].iter().chain(attributes) {
        app.set_attribute(name, value).unwrap();
    }
    document().body().unwrap().append_child(&app).unwrap();
    moment().await;
    app
}

fn document() -> web_sys::Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Longer than the breath that typing takes, and the way to the host and back.
async fn moment() {
    TimeoutFuture::new(180).await;
}

fn find(app: &HtmlElement, selector: &str) -> Option<Element> {
    app.shadow_root().unwrap().query_selector(selector).unwrap()
}

fn see(app: &HtmlElement, selector: &str) -> String {
    let element =
        find(app, selector).unwrap_or_else(|| panic!("{selector} is not there"));
    element.text_content().unwrap_or_default().trim().to_owned()
}

fn count(app: &HtmlElement, selector: &str) -> u32 {
    app.shadow_root().unwrap().query_selector_all(selector).unwrap().length()
}

async fn type_query(app: &HtmlElement, words: &str) {
    let input: HtmlInputElement = find(app, "[part~=input]").unwrap().unchecked_into();
    input.set_value(words);
    input.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    moment().await;
}

async fn click(app: &HtmlElement, selector: &str) {
    find(app, selector).unwrap().unchecked_into::<HtmlElement>().click();
    moment().await;
}

// What has to hold.

#[wasm_bindgen_test]
async fn the_first_page_says_whose_catalogue_it_is() {
    let app = open_app(&[("examples", "Чехов; стихи")]).await;
    assert_eq!(see(&app, "h1"), "Библиотека");
    assert!(see(&app, ".count").contains("каталог на 3 мая 2026"));
    assert_eq!(count(&app, ".chip"), 2);
    app.remove();
}

#[wasm_bindgen_test]
async fn typing_finds_and_a_result_opens_and_back_returns() {
    let app = open_app(&[]).await;
    type_query(&app, "чайка").await;
    assert_eq!(see(&app, "[part~=status]"), "Нашлась 1 запись");
    click(&app, ".title-link").await;
    assert_eq!(see(&app, "[part~=record] h1"), "Чайка");
    click(&app, "[part~=back]").await;
    assert_eq!(count(&app, "[part~=result]"), 1);
    app.remove();
}

#[wasm_bindgen_test]
async fn the_page_of_someone_else_keeps_its_address() {
    let before = document().location().unwrap().href().unwrap();
    let app = open_app(&[]).await;
    type_query(&app, "чайка").await;
    click(&app, ".title-link").await;
    assert_eq!(document().location().unwrap().href().unwrap(), before);
    assert_eq!(count(&app, "a[href^='#']"), 0);
    app.remove();
}

#[wasm_bindgen_test]
async fn a_slow_answer_does_not_land_on_newer_words() {
    let app = open_app(&[]).await;
    type_query(&app, "медленно").await;
    type_query(&app, "быстро").await;
    TimeoutFuture::new(500).await;
    assert_eq!(see(&app, ".title"), "быстро");
    app.remove();
}

#[wasm_bindgen_test]
async fn nothing_found_teaches_and_no_connection_is_not_nothing_found() {
    let app = open_app(&[]).await;
    type_query(&app, "пусто").await;
    assert!(see(&app, "[part~=status]").contains("ничего не нашлось"));
    assert_eq!(count(&app, ".advice li"), 3);
    type_query(&app, "нет связи").await;
    assert!(see(&app, "[part~=problem]").contains("не отвечает"));
    assert_eq!(count(&app, ".advice"), 0);
    app.remove();
}

#[wasm_bindgen_test]
async fn escape_clears_the_box() {
    let app = open_app(&[]).await;
    type_query(&app, "чайка").await;
    let init = web_sys::KeyboardEventInit::new();
    init.set_key("Escape");
    init.set_bubbles(true);
    let escape =
        web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
    find(&app, "[part~=input]").unwrap().dispatch_event(&escape.unwrap()).unwrap();
    moment().await;
    assert_eq!(see(&app, "h1"), "Библиотека");
    app.remove();
}

#[wasm_bindgen_test]
async fn moving_the_element_keeps_everything() {
    let app = open_app(&[]).await;
    type_query(&app, "чайка").await;
    let input = find(&app, "[part~=input]").unwrap();
    let other = document().create_element("section").unwrap();
    document().body().unwrap().append_child(&other).unwrap();
    other.append_child(&app).unwrap();
    moment().await;
    assert!(find(&app, "[part~=input]").unwrap().is_same_node(Some(&input)));
    assert_eq!(count(&app, "[part~=result]"), 1);
    other.remove();
}

#[wasm_bindgen_test]
async fn an_element_that_comes_back_is_where_it_was() {
    let app = open_app(&[]).await;
    type_query(&app, "чайка").await;
    app.remove();
    moment().await;
    assert_eq!(count(&app, "[part~=input]"), 0);
    document().body().unwrap().append_child(&app).unwrap();
    moment().await;
    assert_eq!(see(&app, "[part~=status]"), "Нашлась 1 запись");
    app.remove();
}

#[wasm_bindgen_test]
async fn two_elements_on_a_page_are_independent() {
    let (one, other) = (open_app(&[]).await, open_app(&[("lang", "en")]).await);
    type_query(&one, "чайка").await;
    assert_eq!(count(&one, "[part~=result]"), 1);
    assert_eq!(see(&other, "h1"), "The Library");
    one.remove();
    other.remove();
}

#[wasm_bindgen_test]
async fn an_attribute_changes_the_language_at_once() {
    let app = open_app(&[]).await;
    type_query(&app, "чайка").await;
    app.set_attribute("lang", "en").unwrap();
    moment().await;
    assert_eq!(see(&app, "[part~=status]"), "1 record found");
    let input: HtmlInputElement = find(&app, "[part~=input]").unwrap().unchecked_into();
    assert_eq!(input.value(), "чайка");
    app.remove();
}

#[wasm_bindgen_test]
async fn the_page_hears_of_a_search_and_of_a_record() {
    let app = open_app(&[]).await;
    let heard = Rc::new(RefCell::new(Vec::new()));
    let body = document().body().unwrap();
    let listeners = ["bibliobus-search", "bibliobus-open"].map(|name| {
        let heard = heard.clone();
        EventListener::new(&body, name, move |event| {
            heard.borrow_mut().push(event.type_());
        })
    });
    type_query(&app, "чайка").await;
    click(&app, ".title-link").await;
    assert_eq!(*heard.borrow(), ["bibliobus-search", "bibliobus-open"]);
    drop(listeners);
    app.remove();
}

#[wasm_bindgen_test]
async fn one_true_sentence_is_said_for_a_settled_query() {
    let app = open_app(&[]).await;
    type_query(&app, "чай").await;
    type_query(&app, "чайка").await;
    TimeoutFuture::new(900).await;
    let said = see(&app, "[role=status]:nth-of-type(1)")
        + &see(&app, "[role=status]:nth-of-type(2)");
    assert_eq!(said, "Нашлась 1 запись");
    app.remove();
}
