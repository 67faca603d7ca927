/* Access lists, asked one thing: does the list keep anybody out? Decision rule: one entry that permits any source
 * makes it open, wherever it stands; a list with entries and none such is a restriction; one that is not in the file
 * is not known. */
#include "evidence/network/cisco.h"

static struct cisco_acl *
acl_of(struct cisco *cisco, struct str name)
{
	const char *key = arena_strndup(cisco->network->arena, name.ptr, name.len);
	struct cisco_acl *acl = map_get(&cisco->acls, key);

	if (!acl) {
		acl = arena_alloc(cisco->network->arena, sizeof *acl);
		map_set(&cisco->acls, key, acl);
	}
	return acl;
}

static bool
is_address(struct str word)
{
	return word.len && word.ptr[0] >= '0' && word.ptr[0] <= '9' && str_has(word, ".");
}

/* A source that is everybody: in words, or an address with a wildcard that leaves nothing of it. An ASA has masks
 * there. */
static bool
is_any(const struct cisco *cisco, const struct words *words, size_t at)
{
	static const char *const everybody[] = { "any", "any4", "any6", "0.0.0.0/0", "::/0" };
	const char *all = cisco->kind == CISCO_ASA ? "0.0.0.0" : "255.255.255.255";

	for (size_t i = 0; i < sizeof everybody / sizeof *everybody; i++)
		if (str_is(words->at[at], everybody[i]))
			return true;
	return at + 1 < WORDS_MAX && is_address(words->at[at]) && str_is(words->at[at + 1], all);
}

/* `[10] permit SOURCE ...` or `[10] permit PROTOCOL SOURCE ...`: the word behind `permit` is a protocol where it is
 * neither an address nor `host`. */
static void
take_entry(const struct cisco *cisco, struct cisco_acl *acl, const struct words *words, size_t at)
{
	int64_t sequence;

	if (str_int(words->at[at], &sequence))
		at++;
	if (str_is(words->at[at], "extended"))
		at++;
	bool is_permit = str_is(words->at[at], "permit");
	if (!is_permit && !str_is(words->at[at], "deny"))
		return;
	acl->has_entries = true;
	bool is_source = is_address(words->at[at + 1]) || str_is(words->at[at + 1], "host");
	acl->is_open |= is_permit && (is_any(cisco, words, at + 1) || (!is_source && is_any(cisco, words, at + 2)));
}

void
cisco_read_acls(struct cisco *cisco)
{
	static const char *const kinds[] = { "ip access-list standard *", "ip access-list extended *",
		"ip access-list *", "ipv6 access-list *", "ipv4 access-list *", NULL };
	const struct block_line *line, *child;

	for (size_t at = 0; (line = blocks_next(&cisco->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		if (words_begin(&words, "access-list * *")) {
			take_entry(cisco, acl_of(cisco, words.at[1]), &words, 2);
			continue;
		}
		for (size_t i = 0; kinds[i]; i++) {
			if (!words_begin(&words, kinds[i]))
				continue;
			struct cisco_acl *acl = acl_of(cisco, words.at[i < 2 ? 3 : 2]);
			for (size_t in = 0; (child = blocks_next(&cisco->blocks, at - 1, &in));) {
				struct words entry = words_of(child->text);
				take_entry(cisco, acl, &entry, 0);
			}
			break;
		}
	}
}

enum known
cisco_acl_restricts(const struct cisco *cisco, struct str name)
{
	const struct cisco_acl *acl = map_get(&cisco->acls, arena_strndup(cisco->network->arena, name.ptr, name.len));

	if (!acl || !acl->has_entries)
		return KNOWN_NOT;
	return acl->is_open ? KNOWN_NO : KNOWN_YES;
}
