/* The words of a report (docs/reports.md): `text` elements by id, each language in each, and the order of the parts.
 * What an auditor may word differently is there and not in C; what is missing there is a diagnostic, never a blank. */
#include "report/wording.h"

#include "tenken/base/buf.h"
#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/xml.h"

#define FILL_MAX    (64u << 10)  /* bytes of one text with its values */
#define FILL_VALUES 12           /* placeholders of one text */

struct placeholder {
	const char *name, *value;
};

static int
text_take(struct wording *wording, const struct xml_node *node)
{
	struct run *run = wording->run;
	const char *id = xml_get(node, "id");
	const char **texts = arena_array(run->arena, LANG_COUNT, sizeof *texts);

	if (!id)
		return diag_report(&run->diags, DIAG_REPORT_WORDING, node->span, "text needs an id");
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		const char *name = lang_name((enum lang)lang);
		const struct xml_node *text = xml_child(node, name);
		if (!text)
			return diag_report(&run->diags, DIAG_REPORT_WORDING, node->span, "%s has no %s", id, name);
		texts[lang] = xml_text(run->arena, text);
	}
	if (!map_add(&wording->texts, id, texts))
		return diag_report(&run->diags, DIAG_REPORT_WORDING, node->span, "%s is there twice", id);
	return 0;
}

static int
layout_take(struct wording *wording, const struct xml_node *layout)
{
	for (const struct xml_node *part = layout->children; part; part = part->next) {
		const char *name = xml_get(part, "name");
		if (strcmp(part->name, "part") != 0 || !name)
			return diag_report(&wording->run->diags, DIAG_REPORT_WORDING, part->span,
			    "layout holds part elements with a name");
		vec_push(wording->run->arena, &wording->parts, name);
	}
	return 0;
}

static int
root_take(struct wording *wording, const struct xml_node *root)
{
	int status = 0;

	for (const struct xml_node *child = root->children; child; child = child->next)
		if (strcmp(child->name, "text") == 0)
			status |= text_take(wording, child);
		else if (strcmp(child->name, "layout") == 0)
			status |= layout_take(wording, child);
		else
			status |= diag_report(
			    &wording->run->diags, DIAG_REPORT_WORDING, child->span, "unknown element %s", child->name);
	return status ? -1 : 0;
}

int
wording_load(struct run *run, const char *name, enum lang lang, struct wording *ret)
{
	const char *member = arena_printf(run->arena, "reports/%s.xml", name);
	struct wording wording = {
		.run = run, .lang = lang, .texts = MAP_INIT(run->arena), .reported = MAP_INIT(run->arena)
	};
	struct xml_node *root;
	struct str bytes;

	wording.path = file_join(run->arena, run->datadir ? run->datadir : ".", member);
	if (file_read(run, run->arena, wording.path, LIMIT_XML_BYTES, &bytes) < 0
	    || xml_parse(run, run->arena, wording.path, bytes, &root) < 0 || root_take(&wording, root) < 0)
		return -1;
	*ret = wording;
	return 0;
}

static void
miss_report(struct wording *wording, const char *key, const char *what)
{
	const char *kept = arena_strdup(wording->run->arena, key);

	if (map_add(&wording->reported, kept, wording))
		diag_report(&wording->run->diags, DIAG_REPORT_WORDING, (struct span){ .path = wording->path }, "%s: %s",
		    key, what);
}

const char *
wording_get(struct wording *wording, const char *key)
{
	const char *const *texts = map_get(&wording->texts, key);

	if (texts && texts[wording->lang][0])
		return texts[wording->lang];
	miss_report(wording, key, "no text");
	return arena_printf(wording->run->arena, "[%s]", key);
}

const char *
wording_of(struct wording *wording, const char *prefix, const char *name)
{
	return wording_get(wording, arena_printf(wording->run->arena, "%s.%s", prefix, name));
}

/* The value of the placeholder of `len` bytes at `name`, or NULL. */
static const char *
value_find(const struct placeholder *values, size_t count, const char *name, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(values[i].name) == len && memcmp(values[i].name, name, len) == 0)
			return values[i].value;
	return NULL;
}

static const char *
text_expand(struct wording *wording, const char *key, const struct placeholder *values, size_t count)
{
	const char *text = wording_get(wording, key);
	struct buf out = BUF_INIT(FILL_MAX);

	for (const char *at = text; *at;) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;
		const char *value = end ? value_find(values, count, at + 1, (size_t)(end - at - 1)) : NULL;
		if (value) {
			buf_puts(&out, value);
			at = end + 1;
			continue;
		}
		if (end)
			miss_report(wording, key, "a placeholder that the report does not fill");
		buf_putc(&out, *at++);
	}
	const char *kept = arena_strndup(wording->run->arena, buf_str(&out).ptr, out.len);
	buf_free(&out);
	return kept;
}

const char *
wording_fill(struct wording *wording, const char *key, ...)
{
	struct placeholder values[FILL_VALUES];
	size_t count = 0;
	const char *name;
	va_list args;

	va_start(args, key);
	while ((name = va_arg(args, const char *)) != NULL) {
		const char *value = va_arg(args, const char *);
		if (count < FILL_VALUES)
			values[count++] = (struct placeholder){ name, value };
	}
	va_end(args);
	return text_expand(wording, key, values, count);
}
