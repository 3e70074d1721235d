//! The report as a page that stands for itself: no script, nothing from elsewhere, readable on
//! a phone and on paper.

use std::fmt::Write as _;

use super::issue::Issue;
use super::{Concern, Example, Report};
use crate::markup::escaped;

const STYLE: &str = include_str!("page.css");

/// How many values of a group are shown.
const SHOWN: usize = 24;

/// The page.
pub(super) fn page(report: &Report, unreadable: &[String]) -> String {
    let mut html = String::with_capacity(32 * 1024);
    head(report, &mut html);
    summary(report, &mut html);
    refused(report, unreadable, &mut html);
    let headings = [
        (1, "Не найдут или не получат", "Not found, or not to be had"),
        (2, "Найдут не все или пойдут не туда", "Missed by some, or leading astray"),
        (3, "Стоит знать", "Worth knowing"),
    ];
    let issues = report.by_weight();
    for (weight, ru, en) in headings {
        let group: Vec<_> =
            issues.iter().filter(|(issue, _)| issue.weight() == weight).collect();
        if group.is_empty() {
            continue;
        }
        push(&mut html, &["<section class=\"w", &weight.to_string(), "\"><h2>"]);
        push(&mut html, &[report.language.pick(ru, en), "</h2>"]);
        for (issue, concern) in group {
            card(report, *issue, concern, &mut html);
        }
        html.push_str("</section>");
    }
    foot(report, &mut html);
    html
}

fn push(html: &mut String, parts: &[&str]) {
    for part in parts {
        html.push_str(part);
    }
}

fn head(report: &Report, html: &mut String) {
    let language = report.language;
    let name = report.library.name.in_language(language.tag());
    let title = language.pick("Что увидит читатель", "What readers will see");
    let subtitle = language.pick("Проверка каталога", "A check of the catalogue");
    let whose = if name.is_empty() { subtitle.to_owned() } else { escaped(name) };
    let _ = write!(
        html,
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} · {whose}</title><style>{STYLE}</style></head><body>\
         <header><p class=\"whose\">{whose}</p><h1>{title}</h1><p class=\"files\">{} \
         <time datetime=\"{}\">{}</time></p></header><main>",
        language.tag(),
        files(report),
        report.day,
        report.day,
    );
}

fn files(report: &Report) -> String {
    let name = |file: &String| file.rsplit('/').next().unwrap_or(file).to_owned();
    let names: Vec<String> = report.files.iter().take(6).map(name).collect();
    let more = if report.files.len() > 6 { ", …" } else { "" };
    format!("{}{more} ·", escaped(&names.join(", ")))
}

/// Three numbers, and a bar for the share that disappoints.
fn summary(report: &Report, html: &mut String) {
    let language = report.language;
    let sound = report.read.saturating_sub(report.disappointing);
    let tiles = [
        ("", report.read, language.pick("записей прочитано", "records read")),
        ("good", sound, language.pick("хороши", "are fine")),
        ("bad", report.disappointing, language.pick("разочаруют", "will disappoint")),
    ];
    html.push_str("<div class=\"tiles\">");
    for (class, number, label) in tiles {
        let number = language.number(number);
        push(
            html,
            &["<p class=\"tile ", class, "\"><b>", &number, "</b> ", label, "</p>"],
        );
    }
    html.push_str("</div>");
    if report.read > 0 {
        let part = report.disappointing as f64 * 100.0 / report.read as f64;
        let share = language.share(report.disappointing, report.read);
        let _ = write!(
            html,
            "<svg class=\"bar\" role=\"img\" aria-label=\"{share}\" viewBox=\"0 0 100 3\" \
             preserveAspectRatio=\"none\"><rect class=\"all\" width=\"100\" height=\"3\"/>\
             <rect class=\"part\" width=\"{part:.2}\" height=\"3\"/></svg>"
        );
        let words = match (language.tag(), report.disappointing) {
            ("ru", 0) => "Ни одна запись не разочарует читателя.".to_owned(),
            (_, 0) => "No record will disappoint its readers.".to_owned(),
            ("ru", _) => format!("Разочаруют {share} записей."),
            _ => format!("{share} of the records will disappoint."),
        };
        push(html, &["<p class=\"share\">", &words, "</p>"]);
    }
}

/// Files that could not be read at all, or not to their ends.
fn refused(report: &Report, unreadable: &[String], html: &mut String) {
    if unreadable.is_empty() {
        return;
    }
    let heading = report
        .language
        .pick("Файлы, которые не удалось прочитать", "Files that could not be read");
    push(html, &["<section class=\"w1\"><h2>", heading, "</h2><article><ul>"]);
    for error in unreadable {
        // A folder says nothing to whoever reads the page elsewhere.
        let (path, rest) = error.split_once(": ").unwrap_or(("", error));
        let name = path.rsplit('/').next().unwrap_or(path);
        push(html, &["<li><b>", &escaped(name), "</b> ", &escaped(rest), "</li>"]);
    }
    html.push_str("</ul></article></section>");
}

fn card(report: &Report, issue: Issue, concern: &Concern, html: &mut String) {
    let language = report.language;
    let share = language.share(concern.records, report.read);
    let part = concern.records as f64 * 100.0 / (report.read.max(1)) as f64;
    let _ = write!(
        html,
        "<article id=\"{}\"><h3>{}</h3><p class=\"count\"><b>{}</b> {share}</p>\
         <svg class=\"bar\" aria-hidden=\"true\" viewBox=\"0 0 100 3\" \
         preserveAspectRatio=\"none\"><rect class=\"all\" width=\"100\" height=\"3\"/>\
         <rect class=\"part\" width=\"{:.2}\" height=\"3\"/></svg><p>{}</p>\
         <p class=\"mend\"><b>{}</b> {}</p>",
        issue.code(),
        language.name(issue),
        language.number(concern.records),
        part.clamp(0.4, 100.0),
        escaped(&language.effect(issue, concern.records)),
        language.pick("Что исправить:", "What to mend:"),
        escaped(&unbroken(language.mend(issue))),
    );
    values(report, concern, html);
    examples(report, concern, html);
    html.push_str("</article>");
}

/// What groups the records, the commonest first.
fn values(report: &Report, concern: &Concern, html: &mut String) {
    if concern.values.is_empty() {
        return;
    }
    let mut values: Vec<_> = concern.values.iter().collect();
    values.sort_by_key(|(value, count)| (std::cmp::Reverse(**count), (*value).clone()));
    html.push_str("<ul class=\"values\">");
    for (value, count) in values.iter().take(SHOWN) {
        let count = report.language.number(**count);
        push(html, &["<li><bdi>", &escaped(value), "</bdi> <b>", &count, "</b></li>"]);
    }
    if values.len() > SHOWN {
        html.push_str("<li>…</li>");
    }
    html.push_str("</ul>");
}

fn examples(report: &Report, concern: &Concern, html: &mut String) {
    let language = report.language;
    let label = if concern.records > concern.examples.len() as u64 {
        language.pick("Примеры", "Examples")
    } else {
        language.pick("Записи", "Records")
    };
    let count = language.number(concern.examples.len() as u64);
    push(html, &["<details><summary>", label, " (", &count, ")</summary><ol>"]);
    for example in &concern.examples {
        self::example(report, example, html);
    }
    html.push_str("</ol></details>");
}

fn example(report: &Report, example: &Example, html: &mut String) {
    let untitled = report.language.pick("без заглавия", "no title");
    html.push_str("<li>");
    if example.title.is_empty() {
        push(html, &["<i>", untitled, "</i>"]);
    } else {
        push(html, &["<bdi>", &escaped(&example.title), "</bdi>"]);
    }
    let mut place = Vec::new();
    if !example.id.is_empty() {
        place.push(format!("<code>{}</code>", escaped(&example.id)));
    }
    if example.record > 0 {
        let number = report.language.number(example.record);
        place.push(format!("№\u{a0}{number}"));
    }
    if report.files.len() > 1 {
        let file = example.file.rsplit('/').next().unwrap_or_default();
        place.push(escaped(file));
    }
    push(html, &["<span class=\"place\">", &place.join(" · "), "</span>"]);
    if !example.found.is_empty() {
        let found = escaped(&example.found);
        push(html, &["<span class=\"found\"><bdi>", &found, "</bdi></span>"]);
    }
    html.push_str("</li>");
}

fn foot(report: &Report, html: &mut String) {
    let language = report.language;
    let table = language.pick(
        "Все записи построчно даёт --report отчёт.csv. Адреса проверены по виду, без \
         обращения к сети.",
        "Every record on a line of its own: --report report.csv. Addresses were judged by their \
         looks; nothing was asked of the network.",
    );
    if report.concerns.is_empty() && report.read > 0 {
        let fine = language.pick("Замечаний нет.", "There is nothing to mend.");
        push(html, &["<p class=\"fine\">", fine, "</p>"]);
    }
    push(html, &["</main><footer><p>", table, "</p><p>bibliobus ", VERSION]);
    html.push_str("</p></footer></body></html>\n");
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The text with a subfield on the line of its field: `200 ^A`, `852 $b $c`.
fn unbroken(text: &str) -> String {
    text.replace(" $", "\u{a0}$").replace(" ^", "\u{a0}^")
}
