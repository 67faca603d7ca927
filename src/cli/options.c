/* Options by table: one entry an option, with its help in both languages. */
#include "cli/command.h"

#include <stdlib.h>

static const struct option_entry entries[] = {
	{ "profile", 'p', "PROFILE", offsetof(struct options, profile),
	    { "照らし合わせるプロファイル(既定: internal-audit)", "profile to hold the evidence against (default: internal-audit)" } },
	{ "output", 'o', "DIR", offsetof(struct options, out),
	    { "出力先フォルダ(auditの既定: tenken-out、reportの既定: RUNのフォルダ)", "folder for the output (audit: tenken-out; report: that of RUN)" } },
	{ "lang", 0, "ja|en", offsetof(struct options, lang),
	    { "言語(報告書の既定: ja、画面の既定: ロケール)", "language (of reports: ja by default; of messages: the locale)" } },
	{ "as-of", 0, "YYYY-MM-DD", offsetof(struct options, as_of),
	    { "監査の基準日(既定: 最も新しい収集日)", "the day the audit speaks of (default: the latest collection)" } },
	{ "collected-at", 0, "TIME", offsetof(struct options, collected_at),
	    { "収集日時を示さない証拠の収集日時(YYYY-MM-DD、RFC 3339)。監査人の申告として記録する",
	        "when evidence was collected that does not tell it (YYYY-MM-DD or RFC 3339); kept as the auditor's word" } },
	{ "format", 0, "LIST", offsetof(struct options, format),
	    { "追加の出力: evidence, tree(コンマ区切り)", "further output: evidence, tree (comma separated)" } },
	{ "gate", 0, "any|requirement|none", offsetof(struct options, gate),
	    { "終了状態1にする不足(既定: any)", "gaps that make the exit status 1 (default: any)" } },
	{ "plan", 0, "FILE", offsetof(struct options, plan),
	    { "監査計画 audit.xml", "audit plan, audit.xml" } },
	{ "encoding", 0, "NAME", offsetof(struct options, encoding),
	    { "BOMのない文字ファイルの文字コード(CP932, EUC-JP-MS, ...)", "encoding of text files without a BOM (CP932, EUC-JP-MS, ...)" } },
	{ "authorisation", 0, "FILE", offsetof(struct options, authorisation),
	    { "パスワードを試す許可の記録。なければ何も試さない", "record that allows passwords to be tried; without it nothing is tried" } },
	{ "words", 0, "FILE", offsetof(struct options, words),
	    { "会社名・製品名・サービス名など、試す語(1行に1語)", "words to try: company, products, services (one a line)" } },
	{ "wordlist", 0, "FILE", offsetof(struct options, wordlist),
	    { "そのまま試すパスワードの一覧(1行に1つ)", "passwords to try as they are (one a line)" } },
	{ "breached", 0, "PATH", offsetof(struct options, breached),
	    { "漏えいしたパスワードのハッシュ値の一覧(HIBPのハッシュ順の一覧か、範囲のフォルダ)", "hashes of breached passwords (HIBP, ordered by hash, or its folder of ranges)" } },
	{ "minutes", 0, "N", offsetof(struct options, minutes),
	    { "パスワードを試す時間の上限(分)。超えたものは未確認とする", "minutes in which trying ends; what was not tried by then stays open" } },
	{ "organisation", 0, "NAME", offsetof(struct options, organisation),
	    { "表紙に記す組織名(監査計画がない場合)", "organisation on the cover, where there is no plan" } },
	{ "quiet", 'q', NULL, offsetof(struct options, is_quiet),
	    { "結果の要約を表示しない", "no summary on the screen" } },
	{ "help", 'h', NULL, offsetof(struct options, is_help),
	    { "この説明を表示する", "show this help" } },
};

static const struct {
	const char *options[LANG_COUNT], *usage[LANG_COUNT], *about[LANG_COUNT], *more[LANG_COUNT];
} words = {
	.options = { "オプション", "options" },
	.usage = { "コマンド [オプション] ...", "COMMAND [options] ..." },
	.about = { "tenken(点検)は、証拠をガイドラインの管理策に照らして判定し、成熟度を評価し、監査人が署名する報告書を作る。",
	    "tenken holds evidence against the controls of Japanese guidelines, rates maturity, and writes the report an auditor signs." },
	.more = { "`tenken コマンド --help` で各コマンドの説明を表示する。", "`tenken COMMAND --help` explains each." },
};

static bool
takes(const struct command *command, const char *name)
{
	if (strcmp(name, "help") == 0)
		return true;
	for (const char *const *o = command->options; o && *o; o++)
		if (strcmp(*o, name) == 0)
			return true;
	return false;
}

/* The entry an argument names; `*ret_value` is what stands behind `=`, or NULL. */
static const struct option_entry *
find_entry(const struct command *command, const char *argument, const char **ret_value)
{
	*ret_value = NULL;
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		const struct option_entry *entry = &entries[i];
		size_t len = strlen(entry->name);
		if (!takes(command, entry->name))
			continue;
		if (argument[1] != '-' && entry->letter && argument[1] == entry->letter && argument[2] == '\0')
			return entry;
		if (argument[1] == '-' && strncmp(argument + 2, entry->name, len) == 0 && (argument[2 + len] == '\0' || argument[2 + len] == '=')) {
			if (argument[2 + len] == '=')
				*ret_value = argument + 3 + len;
			return entry;
		}
	}
	return NULL;
}

static int
usage_error(const struct command *command, const char *argument, const char *what)
{
	fprintf(stderr, "tenken %s: %s: %s\n", command->name, argument, what);
	return -1;
}

int
options_parse(const struct command *command, int argc, char **argv, struct options *ret)
{
	struct options options = { .paths = argv };
	bool is_over = false;

	for (int i = 0; i < argc; i++) {
		const char *value;
		if (is_over || argv[i][0] != '-' || argv[i][1] == '\0') {
			options.paths[options.path_count++] = argv[i];   /* moves to the front of what was read already */
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			is_over = true;
			continue;
		}
		const struct option_entry *entry = find_entry(command, argv[i], &value);
		if (!entry)
			return usage_error(command, argv[i], "unknown option");
		if (!entry->argument) {
			if (value)
				return usage_error(command, argv[i], "takes no argument");
			*(bool *)((char *)&options + entry->offset) = true;
			continue;
		}
		if (!value && i + 1 == argc)
			return usage_error(command, argv[i], "needs an argument");
		*(const char **)((char *)&options + entry->offset) = value ? value : argv[++i];
	}
	*ret = options;
	return 0;
}

static void
print_command(FILE *out, const struct command *command, enum lang lang)
{
	fprintf(out, "usage: tenken %s [%s] %s\n\n%s\n\n", command->name, lang_text(words.options, lang), command->arguments,
	    lang_text(command->summary, lang));
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		const struct option_entry *entry = &entries[i];
		char name[64];
		if (!takes(command, entry->name))
			continue;
		snprintf(name, sizeof name, "%s%s%s", entry->name, entry->argument ? " " : "", entry->argument ? entry->argument : "");
		if (entry->letter)
			fprintf(out, "  -%c, --%-26s %s\n", entry->letter, name, lang_text(entry->help, lang));
		else
			fprintf(out, "      --%-26s %s\n", name, lang_text(entry->help, lang));
	}
}

void
help_print(FILE *out, const struct command *command, enum lang lang)
{
	if (command) {
		print_command(out, command, lang);
		return;
	}
	fprintf(out, "usage: tenken %s\n\n%s\n\n", lang_text(words.usage, lang), lang_text(words.about, lang));
	for (int i = 0; commands[i]; i++)
		fprintf(out, "  %-10s %s\n", commands[i]->name, lang_text(commands[i]->summary, lang));
	fprintf(out, "\n%s\n", lang_text(words.more, lang));
}

enum lang
message_lang(const char *option)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	if (option)
		return report_lang(option);
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);
		enum lang lang = lang_find(value);
		if (value && *value)
			return lang != LANG_COUNT ? lang : LANG_EN;
	}
	return LANG_EN;
}

enum lang
report_lang(const char *option)
{
	enum lang lang = lang_find(option);

	return lang != LANG_COUNT ? lang : LANG_JA;
}
