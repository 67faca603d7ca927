#!/bin/sh
# The registers of the corpus, read by Python's csv module: every value we say must be what the file says, row for row.
set -u
TENKEN=${TENKEN:?}
if [ -z "${TENKEN_CORPUS:-}" ] || [ ! -d "$TENKEN_CORPUS/documents" ]; then
	echo "skipped: TENKEN_CORPUS is not set"
	echo "0 passed, 0 failed"
	exit 0
fi
"$TENKEN" evidence --as-of 2026-11-25 "$TENKEN_CORPUS/documents" 2>/dev/null >"${TMPDIR:-/tmp}/tables.$$.xml"
python3 - "$TENKEN_CORPUS/documents" "${TMPDIR:-/tmp}/tables.$$.xml" <<'PY'
import csv, datetime, io, os, re, sys
import xml.etree.ElementTree as xml

FOLDER, EVIDENCE = sys.argv[1:]
ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}
# File: record, and for each heading the attribute and how it is read. What is not here is of no attribute.
T, D, N, B, M = "text", "date", "number", "boolean", "moment"
TABLES = {
    "bunsho-kanri-daicho.cp932.csv": ("document", {
        "文書番号": ("name", T), "文書名": ("title", T), "版": ("version", T), "制定日": ("issued", D), "改訂日": ("revised", D), "作成者": ("author", T),
        "承認者": ("approver", T), "承認日": ("approved", D), "主管部署": ("owner", T), "機密区分": ("class", T), "保管場所": ("place", T),
        "次回見直し日": ("next-review", D), "状態": ("state", {"有効": "in-force", "承認待ち": "draft"})}),
    "kyoiku-kiroku.csv": ("training", {
        "教育ID": ("name", T), "教育名": ("title", T), "実施日": ("date", D), "対象部署": ("audience", T), "対象者数": ("called", N),
        "受講者数": ("attended", N), "未受講者": ("missing", N), "実施方法": ("method", T), "理解度テスト平均": ("score", T), "合格点": ("pass-score", T),
        "講師": ("lecturer", T), "記録者": ("recorder", T)}),
    "incident-register.csv": ("incident", {
        "管理番号": ("name", T), "発生日時": ("occurred", M), "検知日時": ("detected", M), "報告日時": ("reported", M), "検知手段": ("detected-by", T),
        "報告者": ("reporter", T), "事象の概要": ("title", T), "分類": ("class", T), "重大度": ("severity", T), "影響範囲": ("scope", T),
        "初動対応": ("response", T), "封じ込め日時": ("contained", M), "復旧日時": ("recovered", M), "原因": ("cause", T), "再発防止策": ("prevention", T),
        "再発防止期限": ("prevention-due", D), "再発防止完了日": ("prevention-done", D), "外部報告先": ("external-report", T),
        "外部報告日": ("external-reported", D), "公表": ("published", B), "対応責任者": ("owner", T), "クローズ日": ("closed", D),
        "状態": ("state", {"対応中": "open", "完了": "closed"})}),
    "asset-register.csv": ("asset", {
        "資産ID": ("name", T), "業務分類": ("business", T), "情報資産名称": ("title", T), "利用者範囲": ("users", T), "管理部署": ("owner", T),
        "管理責任者": ("manager", T), "媒体・保存先": ("place", T), "個人情報の種類": ("personal-data", T), "機密性": ("confidentiality", T),
        "完全性": ("integrity", T), "可用性": ("availability", T), "重要度": ("importance", T), "保存期限": ("kept", T), "登録日": ("registered", D),
        "最終棚卸日": ("inventoried", D), "OS・バージョン": ("os", T), "サポート期限": ("support-end", D), "インターネット公開": ("public", B),
        "ネットワーク区画": ("zone", T), "EDR": ("edr", B), "バックアップ世代数": ("backup-generations", N), "バックアップ保管": ("backup-place", T),
        "ログ保存期間": ("log-retention-days", N)}),
    "supplier-list.csv": ("supplier", {
        "委託先番号": ("name", T), "委託先名": ("title", T), "委託業務": ("service", T), "取扱情報": ("data", T), "接続方式": ("connection", T),
        "再委託": ("subcontracting", B), "契約日": ("contract-start", D), "契約満了日": ("contract-end", D), "秘密保持契約": ("nda", B),
        "セキュリティ要求事項": ("requirements", B), "評価日": ("evaluated", D), "評価結果": ("result", T), "次回評価日": ("next-evaluation", D),
        "認証": ("certification", T), "連絡窓口": ("contact", T)}),
    "questionnaire.csv": ("answer", {
        "設問番号": ("name", "id"), "回答": ("value", T), "成熟度": ("level", N), "回答者": ("respondent", T), "回答日": ("answered", D),
        "コメント": ("comment", T)}),
}
TABLES["bunsho-kanri-daicho.utf8bom.csv"] = TABLES["bunsho-kanri-daicho.cp932.csv"]


def day(text):
    era = re.fullmatch(r"(R|H|令和|平成)(\d+)[.年](\d+)[.月](\d+)日?", text)
    if era:
        return datetime.date(ERAS[era[1]] + int(era[2]), int(era[3]), int(era[4])).isoformat()
    return datetime.date(*map(int, text.split("/"))).isoformat()


def value(text, how):
    if not text or text in ("未定", "なし"):
        return None
    if isinstance(how, dict):
        return how[text]
    if how == D:
        return day(text)
    if how == M:
        return day(text.split()[0]) + "T" + text.split()[1].rjust(5, "0")
    if how == N:
        return re.match(r"\d+", text)[0]
    if how == B:
        return {"有": "true", "可": "true", "済": "true", "無": "false", "否": "false"}[text]
    return text.lower() if how == "id" else text


passed = failed = 0
records = {}
for record in xml.parse(EVIDENCE).getroot().iter():
    if "at" in record.attrib and not record.tag.endswith("}coverage"):
        records[os.path.basename(record.get("at"))] = record
for name, (kind, columns) in sorted(TABLES.items()):
    raw = open(os.path.join(FOLDER, name), "rb").read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp932")
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        record = records.get("%s:%d" % (name, line))
        if record is None or not record.tag.endswith("}" + kind):
            failed += 1
            print("FAIL %s:%d is no %s" % (name, line, kind))
            continue
        for heading, (attribute, how) in columns.items():
            expected = value((row[heading] or "").strip(), how)
            if record.get(attribute) == expected:
                passed += 1
            else:
                failed += 1
                print("FAIL %s:%d %s: %r, ours %r" % (name, line, heading, expected, record.get(attribute)))
print("%d passed, %d failed" % (passed, failed))
sys.exit(failed > 0)
PY
status=$?
rm -f "${TMPDIR:-/tmp}/tables.$$.xml"
exit $status
