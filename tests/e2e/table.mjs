// Tables of docs/faults.md: each run of `./dev faults` writes its own, between its own marks.
import { readFileSync, writeFileSync } from 'node:fs';

const DOCUMENT = 'docs/faults.md';

/** A table in Markdown: the words of its head, and a list of cells for each row. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')).replaceAll(' ', ''), ...rows.map(line)].join('\n');
}

/** Puts `text` between the marks `name:begin` and `name:end`, which must be there. */
export function write(name, text) {
  const document = readFileSync(DOCUMENT, 'utf8');
  const marks = new RegExp(`(<!-- ${name}:begin -->\n)[^]*(<!-- ${name}:end -->)`);
  if (!marks.test(document)) throw new Error(`${DOCUMENT} has no place named ${name}`);
  writeFileSync(DOCUMENT, document.replace(marks, (_, begin, end) => `${begin}${text}\n${end}`));
}
