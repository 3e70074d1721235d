// What keys and fingers do.

const STEP = 80;

/** Keys work wherever nothing else takes them; signs such as + only while the page itself has the focus. */
export function keys(page, { turn, begin, end, viewer, attempt }) {
  // The page puts the focus where it is read; the mark around that is for those who use keys.
  page.stage.classList.add('quiet');
  document.addEventListener('keydown', (event) => {
    page.stage.classList.remove('quiet');
    const now = viewer();
    const isTaken = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey
      || event.target.closest?.('input, select, dialog[open]');
    if (!now || isTaken) return;
    const act = action(event.key, now, { turn, begin, end, attempt, inStage: page.stage.contains(document.activeElement) });
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function action(key, viewer, { turn, begin, end, attempt, inStage }) {
  const forward = viewer.isRightToLeft ? -1 : 1;
  const moves = inStage && viewer.move && viewer.isLarge();
  const [x, y] = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[key] ?? [];
  if (x !== undefined && moves) return () => viewer.move(x, y);
  const { scroller } = viewer;
  if (x && scroller && scroller.scrollWidth > scroller.clientWidth + 1) return undefined;
  if (x) return () => turn(Math.sign(x) * forward);
  switch (key) {
    case 'PageDown': return () => turn(1);
    case 'PageUp': return () => turn(-1);
    case 'Home': return begin;
    case 'End': return end;
    case '+': case '=': return inStage ? () => attempt(viewer.larger) : undefined;
    case '-': return inStage ? () => attempt(viewer.smaller) : undefined;
    case '0': return inStage ? () => attempt(viewer.whole ?? viewer.width ?? viewer.usual) : undefined;
    default: return undefined;
  }
}

/** A finger that wipes across a book turns it. */
export function swipes(stage, { turn, viewer }) {
  let from;
  stage.addEventListener('touchstart', ({ touches }) => { from = touches.length === 1 ? touches[0] : undefined; }, { passive: true });
  stage.addEventListener('touchend', ({ changedTouches: [to] }) => {
    const now = viewer();
    if (!from || !now?.isBook) return;
    const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
    if (Math.abs(x) > 50 && Math.abs(x) > 2 * Math.abs(y)) turn((x < 0 ? 1 : -1) * (now.isRightToLeft ? -1 : 1));
  }, { passive: true });
}
