//! The kind of thing (leader/06-07, 007, 008).

use bibliobus_catalog::Material;

use super::Draft;

/// What kind of thing the record describes.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let leader = draft.source.leader();
    let fixed = draft.source.control(8).unwrap_or_default().as_bytes();
    draft.record.material = match (leader.kind(), leader.level()) {
        (_, b'a' | b'b') if matches!(leader.kind(), b'a' | b't') => Material::Article,
        (b'a', b's') => Material::Serial,
        (b'a', b'i') => integrating(fixed),
        (b'c' | b'd', _) => Material::Score,
        (b'e' | b'f', _) => Material::Map,
        (b'g', _) => projected(fixed),
        (b'i', _) => Material::Audiobook,
        (b'j', _) => Material::Music,
        (b'k', _) => Material::Image,
        (b'm', _) => Material::Electronic,
        (b'o' | b'p', _) => Material::Mixed,
        (b'r', _) => Material::Object,
        (b't', _) => Material::Manuscript,
        (b'a', _) => Material::Book,
        _ => by_carrier(draft.source.control(7).unwrap_or_default()),
    };
}

/// An integrating resource (008/21): a loose-leaf is read as a serial, a web site or database
/// is electronic.
fn integrating(fixed: &[u8]) -> Material {
    match fixed.get(21) {
        Some(b'd' | b'w') => Material::Electronic,
        _ => Material::Serial,
    }
}

/// A projected medium (008/33): slides, filmstrips and transparencies are pictures.
fn projected(fixed: &[u8]) -> Material {
    match fixed.get(33) {
        Some(b's' | b'f' | b't') => Material::Image,
        _ => Material::Video,
    }
}

/// A record without a type, by its carrier (007/00).
fn by_carrier(carrier: &str) -> Material {
    match carrier.as_bytes().first() {
        Some(b'v' | b'm') => Material::Video,
        Some(b's') => Material::Music,
        Some(b'a' | b'd') => Material::Map,
        Some(b'g' | b'k') => Material::Image,
        Some(b'q') => Material::Score,
        _ => Material::Book,
    }
}
