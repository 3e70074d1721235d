//! Authorities: what files of them say, which headings they match, and what records are told.

use std::io::Cursor;
use std::sync::Arc;

use bibliobus_catalog::{Creator, Record, Reference, Subject, SubjectKind};
use bibliobus_ingest::{
    Authorities, Authority, AuthorityKind, Input, Options, Usage, authorities_in,
};

use crate::open_files::{Read, bytes, fixtures, read_input};

fn read(name: &str) -> Read {
    read_bytes(name, bytes(name))
}

fn read_bytes(name: &str, bytes: Vec<u8>) -> Read {
    read_input(authorities_in(name, Box::new(Cursor::new(bytes)), &Options::default()))
}

fn authorities(read: &Read) -> Vec<&Authority> {
    read.entries.iter().filter_map(|entry| entry.authority.as_deref()).collect()
}

fn all(name: &str) -> Authorities {
    let read = read(name);
    assert!(read.findings().is_empty() && read.error.is_none(), "{read:?}");
    Authorities::new(authorities(&read))
}

fn by(name: &str, dates: &str) -> Record {
    let dates = Some(dates.to_owned()).filter(|dates| !dates.is_empty());
    let creator = Creator { name: name.into(), dates, ..Creator::default() };
    Record { creators: vec![creator], ..Record::default() }
}

fn about(heading: &str, kind: SubjectKind) -> Record {
    let subject = Subject { heading: heading.into(), kind };
    Record { subjects: vec![subject], ..Record::default() }
}

/// The heading, the forms that lead to it, and those to look under as well.
fn told(authorities: &Authorities, mut record: Record) -> Vec<(String, String, String)> {
    authorities.refer(&mut record);
    let told = |r: &Reference| {
        let forms: Vec<_> = r.preferred.iter().chain(&r.see_from).cloned().collect();
        (r.heading.clone(), forms.join(" | "), r.see_also.join(" | "))
    };
    record.references.iter().map(told).collect()
}

fn triple(a: &str, b: &str, c: &str) -> (String, String, String) {
    (a.to_owned(), b.to_owned(), c.to_owned())
}

#[test]
fn records_of_marc_21_give_headings_and_the_forms_that_lead_to_them() {
    let read = read("authority/marc21.xml");
    let all = authorities(&read);
    assert_eq!(all.len(), 7);
    let twain = all[0];
    assert_eq!(twain.numbers, ["(SOSN)a-0001", "n 79021164"]);
    assert_eq!(twain.kind, AuthorityKind::Name);
    assert_eq!(twain.headings[0].name, "Twain, Mark");
    assert_eq!(twain.headings[0].dates.as_deref(), Some("1835-1910"));
    assert_eq!(twain.see_from.len(), 4);
    assert_eq!(twain.see_also[0].name, "Snodgrass, Quintus Curtius");
    assert_eq!(all[2].kind, AuthorityKind::Work);
    assert_eq!(all[3].kind, AuthorityKind::Topic);
    // The original script stands in 880.
    assert_eq!(all[1].see_from[1].name, "Толстой, Лев Николаевич");
}

#[test]
fn clemens_leads_to_mark_twain_and_forms_without_a_new_word_are_left_out() {
    let all = all("authority/marc21.xml");
    let forms = "Clemens, Samuel Langhorne | Твен, Марк";
    let expected = [triple("Twain, Mark", forms, "Snodgrass, Quintus Curtius")];
    assert_eq!(told(&all, by("Twain, Mark", "1835-1910")), expected);
    // The records of another library have his own name, or no dates.
    let forms = "Twain, Mark | Твен, Марк";
    let record = by("Clemens, Samuel Langhorne", "1835-");
    let expected =
        [triple("Clemens, Samuel Langhorne", forms, "Snodgrass, Quintus Curtius")];
    assert_eq!(told(&all, record), expected);
    assert_eq!(told(&all, by("Twain, Mark", ""))[0].0, "Twain, Mark");
}

#[test]
fn other_dates_are_another_person_and_no_dates_may_be_anybody() {
    let all = all("authority/marc21.xml");
    assert_eq!(told(&all, by("Twain, Mark", "1935-2010")), []);
    assert_eq!(told(&all, by("Smith, John", "")), []);
    let smyth = [triple("Smith, John", "Smyth, Iohn", "")];
    assert_eq!(told(&all, by("Smith, John", "1580-1631")), smyth);
    let usage = all.usage();
    assert_eq!((usage.ambiguous, usage.by_heading, usage.unused), (1, 1, 6));
}

#[test]
fn subjects_are_matched_without_subdivisions_and_topics_see_no_others() {
    let all = all("authority/marc21.xml");
    let record = about("Motion pictures -- History", SubjectKind::Topic);
    assert_eq!(told(&all, record), [triple("Motion pictures", "Cinema | Films", "")]);
    let record = about("Twain, Mark, 1835-1910 -- Criticism", SubjectKind::Name);
    assert_eq!(told(&all, record)[0].0, "Twain, Mark, 1835-1910");
    let record =
        about("Twain, Mark, 1835-1910. Adventures of Tom Sawyer", SubjectKind::Name);
    let told_of_work = told(&all, record);
    assert_eq!(told_of_work, [], "another order of the same words leads nobody to it");
    assert_eq!(all.usage().by_heading, 3);
}

#[test]
fn gorky_leads_to_peshkov_and_peshkov_to_gorky_in_unimarc() {
    let all = all("authority/unimarc.mrc");
    let forms = "Пешков, Алексей Максимович | Gorky, Maxim";
    let expected = [triple("Горький, Максим", forms, "")];
    let mut forms: Vec<_> = told(&all, by("Горький, Максим", "1868-1936"));
    assert_eq!(sorted(&mut forms), sorted(&mut expected.to_vec()));
    let peshkov = told(&all, by("Пешков, Алексей Максимович", "1868-1936"));
    assert_eq!(peshkov[0].1, "Горький, Максим | Gorky, Maxim");
    // A brief record has initials; with the dates it is he.
    let brief = told(&all, by("Горький, М.", "1868-1936"));
    assert!(brief[0].1.contains("Пешков"), "{brief:?}");
    assert_eq!(told(&all, by("Горький, М.", "")), []);
    let body = "Российская государственная библиотека, Москва";
    let library = "Государственная библиотека СССР имени В. И. Ленина";
    assert_eq!(told(&all, by(body, "")), [triple(body, "ГБЛ", library)]);
}

/// The forms in the order of letters, so that two orders of the same are the same.
fn sorted(told: &mut [(String, String, String)]) -> Vec<Vec<String>> {
    let forms = |(_, forms, _): &mut (String, String, String)| {
        let mut forms: Vec<String> = forms.split(" | ").map(str::to_owned).collect();
        forms.sort();
        forms
    };
    told.iter_mut().map(forms).collect()
}

#[test]
fn a_table_of_names_does_the_same() {
    let all = all("authority/names.csv");
    let expected =
        [triple("Пешков, Алексей Максимович", "Горький, Максим | Gorky, Maxim", "")];
    assert_eq!(told(&all, by("Пешков, Алексей Максимович", "")), expected);
    let record = about("Motion pictures", SubjectKind::Topic);
    assert_eq!(told(&all, record), [triple("Motion pictures", "Cinema | Films", "")]);
}

/// Reads one record of MARC 21 with these fields, the authorities at hand.
fn with_fields(all: &Arc<Authorities>, fields: &str) -> Record {
    let xml = format!(
        "<record><leader>00000nam a2200000 i 4500</leader>\
         <controlfield tag=\"001\">1</controlfield>{fields}\
         <datafield tag=\"245\" ind1=\"1\" ind2=\"0\"><subfield code=\"a\">T</subfield>\
         </datafield></record>"
    );
    let options = Options { authorities: Some(Arc::clone(all)), ..Options::default() };
    let input = Input::from_reader("r.xml", Box::new(Cursor::new(xml)), &options);
    read_input(input).entries.pop().unwrap().record.unwrap()
}

fn person(name: &str, number: &str) -> String {
    format!(
        "<datafield tag=\"100\" ind1=\"1\" ind2=\" \"><subfield code=\"a\">{name}</subfield>\
         <subfield code=\"0\">{number}</subfield></datafield>"
    )
}

#[test]
fn a_number_in_the_record_goes_before_its_heading() {
    let all = Arc::new(all("authority/marc21.xml"));
    let forms = |fields: &str| {
        let references = with_fields(&all, fields).references;
        references.first().map(|r| r.see_from.join(" | ")).unwrap_or_default()
    };
    for number in ["(SOSN)a-0001", "http://id.loc.gov/authorities/names/n79021164"] {
        let found = forms(&person("Twain, Mark (pseud.)", number));
        assert!(found.starts_with("Clemens, Samuel"), "{number}: {found}");
    }
    assert_eq!(forms(&person("Smith, John", "(SOSN)a-0006")), "Smyth, Iohn");
    // The number of another agency says nothing; then the heading does.
    assert_eq!(forms(&person("Smith, John", "(DE-588)a-0006")), "");
    let Usage { by_number, ambiguous, .. } = all.usage();
    assert_eq!((by_number, ambiguous), (3, 1));
}

#[test]
fn the_same_heading_in_two_files_is_one_authority() {
    let (first, second) = (read("authority/marc21.xml"), read("authority/names.csv"));
    let all =
        Authorities::new(authorities(&first).into_iter().chain(authorities(&second)));
    assert_eq!(all.usage().authorities, 7 + 3 - 1, "films are one, Twain has no dates");
    let found = told(&all, about("Motion pictures", SubjectKind::Topic));
    assert_eq!(found, [triple("Motion pictures", "Cinema | Films", "")]);
}

#[test]
fn what_is_no_authority_is_told_with_its_place() {
    let read = read_bytes("plays.mrc", bytes("valid/plays.mrc"));
    assert!(authorities(&read).is_empty());
    assert_eq!(read.findings().len(), read.entries.len());
    let message = read.findings()[0].message();
    assert!(
        message.starts_with("plays.mrc: record 1 (pl0001), byte 0: expected an auth")
    );
    for (name, found) in [
        ("valid/flat.ndjson", "found ndjson"),
        ("damaged/page.xml", "found \"a web page\""),
        ("damaged/empty.mrc", "found an empty file"),
    ] {
        let error = read_bytes(name, bytes(name)).error.unwrap().to_string();
        assert!(error.contains(found) || error.contains("web page"), "{error}");
    }
}

#[test]
fn files_are_read_one_after_the_other() {
    let files =
        ["authority/marc21.xml", "authority/unimarc.mrc"].map(|n| fixtures("").join(n));
    let mut read = 0;
    let all = Authorities::read(&files, &Options::default(), &mut |_, _| read += 1);
    assert_eq!((all.unwrap().usage().authorities, read), (12, 12));
}
