/* A Windows host as a system: systeminfo (which Windows), Get-HotFix (when it was last updated), Get-MpComputerStatus
 * (Microsoft Defender).
 *
 * Decision rules (docs/evidence.md): the first three lines of systeminfo are the host's name, the system's name and
 * its version, in every language. The last update is the latest day any hotfix was installed on; a list with a day
 * that cannot be read is not dated, as that may be the latest. Of Defender we take what it says of itself; that it
 * is passive or off does not mean that nothing protects the host, as another product puts it there. */
#include "evidence/windows/windows.h"

#include "evidence/system/os.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/lines.h"

static int
bid(const struct file *file)
{
	return windows_bid(file, WINDOWS_SYSTEMINFO, WINDOWS_DEFENDER);
}

static const char *
copy(struct arena *arena, struct str text)
{
	return arena_strndup(arena, text.ptr, text.len);
}

/* `10.0.19042 N/A Build 19042`: the first word. */
static void
read_systeminfo(const struct parse *parse, struct file *file)
{
	struct arena *arena = parse->bundle->arena;
	struct str text, values[3];

	if (!windows_text(parse, file, &text) || windows_values(text, values, 3) < 3)
		return;
	struct str version = str_token(&values[2], " ");
	struct record *os = record_add(parse->subject, "os",
	    arena_printf(arena, "windows %.*s", (int)version.len, version.ptr), file_span(file, 2));
	record_set(parse->subject, os, "id", "windows");
	record_set(parse->subject, os, "version", copy(arena, version));
	record_set(parse->subject, os, "title", copy(arena, values[1]));
	os_set_support(parse, os);
}

/* What a list of hotfixes tells so far. */
struct updates {
	size_t count, unreadable;
	int32_t latest;
	unsigned line; /* of the latest */
};

static void
note_update(struct updates *updates, struct str installed, enum windows_order order, unsigned line)
{
	int32_t day = windows_day(installed, order);

	updates->count++;
	if (day == DAY_UNKNOWN) {
		updates->unreadable++;
	} else if (updates->latest == DAY_UNKNOWN || day > updates->latest) {
		updates->latest = day;
		updates->line = line;
	}
}

static void
read_hotfix_csv(const struct parse *parse, struct file *file, struct updates *updates)
{
	enum windows_order order = ORDER_UNKNOWN;
	struct csv csv;

	if (!windows_csv(parse, file, &csv))
		return;
	int installed = windows_column(&csv, "InstalledOn");
	for (size_t i = 1; i < csv.rows.len && order == ORDER_UNKNOWN; i++)
		order = windows_date_order(windows_cell(&csv.rows.items[i], installed));
	for (size_t i = 1; i < csv.rows.len; i++)
		note_update(updates, windows_cell(&csv.rows.items[i], installed), order, csv.rows.items[i].line);
}

/* The day is the last column, which names of any width before it do not shift: its words are counted from the end. */
static struct str
last_date(struct str line)
{
	line = str_trim(line);
	for (size_t i = line.len, words = 0; i > 0 && words < 3; i--) {
		if (i > 1 && line.ptr[i - 2] != ' ')
			continue;
		struct str tail = { line.ptr + i - 1, line.len - i + 1 };
		if (tail.ptr[0] >= '0' && tail.ptr[0] <= '9' &&
		    (memchr(tail.ptr, '/', tail.len) || memchr(tail.ptr, '-', tail.len)))
			return tail;
		words++;
	}
	return STR("");
}

static void
read_hotfix_table(const struct parse *parse, struct file *file, struct updates *updates)
{
	enum windows_order order = ORDER_UNKNOWN;
	bool is_inside = false;
	struct str text;

	if (!windows_text(parse, file, &text))
		return;
	for (struct lines lines = lines_of(text); lines_next(&lines) && order == ORDER_UNKNOWN;)
		order = windows_date_order(last_date(lines.text));
	for (struct lines lines = lines_of(text); lines_next(&lines) && lines.line <= LIMIT_LINES;) {
		if (is_inside && str_trim(lines.text).len)
			note_update(updates, last_date(lines.text), order, lines.line);
		is_inside |= str_has(lines.text, "--------");
	}
}

static void
read_hotfix(const struct parse *parse, struct file *file)
{
	struct updates updates = { .latest = DAY_UNKNOWN };
	int32_t today = parse_day(parse);

	if (str_has(windows_head(parse->bundle->arena, file), "--------"))
		read_hotfix_table(parse, file, &updates);
	else
		read_hotfix_csv(parse, file, &updates);
	struct record *record = record_add(parse->subject, "update", "windows", file_span(file, updates.line));
	if (updates.latest == DAY_UNKNOWN || updates.unreadable)
		return;
	record_set_day(parse->subject, record, "last-update", updates.latest);
	if (today != DAY_UNKNOWN)
		record_set_int(parse->subject, record, "days-since-update", today - updates.latest);
}

/* What Get-MpComputerStatus says under that name, as a list or as a table of one row. */
static struct str
property(const struct csv *csv, struct str text, const char *name)
{
	struct str label, value;

	if (csv)
		return csv->rows.len > 1 ? windows_cell(&csv->rows.items[1], windows_column(csv, name)) : STR("");
	for (struct lines lines = lines_of(text); lines_next(&lines) && lines.line <= LIMIT_LINES;)
		if (windows_labelled(lines.text, &label, &value) && str_is_nocase(label, name))
			return value;
	return STR("");
}

/* Days since the signatures were made. The date is as the console prints it; the age Defender counted itself is not. */
static void
set_signatures(const struct parse *parse, struct record *record, struct str updated, struct str age)
{
	int32_t day = windows_day(updated, ORDER_UNKNOWN), today = parse_day(parse);
	int64_t days;

	record_set_day(parse->subject, record, "signature-date", day);
	if (day != DAY_UNKNOWN && today != DAY_UNKNOWN)
		record_set_int(parse->subject, record, "signature-age-days", today - day);
	else if (str_int(age, &days) && days < 65535) /* 65535: never had any */
		record_set_int(parse->subject, record, "signature-age-days", days);
}

static void
read_defender(const struct parse *parse, struct file *file)
{
	struct arena *arena = parse->bundle->arena;
	struct csv table = { 0 }, *csv = NULL;
	struct str text = STR("");

	if (!str_has(windows_head(arena, file), "\nRealTimeProtectionEnabled ")) {
		if (!windows_csv(parse, file, &table))
			return;
		csv = &table;
	} else if (!windows_text(parse, file, &text)) {
		return;
	}
	struct str mode = property(csv, text, "AMRunningMode"),
	           version = property(csv, text, "AntivirusSignatureVersion");
	struct record *record =
	    record_add(parse->subject, "endpoint-protection", "Microsoft Defender", file_span(file, 1));
	record_set(parse->subject, record, "mode", mode.len ? copy(arena, mode) : NULL);
	enum truth service = windows_boolean(property(csv, text, "AMServiceEnabled")),
	           virus = windows_boolean(property(csv, text, "AntivirusEnabled"));
	bool is_active = str_is_nocase(mode, "Normal"), is_off = mode.len && !is_active;
	if (is_off || service == TRUTH_NO || virus == TRUTH_NO)
		record_set_bool(parse->subject, record, "active", false);
	else if (is_active && service == TRUTH_YES && virus == TRUTH_YES)
		record_set_bool(parse->subject, record, "active", true);
	windows_set_truth(
	    parse->subject, record, "real-time", windows_boolean(property(csv, text, "RealTimeProtectionEnabled")));
	windows_set_truth(
	    parse->subject, record, "tamper-protection", windows_boolean(property(csv, text, "IsTamperProtected")));
	record_set(parse->subject, record, "signature-version", version.len ? copy(arena, version) : NULL);
	set_signatures(parse, record, property(csv, text, "AntivirusSignatureLastUpdated"),
	    property(csv, text, "AntivirusSignatureAge"));
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		enum windows_kind kind = windows_kind(file);
		if (kind == WINDOWS_SYSTEMINFO)
			read_systeminfo(parse, file);
		else if (kind == WINDOWS_HOTFIX)
			read_hotfix(parse, file);
		else if (kind == WINDOWS_DEFENDER)
			read_defender(parse, file);
	}
}

/* systeminfo names its host first. */
static const char *
subject_of(struct arena *arena, const struct file *file)
{
	struct str values[3];

	if (windows_kind(file) != WINDOWS_SYSTEMINFO || windows_values(windows_head(arena, file), values, 3) < 3 ||
	    values[0].len == 0)
		return NULL;
	return copy(arena, values[0]);
}

const struct parser parser_winhost = {
	.name = "windows-host",
	.title = { "Windowsの版、更新、ウイルス対策(systeminfo, Get-HotFix, Get-MpComputerStatus)",
	    "version, updates and protection of Windows: systeminfo, Get-HotFix, Get-MpComputerStatus" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.subject_of = subject_of,
	.parse = parse,
};
