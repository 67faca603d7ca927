/* What an audit leaves: report files and a short summary. */
#include "cli/output.h"

#include <ctype.h>

#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/report/report.h"

const char *
output_name(struct arena *arena, const char *id)
{
	char *name = arena_strdup(arena, id);

	for (char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("._-", *p) && (unsigned char)*p < 0x80)
			*p = '_';
	if (*name == '.')
		*name = '_';
	return name;
}

bool
output_wants(const char *format, const char *name)
{
	struct str rest = str_of(format);

	for (struct str part; (part = str_token(&rest, ", ")).len;)
		if (str_is(part, name))
			return true;
	return false;
}

bool
output_formats_known(const char *format, bool has_evidence)
{
	struct str rest = str_of(format);

	for (struct str part; (part = str_token(&rest, ", ")).len;) {
		bool is_known = str_is(part, "json") || (has_evidence && str_is(part, "evidence"));
		for (int i = 0; renderers[i]; i++)
			is_known |= str_is(part, renderers[i]->name);
		if (!is_known) {
			fprintf(stderr, "tenken: --format: %.*s is not known\n", (int)part.len, part.ptr);
			return false;
		}
	}
	return true;
}

int
output_reports(struct run *run, const struct results *results, const char *out, const char *format, enum lang lang)
{
	struct document document = { 0 };

	if (report_gap(run, results, lang, &document) != 0)
		return -1;
	for (int i = 0; renderers[i]; i++) {
		/* The PDF is what an audit is for: always written. */
		if (strcmp(renderers[i]->name, "pdf") != 0 && !output_wants(format, renderers[i]->name))
			continue;
		struct buf buf = BUF_INIT(LIMIT_OUTPUT_BYTES);
		const char *path = arena_printf(run->arena, "%s/report%s", out, renderers[i]->suffix);
		int status = renderers[i]->render(run, &document, &buf);
		if (status == 0)
			status = file_write(run, path, buf_str(&buf));
		buf_free(&buf);
		if (status != 0)
			return -1;
	}
	return 0;
}

int
output_annex(struct run *run, const struct audit_results *audit, const char *out, enum lang lang)
{
	const struct password_run *passwords = &audit->passwords;
	const struct annex annex = { .authorisation = &passwords->authorisation, .results = &passwords->results,
		.organisation = audit->results.organisation, .tool = audit->results.tool, .as_of = audit->results.as_of,
		.most_slow = passwords->most_slow, .most_fast = passwords->most_fast, .left_out = passwords->subjects_left_out,
		.is_locked = passwords->is_locked };
	struct document document = { 0 };
	struct buf buf = BUF_INIT(LIMIT_OUTPUT_BYTES);

	int status = report_annex(run, &annex, lang, &document);
	if (status == 0)
		status = renderers[0]->render(run, &document, &buf);
	if (status == 0)
		status = file_write(run, file_join(run->arena, out, "password-annex.pdf"), buf_str(&buf));
	buf_free(&buf);
	return status;
}

void
output_summary(const struct results *results, const char *out, enum lang lang)
{
	const struct summary *s = &results->summary;

	size_t notes = 0;

	for (size_t i = 0; i < results->diags->list.len; i++)
		notes += diag_entry(results->diags->list.items[i].id)->level == DIAG_NOTE;
	if (lang == LANG_JA) {
		printf("管理策 %zu件中 %zu件を評価(残りは未評価)。要求事項の不適合 %zu件、推奨事項の基準未達 %zu件。\n", s->controls, s->assessed,
		    s->requirements_failed, s->recommendations_failed);
		printf("判定: 適合 %zu、不適合 %zu、判定不能 %zu、対象外 %zu\n", s->verdicts[RESULT_PASS], s->verdicts[RESULT_FAIL],
		    s->verdicts[RESULT_UNKNOWN], s->verdicts[RESULT_NOT_APPLICABLE]);
		if (notes)
			printf("読み取り時の注記 %zu件(報告書の「読み取りの記録」を参照)\n", notes);
		printf("報告書: %s/report.pdf\n結果: %s/results.json\n", out, out);
		return;
	}
	printf("%zu of %zu controls assessed (the others are not assessed). Requirements not met: %zu; recommendations not met: %zu.\n",
	    s->assessed, s->controls, s->requirements_failed, s->recommendations_failed);
	printf("Verdicts: %zu pass, %zu fail, %zu unknown, %zu not applicable\n", s->verdicts[RESULT_PASS], s->verdicts[RESULT_FAIL],
	    s->verdicts[RESULT_UNKNOWN], s->verdicts[RESULT_NOT_APPLICABLE]);
	if (notes)
		printf("Notes while reading: %zu (listed in the report)\n", notes);
	printf("Report: %s/report.pdf\nResults: %s/results.json\n", out, out);
}
