/* The users of a database, as a query writes them: pg_authid or pg_shadow of PostgreSQL, mysql.user of MySQL and MariaDB; as CSV, or in columns
 * parted by tabs with backslashes before what would end them (`psql \copy`, `mysql --batch`).
 *
 * Decision rules: a role of PostgreSQL without a password cannot log in by one, of MySQL anybody can log in without. rolsuper, Super_priv and
 * Grant_priv make an administrator; without them one may be one by other privileges and by membership, which stand elsewhere. A user of MySQL
 * is a name and a host. What plugins that are not known here keep is not looked at. MD5 and SHA-1 once or twice are weak, and SCRAM below the
 * 4096 rounds of RFC 7677. */
#include "evidence/account/account.h"

#include "tenken/base/limits.h"
#include "tenken/model/secret.h"
#include "tenken/syntax/csv.h"
#include "tenken/syntax/date.h"
#include "tenken/syntax/lines.h"
#include "tenken/syntax/text.h"

#define SCRAM "SCRAM-SHA-256$"
#define SCRAM_ROUNDS 4096

/* One table: its headings in the first row. */
struct table {
	const struct parse *parse;
	struct arena *arena;
	struct file *file;
	const struct csv_row *head;
};

/* Whether the line has the word as a heading. */
static bool
has_heading(struct str line, const char *word)
{
	for (struct str cell; (cell = str_token(&line, ",;\t\"\r")).len;)
		if (str_is_nocase(str_trim(cell), word))
			return true;
	return false;
}

static bool
is_postgresql(struct str head)
{
	return (has_heading(head, "rolname") && has_heading(head, "rolpassword")) ||
	       (has_heading(head, "usename") && has_heading(head, "passwd"));
}

static bool
is_mysql(struct str head)
{
	return has_heading(head, "User") && has_heading(head, "Host") && (has_heading(head, "authentication_string") || has_heading(head, "plugin"));
}

static struct str
first_line(const struct file *file)
{
	struct str head = { file->bytes.ptr, file->bytes.len < 4096 ? file->bytes.len : 4096 }, line;

	if (str_has_prefix(head, "\xef\xbb\xbf"))
		head = (struct str){ head.ptr + 3, head.len - 3 };
	return str_line(&head, &line) ? line : STR("");
}

static int
bid(const struct file *file)
{
	struct str head = first_line(file);

	return is_postgresql(head) || is_mysql(head) ? 60 : 0;
}

/* The cell under the heading without blanks at its ends. False where there is no such column, or the cell is NULL. */
static bool
cell_of(const struct table *table, const struct csv_row *row, const char *heading, struct str *ret)
{
	for (size_t i = 0; i < table->head->count && i < row->count; i++) {
		if (!str_is_nocase(str_trim(table->head->cells[i]), heading))
			continue;
		struct str cell = row->cells[i];
		if (str_is(cell, "NULL") || str_is(cell, "\\N"))
			return false;
		*ret = cell;
		return true;
	}
	return false;
}

static bool
is_yes(const struct table *table, const struct csv_row *row, const char *heading)
{
	struct str cell = STR("");

	cell_of(table, row, heading, &cell);
	return str_is_nocase(cell, "t") || str_is_nocase(cell, "true") || str_is_nocase(cell, "Y");
}

static bool
is_no(const struct table *table, const struct csv_row *row, const char *heading)
{
	struct str cell = STR("");

	cell_of(table, row, heading, &cell);
	return str_is_nocase(cell, "f") || str_is_nocase(cell, "false") || str_is_nocase(cell, "N");
}

static bool
is_masked(struct str text)
{
	return str_has_prefix(text, "**") || str_has_prefix(text, "<");
}

static struct password
postgresql_password(struct str text)
{
	struct str rest = text;
	int64_t rounds = 0;

	if (text.len == 0)
		return (struct password){ .state = PASSWORD_LOCKED };
	if (str_has_prefix(text, "md5"))
		return (struct password){ .state = PASSWORD_SET, .hash_kind = "postgresql-md5", .is_weak = true };
	if (!str_has_prefix(text, SCRAM))
		return (struct password){ .state = is_masked(text) ? PASSWORD_UNKNOWN : PASSWORD_SET };
	rest = (struct str){ text.ptr + strlen(SCRAM), text.len - strlen(SCRAM) };
	bool is_number = str_int(str_token(&rest, ":"), &rounds);
	return (struct password){ .state = PASSWORD_SET, .hash_kind = "scram-sha-256", .is_weak = !is_number || rounds < SCRAM_ROUNDS };
}

/* Whether the day is over until which the password holds; a day that cannot be read may be. */
static bool
may_be_over(const struct table *table, const struct csv_row *row, const char *heading)
{
	int32_t today = parse_day(table->parse), until;
	struct str cell = STR("");

	if (!cell_of(table, row, heading, &cell) || cell.len == 0 || str_is_nocase(cell, "infinity"))
		return false;
	cell.len = cell.len < 10 ? cell.len : 10;
	return date_parse(table->parse->run, cell, &until) != DATE_DAY || today == DAY_UNKNOWN || until <= today;
}

/* The name of a role is the salt of its MD5: one that a record cannot hold is not handed over. */
static void
emit_postgresql(const struct table *table, const struct csv_row *row)
{
	struct subject *subject = table->parse->subject;
	struct str name = STR(""), text = STR("");
	struct span at = file_span(table->file, row->line);

	if (!cell_of(table, row, "rolname", &name))
		cell_of(table, row, "usename", &name);
	bool has_text = cell_of(table, row, "rolpassword", &text) || cell_of(table, row, "passwd", &text);
	if (name.len == 0)
		return;
	struct record *record = record_add(subject, "account", arena_strndup(table->arena, name.ptr, name.len), at);
	bool is_super = is_yes(table, row, "rolsuper") || is_yes(table, row, "usesuper");
	bool is_over = may_be_over(table, row, "rolvaliduntil") || may_be_over(table, row, "valuntil");
	struct password password = postgresql_password(has_text ? text : STR(""));
	bool can_login = is_yes(table, row, "rolcanlogin") && password.state == PASSWORD_SET && !is_over;
	record_set(subject, record, "admin", is_super ? "true" : "unknown");
	record_set(subject, record, "admin-by", is_super ? "superuser" : NULL);
	record_set(subject, record, "enabled", is_no(table, row, "rolcanlogin") ? "false" : can_login ? "true" : "unknown");
	account_set_password(subject, record, &password);
	record_set(subject, record, "mfa", "unknown");
	if (password.state == PASSWORD_SET && str_is(name, record->name))
		secret_add(subject->secrets, subject->id, record->name, at, SECRET_POSTGRESQL, text);
}

/* By the plugin, where the table tells it, and the shape of the text. */
static struct password
mysql_password(bool has_plugin, struct str plugin, struct str text)
{
	static const char *const kept[] = { "mysql_native_password", "mysql_old_password", "caching_sha2_password", "sha256_password" };
	static const char *const elsewhere[] = { "unix_socket", "auth_socket" };
	bool is_kept = has_plugin && plugin.len == 0, is_elsewhere = false;   /* none: the one of the oldest releases */

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		is_kept |= str_is_nocase(plugin, kept[i]);
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		is_elsewhere |= str_is_nocase(plugin, elsewhere[i]);
	/* Accounts of the server itself are locked with a text that no password gives. */
	if (str_has(text, "NOTAVALIDPASSWORD") || str_has(text, "INVALIDSALTANDPASSWORD"))
		return (struct password){ .state = PASSWORD_LOCKED };
	if (str_has_prefix(text, "$A$"))
		return (struct password){ .state = PASSWORD_SET, .hash_kind = "caching-sha2" };
	if (text.len == 41 && text.ptr[0] == '*')
		return (struct password){ .state = PASSWORD_SET, .hash_kind = "mysql-native", .is_weak = true };
	if (text.len == 0 || is_masked(text))
		return (struct password){ .state = text.len          ? PASSWORD_UNKNOWN
			                          : is_elsewhere ? PASSWORD_LOCKED
			                          : is_kept      ? PASSWORD_NONE
			                                         : PASSWORD_UNKNOWN };
	if (str_is_nocase(text, "invalid") || text.ptr[0] == '*')
		return (struct password){ .state = PASSWORD_LOCKED };
	if (text.len == 16 && (is_kept || plugin.len == 0))
		return (struct password){ .state = PASSWORD_SET, .hash_kind = "mysql-old", .is_weak = true };
	return (struct password){ .state = is_kept ? PASSWORD_SET : PASSWORD_UNKNOWN };
}

static const char *
mysql_admin_by(const struct table *table, const struct csv_row *row)
{
	bool is_super = is_yes(table, row, "Super_priv"), can_grant = is_yes(table, row, "Grant_priv");

	return is_super && can_grant ? "Super_priv Grant_priv" : is_super ? "Super_priv" : can_grant ? "Grant_priv" : NULL;
}

static void
emit_mysql(const struct table *table, const struct csv_row *row)
{
	struct subject *subject = table->parse->subject;
	struct str user = STR(""), host = STR(""), plugin = STR(""), text = STR(""), changed = STR("");
	struct span at = file_span(table->file, row->line);
	int32_t day = DAY_UNKNOWN;

	if (!cell_of(table, row, "User", &user) || !cell_of(table, row, "Host", &host))
		return;
	bool has_plugin = cell_of(table, row, "plugin", &plugin);
	if (!cell_of(table, row, "authentication_string", &text) || text.len == 0)
		cell_of(table, row, "Password", &text);
	cell_of(table, row, "password_last_changed", &changed);
	changed.len = changed.len < 10 ? changed.len : 10;
	const char *name = arena_printf(table->arena, "%.*s@%.*s", (int)user.len, user.ptr, (int)host.len, host.ptr);
	const char *admin_by = mysql_admin_by(table, row);
	bool is_locked = is_yes(table, row, "account_locked"), is_open = is_no(table, row, "account_locked");
	struct password password = mysql_password(has_plugin, plugin, text);
	struct record *record = record_add(subject, "account", name, at);
	record_set(subject, record, "admin", admin_by ? "true" : "unknown");
	record_set(subject, record, "admin-by", admin_by);
	record_set(subject, record, "enabled", is_locked ? "false" : is_open ? "true" : "unknown");
	account_set_password(subject, record, &password);
	record_set(subject, record, "mfa", "unknown");
	if (date_parse(table->parse->run, changed, &day) == DATE_DAY)
		record_set_day(subject, record, "password-changed", day);
	if (password.state == PASSWORD_SET || password.state == PASSWORD_NONE)
		secret_add(subject->secrets, subject->id, record->name, at, SECRET_MYSQL, text);
}

/* A backslash and what stands for a line's end, a tab, a NUL or the backslash itself; `\N` stays. */
static struct str
unescaped(struct arena *arena, struct str cell)
{
	static const char from[] = "nt0rb", to[] = "\n\t\0\r\b";
	char *text = arena_strndup(arena, cell.ptr, cell.len);
	size_t len = 0;

	if (str_is(cell, "\\N"))
		return cell;
	for (size_t i = 0; i < cell.len; i++) {
		char c = cell.ptr[i];
		if (c == '\\' && i + 1 < cell.len) {
			const char *found = memchr(from, cell.ptr[++i], sizeof from - 1);
			c = found ? to[found - from] : cell.ptr[i];
		}
		text[len++] = c;
	}
	return (struct str){ text, len };
}

/* One line of a table in tabs; false beyond what a row may have. */
static bool
split(struct arena *arena, const struct lines *lines, struct csv_row *ret)
{
	VEC(struct str) cells = { 0 };

	for (size_t i = 0, start = 0; i <= lines->text.len; i++) {
		if (i < lines->text.len && lines->text.ptr[i] != '\t')
			continue;
		if (cells.len == LIMIT_CSV_COLUMNS)
			return false;
		vec_push(arena, &cells, unescaped(arena, (struct str){ lines->text.ptr + start, i - start }));
		start = i + 1;
	}
	*ret = (struct csv_row){ .cells = cells.items, .count = cells.len, .line = lines->line };
	return true;
}

static bool
read_tabs(const struct table *table, struct str utf8, struct csv *ret)
{
	struct csv csv = { .delimiter = '\t' };

	for (struct lines lines = lines_of(utf8); lines_next(&lines);) {
		struct csv_row row;
		if (lines.line > LIMIT_LINES || lines.is_cut || !split(table->arena, &lines, &row)) {
			diag_report(&table->parse->run->diags, DIAG_LIMIT, file_span(table->file, lines.line), "%s", "a row too long, or too many");
			return false;
		}
		if (str_trim(lines.text).len)
			vec_push(table->arena, &csv.rows, row);
	}
	*ret = csv;
	return csv.rows.len > 0;
}

static void
read_file(const struct parse *parse, struct file *file)
{
	struct table table = { .parse = parse, .arena = parse->bundle->arena, .file = file };
	struct text text;
	struct csv csv = { 0 };

	if (text_decode(parse->run, table.arena, file->path, file->bytes, &text) != 0)
		return;
	struct str head = first_line(file);
	bool is_tabbed = memchr(head.ptr, '\t', head.len) != NULL;
	if (is_tabbed ? !read_tabs(&table, text.utf8, &csv) : csv_read(parse->run, table.arena, file->path, text.utf8, &csv) != 0)
		return;
	file->is_used = true;
	table.head = csv.rows.items;
	for (size_t i = 1; i < csv.rows.len; i++) {
		const struct csv_row *row = &csv.rows.items[i];
		/* What a row that was cut does not say is not NULL. */
		if (row->count < table.head->count)
			diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, row->line), "%zu cells, not %zu", row->count,
			    table.head->count);
		else if (is_postgresql(head))
			emit_postgresql(&table, row);
		else
			emit_mysql(&table, row);
	}
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));)
		read_file(parse, file);
}

const struct parser parser_database = {
	.name = "database-users",
	.title = { "データベースの利用者(pg_authid, mysql.user)", "users of a database: pg_authid, mysql.user" },
	.bid = bid,
	.scope = SCOPE_HOST,
	.parse = parse,
};
