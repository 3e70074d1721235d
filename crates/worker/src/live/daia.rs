//! DAIA 1.0: documents with items, each with services that are available or not
//! (gbv.github.io/daia).

use bibliobus_catalog::{LiveCopy, LiveNote, Status, minutes};
use miniserde::json::Value;

use super::json::{count, day, field, list, text};

/// The items of every document; `None` where there is no response.
pub(super) fn copies(response: &Value) -> Option<Vec<LiveCopy>> {
    let documents = list(Some(field(response, "document")?));
    let items = documents.iter().flat_map(|document| list(field(document, "item")));
    // An item that is a part of the thing, or more than it, is not the thing.
    let whole = items.filter(|item| text(item, "part").is_none());
    Some(whole.map(copy).collect())
}

fn copy(item: &Value) -> LiveCopy {
    let (status, service) = status(item);
    let id = text(item, "id");
    let barcode = id.and_then(|id| {
        let end = id.rsplit([':', '/', '#', '=', '$']).next().map(str::to_owned);
        end.filter(|end| !end.is_empty())
    });
    LiveCopy {
        barcode,
        mark: text(item, "label"),
        status,
        note: service.map(note).unwrap_or_default(),
        ..LiveCopy::default()
    }
}

/// What one may do with an item, and the service that says so. It may be lent; else it may be
/// used in the library; else it is expected back; else nobody knows.
fn status(item: &Value) -> (Option<Status>, Option<&Value>) {
    let of = |key: &str, name: &str| {
        let mut services = list(field(item, key)).iter();
        services.find(|service| is(service, name))
    };
    if let Some(service) = of("available", "loan") {
        return (Some(Status::Available), Some(service));
    }
    if let Some(service) = of("available", "presentation") {
        return (Some(Status::Reference), Some(service));
    }
    let lent = of("unavailable", "loan").or_else(|| of("unavailable", "presentation"));
    let Some(service) = lent else { return (None, None) };
    let waits = count(service, "queue").is_some_and(|queue| queue > 0);
    let status = match text(service, "expected") {
        Some(expected) => Status::OnLoan { until: day(&expected) },
        None if waits => Status::OnLoan { until: None },
        None => Status::Missing,
    };
    (Some(status), Some(service))
}

/// Whether a service is the one of this name, short or as an address of the ontology of
/// document services.
fn is(service: &Value, name: &str) -> bool {
    let said = text(service, "service").unwrap_or_default();
    let short = said.rsplit('#').next().unwrap_or_default();
    said == name
        || (said.contains("purl.org/ontology/dso#") && short.eq_ignore_ascii_case(name))
}

fn note(service: &Value) -> LiveNote {
    let limitations = list(field(service, "limitation")).iter();
    LiveNote {
        queue: count(service, "queue"),
        delay: text(service, "delay").and_then(|delay| minutes(&delay)),
        limitation: limitations.filter_map(|limit| text(limit, "content")).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Vec<LiveCopy> {
        copies(&miniserde::json::from_str(body).unwrap()).unwrap()
    }

    /// A response of the shape that DAIA 1.0 describes, with every field that counts.
    const RESPONSE: &str = r#"{
        "institution": {"id": "http://uri.example/org", "content": "Stadtbibliothek"},
        "timestamp": "2026-11-23T10:00:00+01:00",
        "document": [{
            "id": "http://uri.example/doc:ppn:62486362X",
            "requested": "PPN 62486362X",
            "item": [
                {"id": "http://uri.example/item:bar:3000100005", "label": "Phil 20/1",
                 "storage": {"content": "Magazin"},
                 "available": [
                    {"service": "presentation"},
                    {"service": "loan", "delay": "PT2H", "href": "http://a.example/order",
                     "limitation": [{"id": "http://purl.org/ontology/dso#ShortLoan"},
                                    {"content": "Kurzausleihe"}]}]},
                {"id": "http://uri.example/item:bar:2", "label": "",
                 "unavailable": [{"service": "loan", "expected": "2026-12-01+01:00", "queue": 2}]},
                {"unavailable": [{"service": "loan", "expected": "unknown"}]},
                {"unavailable": [{"service": "loan"}, {"service": "presentation"}]},
                {"available": [{"service": "http://purl.org/ontology/dso#Presentation"}],
                 "unavailable": [{"service": "loan"}]},
                {"available": [{"service": "openaccess"}]},
                {"part": "broader", "available": [{"service": "loan"}]}
            ]
        }]
    }"#;

    #[test]
    fn services_say_what_one_may_do() {
        let said: Vec<Option<Status>> =
            read(RESPONSE).into_iter().map(|copy| copy.status).collect();
        let lent = |day: Option<&str>| Status::OnLoan { until: day.map(str::to_owned) };
        let expected = [
            Some(Status::Available),
            Some(lent(Some("2026-12-01"))),
            Some(lent(None)),
            Some(Status::Missing),
            Some(Status::Reference),
            None,
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn labels_numbers_delays_queues_and_limits_are_taken() {
        let copies = read(RESPONSE);
        let first = &copies[0];
        assert_eq!(first.barcode.as_deref(), Some("3000100005"));
        assert_eq!(first.mark.as_deref(), Some("Phil 20/1"));
        let note = LiveNote {
            queue: None,
            delay: Some(120),
            limitation: Some("Kurzausleihe".into()),
        };
        assert_eq!(first.note, note);
        assert_eq!((copies[1].mark.as_ref(), copies[1].note.queue), (None, Some(2)));
    }
}
