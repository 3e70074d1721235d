//! Koha's REST API: the items of a record, as `/api/v1/public/biblios/{id}/items` gives them
//! (Koha, `api/v1/swagger/definitions/item.yaml`).

use bibliobus_catalog::{LiveCopy, LiveNote, Status};
use miniserde::json::Value;

use super::json::{day, list, number, text};

/// The items; `None` where there is no list of them.
pub(super) fn copies(items: &Value) -> Option<Vec<LiveCopy>> {
    let Value::Array(_) = items else { return None };
    Some(list(Some(items)).iter().map(copy).collect())
}

fn copy(item: &Value) -> LiveCopy {
    LiveCopy {
        barcode: text(item, "external_id"),
        branch: text(item, "holding_library_id")
            .or_else(|| text(item, "home_library_id")),
        place: text(item, "location"),
        mark: text(item, "callnumber"),
        status: status(item),
        note: LiveNote::default(),
    }
}

/// What the codes of an item say; `None` for what is no item of Koha. A code that is not zero
/// stands for some value of the library's own list; of "not for loan" those below zero can still
/// be reserved: they are on their way.
fn status(item: &Value) -> Option<Status> {
    number(item, "item_id")?;
    let code = |key: &str| number(item, key).unwrap_or(0);
    let not_for_loan = match code("effective_not_for_loan_status") {
        0 => code("not_for_loan_status"),
        code => code,
    };
    Some(if code("withdrawn") != 0 || code("lost_status") != 0 {
        Status::Missing
    } else if let Some(due) = text(item, "checked_out_date") {
        // Koha calls it the date of the loan, and keeps there the day that the copy is due.
        Status::OnLoan { until: day(&due) }
    } else if not_for_loan < 0 {
        Status::OnOrder
    } else if not_for_loan > 0 || code("restricted_status") > 0 {
        Status::Reference
    } else {
        Status::Available
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &str) -> LiveCopy {
        let body = format!(
            r#"[{{"item_id": 17, "biblio_id": 4, "external_id": "3000100005",
                "home_library_id": "C", "holding_library_id": "Z", "location": "ABON",
                "callnumber": "84(2) Т 53", "collection_code": null, "uri": null,
                "not_for_loan_status": 0, "damaged_status": 0, "lost_status": 0,
                "withdrawn": 0, "restricted_status": null, "checked_out_date": null,
                "effective_item_type_id": "BK", "effective_not_for_loan_status": 0{fields}}}]"#
        );
        let value = miniserde::json::from_str(&body).unwrap();
        copies(&value).unwrap().remove(0)
    }

    #[test]
    fn an_item_says_where_it_is_now() {
        let copy = read("");
        assert_eq!(copy.barcode.as_deref(), Some("3000100005"));
        assert_eq!(copy.branch.as_deref(), Some("Z"));
        assert_eq!(copy.place.as_deref(), Some("ABON"));
        assert_eq!(copy.mark.as_deref(), Some("84(2) Т 53"));
    }

    #[test]
    fn codes_say_what_one_may_do() {
        // Of two fields of one name the later one counts.
        let cases = [
            ("", Status::Available),
            (
                r#", "checked_out_date": "2026-12-01""#,
                Status::OnLoan { until: Some("2026-12-01".into()) },
            ),
            (r#", "lost_status": 1, "checked_out_date": "2026-12-01""#, Status::Missing),
            (r#", "withdrawn": 1"#, Status::Missing),
            (r#", "effective_not_for_loan_status": 2"#, Status::Reference),
            (r#", "not_for_loan_status": 1"#, Status::Reference),
            (r#", "not_for_loan_status": -1"#, Status::OnOrder),
            (r#", "restricted_status": 1"#, Status::Reference),
            (r#", "damaged_status": 1"#, Status::Available),
        ];
        for (fields, expected) in cases {
            assert_eq!(read(fields).status, Some(expected), "{fields}");
        }
    }

    #[test]
    fn an_error_of_koha_is_no_list() {
        let value =
            miniserde::json::from_str(r#"{"error": "Biblio not found"}"#).unwrap();
        assert_eq!(copies(&value), None);
    }
}
