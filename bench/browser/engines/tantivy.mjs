// tantivy in wasm, its whole index in memory.
export async function open({ base }) {
  const at = (name) => new URL(name, base).href;
  const [{ default: start, Tantivy }, index] = await Promise.all([
    import(at("tantivy.js")),
    fetch(at("index.bin")).then((answer) => answer.arrayBuffer()),
  ]);
  await start();
  const engine = new Tantivy(new Uint8Array(index));
  return {
    search(text, limit) {
      const lines = engine.search(text, limit).split("\n").slice(0, -1);
      return lines.map((line) => line.split("\t")).map(([id, title, author]) => ({ id, title, author }));
    },
  };
}
