//! The way to a shelf as a reader is told it: step by step, floor by floor.

use serde::{Deserialize, Serialize};

use super::{BranchFacts, Leg, Node, NodeKind, Places, Plan, Route, Shelf, Unshelved};
use crate::{CallNumber, Library, LocalName, Location};

/// Where a copy stands and how one gets there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// The shelves on which it may stand; none where none can be named.
    pub shelves: Vec<Shelf>,
    /// Whether it stands at the end of that shelf or on the next one.
    pub is_between: bool,
    /// Why no shelf is named, where none is.
    pub why: Option<Unshelved>,
    /// The level and the name of the floor of the shelf.
    pub floor: Option<(i8, LocalName)>,
    /// What to do, one after the other; nothing where no way is known.
    pub steps: Vec<Walk>,
    /// The plans of the floors that the way leads over, with the way on them.
    pub stretches: Vec<Stretch>,
    /// When its branch is open, and what else is known of it.
    pub facts: Option<BranchFacts>,
}

/// One thing to do on a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Walk {
    /// The way begins here.
    Start {
        /// What it is.
        kind: NodeKind,
        /// What it is called; empty for most.
        name: LocalName,
    },
    /// Go to a place that has a name, or a side to turn to.
    Go {
        /// Where to turn first.
        turn: Turn,
        /// What it is that one goes to.
        kind: NodeKind,
        /// What that is called; empty for most.
        name: LocalName,
    },
    /// Take a lift or stairs.
    Ride {
        /// A lift, or stairs.
        kind: NodeKind,
        /// Whether it goes up.
        is_up: bool,
        /// The level of the floor to leave it on.
        level: i8,
    },
    /// The shelf is there.
    Arrive {
        /// On which side of the reader.
        side: Turn,
    },
}

/// A side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    /// On the left.
    Left,
    /// On the right.
    Right,
    /// Straight ahead, or not known.
    #[default]
    Ahead,
}

/// A floor with the way over it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The level of the floor.
    pub level: i8,
    /// Its name, where the level alone does not say it.
    pub name: LocalName,
    /// Its plan.
    pub plan: Plan,
    /// The way, from point to point.
    pub line: Vec<(i32, i32)>,
    /// The outlines of the shelf, as places in [`Plan::outlines`].
    pub marked: Vec<u16>,
    /// The stops of a [`Round`](super::Round) on this floor: their numbers from one on, and
    /// where they are.
    pub numbers: Vec<(u16, (i32, i32))>,
}

impl Places {
    /// Tells where a mark stands at a place, and the shortest way there: from `kiosk`, where
    /// there is one with this code in the branch, otherwise from an entrance.
    pub fn guide(
        &self,
        library: &Library,
        location: &Location,
        mark: Option<&CallNumber>,
        kiosk: Option<&str>,
        step_free: bool,
    ) -> Guide {
        let (guide, shelves) = self.standing(library, location, mark);
        if guide.why.is_some() {
            return guide;
        }
        let to = shelves.iter().find_map(|shelf| shelf.node);
        let route = to.and_then(|to| self.way_from(location, kiosk, to, step_free));
        let first = shelves.first().copied();
        let steps =
            route.as_ref().map(|route| self.steps(route, first)).unwrap_or_default();
        Guide { stretches: self.stretches(route.as_ref(), &shelves), steps, ..guide }
    }

    /// Where a mark stands, without a way there, and the shelves themselves.
    pub(super) fn standing(
        &self,
        library: &Library,
        location: &Location,
        mark: Option<&CallNumber>,
    ) -> (Guide, Vec<&Shelf>) {
        let facts = self.branch(&location.library).cloned();
        let found = match self.shelved(library, location, mark) {
            Ok(found) => found,
            Err(why) => {
                return (Guide { why: Some(why), facts, ..Guide::default() }, Vec::new());
            }
        };
        let first = found.shelves.first();
        let floor = first.and_then(|shelf| self.floor(&shelf.floor));
        let guide = Guide {
            shelves: found.shelves.iter().copied().cloned().collect(),
            is_between: found.is_between,
            floor: floor.map(|floor| (floor.level, floor.name.clone())),
            facts,
            ..Guide::default()
        };
        (guide, found.shelves)
    }

    fn way_from(
        &self,
        location: &Location,
        kiosk: Option<&str>,
        to: u16,
        step_free: bool,
    ) -> Option<Route> {
        let code = kiosk.unwrap_or_default();
        let kiosk = self.kiosks.iter().find(|kiosk| kiosk.code == code);
        let from_kiosk = kiosk.and_then(|kiosk| self.route(kiosk.node, to, step_free));
        from_kiosk.or_else(|| {
            let entrances = self.entrances(&location.library).into_iter();
            let routes = entrances.filter_map(|from| self.route(from, to, step_free));
            routes.min_by_key(|route| route.length)
        })
    }

    fn node(&self, at: u16) -> Option<&Node> {
        self.nodes.get(usize::from(at))
    }

    pub(super) fn steps(&self, route: &Route, shelf: Option<&Shelf>) -> Vec<Walk> {
        let mut steps = Vec::new();
        let start = route.legs.first().and_then(|leg| self.node(*leg.nodes.first()?));
        let start = start.map(|n| Walk::Start { kind: n.kind, name: n.name.clone() });
        steps.extend(start);
        for pair in route.legs.windows(2) {
            let [here, next] = pair else { continue };
            self.walk(here, &mut steps);
            let to = next.nodes.first().and_then(|node| self.node(*node));
            let level = |leg: &Leg| self.floor(&leg.floor).map_or(0, |floor| floor.level);
            let (from, level) = (level(here), level(next));
            steps.extend(to.map(|to| Walk::Ride {
                kind: to.kind,
                is_up: level > from,
                level,
            }));
        }
        let Some(last) = route.legs.last() else { return steps };
        let heading = self.walk(last, &mut steps);
        let side = heading.zip(shelf).and_then(|(heading, shelf)| {
            let node = self.node(*last.nodes.last()?)?;
            let outline = self
                .floor(&shelf.floor)?
                .plan
                .outlines
                .get(usize::from(shelf.outline?))?;
            let (x, y) = outline.bounds.middle();
            Some(turn(heading, (x - node.x, y - node.y)))
        });
        steps.push(Walk::Arrive { side: side.unwrap_or_default() });
        steps
    }

    /// Appends the steps of one floor; gives the direction in which one walks at its end.
    fn walk(&self, leg: &Leg, steps: &mut Vec<Walk>) -> Option<(i32, i32)> {
        let nodes: Vec<&Node> =
            leg.nodes.iter().filter_map(|node| self.node(*node)).collect();
        let mut heading = nodes.first().and_then(|node| node.facing).map(direction);
        let mut waiting = Turn::Ahead;
        for pair in nodes.windows(2) {
            let [from, to] = pair else { continue };
            let next = (to.x - from.x, to.y - from.y);
            let side = heading.map_or(Turn::Ahead, |heading| turn(heading, next));
            // A turn is told with what one turns to next that has a name; two turns never as one.
            if side != Turn::Ahead && waiting != Turn::Ahead {
                steps.push(go(waiting, from));
            }
            waiting = if side == Turn::Ahead { waiting } else { side };
            if !to.name.is_empty() || to.kind != NodeKind::Corner {
                steps.push(go(waiting, to));
                waiting = Turn::Ahead;
            }
            heading = Some(next);
        }
        if let Some(last) = nodes.last().filter(|_| waiting != Turn::Ahead) {
            steps.push(go(waiting, last));
        }
        heading
    }

    /// The plans of the floors that a way leads over, and of those of the shelves.
    pub(super) fn stretches(
        &self,
        route: Option<&Route>,
        shelves: &[&Shelf],
    ) -> Vec<Stretch> {
        let mut floors: Vec<(&str, &[u16])> = route
            .into_iter()
            .flat_map(|route| &route.legs)
            .map(|leg| (leg.floor.as_str(), leg.nodes.as_slice()))
            .collect();
        for shelf in shelves {
            if !floors.iter().any(|(floor, _)| *floor == shelf.floor) {
                floors.push((&shelf.floor, &[]));
            }
        }
        let stretch = |(code, nodes): (&str, &[u16])| {
            let floor =
                self.floor(code).filter(|floor| !floor.plan.outlines.is_empty())?;
            let here = shelves.iter().filter(|shelf| shelf.floor == code);
            let line = nodes.iter().filter_map(|node| self.node(*node));
            Some(Stretch {
                level: floor.level,
                name: floor.name.clone(),
                plan: floor.plan.clone(),
                line: line.map(|node| (node.x, node.y)).collect(),
                marked: here.filter_map(|shelf| shelf.outline).collect(),
                numbers: Vec::new(),
            })
        };
        floors.into_iter().filter_map(stretch).collect()
    }
}

fn go(turn: Turn, to: &Node) -> Walk {
    Walk::Go { turn, kind: to.kind, name: to.name.clone() }
}

/// The direction of an angle in degrees clockwise from the plan's top, to an eighth of a turn.
fn direction(degrees: u16) -> (i32, i32) {
    const EIGHTHS: [(i32, i32); 8] =
        [(0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1)];
    let eighth = usize::from((degrees % 360 + 22) / 45) % 8;
    EIGHTHS.get(eighth).copied().unwrap_or((0, -1))
}

/// To which side one turns from one direction to another; less than about 30° is ahead.
fn turn(from: (i32, i32), to: (i32, i32)) -> Turn {
    let [fx, fy, tx, ty] = [from.0, from.1, to.0, to.1].map(i64::from);
    // Downwards is positive, so clockwise is too.
    let (cross, dot) = (fx * ty - fy * tx, fx * tx + fy * ty);
    match cross {
        _ if dot > 0 && cross.abs() * 7 < dot * 4 => Turn::Ahead,
        0 => Turn::Ahead,
        1.. => Turn::Right,
        _ => Turn::Left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::{Box2, Floor, Outline, Path, ShelfScheme};
    use crate::{Branch, Place, PlaceAccess, Scheme};

    fn named(id: &str, floor: &str, at: (i32, i32), kind: NodeKind) -> Node {
        let (x, y) = at;
        Node { id: id.into(), floor: floor.into(), x, y, kind, ..Node::default() }
    }

    fn library() -> Library {
        let place = |code: &str, access| Place {
            branch: "C".into(),
            code: code.into(),
            access,
            ..Place::default()
        };
        Library {
            branches: vec![Branch { code: "C".into(), ..Branch::default() }],
            places: vec![
                place("OTR", PlaceAccess::Open),
                place("STACK", PlaceAccess::Closed),
                place("BARE", PlaceAccess::Open),
            ],
            ..Library::default()
        }
    }

    fn house() -> Places {
        let outline = Outline {
            id: "row".into(),
            path: "M0 0Z".into(),
            bounds: Box2 { x: 90, y: 100, w: 20, h: 50 },
            ..Outline::default()
        };
        let floor = |code: &str, level| {
            let plan = Plan { outlines: vec![outline.clone()], ..Plan::default() };
            Floor {
                code: code.into(),
                branch: "C".into(),
                level,
                plan,
                ..Floor::default()
            }
        };
        let lift = |id: &str, floor: &str, facing| Node {
            shaft: "l".into(),
            facing,
            ..named(id, floor, (50, 0), NodeKind::Lift)
        };
        let shelf = |place: &str, from: &str| Shelf {
            branch: "C".into(),
            place: place.into(),
            scheme: ShelfScheme::Known(Scheme::Udc),
            from: mark(from).read().unwrap().1,
            first: from.into(),
            row: "3".into(),
            floor: "2".into(),
            outline: Some(0),
            node: Some(4),
            ..Shelf::default()
        };
        let path = |a, b| Path { a, b, has_steps: false };
        Places {
            floors: vec![floor("1", 1), floor("2", 2)],
            nodes: vec![
                Node {
                    facing: Some(90),
                    ..named("door", "1", (0, 0), NodeKind::Entrance)
                },
                lift("l1", "1", None),
                lift("l2", "2", Some(180)),
                named("corner", "2", (50, 120), NodeKind::Corner),
                named("end", "2", (80, 120), NodeKind::Corner),
            ],
            paths: vec![path(0, 1), path(2, 3), path(3, 4)],
            shelves: vec![shelf("OTR", "5"), shelf("STACK", "0")],
            ..Places::default()
        }
    }

    fn mark(class: &str) -> CallNumber {
        CallNumber { scheme: Scheme::Udc, class: class.into(), item: None }
    }

    fn guide(place: &str, class: &str) -> Guide {
        let (library, places) = (library(), house());
        let location = Location { library: "C".into(), sublocation: Some(place.into()) };
        places.guide(&library, &location, Some(&mark(class)), None, false)
    }

    #[test]
    fn the_way_is_told_step_by_step_with_its_turns() {
        let guide = guide("OTR", "59");
        assert_eq!(guide.shelves[0].row, "3");
        assert_eq!(guide.floor, Some((2, LocalName::default())));
        let name = LocalName::default;
        assert_eq!(
            guide.steps,
            [
                Walk::Start { kind: NodeKind::Entrance, name: name() },
                Walk::Go { turn: Turn::Ahead, kind: NodeKind::Lift, name: name() },
                Walk::Ride { kind: NodeKind::Lift, is_up: true, level: 2 },
                Walk::Go { turn: Turn::Left, kind: NodeKind::Corner, name: name() },
                Walk::Arrive { side: Turn::Ahead },
            ]
        );
        let lines: Vec<_> =
            guide.stretches.iter().map(|s| (s.level, s.line.len())).collect();
        assert_eq!(lines, [(1, 2), (2, 3)]);
        assert_eq!(
            (&guide.stretches[0].marked, &guide.stretches[1].marked),
            (&vec![], &vec![0])
        );
    }

    #[test]
    fn no_shelf_is_named_where_none_is_known_or_nobody_may_go() {
        assert_eq!(guide("STACK", "59").why, Some(Unshelved::Closed));
        assert_eq!(guide("BARE", "59").why, Some(Unshelved::NoShelves));
        assert_eq!(guide("OTR", "б/н").why, Some(Unshelved::Unreadable));
        assert_eq!(guide("OTR", "004").why, Some(Unshelved::Outside));
        for place in ["STACK", "BARE"] {
            assert_eq!(guide(place, "59").stretches, []);
        }
    }

    #[test]
    fn sides_are_those_of_the_walker() {
        assert_eq!(turn((1, 0), (0, 1)), Turn::Right);
        assert_eq!(turn((1, 0), (0, -1)), Turn::Left);
        assert_eq!(turn((0, -5), (1, -5)), Turn::Ahead);
        assert_eq!(turn((0, 1), (1, 0)), Turn::Left);
    }
}
