//! MARC 21: which field says what (MARC 21 Format for Bibliographic Data).

use super::{
    Mapping, Rule, classes, creators, description, holdings, id, identifiers, imprint,
    languages, links, material, notes, series, subjects, title, vernacular,
};

/// The mapping of MARC 21, with the items of Koha (952).
pub(super) const MAPPING: Mapping = Mapping {
    rules: &[
        Rule { from: 1, to: 1, map: id::control_number },
        Rule { from: 8, to: 8, map: languages::fixed },
        Rule { from: 10, to: 10, map: identifiers::lccn },
        Rule { from: 20, to: 20, map: identifiers::isbn },
        Rule { from: 22, to: 22, map: identifiers::issn },
        Rule { from: 24, to: 24, map: identifiers::other },
        Rule { from: 35, to: 35, map: identifiers::oclc },
        Rule { from: 41, to: 41, map: languages::coded },
        Rule { from: 50, to: 99, map: classes::class },
        Rule { from: 100, to: 111, map: creators::main_entry },
        Rule { from: 130, to: 130, map: title::uniform },
        Rule { from: 240, to: 240, map: title::uniform },
        Rule { from: 242, to: 242, map: title::variant },
        Rule { from: 245, to: 245, map: title::title },
        Rule { from: 246, to: 247, map: title::variant },
        Rule { from: 250, to: 250, map: description::edition },
        Rule { from: 260, to: 260, map: imprint::imprint },
        Rule { from: 264, to: 264, map: imprint::imprint },
        Rule { from: 300, to: 300, map: description::extent },
        Rule { from: 440, to: 490, map: series::statement },
        Rule { from: 500, to: 599, map: notes::note },
        Rule { from: 600, to: 655, map: subjects::subject },
        Rule { from: 700, to: 720, map: creators::added_entry },
        Rule { from: 730, to: 730, map: title::uniform },
        Rule { from: 740, to: 740, map: title::variant },
        Rule { from: 773, to: 773, map: series::host },
        Rule { from: 800, to: 830, map: series::tracing },
        Rule { from: 852, to: 852, map: holdings::statement },
        Rule { from: 856, to: 856, map: links::link },
        Rule { from: 866, to: 866, map: holdings::extent },
        Rule { from: 880, to: 880, map: vernacular::vernacular },
        Rule { from: 952, to: 952, map: holdings::koha },
    ],
    settle: &[
        id::settle,
        title::settle,
        creators::settle,
        imprint::settle,
        languages::settle,
        material::settle,
        series::settle,
        holdings::settle,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_sorted_and_do_not_overlap() {
        assert!(MAPPING.rules.iter().all(|rule| rule.from <= rule.to));
        assert!(MAPPING.rules.is_sorted_by(|a, b| a.to < b.from));
    }
}
