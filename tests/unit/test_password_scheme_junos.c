/* Secrets of Junos. */
#include "fixture_secret.h"
#include "unit.h"

/* One text of each family, made by an independent writer of the form. */
static void
turned_back(void)
{
	static const struct fixture_secret rows[] = {
		{ "$9$QabcnAuOBEylMRhVYg4DjCtpuIESre8xN6/", HASH_REVEALED, "junos-9", "Sakura2024!" },
		{ "$9$BabIRS", HASH_REVEALED, "junos-9", "a" },
		{ "$9$7aNs4UDkTz6JGkPT3tplKvL7Vws4Di.gokP", HASH_REVEALED, "junos-9", "tenken-kanri" },
		{ "$9$ikPQF39ApBfThrleW8JGU", HASH_REVEALED, "junos-9", "maint01" },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_JUNOS, "a", rows);
}

static void
others(void)
{
	static const struct fixture_secret rows[] = {
		{ "$1$tenken00$Vzm2RJe5cHPx4I.V77YZL/", HASH_GOOD, "md5crypt", "Sakura2024!" },
		{ "$5$tenken00$hAdcHj8xIogld.qUGHYek0NV2ZHHlpX8VfKD1VfhWMD", HASH_GOOD, "sha256crypt", "Sakura2024!" },
		{ "!", HASH_NONE, NULL, NULL },
		{ "*", HASH_NONE, NULL, NULL },
		{ "$8$aes256-gcm$hmac-sha2-256$100$x", HASH_UNSUPPORTED, NULL, NULL },
		{ "$9$", HASH_MALFORMED, NULL, NULL },
		{ "$9$Q", HASH_MALFORMED, NULL, NULL },
		{ "$9$Qab", HASH_MALFORMED, NULL, NULL },
		{ "$9$Qabc", HASH_MALFORMED, NULL, NULL },
		{ "$9$secret1", HASH_MALFORMED, NULL, NULL },
		{ "$9$ikPQF39ApBfThrleW8JG", HASH_MALFORMED, NULL, NULL },
		{ "$9$i k", HASH_MALFORMED, NULL, NULL },
		{ "$9$ik", HASH_MALFORMED, NULL, NULL },
		{ "$1$", HASH_MALFORMED, NULL, NULL },
		{ "$z$", HASH_UNSUPPORTED, NULL, NULL },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_JUNOS, "a", rows);
}

/* So many bytes that no password is as long. */
static void
endless(void)
{
	char text[8 * HASH_PASSWORD_BYTES] = "$9$i";
	const struct fixture_secret rows[] = { { text, HASH_MALFORMED, NULL, NULL }, { NULL, HASH_GOOD, NULL, NULL } };

	for (size_t i = 4; i < sizeof text - 1; i++)
		text[i] = i % 2 ? 'i' : 'k';
	fixture_secrets_check(SECRET_JUNOS, "a", rows);
}

static const struct unit_test tests[] = {
	{ "turned back", turned_back },
	{ "others", others },
	{ "endless", endless },
	{ NULL, NULL },
};

const struct unit_suite suite_password_scheme_junos = { "password scheme junos", tests };
