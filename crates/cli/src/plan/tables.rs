//! Changes to lists of things in TOML: tables under headers (`[[shelf]]`), or things in braces
//! between brackets (`nodes = [ { … } ]`), whichever the file has. Where a thing stands is asked
//! of `toml_edit`; what did not change stays as it is, to the byte.

use std::ops::Range;

use toml_edit::{Array, InlineTable, Item, Table, Value};

use super::fields::{Datum, Fields, braced, name_fields};
use super::splice::Splices;

/// A thing as it shall be.
pub(super) struct Entry {
    /// Its place in the list as it is; none for a new one.
    pub(super) was: Option<usize>,
    /// The thing of the list behind which a new one is written, if not the last.
    pub(super) near: Option<usize>,
    /// What is written of it.
    pub(super) fields: Fields,
    /// The lists within it.
    pub(super) within: Vec<List>,
}

/// A list of things, as it is and as it shall be.
pub(super) struct List {
    /// Its key in the table that has it.
    pub(super) key: &'static str,
    /// The header of its things where they are tables.
    pub(super) header: &'static str,
    /// As it is.
    pub(super) old: Vec<Fields>,
    /// As it shall be.
    pub(super) new: Vec<Entry>,
}

/// The text is written in a way that cannot be changed piece by piece.
#[derive(Debug)]
pub(super) struct TooOdd;

type Done<T = ()> = Result<T, TooOdd>;

impl List {
    fn added(&self) -> impl Iterator<Item = &Entry> {
        self.new.iter().filter(|entry| entry.was.is_none())
    }

    /// What becomes of the thing at a place.
    fn kept(&self, at: usize) -> Option<&Entry> {
        self.new.iter().find(|entry| entry.was == Some(at))
    }

    fn old_fields(&self, at: usize) -> Done<&Fields> {
        self.old.get(at).ok_or(TooOdd)
    }
}

impl Entry {
    /// What is written of a new thing, with the lists within it.
    fn whole(&self, newline: &str) -> Fields {
        let mut fields = self.fields.clone();
        for list in self.within.iter().filter(|list| !list.new.is_empty()) {
            fields.push((list.key, Some(written(list, newline))));
        }
        fields
    }
}

/// A new list: its things one a line.
fn written(list: &List, newline: &str) -> Datum {
    let mut text = format!("[{newline}");
    for entry in list.added() {
        text.push_str(&format!("  {},{newline}", braced(&entry.whole(""))));
    }
    text.push(']');
    Datum::Written(text)
}

impl Splices<'_> {
    /// Changes a list of the file itself.
    ///
    /// # Errors
    /// The list is written in a way that this does not know.
    pub(super) fn list(&mut self, root: &Table, list: &List) -> Done {
        match root.get(list.key) {
            Some(item) => self.list_at(item, list),
            None => {
                let end = self.text.len();
                list.added().for_each(|entry| self.add_table(end, list.header, entry));
                Ok(())
            }
        }
    }

    fn list_at(&mut self, item: &Item, list: &List) -> Done {
        match item {
            Item::ArrayOfTables(tables) => {
                let tables: Vec<&Table> = tables.iter().collect();
                self.tables(&tables, list)
            }
            Item::Value(Value::Array(array)) => self.array(array, list),
            _ => Err(TooOdd),
        }
    }

    fn tables(&mut self, tables: &[&Table], list: &List) -> Done {
        for (at, table) in tables.iter().enumerate() {
            match list.kept(at) {
                Some(entry) => self.table(table, list.old_fields(at)?, entry)?,
                None => self.remove_table(table)?,
            }
        }
        for entry in list.added() {
            let near = entry.near.and_then(|at| tables.get(at)).or(tables.last());
            let end = self.table_end(near.ok_or(TooOdd)?)?;
            self.add_table(end, list.header, entry);
        }
        Ok(())
    }

    fn add_table(&mut self, at: usize, header: &str, entry: &Entry) {
        let newline = self.newline();
        let mut lines = format!("{newline}[[{header}]]{newline}");
        for (key, datum) in entry.whole(newline) {
            if let Some(datum) = datum {
                lines.push_str(&format!("{key} = {}{newline}", datum.toml()));
            }
        }
        self.insert_lines(at, &lines);
    }

    /// Changes a table under its header, and the lists within it.
    fn table(&mut self, table: &Table, old: &Fields, entry: &Entry) -> Done {
        let (mut old, mut new) = (old.clone(), entry.fields.clone());
        for list in &entry.within {
            match table.get(list.key) {
                Some(item) => self.list_at(item, list)?,
                None if list.new.is_empty() => {}
                None => {
                    old.push((list.key, None));
                    new.push((list.key, Some(written(list, self.newline()))));
                }
            }
        }
        for (at, (key, datum)) in new.iter().enumerate() {
            if old.get(at).is_some_and(|(_, before)| before == datum) {
                continue;
            }
            let known: Vec<&str> = new.iter().take(at).map(|(key, _)| *key).collect();
            self.key(table, key, datum.as_ref(), &known)?;
        }
        Ok(())
    }

    /// Changes one key of a table; a new one comes behind the last of those that are `known` to
    /// come before it.
    fn key(
        &mut self,
        table: &Table,
        key: &str,
        datum: Option<&Datum>,
        known: &[&str],
    ) -> Done {
        match (table.get(key), datum) {
            (Some(Item::Table(name)), datum) => self.name_table(name, key, datum),
            (Some(item), Some(datum)) => {
                let value = item.as_value().ok_or(TooOdd)?;
                let words = self.value(value, datum)?;
                self.replace(value.span().ok_or(TooOdd)?, words);
                Ok(())
            }
            (Some(_), None) => {
                let lines = self.lines_of(table, key)?;
                self.remove(lines);
                Ok(())
            }
            (None, Some(datum)) => {
                let mut end = self.line_end(table.span().ok_or(TooOdd)?.end);
                for key in known.iter().filter(|key| is_plain(table, key)) {
                    end = end.max(self.lines_of(table, key)?.end);
                }
                let line = format!("{key} = {}{}", datum.toml(), self.newline());
                self.insert_lines(end, &line);
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }

    /// Changes a name that is written as `name.ru = …` lines, or under a header of its own.
    fn name_table(&mut self, table: &Table, key: &str, datum: Option<&Datum>) -> Done {
        let fields = match datum {
            Some(Datum::Name(name)) => name_fields(name),
            None => vec![("ru", None), ("en", None)],
            Some(_) => return Err(TooOdd),
        };
        for (tag, datum) in &fields {
            match (table.get(tag), datum) {
                (Some(item), Some(datum)) => {
                    self.replace(item.span().ok_or(TooOdd)?, datum.toml());
                }
                (Some(_), None) => {
                    let lines = self.lines_of(table, tag)?;
                    self.remove(lines);
                }
                (None, Some(datum)) => {
                    let end = self.table_end(table)?;
                    let dotted =
                        if table.is_dotted() { format!("{key}.") } else { String::new() };
                    let line =
                        format!("{dotted}{tag} = {}{}", datum.toml(), self.newline());
                    self.insert_lines(end, &line);
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// The lines of a key and its value.
    fn lines_of(&self, table: &Table, key: &str) -> Done<Range<usize>> {
        let start = table.key(key).and_then(toml_edit::Key::span).ok_or(TooOdd)?.start;
        let end = table.get(key).and_then(Item::span).ok_or(TooOdd)?.end;
        Ok(self.line_start(start)..self.line_end(end))
    }

    /// Where the lines of a table end, those of the tables within it among them.
    fn table_end(&self, table: &Table) -> Done<usize> {
        let mut end = table.span().map_or(0, |span| self.line_end(span.end));
        for (_, item) in table {
            end = end.max(match item {
                Item::Table(table) => self.table_end(table)?,
                Item::ArrayOfTables(tables) => {
                    let ends = tables.iter().map(|table| self.table_end(table));
                    ends.collect::<Done<Vec<_>>>()?.into_iter().max().unwrap_or(0)
                }
                Item::Value(value) => self.line_end(value.span().ok_or(TooOdd)?.end),
                Item::None => 0,
            });
        }
        Ok(end)
    }

    /// Takes a table out, with the empty lines before it. A comment above it stays: it may
    /// speak of what follows, too.
    fn remove_table(&mut self, table: &Table) -> Done {
        let header = table.span().ok_or(TooOdd)?.start;
        let above = self
            .before(self.line_start(header))
            .trim_end_matches(['\n', '\r', ' ', '\t']);
        let start = if above.is_empty() { 0 } else { self.line_end(above.len()) };
        let end = self.table_end(table)?;
        self.remove(start..end);
        Ok(())
    }

    /// Changes things in braces between brackets.
    fn array(&mut self, array: &Array, list: &List) -> Done {
        let span = array.span().ok_or(TooOdd)?;
        let things: Vec<&InlineTable> = array
            .iter()
            .map(|v| v.as_inline_table().ok_or(TooOdd))
            .collect::<Done<_>>()?;
        let is_one_line = !self.slice(span.clone()).contains('\n');
        let is_longer = list.added().next().is_some();
        let is_shorter = (0..things.len()).any(|at| list.kept(at).is_none());
        if is_one_line && (is_longer || is_shorter) {
            let words = self.array_anew(&things, list, is_longer)?;
            self.replace(span, words);
            return Ok(());
        }
        for (at, thing) in things.iter().enumerate() {
            match list.kept(at) {
                Some(entry) => self.thing(thing, list.old_fields(at)?, entry)?,
                None => self.remove_thing(thing)?,
            }
        }
        if is_longer {
            let is_last_kept = list.kept(things.len().wrapping_sub(1)).is_some();
            self.add_things(&span, things.last().copied(), is_last_kept, list)?;
        }
        Ok(())
    }

    /// A list of one line as it shall be: on one line if nothing came to it.
    fn array_anew(
        &self,
        things: &[&InlineTable],
        list: &List,
        is_longer: bool,
    ) -> Done<String> {
        let mut parts = Vec::new();
        for (at, thing) in things.iter().enumerate() {
            if let Some(entry) = list.kept(at) {
                parts.push(self.thing_anew(
                    thing,
                    list.old_fields(at)?,
                    &entry.fields,
                )?);
            }
        }
        parts.extend(list.added().map(|entry| braced(&entry.whole(""))));
        if !is_longer {
            return Ok(format!("[{}]", parts.join(", ")));
        }
        let newline = self.newline();
        let lines: Vec<String> =
            parts.iter().map(|part| format!("  {part},{newline}")).collect();
        Ok(format!("[{newline}{}]", lines.concat()))
    }

    fn thing(&mut self, thing: &InlineTable, old: &Fields, entry: &Entry) -> Done {
        let mut is_whole = false;
        for list in &entry.within {
            match thing.get(list.key) {
                Some(Value::Array(array)) => self.array(array, list)?,
                Some(_) => return Err(TooOdd),
                None => is_whole |= !list.new.is_empty(),
            }
        }
        let (old, new) = match is_whole {
            false => (old.clone(), entry.fields.clone()),
            true => {
                let new = entry.whole("");
                let mut old = old.clone();
                old.resize(new.len(), ("", None));
                (old, new)
            }
        };
        if old != new {
            let words = self.thing_anew(thing, &old, &new)?;
            self.replace(thing.span().ok_or(TooOdd)?, words);
        }
        Ok(())
    }

    /// A thing in braces as it shall be; what did not change in it is as it was.
    fn thing_anew(
        &self,
        thing: &InlineTable,
        old: &Fields,
        new: &Fields,
    ) -> Done<String> {
        let span = thing.span().ok_or(TooOdd)?;
        let mut parts: Vec<(usize, String)> = Vec::new();
        let mut is_other = false;
        let mut inner = Splices::new(self.slice(span.clone()));
        for (at, (key, datum)) in new.iter().enumerate() {
            let is_same = old.get(at).is_some_and(|(_, before)| before == datum);
            let value = thing.get(key);
            match (value, datum) {
                (Some(value), Some(datum)) if !is_same => {
                    let place = value.span().ok_or(TooOdd)?;
                    let words = self.value(value, datum)?;
                    parts.push((place.start, format!("{key} = {words}")));
                    inner
                        .replace(place.start - span.start..place.end - span.start, words);
                }
                (Some(value), _) if is_same => {
                    let place = value.span().ok_or(TooOdd)?;
                    let from =
                        thing.key(key).and_then(toml_edit::Key::span).ok_or(TooOdd)?;
                    parts.push((
                        place.start,
                        self.slice(from.start..place.end).to_owned(),
                    ));
                }
                (None, Some(datum)) if !is_same => {
                    is_other = true;
                    let behind =
                        parts.iter().map(|(at, _)| *at).max().unwrap_or(span.start);
                    parts.push((behind, format!("{key} = {}", datum.toml())));
                }
                (Some(_), _) => is_other = true,
                (None, _) => {}
            }
        }
        if !is_other {
            return inner.finish().ok_or(TooOdd);
        }
        parts.sort_by_key(|(at, _)| *at);
        let parts: Vec<String> = parts.into_iter().map(|(_, part)| part).collect();
        Ok(format!("{{ {} }}", parts.join(", ")))
    }

    /// What is written in the place of a value. Of a name only the language that changed.
    fn value(&self, value: &Value, datum: &Datum) -> Done<String> {
        match (value, datum) {
            (Value::InlineTable(name), Datum::Name(new)) if !name.is_dotted() => {
                let text =
                    |tag| name.get(tag).and_then(Value::as_str).filter(|t| !t.is_empty());
                let field =
                    |tag| (tag, text(tag).map(|text| Datum::Text(text.to_owned())));
                let old = vec![field("ru"), field("en")];
                self.thing_anew(name, &old, &name_fields(new))
            }
            (Value::InlineTable(_), _) => Err(TooOdd),
            (_, datum) => Ok(datum.toml()),
        }
    }

    /// Takes a thing out of a list of several lines: its line, if it has one to itself.
    fn remove_thing(&mut self, thing: &InlineTable) -> Done {
        let span = thing.span().ok_or(TooOdd)?;
        let line = self.line_start(span.start);
        let has_line = self.slice(line..span.start).trim().is_empty();
        let comma = self.past_blanks(span.end);
        let end = if self.after(comma).starts_with(',') { comma + 1 } else { span.end };
        if has_line && self.is_end_of_line(end) {
            self.remove(line..self.line_end(end));
        } else {
            self.remove(span.start..self.past_blanks(end));
        }
        Ok(())
    }

    /// Adds things at the end of a list of several lines.
    fn add_things(
        &mut self,
        span: &Range<usize>,
        last: Option<&InlineTable>,
        is_last_kept: bool,
        list: &List,
    ) -> Done {
        let newline = self.newline();
        let last = last.map(|thing| thing.span().ok_or(TooOdd)).transpose()?;
        let indent = last.as_ref().map_or("  ", |last| self.indent(last.start));
        let lines: Vec<String> = list
            .added()
            .map(|entry| format!("{indent}{},{newline}", braced(&entry.whole(""))))
            .collect();
        let lines = lines.concat();
        let Some(last) = last else {
            let close = self.line_start(span.end - 1);
            self.insert(close.max(span.start + 1), lines);
            return Ok(());
        };
        let comma = self.past_blanks(last.end);
        let has_comma = self.after(comma).starts_with(',');
        if !has_comma && is_last_kept {
            self.insert(last.end, ",".to_owned());
        }
        let end = if has_comma { comma + 1 } else { last.end };
        if self.is_end_of_line(end) {
            self.insert(self.line_end(end), lines);
        } else {
            self.insert(end, format!("{newline}{lines}"));
        }
        Ok(())
    }
}

/// Whether a table has a key with a value beside it.
fn is_plain(table: &Table, key: &str) -> bool {
    table.get(key).is_some_and(Item::is_value)
}
