// The one script of a page that embeds the catalogue. Its name stays; what it names changes.
//
//   <script type="module" src="https://library.example/embed.js"></script>
//   <biblio-bus catalogue="https://library.example/catalogue/" lang="ru"></biblio-bus>
if (!customElements.get('biblio-bus')) {
  const { default: start } = await import('./__APP__');
  await start({ module_or_path: new URL('./__WASM__', import.meta.url) });
}
