#!/usr/bin/python3
"""What an independent ISO Schematron processor says of evidence documents.

    oracle.py [--param NAME=VALUE]... FILE...

FILE is a rule file (.sch) or an evidence document (anything else); every rule file is run over every document. The processor
is the ISO skeleton (XSLT 1.0 with EXSLT) as Debian's python3-lxml carries it. One sorted line for each assert that failed and
each report that fired, so that another processor's output can be compared byte for byte:

    pattern TAB record TAB assert|report TAB id

The record is its name, or the name of its element where it has none; an assert without an id is "-". With several documents each line begins with the
document's name and a TAB. --param replaces the top-level let of that name, as a profile does.
"""
import argparse
import os
import re
import sys

from lxml import etree, isoschematron

SCH = "{http://purl.oclc.org/dsdl/schematron}"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def parse(path):
    """One XML file; nothing outside it is read."""
    return etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))


def set_params(schema, params):
    """Replaces the values of top-level lets; a number as it is, anything else as a string. Returns the names found."""
    found = set()
    for let in schema.getroot().findall(SCH + "let"):
        name = let.get("name")
        if name in params:
            value = params[name]
            let.set("value", value if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else "'%s'" % value)
            found.add(name)
    return found


def compile_schema(path, params=None):
    """A rule file ready to run. Raises where it is no valid ISO Schematron."""
    schema = parse(path)
    set_params(schema, params or {})
    return isoschematron.Schematron(schema, store_schematron=True, store_report=True)


def record_name(element):
    return element.get("name") or etree.QName(element).localname


def run(schema, document):
    """Runs a compiled rule file over a document: (fired, counts). fired lists (pattern, element, "assert" or "report", id,
    {diagnostic id: text}) in the order of the report; counts says how many records each pattern judged."""
    schema.validate(document)
    fired, counts, pattern = [], {}, None
    for entry in schema.validation_report.getroot():
        if entry.tag == SVRL + "active-pattern":
            pattern = entry.get("id")
            counts[pattern] = 0
        elif entry.tag == SVRL + "fired-rule":
            counts[pattern] += 1
        elif entry.tag in (SVRL + "failed-assert", SVRL + "successful-report"):
            kind = "assert" if entry.tag == SVRL + "failed-assert" else "report"
            texts = {ref.get("diagnostic"): " ".join("".join(ref.itertext()).split())
                     for ref in entry.iter(SVRL + "diagnostic-reference")}
            element = document.xpath(entry.get("location"))[0]
            fired.append((pattern, element, kind, entry.get("id") or "-", texts))
    return fired, counts


def lines(schema, document):
    return sorted("\t".join((pattern, record_name(element), kind, ident))
                  for pattern, element, kind, ident, _ in run(schema, document)[0])


def main():
    parser = argparse.ArgumentParser(description="Run ISO Schematron rule files over evidence documents.")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="replace a top-level let")
    parser.add_argument("files", nargs="+", metavar="FILE", help="rule files (.sch) and evidence documents")
    args = parser.parse_args()
    params = {}
    for param in args.param:
        name, equals, value = param.partition("=")
        if not equals or "'" in value:
            parser.error("--param takes NAME=VALUE, the value without quotes: " + param)
        params[name] = value
    rules = [path for path in args.files if path.endswith(".sch")]
    documents = [path for path in args.files if not path.endswith(".sch")]
    if not rules or not documents:
        parser.error("name at least one rule file and one evidence document")
    found = set().union(*(set_params(parse(path), params) for path in rules))
    for name in sorted(set(params) - found):
        parser.error("no rule file has a top-level let of this name: " + name)
    schemas = [compile_schema(path, params) for path in rules]
    for path in documents:
        document = parse(path)
        prefix = os.path.basename(path) + "\t" if len(documents) > 1 else ""
        for line in sorted(line for schema in schemas for line in lines(schema, document)):
            print(prefix + line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
