// The records that all engines get, and the queries with the records that each looks for.
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** How many records, and of which collection. */
export const SIZES = {
  "10k": { count: 10_000, from: "corpus-100k.ndjson" },
  "100k": { count: 100_000, from: "corpus-100k.ndjson" },
  "1m": { count: 1_000_000, from: "corpus-1m.ndjson" },
};

/** The lines of a file as JSON. */
export async function* lines(file) {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line) yield JSON.parse(line);
  }
}

/**
 * The file of records of a size, made once: the first is every tenth record of the second, and
 * those that the queries look for, ten thousand of them. Null, with a word of why, where there is no data.
 */
export async function records(size, { data, cache, queries }) {
  const file = join(cache, `${size}.ndjson`);
  if (existsSync(file)) return file;
  const whole = unpacked(SIZES[size].from, { data, cache });
  if (!whole || size !== "10k") return whole;
  const wanted = new Set(queries.filter((query) => query.title).map(item));
  const [looked, others] = [[], []];
  let number = 0;
  for await (const record of lines(whole)) {
    number += 1;
    const isLooked = wanted.has(item({ title: record.title, author: record.authors?.[0] }));
    if (isLooked) looked.push(record);
    else if (number % 10 === 0) others.push(record);
  }
  const chosen = [...looked, ...others].slice(0, SIZES[size].count);
  writeFileSync(file, chosen.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return file;
}

function unpacked(name, { data, cache }) {
  const file = join(cache, name);
  const source = join(data, "catalogues", `${name}.zst`);
  if (existsSync(file)) return file;
  if (!existsSync(source)) {
    console.log(`Left out: there is no ${name}.zst in $BIBLIOBUS_DATA`);
    return null;
  }
  mkdirSync(cache, { recursive: true });
  if (spawnSync("zstd", ["-q", "-f", "-d", source, "-o", file]).status === 0) return file;
  console.log("Left out: the program zstd is needed to unpack the data");
  return null;
}

/** The queries in the order in which they are asked, or null, with a word of why. */
export function queries(file) {
  if (!existsSync(file)) {
    console.log(`Left out: there are no queries at ${file}; name them with $BIBLIOBUS_QUERIES`);
    return null;
  }
  const { queries, order } = JSON.parse(readFileSync(file, "utf8"));
  return order.map((place) => queries[place]);
}

/**
 * Which records answer each query: all with the title and the first author that it looks for.
 * A map from the id of the query to a set of ids of records.
 */
export async function answers(file, queries) {
  const byItem = new Map(queries.filter((query) => query.title).map((query) => [item(query), new Set()]));
  for await (const { id, title, authors } of lines(file)) {
    byItem.get(item({ title, author: authors?.[0] }))?.add(id);
  }
  const wanted = queries.filter((query) => query.title);
  return new Map(wanted.map((query) => [query.id, byItem.get(item(query))]));
}

/** What makes two records the same to a reader. */
function item({ title, author }) {
  return `${folded(title)}|${folded(author)}`;
}

function folded(text) {
  const letters = (text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
