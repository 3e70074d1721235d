//! From the settings file to what the library arranges. What is in doubt is noted with its line
//! and left out, so that no reader is sent to an address that leads nowhere.

use bibliobus_catalog::{
    Arrangement, Arranges, Library, LiveKind, LiveSource, Material, Services, Template,
    is_safe_url, minutes,
};

use super::file;
use super::odd::Notes;

/// What the library arranges, as far as the settings say it without doubt.
pub(super) fn services(
    file: &file::File,
    library: &Library,
    notes: &mut Notes<'_>,
) -> Services {
    let arrangements = file.services.iter().filter_map(|service| {
        let (at, service) = (service.span().start, service.get_ref());
        Reading { at, notes }.arrangement(service, library)
    });
    let arrangements = arrangements.collect();
    let live = file
        .live
        .as_ref()
        .and_then(|live| Reading { at: live.span().start, notes }.live(live.get_ref()));
    Services { arrangements, live }
}

/// Reads one table of the settings.
struct Reading<'n, 't> {
    /// Where it begins.
    at: usize,
    notes: &'n mut Notes<'t>,
}

impl Reading<'_, '_> {
    /// Notes something odd; what it is in stays out.
    fn refuse<T>(
        &mut self,
        kind: &'static str,
        expected: impl Into<String>,
        found: impl Into<String>,
        remedy: &str,
    ) -> Option<T> {
        self.notes.note(self.at, kind, expected, found, remedy);
        None
    }

    fn arrangement(
        &mut self,
        service: &file::Service,
        library: &Library,
    ) -> Option<Arrangement> {
        let kind = self.kind(&service.kind)?;
        self.place(service, library)?;
        let hosts = self.hosts(kind, &service.hosts)?;
        let link = self.link(kind, &service.link)?;
        let materials: Option<Vec<Material>> =
            service.materials.iter().map(|code| self.material(code)).collect();
        Some(Arrangement {
            kind,
            branch: service.branch.clone(),
            place: service.place.clone(),
            materials: materials?,
            hosts,
            link,
            limitation: service.limitation.clone(),
            delay: service.delay.as_deref().and_then(|delay| self.delay(delay)),
        })
    }

    fn kind(&mut self, code: &str) -> Option<Arranges> {
        let known = Arranges::ALL.into_iter().find(|kind| kind.code() == code);
        known.or_else(|| {
            let codes = Arranges::ALL.map(Arranges::code).join(", ");
            let expected = format!("a service: {codes}");
            let remedy = "name one of them in `kind`";
            self.refuse("service-kind", expected, format!("kind = \"{code}\""), remedy)
        })
    }

    fn place(&mut self, service: &file::Service, library: &Library) -> Option<()> {
        let (branch, place) = (&service.branch, &service.place);
        let is_known = match (branch.is_empty(), place.is_empty()) {
            (true, true) => true,
            (false, true) => library.branch(branch).is_some(),
            (false, false) => library.place(branch, place).is_some(),
            (true, false) => library.places.iter().any(|known| known.code == *place),
        };
        if is_known {
            return Some(());
        }
        let found = format!("branch = \"{branch}\", place = \"{place}\"");
        let remedy = "name what a [[branch]] and a [[place]] describe, or leave it out: then it \
                      is for all";
        self.refuse("service-place", "a place of these settings", found, remedy)
    }

    fn hosts(&mut self, kind: Arranges, hosts: &[String]) -> Option<Vec<String>> {
        if kind != Arranges::Login {
            return Some(Vec::new());
        }
        let is_host = |host: &String| {
            let mut chars = host.chars();
            host.contains('.')
                && chars.all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
        };
        let bad = hosts.iter().find(|host| !is_host(host));
        let found = match bad {
            Some(bad) => format!("\"{bad}\""),
            None if hosts.is_empty() => "none".into(),
            None => return Some(hosts.to_vec()),
        };
        let expected = "the hosts that the login opens, such as \"journals.example\"";
        let remedy = "write each without https:// and without a path; an international name as \
                      xn--…";
        self.refuse("service-hosts", expected, found, remedy)
    }

    /// The address: its braces close, their names are known, and it is safe to open.
    fn link(&mut self, kind: Arranges, link: &str) -> Option<Template> {
        let template = self.template("service-link", link)?;
        let names = template.names().unwrap_or_default();
        if kind == Arranges::Login && !names.contains(&"url") {
            let expected = "{url} in the address of a login, for the address to open";
            let remedy = "write it where the proxy wants it, such as ?qurl={url}";
            return self.refuse("service-link", expected, link, remedy);
        }
        if kind == Arranges::Resolver && !names.is_empty() {
            let expected = "the resolver's base address alone";
            let remedy = "leave the names in braces out: an OpenURL says them itself";
            return self.refuse("service-link", expected, link, remedy);
        }
        Some(template)
    }

    fn template(&mut self, kind: &'static str, link: &str) -> Option<Template> {
        let template = Template(link.to_owned());
        let Some(names) = template.names() else {
            let remedy =
                "write names as {title}, and a brace that is meant as %7B or %7D";
            return self.refuse(kind, "a } for every {", link, remedy);
        };
        if let Some(name) = names.iter().find(|name| !Template::NAMES.contains(name)) {
            let expected = format!("one of {{{}}}", Template::NAMES.join("}, {"));
            let remedy = "write one of these, or leave it out";
            return self.refuse(kind, expected, format!("{{{name}}}"), remedy);
        }
        if !is_safe_url(&template.filled_with(|_| "x".into())) {
            let expected = "an absolute address with http:, https: or mailto:";
            let remedy = "write the whole address, without blanks, names or passwords";
            return self.refuse(kind, expected, format!("\"{link}\""), remedy);
        }
        Some(template)
    }

    fn material(&mut self, code: &str) -> Option<Material> {
        let known = Material::ALL.into_iter().find(|material| material.code() == code);
        known.or_else(|| {
            let codes = Material::ALL.map(Material::code).join(", ");
            let remedy =
                "name some of them, or leave `materials` out: then it is for all";
            let found = format!("\"{code}\"");
            self.refuse("service-material", format!("one of {codes}"), found, remedy)
        })
    }

    /// How long it takes; where that cannot be read, readers are told nothing of it.
    fn delay(&mut self, delay: &str) -> Option<u32> {
        minutes(delay).or_else(|| {
            let expected = "a length of time such as PT20M, PT4H or P3D";
            let remedy = "until then readers are not told how long it takes";
            self.refuse("service-delay", expected, format!("\"{delay}\""), remedy)
        })
    }

    fn live(&mut self, live: &file::Live) -> Option<LiveSource> {
        let kinds = [
            ("daia", LiveKind::Daia),
            ("koha", LiveKind::Koha),
            ("json", LiveKind::Json),
        ];
        let Some((_, kind)) = kinds.into_iter().find(|(code, _)| *code == live.kind)
        else {
            let found = format!("kind = \"{}\"", live.kind);
            let remedy = "name one of them; docs/live-status.md says which";
            return self.refuse("live-kind", "daia, koha or json", found, remedy);
        };
        let url = self.template("live-url", &live.url)?;
        let is_web = live.url.starts_with("https://") || live.url.starts_with("http://");
        if !is_web || url.names().unwrap_or_default() != ["id"] {
            let expected = "an address with http: or https: and with {id} once";
            let remedy = "write {id} where the number of the record belongs";
            return self.refuse("live-url", expected, &live.url, remedy);
        }
        Some(LiveSource { kind, prefix: live.prefix.clone(), url })
    }
}
