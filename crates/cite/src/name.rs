//! Names of people and bodies, taken apart as styles need them.

use bibliobus_catalog::{Creator, CreatorKind};

use crate::line::on_one_line;

/// A name in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    /// The family name, or the whole name of a body and of one who has no other.
    pub(crate) family: String,
    /// The given names, whole or as initials; empty where there are none.
    pub(crate) given: String,
    /// What follows: `Jr.`
    pub(crate) suffix: String,
    /// Whether it is never turned round: a body, or a name of one part.
    pub(crate) is_whole: bool,
    /// Whether it is a body or a meeting.
    pub(crate) is_body: bool,
}

impl Name {
    /// The parts of a heading: `Толстой, Лев Николаевич`.
    pub(crate) fn of(creator: &Creator) -> Self {
        let name = on_one_line(&creator.name);
        let name = without_fuller_form(&name);
        let mut parts = name.split(',').map(str::trim).filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default().to_owned();
        let given = parts.next().unwrap_or_default();
        let is_body = creator.kind != CreatorKind::Person;
        if is_body || given.is_empty() {
            let family = if is_body { name.to_owned() } else { first };
            return Self { family, is_whole: true, is_body, ..Self::default() };
        }
        let suffix = parts.collect::<Vec<_>>().join(", ");
        Self { family: first, given: apart(given), suffix, ..Self::default() }
    }

    /// The initials of the given names: `Л. Н.`, `J.-P.`
    pub(crate) fn initials(&self) -> String {
        let names = self.given.split_whitespace().map(initial);
        names.filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// As one says it: `Лев Николаевич Толстой`.
    pub(crate) fn straight(&self) -> String {
        joined(" ", [&*self.given, &self.family], &self.suffix)
    }

    /// The same with initials: `Л. Н. Толстой`.
    pub(crate) fn straight_short(&self) -> String {
        joined(" ", [&*self.initials(), &self.family], &self.suffix)
    }

    /// As it files, whole: `Толстой, Лев Николаевич`.
    pub(crate) fn filed(&self) -> String {
        joined(", ", [&*self.family, &self.given], &self.suffix)
    }

    /// As it files, with initials: `Толстой, Л. Н.`
    pub(crate) fn filed_short(&self, joint: &str) -> String {
        joined(joint, [&*self.family, &self.initials()], &self.suffix)
    }
}

fn joined(joint: &str, parts: [&str; 2], suffix: &str) -> String {
    // Turned round, the suffix is parted from the name as the given names are.
    let parts = parts.into_iter().chain([suffix]).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(joint)
}

/// The fuller form of initials (MARC 100 $q) stands in brackets at the end.
fn without_fuller_form(name: &str) -> &str {
    match name.split_once(" (") {
        Some((before, rest)) if rest.ends_with(')') => before.trim_end(),
        _ => name,
    }
}

/// Initials without blanks between them have some: `А.П.`.
fn apart(given: &str) -> String {
    let mut apart = String::with_capacity(given.len());
    let mut signs = given.chars().peekable();
    while let Some(sign) = signs.next() {
        apart.push(sign);
        if sign == '.' && signs.peek().is_some_and(|next| next.is_alphabetic()) {
            apart.push(' ');
        }
    }
    apart
}

/// The initial of one given name; double names have two. A particle in small letters stays.
fn initial(name: &str) -> String {
    let is_particle = name.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’'));
    if is_particle {
        return name.to_owned();
    }
    let parts = name.split('-').filter_map(|part| {
        let sign = part.chars().find(|c| c.is_alphabetic())?;
        Some(format!("{sign}."))
    });
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(heading: &str) -> Name {
        Name::of(&Creator { name: heading.into(), ..Creator::default() })
    }

    #[test]
    fn names_are_taken_apart_at_the_comma() {
        for (heading, filed, straight) in [
            ("Толстой, Лев Николаевич", "Толстой, Л. Н.", "Л. Н. Толстой"),
            ("Чехов, А.П.", "Чехов, А. П.", "А. П. Чехов"),
            ("Sartre, Jean-Paul", "Sartre, J.-P.", "J.-P. Sartre"),
            ("King, Martin Luther, Jr.", "King, M. L., Jr.", "M. L. King Jr."),
            ("Eliot, T. S. (Thomas Stearns)", "Eliot, T. S.", "T. S. Eliot"),
            ("Beethoven, Ludwig van", "Beethoven, L. van", "L. van Beethoven"),
            ("Плутарх", "Плутарх", "Плутарх"),
            ("", "", ""),
        ] {
            let name = name(heading);
            assert_eq!(name.filed_short(", "), filed);
            assert_eq!(name.straight_short(), straight);
        }
    }

    #[test]
    fn a_body_stays_whole() {
        let name = "Музей, библиотека и архив (Псков)".to_owned();
        let body = Creator { name, kind: CreatorKind::Corporate, ..Creator::default() };
        assert!(Name::of(&body).is_whole);
        assert_eq!(Name::of(&body).filed(), "Музей, библиотека и архив");
    }
}
