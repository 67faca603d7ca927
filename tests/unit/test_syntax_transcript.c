/* Terminal sessions. */
#include "unit.h"

#include "tenken/syntax/transcript.h"

static const char *const verbs[] = { "show", "get", NULL };

/* The parts as `line host|command|bytes;`, line ends as `/`. */
static const char *
parts_text(struct run *run, const char *bytes)
{
	struct transcript transcript = transcript_of(str_of(bytes), verbs);
	struct transcript_part part;
	const char *text = "";

	while (transcript_next(&transcript, &part)) {
		char *body = arena_strndup(run->arena, part.bytes.ptr, part.bytes.len);
		for (char *p = body; *p; p++)
			*p = *p == '\n' ? '/' : *p;
		text = arena_printf(run->arena, "%s%u %.*s|%.*s|%s;", text, part.line, (int)part.host.len,
		    part.host.ptr, (int)part.command.len, part.command.ptr, body);
	}
	return text;
}

static void
test_parts(void)
{
	struct run *run = unit_run();

	UNIT_EQUAL(parts_text(run, "a\nb\n"), "0 ||a/b/;");
	UNIT_EQUAL(parts_text(run, "hello\nrt01#show clock\n12:00\nrt01#show version\nrt01#show log\nx\ny"),
	    "0 ||hello/;2 rt01|show clock|12:00/;5 rt01|show log|x/y;");
	UNIT_EQUAL(parts_text(run, "rt01>show x\n1\n"), "1 rt01|show x|1/;");
	UNIT_EQUAL(parts_text(run, "admin@rt01> show x\n1\n"), "1 rt01|show x|1/;");
	UNIT_EQUAL(parts_text(run, "  FGT-HQ (root) # get system status\n1\n"), "1 FGT-HQ|get system status|1/;");
	UNIT_EQUAL(parts_text(run, "rt01(config)#show x\r\n1\r\n"), "1 rt01|show x|1\r/;");
	UNIT_EQUAL(parts_text(run, "RP/0/RP0/CPU0:rt05#show x\n1\n"), "1 rt05|show x|1/;");
	UNIT_EQUAL(parts_text(run, "fw01/pri/act#show x\n1\n"), "1 fw01|show x|1/;");
	/* A prompt that is known needs no verb, and no command. */
	UNIT_EQUAL(parts_text(run, "rt01#show x\n1\nrt01#exit\nbye\nrt01#\n"), "1 rt01|show x|1/;3 rt01|exit|bye/;");
	UNIT_EQUAL(parts_text(run, ""), "");
	unit_run_free(run);
}

static void
test_no_prompts(void)
{
	struct run *run = unit_run();

	/* No name before the mark, another word behind it, another character in the name. */
	UNIT_EQUAL(parts_text(run, "#show x\na\n"), "0 ||#show x/a/;");
	UNIT_EQUAL(parts_text(run, "rt01#exit\na\n"), "0 ||rt01#exit/a/;");
	UNIT_EQUAL(parts_text(run, "rt01#showing\na\n"), "0 ||rt01#showing/a/;");
	UNIT_EQUAL(parts_text(run, "a;b#show x\na\n"), "0 ||a;b#show x/a/;");
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "transcript: prompts part the outputs", test_parts },
	{ "transcript: what only looks like a prompt is output", test_no_prompts },
	{ NULL, NULL },
};

const struct unit_suite suite_syntax_transcript = { "syntax/transcript", tests };
