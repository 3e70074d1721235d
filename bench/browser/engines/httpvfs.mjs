// SQLite with FTS5, its pages fetched by range. All words, the last one perhaps not finished; if
// that finds nothing, any of them.
import { createDbWorker } from "sql.js-httpvfs";

const PAGE = 4096;
const FIRST = `select d.id, d.title, d.author from
  (select rowid as place from words where words match ? order by bm25(words, 10, 5, 3, 1, 1) limit ?)
  join records d on d.number = place`;

export async function open({ base }) {
  const at = (name) => new URL(name, base).href;
  const config = { serverMode: "full", url: at("db.sqlite"), requestChunkSize: PAGE };
  const files = [at("sqlite.worker.js"), at("sql-wasm.wasm")];
  const { db } = await createDbWorker([{ from: "inline", config }], ...files, 1e9);
  return {
    async search(text, limit) {
      const words = text.normalize("NFC").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
      if (words.length === 0) return [];
      const terms = words.map((word, at) => `"${word}"${at === words.length - 1 ? "*" : ""}`);
      const hits = await db.query(FIRST, [terms.join(" AND "), limit]);
      if (hits.length > 0 || terms.length === 1) return hits;
      return db.query(FIRST, [terms.join(" OR "), limit]);
    },
  };
}
