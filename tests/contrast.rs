//! The colour schemes for low vision hold 7:1, computed from the style sheets themselves (WCAG 2.2,
//! 1.4.6; the formula is that of "relative luminance" there), and the table that
//! `docs/low-vision.md` shows to librarians is the one that was computed.

#![allow(clippy::unwrap_used)]

use bibliobus::Text;

const SCHEMES: &str = include_str!("../src/style/low-vision.css");
const TOKENS: &str = include_str!("../src/style/tokens.css");
const DOCS: &str = include_str!("../docs/low-vision.md");

/// What text has to have against its ground.
const ENOUGH: f64 = 7.0;

/// The declarations of the rule whose selector ends so.
fn rule<'a>(css: &'a str, selector: &str) -> Vec<(&'a str, &'a str)> {
    let from = css.find(&format!("{selector} {{")).unwrap() + selector.len() + 2;
    let length = css[from..].find('}').unwrap();
    let declarations = css[from..from + length].split(';');
    declarations.filter_map(|one| one.trim().split_once(": ")).collect()
}

fn value<'a>(rule: &[(&'a str, &'a str)], name: &str) -> &'a str {
    rule.iter().find(|(is, _)| *is == name).unwrap().1
}

/// The relative luminance of a colour written `#rrggbb`, from 0 to 1.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let byte = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
        let part = f64::from(byte) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    assert_eq!(colour.len(), 7, "{colour}");
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

/// The contrast of two colours, from 1 to 21.
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Every scheme, with the colours of its ground and of its letters.
fn schemes() -> Vec<(&'static str, &'static str, &'static str)> {
    let named = SCHEMES.split(".base[data-scheme=\"").skip(1);
    let named = named.filter_map(|rest| rest.split_once("\"]").map(|(name, _)| name));
    let colours = named.map(|name| {
        let rule = rule(SCHEMES, &format!(".base[data-scheme=\"{name}\"]"));
        (name, value(&rule, "--ground"), value(&rule, "--letters"))
    });
    colours.collect()
}

#[test]
fn the_contrast_is_that_of_the_standard() {
    assert_eq!(contrast("#000000", "#ffffff"), 21.0);
    assert_eq!(contrast("#777777", "#777777"), 1.0);
    // The grey that just misses 4.5:1 on white, known from many a guide.
    assert!((contrast("#777777", "#ffffff") - 4.478).abs() < 0.001);
}

#[test]
fn a34_text_has_seven_to_one_in_every_scheme() {
    assert_eq!(schemes().len(), 5);
    for (name, ground, letters) in schemes() {
        let contrast = contrast(ground, letters);
        assert!(contrast >= ENOUGH, "{name}: {contrast:.2}");
    }
}

#[test]
fn a_scheme_leaves_no_colour_of_the_page() {
    let own = rule(SCHEMES, "\n.base[data-scheme]");
    for (name, value) in &own {
        assert!(matches!(*value, "var(--ground)" | "var(--letters)"), "{name}: {value}");
    }
    let tokens = rule(TOKENS, ".base[data-theme=\"auto\"]");
    assert!(tokens.len() > 15);
    for (token, _) in tokens {
        assert!(own.iter().any(|(name, _)| *name == token), "{token} is as on the page");
    }
}

#[test]
fn the_table_of_the_handbook_is_computed() {
    let all = Text::default().low_vision();
    let rows = schemes().into_iter().map(|(name, ground, letters)| {
        let named = format!("scheme:{name}=");
        let words = all.lines().find_map(|line| line.strip_prefix(&named)).unwrap();
        let contrast = contrast(ground, letters);
        format!("| {words} | `{name}` | `{ground}` | `{letters}` | {contrast:.1}:1 |\n")
    });
    let table: String = rows.collect();
    assert!(DOCS.contains(&table), "docs/low-vision.md should have:\n{table}");
}
