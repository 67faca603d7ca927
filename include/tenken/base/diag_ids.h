/* The one table of diagnostics, in alphabetical order of the kebab-case id:
 *     DIAG_ID(enumerator, id, level, text ja, text en, explanation ja, explanation en)
 * The text is a phrase that says what is wrong; the explanation what it means for the audit and what to do.
 * Once released an id stays what it is. No include guard: included where DIAG_ID is defined. */
DIAG_ID(ARCHIVE_BOMB, "archive-bomb", DIAG_ERROR, "展開後の大きさが上限を超える", "the archive expands beyond the limit",
	    "読み込みを途中で止めた。ここまでに読めた分だけを評価する。正しい収集物か提出者に確認する。",
	    "Reading stopped there; only what had been read is judged. Ask whoever supplied it whether this is the real collection.")
DIAG_ID(ARCHIVE_DAMAGED, "archive-damaged", DIAG_ERROR, "アーカイブが壊れている", "the archive is damaged",
	    "壊れた箇所より後(一つのファイルだけなら、そのファイル)は読めない。取り直しを依頼する。",
	    "Nothing behind the damage can be read, or not that one file. Ask for it again.")
DIAG_ID(ARCHIVE_MEMBER, "archive-member", DIAG_WARNING, "アーカイブ内の要素を読まなかった", "a member of the archive was left out",
	    "絶対パス、上位フォルダへの参照、デバイスなどは証拠として扱わない。",
	    "Absolute names, parent references, devices and the like are never taken as evidence.")
DIAG_ID(AS_OF, "as-of", DIAG_NOTE, "基準日が指定されていない", "no as-of day was given",
	    "証拠の最新の収集日(なければ今日)を基準日とした。収集した者が選べる日なので、監査人が --as-of で指定する。",
	    "The latest collection (else today) stands for it. Whoever collects can choose that day, so the auditor should give --as-of.")
DIAG_ID(AUTHORISATION, "authorisation", DIAG_ERROR, "パスワードを試す許可がない", "trying passwords is not allowed",
	    "許可の記録に、実施者、承認者(実施者以外)、目的、システム所有者、対象、有効期限を記す。記録が満たさなければ何も試さない。",
	    "The authorisation names who, approver (somebody else), purpose, owner, scope and valid-until. Without a record that does nothing is tried.")
DIAG_ID(BID_TIE, "bid-tie", DIAG_WARNING, "複数の形式に該当する", "more than one format fits",
	    "最初の候補として読んだ。`tenken identify` で確認する。",
	    "It was read as the first candidate; check with `tenken identify`.")
DIAG_ID(BREACH_LIST, "breach-list", DIAG_ERROR, "漏えいパスワードの一覧を使えない", "a list of breached passwords cannot be used",
	    "ハッシュ順に並んだ「ハッシュ値:件数」の一覧か、その範囲ごとのファイルのフォルダを指定する。",
	    "Name a list of HASH:COUNT ordered by hash, or a folder of its ranges.")
DIAG_ID(CATALOG_DUPLICATE, "catalog-duplicate", DIAG_ERROR, "識別子が重複している", "the identifier is used twice",
	    "管理策、設問、検査の識別子は一つに定まらなければならない。",
	    "Ids of controls, questions and checks must be unique.")
DIAG_ID(CATALOG_ELEMENT, "catalog-element", DIAG_ERROR, "この位置に使えない要素", "an element that cannot stand here",
	    "カタログの形式は docs/catalogue.md による。", "docs/catalogue.md describes the format.")
DIAG_ID(CATALOG_REFERENCE, "catalog-reference", DIAG_ERROR, "参照先がない", "the reference leads nowhere",
	    "検査、文書種別、設問、管理策の識別子を確かめる。", "Check the id of the check, document kind, question or control.")
DIAG_ID(CATALOG_VALUE, "catalog-value", DIAG_ERROR, "値が正しくない", "the value is not allowed here",
	    "カタログの形式は docs/catalogue.md による。", "docs/catalogue.md describes the format.")
DIAG_ID(CHECK_COST, "check-cost", DIAG_ERROR, "検査の計算量が上限を超えた", "the check costs more than the limit",
	    "この検査の判定は error になる。合格にはならない。", "The verdict of this check is error; it is never a pass.")
DIAG_ID(CHECK_ELEMENT, "check-element", DIAG_ERROR, "検査で使えない要素", "an element that rule files may not use",
	    "使える範囲は docs/checks.md による。", "docs/checks.md lists what can be used.")
DIAG_ID(CHECK_EXPRESSION, "check-expression", DIAG_ERROR, "式が正しくない", "the expression is wrong",
	    "XPath 1.0 と EXSLT の式として読めないか、評価できない。", "It cannot be compiled or evaluated as XPath 1.0 with EXSLT.")
DIAG_ID(CHECK_REFERENCE, "check-reference", DIAG_ERROR, "検査の参照先がない", "a reference inside the rule file leads nowhere",
	    "diagnostics、extends の指す先を確かめる。", "Check what `diagnostics` or `extends` points to.")
DIAG_ID(CHECK_UNGUARDED, "check-unguarded", DIAG_ERROR, "省略可能な属性を確かめずに判定している", "an optional attribute decides without a guard",
	    "属性がないときに合格してしまう。先に unknown の report を置く。",
	    "It would pass when the attribute is absent. Put a report with role unknown before it.")
DIAG_ID(COLLECTED_TOLD, "collected-told", DIAG_NOTE, "収集日時は監査人の申告による", "the time of collection is what the auditor says",
	    "証拠そのものは収集日時を示していない。--collected-at の日時に収集したものとして判定した。",
	    "The evidence itself does not tell when it was collected. It was judged as collected at the time of --collected-at.")
DIAG_ID(COLLECTED_UNKNOWN, "collected-unknown", DIAG_WARNING, "収集日時が分からない", "the time of collection is not known",
	    "いつの状態か分からない証拠からは判定しない。収集日時は manifest.xml が示すか、監査人が --collected-at で申告する。",
	    "Evidence of unknown age is not judged. A manifest.xml tells when it was collected, or the auditor does, by --collected-at.")
DIAG_ID(CONFIG_SECOND, "config-second", DIAG_WARNING, "同じ機器の設定がほかにもある", "another configuration of the same device",
    "設定全体が複数あるため、一つ(名前に startup を含まないもの)だけを評価した。稼働中の設定だけを残して再度評価する。",
    "Of several whole configurations one counts (not the one named startup). Leave only the running one and audit again.")
DIAG_ID(CSV_SYNTAX, "csv-syntax", DIAG_WARNING, "CSVの引用符が正しくない", "malformed quotes in CSV",
	    "この行だけを読まなかった。", "Only this row was left out.")
DIAG_ID(CYCLE, "cycle", DIAG_WARNING, "読み込みが循環している", "files include each other in a circle",
	    "二度目以降は読まない。", "It is read once only.")
DIAG_ID(DATE_UNREADABLE, "date-unreadable", DIAG_WARNING, "日付として読めない", "not a date that can be read",
	    "この日付は分からないものとして扱う。", "The date counts as not known.")
DIAG_ID(DIGEST_MISMATCH, "digest-mismatch", DIAG_ERROR, "ハッシュ値が目録と一致しない", "the digest is not the one in the manifest",
	    "収集後に変わっている。同じ種類のファイルはどれも証拠とせず、判定不能とする。収集し直す。",
	    "It has changed since it was collected. No file of its kind is taken as evidence, so what they would show is unknown; collect again.")
DIAG_ID(ENCODING_GUESSED, "encoding-guessed", DIAG_NOTE, "文字コードを推定した", "the encoding was guessed",
	    "誤っていれば --encoding で指定する。", "Use --encoding when the guess is wrong.")
DIAG_ID(ENCODING_INVALID, "encoding-invalid", DIAG_ERROR, "どの文字コードとしても読めない", "no encoding fits the bytes",
	    "このファイルは読まなかった。--encoding で指定できる。", "The file was left out; --encoding decides it.")
DIAG_ID(EXPORT_INCOMPLETE, "export-incomplete", DIAG_WARNING, "エクスポートが途中までしかない", "the export is not complete",
	    "続きのページがあるか、読めない行がある。載っていないものについては判定せず、全件の適合とはしない。全ページを取り直す。",
	    "More pages follow, or rows could not be read. What is not in it stays unknown, and nothing passes as a whole. Export all pages.")
DIAG_ID(FILE_EMPTY, "file-empty", DIAG_NOTE, "ファイルが空である", "the file is empty",
	    "空のファイルは何の証拠にもならない。", "An empty file is evidence of nothing.")
DIAG_ID(FILE_KIND, "file-kind", DIAG_WARNING, "通常のファイルではない", "not a regular file",
	    "FIFO、デバイス、ソケットは読まない。", "FIFOs, devices and sockets are not read.")
DIAG_ID(FILE_MISSING, "file-missing", DIAG_ERROR, "ファイルがない", "no such file",
	    "指定を確かめる。", "Check the name.")
DIAG_ID(FILE_REMOVED, "file-removed", DIAG_ERROR, "目録にあるファイルがない", "a file of the manifest is not there",
	    "収集の後で失われた。同じ種類のファイルはどれも証拠とせず、判定不能とする。収集し直す。",
	    "It was lost after the collection. No file of its kind is taken as evidence, so what they would show is unknown; collect again.")
DIAG_ID(FILE_UNLISTED, "file-unlisted", DIAG_NOTE, "目録にないファイルである", "the manifest does not list the file",
	    "収集の後で加えられた。読むが、誰が加えたかを確認する。", "It was added after the collection. It is read; find out who added it.")
DIAG_ID(FILE_UNREADABLE, "file-unreadable", DIAG_ERROR, "ファイルを読めない", "the file cannot be read",
	    "権限を確かめる。", "Check the permissions.")
DIAG_ID(FILE_UNRECOGNISED, "file-unrecognised", DIAG_NOTE, "何のファイルか分からない", "not recognised",
	    "判定には使わず、証拠一覧に載せる。", "It takes no part in the audit and is listed.")
DIAG_ID(FILE_WITHHELD, "file-withheld", DIAG_WARNING, "収集できなかったファイルがある", "a file was there and could not be collected",
	    "目録に理由が記されている。その内容に左右される設定は判定不能とする。権限のある利用者で収集し直す。",
	    "The manifest tells why. What it may decide counts as not known. Collect again with the rights that are needed.")
DIAG_ID(INCLUDE_MISSING, "include-missing", DIAG_WARNING, "読み込まれる設定ファイルが収集されていない", "a file that the configuration includes was not collected",
	    "そのファイルが変え得る設定は分からないものとして扱う。収集漏れか確認する。",
	    "What it may set counts as not known. Find out whether the collection missed it.")
DIAG_ID(INPUT_EMPTY, "input-empty", DIAG_ERROR, "読める入力がない", "nothing to read",
	    "束(bundle)、フォルダ、台帳、回答を指定する。", "Name bundles, folders, registers or answers.")
DIAG_ID(JSON_SYNTAX, "json-syntax", DIAG_ERROR, "JSONとして正しくない", "not well-formed JSON",
	    "このファイルは読まなかった。途中で切れていないか確かめ、取り直しを依頼する。",
	    "The file was left out. Find out whether it was cut off, and ask for it again.")
DIAG_ID(LIMIT, "limit", DIAG_ERROR, "上限を超えた", "a limit was exceeded",
	    "上限を超えた部分は読まない。", "What lies beyond the limit is not read.")
DIAG_ID(LINK_OUTSIDE, "link-outside", DIAG_WARNING, "リンクが収集物の外を指す", "a link leads out of the bundle",
	    "たどらない。指す先の内容は分からないものとする。", "It is not followed; what it names is not known.")
DIAG_ID(LIST_LONG, "list-long", DIAG_NOTE, "長い一覧を分けて判定した", "a long list was judged in parts",
	    "すべての行を判定した。行はほかのエクスポートの同じ名前の記録とは結び付けていない。",
	    "Every row was judged. Rows were not joined to the records of other exports that have their names.")
DIAG_ID(MANIFEST, "manifest", DIAG_WARNING, "目録に誤りがある", "the manifest is wrong",
	    "読めた部分だけを使う。", "Only what could be read of it is used.")
DIAG_ID(OUTPUT, "output", DIAG_ERROR, "出力を書けない", "the output cannot be written",
	    "途中のファイルは残さない。空き容量と権限を確かめる。", "No partial file is left. Check space and permissions.")
DIAG_ID(OUTPUT_TWICE, "output-twice", DIAG_WARNING, "同じコマンドの出力が複数ある", "several files hold output of one command",
	    "どれがこの機器の状態か分からないため、どれも読まなかった。一つだけを、決められた名前で束に入れる。",
	    "Nobody could tell which speaks for the host, so none was read. Put one into the bundle, under its proper name.")
DIAG_ID(PASSWORD_HASH, "password-hash", DIAG_WARNING, "パスワードのハッシュ値を試せない", "a password hash cannot be tried",
	    "壊れているか、未対応の方式か、1回の計算の負荷が上限を超える。弱いかどうかは判定しない。ハッシュ値そのものは表示しない。",
	    "It is broken, of a scheme that is not supported, or one try would cost more than the limit. Whether it is weak stays open. The hash itself is not shown.")
DIAG_ID(PLAN_INDEPENDENCE, "plan-independence", DIAG_WARNING, "監査人の独立性が示されていない", "the independence of an auditor is not shown",
	    "自らの業務を監査してはならない。", "Nobody audits their own work.")
DIAG_ID(PROFILE_UNKNOWN, "profile-unknown", DIAG_ERROR, "プロファイルがない", "no such profile",
	    "`tenken list` で名前を確かめる。", "`tenken list` shows the names.")
DIAG_ID(QUESTION_UNKNOWN, "question-unknown", DIAG_WARNING, "設問番号がプロファイルにない", "the profile has no such question",
	    "この回答は使わない。", "The answer is not used.")
DIAG_ID(REPORT_WORDING, "report-wording", DIAG_WARNING, "報告書の文言に不足がある", "the wording of the report is incomplete",
	    "reports/ の文言ファイルを直す。足りない文言は、報告書に見出し語が [ ] 付きで入る。",
	    "Mend the wording file in reports/. A missing text appears in the report as its key in brackets.")
DIAG_ID(RESULTS_ALTERED, "results-altered", DIAG_ERROR, "監査の後で結果が書き換えられている", "the results were changed after the audit",
	    "書き込まれた時の要約値と一致しない。報告書は作らない。監査をやり直すか、控えを使う。",
	    "They do not match the digest they were written with, so no report is made of them. Audit again, or take the copy kept.")
DIAG_ID(RESULTS_FORMAT, "results-format", DIAG_ERROR, "results.json として読めない", "not a results.json this program reads",
	    "tenken audit が出力したファイルを指定する。",
	    "Name a file that tenken audit wrote.")
DIAG_ID(SUBJECT_TWICE, "subject-twice", DIAG_WARNING, "同じ対象の収集物が複数ある", "two bundles are of the same subject",
	    "一つの対象としてまとめて評価する。どれか一つでも満たさなければ、その対象は満たさない。", "They are judged as one subject: what any of them shows must hold.")
DIAG_ID(SUBJECT_UNKNOWN, "subject-unknown", DIAG_NOTE, "どの対象のファイルか分からない", "nothing tells whose file it is",
	    "ファイル名を対象の名とした。同じ対象の他のファイルと合わせて評価するには、manifest.csv を添えて一つのフォルダーに置く。",
	    "Its own name stands for the subject. To have it judged with other files of the same one, put them into one folder with a manifest.csv.")
DIAG_ID(SYNTAX_IGNORED, "syntax-ignored", DIAG_WARNING, "対象の製品自身が無視する行", "a line that the audited program itself ignores",
	    "設定者の意図どおりには効いていない。", "It does not do what whoever wrote it meant.")
DIAG_ID(SYNTAX_UNKNOWN, "syntax-unknown", DIAG_WARNING, "解釈できない行", "a line that could not be understood",
	    "この行は読まなかった。関係する判定は unknown になり得る。", "The line was left out; what depends on it may be unknown.")
DIAG_ID(TABLE_CONTRADICTION, "table-contradiction", DIAG_WARNING, "表の行の中で記載が食い違う", "a row of the table contradicts itself",
	    "どちらが正しいか決められないので、高い方の申告は採らず、属性は分からないものとして扱う。記入者に確認する。",
	    "Nobody can tell which is meant: the higher claim is not taken, and the attribute counts as not known. Ask whoever filled it in.")
DIAG_ID(TABLE_FORMAT, "table-format", DIAG_WARNING, "この形式の表は読めない", "a table in a format that is not read",
	    "xls、xlsb、odsと、パスワードで暗号化されたブックは読まない。パスワードを外してxlsxまたはCSV(UTF-8かCP932)で保存し直して渡す。内容は監査に使われていない。",
	    "Old (.xls), binary (.xlsb), .ods and encrypted workbooks are not read. Remove the password, save it as .xlsx or CSV (UTF-8 or CP932) and hand it in again; nothing of it took part in the audit.")
DIAG_ID(TABLE_HEADING, "table-heading", DIAG_WARNING, "表の見出しを解釈できない", "a heading of the table could not be understood",
	    "この列は読まない。mappings の見出しを確かめる。", "The column is not read; see the headings in mappings.")
DIAG_ID(TABLE_HIDDEN, "table-hidden", DIAG_NOTE, "ブックに非表示の部分がある", "parts of the workbook are hidden",
	    "非表示のシート、行、列も、見えるものと同じに読んだ。", "Hidden sheets, rows and columns were read like what is shown.")
DIAG_ID(TABLE_ROW, "table-row", DIAG_WARNING, "表の行を読まなかった", "rows of the table were left out",
	    "数字は行数である。どの表の行か分からない行、廃止や記入例の見出しの下の行、必須の欄が空の行、列のずれた行は、判定に使わない。見出しを mappings に加えるか、表を直す。",
	    "The number is that of the rows. Rows of a table that nobody knows, rows that a title sets aside (withdrawn, an example), rows without a required cell and rows whose cells are shifted take no part. Add the headings to mappings, or mend the table.")
DIAG_ID(TABLE_VALUE, "table-value", DIAG_WARNING, "表の値を解釈できない", "a value of the table could not be understood",
	    "この値は分からないものとして扱う。", "The value counts as not known.")
DIAG_ID(WORKBOOK, "workbook", DIAG_ERROR, "Excelブックとして読めない", "the workbook cannot be read",
	    "このブック(またはシート)は読まなかった。Excelで開いて保存し直すか、CSVで渡す。",
	    "The workbook (or the sheet) was left out. Open and save it again, or hand it in as CSV.")
DIAG_ID(XML_FORBIDDEN, "xml-forbidden", DIAG_ERROR, "XMLで許されない構文", "XML that is not accepted",
	    "DTD、外部実体は読まない。", "Document types and entities are never read.")
DIAG_ID(XML_SYNTAX, "xml-syntax", DIAG_ERROR, "XMLとして正しくない", "not well-formed XML",
	    "このファイルは読まなかった。", "The file was left out.")
