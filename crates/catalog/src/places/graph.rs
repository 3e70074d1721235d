//! The way to a shelf: nodes, paths between them, and the shortest way (Dijkstra 1959).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Places;
use crate::LocalName;

/// What a floor costs in a lift or on stairs, in tenths of a plan's unit: about a room's length.
const FLOOR: u64 = 2000;

/// A place where ways begin, meet, turn or end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its id, unique within the library.
    pub id: String,
    /// The code of its floor.
    pub floor: String,
    /// Where it is on the plan, in tenths of its unit.
    pub x: i32,
    /// Where it is on the plan, downwards.
    pub y: i32,
    /// What it is.
    pub kind: NodeKind,
    /// What it is called: `the lending desk`; empty for most.
    pub name: LocalName,
    /// The lift or staircase that joins it with the nodes of other floors that name the same.
    pub shaft: String,
    /// Where one looks when one comes out of it, in degrees clockwise from the plan's top.
    pub facing: Option<u16>,
}

/// What a [`Node`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// Where one turns, or stands before shelves.
    #[default]
    Corner,
    /// The way in from the street.
    Entrance,
    /// A door.
    Door,
    /// A desk with a librarian.
    Desk,
    /// A lift.
    Lift,
    /// Stairs.
    Stairs,
}

/// What joins two nodes of one floor, walked both ways.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// One end, as a place in [`Places::nodes`].
    pub a: u16,
    /// The other end.
    pub b: u16,
    /// Whether there are steps.
    pub has_steps: bool,
}

/// A way, floor by floor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The stretches, in the order in which they are walked.
    pub legs: Vec<Leg>,
    /// How long it is, in tenths of a plan's unit.
    pub length: u64,
}

/// A stretch on one floor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The code of the floor.
    pub floor: String,
    /// The nodes, as places in [`Places::nodes`].
    pub nodes: Vec<u16>,
}

impl Places {
    /// The nodes at which one comes into a branch.
    pub fn entrances(&self, branch: &str) -> Vec<u16> {
        let is_in = |node: &Node| {
            self.floor(&node.floor).is_some_and(|floor| floor.branch == branch)
        };
        let nodes = (0u16..).zip(&self.nodes);
        let entrances = nodes.filter(|(_, n)| n.kind == NodeKind::Entrance && is_in(n));
        entrances.map(|(at, _)| at).collect()
    }

    /// The shortest way between two nodes; `None` where nothing joins them, or only steps do
    /// and there may be none.
    pub fn route(&self, from: u16, to: u16, step_free: bool) -> Option<Route> {
        let (length, before) = self.reach(from, step_free);
        let length = *length.get(&to)?;
        let mut nodes = vec![to];
        let mut at = to;
        while let Some(&previous) = before.get(&at) {
            nodes.push(previous);
            at = previous;
        }
        nodes.reverse();
        let mut legs: Vec<Leg> = Vec::new();
        for node in nodes {
            let floor = &self.nodes.get(usize::from(node))?.floor;
            match legs.last_mut().filter(|leg| leg.floor == *floor) {
                Some(leg) => leg.nodes.push(node),
                None => legs.push(Leg { floor: floor.clone(), nodes: vec![node] }),
            }
        }
        Some(Route { legs, length })
    }

    /// In which order to walk to several nodes, as places in `stops`: a short way, the shortest
    /// for a few. Those that cannot be reached come last.
    pub fn order(&self, from: u16, stops: &[u16], step_free: bool) -> Vec<usize> {
        let reaches: Vec<Lengths> =
            stops.iter().map(|stop| self.reach(*stop, step_free).0).collect();
        let start = self.reach(from, step_free).0;
        let far = u64::MAX / 1024;
        let between = |a: Option<usize>, b: usize| {
            let lengths = a.map_or(Some(&start), |a| reaches.get(a));
            let to = stops.get(b);
            lengths.zip(to).and_then(|(l, to)| l.get(to)).copied().unwrap_or(far)
        };
        let mut order: Vec<usize> = Vec::new();
        while order.len() < stops.len() {
            let last = order.last().copied();
            let left = (0..stops.len()).filter(|stop| !order.contains(stop));
            order.extend(left.min_by_key(|&stop| between(last, stop)));
        }
        let length = |order: &[usize]| {
            let from = core::iter::once(None).chain(order.iter().copied().map(Some));
            from.zip(order).map(|(a, &b)| between(a, b)).fold(0u64, u64::saturating_add)
        };
        // Turn stretches of the way around, and move single stops, as long as that shortens it.
        let mut best = length(&order);
        'again: loop {
            for from in 0..order.len() {
                for to in from + 1..order.len() {
                    let mut turned = order.clone();
                    turned.get_mut(from..=to).into_iter().for_each(<[usize]>::reverse);
                    let mut moved = order.clone();
                    let stop = moved.remove(from);
                    moved.insert(to, stop);
                    let mut back = order.clone();
                    let stop = back.remove(to);
                    back.insert(from, stop);
                    for other in [turned, moved, back] {
                        if length(&other) < best {
                            best = length(&other);
                            order = other;
                            continue 'again;
                        }
                    }
                }
            }
            return order;
        }
    }

    /// How far every node is that can be reached, and the node before it on the way.
    fn reach(&self, from: u16, step_free: bool) -> (Lengths, BTreeMap<u16, u16>) {
        let mut lengths = Lengths::from([(from, 0)]);
        let mut before = BTreeMap::new();
        let mut waiting = BTreeSet::from([(0u64, from)]);
        while let Some((length, node)) = waiting.pop_first() {
            for (next, cost) in self.next(node, step_free) {
                let length = length.saturating_add(cost);
                if lengths.get(&next).is_none_or(|known| length < *known) {
                    if let Some(known) = lengths.insert(next, length) {
                        waiting.remove(&(known, next));
                    }
                    before.insert(next, node);
                    waiting.insert((length, next));
                }
            }
        }
        (lengths, before)
    }

    /// Where one gets from a node in one step, and what that costs.
    fn next(&self, from: u16, step_free: bool) -> Vec<(u16, u64)> {
        let Some(here) = self.nodes.get(usize::from(from)) else { return Vec::new() };
        let mut next: Vec<(u16, u64)> = Vec::new();
        for path in self.paths.iter().filter(|path| !(step_free && path.has_steps)) {
            let other = match (path.a == from, path.b == from) {
                (true, _) => path.b,
                (_, true) => path.a,
                _ => continue,
            };
            if let Some(there) = self.nodes.get(usize::from(other)) {
                next.push((other, distance(here, there)));
            }
        }
        if here.shaft.is_empty() || step_free && here.kind == NodeKind::Stairs {
            return next;
        }
        let floor = self.floor(&here.floor);
        for (other, there) in (0u16..).zip(&self.nodes) {
            let is_joined = there.shaft == here.shaft && there.kind == here.kind;
            let (Some(a), Some(b)) = (floor, self.floor(&there.floor)) else { continue };
            if is_joined && a.branch == b.branch && a.code != b.code {
                let floors = u64::from(a.level.abs_diff(b.level)).max(1);
                // A lift is waited for once; stairs are climbed floor by floor.
                let cost = if here.kind == NodeKind::Lift {
                    2 * FLOOR + floors * FLOOR / 8
                } else {
                    floors * FLOOR
                };
                next.push((other, cost));
            }
        }
        next
    }
}

type Lengths = BTreeMap<u16, u64>;

/// The length of the straight line, rounded down.
fn distance(a: &Node, b: &Node) -> u64 {
    let (x, y) = (u64::from(a.x.abs_diff(b.x)), u64::from(a.y.abs_diff(b.y)));
    (x * x).saturating_add(y * y).isqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Floor;

    fn node(floor: &str, x: i32, y: i32, kind: NodeKind, shaft: &str) -> Node {
        let (floor, shaft) = (floor.to_owned(), shaft.to_owned());
        Node { floor, x, y, kind, shaft, ..Node::default() }
    }

    /// Two floors with stairs near the entrance and a lift farther away; one step before the
    /// shelves of the upper floor, and a longer way around it.
    fn house() -> Places {
        let floor = |code: &str, level| Floor {
            code: code.into(),
            branch: "C".into(),
            level,
            ..Floor::default()
        };
        let path = |a, b| Path { a, b, has_steps: false };
        Places {
            floors: vec![floor("1", 1), floor("2", 2)],
            nodes: vec![
                node("1", 0, 0, NodeKind::Entrance, ""),
                node("1", 100, 0, NodeKind::Stairs, "s"),
                node("1", 5000, 0, NodeKind::Lift, "l"),
                node("2", 100, 0, NodeKind::Stairs, "s"),
                node("2", 5000, 0, NodeKind::Lift, "l"),
                node("2", 100, 3000, NodeKind::Corner, ""),
                node("2", 9000, 9000, NodeKind::Corner, ""),
            ],
            paths: vec![
                path(0, 1),
                path(0, 2),
                path(3, 4),
                Path { a: 3, b: 5, has_steps: true },
                path(4, 5),
            ],
            ..Places::default()
        }
    }

    fn walked(places: &Places, to: u16, step_free: bool) -> Vec<Vec<u16>> {
        let route = places.route(0, to, step_free).unwrap();
        route.legs.into_iter().map(|leg| leg.nodes).collect()
    }

    #[test]
    fn the_way_goes_by_the_stairs_or_without_a_step_by_the_lift() {
        let house = house();
        assert_eq!(house.entrances("C"), [0]);
        assert_eq!(walked(&house, 5, false), [vec![0, 1], vec![3, 5]]);
        assert_eq!(walked(&house, 5, true), [vec![0, 2], vec![4, 5]]);
        assert_eq!(house.route(0, 6, false), None, "nothing leads there");
        assert_eq!(house.route(0, 99, false), None);
        assert_eq!(house.route(99, 0, true), None);
    }

    #[test]
    fn a_way_to_where_one_is_has_no_length() {
        let route = house().route(0, 0, false).unwrap();
        assert_eq!((route.length, route.legs.len()), (0, 1));
    }

    /// The length of the best of all orders.
    fn shortest(places: &Places, from: u16, left: &[u16]) -> u64 {
        let rest = |at: usize| {
            let mut rest = left.to_vec();
            let stop = rest.remove(at);
            places.route(from, stop, false).unwrap().length
                + shortest(places, stop, &rest)
        };
        (0..left.len()).map(rest).min().unwrap_or(0)
    }

    #[test]
    fn several_shelves_are_walked_in_a_good_order() {
        // A comb: a corridor with rows to both sides.
        let mut places = Places { floors: house().floors, ..Places::default() };
        for n in 0..20i32 {
            let (x, y) = (n / 2 * 300, if n % 2 == 0 { 0 } else { 100 + n * 37 % 500 });
            places.nodes.push(node("1", x, y, NodeKind::Corner, ""));
            let n = n as u16;
            let to = if n.is_multiple_of(2) { n.saturating_sub(2) } else { n - 1 };
            places.paths.push(Path { a: n, b: to, has_steps: false });
        }
        for stops in [[19, 3, 11, 5, 7], [1, 19, 2, 18, 3], [13, 13, 1, 9, 17]] {
            let order = places.order(8, &stops, false);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4]);
            let walk: Vec<u16> =
                [8].into_iter().chain(order.iter().map(|&at| stops[at])).collect();
            let legs = walk.windows(2);
            let length: u64 =
                legs.map(|w| places.route(w[0], w[1], false).unwrap().length).sum();
            assert_eq!(length, shortest(&places, 8, &stops), "{stops:?}");
        }
    }
}
