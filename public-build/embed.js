// The one script of a page that embeds the catalogue. Its name stays; what it names changes.
//
//   <script type="module" src="https://library.example/embed.js"></script>
//   <biblio-bus catalogue="https://library.example/catalogue/" lang="ru"></biblio-bus>
__STEADILY__
const begin = async (tries) => {
  // Browsers remember which modules failed: another try needs another name.
  const again = tries ? `?try=${tries}` : '';
  const { default: start } = await within(import(`./__APP__${again}`));
  await start({ module_or_path: await steadily(new URL(`./__WASM__${again}`, import.meta.url)) });
};

/** Pages that listen hear that what is between the tags stays for now. */
const tell = () => document.querySelectorAll('biblio-bus').forEach((element) => element.dispatchEvent(
  new CustomEvent('bibliobus-problem', { bubbles: true, composed: true, detail: { kind: 'app' } }),
));

// Until the app runs, what stands between the tags is shown. A line that breaks meanwhile is no
// reason to reload the page.
for (let tries = 0; !customElements.get('biblio-bus'); tries += 1) {
  await begin(tries).catch((error) => {
    console.warn('The catalogue does not open yet:', error.message);
    if (tries === 0) tell();
    return new Promise((resolve) => { setTimeout(resolve, tries < 20 ? 2000 : 30_000); });
  });
}
