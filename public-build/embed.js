// The one script of a page that embeds the catalogue. Its name stays; what it names changes.
//
//   <script type="module" src="https://library.example/embed.js"></script>
//   <biblio-bus catalogue="https://library.example/catalogue/" lang="ru"></biblio-bus>
const begin = async (tries) => {
  // Browsers remember which modules failed: another try needs another name.
  const again = tries ? `?try=${tries}` : '';
  const { default: start } = await import(`./__APP__${again}`);
  await start({ module_or_path: new URL(`./__WASM__${again}`, import.meta.url) });
};
const wait = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

// Until the app runs, what stands between the tags is shown. A line that breaks meanwhile is no
// reason to reload the page. A slow one is let be: another try goes on beside it.
for (let tries = 0; !customElements.get('biblio-bus'); tries += 1) {
  const failed = (error) => {
    console.warn('The catalogue does not open yet:', error.message);
    return wait(tries < 20 ? 3000 : 30_000);
  };
  await Promise.race([begin(tries).catch(failed), wait(15_000 * 2 ** Math.min(tries, 4))]);
}
