/* Made-up results (fixture_results.h). */
#include "fixture_results.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* One control a line: how it came out is enough to derive the rest. */
struct row {
	const char *id, *label, *ja, *en, *clause;
	enum modality modality;
	enum result verdict;
	int level, target, claim;
	enum claim_status status;
	const char *effect_ja, *effect_en;
};

#define REQ MODALITY_REQUIREMENT
#define REC MODALITY_RECOMMENDATION
#define NONE LEVEL_UNASSESSED
#define LOST_JA "侵入を受けても、いつ、どこから入られ、何を持ち出されたかを説明できず、取引先と監督官庁への報告が遅れる。"
#define LOST_EN                                                                                                        \
	"After an intrusion nobody can say when, from where and what was taken, and reports to customers and "         \
	"authorities are late."

static const struct row rows[] = {
	{ "c-4.1", "4.1", "適用範囲の決定", "Deciding the scope", "c-4", REQ, RESULT_PASS, 3, 3, 3, CLAIM_AGREES, "",
	    "" },
	{ "c-4.2", "4.2", "除外の禁止", "No exclusions", "c-4", REQ, RESULT_UNKNOWN, 1, 3, 3, CLAIM_UNPROVEN, "", "" },
	{ "c-11.1", "11.1", "対応体制の整備", "Response organisation", "c-11", REC, RESULT_PASS, 2, 3, 3,
	    CLAIM_UNPROVEN, "事故のときに決める人がおらず、初動が遅れて被害が広がる。",
	    "In an incident nobody decides; the first response is late and the damage grows." },
	{ "c-11.1.a", "11.1 (a)", "CRO(事業リスク管理責任者)の任命", "Appointing a CRO", "c-11", REC, RESULT_FAIL, 0, 2,
	    0, CLAIM_AGREES, "", "" },
	{ "c-11.1.b", "11.1 (b)", "CISOの任命", "Appointing a CISO", "c-11", REC, RESULT_PASS, 4, 3, 4, CLAIM_AGREES,
	    "", "" },
	{ "c-11.1.c", "11.1 (c)", "監視組織(SOC等)", "Monitoring unit (SOC)", "c-11", REC, RESULT_UNKNOWN, NONE, 3,
	    NONE, CLAIM_NONE, "", "" },
	{ "c-11.2.a", "11.2 (a)", "リスクの特定", "Identifying risks", "c-11", REQ, RESULT_FAIL, 1, 3, 3,
	    CLAIM_CONTRADICTED, "重要な業務を止める危険が見落とされたままになる。",
	    "Risks that could stop essential business stay unseen." },
	{ "c-11.2.b", "11.2 (b)", "リスクの評価", "Assessing risks", "c-11", REQ, RESULT_PASS, 3, 3, 4, CLAIM_UNPROVEN,
	    "", "" },
	{ "c-11.3", "11.3", "報告の基準", "Reporting criteria", "c-11", REQ, RESULT_FAIL, 0, 3, 2, CLAIM_CONTRADICTED,
	    "経営層への報告が担当者の判断に委ねられ、公表の遅れが信用を損なう。",
	    "Whether management hears of an incident depends on one person; late disclosure costs trust." },
	{ "c-11.4", "11.4", "教育・訓練", "Training", "c-11", REQ, RESULT_UNKNOWN, 1, 3, 2, CLAIM_UNPROVEN, "", "" },
	{ "c-11.5", "11.5", "点検と見直し", "Review", "c-11", REQ, RESULT_NOT_APPLICABLE, NONE, 2, NONE, CLAIM_NONE, "",
	    "" },
	{ "c-12.1", "12.1", "資産台帳の維持", "Keeping the asset register", "c-12", REC, RESULT_FAIL, 2, 3, 3,
	    CLAIM_CONTRADICTED, "台帳にない機器は更新も監視もされず、侵入の入口になる。",
	    "Machines missing from the register are neither patched nor watched and become the way in." },
	{ "c-12.2", "12.2", "委託先の管理", "Managing suppliers", "c-12", REC, RESULT_UNKNOWN, NONE, 3, NONE,
	    CLAIM_NONE, "", "" },
	{ "c-12.3", "12.3", "バックアップと復元の確認", "Backups and restore tests", "c-12", REC, RESULT_PASS, 5, 3, 5,
	    CLAIM_AGREES, "", "" },
	{ "c-13.1", "13.1", "管理者の多要素認証", "MFA for administrators", "c-13", REC, RESULT_FAIL, 1, 4, 4,
	    CLAIM_CONTRADICTED, "管理者のパスワードが一つ漏れるだけで、すべてのサーバーを操作される。",
	    "One leaked administrator password is enough to control every server." },
	{ "c-13.2", "13.2", "共有アカウントの禁止", "No shared accounts", "c-13", REC, RESULT_FAIL, 2, 3, NONE,
	    CLAIM_NONE, "", "" },
	{ "c-13.3", "13.3", "退職者のアカウントの削除", "Removing leavers' accounts", "c-13", REC, RESULT_PASS, 3, 3, 3,
	    CLAIM_AGREES, "", "" },
	{ "c-13.4", "13.4", "特権の棚卸し", "Reviewing privileges", "c-13", REC, RESULT_ERROR, 1, 3, 1, CLAIM_AGREES,
	    "", "" },
	{ "c-19.1.1", "19.1.1", "時刻の同期", "Clock synchronisation", "c-19", REC, RESULT_PASS, 3, 3, 3, CLAIM_AGREES,
	    "", "" },
	{ "c-19.1.2.c", "19.1.2 c)", "ログの取得と保護", "Collecting and protecting logs", "c-19", REC, RESULT_FAIL, 1,
	    3, 3, CLAIM_CONTRADICTED, LOST_JA, LOST_EN },
	{ "c-19.1.2.c.2", "19.1.2 c) 2)", "ログの長期保管(1年以上)", "Long-term retention of logs (a year or more)",
	    "c-19", REC, RESULT_FAIL, 1, 3, 3, CLAIM_CONTRADICTED, LOST_JA, LOST_EN },
	{ "c-19.1.2.d", "19.1.2 d)", "ログの監視", "Monitoring logs", "c-19", REC, RESULT_UNKNOWN, 2, 4, 3,
	    CLAIM_UNPROVEN, "", "" },
	{ "c-19.1.2.e", "19.1.2 e)",
	    "ログの集約(リモートのログサーバーへの転送を、改ざんを防ぐ措置とともに、すべてのサーバーと通信機器で行う)",
	    "Central logs, with measures against tampering, from all servers and network devices", "c-19", REC,
	    RESULT_FAIL, 0, 3, NONE, CLAIM_NONE, "", "" },
	{ "c-19.2.1", "19.2.1", "パスワードの管理", "Password management", "c-19", REC, RESULT_FAIL, 1, 3, 2,
	    CLAIM_CONTRADICTED, "", "" },
	{ "c-19.2.2", "19.2.2", "遠隔ログインの制限", "Restricting remote login", "c-19", REC, RESULT_PASS, 3, 3, 2,
	    CLAIM_AGREES, "", "" },
	{ "c-20.1", "20.1", "事故対応の手順", "Incident procedure", "c-20", REC, RESULT_UNKNOWN, NONE, 3, NONE,
	    CLAIM_NONE, "", "" },
	{ "c-20.2", "20.2", "事故対応の訓練", "Incident exercises", "c-20", REC, RESULT_UNKNOWN, NONE, 3, NONE,
	    CLAIM_NONE, "", "" },
	{ "c-20.3", "20.3", "個人情報保護委員会への報告", "Reports to the regulator", "c-20", MODALITY_LEGAL_DUTY,
	    RESULT_UNKNOWN, 1, 3, 2, CLAIM_UNPROVEN, "", "" },
	{ "c-20.4", "20.4", "振り返り", "Lessons learnt", "c-20", MODALITY_INFORMATIVE, RESULT_UNKNOWN, NONE, 2, NONE,
	    CLAIM_NONE, "", "" },
};

static const struct {
	const char *id, *label, *ja, *en;
} clauses[] = {
	{ "c-4", "4", "組織の状況", "Context of the organisation" },
	{ "c-11", "11", "サイバーセキュリティへの対応", "Addressing cybersecurity" },
	{ "c-12", "12", "資産と委託先", "Assets and suppliers" },
	{ "c-13", "13", "アカウント", "Accounts" },
	{ "c-19", "19", "サイバーセキュリティ管理策", "Cybersecurity controls" },
	{ "c-20", "20", "インシデントへの備え", "Readiness for incidents" },
};

static void
verdict_add(struct arena *arena, struct results *results, const char *check, const char *subject, const char *record,
    enum result result, const char *ja, const char *en, const char *at)
{
	vec_push(arena, &results->verdicts,
	    (struct verdict){ .check = check,
	        .subject = subject,
	        .subject_kind = "host",
	        .record = record,
	        .kind = "log",
	        .topics = "",
	        .result = result,
	        .reason = result == RESULT_PASS ? "" : check,
	        .message = { ja, en },
	        .at = at });
}

static void
verdicts_fill(struct arena *arena, struct results *results)
{
	static const char *const hosts[] = { "web01", "db01" };

	for (size_t h = 0; h < LENGTH(hosts); h++) {
		for (int i = 0; i < 14; i++)
			verdict_add(arena, results, "log-retention", hosts[h],
			    arena_printf(arena, "/var/log/application/service-%d.log", i), RESULT_FAIL,
			    "保存期間は 28 日で、必要な 365 日に足りない。", "Kept for 28 days; 365 are asked for.",
			    arena_printf(arena, "%s!/etc/logrotate.d/rsyslog:%d", hosts[h], i + 3));
		verdict_add(arena, results, "log-retention", hosts[h], "/var/log/audit/audit.log", RESULT_UNKNOWN,
		    "大きさだけで制限されており、保存日数を決められない。", "Bounded by size alone; the days cannot be told.",
		    arena_printf(arena, "%s!/etc/audit/auditd.conf:11", hosts[h]));
		verdict_add(arena, results, "time-synchronised", hosts[h], "clock", RESULT_PASS, "", "",
		    arena_printf(arena, "%s!/cmd/chronyc-tracking.txt:1", hosts[h]));
		verdict_add(arena, results, "admin-mfa", hosts[h], "root", RESULT_FAIL, "多要素認証を求めていない。",
		    "No second factor is asked for.", arena_printf(arena, "%s!/etc/ssh/sshd_config:57:1", hosts[h]));
	}
	verdict_add(arena, results, "account-shared", "web01", "x\xff\x1b[31m\xe2\x80\xae=cmd|' /C calc'!A0",
	    RESULT_FAIL, "二人以上が使っている。\xe2\x80\xae逆順", "Used by more than one person.",
	    "web01!/etc/pa\xe2\x80\xaesswd:12");
	verdict_add(arena, results, "log-central", "web01", "rsyslog", RESULT_ERROR, "検査を実行できなかった。",
	    "The check could not be run.", "");
	verdict_add(arena, results, "log-central", "db01", "evidence", RESULT_UNKNOWN, "転送の設定が収集されていない。",
	    "The forwarding configuration was not collected.", "");
	verdict_add(arena, results, "password-policy", "db01", "login.defs", RESULT_FAIL,
	    "最小の長さは 5 文字で、必要な 10 文字に足りない。", "The least length is 5; 10 are asked for.",
	    "db01!/etc/login.defs:160");
	verdict_add(arena, results, "backup-generations", "web01", "backup", RESULT_NOT_APPLICABLE, "台帳で対象外とされている。",
	    "The register leaves it out.", "registers/assets.csv:4");
}

static void
inputs_fill(struct arena *arena, struct results *results)
{
	static const char *const paths[] = { "db01!/cmd/chronyc-tracking.txt", "db01!/etc/audit/auditd.conf",
		"db01!/etc/login.defs", "db01!/etc/logrotate.d/rsyslog", "db01!/etc/ssh/sshd_config",
		"registers/assets.csv", "registers/文書台帳.csv", "registers/面談メモ(持ち帰り)最終版_修正2.docx",
		"web01!/cmd/chronyc-tracking.txt", "web01!/etc/audit/auditd.conf", "web01!/etc/logrotate.d/rsyslog",
		"web01!/etc/pa\xe2\x80\xaesswd", "web01!/etc/ssh/sshd_config",
		"web01!/opt/vendor/averyveryverylongdirectorynamewithoutanybreakopportunity/settings-20261101.conf.old" };

	for (size_t i = 0; i < LENGTH(paths); i++) {
		bool is_known = i != 7 && i != 13;
		vec_push(arena, &results->inputs,
		    (struct input){ .path = paths[i],
		        .bytes = 800 + i * 91237,
		        .subject = "web01",
		        .sha256 = "3b1f0c6d9a4e5872b0c1d2e3f405162738495a6b7c8d9eafb0c1d2e3f4051627",
		        .parser = is_known ? (i < 5 || i > 7 ? "host-config" : "register") : NULL,
		        .note = i == 6 ? "encoding: CP932" : "" });
	}
}

/* The verdicts of a control by the check that its id suggests. */
static void
verdicts_link(struct arena *arena, const struct results *results, struct rating *rating)
{
	static const struct {
		const char *control, *check;
	} links[] = { { "c-19.1.2.c", "log-retention" }, { "c-19.1.2.c.2", "log-retention" }, { "c-13.1", "admin-mfa" },
		{ "c-13.2", "account-shared" }, { "c-19.1.2.e", "log-central" }, { "c-13.4", "log-central" },
		{ "c-19.2.1", "password-policy" }, { "c-19.1.1", "time-synchronised" } };

	for (size_t i = 0; i < LENGTH(links); i++)
		for (size_t v = 0; v < results->verdicts.len && strcmp(links[i].control, rating->id) == 0; v++)
			if (strcmp(results->verdicts.items[v].check, links[i].check) == 0)
				vec_push(arena, &rating->verdicts, v);
}

static void
criteria_fill(struct arena *arena, struct rating *rating, const struct row *row)
{
	bool is_known = row->level != NONE;

	vec_push(arena, &rating->criteria,
	    (struct criterion_rating){ .level = 2,
	        .kind = CRITERION_RULE,
	        .id = "log-policy",
	        .title = { "ログ管理規程", "Rule on logs" },
	        .has_evidence = row->level >= 2,
	        .result = RESULT_UNKNOWN,
	        .subjects = 1 });
	vec_push(arena, &rating->criteria,
	    (struct criterion_rating){ .level = 3,
	        .kind = CRITERION_CHECK,
	        .id = "log-retention",
	        .title = { "", "" },
	        .has_evidence = is_known,
	        .decides = true,
	        .result = row->verdict,
	        .subjects = 2,
	        .attainment = 0.5 });
	vec_push(arena, &rating->criteria,
	    (struct criterion_rating){ .level = 4,
	        .kind = CRITERION_INTERVIEW,
	        .id = arena_printf(arena, "q-%s", row->id),
	        .title = { arena_printf(arena, "「%s」を定期に点検しているか。", row->ja),
	            arena_printf(arena, "Is \"%s\" reviewed at set intervals?", row->en) },
	        .result = RESULT_UNKNOWN,
	        .subjects = 1 });
}

static void
rating_fill(struct arena *arena, struct results *results, const struct row *row)
{
	struct rating rating = { .id = row->id,
		.label = { row->label, row->label },
		.title = { row->ja, row->en },
		.clause = row->clause,
		.modality = row->modality,
		.target = row->target,
		.level = row->level,
		.verdict = row->verdict,
		.claim_level = row->claim,
		.claim = row->status,
		.weight = row->modality == REQ ? 3 : 1,
		.effect = { row->effect_ja, row->effect_en },
		.statement = { arena_printf(arena,
		                   "組織は、%"
		                   "sについて、責任者を定め、対象のすべてで実施し、記録を残すことが求められる。",
		                   row->ja),
		    arena_printf(arena, "%s: an owner is named, it is done everywhere in scope, and records are kept.",
		        row->en) },
		.next_level = { "承認された規程があり、全部門に周知されている。",
		    "An approved rule exists and every department knows it." },
		.is_published_text_open = strcmp(row->id, "c-12.2") == 0,
		.coverage = 0.5,
		.conformity = -1,
		.freshness = 1 };
	int gap = row->target - (row->level < 0 ? 0 : row->level);

	for (int level = 1; level < MATURITY_LEVELS; level++)
		rating.ladder[level] = level <= row->level ? ATTAINED_FULLY : level == row->level + 1 ? ATTAINED_LARGELY
		    : level == row->level + 2 ? ATTAINED_PARTLY : ATTAINED_NONE;
	if (row->level != NONE && gap > 0)
		rating.priority = gap * rating.weight * 10 + (row->verdict == RESULT_FAIL) * 50 +
		                  (row->status == CLAIM_CONTRADICTED) * 5;
	if (row->level < row->target) {
		vec_push(arena, &rating.why_not_next[LANG_JA], "水準2の規程が示されていない(ログ管理規程)。");
		vec_push(arena, &rating.why_not_next[LANG_EN], "The rule of level 2 was not shown (rule on logs).");
	}
	criteria_fill(arena, &rating, row);
	verdicts_link(arena, results, &rating);
	vec_push(arena, &results->ratings, rating);
}

static void
summary_count(struct summary *summary, const struct row *row)
{
	size_t *counts[] = { &summary->requirements, &summary->requirements_failed, &summary->requirements_passed };

	if (row->modality != REQ) {
		counts[0] = &summary->recommendations;
		counts[1] = &summary->recommendations_failed;
		counts[2] = &summary->recommendations_passed;
	}
	*counts[0] += 1;
	*counts[1] += row->verdict == RESULT_FAIL;
	*counts[2] += row->verdict == RESULT_PASS;
	summary->controls += row->verdict != RESULT_NOT_APPLICABLE;
	summary->contradictions += row->status == CLAIM_CONTRADICTED;
	if (row->level == NONE)
		return;
	summary->assessed++;
	summary->levels[row->level]++;
	summary->level_mean += row->level;
}

static void
clause_fill(struct arena *arena, struct results *results, size_t index)
{
	struct clause clause = { .id = clauses[index].id,
		.label = { clauses[index].label, clauses[index].label },
		.title = { clauses[index].ja, clauses[index].en },
		.catalog = "fixture",
		.claim_mean = -1 };
	double level = 0, claim = 0, target = 0;
	size_t claims = 0;

	for (size_t i = 0; i < LENGTH(rows); i++) {
		if (strcmp(rows[i].clause, clause.id) != 0 || rows[i].verdict == RESULT_NOT_APPLICABLE)
			continue;
		clause.controls++;
		target += rows[i].target;
		if (rows[i].claim != NONE) {
			claim += rows[i].claim;
			claims++;
		}
		if (rows[i].level == NONE)
			continue;
		clause.assessed++;
		clause.levels[rows[i].level]++;
		level += rows[i].level;
	}
	clause.level_mean = clause.assessed ? level / (double)clause.assessed : -1;
	clause.claim_mean = claims ? claim / (double)claims : -1;
	clause.target_mean = target / (double)clause.controls;
	vec_push(arena, &results->clauses, clause);
}

static struct plan *
plan_make(struct arena *arena)
{
	struct plan *plan = arena_alloc(arena, sizeof *plan);

	*plan = (struct plan){ .number = "IA-2026-03",
		.kind = "internal",
		.engagement = "advisory",
		.organisation = "株式会社点検商事",
		.title = "情報セキュリティ内部監査報告書",
		.purpose = "サイバーセキュリティの管理策が定めたとおりに実施されているかを、証拠により確認し、改善の助"
		           "言を行う。",
		.scope = "本社の基幹業務システム(Webサーバー、データベース)および情報システム部の業務。",
		.sampling = "全数。台帳の資産は抽出せずすべて照合した。",
		.confidentiality = "社外秘",
		.period_from = "2025-11-01",
		.period_to = "2026-10-31",
		.evidence_place = "監査室 共有庫 A-12",
		.evidence_keeper = "監査室",
		.evidence_until = "2031-11-30" };
	vec_push(arena, &plan->criteria, "JASA サイバーセキュリティ対策ガイドライン 第2.0版");
	vec_push(arena, &plan->distribution, "取締役会");
	vec_push(arena, &plan->distribution, "監査役");
	vec_push(arena, &plan->exclusions, (struct plan_exclusion){ "海外拠点", "本年度の別の監査で扱う。" });
	vec_push(arena, &plan->team, (struct plan_member){ "点検 太郎", "主任", "公認情報システム監査人", "対象部門に属さない" });
	vec_push(arena, &plan->team, (struct plan_member){ "検査 花子", NULL, "情報処理安全確保支援士", "対象部門に属さない" });
	return plan;
}

static void
rest_fill(struct arena *arena, struct results *results)
{
	struct diags *diags = arena_alloc(arena, sizeof *diags);

	diags->arena = arena;
	diag_report(diags, DIAG_FILE_UNRECOGNISED,
	    (struct span){ .path = "registers/面談メモ(持ち帰り)最終版_修正2.docx" }, "%s", "");
	diag_report(diags, DIAG_SYNTAX_IGNORED, (struct span){ "web01!/etc/ssh/sshd_config", 88, 0 }, "%s",
	    "PermitRootLogn no\x1b[2J");
	results->diags = diags;
	vec_push(arena, &results->parameters,
	    (struct parameter){
	        "clock-max-offset-seconds", "1", { "時刻のずれの許容(秒)", "Allowed clock offset (seconds)" }, true });
	vec_push(arena, &results->parameters,
	    (struct parameter){ "log-retention-days", "365", { "ログの保存日数", "Days logs are kept" }, false });
	vec_push(arena, &results->parameters,
	    (struct parameter){ "testimony-max-level", "1", { "自己申告のみの上限", "Limit of testimony" }, true });
	vec_push(arena, &results->subjects,
	    (struct subject_entry){ "db01", "host", instant_parse(str_of("2026-11-20T02:00:00+09:00")) });
	vec_push(arena, &results->subjects, (struct subject_entry){ "web01", "host", { 0 } });
	vec_push(arena, &results->subjects, (struct subject_entry){ "organisation", "organisation", { 0 } });
}

struct results *
fixture_results(struct arena *arena, bool has_plan)
{
	struct results *results = arena_alloc(arena, sizeof *results);
	struct summary *summary = &results->summary;

	*results = (struct results){ .id = "5f0c3d2e-9a1b-5c4d-8e7f-001122334455",
		.as_of = day_of(2026, 11, 25),
		.tool = "tenken 0.1.0",
		.profile = "fixture",
		.profile_title = { "サイバーセキュリティ対策ガイドライン", "Cybersecurity guideline" },
		.profile_edition = "2.0",
		.input_digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" };
	verdicts_fill(arena, results);
	inputs_fill(arena, results);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		rating_fill(arena, results, &rows[i]);
		summary_count(summary, &rows[i]);
	}
	for (size_t i = 0; i < LENGTH(clauses); i++)
		clause_fill(arena, results, i);
	summary->level_mean /= (double)summary->assessed;
	summary->criteria = LENGTH(rows) * 3;
	summary->criteria_evidenced = 34;
	summary->evidence = 14;
	summary->evidence_fresh = 12;
	for (size_t i = 0; i < results->verdicts.len; i++)
		summary->verdicts[results->verdicts.items[i].result]++;
	rest_fill(arena, results);
	if (has_plan)
		results->plan = plan_make(arena);
	return results;
}
