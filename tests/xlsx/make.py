#!/usr/bin/env python3
"""Workbooks for the tests, written by hand as zips of XML, the same bytes each time.

make.py golden      writes the workbooks of tests/golden/evidence/xlsx-*/in (they are checked in)
make.py traps DIR   writes the hostile ones, some of them large, into DIR
make.py plain DIR   writes one that any other program reads as we do, into DIR
"""
import os
import struct
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Styles by their index: 0 plain, 1 built-in day (14), 2 Japanese era, 3 year and month, 4 moment, 5 struck through,
# 6 a number format with colour names and quoted letters that is no day, 7 percent, 8 clock,
# 9 year/month/day in every locale (what 14 shows is the reader's own).
STYLES = f'''{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="7">
<numFmt numFmtId="164" formatCode="[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>
<numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
<numFmt numFmtId="166" formatCode="yyyy/m/d\\ h:mm"/>
<numFmt numFmtId="167" formatCode="[Red]0&quot;days&quot;;\\d0"/>
<numFmt numFmtId="168" formatCode="General"/>
<numFmt numFmtId="169" formatCode="h:mm:ss"/>
<numFmt numFmtId="170" formatCode="yyyy/m/d"/>
</numFmts>
<fonts count="2"><font><sz val="11"/></font><font><strike/><sz val="11"/></font></fonts>
<cellXfs count="10">
<xf numFmtId="0" fontId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="165" fontId="0"/>
<xf numFmtId="166" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="167" fontId="0"/><xf numFmtId="9" fontId="0"/>
<xf numFmtId="169" fontId="0"/><xf numFmtId="170" fontId="0"/>
</cellXfs>
</styleSheet>'''


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def column(number):
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


class Raw(str):
    """A cell as XML, with {r} for its reference."""


class Day(int):
    """A serial shown as a day; style 1 unless another is given."""
    style = 1

    def styled(self, style):
        self.style = style
        return self


class Book:
    def __init__(self, strict=False):
        self.sheets, self.strings, self.strict, self.is_1904 = [], [], strict, False
        self.extra, self.without = {}, set()

    def sheet(self, name, rows, state=None, tail="", hidden_rows=(), cols=""):
        """rows: line to list of cells (None: no cell)."""
        self.sheets.append((name, rows, state, tail, hidden_rows, cols))
        return self

    def cell(self, line, number, value):
        r = f"{column(number)}{line}"
        if value is None:
            return ""
        if isinstance(value, Raw):
            return value.replace("{r}", r)
        if isinstance(value, Day):
            return f'<c r="{r}" s="{value.style}"><v>{int(value)}</v></c>'
        if isinstance(value, bool):
            return f'<c r="{r}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, (int, float)):
            return f'<c r="{r}"><v>{value}</v></c>'
        if value not in self.strings:
            self.strings.append(value)
        return f'<c r="{r}" t="s"><v>{self.strings.index(value)}</v></c>'

    def parts(self):
        main, rel = (STRICT, STRICT_REL) if self.strict else (MAIN, REL)
        out = {}
        entries = relations = ""
        for i, (name, rows, state, tail, hidden, cols) in enumerate(self.sheets, 1):
            shown = f' state="{state}"' if state else ""
            entries += f'<sheet name="{escape(name)}" sheetId="{i + 6}"{shown} r:id="rId{i}"/>'
            relations += f'<Relationship Id="rId{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            data = ""
            for line, cells in sorted(rows.items()):
                is_hidden = ' hidden="1"' if line in hidden else ""
                data += f'<row r="{line}"{is_hidden}>' + "".join(self.cell(line, n, v) for n, v in enumerate(cells, 1)) + "</row>"
            out[f"xl/worksheets/sheet{i}.xml"] = (f'{HEAD}<worksheet xmlns="{main}">{cols}<sheetData>{data}</sheetData>'
                                                 f'{tail}</worksheet>')
        strings = "".join(s if s.startswith("<si>") else f"<si><t>{escape(s)}</t></si>" for s in self.strings)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
        names = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
        names += [(f"worksheets/sheet{i}", "worksheet") for i in range(1, len(self.sheets) + 1)]
        out["[Content_Types].xml"] = (f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                                      f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                                      f'<Default Extension="xml" ContentType="application/xml"/>'
                                      + "".join(f'<Override PartName="/xl/{n}.xml" ContentType="{kind}{k}+xml"/>' for n, k in names) + "</Types>")
        out["_rels/.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{rel}/officeDocument" '
                              f'Target="xl/workbook.xml"/></Relationships>')
        properties = '<workbookPr date1904="1"/>' if self.is_1904 else "<workbookPr/>"
        out["xl/workbook.xml"] = (f'{HEAD}<workbook xmlns="{main}" xmlns:r="{rel}">{properties}<sheets>{entries}</sheets>'
                                  f'</workbook>')
        out["xl/_rels/workbook.xml.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}">{relations}'
                                             f'<Relationship Id="rId98" Type="{rel}/styles" Target="styles.xml"/>'
                                             f'<Relationship Id="rId99" Type="{rel}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
                                             f'</Relationships>')
        out["xl/styles.xml"] = STYLES.replace(MAIN, main)
        out["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{main}">{strings}</sst>'
        out.update(self.extra)
        return {name: text for name, text in out.items() if name not in self.without}

    def write(self, path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.parts().items():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, text)


REGISTER = ["文書番号", "文書名", "作成者", "承認者", "承認日", "見直し実施日", "次回見直し日", "状態"]
APPROVED, REVIEWED, NEXT = 46113, 46296, 46661   # 2026-04-01, 2026-10-01, 2027-10-01
ROW = ["佐藤", "鈴木", Day(APPROVED), Day(REVIEWED), Day(NEXT), "有効"]


def merges(*references):
    return "<mergeCells>" + "".join(f'<mergeCell ref="{r}"/>' for r in references) + "</mergeCells>"


def basic():
    """Rich text, furigana, gaps, day formats, booleans, errors, formulas with and without a value, struck cells."""
    rich = ('<si><r><t>インシデント</t></r><r><rPr><b/></rPr><t>対応</t></r><r><rPr><strike/></rPr><t>旧</t></r><r><t>手順書</t></r>'
            '<rPh sb="0" eb="6"><t>インシデントタイオウ</t></rPh></si>')
    book = Book()
    book.sheet("台帳", {
        2: [None, "文書管理台帳"],
        4: [None] + REGISTER,
        5: [None, "D-1", rich] + ROW,
        6: [None, "D-2", "CSIRT設置規程", "佐藤", "鈴木", Day(APPROVED).styled(2), Day(REVIEWED).styled(4), Day(NEXT).styled(3), "有効"],
        8: [None, "D-3", "情報セキュリティ基本方針", "佐藤", Raw('<c r="{r}" t="e"><v>#N/A</v></c>'), Day(APPROVED), Day(REVIEWED),
            Raw('<c r="{r}"><f>G8+365</f></c>'), Raw('<c r="{r}" t="str"><f>IF(1,"有効")</f><v>有効</v></c>')],
        9: [None, "D-4", "バックアップ手順書", "佐藤", "鈴木", APPROVED, "2026年10月1日", "未定",
            Raw('<c r="{r}" t="inlineStr"><is><t>有効</t></is></c>')],
        10: [None, "D-5", "パスワード管理規程", "佐藤", "鈴木", Day(60), Day(59), Day(NEXT), True],
        11: [None, "D-6", Raw('<c r="{r}" s="5" t="inlineStr"><is><t>ログ管理規程</t></is></c>')] + ROW,
        12: [None, "D-7", "アクセス管理_x000D_規程", "佐藤", "鈴木", Raw('<c r="{r}" t="d"><v>2026-04-01T00:00:00</v></c>'), Day(REVIEWED),
             Raw('<c r="{r}" s="6"><v>46661</v></c>'), "有効"],
    })
    return book


def sheets():
    """Three sheets: the order of the tabs, a hidden sheet, rows and columns, one for examples, one without a table."""
    book = Book(strict=True)
    book.sheet("回答", {1: ["設問番号", "回答", "成熟度", "回答者"], 2: ["Q-JASA-47", "はい", 3, "担当"], 3: ["Q-JASA-48", "いいえ", 0, "担当"]},
               hidden_rows=(3,), cols='<cols><col min="4" max="5" hidden="1"/></cols>')
    book.sheet("表紙", {1: ["この票の書き方"], 2: ["全て記入してください。"]})
    book.sheet("台帳", {1: REGISTER, 2: ["D-1", "CSIRT設置規程"] + ROW}, state="hidden")
    book.sheet("記入例", {1: REGISTER, 2: ["D-9", "インシデント対応手順書"] + ROW})
    return book


def headings():
    """Two heading rows with merged cells, and merged cells in the data."""
    book = Book()
    book.sheet("台帳", {
        1: ["文書管理台帳"],
        2: ["文書番号", "文書名", "作成者", "承認", None, "見直し実施日", "状態"],
        3: [None, None, None, "承認者", "承認日", None, None],
        4: ["D-1", "CSIRT設置規程", "佐藤", "鈴木", Day(APPROVED), Day(REVIEWED), "有効"],
        5: ["D-2", "インシデント対応手順書", "佐藤", None, Day(APPROVED), Day(REVIEWED), "有効"],
        6: ["D-3", "情報セキュリティ基本方針", "佐藤", None, Day(APPROVED), Day(REVIEWED), "有効"],
    }, tail=merges("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3", "G2:G3", "D4:D5"))
    return book


def serials():
    """The 1904 system: days by their format are right, bare numbers are of nobody knows which system."""
    book = Book()
    book.is_1904 = True
    book.sheet("台帳", {1: REGISTER, 2: ["D-1", "CSIRT設置規程", "佐藤", "鈴木", Day(APPROVED - 1462), Day(REVIEWED - 1462), NEXT - 1462, "有効"]})
    return book


def plain():
    """What nobody reads otherwise: no cell of it asks for a decision of ours."""
    rich = '<si><r><t>インシデント</t></r><r><rPr><b/></rPr><t>対応手順書</t></r><rPh sb="0" eb="6"><t>インシデントタイオウ</t></rPh></si>'
    def day(serial):
        return Day(serial).styled(9)

    row = ["佐藤", "鈴木", day(APPROVED), day(REVIEWED), day(NEXT), "有効"]
    book = Book()
    book.sheet("台帳", {
        1: ["文書管理台帳"],
        3: REGISTER + ["備考"],
        4: ["D-1", rich] + row,
        5: ["D-2", "CSIRT設置規程", "佐藤", "鈴木", Day(APPROVED).styled(2), Day(REVIEWED).styled(4), Day(NEXT).styled(3), "有効", "一行目\n二行目"],
        7: ["D-3", 'ログ"管理"規程, 第2版', "佐藤", None, day(APPROVED), None, day(NEXT), Raw('<c r="{r}" t="str"><f>"有"&amp;"効"</f><v>有効</v></c>')],
        8: [4, "情報セキュリティ基本方針", "佐藤", "鈴木", "令和8年4月1日", day(36526), day(61), Raw('<c r="{r}" t="inlineStr"><is><t>廃止</t></is></c>')],
        9: ["D-5", "バックアップ手順書", "佐藤", Raw('<c r="{r}" t="e"><v>#N/A</v></c>'), day(APPROVED), day(REVIEWED), day(NEXT), True],
    })
    return book


GOLDEN = {"xlsx-cells": basic, "xlsx-sheets": sheets, "xlsx-headings": headings, "xlsx-1904": serials}


def one(text):
    """A workbook of one sheet whose XML is given."""
    book = Book()
    book.sheet("台帳", {1: REGISTER})
    book.extra["xl/worksheets/sheet1.xml"] = text
    return book


def sheet_xml(data, tail=""):
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{tail}</worksheet>'


def inline(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def heading_row():
    return '<row r="1">' + "".join(inline(f"{column(i)}1", h) for i, h in enumerate(REGISTER, 1)) + "</row>"


def traps(folder):
    def path(name):
        return os.path.join(folder, name + ".xlsx")

    good = Book().sheet("台帳", {1: REGISTER, 2: ["D-1", "CSIRT設置規程"] + ROW})
    good.write(path("good"))

    book = Book().sheet("台帳", {1: REGISTER, 2: ["D-1", "CSIRT設置規程"] + ROW})
    book.without = {"xl/sharedStrings.xml"}
    book.write(path("no-strings"))
    book = Book().sheet("台帳", {1: REGISTER})
    book.without = {"xl/worksheets/sheet1.xml"}
    book.write(path("no-sheet"))
    book = Book().sheet("台帳", {1: REGISTER})
    book.without = {"xl/workbook.xml"}
    book.write(path("no-workbook"))

    one(f'{HEAD}<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
        ).write(path("doctype"))
    one(sheet_xml("<row r='1'>")[:-30]).write(path("cut-off"))
    one(sheet_xml(heading_row() + '<row r="3"/><row r="2">' + inline("A2", "D-1") + "</row>")).write(path("rows-backwards"))
    one(sheet_xml(heading_row() + '<row r="2">' + inline("B2", "x") + inline("A2", "y") + "</row>")).write(path("cells-backwards"))
    # A cell in the last corner, and a hundred thousand columns.
    one(sheet_xml(heading_row() + '<row r="1048576">' + inline("XFD1048576", "far") + "</row>")).write(path("corner"))
    one(sheet_xml('<row r="1">' + "".join(f"<c><v>{i}</v></c>" for i in range(100000)) + "</row>")).write(path("columns"))
    # Rows that are a thousand cells wide for one cell each: memory that nobody asked for.
    one(sheet_xml(heading_row() + "".join(f'<row r="{r}"><c r="ALJ{r}"><v>1</v></c></row>' for r in range(2, 20002)))).write(path("sparse"))
    # A merged cell over all rows, again and again.
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(2, 5002))
    one(sheet_xml(heading_row() + rows, "<mergeCells>" + '<mergeCell ref="A1:A5001"/>' * 5000 + "</mergeCells>")).write(path("merges"))
    # One part behind a thousand tabs.
    book = Book().sheet("台帳", {1: REGISTER})
    book.extra["xl/workbook.xml"] = (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
                                     + "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 1001)) + "</sheets></workbook>")
    book.write(path("tabs"))
    # Names that lead out, and a part that claims to be outside.
    book = Book().sheet("台帳", {1: REGISTER, 2: ["D-1", "CSIRT設置規程"] + ROW})
    book.extra["../../etc/cron.d/evil"] = "* * * * * root true\n"
    book.extra["/etc/passwd"] = "root::0:0::/:/bin/sh\n"
    book.write(path("names"))
    book = Book().sheet("台帳", {1: REGISTER})
    book.extra["xl/_rels/workbook.xml.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{REL}/worksheet" '
                                                f'TargetMode="External" Target="file:///etc/passwd"/></Relationships>')
    book.write(path("external"))
    book = Book().sheet("台帳", {1: REGISTER})
    book.extra["xl/_rels/workbook.xml.rels"] = (f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{REL}/worksheet" '
                                                f'Target="../../../etc/passwd"/></Relationships>')
    book.write(path("upwards"))
    # A bomb: 300 MB of blanks in a sheet.
    one(sheet_xml(heading_row()) + " " * 300_000_000).write(path("bomb"))
    # Not a zip at all; an OLE container (a password, or an old workbook).
    with open(path("ole"), "wb") as out:
        out.write(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))
    with open(path("text"), "wb") as out:
        out.write(b"not a workbook\n")
    with open(path("damaged"), "wb") as out:
        data = open(path("good"), "rb").read()
        out.write(data[:len(data) // 2])
    for ending in ("xls", "ods", "xlsb"):
        with open(os.path.join(folder, "old." + ending), "wb") as out:
            out.write(struct.pack("<Q", 0xe11ab1a1e011cfd0) + bytes(504))


def main():
    if sys.argv[1:2] == ["golden"]:
        here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "golden", "evidence")
        for name, make in GOLDEN.items():
            folder = os.path.join(here, name, "in")
            os.makedirs(folder, exist_ok=True)
            make().write(os.path.join(folder, "台帳.xlsx"))
    elif sys.argv[1:2] == ["plain"] and len(sys.argv) == 3:
        plain().write(os.path.join(sys.argv[2], "plain.xlsx"))
    elif sys.argv[1:2] == ["traps"] and len(sys.argv) == 3:
        traps(sys.argv[2])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
