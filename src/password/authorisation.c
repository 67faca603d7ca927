/* The authorisation record (authorisation.h): a file that people write, so every slip is named with its line. */
#include "tenken/password/authorisation.h"

#include "tenken/base/file.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"
#include "tenken/syntax/text.h"

enum field { WHO, APPROVER, PURPOSE, OWNER, SCOPE, VALID_UNTIL, RULE, NOTIFIED, CONSULTED, RECIPIENTS, DESTROY_BY, FIELDS };

static const struct {
	const char *english, *japanese;
	bool is_required;
} fields[FIELDS] = {
	[WHO] = { "who", "実施者", true }, [APPROVER] = { "approver", "承認者", true }, [PURPOSE] = { "purpose", "目的", true },
	[OWNER] = { "owner", "システム所有者", true }, [SCOPE] = { "scope", "対象", true }, [VALID_UNTIL] = { "valid-until", "有効期限", true },
	[RULE] = { "rule", "根拠規程", false }, [NOTIFIED] = { "notified", "周知日", false }, [CONSULTED] = { "consulted", "労使協議", false },
	[RECIPIENTS] = { "recipients", "受領者", false }, [DESTROY_BY] = { "destroy-by", "廃棄期限", false },
};

/* A record while it is read. */
struct record_text {
	struct run *run;
	const char *path;
	const char *values[FIELDS];
	unsigned lines[FIELDS];
};

static int
refuse(const struct record_text *record, unsigned line, const char *what, const char *detail)
{
	struct span at = { .path = record->path, .line = line };

	return diag_report(&record->run->diags, DIAG_AUTHORISATION, at, "%s%s%s", what, *detail ? ": " : "", detail);
}

static enum field
field_of(struct arena *arena, struct str key)
{
	const char *name = text_narrow(arena, key);
	int field = 0;

	while (field < FIELDS && strcmp(name, fields[field].english) != 0 && strcmp(name, text_narrow(arena, str_of(fields[field].japanese))) != 0)
		field++;
	return (enum field)field;
}

static int
read_line(struct record_text *record, struct str text, unsigned line)
{
	struct arena *arena = record->run->arena;
	struct str rest = str_trim(text);
	const char *sign = rest.len ? memchr(rest.ptr, '=', rest.len) : NULL;

	if (rest.len == 0 || rest.ptr[0] == '#')
		return 0;
	if (!sign)
		return refuse(record, line, "no `key = value'", "");
	struct str key = str_trim((struct str){ rest.ptr, (size_t)(sign - rest.ptr) });
	struct str value = str_trim((struct str){ sign + 1, rest.len - (size_t)(sign + 1 - rest.ptr) });
	enum field field = field_of(arena, key);
	if (field == FIELDS)
		return refuse(record, line, "no such field", arena_strndup(arena, key.ptr, key.len));
	if (record->values[field])
		return refuse(record, line, "a second time", fields[field].english);
	record->values[field] = arena_strndup(arena, value.ptr, value.len);
	record->lines[field] = line;
	return 0;
}

static int
read_record(struct record_text *record, struct str utf8)
{
	struct lines lines = lines_of(utf8);

	while (lines_next(&lines))
		if (read_line(record, lines.text, lines.line) != 0)
			return -1;
	for (int field = 0; field < FIELDS; field++)
		if (fields[field].is_required && (!record->values[field] || !*record->values[field]))
			return refuse(record, record->lines[field], "missing", fields[field].english);
	return 0;
}

/* The same person, however the name is written: width, case and blanks disregarded. */
static bool
is_same_person(struct arena *arena, const char *a, const char *b)
{
	return strcmp(text_fold(arena, str_of(a)), text_fold(arena, str_of(b))) == 0;
}

static int
settle(struct record_text *record, int32_t today, struct authorisation *ret)
{
	struct arena *arena = record->run->arena;
	const char *const *values = record->values;
	struct str rest = str_of(values[SCOPE]), part;

	ret->valid_until = day_parse(str_of(values[VALID_UNTIL]));
	if (ret->valid_until == DAY_UNKNOWN)
		return refuse(record, record->lines[VALID_UNTIL], "no day (YYYY-MM-DD)", values[VALID_UNTIL]);
	if (ret->valid_until < today)
		return refuse(record, record->lines[VALID_UNTIL], "has expired", values[VALID_UNTIL]);
	if (is_same_person(arena, values[WHO], values[APPROVER]))
		return refuse(record, record->lines[APPROVER], "the approver is who runs it", values[APPROVER]);
	while ((part = str_token(&rest, ",")).len) {
		part = str_trim(part);
		if (part.len)
			vec_push(arena, &ret->scope, arena_strndup(arena, part.ptr, part.len));
	}
	if (ret->scope.len == 0)
		return refuse(record, record->lines[SCOPE], "missing", fields[SCOPE].english);
	return 0;
}

static const char *
or_empty(const char *text)
{
	return text ? text : "";
}

int
authorisation_load(struct run *run, const char *path, int32_t today, struct authorisation *ret)
{
	struct record_text record = { .run = run, .path = path };
	struct authorisation authorisation = { .path = path };
	struct text text;
	struct str bytes;

	if (file_read(run, run->arena, path, LIMIT_LINE_BYTES, &bytes) != 0 || text_decode(run, run->arena, path, bytes, &text) != 0)
		return -1;
	if (read_record(&record, text.utf8) != 0 || settle(&record, today, &authorisation) != 0)
		return -1;
	authorisation.who = record.values[WHO];
	authorisation.approver = record.values[APPROVER];
	authorisation.purpose = record.values[PURPOSE];
	authorisation.owner = record.values[OWNER];
	authorisation.rule = or_empty(record.values[RULE]);
	authorisation.notified = or_empty(record.values[NOTIFIED]);
	authorisation.consulted = or_empty(record.values[CONSULTED]);
	authorisation.recipients = or_empty(record.values[RECIPIENTS]);
	authorisation.destroy_by = or_empty(record.values[DESTROY_BY]);
	*ret = authorisation;
	return 0;
}

bool
authorisation_covers(const struct authorisation *authorisation, const char *subject)
{
	for (size_t i = 0; i < authorisation->scope.len; i++)
		if (str_glob(authorisation->scope.items[i], subject))
			return true;
	return false;
}
