//! Rows, walls and words of drawings: moved, changed, removed, added, and everything else of the
//! drawing stays to the byte.

use super::*;

/// A drawing made elsewhere, in which somebody drew with the editor, too.
const MIXED: &str = "<?xml version=\"1.0\"?>\r\n<!-- ours -->\r\n\
    <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 400\">\r\n\
    <g class=\"shelf\" transform=\"rotate(5)\"><rect id=\"far\" width=\"30\" height=\"9\"/></g>\r\n\
    \t<rect height=\"20\" width=\"185\" y=\"280\" x=\"30.25\" class=\"shelf\" id=\"one\"/> <!-- first -->\r\n  \
    <rect id=\"two\" class=\"shelf\" x=\"30\" y=\"232\" width=\"185\" height=\"20\"/>\r\n  \
    <line class=\"wall\" x1=\"0\" y1=\"0\" x2=\"600\" y2=\"0\"/><circle r=\"3\"/>\r\n  \
    <text x=\"130\" y=\"330\" data-ru=\"Зал\"/>\r\n</svg>\r\n<!-- end -->";

/// A bench where the second floor's drawing is the one above, and two of its rows hold shelves.
fn mixed() -> Bench {
    let bench =
        Bench::new(&DEMO.replace("\"o1\"", "\"one\"").replace("\"o2\"", "\"far\""));
    fs::write(bench.folder.path().join("plans/central-2.svg"), MIXED).unwrap();
    bench
}

#[test]
fn marks_that_are_in_a_drawing_are_moved_changed_and_removed_and_the_rest_stays() {
    let two = "  <rect id=\"two\" class=\"shelf\" x=\"30\" y=\"232\" width=\"185\" height=\"20\"/>\r\n";
    let wall = "<line class=\"wall\" x1=\"0\" y1=\"0\" x2=\"600\" y2=\"0\"/>";
    let cases: &[(Change, &str, &str)] = &[
        (|f| f["rows"][1]["y"] = json!(200.04), "y=\"232\"", "y=\"200\""),
        (
            |f| f["rows"][1]["w"] = json!(90.5),
            "x=\"30\" y=\"232\" width=\"185\"",
            "x=\"30\" y=\"232\" width=\"90.5\"",
        ),
        (|f| f["rows"][1]["id"] = json!("drei"), "id=\"two\"", "id=\"drei\""),
        (|f| drop(f["rows"].as_array_mut().unwrap().remove(1)), two, ""),
        (|f| drop(f["walls"].as_array_mut().unwrap().remove(0)), wall, ""),
        (|f| f["walls"][0]["x2"] = json!(300), "x2=\"600\"", "x2=\"300\""),
        (
            |f| f["labels"][0]["words"]["en"] = json!("A & \"B\""),
            "data-ru=\"Зал\"",
            "data-ru=\"Зал\" data-en=\"A &amp; &quot;B&quot;\"",
        ),
        (
            |f| f["labels"] = json!([]),
            "  <text x=\"130\" y=\"330\" data-ru=\"Зал\"/>\r\n",
            "",
        ),
        (
            |f| push(&mut f["walls"], json!({ "x": 1, "y": 2, "x2": 3, "y2": 2 })),
            "</svg>",
            "  <line class=\"wall\" x1=\"1\" y1=\"2\" x2=\"3\" y2=\"2\"/>\r\n</svg>",
        ),
        (
            |f| {
                push(
                    &mut f["labels"],
                    json!({ "x": 1, "y": 2, "words": { "en": "<Hall>" } }),
                );
            },
            "</svg>",
            "  <text x=\"1\" y=\"2\" data-en=\"&lt;Hall&gt;\"/>\r\n</svg>",
        ),
    ];
    for (change, before, after) in cases {
        let bench = mixed();
        let mut wanted = bench.wanted();
        change(&mut wanted["floors"][1]);
        let text = bench.text();
        assert_eq!(
            bench.save(&wanted),
            Ok(vec!["plans/central-2.svg".to_owned()]),
            "{after}"
        );
        assert_eq!(MIXED.matches(before).count(), 1, "{before}");
        assert_eq!(bench.file("plans/central-2.svg"), MIXED.replace(before, after));
        assert_eq!(bench.text(), text);
        assert_eq!(
            bench.wanted()["floors"][1]["drawing"],
            wanted["floors"][1]["drawing"]
        );
        assert_eq!(bench.save(&bench.wanted()), Ok(vec![]), "{after}");
    }
}

#[test]
fn a_drawing_of_others_gives_only_its_plain_marks_to_the_page() {
    let state = mixed().wanted();
    let floor = &state["floors"][1];
    let ids = |list: &Value| -> Vec<String> {
        let ids =
            list.as_array().unwrap().iter().map(|thing| thing["id"].as_str().unwrap());
        ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(ids(&floor["rows"]), ["one", "two"]);
    assert_eq!(floor["rows"][0]["x"], json!(30.25));
    assert_eq!(ids(&floor["drawing"]["outlines"]), ["far"]);
    assert_eq!(floor["walls"].as_array().unwrap().len(), 1);
    assert_eq!(floor["labels"][0]["words"]["ru"], "Зал");
    assert_eq!(floor["drawing"]["labels"], json!([]));
}

#[test]
fn a_row_with_shelves_is_renamed_or_removed_with_what_names_it_and_nothing_is_odd() {
    for is_removed in [false, true] {
        let bench = Bench::new(DEMO);
        let mut wanted = bench.wanted();
        let rows = &mut wanted["floors"][1]["rows"];
        let at =
            rows.as_array().unwrap().iter().position(|row| row["id"] == "o4").unwrap();
        match is_removed {
            true => drop(rows.as_array_mut().unwrap().remove(at)),
            false => rows[at]["id"] = json!("history"),
        }
        for shelf in wanted["shelves"].as_array_mut().unwrap() {
            if shelf["outline"] == "o4" {
                shelf["outline"] = json!(if is_removed { "" } else { "history" });
            }
        }
        let written = bench.save(&wanted).unwrap();
        assert_eq!(written, ["plans/central-2.svg", "library.toml"]);
        let line = "outline = \"o4\"\n";
        let other = if is_removed { "" } else { "outline = \"history\"\n" };
        assert_eq!(bench.text(), DEMO.replace(line, other));
        assert_eq!(bench.wanted()["findings"], json!([]));
    }
}

#[test]
fn a_drawing_that_somebody_changed_is_not_overwritten() {
    let bench = Bench::new(DEMO);
    let mut wanted = bench.wanted();
    wanted["floors"][1]["rows"][0]["x"] = json!(5);
    let path = bench.folder.path().join("plans/central-2.svg");
    let theirs = fs::read_to_string(&path).unwrap().replace("id=\"a1\"", "id=\"a0\"");
    fs::write(&path, &theirs).unwrap();
    assert_eq!(bench.save(&wanted).unwrap_err().kind, "stale");
    assert_eq!(bench.file("plans/central-2.svg"), theirs);
}

#[test]
fn of_a_drawing_that_a_floor_is_newly_given_nothing_is_taken_away() {
    let bench = Bench::new(DEMO);
    let before = bench.file("plans/central-2.svg");
    let mut wanted = bench.wanted();
    let new = |rows: Value| {
        json!({
            "code": "C4", "branch": "C", "level": 4, "name": {}, "nodes": [], "paths": [],
            "plan": "plans/central-2.svg", "rows": rows,
        })
    };
    push(&mut wanted["floors"], new(json!([])));
    assert_eq!(bench.save(&wanted), Ok(vec!["library.toml".to_owned()]));
    let bench = Bench::new(DEMO);
    let mut wanted = bench.wanted();
    push(
        &mut wanted["floors"],
        new(json!([{ "id": "r", "x": 1, "y": 2, "w": 3, "h": 4 }])),
    );
    bench.save(&wanted).unwrap();
    let line =
        "  <rect id=\"r\" class=\"shelf\" x=\"1\" y=\"2\" width=\"3\" height=\"4\"/>\n";
    assert_eq!(
        bench.file("plans/central-2.svg"),
        before.replace("</svg>", &format!("{line}</svg>"))
    );
    // And a drawing that cannot be read hinders nobody from saving the rest.
    fs::write(bench.folder.path().join("plans/central-3.svg"), "words").unwrap();
    let mut wanted = bench.wanted();
    assert_eq!(wanted["floors"][2]["problem"]["kind"], "drawing");
    wanted["kiosks"] = json!([]);
    assert_eq!(bench.save(&wanted), Ok(vec!["library.toml".to_owned()]));
    assert_eq!(bench.file("plans/central-3.svg"), "words");
}

#[test]
fn a_mark_that_cannot_be_drawn_is_refused_and_nothing_is_written() {
    refused(&[
        ("row", |w| {
            w["floors"][0]["rows"] =
                json!([{ "id": "r", "x": 1, "y": 1, "w": 0, "h": 5 }]);
        }),
        ("twice", |w| {
            let first = w["floors"][0]["rows"][0]["id"].clone();
            push(
                &mut w["floors"][0]["rows"],
                json!({ "id": first, "x": 1, "y": 1, "w": 5, "h": 5 }),
            );
        }),
        ("gone", |w| w["floors"][0]["rows"][0]["was"] = json!(99)),
        ("gone", |w| w["floors"][0]["rows"][0]["was"] = json!(1)),
        ("wall", |w| {
            let at = json!({ "x": 1, "y": 1, "x2": 1, "y2": 1 });
            push(&mut w["floors"][0]["walls"], at);
        }),
        ("number", |w| {
            let far = json!({ "x": 1, "y": 1, "x2": 1e9, "y2": 1 });
            push(&mut w["floors"][0]["walls"], far);
        }),
        ("words", |w| {
            push(&mut w["floors"][0]["labels"], json!({ "x": 1, "y": 1, "words": {} }));
        }),
    ]);
}
