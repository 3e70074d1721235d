//! Edits at random.

use proptest::prelude::*;

use super::*;

/// A change at random, of any thing of the demo.
#[derive(Clone, Debug)]
enum Step {
    Move(usize, i32, i32),
    Name(usize, String),
    AddNode(i32),
    RemovePath(usize),
    AddPath,
    Mark(usize, String),
    RemoveShelf(usize),
    AddShelf(String),
    MoveRow(usize, i32, i32),
    RemoveRow(usize),
    AddWall(i32),
    Words(usize, String),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let words = "[a-zа-я'\"\\\\#{},=\\[\\] ]{0,12}";
    let step = prop_oneof![
        (0..20usize, -500..5000i32, 0..5000i32).prop_map(|(n, x, y)| Step::Move(n, x, y)),
        (0..20usize, words).prop_map(|(n, name)| Step::Name(n, name)),
        (0..5000i32).prop_map(Step::AddNode),
        (0..20usize).prop_map(Step::RemovePath),
        Just(Step::AddPath),
        (0..60usize, words).prop_map(|(n, mark)| Step::Mark(n, mark)),
        (0..60usize).prop_map(Step::RemoveShelf),
        words.prop_map(Step::AddShelf),
        (0..20usize, -500..5000i32, 1..900i32)
            .prop_map(|(n, x, w)| Step::MoveRow(n, x, w)),
        (0..20usize).prop_map(Step::RemoveRow),
        (0..5000i32).prop_map(Step::AddWall),
        (0..4usize, words).prop_map(|(n, words)| Step::Words(n, words)),
    ];
    prop::collection::vec(step, 0..12)
}

fn remove(list: &mut Value, at: usize) {
    let list = list.as_array_mut().unwrap();
    if at < list.len() {
        list.remove(at);
    }
}

/// Marks as texts, without their places in the file.
fn without_places(list: &Value) -> Vec<String> {
    let mut list = list.as_array().unwrap().clone();
    for thing in &mut list {
        thing.as_object_mut().unwrap().remove("was");
        for key in ["x", "y", "w", "h", "x2", "y2"] {
            if let Some(number) = thing.get(key).and_then(Value::as_f64) {
                thing[key] = json!(number);
            }
        }
    }
    let mut texts: Vec<String> = list.iter().map(Value::to_string).collect();
    texts.sort();
    texts
}

fn take(step: Step, wanted: &mut Value, number: usize) {
    let floor = &mut wanted["floors"][1];
    match step {
        Step::Move(n, x, y) => {
            floor["nodes"][n]["x"] = json!(f64::from(x) / 10.0);
            floor["nodes"][n]["y"] = json!(f64::from(y) / 10.0);
        }
        Step::Name(n, name) => {
            floor["nodes"][n]["name"] = json!({ "ru": name, "en": "" });
        }
        Step::AddNode(x) => push(
            &mut floor["nodes"],
            json!({ "id": format!("new{number}"), "x": x, "y": 1 }),
        ),
        Step::RemovePath(n) => remove(&mut floor["paths"], n),
        Step::AddPath => push(&mut floor["paths"], json!({ "from": "s2", "to": "r5" })),
        Step::MoveRow(n, x, w) if n < floor["rows"].as_array().unwrap().len() => {
            floor["rows"][n]["x"] = json!(f64::from(x) / 10.0);
            floor["rows"][n]["w"] = json!(f64::from(w) / 10.0);
        }
        Step::MoveRow(..) => {}
        Step::RemoveRow(n) => remove(&mut floor["rows"], n),
        Step::AddWall(x) => {
            push(&mut floor["walls"], json!({ "x": x, "y": 1, "x2": 0, "y2": 2 }));
        }
        Step::Words(n, words) => floor["labels"][n]["words"]["en"] = json!(words),
        Step::Mark(n, mark) if n < wanted["shelves"].as_array().unwrap().len() => {
            wanted["shelves"][n]["from"] = json!(format!("8{mark}"));
        }
        Step::Mark(..) => {}
        Step::RemoveShelf(n) => remove(&mut wanted["shelves"], n),
        Step::AddShelf(mark) => push(
            &mut wanted["shelves"],
            json!({ "branch": "C", "place": "INO", "scheme": "ddc", "from": format!("8{mark}") }),
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever is asked for is what the settings say then, and asking for that again changes
    /// nothing; comments and everything of others stay.
    #[test]
    fn the_settings_say_what_was_asked_for(steps in steps()) {
        let commented = DEMO.replace("nodes = [", "nodes = [ # where one walks").replace("\n[[shelf]]", "\n# a shelf\n[[shelf]]");
        let bench = Bench::new(&commented);
        let mut wanted = bench.wanted();
        for (number, step) in steps.into_iter().enumerate() {
            take(step, &mut wanted, number);
        }
        bench.save(&wanted).unwrap();
        let written = bench.text();
        prop_assert_eq!(written.matches("# where one walks").count(), 3);
        prop_assert_eq!(written.matches("# a shelf").count(), commented.matches("# a shelf").count());
        let marks = |wanted: &Value| {
            let floor = &wanted["floors"][1];
            ["rows", "walls", "labels"].map(|key| without_places(&floor[key]))
        };
        prop_assert_eq!(marks(&bench.wanted()), marks(&wanted));
        let shelves = bench.wanted()["shelves"].as_array().unwrap().len();
        prop_assert_eq!(shelves, wanted["shelves"].as_array().unwrap().len());
        prop_assert_eq!(bench.save(&bench.wanted()), Ok(vec![]));
        prop_assert_eq!(bench.text(), written);
    }
}
