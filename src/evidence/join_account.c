/* What points to several people behind one account, over all subjects.
 *
 * Decision rules: these are indicators, and none is proof. The same SSH key that opens accounts of different names
 * may belong to one person who has both; accounts of one name on several hosts are taken for one person's. Comments
 * behind keys (`tanaka@pc01`) speak of several people where what stands before the `@` differs. Two accounts of one
 * uid are one to the host, whoever uses them. */
#include "evidence/join.h"

static const char SEVERAL[] = "";

struct join_keys
join_keys_of(const struct join *join, struct arena *arena)
{
	struct join_keys keys = { arena, MAP_INIT(arena) };

	for (size_t i = 0; i < join->accounts.len; i++) {
		const struct join_account *account = &join->accounts.items[i];
		struct str rest = str_of(account->keys ? account->keys : ""), id;
		while ((id = str_token(&rest, " ")).len) {
			const char *key = arena_strndup(arena, id.ptr, id.len), *owner = map_get(&keys.owners, key);
			if (!owner)
				map_set(&keys.owners, key, (void *)account->name);
			else if (owner != SEVERAL && strcmp(owner, account->name) != 0)
				map_set(&keys.owners, key, (void *)SEVERAL);
		}
	}
	return keys;
}

static bool
has_same_key(const struct join_keys *keys, const struct join_account *account)
{
	struct str rest = str_of(account->keys ? account->keys : ""), id;

	while ((id = str_token(&rest, " ")).len)
		if (map_get(&keys->owners, arena_strndup(keys->arena, id.ptr, id.len)) == SEVERAL)
			return true;
	return false;
}

/* Whether the comments name two people. A comment without an `@` names nobody that can be told. */
static bool
has_several_comments(const struct join_keys *keys, const struct join_account *account)
{
	struct str rest = str_of(account->comments ? account->comments : ""), comment;
	const char *first = NULL;

	while ((comment = str_trim(str_token(&rest, ","))).len) {
		const char *at = memchr(comment.ptr, '@', comment.len);
		if (!at || at == comment.ptr)
			continue;
		const char *name = join_key(keys->arena, arena_strndup(keys->arena, comment.ptr, (size_t)(at - comment.ptr)));
		if (first && strcmp(first, name) != 0)
			return true;
		first = name;
	}
	return false;
}

const char *
join_shared_by(const struct join_keys *keys, const struct join_account *account)
{
	if (!account->keys && !account->comments && !account->is_uid_shared)
		return NULL;
	const char *text = arena_printf(keys->arena, "%s%s%s", has_same_key(keys, account) ? " same-key" : "",
	    has_several_comments(keys, account) ? " several-key-comments" : "", account->is_uid_shared ? " uid-duplicate" : "");

	return *text ? text + 1 : NULL;
}
