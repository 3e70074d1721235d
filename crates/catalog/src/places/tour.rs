//! One way past several things, branch by branch, in a good order.

use serde::{Deserialize, Serialize};

use super::{Guide, Leg, Places, Route, Shelf, Stretch, Walk};
use crate::{CallNumber, Library, Location};

/// Where a copy stands, and its mark.
pub type Standing = (Location, Option<CallNumber>);

/// The way through one branch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The code of the branch.
    pub branch: String,
    /// Where to stop, one after the other. Those to which no way is known come last.
    pub stops: Vec<RoundStop>,
    /// The plans of the floors, with the way on them and the numbers of the stops.
    pub stretches: Vec<Stretch>,
}

/// A thing on a [`Round`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundStop {
    /// Which of the things it is.
    pub thing: u16,
    /// Which of its copies is nearest.
    pub copy: u16,
    /// Where that stands, and what to do to get there from the stop before. It has no plans:
    /// they are the round's.
    pub guide: Guide,
}

/// A copy that was looked for on the shelves.
struct Found<'a> {
    stop: RoundStop,
    node: Option<u16>,
    shelves: Vec<&'a Shelf>,
}

impl Places {
    /// Leads past one copy of each of `things`, through as few branches as it takes, that of
    /// `kiosk` first, otherwise the reader's own `branch`, if not `""`. Within a branch the way begins at the kiosk, or at an entrance, and is
    /// short. A thing without copies is left out.
    pub fn tour(
        &self,
        library: &Library,
        things: &[Vec<Standing>],
        (kiosk, branch): (Option<&str>, &str),
        step_free: bool,
    ) -> Vec<Round> {
        let own = self.branch_of_kiosk(kiosk).or(Some(branch));
        let mut left: Vec<usize> = (0..things.len()).collect();
        let mut rounds = Vec::new();
        while let Some(branch) = most_frequent(things, &left, own) {
            let stands_here =
                |thing: &usize| copies(things, *thing).any(|it| it.0.library == branch);
            let (here, elsewhere): (Vec<usize>, _) =
                left.into_iter().partition(stands_here);
            let found = here
                .into_iter()
                .filter_map(|thing| self.find(library, things, thing, &branch))
                .collect();
            rounds.push(self.round(&branch, found, kiosk, step_free));
            left = elsewhere;
        }
        rounds
    }

    fn branch_of_kiosk(&self, kiosk: Option<&str>) -> Option<&str> {
        let kiosk = self.kiosks.iter().find(|it| Some(it.code.as_str()) == kiosk)?;
        let floor = self.floor(&self.nodes.get(usize::from(kiosk.node))?.floor)?;
        Some(&floor.branch)
    }

    /// The copy of a thing in a branch that a way leads to, otherwise its first one there.
    fn find(
        &self,
        library: &Library,
        things: &[Vec<Standing>],
        thing: usize,
        branch: &str,
    ) -> Option<Found<'_>> {
        let here = (0u16..).zip(copies(things, thing));
        let here = here.filter(|(_, (location, _))| location.library == branch);
        let mut found = here.map(|(copy, (location, mark))| {
            let (guide, shelves) = self.standing(library, location, mark.as_ref());
            let node = shelves.iter().find_map(|shelf| shelf.node);
            let stop = RoundStop { thing: thing as u16, copy, guide };
            Found { stop, node, shelves }
        });
        let first = found.next()?;
        if first.node.is_some() {
            return Some(first);
        }
        Some(found.find(|other| other.node.is_some()).unwrap_or(first))
    }

    fn round(
        &self,
        branch: &str,
        found: Vec<Found<'_>>,
        kiosk: Option<&str>,
        step_free: bool,
    ) -> Round {
        let mut nodes: Vec<u16> = Vec::new();
        for node in found.iter().filter_map(|it| it.node) {
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
        let (order, from) = self.best_order(branch, &nodes, kiosk, step_free);
        let turn = |it: &Found<'_>| {
            order.iter().position(|at| nodes.get(*at).copied() == it.node)
        };
        let found = in_turn(found, |it| turn(it).unwrap_or(usize::MAX));
        let mut at = from;
        let mut whole = Route::default();
        let mut marked: Vec<&Shelf> = Vec::new();
        let (mut stops, mut last) = (Vec::<RoundStop>::new(), Vec::new());
        let mut numbers = Vec::new();
        for mut it in found {
            let route =
                at.zip(it.node).and_then(|(from, to)| self.route(from, to, step_free));
            let Some(route) = route else {
                last.push(it.stop);
                continue;
            };
            it.stop.guide.steps = self.steps(&route, it.shelves.first().copied());
            if !stops.is_empty() {
                it.stop.guide.steps.retain(|step| !matches!(step, Walk::Start { .. }));
            }
            at = it.node;
            join(&mut whole, route);
            numbers.extend(at.map(|node| (stops.len() as u16 + 1, node)));
            marked.extend(it.shelves);
            stops.push(it.stop);
        }
        let mut stretches = self.stretches(Some(&whole), &marked);
        self.number(&mut stretches, &numbers);
        stops.extend(last);
        Round { branch: branch.to_owned(), stops, stretches }
    }

    /// A good order of nodes, and where the way begins: at the kiosk if it is in the branch,
    /// otherwise at the entrance from which it is shortest.
    fn best_order(
        &self,
        branch: &str,
        nodes: &[u16],
        kiosk: Option<&str>,
        step_free: bool,
    ) -> (Vec<usize>, Option<u16>) {
        let own = self.branch_of_kiosk(kiosk) == Some(branch);
        let kiosk = self.kiosks.iter().find(|it| own && Some(it.code.as_str()) == kiosk);
        let starts = match kiosk {
            Some(kiosk) => vec![kiosk.node],
            None => self.entrances(branch),
        };
        let orders = starts.into_iter().map(|from| {
            let order = self.order(from, nodes, step_free);
            let stops = order.iter().filter_map(|at| nodes.get(*at).copied());
            let (mut at, mut length) = (from, 0u64);
            for stop in stops {
                let next = self.route(at, stop, step_free).map(|route| route.length);
                length = length.saturating_add(next.unwrap_or(u64::MAX / 1024));
                at = stop;
            }
            (length, order, from)
        });
        match orders.min_by_key(|(length, ..)| *length) {
            Some((_, order, from)) => (order, Some(from)),
            None => ((0..nodes.len()).collect(), None),
        }
    }

    /// Writes the numbers of stops on the plans. Several at one place share it.
    fn number(&self, stretches: &mut [Stretch], numbers: &[(u16, u16)]) {
        for (number, node) in numbers {
            let Some(node) = self.nodes.get(usize::from(*node)) else { continue };
            let Some(floor) = self.floor(&node.floor) else { continue };
            let is_it = |it: &&mut Stretch| {
                it.plan == floor.plan && it.line.contains(&(node.x, node.y))
            };
            if let Some(stretch) = stretches.iter_mut().find(is_it) {
                stretch.numbers.push((*number, (node.x, node.y)));
            }
        }
    }
}

/// The stops by where they are walked to, and at one place along its shelves. (Sorts of the
/// standard library are some kilobytes of wasm for each type; this list is short.)
fn in_turn<'p>(
    found: Vec<Found<'p>>,
    turn: impl Fn(&Found<'p>) -> usize,
) -> Vec<Found<'p>> {
    let shelf = |it: &Found<'p>| it.shelves.first().map(|shelf| &*shelf.from);
    let mut sorted: Vec<Found<'p>> = Vec::new();
    for it in found {
        let key = (turn(&it), shelf(&it));
        let at = sorted.iter().rposition(|other| (turn(other), shelf(other)) <= key);
        sorted.insert(at.map_or(0, |at| at + 1), it);
    }
    sorted
}

fn copies(things: &[Vec<Standing>], thing: usize) -> impl Iterator<Item = &Standing> {
    things.get(thing).into_iter().flatten()
}

/// The branch in which most of the things that are left have a copy; `own` before all others if
/// any has one there, and of equals the one that comes first.
fn most_frequent(
    things: &[Vec<Standing>],
    left: &[usize],
    own: Option<&str>,
) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for thing in left {
        let mut branches: Vec<&str> = Vec::new();
        for (location, _) in copies(things, *thing) {
            if !branches.contains(&location.library.as_str()) {
                branches.push(&location.library);
            }
        }
        for branch in branches {
            match counts.iter_mut().find(|(it, _)| *it == branch) {
                Some((_, count)) => *count += 1,
                None => counts.push((branch, 1)),
            }
        }
    }
    let key = |(branch, count): &(&str, usize)| (Some(*branch) == own, *count);
    // Of equals the last is taken, so from behind.
    counts.into_iter().rev().max_by_key(key).map(|(branch, _)| branch.to_owned())
}

/// Goes on with `next`, which begins where `whole` ends.
fn join(whole: &mut Route, next: Route) {
    whole.length = whole.length.saturating_add(next.length);
    for leg in next.legs {
        match whole.legs.last_mut().filter(|last: &&mut Leg| last.floor == leg.floor) {
            Some(last) => {
                let is_repeated = last.nodes.last() == leg.nodes.first();
                last.nodes.extend(leg.nodes.into_iter().skip(usize::from(is_repeated)));
            }
            None => whole.legs.push(leg),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::{Floor, Kiosk, Node, NodeKind, Path, ShelfScheme, Unshelved};
    use crate::{Place, PlaceAccess, Scheme};

    /// Two branches, `A` and `B`: in each a corridor with the entrance at its left end, and a
    /// shelf every ten steps for the marks from 1, 2, 3 … on. In `A` a kiosk at the right end.
    fn house() -> (Library, Places) {
        let place = |branch: &str, code: &str, access| Place {
            branch: branch.into(),
            code: code.into(),
            access,
            ..Place::default()
        };
        let library = Library {
            places: vec![
                place("A", "open", PlaceAccess::Open),
                place("A", "stack", PlaceAccess::Closed),
                place("B", "open", PlaceAccess::Open),
            ],
            ..Library::default()
        };
        let mut places = Places::default();
        for branch in ["A", "B"] {
            let first = places.nodes.len() as u16;
            let (code, branch) = (branch.to_owned(), branch.to_owned());
            places.floors.push(Floor {
                code,
                branch: branch.clone(),
                level: 1,
                ..Floor::default()
            });
            for n in 0..10u16 {
                let kind = if n == 0 { NodeKind::Entrance } else { NodeKind::Corner };
                let x = i32::from(n) * 10;
                let floor = branch.clone();
                places.nodes.push(Node { floor, x, kind, ..Node::default() });
                if n > 0 {
                    let (a, b) = (first + n - 1, first + n);
                    places.paths.push(Path { a, b, has_steps: false });
                    places.shelves.push(shelf(&branch, &n.to_string(), first + n));
                }
            }
        }
        places.kiosks.push(Kiosk { code: "k".into(), node: 9, ..Kiosk::default() });
        (library, places)
    }

    fn shelf(branch: &str, from: &str, node: u16) -> Shelf {
        Shelf {
            branch: branch.into(),
            place: "open".into(),
            scheme: ShelfScheme::Known(Scheme::Udc),
            from: mark(from).read().unwrap().1,
            node: Some(node),
            floor: branch.into(),
            ..Shelf::default()
        }
    }

    fn mark(class: &str) -> CallNumber {
        CallNumber { scheme: Scheme::Udc, class: class.into(), item: None }
    }

    fn copy(branch: &str, place: &str, class: &str) -> Standing {
        let location =
            Location { library: branch.into(), sublocation: Some(place.into()) };
        (location, Some(mark(class)))
    }

    /// The things at which one stops, branch by branch.
    fn stops(things: &[Vec<Standing>], kiosk: Option<&str>) -> Vec<(String, Vec<u16>)> {
        stops_from(things, (kiosk, ""))
    }

    fn stops_from(
        things: &[Vec<Standing>],
        from: (Option<&str>, &str),
    ) -> Vec<(String, Vec<u16>)> {
        let (library, places) = house();
        let rounds = places.tour(&library, things, from, false);
        let stops = |round: &Round| round.stops.iter().map(|stop| stop.thing).collect();
        rounds.iter().map(|round| (round.branch.clone(), stops(round))).collect()
    }

    #[test]
    fn the_way_goes_past_all_of_them_in_the_order_of_the_corridor() {
        let things = ["5", "2", "8", "3"].map(|class| vec![copy("A", "open", class)]);
        assert_eq!(stops(&things, None), [("A".into(), vec![1, 3, 0, 2])]);
        assert_eq!(stops(&things, Some("k")), [("A".into(), vec![2, 0, 3, 1])]);
    }

    #[test]
    fn what_stands_at_one_place_is_taken_along_its_shelves() {
        let (library, mut places) = house();
        places.shelves.push(shelf("A", "25", 2));
        let things = ["26", "24", "1"].map(|class| vec![copy("A", "open", class)]);
        let round = &places.tour(&library, &things, (None, ""), false)[0];
        let order: Vec<u16> = round.stops.iter().map(|stop| stop.thing).collect();
        assert_eq!(order, [2, 1, 0]);
        let starts = |stop: &RoundStop| matches!(stop.guide.steps[0], Walk::Start { .. });
        assert_eq!(
            round.stops.iter().map(starts).collect::<Vec<_>>(),
            [true, false, false]
        );
        assert_eq!(
            round.stops[2].guide.steps,
            [Walk::Arrive { side: crate::Turn::Ahead }]
        );
    }

    #[test]
    fn as_few_branches_as_it_takes_and_that_of_the_kiosk_first() {
        let things = [
            vec![copy("A", "open", "1"), copy("B", "open", "1")],
            vec![copy("B", "open", "2")],
            vec![copy("A", "open", "3"), copy("B", "open", "3")],
        ];
        assert_eq!(stops(&things, None), [("B".into(), vec![0, 1, 2])]);
        let at_kiosk = [("A".into(), vec![2, 0]), ("B".into(), vec![1])];
        assert_eq!(stops(&things, Some("k")), at_kiosk);
        assert_eq!(
            stops_from(&things, (None, "A")),
            [("A".into(), vec![0, 2]), ("B".into(), vec![1])]
        );
        assert_eq!(stops_from(&things, (Some("k"), "B")), at_kiosk);
    }

    #[test]
    fn no_way_leads_into_closed_stacks_nor_where_no_shelf_is_known() {
        let (library, places) = house();
        let things = [
            vec![copy("A", "stack", "1")],
            vec![copy("A", "open", "б/н")],
            vec![copy("A", "open", "4")],
            vec![],
        ];
        let round = &places.tour(&library, &things, (None, ""), false)[0];
        let told: Vec<_> = round
            .stops
            .iter()
            .map(|stop| (stop.thing, stop.guide.why, stop.guide.steps.is_empty()))
            .collect();
        let expected = [
            (2, None, false),
            (0, Some(Unshelved::Closed), true),
            (1, Some(Unshelved::Unreadable), true),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_copy_on_a_shelf_goes_before_one_that_has_to_be_asked_for() {
        let (library, places) = house();
        let things = [vec![copy("A", "stack", "1"), copy("A", "open", "4")]];
        let round = &places.tour(&library, &things, (None, ""), false)[0];
        assert_eq!((round.stops[0].copy, round.stops[0].guide.why), (1, None));
    }
}
