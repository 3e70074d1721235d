//! The paths of a drawing: read (SVG 2, chapter 9), moved to where they stand, and written anew
//! with straight lines and Bézier curves only.

use bibliobus_catalog::Box2;

/// An affine transform, as the six numbers of `matrix(a b c d e f)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen([f64; 6]);

impl Default for Pen {
    fn default() -> Self {
        Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

impl Pen {
    /// Where a point comes to stand, in tenths.
    pub(super) fn point(&self, x: f64, y: f64) -> (i32, i32) {
        let [a, b, c, d, e, f] = self.0;
        let tenths = |number: f64| (number * 10.0).round() as i32;
        (tenths(a * x + c * y + e), tenths(b * x + d * y + f))
    }

    /// The pen within an element with this `transform`.
    ///
    /// # Errors
    /// A transform that is not known here.
    pub(super) fn moved(self, transform: &str) -> Result<Self, String> {
        let mut pen = self;
        for part in transform.split(')').map(str::trim).filter(|part| !part.is_empty()) {
            let part = part.trim_start_matches(',').trim();
            let (name, inner) = part.split_once('(').unwrap_or((part, ""));
            let n = numbers(inner)?;
            let [a, b, c, d, e, f] = match (name.trim(), n.as_slice()) {
                ("translate", [x]) => [1.0, 0.0, 0.0, 1.0, *x, 0.0],
                ("translate", [x, y]) => [1.0, 0.0, 0.0, 1.0, *x, *y],
                ("scale", [s]) => [*s, 0.0, 0.0, *s, 0.0, 0.0],
                ("scale", [x, y]) => [*x, 0.0, 0.0, *y, 0.0, 0.0],
                ("rotate", [degrees]) => rotation(*degrees, 0.0, 0.0),
                ("rotate", [degrees, x, y]) => rotation(*degrees, *x, *y),
                ("matrix", [a, b, c, d, e, f]) => [*a, *b, *c, *d, *e, *f],
                _ => {
                    return Err(format!("a transform that plans cannot have: `{part})`"));
                }
            };
            let [pa, pb, pc, pd, pe, pf] = pen.0;
            pen = Self([
                pa * a + pc * b,
                pb * a + pd * b,
                pa * c + pc * d,
                pb * c + pd * d,
                pa * e + pc * f + pe,
                pb * e + pd * f + pf,
            ]);
        }
        Ok(pen)
    }
}

fn rotation(degrees: f64, x: f64, y: f64) -> [f64; 6] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    [cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y]
}

/// The numbers of a list, apart by blanks or commas.
pub(super) fn numbers(text: &str) -> Result<Vec<f64>, String> {
    let parts = text.split(|c: char| c.is_whitespace() || c == ',');
    parts.filter(|part| !part.is_empty()).map(number).collect()
}

fn number(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|n: &f64| n.is_finite() && n.abs() < 1e7);
    read.ok_or_else(|| format!("expected a number, found `{text}`"))
}

/// A stroke, with where it ends last.
#[derive(Clone, Debug)]
enum Stroke {
    Move([f64; 2]),
    Line([f64; 2]),
    Cubic([f64; 6]),
    Quad([f64; 4]),
    Close,
}

/// What is drawn, in strokes from absolute points.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape(Vec<Stroke>);

impl Shape {
    pub(super) fn rect(x: f64, y: f64, w: f64, h: f64) -> Self {
        if w <= 0.0 || h <= 0.0 {
            return Self::default();
        }
        Self::lines(&[x, y, x + w, y, x + w, y + h, x, y + h], true)
    }

    pub(super) fn lines(points: &[f64], is_closed: bool) -> Self {
        let mut strokes = Vec::new();
        for (at, point) in points.as_chunks::<2>().0.iter().enumerate() {
            strokes.push(if at == 0 {
                Stroke::Move(*point)
            } else {
                Stroke::Line(*point)
            });
        }
        if is_closed && !strokes.is_empty() {
            strokes.push(Stroke::Close);
        }
        Self(strokes)
    }

    /// Four Bézier curves, which miss an ellipse by less than a thousandth.
    pub(super) fn ellipse(x: f64, y: f64, rx: f64, ry: f64) -> Self {
        if rx <= 0.0 || ry <= 0.0 {
            return Self::default();
        }
        let (kx, ky) = (rx * 0.552_285, ry * 0.552_285);
        Self(vec![
            Stroke::Move([x + rx, y]),
            Stroke::Cubic([x + rx, y + ky, x + kx, y + ry, x, y + ry]),
            Stroke::Cubic([x - kx, y + ry, x - rx, y + ky, x - rx, y]),
            Stroke::Cubic([x - rx, y - ky, x - kx, y - ry, x, y - ry]),
            Stroke::Cubic([x + kx, y - ry, x + rx, y - ky, x + rx, y]),
            Stroke::Close,
        ])
    }

    /// A path in SVG's own language. An arc becomes the straight line to its end.
    ///
    /// # Errors
    /// What is no path.
    pub(super) fn path(text: &str) -> Result<Self, String> {
        let mut drawing = Drawing::default();
        for (command, list) in commands(text)? {
            let size = match command.to_ascii_uppercase() {
                'Z' => {
                    drawing.close();
                    continue;
                }
                'M' | 'L' | 'T' => 2,
                'H' | 'V' => 1,
                'S' | 'Q' => 4,
                'C' => 6,
                'A' => 7,
                _ => {
                    return Err(format!(
                        "expected a command of a path, found `{command}`"
                    ));
                }
            };
            if list.is_empty() || list.len() % size != 0 {
                return Err(format!("expected {size} numbers behind `{command}`"));
            }
            for (nth, part) in list.chunks_exact(size).enumerate() {
                // Behind the first pair of a move there are lines.
                let is_move = command.eq_ignore_ascii_case(&'M') && nth > 0;
                let line = if command == 'm' { 'l' } else { 'L' };
                drawing.stroke(if is_move { line } else { command }, part);
            }
        }
        Ok(Self(drawing.strokes))
    }

    /// The path and the rectangle around its points, as the pen draws them.
    pub(super) fn drawn(&self, pen: &Pen) -> (String, Box2) {
        let mut path = String::new();
        let mut points: Vec<(i32, i32)> = Vec::new();
        for stroke in &self.0 {
            let (letter, numbers): (char, &[f64]) = match stroke {
                Stroke::Move(n) => ('M', n),
                Stroke::Line(n) => ('L', n),
                Stroke::Cubic(n) => ('C', n),
                Stroke::Quad(n) => ('Q', n),
                Stroke::Close => ('Z', &[]),
            };
            path.push(letter);
            for (nth, [x, y]) in numbers.as_chunks::<2>().0.iter().enumerate() {
                let (x, y) = pen.point(*x, *y);
                points.push((x, y));
                path.push_str(&format!("{}{x} {y}", if nth > 0 { " " } else { "" }));
            }
        }
        let ends = |of: fn(&(i32, i32)) -> i32| {
            let least = points.iter().map(of).min().unwrap_or_default();
            (least, points.iter().map(of).max().unwrap_or_default() - least)
        };
        let ((x, w), (y, h)) = (ends(|p| p.0), ends(|p| p.1));
        (path, Box2 { x, y, w, h })
    }
}

/// A path as it is drawn: where the pen is, where it began, and the last control point.
#[derive(Default)]
struct Drawing {
    strokes: Vec<Stroke>,
    at: [f64; 2],
    start: [f64; 2],
    control: [f64; 2],
}

impl Drawing {
    fn close(&mut self) {
        self.strokes.push(Stroke::Close);
        (self.at, self.control) = (self.start, self.start);
    }

    /// One stroke of a command that is not `Z`, with as many numbers as it takes.
    fn stroke(&mut self, command: char, numbers: &[f64]) {
        let [x, y] = if command.is_ascii_lowercase() { self.at } else { [0.0, 0.0] };
        let n = |i: usize| numbers.get(i).copied().unwrap_or_default();
        let p = |i: usize| [x + n(i), y + n(i + 1)];
        let mirrored =
            [2.0 * self.at[0] - self.control[0], 2.0 * self.at[1] - self.control[1]];
        let (control, stroke) = match command.to_ascii_uppercase() {
            'C' | 'S' => {
                let is_smooth = command.eq_ignore_ascii_case(&'S');
                let first = if is_smooth { mirrored } else { p(0) };
                let second = if is_smooth { p(0) } else { p(2) };
                self.at = if is_smooth { p(2) } else { p(4) };
                let points = [first, second, self.at];
                let mut flat = [0.0; 6];
                flat.iter_mut().zip(points.iter().flatten()).for_each(|(to, n)| *to = *n);
                (second, Stroke::Cubic(flat))
            }
            'Q' | 'T' => {
                let is_smooth = command.eq_ignore_ascii_case(&'T');
                let control = if is_smooth { mirrored } else { p(0) };
                self.at = if is_smooth { p(0) } else { p(2) };
                (control, Stroke::Quad([control[0], control[1], self.at[0], self.at[1]]))
            }
            upper => {
                self.at = match upper {
                    'H' => [x + n(0), self.at[1]],
                    'V' => [self.at[0], y + n(0)],
                    'A' => p(5),
                    _ => p(0),
                };
                if upper == 'M' {
                    self.start = self.at;
                    (self.at, Stroke::Move(self.at))
                } else {
                    (self.at, Stroke::Line(self.at))
                }
            }
        };
        self.control = control;
        self.strokes.push(stroke);
    }
}

/// Commands with their numbers.
fn commands(text: &str) -> Result<Vec<(char, Vec<f64>)>, String> {
    let mut commands: Vec<(char, Vec<f64>)> = Vec::new();
    let mut digits = String::new();
    let take = |digits: &mut String, commands: &mut Vec<(char, Vec<f64>)>| {
        if digits.is_empty() {
            return Ok(());
        }
        let value = number(digits)?;
        digits.clear();
        let (_, list) = commands.last_mut().ok_or("a path begins with M")?;
        list.push(value);
        Ok::<(), String>(())
    };
    for c in text.chars() {
        let is_exponent = matches!(c, 'e' | 'E') && !digits.is_empty();
        let is_sign = matches!(c, '-' | '+') && !digits.ends_with(['e', 'E']);
        if c.is_whitespace() || c == ',' {
            take(&mut digits, &mut commands)?;
        } else if c.is_alphabetic() && !is_exponent {
            take(&mut digits, &mut commands)?;
            commands.push((c, Vec::new()));
        } else {
            if is_sign || c == '.' && digits.contains('.') {
                take(&mut digits, &mut commands)?;
            }
            digits.push(c);
        }
    }
    take(&mut digits, &mut commands)?;
    Ok(commands)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(path: &str) -> String {
        Shape::path(path).unwrap().drawn(&Pen::default()).0
    }

    #[test]
    fn every_command_is_drawn_from_absolute_points() {
        assert_eq!(drawn("m1 1 2 2"), "M10 10L30 30");
        assert_eq!(drawn("M1,1h2v2H1z"), "M10 10L30 10L30 30L10 30Z");
        assert_eq!(
            drawn("M0 0c1 1 2 1 3 0s2-1 3 0"),
            "M0 0C10 10 20 10 30 0C40 -10 50 -10 60 0"
        );
        assert_eq!(drawn("M0 0q1 1 2 0t2 0"), "M0 0Q10 10 20 0Q30 -10 40 0");
        assert_eq!(drawn("M0 0a5 5 0 0 1 1.5.5"), "M0 0L15 5");
        assert_eq!(drawn("M0 0L1e1-2"), "M0 0L100 -20");
        assert_eq!(drawn("M1 1zm1 1l1 0"), "M10 10ZM20 20L30 20");
    }

    #[test]
    fn what_is_turned_and_moved_stands_where_it_is_seen() {
        let pen = Pen::default().moved("translate(10 0) rotate(90)").unwrap();
        let (path, bounds) = Shape::rect(0.0, 0.0, 4.0, 2.0).drawn(&pen);
        assert_eq!(path, "M100 0L100 40L80 40L80 0Z");
        assert_eq!(bounds, Box2 { x: 80, y: 0, w: 20, h: 40 });
        assert!(Pen::default().moved("perspective(1)").is_err());
    }
}
