// Pagefind, its index in pieces.
export async function open({ base }) {
  const folder = new URL("pagefind/", base).href;
  const pagefind = await import(`${folder}pagefind.js`);
  await pagefind.options({ bundlePath: folder });
  await pagefind.init();
  return {
    async search(text, limit) {
      const { results } = await pagefind.search(text);
      const shown = await Promise.all(results.slice(0, limit).map((result) => result.data()));
      return shown.map(({ meta }) => ({ id: meta.id, title: meta.title, author: meta.author }));
    },
  };
}
