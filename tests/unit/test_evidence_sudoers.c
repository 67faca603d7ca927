/* What sudoers grants: lines that are refused, lists and aliases, includes, and what hostile files may cost. */
#include "fixture_account.h"

#include "evidence/account/sudoers.h"

#define PASSWD "root:x:0:0:::\nalice:x:1001:1001:::\nbob:x:1002:27:::\ntoor:x:0:1:::\n"
#define GROUP  "sudo:x:27:\nops:x:50:alice\n"

/* The grants as `name=all/nopasswd ` with the letters - ? +, and `!` at the end where the rules are incomplete. */
static const char *
grants(struct run *run, const char *const *files)
{
	const struct parse *parse = fixture_parse(run, files);
	struct accounts accounts;
	struct sudoers sudoers;
	const char *text = "";
	static const char letters[] = { [SUDO_NONE] = '-', [SUDO_DENY] = 'x', [SUDO_MAYBE] = '?', [SUDO_ALLOW] = '+' };

	CU_ASSERT_TRUE_FATAL(account_read_passwd(parse, &accounts));
	CU_ASSERT_TRUE_FATAL(sudoers_read(parse, &sudoers) || sudoers_read_json(parse, &sudoers));
	struct sudo_context context = { &accounts, "host1" };
	for (size_t i = 1; i < 3; i++) {
		struct sudo_grant grant = sudoers_grant(&sudoers, &context, &accounts.list.items[i]);
		text = arena_printf(run->arena, "%s%c%c", text, letters[grant.all], letters[grant.nopasswd]);
	}
	return sudoers.is_incomplete ? arena_printf(run->arena, "%s!", text) : text;
}

/* Checks alice and bob: two letters each. */
static void
check(const char *rules, const char *expected)
{
	struct run *run = unit_run();
	const char *const files[] = { "etc/group", GROUP, "etc/passwd", PASSWD, "etc/sudoers", rules, NULL };

	UNIT_EQUAL(grants(run, files), expected);
	unit_run_free(run);
}

static void
test_users(void)
{
	check("", "----");
	check("alice ALL=(ALL) ALL\n", "+---");
	check("%sudo ALL=(ALL:ALL) ALL\n", "--+-");
	check("%#27 ALL=ALL\n%#50 ALL=ALL", "+-+-");
	check("#1002 ALL=ALL\n# 1001 ALL=ALL\n", "--+-");
	check("ALL,!alice ALL=ALL\n", "--+-");
	check("!alice,ALL ALL=ALL\n", "+-+-");
	check("!alice ALL=ALL\n", "----");
	check("+net ALL=ALL\n", "?-?-");
	check("alice,+net ALL=ALL\n", "+-?-");
	check("ALL,!+net ALL=ALL\n", "?-?-");
	check("!+net ALL=ALL\n", "----");
	check("%:far ALL=/bin/ls\n", "----");
}

static void
test_aliases(void)
{
	check("U ALL=ALL\nUser_Alias U = alice, !bob\n", "+---");
	check("User_Alias U=V:V=bob\nU,!alice ALL=ALL\n", "--+-");
	check("User_Alias U=ALL,!bob\n!U ALL=ALL\n", "--+-");
	check("User_Alias U=U\nU ALL=ALL\n", "?-?-");
	check("NOBODY ALL=ALL\n", "----");
	check("Cmnd_Alias C=/bin/ls,ALL\nbob ALL=C\nalice ALL=ALL, !C\n", "--+-");
	check("Cmnd_Alias S=/bin/sh\nbob ALL=ALL,!S\nalice ALL=S\n", "?-+-");
	check("Runas_Alias R=toor\nbob ALL=(R) ALL\nalice ALL=(!R) ALL\n", "--+-");
	check("Host_Alias H=host1,web\nbob H=ALL\nalice !H=ALL\n", "--+-");
}

static void
test_targets(void)
{
	check("alice ALL=(alice) ALL\nbob ALL=(#0) ALL\n", "--+-");
	check("alice ALL=() ALL\nbob ALL=(:sudo) ALL\n", "--?-");
	check("alice ALL=(bob) /bin/ls, ALL\nbob ALL=(alice) ALL : ALL=ALL\n", "--+-");
	check("alice ALL=(ALL,!root) ALL\nbob ALL=(%sudo) ALL\n", "+-?-");
	check("Defaults runas_default=alice\nalice ALL=ALL\nbob ALL=(root) ALL\n", "?-+-");
	check("alice host1=ALL\nbob host2=ALL\n", "+---");
	check("alice 10.0.0.1=ALL\nbob host1.example.jp=ALL\n", "?-+-");
	check("alice 2001:db8::1=ALL\nbob web*=ALL\n", "?-?-");
	check("alice ALL=(ALL) ALL\nalice ALL=(ALL) !ALL\nbob ALL=NOTAFTER=2020010100 ALL\n", "--?-");
	check("bob ALL=NOTAFTER=20200101 ALL\n", "----!");   /* visudo: invalid notafter value */
	check("alice ALL=/bin/su\nbob ALL=/bin/su - www, /usr/bin/systemctl restart a, /bin/ls *\n", "?---");
	check("alice ALL=/usr/bin/\nbob ALL=/usr/sbin/*\n", "?-?-");
}

static void
test_passwords(void)
{
	check("alice ALL=NOPASSWD: /bin/ls, PASSWD: /bin/cat\nbob ALL=PASSWD: /bin/ls\n", "-+--");
	check("alice ALL=NOPASSWD:ALL\nalice ALL=(ALL) ALL\nbob ALL=NOPASSWD:ALL\nbob ALL=ALL\n", "+-++");
	check("Defaults !authenticate\nalice ALL=ALL\nbob ALL=PASSWD:ALL\n", "+++-");
	check("Defaults:alice !authenticate\nalice,bob ALL=ALL\n", "+++-");
	check("Defaults exempt_group=sudo\nALL ALL=ALL\n", "+-++");
	check("Defaults targetpw\nALL ALL=(ALL) ALL\nbob ALL=(ALL) ALL\n", "--+-");
	check("Defaults targetpw\nALL ALL=(ALL) NOPASSWD:ALL\n", "++++");
	check("alice ALL=NOPASSWD:!/bin/ls\n", "----");
}

static void
test_refused(void)
{
	static const char *const lines[] = { "alice", "alice ALL", "alice ALL ALL", "alice ALL=", "alice ALL=ls",
		"alice ALL=ALL,", "alice ALL=ALL x", "alice ALL=(root ALL", "alice ALL=NOPASSWD ALL",
		"alice ALL=NOPASSWD:(root) ALL", ",alice ALL=ALL", "alice ALL=\"ALL\"", "\"alice ALL=ALL", "% ALL=ALL",
		"User_Alias a=b", "User_Alias ALL=b", "User_Alias A", "alice #5=ALL", "alice ALL=(ALL) ALL #5 x",
		"Defaults", "Defaults x y", "@include a b", "#include", "alice ALL=ALL \\", "User_Alias A=a:A=b",
		"alice ALL=^/bin/x", NULL };
	struct run *run = unit_run();

	for (int i = 0; lines[i]; i++) {
		const char *const files[] = { "etc/group", GROUP, "etc/passwd", PASSWD, "etc/sudoers",
			arena_printf(run->arena, "%s\n", lines[i]), NULL };
		const char *expected =
		    strcmp(lines[i], "#include") == 0 ? "----" : "----!"; /* without a path a comment */
		if (strcmp(grants(run, files), expected) != 0)
			fprintf(stderr, "not refused: %s\n", lines[i]);
		UNIT_EQUAL(grants(run, files), expected);
	}
	unit_run_free(run);
}

static void
test_includes(void)
{
	static const char *const files[] = {
		"etc/group",
		GROUP,
		"etc/passwd",
		PASSWD,
		"etc/sudoers",
		"@includedir sudoers.d\n#include \"/etc/other\"\n#includedir /etc/none.d # x\n#includenothing\n",
		"etc/other",
		"alice ALL=!ALL\n",
		"etc/sudoers.d/a",
		"alice ALL=ALL\n",
		"etc/sudoers.d/b.conf",
		"bob ALL=ALL\n",
		"etc/sudoers.d/c~",
		"bob ALL=ALL\n",
		"etc/sudoers.d/d/e",
		"bob ALL=ALL\n",
		NULL,
	};
	static const char *const missing[] = { "etc/passwd", PASSWD, "etc/sudoers", "@include /etc/sudoers.%h\n",
		NULL };
	struct run *run = unit_run();

	UNIT_EQUAL(grants(run, files), "----!");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_INCLUDE_MISSING, 1));   /* none.d, and no manifest */
	CU_ASSERT_EQUAL(run->diags.list.len, 1);
	UNIT_EQUAL(grants(run, missing), "----!");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_INCLUDE_MISSING, 2));
	unit_run_free(run);
}

/* Aliases that double 60 times, a file that includes itself, files in files. */
static void
test_hostile(void)
{
	struct run *run = unit_run();
	const char *bomb = "User_Alias A0=carol\n";

	for (int i = 1; i < 60; i++)
		bomb = arena_printf(run->arena, "%sUser_Alias A%d=A%d,A%d\n", bomb, i, i - 1, i - 1);
	bomb = arena_printf(run->arena, "%sA59 ALL=ALL\n", bomb);
	const char *const bombs[] = { "etc/group", GROUP, "etc/passwd", PASSWD, "etc/sudoers", bomb, NULL };
	UNIT_EQUAL(grants(run, bombs), "????");
	const char *const circle[] = { "etc/passwd", PASSWD, "etc/sudoers", "@include /etc/./sudoers\n", NULL };
	UNIT_EQUAL(grants(run, circle), "----!");
	CU_ASSERT_TRUE(unit_has_diag(run, DIAG_CYCLE, 1));
	unit_run_free(run);
}

/* Checks what cvtsudoers prints, with its quotes as '. */
static void
check_json(const char *json, const char *expected)
{
	struct run *run = unit_run();
	char *copy = arena_strdup(run->arena, json);

	for (char *p = copy; *p; p++)
		*p = *p == '\'' ? '"' : *p;
	const char *const files[] = { "cmd/cvtsudoers-f-json.txt", copy, "etc/group", GROUP, "etc/passwd", PASSWD, NULL };
	UNIT_EQUAL(grants(run, files), expected);
	unit_run_free(run);
}

#define JSON_DEFAULTS "'Defaults': [{'Options': [{'env_reset': true}]}]"
#define JSON_RULE(users, more, commands) "{'User_List': [" users "], 'Host_List': [{'hostname': 'ALL'}], " \
	"'Cmnd_Specs': [{" more "'Commands': [" commands "]}]}"
#define JSON_ALL "{'command': 'ALL'}"

static void
test_json(void)
{
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'username': 'alice'}", "", JSON_ALL) "]}", "+---");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'usergid': 27}", "'Options': [{'authenticate': false}],", JSON_ALL) "]}", "--++");
	/* The last item decides. */
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'username': 'ALL'}, {'username': 'bob', 'negated': true}", "", JSON_ALL) "]}", "+---");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'username': 'alice'}", "", JSON_ALL ", {'command': 'ALL', 'negated': true}") "]}", "----");
	/* () is as oneself; a runas list that names root by its number. */
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'username': 'alice'}", "'runasusers': [{'username': ''}],", JSON_ALL) "]}", "----");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'username': 'alice'}", "'runasusers': [{'userid': 0}],", JSON_ALL) "]}", "+---");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'username': 'alice'}", "'Options': [{'notafter': '20301231000000Z'}],", JSON_ALL) "]}", "?---");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'netgroup': 'n'}", "", JSON_ALL) "]}", "?-?-");
	/* Aliases, whatever their order; one that is not there may have been left out. */
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'useralias': 'A'}", "", JSON_ALL) "], 'User_Aliases': {'A': [{'useralias': 'B'}], "
	    "'B': [{'usergroup': 'ops'}]}}", "+---");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'useralias': 'A'}", "", JSON_ALL) "]}", "----!");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [" JSON_RULE("{'runasalias': 'A'}", "", JSON_ALL) "], 'Runas_Aliases': {'A': []}}", "?-?-!");
	/* A setting of users may be one of those that commands are run as. */
	check_json("{'Defaults': [{'Binding': [{'username': 'alice'}], 'Options': [{'authenticate': false}]}], 'User_Specs': ["
	    JSON_RULE("{'username': 'alice'}", "", "{'command': '/bin/ls'}") "]}", "-?--");
	check_json("{'Defaults': [{'Options': [{'authenticate': false}]}], 'User_Specs': ["
	    JSON_RULE("{'username': 'alice'}", "", "{'command': '/bin/ls'}") "]}", "-+--");
	/* Cut, or not understood. */
	check_json("{'User_Specs': []}", "----!");
	check_json("{" JSON_DEFAULTS "}", "----!");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [], 'More': []}", "----!");
	check_json("{" JSON_DEFAULTS ", 'User_Specs': [}", "----!");
}

static const struct unit_test tests[] = {
	{ "users", test_users },
	{ "aliases", test_aliases },
	{ "targets", test_targets },
	{ "passwords", test_passwords },
	{ "refused", test_refused },
	{ "includes", test_includes },
	{ "hostile", test_hostile },
	{ "json", test_json },
	{ 0 },
};

const struct unit_suite suite_evidence_sudoers = { "evidence/sudoers", tests };
