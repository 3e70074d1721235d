// MiniSearch, with what its README recommends for a search box.
import MiniSearch from "minisearch";
import { OPTIONS } from "./minisearch-options.mjs";

export async function open({ base }) {
  const index = MiniSearch.loadJSON(await (await fetch(new URL("index.json", base))).text(), OPTIONS);
  return {
    search: (text, limit) =>
      index.search(text).slice(0, limit).map(({ id, title, authors }) => ({ id, title, author: authors })),
  };
}
