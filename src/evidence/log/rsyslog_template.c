/* What rsyslog writes before each message: the templates of its files (rsyslog's documentation, Templates and omfile).
 *
 * Decision rule (docs/evidence.md, log-format): RSYSLOG_TraditionalFileFormat has neither year nor zone, the other formats built in
 * that files are written in have both; what a template of the site's own has is not known. Without any, files are written in
 * RSYSLOG_FileFormat. What was not collected may name another. */
#include "evidence/log/log_fields.h"
#include "evidence/log/rsyslog.h"

/* The templates files are written in, each as it is met. */
struct templates {
	struct str standard;       /* for the files to come that name none; empty: the program's own */
	struct span at;
	bool has_traditional, has_full, has_other;
};

static void
note(struct templates *templates, struct str name)
{
	if (str_is(name, "RSYSLOG_TraditionalFileFormat"))
		templates->has_traditional = true;
	else if (!name.len || str_is(name, "RSYSLOG_FileFormat") || str_is(name, "RSYSLOG_SyslogProtocol23Format"))
		templates->has_full = true;
	else
		templates->has_other = true;
}

/* The place of an action of the old form: `/path`, `-/path`, `?dynamic`, with `;template` behind it. */
static bool
is_legacy_file(const char *text, struct str *ret_template)
{
	struct str rest = str_of(text), selector = str_token(&rest, " \t"), action = str_trim(rest);

	if (!rsyslog_is_selector(selector) && !str_is(selector, "&"))
		return false;
	if (str_has_prefix(action, "-"))
		action = (struct str){ action.ptr + 1, action.len - 1 };
	if (!str_has_prefix(action, "/") && !str_has_prefix(action, "?"))
		return false;
	const char *mark = memchr(action.ptr, ';', action.len);
	*ret_template = mark ? str_trim((struct str){ mark + 1, action.len - (size_t)(mark + 1 - action.ptr) }) : STR("");
	return true;
}

static void
walk(struct templates *templates, const struct rsyslog_statement *statement)
{
	const char *text = statement->text;
	struct str rest = str_of(text), word = str_token(&rest, " \t"), name = STR("");
	bool is_omfile = rsyslog_has_word(text, "omfile");

	if (str_is_nocase(word, "$ActionFileDefaultTemplate") || (rsyslog_begins(text, "module") && is_omfile)) {
		name = word.ptr[0] == '$' ? str_trim(rest) : rsyslog_argument(str_of(text), "template");
		if (name.len) {
			templates->standard = name;
			templates->at = file_span(statement->file, statement->line);
		}
	} else if (is_omfile || is_legacy_file(text, &name)) {
		name = is_omfile ? rsyslog_argument(str_of(text), "template") : name;
		note(templates, name.len ? name : templates->standard);
	}
}

void
rsyslog_template_emit(const struct parse *parse, const struct rsyslog_config *config)
{
	struct templates templates = { .at = file_span(config->main, 0) };
	struct log_formats formats = log_formats_of(parse->bundle->arena);
	bool is_open = false;

	for (size_t i = 0; i < config->list.len; i++) {
		is_open |= config->list.items[i].is_missing;
		walk(&templates, &config->list.items[i]);
	}
	struct log_format format = { .log = "rsyslog", .writer = "rsyslog", .class = "system", .at = templates.at };
	/* One file without year and zone is enough; all must be known to have them. */
	if (templates.has_traditional)
		format.known = FIELD_MOMENT, format.has = FIELD_TIME;
	else if (templates.has_full && !templates.has_other && !is_open)
		format.known = format.has = FIELD_MOMENT;
	log_formats_add(&formats, &format);
	log_formats_emit(parse, &formats);
}
