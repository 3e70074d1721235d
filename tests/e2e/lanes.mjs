// Long runs do several things side by side: most of their time they wait for something not to come.

const LANES = 3;

/**
 * Does `work(stage, item)` with every item, each lane on a stage of its own that `open` makes and
 * `close` takes down. What came of the items is in their order.
 */
export async function sideBySide(items, open, close, work, lanes = LANES) {
  const came = [];
  let next = 0;
  const lane = async () => {
    const stage = await open();
    try {
      while (next < items.length) {
        const at = next;
        next += 1;
        came[at] = await work(stage, items[at]);
      }
    } finally {
      await close(stage);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return came;
}
