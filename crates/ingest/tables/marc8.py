#!/usr/bin/env python3
"""Writes marc8.txt and eacc.txt from the tables in the Python package pymarc.

    pip install pymarc==5.4.0
    python3 marc8.py

The facts are those of the code tables of the Library of Congress ("MARC-8 to Unicode XML
mapping file", a work of the United States government, in the public domain). pymarc (BSD
2-Clause, copyright by its contributors) lists them as a Python dictionary; this script only
brings them into the shape that our decoder reads.
"""

from pathlib import Path

from pymarc.marc8_mapping import CODESETS

HERE = Path(__file__).parent
EACC = 0x31
HEAD = "# Written by marc8.py from the code tables of the Library of Congress. Do not edit.\n"

# Where pymarc follows an older edition of the tables: the current ones write a ligature and a
# double tilde as one sign over two letters (U+0361, U+0360), the second halves as nothing.
ANSEL = {0x6B: 0x361, 0x6C: None, 0x7A: 0x360, 0x7B: None}


def sets():
    """One line a character: set, code, Unicode, and + for a mark that stands before its base."""
    for final in sorted(set(CODESETS) - {EACC, 0x42}):
        codes = {}
        for code, (char, combining) in CODESETS[final].items():
            if 0x21 <= code & 0x7F <= 0x7E and not 0x80 <= code < 0xA0:
                codes[code & 0x7F] = (char, combining)
        for code, (char, combining) in sorted(codes.items()):
            if final == 0x45 and code in ANSEL:
                char = ANSEL[code]
                if char is None:
                    yield f"{chr(final)} {code:02X} - +"
                    continue
            yield f"{chr(final)} {code:02X} {char:04X}" + (" +" if combining else "")


def rows():
    """One line a row of 94: the first two bytes, then runs: the third byte of the first
    character, and the characters of the run."""
    table = {}
    for code, (char, _) in sorted(CODESETS[EACC].items()):
        # A character for private use means nothing to others: it counts as not known.
        if 0x21 <= code & 0xFF <= 0x7E and not 0xE000 <= char < 0xF900 and char != 0xFFFD:
            table.setdefault(code >> 8, []).append((code & 0xFF, chr(char)))
    for row, cells in table.items():
        line, last = f"{row:04X}", None
        for code, char in cells:
            line += char if last == code - 1 else f" {code:02X}{char}"
            last = code
        yield line


(HERE / "marc8.txt").write_text(HEAD + "\n".join(sets()) + "\n", encoding="utf-8")
(HERE / "eacc.txt").write_text(HEAD + "\n".join(rows()) + "\n", encoding="utf-8")
