/* tenken evidence, tenken identify: what was understood, and what each file was taken for. */
#include "cli/command.h"

#include "tenken/base/limits.h"

struct printing {
	struct run *run;
	enum lang lang;
	size_t subjects;       /* printed, or held */
	struct buf first;      /* held until it is known whether it stays the only one */
};

#define SET_OPEN "<evidence-set xmlns=\"urn:tenken:evidence\">\n"

static int
print_subject(void *context, struct bundle *bundle, struct subject *subject, const struct verdicts *judged)
{
	struct printing *printing = context;
	struct buf buf = BUF_INIT(LIMIT_OUTPUT_BYTES);

	(void)judged;
	/* The organisation is there only when something was given that belongs to it. */
	if (strcmp(bundle->kind, "organisation") == 0 && bundle->files.len == 0)
		return 0;
	evidence_write(printing->run, subject, &buf);
	if (++printing->subjects == 1) {
		printing->first = buf;
		return 0;
	}
	if (printing->subjects == 2)
		printf("%s%s", SET_OPEN, printing->first.ptr);
	fwrite(buf_str(&buf).ptr, 1, buf.len, stdout);
	buf_free(&buf);
	return 0;
}

/* One subject is a document of its own; any other number is a set, as XML has one root. */
static void
print_end(struct printing *printing)
{
	if (printing->subjects == 1)
		printf("%s", printing->first.ptr);
	else
		printf("%s</evidence-set>\n", printing->subjects == 0 ? SET_OPEN : "");
	buf_free(&printing->first);
}

static int
print_files(void *context, struct bundle *bundle, struct subject *subject, const struct verdicts *judged)
{
	const struct printing *printing = context;

	(void)subject;
	(void)judged;
	for (size_t i = 0; i < bundle->files.len; i++) {
		const struct file *file = &bundle->files.items[i];
		const char *path = diag_escape(bundle->arena, file->path, LIMIT_PATH_BYTES);
		static const char *const unknown[LANG_COUNT] = { "何のファイルか分からない", "not recognised" };
		if (file->link)
			printf("%s\t%s\t-> %s\n", path, file->parser ? file->parser->name : "-", diag_escape(bundle->arena, file->link, LIMIT_PATH_BYTES));
		else
			printf("%s\t%s\t%s%s%s\n", path, file->parser ? file->parser->name : "-",
			    lang_text(file->parser ? file->parser->title : unknown, printing->lang), *file->note ? "; " : "", file->note);
	}
	return 0;
}

/* What both commands do: read all that was named and print it by `take`. `is_document`: the output is one XML document. */
static int
print_all(struct run *run, const struct options *options, enum lang lang,
    int (*take)(void *context, struct bundle *bundle, struct subject *subject, const struct verdicts *judged), bool is_document)
{
	struct input_list inputs = { 0 };
	struct mappings *mappings;
	struct printing printing = { .run = run, .lang = lang };
	struct reading reading = { .take = take, .context = &printing, .is_parsed = true };
	size_t printed = 0;

	if (options->path_count == 0) {
		fprintf(stderr, "tenken: name what is to be read\n");
		return EXIT_USAGE;
	}
	if (input_find(run, options->paths, options->path_count, &inputs) != 0 || mappings_load(run, &mappings) != 0) {
		diags_print(run, &printed, DIAG_NOTE, lang);
		return EXIT_INPUT;
	}
	as_of_settle(run, options->as_of, &inputs);
	if (is_document)
		printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	reading.mappings = mappings;
	sources_read(run, &inputs, &reading);
	if (is_document)
		print_end(&printing);
	diags_print(run, &printed, DIAG_NOTE, lang);
	return run->diags.worst == DIAG_ERROR ? EXIT_INCOMPLETE : EXIT_CONFORMING;
}

static int
run_evidence(struct run *run, const struct options *options, enum lang lang)
{
	return print_all(run, options, lang, print_subject, true);
}

static int
run_identify(struct run *run, const struct options *options, enum lang lang)
{
	return print_all(run, options, lang, print_files, false);
}

static const char *const evidence_options[] = { "lang", "as-of", "collected-at", "encoding", NULL };

const struct command cmd_evidence = {
	.name = "evidence",
	.arguments = "PATH...",
	.summary = { "読み取った証拠をXMLで表示する", "print what was understood, as XML" },
	.options = evidence_options,
	.run = run_evidence,
};

const struct command cmd_identify = {
	.name = "identify",
	.arguments = "PATH...",
	.summary = { "各ファイルを何と判断したかを表示する", "print what each file was taken for" },
	.options = evidence_options,
	.run = run_identify,
};
