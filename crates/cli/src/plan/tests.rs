//! Tests of the editor: what is written says what was asked for, everything else stays as it
//! is, and what cannot be written leaves the files alone.

mod drawn;
mod random;

use std::fs;

use bibliobus_catalog::{LocalName, NodeKind};
use serde_json::{Value, json};

use super::*;

const DEMO: &str = include_str!("../../../../demo/library.toml");

/// Settings with everything that the demo does not have: other ways to write the same.
const OTHER: &str = "# Ours\r\nname = { ru = \"Дом\" } # its name\r\n\r\n\
    [[branch]]\r\ncode = 'C'\r\n\r\n[[place]]\r\nbranch = 'C'\r\ncode = 'OTR'\r\n\r\n\
    # The first floor\r\n[[floor]]\r\ncode = '1' # one\r\nbranch = 'C'\r\nlevel = 1\r\n\
    name.ru = 'Первый'\r\nname.en = 'First'\r\n\
    paths = [ { from = 'a', to = 'b' }, { from = 'b', to = 'c', steps = true } ]\r\n\r\n\
    # The door\r\n[[floor.nodes]]\r\nid = 'a'\r\nx = 1.5 # from the left\r\ny = 2\r\n\
    [floor.nodes.name]\r\nru = 'дверь'\r\n\r\n\
    [[floor.nodes]]\r\nid = 'b'\r\nx = 3\r\ny = 4\r\n\r\n\
    [[floor.nodes]]\r\nid = 'c'\r\nx = 5\r\ny = 6\r\n\r\n\
    [[shelf]]\r\nbranch = 'C'\r\nplace = 'OTR'\r\nscheme = 'udc'\r\nfrom = '5' # physics\r\n\
    # until here\r\nto = '59'\r\n\r\n# Kiosks\r\n[[kiosk]]\r\ncode = 'k'\r\nnode = 'a'\r\n# The end";

/// What a page might ask for.
type Change = fn(&mut Value);

/// Settings in a folder of their own, and the editor of them.
struct Bench {
    folder: tempfile::TempDir,
    editor: Editor,
}

impl Bench {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
        fs::create_dir(folder.path().join("plans")).unwrap();
        for name in ["plans/central-1.svg", "plans/central-2.svg", "plans/central-3.svg"]
        {
            fs::copy(demo.join(name), folder.path().join(name)).unwrap();
        }
        let path = folder.path().join("library.toml");
        fs::write(&path, text).unwrap();
        let editor = Editor::open(&path, None).unwrap();
        Self { folder, editor }
    }

    /// What the page would send if nothing were changed.
    fn wanted(&self) -> Value {
        self.editor.state().unwrap()
    }

    fn save(&self, wanted: &Value) -> Result<Vec<String>, Refusal> {
        self.editor.save(wanted.to_string().as_bytes())
    }

    fn text(&self) -> String {
        self.file("library.toml")
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    fn standing(&self) -> Standing {
        Standing::read(&self.text()).unwrap()
    }
}

/// Saves a change of the text, and gives the lines that went and those that came.
fn changed(text: &str, change: impl FnOnce(&mut Value)) -> (Vec<String>, Vec<String>) {
    let bench = Bench::new(text);
    let mut wanted = bench.wanted();
    change(&mut wanted);
    bench.save(&wanted).unwrap();
    difference(text, &bench.text())
}

/// The lines of one text that another does not have in their order, both ways.
fn difference(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split('\n').collect(), after.split('\n').collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tails = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tails.take_while(|(a, b)| a == b).count();
    let middle = |lines: &[&str]| {
        let lines = &lines[head..lines.len() - tail];
        lines.iter().map(|line| (*line).to_owned()).collect()
    };
    (middle(&old), middle(&new))
}

fn push(list: &mut Value, thing: Value) {
    list.as_array_mut().unwrap().push(thing);
}

#[test]
fn an_edit_of_nothing_writes_nothing() {
    for text in [DEMO, OTHER, "", "# only words", "[[branch]]\ncode = 'C'\n"] {
        let bench = Bench::new(text);
        assert_eq!(bench.save(&bench.wanted()), Ok(vec![]), "{text}");
        assert_eq!(bench.text(), text);
    }
}

#[test]
fn a_moved_node_changes_its_two_numbers_only() {
    let (old, new) = changed(DEMO, |wanted| {
        wanted["floors"][1]["nodes"][5]["x"] = json!(250);
        wanted["floors"][1]["nodes"][5]["y"] = json!(218.46);
    });
    assert_eq!(old, ["  { id = \"w2\", x = 240, y = 218 },"]);
    assert_eq!(new, ["  { id = \"w2\", x = 250, y = 218.5 },"]);
}

#[test]
fn a_new_node_and_a_new_path_come_one_a_line() {
    let (old, new) = changed(DEMO, |wanted| {
        let name = json!({ "ru": "стол", "en": "" });
        push(
            &mut wanted["floors"][0]["nodes"],
            json!({ "id": "new", "x": 1, "y": 2.5, "kind": "desk", "name": name, "facing": 90 }),
        );
    });
    assert_eq!(old, [""; 0]);
    assert_eq!(
        new,
        [
            "  { id = \"new\", x = 1, y = 2.5, kind = \"desk\", name = { ru = \"стол\" }, facing = 90 },"
        ]
    );
    let (old, new) = changed(DEMO, |wanted| {
        push(
            &mut wanted["floors"][2]["paths"],
            json!({ "from": "f1n", "to": "c1n", "steps": true }),
        );
    });
    assert_eq!(
        (old.len(), new),
        (0, vec!["  { from = \"f1n\", to = \"c1n\", steps = true },".into()])
    );
}

#[test]
fn what_a_node_newly_has_stands_where_it_is_usual() {
    let (_, new) = changed(DEMO, |wanted| {
        let node = &mut wanted["floors"][0]["nodes"][0];
        (node["name"], node["shaft"]) = (json!({ "en": "in" }), json!("s"));
    });
    assert_eq!(
        new,
        [
            "  { id = \"door\", x = 234, y = 392, kind = \"entrance\", name = { en = \"in\" }, shaft = \"s\", facing = 0 },"
        ]
    );
    let (_, new) = changed(DEMO, |wanted| {
        let node = &mut wanted["floors"][0]["nodes"][0];
        (node["kind"], node["facing"]) = (json!("corner"), Value::Null);
    });
    assert_eq!(new, ["  { id = \"door\", x = 234, y = 392 },"]);
}

#[test]
fn a_removed_node_takes_its_line_along() {
    let (old, new) = changed(DEMO, |wanted| {
        wanted["floors"][0]["nodes"].as_array_mut().unwrap().remove(10);
        wanted["floors"][0]["paths"].as_array_mut().unwrap().remove(10);
    });
    assert_eq!(old[0], "  { id = \"m-row\", x = 490, y = 190 },");
    assert_eq!(old.last().unwrap(), "  { from = \"m-in\", to = \"m-row\" },");
    assert_eq!(new.len(), old.len() - 2);
}

#[test]
fn shelves_come_change_and_go() {
    let shelf = json!({ "branch": "C", "place": "OTR", "scheme": "udc", "from": "95", "to": "", "row": "5", "floor": "C2", "outline": "o4" });
    let bench = Bench::new(DEMO);
    let mut wanted = bench.wanted();
    push(&mut wanted["shelves"], shelf);
    bench.save(&wanted).unwrap();
    let last = "from = \"94\"\nrow = \"4\"\nside = \"B\"\nshelf = \"2\"\nfloor = \"C2\"\noutline = \"o4\"\nnode = \"e4\"\n";
    let lines = "\n[[shelf]]\nbranch = \"C\"\nplace = \"OTR\"\nscheme = \"udc\"\nfrom = \"95\"\nrow = \"5\"\nfloor = \"C2\"\noutline = \"o4\"\n";
    assert_eq!(
        bench.text(),
        DEMO.replace(last, &format!("{last}{lines}")),
        "behind the last of its place"
    );
    let (old, new) = changed(DEMO, |wanted| {
        wanted["shelves"][0]["to"] = json!("83");
        wanted["shelves"][0]["side"] = json!("");
    });
    assert_eq!(old, ["row = \"1\"", "side = \"A\""]);
    assert_eq!(new, ["to = \"83\"", "row = \"1\""]);
    let (old, new) = changed(DEMO, |wanted| {
        wanted["shelves"].as_array_mut().unwrap().remove(1);
    });
    assert_eq!((old.len(), new.len()), (12, 0), "{old:?}");
}

#[test]
fn kiosks_and_floors_come_change_and_go() {
    let bench = Bench::new(DEMO);
    let mut wanted = bench.wanted();
    push(
        &mut wanted["kiosks"],
        json!({ "code": "up", "name": { "en": "up" }, "node": "n4" }),
    );
    wanted["kiosks"][0]["name"]["en"] = json!("the screen");
    wanted["floors"][0]["name"] = json!({ "ru": "Первый этаж", "en": "" });
    wanted["floors"][0]["level"] = json!(0);
    push(
        &mut wanted["floors"],
        json!({
            "code": "C4", "branch": "C", "level": 4, "name": {},
            "nodes": [{ "id": "n4", "x": 3, "y": 4 }, { "id": "m4", "x": 5, "y": 4 }],
            "paths": [{ "from": "n4", "to": "m4" }],
        }),
    );
    assert_eq!(bench.save(&wanted), Ok(vec!["library.toml".to_owned()]));
    let standing = bench.standing();
    assert_eq!(standing.floors[3].nodes[1].id, "m4");
    assert_eq!(standing.floors[0].name.ru, "Первый этаж");
    assert_eq!((standing.floors[0].level, standing.kiosks.len()), (0, 2));
    assert!(bench.text().contains("\n[[floor]]\ncode = \"C4\"\nbranch = \"C\"\nlevel = 4\nnodes = [\n  { id = \"n4\", x = 3, y = 4 },\n"));
    assert!(bench.text().contains(
        "en = \"the screen\" }\nnode = \"registration\"\n\n[[kiosk]]\ncode = \"up\"\n"
    ));
    let mut wanted = bench.wanted();
    wanted["floors"].as_array_mut().unwrap().pop();
    wanted["kiosks"].as_array_mut().unwrap().clear();
    bench.save(&wanted).unwrap();
    assert_eq!(bench.standing().floors.len(), 3);
    assert!(!bench.text().contains("[[kiosk]]") && !bench.text().contains("C4"));
}

#[test]
fn new_rows_are_drawn_and_a_floor_without_a_drawing_gets_one() {
    let bench = Bench::new(DEMO);
    let before = bench.file("plans/central-2.svg");
    let mut wanted = bench.wanted();
    let row = json!({ "id": "o5", "x": 385, "y": 88, "w": 185, "h": 20 });
    push(&mut wanted["floors"][1]["rows"], row);
    push(
        &mut wanted["floors"],
        json!({
            "code": "C4", "branch": "C", "level": 4, "name": {}, "nodes": [], "paths": [],
            "rows": [{ "id": "r", "x": 1, "y": 2, "w": 3, "h": 4.5 }], "view": { "w": 90, "h": 60 },
        }),
    );
    let written = bench.save(&wanted).unwrap();
    assert_eq!(written, ["plans/central-2.svg", "plans/C4.svg", "library.toml"]);
    let line = "  <rect id=\"o5\" class=\"shelf\" x=\"385\" y=\"88\" width=\"185\" height=\"20\"/>\n";
    assert_eq!(
        bench.file("plans/central-2.svg"),
        before.replace("</svg>", &format!("{line}</svg>"))
    );
    assert_eq!(bench.standing().floors[3].plan.as_deref(), Some("plans/C4.svg"));
    let state = bench.wanted();
    assert_eq!(
        state["floors"][3]["drawing"]["view"],
        json!({ "x": 0.0, "y": 0.0, "w": 90.0, "h": 60.0 })
    );
    assert_eq!(state["floors"][3]["rows"][0]["id"], "r");
    assert_eq!(state["findings"], json!([]));
}

#[test]
fn other_ways_to_write_the_same_are_kept() {
    let (old, new) = changed(OTHER, |wanted| {
        wanted["floors"][0]["nodes"][0]["x"] = json!(9);
        wanted["floors"][0]["nodes"][0]["name"]["en"] = json!("door");
    });
    assert_eq!(
        old,
        [
            "x = 1.5 # from the left\r",
            "y = 2\r",
            "[floor.nodes.name]\r",
            "ru = 'дверь'\r"
        ]
        .map(str::to_owned)[..old.len()]
    );
    assert_eq!(new[0], "x = 9 # from the left\r");
    assert_eq!(new.last().unwrap(), "en = \"door\"\r");
    let (old, new) = changed(OTHER, |wanted| {
        push(&mut wanted["floors"][0]["nodes"], json!({ "id": "d", "x": 7, "y": 8 }));
    });
    assert_eq!(
        (old.len(), new.join("|")),
        (0, "[[floor.nodes]]\r|id = \"d\"\r|x = 7\r|y = 8\r|\r".into())
    );
    let (old, new) = changed(OTHER, |wanted| {
        wanted["floors"][0]["name"] = json!({ "ru": "", "en": "Ground" });
        wanted["floors"][0]["level"] = json!(0);
    });
    assert_eq!(old, ["level = 1\r", "name.ru = 'Первый'\r", "name.en = 'First'\r"]);
    assert_eq!(new, ["level = 0\r", "name.en = \"Ground\"\r"]);
    let (old, new) = changed(OTHER, |wanted| {
        wanted["floors"][0]["paths"].as_array_mut().unwrap().remove(0);
    });
    assert_eq!(
        old,
        [
            "paths = [ { from = 'a', to = 'b' }, { from = 'b', to = 'c', steps = true } ]\r"
        ]
    );
    assert_eq!(new, ["paths = [{ from = 'b', to = 'c', steps = true }]\r"]);
    let (old, new) = changed(OTHER, |wanted| {
        push(&mut wanted["kiosks"], json!({ "code": "l", "node": "b" }));
    });
    assert_eq!(
        (old.len(), new.join("|")),
        (0, "\r|[[kiosk]]\r|code = \"l\"\r|node = \"b\"\r".into())
    );
    let (old, new) = changed(OTHER, |wanted| wanted["shelves"] = json!([]));
    assert_eq!(old.len() - new.len(), 8, "{old:?}");
}

#[test]
fn a_list_grows_and_shrinks_wherever_its_commas_and_comments_are() {
    let with = |nodes: &str| {
        format!(
            "[[branch]]\ncode = 'C'\n[[floor]]\ncode = '1'\nbranch = 'C'\nlevel = 1\nnodes = {nodes}\n# end\n"
        )
    };
    let node = json!({ "id": "z", "x": 1, "y": 1 });
    let z = "{ id = \"z\", x = 1, y = 1 }";
    for (before, after) in [
        ("[]", format!("[\n  {z},\n]")),
        ("[\n]", format!("[\n  {z},\n]")),
        ("[\n  # none yet\n]", format!("[\n  # none yet\n  {z},\n]")),
        ("[{ id = 'a' }]", format!("[\n  {{ id = 'a' }},\n  {z},\n]")),
        (
            "[\n    { id = 'a' } # last\n]",
            format!("[\n    {{ id = 'a' }}, # last\n    {z},\n]"),
        ),
        (
            "[\n  { id = 'a' }, # last\n  # more\n]",
            format!("[\n  {{ id = 'a' }}, # last\n  {z},\n  # more\n]"),
        ),
        (
            "[ { id = 'a' },\n  { id = 'b' } ]",
            format!("[ {{ id = 'a' }},\n  {{ id = 'b' }},\n  {z},\n ]"),
        ),
    ] {
        let bench = Bench::new(&with(before));
        let mut wanted = bench.wanted();
        push(&mut wanted["floors"][0]["nodes"], node.clone());
        bench.save(&wanted).unwrap();
        assert_eq!(bench.text(), with(&after), "{before}");
    }
    for (before, at, after) in [
        ("[{ id = 'a' }]", 0, "[]"),
        ("[{ id = 'a' }, { id = 'b' }]", 1, "[{ id = 'a' }]"),
        (
            "[\n  { id = 'a' }, # a\n  # b follows\n  { id = 'b' }, # b\n]",
            0,
            "[\n  # b follows\n  { id = 'b' }, # b\n]",
        ),
        ("[\n  { id = 'a' }, # a\n  { id = 'b' } # b\n]", 1, "[\n  { id = 'a' }, # a\n]"),
        ("[\n  { id = 'a' }, { id = 'b' },\n]", 0, "[\n  { id = 'b' },\n]"),
    ] {
        let bench = Bench::new(&with(before));
        let mut wanted = bench.wanted();
        wanted["floors"][0]["nodes"].as_array_mut().unwrap().remove(at);
        bench.save(&wanted).unwrap();
        assert_eq!(bench.text(), with(after), "{before}");
    }
}

#[test]
fn what_cannot_be_changed_piece_by_piece_is_refused_and_stays() {
    let text = "floor = [{ code = '1', branch = 'C', level = 1, name.ru = 'a' }]\n[[branch]]\ncode = 'C'\n";
    let bench = Bench::new(text);
    let mut wanted = bench.wanted();
    wanted["floors"][0]["name"]["ru"] = json!("b");
    assert_eq!(bench.save(&wanted).unwrap_err().kind, "odd");
    assert_eq!(bench.text(), text);
}

#[test]
fn bad_input_is_refused_with_its_kind_and_nothing_is_written() {
    refused(&[
        ("stale", |w| w["stamp"] = json!("00")),
        ("unreadable", |w| w["floors"] = json!("none")),
        ("unreadable", |w| w["floors"][0]["nodes"][0]["kind"] = json!("window")),
        ("unreadable", |w| w["floors"][0]["level"] = json!(1000)),
        ("gone", |w| w["shelves"][0]["was"] = json!(1)),
        ("gone", |w| w["kiosks"][0]["was"] = json!(9)),
        ("id", |w| w["floors"][0]["nodes"][0]["id"] = json!("")),
        ("id", |w| w["floors"][0]["nodes"][0]["id"] = json!("a\"/><script>")),
        ("twice", |w| w["floors"][0]["nodes"][0]["id"] = json!("e1")),
        ("number", |w| w["floors"][0]["nodes"][0]["x"] = json!(1e300)),
        ("facing", |w| w["floors"][0]["nodes"][0]["facing"] = json!(360)),
        ("text", |w| w["floors"][0]["nodes"][0]["shaft"] = json!("a\nb")),
        ("text", |w| w["shelves"][0]["row"] = json!("x".repeat(301))),
        ("end", |w| w["floors"][0]["paths"][0]["to"] = json!("e1")),
        ("end", |w| w["floors"][0]["paths"][0]["to"] = json!("door")),
        ("branch", |w| w["floors"][0]["branch"] = json!("X")),
        ("place", |w| w["shelves"][0]["place"] = json!("X")),
        ("scheme", |w| w["shelves"][0]["scheme"] = json!("X")),
        ("mark", |w| w["shelves"][0]["from"] = json!(" ")),
        ("id", |w| w["kiosks"][0]["code"] = json!("../x")),
        ("floor", |w| drop(w["floors"].as_array_mut().unwrap().remove(1))),
        ("outside", |w| w["floors"][0]["plan"] = json!("../plan.svg")),
        ("outside", |w| w["floors"][0]["plan"] = json!("library.toml")),
        ("outside", |w| {
            w["floors"][0]["plan"] = json!("../new.svg");
            w["floors"][0]["rows"] =
                json!([{ "id": "r", "x": 1, "y": 1, "w": 5, "h": 5 }]);
        }),
        ("id", |w| {
            let rows = json!([{ "id": "r", "x": 1, "y": 1, "w": 5, "h": 5 }]);
            push(
                &mut w["floors"],
                json!({ "code": "../up", "branch": "C", "nodes": [], "paths": [], "rows": rows }),
            );
        }),
    ]);
}

/// Every change is refused with its kind, and every file is as it was.
fn refused(cases: &[(&str, Change)]) {
    for (kind, change) in cases {
        let bench = Bench::new(DEMO);
        let before = bench.file("plans/central-1.svg");
        let mut wanted = bench.wanted();
        change(&mut wanted);
        let refused = bench.save(&wanted).unwrap_err();
        assert_eq!(refused.kind, *kind, "{refused:?}");
        assert!(refused.json()["sentence"].as_str().unwrap().contains("expected"));
        assert_eq!(
            (bench.text(), bench.file("plans/central-1.svg")),
            (DEMO.to_owned(), before)
        );
        assert_eq!(fs::read_dir(bench.folder.path()).unwrap().count(), 2);
    }
}

#[test]
fn settings_that_broke_in_the_meantime_are_told_with_their_line() {
    let bench = Bench::new(DEMO);
    let wanted = bench.wanted();
    fs::write(bench.folder.path().join("library.toml"), "name = {}\nzz = 1\n").unwrap();
    let refused = bench.save(&wanted).unwrap_err();
    assert_eq!(refused.kind, "settings");
    assert!(refused.found.starts_with("line 2: unknown key `zz`"), "{refused:?}");
}

#[test]
fn a_floor_to_begin_with_must_be_there() {
    let bench = Bench::new(DEMO);
    let path = bench.folder.path().join("library.toml");
    assert!(Editor::open(&path, Some("C2")).is_ok());
    let refused = format!("{:#}", Editor::open(&path, Some("C9")).err().unwrap());
    assert!(refused.ends_with("--floor C9: expected one of C1, C2, C3"), "{refused}");
    assert!(Editor::open(Path::new("nothing.toml"), None).is_err());
}

#[test]
fn the_kinds_and_names_of_the_settings_come_back_as_they_went() {
    let bench = Bench::new(DEMO);
    let mut wanted = bench.wanted();
    for (at, kind) in
        ["corner", "entrance", "door", "desk", "lift", "stairs"].iter().enumerate()
    {
        wanted["floors"][1]["nodes"][at]["kind"] = json!(kind);
        wanted["floors"][1]["nodes"][at]["name"] =
            json!({ "ru": "«ё» \\ 'a'", "en": "\"b\"" });
    }
    bench.save(&wanted).unwrap();
    let nodes = &bench.standing().floors[1].nodes;
    assert_eq!((nodes[5].kind, nodes[0].kind), (NodeKind::Stairs, NodeKind::Corner));
    assert_eq!(nodes[3].name, LocalName { ru: "«ё» \\ 'a'".into(), en: "\"b\"".into() });
}
