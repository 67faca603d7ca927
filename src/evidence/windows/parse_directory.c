/* The accounts of Active Directory: Get-ADUser | Export-Csv, csvde, ldifde.
 *
 * Decision rule (docs/evidence.md, account): directory_account.c. An export without adminCount or memberOf, or with
 * collections that were not expanded, leaves open who is an administrator. Smart cards are the only second factor that
 * the directory itself knows. */
#include "evidence/windows/directory.h"

#include "tenken/base/limits.h"

static int
bid(const struct file *file)
{
	return windows_bid(file, WINDOWS_AD_USERS, WINDOWS_AD_LDIF);
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		struct directory directory;
		size_t count = 0;
		if (!directory_read(parse, file, &directory))
			continue;
		for (size_t i = 0; i < directory.entries.len; i++) {
			struct winaccount account;
			if (!directory_account(parse, &directory, &directory.entries.items[i], &account))
				continue;
			winaccount_emit(parse, &account);
			count++;
		}
		if (count == 0)
			diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 0),
			    "no entry with sAMAccountName and userAccountControl");
	}
}

/* The domain of the first distinguished name. */
static const char *
subject_of(struct arena *arena, const struct file *file)
{
	return directory_domain(arena, windows_head(arena, file));
}

const struct parser parser_directory = {
	.name = "active-directory",
	.title = { "Active Directoryのアカウント(Get-ADUser, csvde, ldifde)",
	    "accounts of Active Directory: Get-ADUser, csvde, ldifde" },
	.bid = bid,
	.scope = SCOPE_TENANT,
	.subject_of = subject_of,
	.parse = parse,
};
