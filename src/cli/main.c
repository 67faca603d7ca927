/* tenken: the program. Finds the command and gives it a run. */
#include "cli/command.h"

#include <locale.h>
#include <stdlib.h>

#include "config.h"
#include "tenken/syntax/text.h"

extern const struct command cmd_audit, cmd_identify, cmd_evidence, cmd_password, cmd_report, cmd_list, cmd_explain, cmd_lint;

const struct command *const commands[] = {
	&cmd_audit, &cmd_identify, &cmd_evidence, &cmd_password, &cmd_report, &cmd_list, &cmd_explain, &cmd_lint, NULL
};

static const struct command *
command_find(const char *name)
{
	for (int i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

/* A day alone begins in Japan, where the auditors are. */
static struct instant
instant_told(const char *text)
{
	char start[sizeof "YYYY-MM-DDT00:00:00+09:00"];

	if (!text || day_parse(str_of(text)) == DAY_UNKNOWN)
		return text ? instant_parse(str_of(text)) : (struct instant){ 0 };
	snprintf(start, sizeof start, "%sT00:00:00+09:00", text);
	return instant_parse(str_of(start));
}

static int
command_run(const struct command *command, int argc, char **argv)
{
	struct options options;

	if (options_parse(command, argc, argv, &options) != 0) {
		fprintf(stderr, "tenken: try `tenken %s --help`\n", command->name);
		return EXIT_USAGE;
	}
	if (options.lang && lang_find(options.lang) == LANG_COUNT) {
		fprintf(stderr, "tenken %s: --lang %s: not a language of the reports\n", command->name, options.lang);
		return EXIT_USAGE;
	}
	if (options.as_of && day_parse(str_of(options.as_of)) == DAY_UNKNOWN) {
		fprintf(stderr, "tenken %s: --as-of %s: no day (YYYY-MM-DD)\n", command->name, options.as_of);
		return EXIT_USAGE;
	}
	struct instant collected_at = instant_told(options.collected_at);
	if (options.collected_at && !collected_at.is_known) {
		fprintf(stderr, "tenken %s: --collected-at %s: no time (YYYY-MM-DD, or as RFC 3339 has it)\n", command->name, options.collected_at);
		return EXIT_USAGE;
	}
	if (options.encoding && !text_encoding_find(options.encoding)) {
		fprintf(stderr, "tenken %s: --encoding %s: not an encoding that is read\n", command->name, options.encoding);
		return EXIT_USAGE;
	}
	enum lang lang = message_lang(options.lang);
	if (options.is_help) {
		help_print(stdout, command, lang);
		return EXIT_CONFORMING;
	}
	struct arena *arena = arena_new();
	struct run run = { .arena = arena, .diags.arena = arena, .encoding = options.encoding, .collected_at = collected_at,
		.as_of = DAY_UNKNOWN };
	run.datadir = datadir_find(arena);
	int status = command->run(&run, &options, lang);
	arena_free(arena);
	/* What was printed must have arrived: a full disk behind stdout is a system error. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "tenken: standard output: write error\n");
		return EXIT_SYSTEM_ERROR;
	}
	return status;
}

int
main(int argc, char **argv)
{
	/* Character types by the environment would change what is read; only the C locale reads the same everywhere. */
	setlocale(LC_ALL, "C");
	if (argc < 2) {
		help_print(stderr, NULL, message_lang(NULL));
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
		help_print(stdout, NULL, message_lang(NULL));
		return EXIT_CONFORMING;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("tenken %s\n", PACKAGE_VERSION);
		return EXIT_CONFORMING;
	}
	const struct command *command = command_find(argv[1]);
	if (!command) {
		fprintf(stderr, "tenken: %s: unknown command; try `tenken --help`\n", argv[1]);
		return EXIT_USAGE;
	}
	return command_run(command, argc - 2, argv + 2);
}
