//! MARCXML: our nouns in the fields of MARC 21 (MARC 21 Format for Bibliographic Data) that they
//! were named after. What a source said beyond them is not there.

use std::fmt::Write as _;

use bibliobus_catalog::{
    Creator, CreatorKind, Holding, IdentifierKind, Item, Link, LinkKind, Material,
    Record, Scheme, Status, SubjectKind, Terms,
};

use crate::facts::hyphened;

/// What stands before the records: the collection begins.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <collection xmlns=\"http://www.loc.gov/MARC21/slim\">\n";

/// What stands behind them.
pub const TAIL: &str = "</collection>\n";

/// The fields of one record, in the making.
struct Fields(String);

impl Fields {
    fn control(&mut self, tag: &str, text: &str) {
        let text = escaped(text);
        let _ = writeln!(self.0, "<controlfield tag=\"{tag}\">{text}</controlfield>");
    }

    /// A field with those of its subfields that say something; none if none does.
    fn data(&mut self, tag: &str, indicators: &str, subfields: &[(char, &str)]) {
        let said = || subfields.iter().filter(|(_, text)| !text.is_empty());
        if said().next().is_none() {
            return;
        }
        let (first, second) = indicators.split_at_checked(1).unwrap_or((" ", " "));
        let _ = write!(
            self.0,
            "<datafield tag=\"{tag}\" ind1=\"{first}\" ind2=\"{second}\">"
        );
        for (code, text) in said() {
            let text = escaped(text);
            let _ = write!(self.0, "<subfield code=\"{code}\">{text}</subfield>");
        }
        self.0.push_str("</datafield>\n");
    }
}

/// A record as an element of a collection, with a line end behind it.
pub fn record(record: &Record) -> String {
    let mut fields = Fields(String::from("<record>\n"));
    let _ = writeln!(fields.0, "<leader>{}</leader>", leader(record.material));
    fields.control("001", &record.id);
    fields.control("008", &fixed(record));
    add_numbers(record, &mut fields);
    add_description(record, &mut fields);
    for subject in &record.subjects {
        let tag = match subject.kind {
            SubjectKind::Topic => "650",
            SubjectKind::Name => "600",
            SubjectKind::Place => "651",
            SubjectKind::Time => "648",
            SubjectKind::Genre => "655",
            SubjectKind::Keyword => "653",
        };
        fields.data(tag, " 4", &[('a', &subject.heading)]);
    }
    let main = record.creators.iter().position(|creator| creator.main);
    for (at, creator) in record.creators.iter().enumerate() {
        if Some(at) != main {
            add_creator("7", creator, &mut fields);
        }
    }
    for (number, holding) in (1..).zip(&record.holdings) {
        add_holding(number, holding, &mut fields);
    }
    for link in &record.links {
        add_link(link, &mut fields);
    }
    for original in &record.vernacular {
        let link = format!("{}-00", original.tag);
        fields.data("880", "  ", &[('6', &link), ('a', &original.text)]);
    }
    fields.0.push_str("</record>\n");
    fields.0
}

/// Type and level (Leader/06-07), and `a` for UTF-8.
fn leader(material: Material) -> String {
    let kind = match material {
        Material::Book => "am",
        Material::Mixed => "om",
        Material::Serial => "as",
        Material::Article => "aa",
        Material::Map => "em",
        Material::Score => "cm",
        Material::Music => "jm",
        Material::Audiobook => "im",
        Material::Video => "gm",
        Material::Image => "km",
        Material::Electronic => "mm",
        Material::Manuscript => "tm",
        Material::Object => "rm",
    };
    format!("00000n{kind} a2200000 i 4500")
}

/// Field 008: date entered, year, language.
fn fixed(record: &Record) -> String {
    let added: String = record.added.as_deref().unwrap_or_default().replace('-', "");
    let added = added.get(2..8).unwrap_or("      ");
    let year = record.year().filter(|year| (0..=9999).contains(year));
    let year = year.map_or_else(|| "    ".to_owned(), |year| format!("{year:04}"));
    let kind = if year.trim().is_empty() { 'n' } else { 's' };
    let language = record.language().filter(|code| code.len() == 3).unwrap_or("und");
    format!("{added}{kind}{year}    xx            000 ||{language} d")
}

fn add_numbers(record: &Record, fields: &mut Fields) {
    for number in &record.identifiers {
        let value = number.value.as_str();
        match number.kind {
            IdentifierKind::Isbn => fields.data("020", "  ", &[('a', value)]),
            IdentifierKind::Issn => fields.data("022", "  ", &[('a', &hyphened(value))]),
            IdentifierKind::Lccn => fields.data("010", "  ", &[('a', value)]),
            IdentifierKind::Oclc => {
                fields.data("035", "  ", &[('a', &format!("(OCoLC){value}"))]);
            }
            IdentifierKind::Doi => {
                fields.data("024", "7 ", &[('a', value), ('2', "doi")]);
            }
        }
    }
    if record.languages.len() > 1 {
        for code in &record.languages {
            fields.data("041", "0 ", &[('a', code)]);
        }
    }
    for class in &record.classes {
        let (tag, source) = match class.scheme {
            Scheme::Lcc => ("050", ""),
            Scheme::Nlm => ("060", ""),
            Scheme::Udc => ("080", ""),
            Scheme::Ddc => ("082", ""),
            Scheme::Bbk => ("084", "rubbk"),
            Scheme::SuDoc => ("086", ""),
            Scheme::Fixed | Scheme::Local => ("084", ""),
        };
        let indicators = if tag == "086" { "0 " } else { "  " };
        fields.data(tag, indicators, &[('a', &class.notation), ('2', source)]);
    }
}

fn add_description(record: &Record, fields: &mut Fields) {
    if let Some(creator) = record.creators.iter().find(|creator| creator.main) {
        add_creator("1", creator, fields);
    }
    let title = &record.title;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let proper = match (&title.remainder, &title.responsibility) {
        (Some(_), _) => format!("{} :", title.proper),
        (None, Some(_)) => format!("{} /", title.proper),
        _ => title.proper.clone(),
    };
    if let Some(uniform) = &record.uniform_title {
        let has_main = record.creators.iter().any(|creator| creator.main);
        let (tag, indicators) = if has_main { ("240", "10") } else { ("130", "0 ") };
        fields.data(tag, indicators, &[('a', uniform)]);
    }
    let skipped = title.nonfiling.min(9);
    fields.data(
        "245",
        &format!("1{skipped}"),
        &[
            ('a', &proper),
            ('b', &text(&title.remainder)),
            ('p', &text(&title.part)),
            ('c', &text(&title.responsibility)),
        ],
    );
    for other in &record.other_titles {
        fields.data("246", "3 ", &[('a', other)]);
    }
    fields.data("250", "  ", &[('a', &text(&record.edition))]);
    let imprint = &record.imprint;
    fields.data(
        "264",
        " 1",
        &[
            ('a', &text(&imprint.place)),
            ('b', &text(&imprint.publisher)),
            ('c', &text(&imprint.date)),
        ],
    );
    fields.data("300", "  ", &[('a', &text(&record.extent))]);
    for series in &record.series {
        fields.data("490", "0 ", &[('a', &series.title), ('v', &text(&series.number))]);
    }
    for (tag, notes) in
        [("500", &record.notes), ("505", &record.contents), ("520", &record.summaries)]
    {
        let indicators = if tag == "505" { "0 " } else { "  " };
        for note in notes {
            fields.data(tag, indicators, &[('a', note)]);
        }
    }
}

fn add_creator(hundred: &str, creator: &Creator, fields: &mut Fields) {
    let (tag, first) = match creator.kind {
        CreatorKind::Person => ("00", '1'),
        CreatorKind::Corporate => ("10", '2'),
        CreatorKind::Meeting => ("11", '2'),
    };
    let dates = creator.dates.clone().unwrap_or_default();
    let mut subfields = vec![('a', creator.name.as_str()), ('d', dates.as_str())];
    for role in &creator.roles {
        let is_code = role.len() == 3 && role.chars().all(|c| c.is_ascii_lowercase());
        subfields.push((if is_code { '4' } else { 'e' }, role));
    }
    fields.data(&format!("{hundred}{tag}"), &format!("{first} "), &subfields);
}

/// A holding (852) with its copies (876) and what the library has of it (866), which refer to it
/// by `number` (`$8`). The day on which a copy is due has no place there.
fn add_holding(number: u32, holding: &Holding, fields: &mut Fields) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mark = holding.call_number.clone().unwrap_or_default();
    let first = match mark.scheme {
        Scheme::Lcc => '0',
        Scheme::Ddc => '1',
        Scheme::Nlm => '2',
        Scheme::SuDoc => '3',
        Scheme::Fixed => '4',
        Scheme::Udc | Scheme::Bbk | Scheme::Local => '8',
    };
    let place = text(&holding.location.sublocation);
    let item = text(&mark.item);
    let note = holding.notes.join(" ");
    let link = number.to_string();
    fields.data(
        "852",
        &format!("{first} "),
        &[
            ('8', link.as_str()),
            ('b', holding.location.library.as_str()),
            ('c', place.as_str()),
            ('h', mark.class.as_str()),
            ('i', item.as_str()),
            ('z', note.as_str()),
        ],
    );
    if let Some(extent) = &holding.extent {
        fields.data("866", " 0", &[('8', &link), ('a', extent)]);
    }
    for (at, copy) in (1..).zip(&holding.items) {
        add_copy(&format!("{link}.{at}"), copy, fields);
    }
}

/// A copy (876), its status in the words that are read back as the same.
fn add_copy(link: &str, copy: &Item, fields: &mut Fields) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (status, use_of_it) = match &copy.status {
        Status::Available => ("", ""),
        Status::OnLoan { .. } => ("on loan", ""),
        Status::Reference => ("", "library use only"),
        Status::Missing => ("missing", ""),
        Status::OnOrder => ("on order", ""),
    };
    fields.data(
        "876",
        "  ",
        &[
            ('8', link),
            ('a', &text(&copy.inventory)),
            ('h', use_of_it),
            ('j', status),
            ('p', &text(&copy.barcode)),
            ('t', &text(&copy.copy)),
            ('3', &text(&copy.enumeration)),
        ],
    );
}

fn add_link(link: &Link, fields: &mut Fields) {
    let second = match link.kind {
        LinkKind::Resource => '0',
        LinkKind::Version => '1',
        LinkKind::Related => '2',
    };
    let terms = match link.terms {
        Terms::OpenAccess => "0",
        Terms::Remote => "1",
        Terms::Unknown => "",
    };
    let label = link.label.clone().unwrap_or_default();
    let note = link.note.clone().unwrap_or_default();
    fields.data(
        "856",
        &format!("4{second}"),
        &[('u', &link.url), ('y', &label), ('z', &note), ('7', terms)],
    );
}

/// Text for XML; signs that XML cannot hold (XML 1.0, 2.2) are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if c.is_control() => safe.push(' '),
            _ => safe.push(c),
        }
    }
    safe
}
