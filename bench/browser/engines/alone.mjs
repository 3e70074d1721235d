// Our engine in the page itself: what is left when its worker is taken away.
export async function open({ base }) {
  const { default: start, Engine } = await import("/~bench/client/client.js");
  await start();
  const get = async (path) => new Uint8Array(await (await fetch(new URL(path, base))).arrayBuffer());
  const engine = new Engine(await get("catalogue/manifest.json"));
  return {
    async search(text, limit) {
      for (;;) {
        const wants = engine.wants(text, limit);
        if (wants.length === 0) return JSON.parse(engine.search(text, limit));
        const files = await Promise.all(wants.map((path) => get(`catalogue/${path}`)));
        files.forEach((bytes, place) => engine.load(place, bytes));
      }
    },
  };
}
