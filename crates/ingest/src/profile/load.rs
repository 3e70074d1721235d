//! From files to a profile: what each builds on is put before it, every entry is checked, and
//! the fields get a table of the rules about them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fault::{line_of, nearest, of_toml};
use super::file::{File, NOUNS};
use super::values::TagRange;
use super::{Compiled, Profile, ProfileError, Rule, shipped};

/// More entries than any profile has.
const MOST_RULES: usize = u16::MAX as usize;

/// The profile that ships under this name.
pub(super) fn named(name: &str) -> Result<Profile, ProfileError> {
    text(name, source(name)?)
}

/// The file of the profile that ships under this name.
pub(super) fn source(name: &str) -> Result<&'static str, ProfileError> {
    shipped::source(name).ok_or_else(|| {
        let known: Vec<&str> = shipped::names().collect();
        ProfileError::Unknown { name: name.to_owned(), hint: nearest(name, &known) }
    })
}

/// What the profile that ships under this name says about itself.
pub(super) fn about(name: &str) -> String {
    named(name).map(|profile| profile.about().to_owned()).unwrap_or_default()
}

/// The profile in a file.
pub(super) fn file(path: &Path) -> Result<Profile, ProfileError> {
    let name = path.display().to_string();
    let text = read(path)?;
    Chain::new(path.parent()).compile(&name, &text)
}

/// The profile in a text.
pub(super) fn text(name: &str, text: &str) -> Result<Profile, ProfileError> {
    Chain::new(None).compile(name, text)
}

fn read(path: &Path) -> Result<String, ProfileError> {
    fs::read_to_string(path)
        .map_err(|source| ProfileError::Read { file: path.display().to_string(), source })
}

/// Profiles in the order in which they build on each other.
struct Chain {
    folder: PathBuf,
    /// Those that are being read: one of them once more is a circle.
    open: Vec<String>,
    /// Those that were taken in: one of them once more says nothing new.
    done: Vec<String>,
    compiled: Compiled,
}

impl Chain {
    fn new(folder: Option<&Path>) -> Self {
        Self {
            folder: folder.map_or_else(PathBuf::new, Path::to_path_buf),
            open: Vec::new(),
            done: Vec::new(),
            compiled: Compiled::default(),
        }
    }

    fn compile(mut self, name: &str, text: &str) -> Result<Profile, ProfileError> {
        let about = self.add(name, text)?;
        let mut compiled = self.compiled;
        compiled.name = name.to_owned();
        compiled.about = about;
        index(&mut compiled);
        Ok(Profile(Arc::new(compiled)))
    }

    /// Takes a profile in, after those that it builds on; gives what it says about itself.
    fn add(&mut self, name: &str, text: &str) -> Result<String, ProfileError> {
        let mut file: File =
            toml::from_str(text).map_err(|error| of_toml(name, text, &error))?;
        self.open.push(name.to_owned());
        for base in std::mem::take(&mut file.extends) {
            let line = line_of(text, base.span().start);
            self.extend(name, line, base.get_ref())?;
        }
        self.replace(name, text, &file)?;
        let about = std::mem::take(&mut file.about);
        self.take(name, text, file)?;
        self.open.pop();
        self.done.push(name.to_owned());
        Ok(about)
    }

    fn extend(
        &mut self,
        name: &str,
        line: usize,
        base: &str,
    ) -> Result<(), ProfileError> {
        if self.open.iter().any(|open| open == base) {
            let (file, name) = (name.to_owned(), base.to_owned());
            return Err(ProfileError::Circle { file, line, name });
        }
        if self.done.iter().any(|done| done == base) {
            return Ok(());
        }
        if base.ends_with(".toml") {
            let path = self.folder.join(base);
            return self.add(base, &read(&path)?).map(drop);
        }
        let source =
            source(base).map_err(|error| wrong(name, line, &error.to_string()))?;
        self.add(base, source).map(drop)
    }

    /// Takes away what the profile gives anew.
    fn replace(
        &mut self,
        name: &str,
        text: &str,
        file: &File,
    ) -> Result<(), ProfileError> {
        for noun in &file.replace {
            let word = noun.get_ref().as_str();
            if !NOUNS.contains(&word) {
                let message = format!("unknown noun `{word}`; {}", nearest(word, NOUNS));
                return Err(wrong(name, line_of(text, noun.span().start), &message));
            }
            self.compiled.rules.retain(|rule| rule.says.noun() != word);
        }
        Ok(())
    }

    fn take(
        &mut self,
        name: &str,
        text: &str,
        mut file: File,
    ) -> Result<(), ProfileError> {
        let profile: Arc<str> = name.into();
        for (says, byte) in file.take_entries() {
            let line = line_of(text, byte);
            if says.tags().ranges().is_empty() || self.compiled.rules.len() >= MOST_RULES
            {
                return Err(wrong(name, line, "expected at least one field, found none"));
            }
            self.compiled.rules.push(Rule { says, profile: Arc::clone(&profile), line });
        }
        let compiled = &mut self.compiled;
        compiled.by_tag |= file.by_tag;
        // What a later profile says of the whole record goes before what it builds on says.
        prepend(&mut compiled.marks, file.mark);
        prepend(&mut compiled.years, file.year);
        prepend(&mut compiled.added, file.added);
        prepend(&mut compiled.materials, file.material);
        prepend(&mut compiled.skips, file.skip);
        prepend(&mut compiled.title_or, file.title_or);
        let roles = file.roles.into_iter();
        compiled.roles.extend(roles.map(|(word, code)| (word.to_lowercase(), code)));
        let schemes = file.schemes.into_iter();
        compiled
            .schemes
            .extend(schemes.map(|(word, scheme)| (word.to_lowercase(), scheme.0)));
        Ok(())
    }
}

fn prepend<T>(list: &mut Vec<T>, mut first: Vec<T>) {
    first.append(list);
    *list = first;
}

fn wrong(file: &str, line: usize, message: &str) -> ProfileError {
    ProfileError::Wrong { file: file.to_owned(), line, message: message.to_owned() }
}

/// Makes the table from fields to the numbers of the rules about them.
fn index(compiled: &mut Compiled) {
    let Compiled { rules, by_number, by_name, .. } = compiled;
    for (number, rule) in rules.iter().enumerate() {
        // There are at most `MOST_RULES` of them.
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        for range in rule.says.tags().ranges() {
            match range {
                TagRange::Numbers(from, to) => {
                    let end = usize::from(*to) + 1;
                    if by_number.len() < end {
                        by_number.resize_with(end, Vec::new);
                    }
                    let fields = by_number.get_mut(usize::from(*from)..end);
                    fields.into_iter().flatten().for_each(|rules| rules.push(number));
                }
                TagRange::Named(name) => {
                    by_name.entry(name.clone()).or_default().push(number);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        super::text("own.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn every_profile_that_ships_is_sound_and_says_what_it_is_for() {
        for (name, about) in Profile::shipped() {
            named(name).unwrap();
            assert!(!about.is_empty(), "{name}");
        }
    }

    #[test]
    fn what_is_unknown_is_refused_with_its_line_and_the_nearest_right_word() {
        let cases = [
            ("[[creater]]\n", "line 1: unknown key `creater`; did you mean `creator`?"),
            (
                "\n[[subject]]\nfield = '650'\nkind = 'topc'\n",
                "line 4: unknown word `topc`; did you mean `topic`?",
            ),
            (
                "extends = [\n  'marc2',\n]",
                "line 2: expected a profile, found \"marc2\"; did you mean `marc21`?",
            ),
            ("replace = ['links']", "line 1: unknown noun `links`; did you mean `link`?"),
            (
                "[[title]]\nfield = '24x'\n",
                "line 2: expected a field such as \"245\", \"500-505\" or \"HLD\", \
                 found \"24x\"",
            ),
            (
                "[[note]]\nfield = '500'\nwhere = { indx = '1' }\n",
                "line 3: expected a condition on ind1, ind2, a subfield such as $2 or a \
                 place such as leader/07, found \"indx\"",
            ),
            ("[[note]]\nfield = []\n", "line 1: expected at least one field, found none"),
        ];
        for (text, expected) in cases {
            assert_eq!(refused(text), format!("own.toml: {expected}"));
        }
    }

    #[test]
    fn a_profile_takes_in_each_of_those_it_builds_on_once() {
        let count = |text: &str| super::text("own", text).unwrap().0.rules.len();
        let plain = count("extends = ['marc21']");
        assert_eq!(count("extends = ['marc21', 'marc21']"), plain);
        assert!(count("extends = ['koha', 'marc21']") > plain);
        assert!(count("extends = ['marc21']\nreplace = ['link']") < plain);
    }

    #[test]
    fn a_circle_of_files_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "extends = ['b.toml']").unwrap();
        std::fs::write(folder.path().join("b.toml"), "extends = ['b.toml']").unwrap();
        let message = file(&path).unwrap_err().to_string();
        assert!(message.contains("do not build on themselves"), "{message}");
    }
}
