//! The library's picture of a cover; for a thing without one a binding: cloth in the colour of its class, stamped type.

use bibliobus_worker::{Brief, BriefWay};
use leptos::prelude::*;

use crate::session::Session;
use crate::text::marc_tag;

/// How large a cover is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Beside a result: an initial.
    Small,
    /// On the record's page: title and creator.
    Large,
}

/// The binding of a thing. Everything on it is said beside it in words.
#[component]
pub(super) fn Cover(session: Session, brief: Brief, size: Size) -> impl IntoView {
    let class = format!("cover cloth-{} frame-{}", cloth(&brief), frame(&brief.id));
    let language = brief.language.as_deref().and_then(marc_tag).map(str::to_owned);
    let stamp = match size {
        Size::Small => {
            view! { <span class="stamp-initial">{initial(&brief.title)}</span> }
                .into_any()
        }
        Size::Large => {
            let creator = brief.creators.first().map(|name| surname(name).to_owned());
            view! {
                <span class="stamp-creator">{creator}</span>
                <span class="stamp-title">{short(&brief.title)}</span>
                <span class="stamp-year">{brief.year.map(|year| year.to_string())}</span>
            }
            .into_any()
        }
    };
    view! {
        <div class=class lang=language aria-hidden="true">
            <div class="stamp">{stamp}</div>
            {picture(session, &brief)}
        </div>
    }
}

/// The library's own picture, over the binding that is seen where it does not come.
fn picture(session: Session, brief: &Brief) -> Option<AnyView> {
    let path = brief.cover?.path(&brief.id);
    let address =
        session.config.with_value(|config| format!("{}{path}", config.catalogue));
    let gone = RwSignal::new(false);
    let picture = move || {
        let address = address.clone();
        (!gone.get()).then(|| {
            view! {
                <img
                    class="cover-picture"
                    src=address
                    alt=""
                    loading="lazy"
                    decoding="async"
                    on:error=move |_| gone.set(true)
                />
            }
        })
    };
    Some(view! { {picture} }.into_any())
}

/// Which of the ten cloths: by the first sign of the call number, so that a shelf of them
/// looks like a shelf; by the id where there is none.
fn cloth(brief: &Brief) -> u32 {
    let marks = brief.ways.iter().filter_map(|way| match way {
        BriefWay::AtPlace { call_number, .. } => call_number.as_deref(),
        _ => None,
    });
    let first = marks.flat_map(str::chars).find(|c| c.is_alphanumeric());
    match first {
        Some(digit) if digit.is_ascii_digit() => digit.to_digit(10).unwrap_or_default(),
        Some(letter) => u32::from(letter) % 10,
        None => stir(&brief.id) % 10,
    }
}

/// Which of the three stamped frames.
fn frame(id: &str) -> u32 {
    stir(id) / 16 % 3
}

/// A number that looks like chance and is always the same for the same text (FNV-1a).
fn stir(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn initial(title: &str) -> String {
    title
        .chars()
        .find(|c| c.is_alphanumeric())
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect()
}

/// The title proper, without what follows the colon.
fn short(title: &str) -> String {
    title.split(" : ").next().unwrap_or(title).to_owned()
}

/// `Толстой, Лев Николаевич` is stamped as `Толстой`.
fn surname(name: &str) -> &str {
    name.split(',').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_always_has_the_same_binding() {
        let brief = Brief { id: "42".into(), ..Brief::default() };
        assert_eq!(cloth(&brief), cloth(&brief.clone()));
        assert_eq!(stir("a"), 0xe40c_292c);
    }

    #[test]
    fn the_stamp_is_short() {
        assert_eq!(initial("«Чайка» : комедия"), "Ч");
        assert_eq!(short("Чайка : комедия в четырёх действиях"), "Чайка");
        assert_eq!(surname("Чехов, Антон Павлович"), "Чехов");
    }
}
