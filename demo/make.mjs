// Makes central.mrc and bookmobile.csv from the tables beside this file.
//
//   node demo/make.mjs           writes both files
//   node demo/make.mjs --check   writes nothing; fails where the tables are wrong or the files differ
//
// The same tables always give the same bytes.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const WORK_TABLES = ["works-russian.tsv", "works-english.tsv", "works-world.tsv"];
const STAMP = "20260101120000.0";
const SIGLUM = "СОС";
const AGENCY = "SOSN";
const EBOOK = "https://www.gutenberg.org/ebooks/";

const MATERIALS = {
  book: { type: "a", rda: ["text", "txt"], carrier: ["volume", "nc"], media: ["unmediated", "n"] },
  picture: { type: "a", rda: ["text", "txt"], carrier: ["volume", "nc"], media: ["unmediated", "n"] },
  serial: { type: "a", rda: ["text", "txt"], carrier: ["volume", "nc"], media: ["unmediated", "n"] },
  score: { type: "c", rda: ["notated music", "ntm"], carrier: ["volume", "nc"], media: ["unmediated", "n"] },
  map: { type: "e", rda: ["cartographic image", "cri"], carrier: ["volume", "nc"], media: ["unmediated", "n"] },
  film: { type: "g", rda: ["two-dimensional moving image", "tdi"], carrier: ["videodisc", "vd"], media: ["video", "v"] },
  audiobook: { type: "i", rda: ["spoken word", "spw"], carrier: ["audio disc", "sd"], media: ["audio", "s"] },
  music: { type: "j", rda: ["performed music", "prm"], carrier: ["audio disc", "sd"], media: ["audio", "s"] },
};
const ONLINE = { carrier: ["online resource", "cr"], media: ["computer", "c"] };
const ROLES = {
  aut: ["автор", "author"], trl: ["переводчик", "translator"], ill: ["художник", "illustrator"],
  edt: ["редактор", "editor"], com: ["составитель", "compiler"], cmp: ["композитор", "composer"],
  drt: ["режиссёр", "director"], ctg: ["картограф", "cartographer"],
};
const MAIN_ROLES = ["aut", "cmp", "drt", "ctg"];
const CREDITS = {
  rus: { trl: "перевод: ", ill: "художник: ", edt: "редактор: ", com: "составитель: " },
  eng: { trl: "translated by ", ill: "illustrated by ", edt: "edited by ", com: "compiled by " },
};
const FORMS = ["Fiction", "Drama", "Poetry", "Художественная литература", "Драматургия", "Поэзия", "Рассказы", "Повести", "Сказки", "Поэзия для детей"];
const LANGUAGES = { rus: "Русский", eng: "English", fre: "French", spa: "Spanish", fin: "Finnish", epo: "Esperanto", tgl: "Tagalog" };
const ARTICLES = {
  eng: ["The ", "A ", "An "], fre: ["Les ", "Le ", "La ", "L'"], ger: ["Der ", "Die ", "Das "], ita: ["Il ", "La ", "Le ", "I "],
  spa: ["El ", "La ", "Los ", "Las "], por: ["Os ", "O ", "As ", "A "], gre: ["Hē ", "Ho ", "To "], hun: ["Az ", "A "], dut: ["De ", "Het "],
  dan: ["Det ", "Den "], swe: ["Den ", "Det "], cat: ["L'"], epo: ["La "], wel: ["Yr ", "Y "], ara: ["al-"], heb: ["ha-"], yid: ["Der "],
};
const DIRECTION = { heb: "(2/r", yid: "(2/r", ara: "(3/r", per: "(3/r", chi: "$1", jpn: "$1", kor: "$1", gre: "(S" };
const SCHEMES = ["bbk", "udc", "ddc", "lcc", "fixed"];

// ---------------------------------------------------------------- tables

function readTable(name) {
  const [head, ...lines] = readFileSync(join(HERE, name), "utf8").replace(/\n$/, "").split("\n");
  const columns = head.split("\t");
  return lines.map((line, at) => {
    const cells = line.split("\t");
    const where = `${name}:${at + 2}`;
    if (cells.length !== columns.length) fail(`${where}: ${cells.length} cells, expected ${columns.length}`);
    return { where, ...Object.fromEntries(columns.map((column, i) => [column, cells[i]])) };
  });
}

const list = (cell) => (cell ? cell.split(" | ") : []);

function creatorsOf(work) {
  return list(work.creators).map((text) => {
    const found = /^(.*) \[([a-z]{3})\]$/.exec(text);
    if (!found || !ROLES[found[2]]) fail(`${work.where}: creator without a known role: ${text}`);
    return { name: found[1], role: found[2] };
  });
}

// Branches and places of library.toml: only the two keys that are needed here.
function readPlaces() {
  const places = new Set();
  for (const block of readFileSync(join(HERE, "library.toml"), "utf8").split("[[place]]").slice(1)) {
    const key = (name) => new RegExp(`^${name} = "([^"]*)"`, "m").exec(block)?.[1];
    places.add(`${key("branch")}/${key("code")}`);
  }
  return places;
}

// ---------------------------------------------------------------- checks

class TableError extends Error {}
function fail(message) {
  throw new TableError(message);
}

function isIsbn(text) {
  if (/^\d{13}$/.test(text)) return [...text].reduce((sum, d, i) => sum + Number(d) * (i % 2 ? 3 : 1), 0) % 10 === 0;
  if (/^\d{9}[\dX]$/.test(text)) return [...text].reduce((sum, d, i) => sum + (d === "X" ? 10 : Number(d)) * (10 - i), 0) % 11 === 0;
  return false;
}

function isIssn(text) {
  if (!/^\d{4}-\d{3}[\dX]$/.test(text)) return false;
  return [...text.replace("-", "")].reduce((sum, d, i) => sum + (d === "X" ? 10 : Number(d)) * (8 - i), 0) % 11 === 0;
}

function findFaults(works, copies) {
  const faults = [];
  const say = (row, message) => faults.push(`${row.where}: ${message}`);
  const ids = new Map();
  for (const work of works) {
    if (!/^sos\d{4}$/.test(work.id)) say(work, `id "${work.id}" is not of the form sos0001`);
    if (ids.has(work.id)) say(work, `id ${work.id} is also at ${ids.get(work.id).where}`);
    ids.set(work.id, work);
    if (!/^[a-z]{3}$/.test(work.language)) say(work, `language "${work.language}" is not three letters`);
    if (!/^([a-z]{3})?$/.test(work.original_language)) say(work, `original language "${work.original_language}" is not three letters`);
    if (!/^(\d{4})?$/.test(work.year) || Number(work.year) > 2026) say(work, `year "${work.year}" is not a year`);
    if (!MATERIALS[work.material]) say(work, `unknown material "${work.material}"`);
    if (!["central", "bookmobile"].includes(work.list)) say(work, `unknown list "${work.list}"`);
    if (!work.title) say(work, "no title");
    if (!work.subjects) say(work, "no subjects");
    if (!/^(\d+( \d+)*)?$/.test(work.gutenberg)) say(work, `Project Gutenberg numbers expected, got "${work.gutenberg}"`);
    for (const isbn of list(work.isbn)) if (!isIsbn(isbn)) say(work, `wrong ISBN ${isbn}`);
    if (work.issn && !isIssn(work.issn)) say(work, `wrong ISSN ${work.issn}`);
    for (const cell of Object.values(work)) if (cell !== cell.normalize("NFC")) say(work, `not in Unicode form NFC: ${cell}`);
  }
  const places = readPlaces();
  const barcodes = new Map();
  const inventory = new Map();
  for (const copy of copies) {
    const work = ids.get(copy.id);
    if (!work) { say(copy, `no work ${copy.id}`); continue; }
    if (!places.has(`${copy.branch}/${copy.place}`)) say(copy, `library.toml has no place ${copy.branch}/${copy.place}`);
    if (!SCHEMES.includes(copy.scheme)) say(copy, `unknown scheme "${copy.scheme}"`);
    if (!callNumber(work, copy)) say(copy, `work ${work.id} has no ${copy.scheme} mark`);
    if (!/^(\d{4}-\d\d-\d\d)?$/.test(copy.due)) say(copy, `due date "${copy.due}" is not yyyy-mm-dd`);
    if (!["", "1"].includes(copy.not_for_loan)) say(copy, `not_for_loan is "${copy.not_for_loan}", expected 1 or nothing`);
    if (barcodes.has(copy.barcode)) say(copy, `barcode ${copy.barcode} is also at ${barcodes.get(copy.barcode)}`);
    barcodes.set(copy.barcode, copy.where);
    if (inventory.has(copy.inventory)) say(copy, `inventory number ${copy.inventory} is also at ${inventory.get(copy.inventory)}`);
    inventory.set(copy.inventory, copy.where);
    if (work.list === "bookmobile" && copy.branch !== "B") say(copy, `${work.id} is in the bookmobile's list and cannot stand in ${copy.branch}`);
  }
  const held = new Set(copies.map((copy) => copy.id));
  for (const work of works) if (!held.has(work.id) && !work.gutenberg) say(work, "neither a copy nor an e-book");
  return faults;
}

// ---------------------------------------------------------------- shelf marks

function markParts(work, copy) {
  const volume = copy.volume ? `, ${copy.volume}` : "";
  switch (copy.scheme) {
    case "fixed": return { item: copy.shelf_mark };
    case "lcc": {
      const [stem, ...rest] = work.lcc.split(" ");
      return work.lcc ? { stem, item: rest.join(" ") } : {};
    }
    default: return work[copy.scheme] ? { stem: work[copy.scheme], item: work.mark + volume } : {};
  }
}

function callNumber(work, copy) {
  const { stem, item } = markParts(work, copy);
  return [stem, item].filter(Boolean).join(" ");
}

// ---------------------------------------------------------------- MARC 21

// Works in Cyrillic are catalogued in Russian, all others in English.
const CYRILLIC = ["rus", "ukr", "bel", "bul", "srp", "tat", "bak", "chv", "kaz"];
const FAMILY_NAME_FIRST = ["chi", "jpn", "kor", "hun"];
const isRussian = (work) => CYRILLIC.includes(work.language);
const inLanguage = (work, pair) => pair[isRussian(work) ? 0 : 1];

// "Толстой, Лев Николаевич, 1828-1910" -> "Л. Н. Толстой"; "Austen, Jane, 1775-1817" -> "Jane Austen"
function spokenName(name, work) {
  const russian = isRussian(work);
  const parts = name.replace(/ \([^)]*\)/g, "").split(", ").filter((part) => !/\d/.test(part) || /^O\. /.test(part));
  const [family, given, ...rest] = parts;
  if (!given) return family;
  if (FAMILY_NAME_FIRST.includes(work.language) && !work.original_language) return `${family} ${given}`;
  const first = russian && /^[А-ЯЁ]/.test(given) && !/^(фон|де)$/.test(given)
    ? given.split(" ").map((word) => (/^[А-ЯЁ]/.test(word) ? word[0] + "." : word)).join(" ")
    : given;
  return [first, family, ...rest.map((part) => `, ${part}`)].join(" ").replace(" ,", ",");
}

function responsibility(work) {
  const creators = creatorsOf(work);
  const russian = isRussian(work);
  const names = (role) => creators.filter((one) => one.role === role).map((one) => spokenName(one.name, work));
  const main = MAIN_ROLES.flatMap(names);
  const words = CREDITS[russian ? "rus" : "eng"];
  const others = Object.keys(words).flatMap((role) => (names(role).length ? [words[role] + names(role).join(", ")] : []));
  return [main.join(", "), ...others].filter(Boolean).join(" ; ");
}

function nonFiling(work) {
  const article = (ARTICLES[work.language] ?? []).find((one) => work.title.startsWith(one));
  return article ? article.length : 0;
}

const field = (tag, indicators, ...subfields) => ({ tag, indicators, subfields: subfields.filter(([, value]) => value) });
const ended = (text, mark) => (/[.!?…)\]»-]$/.test(text) ? text : text + mark);

/** The day of addition, invented as the copies are: over two years, a few each week. */
function entered(work) {
  const number = Number(work.id.replace(/\D/g, ""));
  const day = new Date(Date.UTC(2024, 0, 1 + ((number * 389) % 731)));
  return day.toISOString().slice(2, 10).replaceAll("-", "");
}

function field008(work, online) {
  const serial = work.material === "serial";
  const dates = serial ? `c${work.year}9999` : work.year ? `s${work.year}    ` : "nuuuuuuuu";
  const middle = Array(17).fill(" ");
  if (MATERIALS[work.material].type === "a" && !serial) {
    if (work.material === "picture") middle[0] = "a";
    if (work.audience) middle[4] = "j";
    if (online) middle[5] = "o";
    const form = { Романы: "f", Fiction: "1", "Повести и рассказы": "j", Пьесы: "d", Drama: "d", Поэзия: "p", Poetry: "p", Сказки: "1" }[work.genre] ?? "0";
    [middle[11], middle[12], middle[13], middle[15]] = ["0", "0", "0", form];
  }
  return `${entered(work)}${dates}xx ${middle.join("")}${work.language} d`;
}

function nameField(tag, creator, work, link) {
  const found = /^(.*?), ([^,]*\d.*)$/.exec(creator.name);
  const [name, dates] = found ? [found[1], found[2]] : [creator.name, ""];
  const byForename = !name.includes(",");
  return field(tag, `${byForename ? 0 : 1} `,
    ["6", link], ["a", dates ? `${name},` : ended(name, ",")], ["d", dates && `${dates.replace(/\.$/, ".")},`.replace(/-,$/, "-")],
    ["e", `${inLanguage(work, ROLES[creator.role])}.`], ["4", creator.role]);
}

function subjectField(text) {
  const [first, ...rest] = text.split(" -- ");
  return field("650", " 4", ["a", first], ...rest.map((part) => [FORMS.includes(part) ? "v" : "x", part]));
}

function titleField(work, indicator, link) {
  const credit = responsibility(work);
  const title = work.subtitle ? `${work.title} :` : work.title;
  const mark = credit ? " /" : ".";
  return field("245", `${indicator}${nonFiling(work)}`, ["6", link],
    ["a", work.subtitle ? title : credit ? title + mark : ended(title, mark)],
    ["b", work.subtitle && (credit ? work.subtitle + mark : ended(work.subtitle, mark))],
    ["c", credit && ended(credit, ".")]);
}

function imprint(work) {
  if (!work.place && !work.publisher && !work.year) return [];
  const place = work.place && (work.publisher ? `${work.place} :` : `${work.place},`);
  return [field("264", " 1", ["a", place], ["b", work.publisher && `${work.publisher},`],
    ["c", work.material === "serial" ? `${work.year}-` : work.year && `${work.year}.`])];
}

function extent(work, online) {
  if (work.extent) return work.extent;
  if (online) return inLanguage(work, ["1 электронная книга", "1 e-book"]);
  return inLanguage(work, {
    book: ["1 том", "1 volume"], picture: ["1 том", "1 volume"], serial: ["номера", "volumes"], score: ["ноты", "1 score"],
    map: ["1 атлас", "1 atlas"], film: ["1 DVD", "1 DVD"], audiobook: ["1 CD (MP3)", "1 CD (MP3)"], music: ["1 CD", "1 CD"],
  }[work.material]);
}

function copy852(work, copy) {
  const { stem, item } = markParts(work, copy);
  const indicator = { lcc: "0", ddc: "1", fixed: "4", udc: "7", bbk: "7" }[copy.scheme];
  return field("852", `${indicator} `, ["a", SIGLUM], ["b", copy.branch], ["c", copy.place],
    ["h", stem], ["i", copy.scheme === "fixed" ? "" : item], ["j", copy.scheme === "fixed" ? item : ""],
    ["p", copy.barcode], ["3", copy.volume], ["z", copy.note], ["2", { udc: "udc", bbk: "rubbk" }[copy.scheme]]);
}

function copy952(work, copy, number) {
  return field("952", "  ", ["2", { lcc: "lcc", ddc: "ddc", udc: "udc", bbk: "rubbk", fixed: "z" }[copy.scheme]],
    ["7", copy.not_for_loan || "0"], ["a", copy.branch], ["b", copy.branch], ["c", copy.place], ["h", copy.volume],
    ["i", copy.inventory], ["o", callNumber(work, copy)], ["p", copy.barcode], ["q", copy.due], ["t", String(number)],
    ["y", "BK"], ["z", copy.note]);
}

function ebookFields(work) {
  const numbers = work.gutenberg ? work.gutenberg.split(" ") : [];
  const parts = inLanguage(work, ["часть", "part"]);
  return numbers.map((number, at) => field("856", "40", ["3", numbers.length > 1 ? `${parts} ${at + 1}` : ""],
    ["u", EBOOK + number], ["y", inLanguage(work, ["Читать в Project Gutenberg", "Read at Project Gutenberg"])], ["7", "0"]));
}

function originalScript(work, main) {
  if (!work.script_title) return [];
  const direction = DIRECTION[work.language] ? `/${DIRECTION[work.language]}` : "";
  const fields = [field("880", `${main ? 1 : 0}0`, ["6", `245-01${direction}`],
    ["a", work.script_creator ? `${work.script_title} /` : work.script_title], ["c", work.script_creator.split(/[,،] /).filter((part) => !/\d{4}/.test(part)).reverse().join(" ")])];
  if (main && work.script_creator) {
    const [name, dates] = splitDates(work.script_creator);
    fields.push(field("880", `${main.name.replace(/, [^,]*\d.*$/, "").includes(",") ? 1 : 0} `, ["6", `100-02${direction}`], ["a", dates ? `${name},` : name], ["d", dates], ["4", main.role]));
  }
  return fields;
}

function splitDates(text) {
  const found = /^(.*), (\d{4}-\d{0,4})$/.exec(text);
  return found ? [found[1], found[2]] : [text, ""];
}

function recordOf(work, copies) {
  const online = copies.length === 0;
  // A copy that is lent, or is not lent out, makes the record write all its copies as Koha does.
  const koha = copies.some((copy) => copy.due || copy.not_for_loan);
  const creators = creatorsOf(work);
  const main = creators[0] && MAIN_ROLES.includes(creators[0].role) ? creators[0] : null;
  const added = main ? creators.slice(1) : creators;
  const material = MATERIALS[work.material];
  const { carrier, media } = online ? ONLINE : material;
  const linked = Boolean(work.script_title);
  const translated = work.original_language && work.original_title;
  const [lccClass, ...lccRest] = work.lcc.split(" ");
  const fields = [
    ...list(work.isbn).map((isbn) => field("020", "  ", ["a", isbn])),
    ...(work.issn ? [field("022", "  ", ["a", work.issn])] : []),
    field("040", "  ", ["a", SIGLUM], ["b", isRussian(work) ? "rus" : "eng"], ["e", "rda"]),
    ...(work.original_language ? [field("041", "1 ", ["a", work.language], ["h", work.original_language])] : []),
    ...(work.lcc ? [field("050", " 4", ["a", lccClass], ["b", lccRest.join(" ")])] : []),
    ...(work.udc ? [field("080", "  ", ["a", work.udc])] : []),
    ...(work.ddc ? [field("082", "04", ["a", work.ddc], ["2", "23"])] : []),
    ...(work.bbk ? [field("084", "  ", ["a", work.bbk], ["2", "rubbk"])] : []),
    ...(main ? [nameField("100", main, work, linked && work.script_creator ? "880-02" : "")] : []),
    ...(translated ? [field("240", "10", ["a", `${work.original_title}.`], ["l", LANGUAGES[work.language]])] : []),
    titleField(work, main ? 1 : 0, linked ? "880-01" : ""),
    ...list(work.variant_titles).map((title) => field("246", "3 ", ["a", title])),
    ...imprint(work),
    field("300", "  ", ["a", extent(work, online)]),
    field("336", "  ", ["a", material.rda[0]], ["b", material.rda[1]], ["2", "rdacontent"]),
    field("337", "  ", ["a", media[0]], ["b", media[1]], ["2", "rdamedia"]),
    field("338", "  ", ["a", carrier[0]], ["b", carrier[1]], ["2", "rdacarrier"]),
    ...list(work.series).map((series) => seriesField(series)),
    ...(work.note ? [field("500", "  ", ["a", ended(work.note, ".")])] : []),
    ...(work.contents ? [field("505", "0 ", ["a", ended(work.contents, ".")])] : []),
    ...(work.summary ? [field("520", "  ", ["a", work.summary])] : []),
    ...(work.audience ? [field("521", "  ", ["a", inLanguage(work, ["Для детей", "For children"])])] : []),
    ...list(work.subjects).map(subjectField),
    ...list(work.genre).map((genre) => field("655", " 4", ["a", genre])),
    ...added.map((creator) => nameField("700", creator, work, "")),
    ...(koha ? [] : copies.map((copy) => copy852(work, copy))),
    ...ebookFields(work),
    ...originalScript(work, main),
    ...(koha ? copies.map((copy, at) => copy952(work, copy, at + 1)) : []),
  ];
  const controls = [["001", work.id], ["003", AGENCY], ["005", STAMP], ["008", field008(work, online)]];
  return iso2709(material.type, work.material === "serial" ? "s" : "m", controls, fields);
}

function seriesField(series) {
  const [name, number] = series.split(" ; ");
  return field("490", "0 ", ["a", number ? `${name} ;` : name], ["v", number]);
}

function iso2709(type, level, controls, fields) {
  const END = "\x1e";
  const bodies = [
    ...controls.map(([tag, text]) => [tag, text + END]),
    ...fields.map(({ tag, indicators, subfields }) => [tag, indicators + subfields.map(([code, value]) => `\x1f${code}${value}`).join("") + END]),
  ].map(([tag, text]) => [tag, Buffer.from(text, "utf8")]);
  let at = 0;
  const directory = bodies.map(([tag, body]) => {
    const entry = tag + String(body.length).padStart(4, "0") + String(at).padStart(5, "0");
    at += body.length;
    return entry;
  }).join("") + END;
  const base = 24 + directory.length;
  const length = base + at + 1;
  const leader = `${String(length).padStart(5, "0")}n${type}${level} a22${String(base).padStart(5, "0")} i 4500`;
  return Buffer.concat([Buffer.from(leader + directory, "utf8"), ...bodies.map(([, body]) => body), Buffer.from("\x1d")]);
}

// ---------------------------------------------------------------- the bookmobile's list

const CSV_COLUMNS = ["id", "title", "authors", "subjects", "publisher", "year", "language", "format", "call_number", "library", "location", "barcode", "status", "url", "summary", "isbn"];

const csvCell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function statusOf(copy) {
  if (copy.due) return `lent until ${copy.due}`;
  return copy.not_for_loan ? "reference" : "available";
}

function csvRow(work, copies) {
  const each = (value) => copies.map(value).join(" | ");
  const row = {
    id: work.id,
    title: work.subtitle ? `${work.title} : ${work.subtitle}` : work.title,
    authors: creatorsOf(work).filter((one) => !["trl", "ill"].includes(one.role)).map((one) => one.name).join(" | "),
    subjects: [...list(work.subjects), ...list(work.genre)].join(" | "),
    publisher: [work.place, work.publisher].filter(Boolean).join(" : "),
    year: work.year,
    language: work.language,
    format: !copies.length ? "ebook" : work.material === "picture" ? "book" : work.material,
    call_number: each((copy) => callNumber(work, copy)),
    library: each((copy) => copy.branch),
    location: each((copy) => copy.place),
    barcode: each((copy) => copy.barcode),
    status: each(statusOf),
    url: work.gutenberg ? work.gutenberg.split(" ").map((number) => EBOOK + number).join(" | ") : "",
    summary: work.summary,
    isbn: work.isbn,
  };
  return CSV_COLUMNS.map((column) => csvCell(row[column])).join(",");
}

// ---------------------------------------------------------------- both files

function make() {
  const works = WORK_TABLES.flatMap(readTable);
  const copies = readTable("copies.tsv");
  const faults = findFaults(works, copies);
  if (faults.length) fail(faults.join("\n"));
  const copiesOf = (work) => copies.filter((copy) => copy.id === work.id);
  const central = works.filter((work) => work.list === "central").map((work) => recordOf(work, copiesOf(work)));
  const rows = works.filter((work) => work.list === "bookmobile").map((work) => csvRow(work, copiesOf(work)));
  return {
    "central.mrc": Buffer.concat(central),
    "bookmobile.csv": Buffer.from([CSV_COLUMNS.join(","), ...rows].join("\n") + "\n", "utf8"),
    counts: { works: works.length, copies: copies.length, central: central.length, bookmobile: rows.length },
  };
}

function main() {
  const check = process.argv.includes("--check");
  const { counts, ...files } = make();
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(HERE, name);
    if (!check) writeFileSync(path, bytes);
    else if (!existsSync(path) || !readFileSync(path).equals(bytes)) fail(`${name} is not what the tables make; run: node demo/make.mjs`);
  }
  console.log(`${check ? "checked" : "made"}: ${counts.works} works, ${counts.copies} copies; ${counts.central} in central.mrc, ${counts.bookmobile} in bookmobile.csv`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof TableError)) throw error;
  console.error(error.message);
  process.exit(1);
}
