// Makes what the demo library hosts itself: a timetable as pictures (IIIF), the rules as PDF, a
// small book as EPUB, and the records that lead to them. The same address gives the same bytes.
//
//   node demo/hosted.mjs FOLDER http://127.0.0.1:8080/hosted/
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 as zlibCrc } from "node:zlib";

const STOPS = [
  ["вт", "Tue", "11:00–12:30", "Берёзовка, у магазина", "Beryozovka, by the shop"],
  ["вт", "Tue", "14:00–15:30", "Ключи, у медпункта", "Klyuchi, by the medical post"],
  ["ср", "Wed", "13:00–15:00", "Верхние Мельницы, у клуба", "Verkhniye Melnitsy, by the village hall"],
  ["чт", "Thu", "14:00–15:30", "Сосновка, у школы", "Sosnovka, by the school"],
  ["пт", "Fri", "11:00–13:00", "Дальний Бор, у почты", "Dalny Bor, by the post office"],
];
const TITLES = {
  timetable: "Библиобус: расписание остановок",
  rules: "Правила библиотеки: Library rules",
  book: "Как ездит библиобус: How the bookmobile goes",
};

// ---------------------------------------------------------------- the timetable, as pictures

const PAPER = [1600, 2200];
const sheet = (inside) => `<svg xmlns="http://www.w3.org/2000/svg" width="${PAPER[0]}" height="${PAPER[1]}" viewBox="0 0 ${PAPER.join(" ")}">
<rect width="100%" height="100%" fill="#f9f7f2"/><rect x="60" y="60" width="1480" height="2080" fill="none" stroke="#1f5a4c" stroke-width="8"/>
<g font-family="DejaVu Sans, Noto Sans, Arial, sans-serif" fill="#1d2430">${inside}</g></svg>
`;
const line = (x, y, size, text, more = "") => `<text x="${x}" y="${y}" font-size="${size}" ${more}>${text}</text>\n`;
const BUS = `<g transform="translate(480 1480)"><rect x="0" y="40" width="640" height="300" rx="40" fill="#1f5a4c"/>
<g fill="#f9f7f2"><rect x="50" y="90" width="110" height="110" rx="10"/><rect x="190" y="90" width="110" height="110" rx="10"/><rect x="330" y="90" width="110" height="110" rx="10"/><rect x="480" y="90" width="110" height="180" rx="10"/></g>
<g fill="#b4541a">${[60, 84, 108, 200, 224, 248, 340, 364, 388].map((x) => `<rect x="${x}" y="130" width="18" height="66"/>`).join("")}</g>
<circle cx="150" cy="350" r="62" fill="#1d2430"/><circle cx="490" cy="350" r="62" fill="#1d2430"/><circle cx="150" cy="350" r="26" fill="#d9d4c8"/><circle cx="490" cy="350" r="26" fill="#d9d4c8"/></g>`;

function timetablePage(title, day, stop, note) {
  const rows = STOPS.map((row, at) => line(140, 520 + at * 170, 60, row[day], 'font-weight="700"') + line(320, 520 + at * 170, 60, row[2])
    + line(320, 590 + at * 170, 48, row[stop]));
  return sheet(line(800, 220, 92, title, 'text-anchor="middle" font-weight="700"') + line(800, 320, 48, note, 'text-anchor="middle"') + rows.join("") + BUS);
}

function manifest(base) {
  const canvas = (at, ru, en) => ({
    id: `${base}timetable/canvas/${at}`, type: "Canvas", label: { ru: [ru], en: [en] }, width: PAPER[0], height: PAPER[1],
    thumbnail: [{ id: `${base}timetable/${at}.svg`, type: "Image", format: "image/svg+xml" }],
    items: [{ id: `${base}timetable/page/${at}`, type: "AnnotationPage", items: [{
      id: `${base}timetable/note/${at}`, type: "Annotation", motivation: "painting", target: `${base}timetable/canvas/${at}`,
      body: { id: `${base}timetable/${at}.svg`, type: "Image", format: "image/svg+xml", width: PAPER[0], height: PAPER[1] },
    }] }],
  });
  return {
    "@context": "http://iiif.io/api/presentation/3/context.json", id: `${base}timetable/manifest.json`, type: "Manifest",
    label: { ru: ["Расписание библиобуса"], en: ["The bookmobile’s timetable"] },
    items: [canvas(1, "Расписание", "Timetable in Russian"), canvas(2, "По-английски", "Timetable in English")],
  };
}

// ---------------------------------------------------------------- the rules, as PDF

/** Letters as the bytes of Windows-1251, which the font below says to be Cyrillic. */
const toBytes = (text) => [...text].map((letter) => {
  const code = letter.codePointAt(0);
  if (code < 128) return code;
  if (code >= 0x410 && code <= 0x44f) return code - 0x410 + 0xc0;
  return { "ё": 0xb8, "Ё": 0xa8, "—": 0x97, "–": 0x96, "«": 0xab, "»": 0xbb, "’": 0x92 }[letter] ?? 0x3f;
});
const hex = (text) => `<${Buffer.from(toBytes(text)).toString("hex")}>`;
const RULES = [
  ["Правила библиотеки", ["Запись бесплатная: нужен любой документ.", "Книги выдаются на три недели, до десяти сразу.", "Продлить можно по телефону или у водителя библиобуса.",
    "В библиобусе те же правила, что и в библиотеке.", "За опоздание не штрафуют, но книгу ждут другие."]],
  ["Library rules", ["Joining is free: bring any document.", "Books are lent for three weeks, up to ten at once.", "They may be renewed by telephone, or with the driver of the bookmobile.",
    "The bookmobile has the rules of the library.", "There are no fines, but others wait for the book."]],
];
/** Names of Cyrillic letters in PDF, from А to я. */
const names = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => `/afii${from + at}`);
const CYRILLIC = [...names(10017, 10022), ...names(10024, 10049), ...names(10065, 10070), ...names(10072, 10097)].join(" ");

/** How wide letters of Arial are, from the blank on, in thousandths. */
const LATIN = [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, ...Array(10).fill(556), 278, 278, 584, 584, 584, 556, 1015,
  667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333,
  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584];
const RUSSIAN = [667, 656, 667, 542, 677, 667, 923, 604, 719, 719, 583, 656, 833, 722, 778, 719, 667, 722, 611, 635, 760, 667, 740, 667, 917, 938, 792, 885, 656, 719, 1010, 722,
  556, 573, 531, 365, 583, 556, 669, 458, 559, 559, 438, 583, 688, 552, 556, 542, 556, 500, 458, 500, 823, 500, 573, 521, 802, 823, 625, 719, 521, 510, 750, 542];
const WIDTHS = [...LATIN, ...Array(65).fill(556), ...RUSSIAN];

function toUnicode() {
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /C def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
5 beginbfrange <20> <7e> <0020> <c0> <ff> <0410> <a8> <a8> <0401> <b8> <b8> <0451> <92> <92> <2019> endbfrange
endcmap end end`;
}

function pdf() {
  const bodies = [];
  const add = (body) => bodies.push(body);
  const stream = (text) => `<< /Length ${text.length} >>\nstream\n${text}\nendstream`;
  add("<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R /Lang (ru) >>");
  add("<< /Type /Pages /Kids [5 0 R 7 0 R] /Count 2 >>");
  add(`<< /Type /Font /Subtype /TrueType /BaseFont /Arial /ToUnicode 4 0 R /FirstChar 32 /LastChar 255 /Widths [${WIDTHS.join(" ")}]
/FontDescriptor 12 0 R /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [168 /afii10023 184 /afii10071 192 ${CYRILLIC}] >> >>`);
  add(stream(toUnicode()));
  RULES.forEach(([title, lines], at) => {
    add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << /Font << /F 3 0 R >> >> /Contents ${6 + at * 2} 0 R >>`);
    add(stream(`BT /F 22 Tf 36 520 Td ${hex(title)} Tj /F 11 Tf 0 -20 Td ${lines.map((text) => `0 -26 Td ${hex(text)} Tj`).join(" ")} ET`));
  });
  add("<< /Type /Outlines /First 10 0 R /Last 11 0 R /Count 2 >>");
  const name = (text) => `<feff${[...text].map((one) => one.charCodeAt(0).toString(16).padStart(4, "0")).join("")}>`;
  add(`<< /Title ${name(RULES[0][0])} /Parent 9 0 R /Next 11 0 R /Dest [5 0 R /Fit] >>`);
  add(`<< /Title ${name(RULES[1][0])} /Parent 9 0 R /Prev 10 0 R /Dest [7 0 R /Fit] >>`);
  add("<< /Type /FontDescriptor /FontName /Arial /Flags 32 /FontBBox [-665 -325 2000 1006] /ItalicAngle 0 /Ascent 905 /Descent -212 /CapHeight 716 /StemV 80 >>");
  let text = "%PDF-1.5\n";
  const places = bodies.map((body, at) => { const place = text.length; text += `${at + 1} 0 obj\n${body}\nendobj\n`; return place; });
  const start = text.length;
  text += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")}`;
  return Buffer.from(`${text}trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`, "latin1");
}

// ---------------------------------------------------------------- a book, as EPUB

const CHAPTERS = [
  ["ru", "Утро", [
    "Библиобус выезжает в восемь. Сначала в него грузят ящики: новые книги, заказы и то, что просили в прошлый раз. Последним несут термос.",
    "В Берёзовку едут через мост. Весной, когда вода высокая, дорога длиннее на двадцать минут, и расписание об этом знает.",
    "У магазина уже ждут. Первой подходит учительница: ей нужны три одинаковых сказки на один урок. Две есть на полке, третья приедет из филиала.",
    "Кто не нашёл книгу на полках, тот записывает её на листке. Через неделю она приедет, а если её нет и в Центральной, библиотекарь найдёт, у кого попросить.",
    "Дети забираются внутрь по двое: больше между полками не помещается. Остальные смотрят картинки на ступеньках.",
    "Старый плотник берёт только то, чего не читал, а не читал он уже немногое. Для него отложен атлас звёздного неба. Он листает его тут же, у колеса, и говорит, что ночью проверит.",
    "В половине первого ступеньку поднимают. Кто опоздал, догоняет на велосипеде: до Ключей шесть километров, и библиобус никуда не спешит.",
  ]],
  ["ru", "Дорога", [
    "От Ключей до Мельниц сорок минут. Водитель знает, где кого встретить по пути, и тормозит у третьего дома даже тогда, когда там никто не стоит.",
    "Однажды библиобус вытащили из снега трактором. Тракторист попросил за это два детектива и получил четыре.",
    "В Дальнем Бору нет связи. Каталог там открывают с телефона: весь он лежит внутри, и ему всё равно, ловит ли что-нибудь антенна на почте.",
  ]],
  ["en", "How it works", [
    "The bookmobile leaves at eight. It carries new books, orders, and whatever was asked for last time.",
    "Whoever does not find a book writes it down. It comes a week later, and if the library has none, another library is asked.",
    "The catalogue is in the reader’s own telephone, so it works in the villages where there is no signal.",
  ]],
];
const chapter = ([lang, title, texts]) => `<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" lang="${lang}" xml:lang="${lang}"><head><title>${title}</title><link rel="stylesheet" href="book.css"/></head>
<body><h1>${title}</h1>${texts.map((text) => `<p>${text}</p>`).join("\n")}</body></html>
`;

function epub() {
  const ids = CHAPTERS.map((_, at) => `c${at + 1}`);
  return zip({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": `<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
    "book/book.opf": `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:bibliobus:demo-book</dc:identifier><dc:title>Как ездит библиобус</dc:title><dc:language>ru</dc:language><meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="css" href="book.css" media-type="text/css"/>${ids.map((id) => `<item id="${id}" href="${id}.xhtml" media-type="application/xhtml+xml"/>`).join("")}</manifest>
<spine>${ids.map((id) => `<itemref idref="${id}"/>`).join("")}</spine></package>`,
    "book/nav.xhtml": `<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Содержание</title></head><body><nav epub:type="toc"><ol>${CHAPTERS.map(([, title], at) => `<li><a href="c${at + 1}.xhtml">${title}</a></li>`).join("")}</ol></nav></body></html>`,
    "book/book.css": "p { text-indent: 1.5em; margin: 0 } h1 { text-align: center }",
    ...Object.fromEntries(CHAPTERS.map((one, at) => [`book/c${at + 1}.xhtml`, chapter(one)])),
  });
}

const crc32 = zlibCrc ?? ((bytes) => {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
});

/** An archive of these texts or bytes by name, as they are, in their order. */
export function zip(files) {
  const [bodies, entries] = [[], []];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(content)];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x0800, 2);
    about.writeUInt32LE(0x5c210000, 6);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(bytes.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(path.length, 22);
    bodies.push(Buffer.from("PK\x03\x04"), about, path, bytes);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    entries.push(Buffer.from("PK\x01\x02\x14\x00"), about, place, path);
    at += 30 + path.length + bytes.length;
  }
  const list = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, list, end]);
}

// ---------------------------------------------------------------- all of it

/** The files by path, for the address at which their folder will be. */
export function files(base) {
  return {
    "timetable/manifest.json": `${JSON.stringify(manifest(base), null, 1)}\n`,
    "timetable/1.svg": timetablePage("Расписание", 0, 3, "Библиобус библиотеки города Сосновка"),
    "timetable/2.svg": timetablePage("Timetable", 1, 4, "The bookmobile of Sosnovka Town Library"),
    "rules.pdf": pdf(),
    "book.epub": epub(),
  };
}

/** Records, as CSV, of what is hosted. */
export function records(base) {
  const cell = (text) => (/[",]/.test(text) ? `"${text}"` : text);
  const rows = [
    ["host1", TITLES.timetable, "Библиобусы", "2026", "rus", "image", `${base}timetable/manifest.json`],
    ["host2", TITLES.rules, "Библиотеки", "2026", "rus", "ebook", `${base}rules.pdf`],
    ["host3", TITLES.book, "Библиобусы", "2026", "rus", "ebook", `${base}book.epub`],
  ];
  return `${["id,title,subjects,year,language,format,url", ...rows.map((row) => row.map(cell).join(","))].join("\n")}\n`;
}

/** Writes the files below a folder. */
export function write(folder, base) {
  mkdirSync(join(folder, "timetable"), { recursive: true });
  for (const [path, content] of Object.entries(files(base))) writeFileSync(join(folder, path), content);
}

if (process.argv[1] === import.meta.filename) {
  const [folder, base] = process.argv.slice(2);
  write(folder, base);
  writeFileSync(join(folder, "records.csv"), records(base));
}
