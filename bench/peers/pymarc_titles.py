"""The peer: pymarc reads a file of MARC21 and takes each record's title, nothing else."""

import sys

import pymarc

records = titles = 0
with open(sys.argv[1], "rb") as file:
    for record in pymarc.MARCReader(file, to_unicode=True, permissive=True):
        records += 1
        if record is not None and record.title:
            titles += 1
print(records, titles)
