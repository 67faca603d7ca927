/* Exports of Active Directory to entries: ldifde, csvde, and Get-ADUser | Export-Csv. */
#include "evidence/windows/directory.h"

#include <strings.h>

#include "tenken/syntax/ldif.h"

#define DOMAIN_PARTS 16

struct str
directory_get(const struct directory_entry *entry, const char *name)
{
	for (size_t i = 0; i < entry->values.len; i++)
		if (str_is_nocase(entry->values.items[i].name, name))
			return entry->values.items[i].value;
	return STR("");
}

/* A collection that was not expanded shows the name of its type, which is no value. */
static bool
is_type_name(struct str value)
{
	return str_has_prefix(value, "Microsoft.ActiveDirectory.Management.") || str_has_prefix(value, "System.");
}

/* Each row an entry. Several values of one attribute stand in one cell, parted by semicolons. */
static bool
read_table(const struct parse *parse, struct file *file, struct directory *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct csv csv;

	if (!windows_csv(parse, file, &csv))
		return false;
	const struct csv_row *head = &csv.rows.items[0];
	for (size_t i = 1; i < csv.rows.len; i++) {
		const struct csv_row *row = &csv.rows.items[i];
		struct directory_entry entry = { .at = file_span(file, row->line) };
		for (size_t c = 0; c < head->count && c < row->count; c++) {
			struct str name = str_trim(head->cells[c]), cell = str_trim(row->cells[c]);
			bool is_list = str_is_nocase(name, "memberOf") || str_is_nocase(name, "objectClass") ||
			               str_is_nocase(name, "member") || str_is_nocase(name, "members");
			if (cell.len == 0)
				continue;
			if (!is_list)
				vec_push(arena, &entry.values, (struct directory_value){ name, cell });
			for (struct str part; is_list && (part = str_token(&cell, ";")).len;)
				vec_push(arena, &entry.values, (struct directory_value){ name, str_trim(part) });
		}
		vec_push(arena, &ret->entries, entry);
	}
	ret->has_member_of = windows_column(&csv, "memberOf") >= 0;
	ret->has_admin_count = windows_column(&csv, "adminCount") >= 0;
	ret->has_last_logon =
	    windows_column(&csv, "LastLogonDate") >= 0 || windows_column(&csv, "lastLogonTimestamp") >= 0;
	return true;
}

static bool
read_ldif(const struct parse *parse, struct file *file, struct directory *ret)
{
	struct arena *arena = parse->bundle->arena;
	struct str text;
	struct ldif ldif;

	if (!windows_text(parse, file, &text))
		return false;
	ldif_read(parse->run, arena, file->path, text, &ldif);
	for (size_t i = 0; i < ldif.entries.len; i++) {
		struct directory_entry entry = { .at = file_span(file, ldif.entries.items[i].line) };
		for (size_t v = 0; v < ldif.entries.items[i].values.len; v++) {
			const struct ldif_value *value = &ldif.entries.items[i].values.items[v];
			vec_push(arena, &entry.values, (struct directory_value){ value->name, value->value });
		}
		/* Attributes are listed where they have a value: one entry that has it shows that it was asked for. */
		ret->has_member_of |= directory_get(&entry, "memberOf").len != 0;
		ret->has_admin_count |= directory_get(&entry, "adminCount").len != 0;
		ret->has_last_logon |= directory_get(&entry, "lastLogonTimestamp").len != 0;
		vec_push(arena, &ret->entries, entry);
	}
	return true;
}

bool
directory_read(const struct parse *parse, struct file *file, struct directory *ret)
{
	static const char *const dates[] = { "LastLogonDate", "PasswordLastSet", "AccountExpirationDate",
		"whenCreated" };
	struct directory directory = { 0 };

	if (windows_kind(file) == WINDOWS_AD_LDIF ? !read_ldif(parse, file, &directory)
	                                          : !read_table(parse, file, &directory))
		return false;
	for (size_t i = 0; i < directory.entries.len; i++) {
		const struct directory_entry *entry = &directory.entries.items[i];
		if (is_type_name(directory_get(entry, "memberOf")))
			directory.has_member_of = false;
		for (size_t d = 0; d < sizeof dates / sizeof *dates && directory.order == ORDER_UNKNOWN; d++)
			directory.order = windows_date_order(directory_get(entry, dates[d]));
	}
	*ret = directory;
	return true;
}

const char *
directory_domain(struct arena *arena, struct str text)
{
	char *domain = NULL;
	size_t i = 0;

	while (i + 3 < text.len && strncasecmp(text.ptr + i, "DC=", 3) != 0)
		i++;
	for (int parts = 0; parts < DOMAIN_PARTS && i + 3 < text.len && strncasecmp(text.ptr + i, "DC=", 3) == 0;
	     parts++) {
		struct str rest = { text.ptr + i + 3, text.len - i - 3 }, part = str_token(&rest, ",\";\r\n\t +\\");
		if (part.len == 0 || part.ptr != text.ptr + i + 3)
			break;
		domain =
		    arena_printf(arena, "%s%s%.*s", domain ? domain : "", domain ? "." : "", (int)part.len, part.ptr);
		i += 3 + part.len + 1;
	}
	return domain;
}
