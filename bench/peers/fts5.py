# python3 fts5.py RECORDS.ndjson DB: a database with a full-text index, for ranges over HTTP.
import json
import sqlite3
import sys

FIELDS = ["title", "authors", "subjects", "publisher", "summary"]


def text(record, field):
    value = record.get(field) or ""
    return "; ".join(value) if isinstance(value, list) else value


def rows(file):
    for number, line in enumerate(open(file, encoding="utf8"), start=1):
        record = json.loads(line)
        yield number, record["id"], [text(record, field) for field in FIELDS]


def main(records, file):
    db = sqlite3.connect(file)
    for pragma in ["page_size=4096", "journal_mode=off", "synchronous=off"]:
        db.execute(f"pragma {pragma}")
    tokens = "tokenize='unicode61 remove_diacritics 2', prefix='2 3'"
    db.execute(f"create virtual table words using fts5({', '.join(FIELDS)}, content='', {tokens})")
    db.execute("create table records(number integer primary key, id text, title text, author text)")
    for number, key, values in rows(records):
        db.execute("insert into words(rowid, title, authors, subjects, publisher, summary) "
                   "values (?, ?, ?, ?, ?, ?)", [number, *values])
        db.execute("insert into records values (?, ?, ?, ?)", [number, key, values[0], values[1]])
    db.execute("insert into words(words) values ('optimize')")
    db.commit()
    db.execute("vacuum")
    db.close()


main(*sys.argv[1:])
