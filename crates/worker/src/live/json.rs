//! Looking into JSON of others: what is not there, or is of another sort, is nothing.

use miniserde::json::{Number, Value};

/// The field of an object.
pub(super) fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(object) => object.get(key),
        _ => None,
    }
}

/// The text of a field; an empty one is none (DAIA 1.0, "Simple data types").
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    match field(value, key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(Number::U64(number)) => Some(number.to_string()),
        _ => None,
    }
}

/// The whole number of a field; one above or below what fits is none.
pub(super) fn number(value: &Value, key: &str) -> Option<i64> {
    match field(value, key)? {
        Value::Number(Number::U64(number)) => i64::try_from(*number).ok(),
        Value::Number(Number::I64(number)) => Some(*number),
        _ => None,
    }
}

/// A count of a field.
pub(super) fn count(value: &Value, key: &str) -> Option<u32> {
    number(value, key).and_then(|number| u32::try_from(number).ok())
}

/// The elements of a list; none where there is no list.
pub(super) fn list(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(list)) => list,
        _ => &[],
    }
}

/// The day `yyyy-mm-dd` with which a date or time begins (ISO 8601).
pub(super) fn day(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    is_day.then(|| day.to_owned())
}
