#!/usr/bin/python3
"""facts.py TENKEN CORPUS TABLE...: holds what `tenken evidence FILE` prints against the tables; run.sh says how they are made."""
import csv
import os
import subprocess
import sys
import xml.etree.ElementTree as tree

NS = "{urn:tenken:evidence}"


def records(program, path):
    """{record: attributes} of the one subject the file speaks of, and whether the file was recognised."""
    done = subprocess.run([program, "evidence", "--as-of", "2026-11-25", path], capture_output=True, timeout=60, check=False)
    found = {}
    for element in tree.fromstring(done.stdout):
        kind = element.tag[len(NS):]
        name = element.get("name")
        found[kind if name in (None, kind) else kind + " " + name] = element.attrib
    return found, b"[file-unrecognised]" not in done.stderr


def main(program, corpus, tables):
    passed, failed = 0, 0
    for table in tables:
        seen, folders = {}, set()
        with open(table, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        for row in rows:
            path = os.path.join(corpus, row["file"])
            folders.add(os.path.dirname(row["file"]))
            if row["file"] not in seen:
                seen[row["file"]] = records(program, path)
            found, is_recognised = seen[row["file"]]
            if row["record"] == "unrecognised":
                good, have = not is_recognised, "recognised"
            elif row["record"].startswith("no "):
                good, have = is_recognised and row["record"][3:] not in found, "there"
            else:
                have = found.get(row["record"], {}).get(row["attribute"], "-")
                good = is_recognised and row["record"] in found and have == row["value"]
            passed, failed = passed + good, failed + (not good)
            if not good:
                print("FAIL %s: %s %s: expected %s, found %s" % (row["file"], row["record"], row["attribute"], row["value"], have))
        missing = [os.path.join(folder, name) for folder in sorted(folders) for name in sorted(os.listdir(os.path.join(corpus, folder)))
                   if os.path.join(folder, name) not in seen]
        for name in missing:
            failed += 1
            print("FAIL %s: in no row of %s" % (name, os.path.basename(table)))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
