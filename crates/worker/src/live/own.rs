//! Bibliobus's own language for what is in now, for systems that have no other:
//! `docs/live-status.md` describes it.

use bibliobus_catalog::{LiveCopy, LiveNote, Status, minutes};
use miniserde::json::Value;

use super::json::{count, day, field, list, text};

/// The copies; `None` where there is no list of them.
pub(super) fn copies(answer: &Value) -> Option<Vec<LiveCopy>> {
    let items = list(Some(field(answer, "items")?));
    Some(items.iter().map(copy).collect())
}

fn copy(item: &Value) -> LiveCopy {
    let until = text(item, "until").and_then(|until| day(&until));
    let status = match text(item, "status").as_deref() {
        Some("available") => Some(Status::Available),
        Some("reference") => Some(Status::Reference),
        Some("on_loan") => Some(Status::OnLoan { until }),
        Some("missing") => Some(Status::Missing),
        Some("on_order") => Some(Status::OnOrder),
        _ => None,
    };
    LiveCopy {
        barcode: text(item, "barcode"),
        branch: text(item, "branch"),
        place: text(item, "place"),
        mark: text(item, "mark"),
        status,
        note: LiveNote {
            queue: count(item, "queue"),
            delay: text(item, "delay").and_then(|delay| minutes(&delay)),
            limitation: text(item, "limitation"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_read_and_each_may_be_missing() {
        let body = r#"{"items": [
            {"barcode": "1", "branch": "C", "place": "HRAN", "mark": "Б 20", "status": "on_loan",
             "until": "2026-12-01", "queue": 2, "delay": "P1D", "limitation": "в зале"},
            {"status": "reference"}, {"barcode": "3", "status": "somewhere"}, {}]}"#;
        let copies = copies(&miniserde::json::from_str(body).unwrap()).unwrap();
        let first = LiveCopy {
            barcode: Some("1".into()),
            branch: Some("C".into()),
            place: Some("HRAN".into()),
            mark: Some("Б 20".into()),
            status: Some(Status::OnLoan { until: Some("2026-12-01".into()) }),
            note: LiveNote {
                queue: Some(2),
                delay: Some(1440),
                limitation: Some("в зале".into()),
            },
        };
        assert_eq!(copies[0], first);
        let status: Vec<_> =
            copies.iter().skip(1).map(|copy| copy.status.clone()).collect();
        assert_eq!(status, [Some(Status::Reference), None, None]);
    }
}
