/* Secrets of FortiOS. */
#include "fixture_secret.h"
#include "unit.h"

/* sha1 and sha256 of salt, password and the text of all devices, by hashlib. */
static void
hashes(void)
{
	static const struct fixture_secret rows[] = {
		{ "AK1QUJDREVGR0hJSktM3a84eV5TMoa2yin7gz4x1vMxzMo=", HASH_GOOD, "fortigate-ak1", "Sakura2024!" },
		{ "AK1QUJDREVGR0hJSktMqpyrAuSILfiiUU4eLjd6CwKnvn0=", HASH_GOOD, "fortigate-ak1", "さくら" },
		{ "SH2QUJDREVGR0hJSktMqEhagFvSIXA9Get0djJSWhZj9pCPieR3B00Qw1Tp6L4=", HASH_GOOD, "fortigate-sh2", "Sakura2024!" },
		{ "SH2QUJDREVGR0hJSktM2I5kyKg52iuJTlIOm96vDQ9w/dao4gxJDux2xklkwEo=", HASH_GOOD, "fortigate-sh2", "さくら" },
		{ "AK1", HASH_MALFORMED, NULL, NULL },
		{ "SH2", HASH_MALFORMED, NULL, NULL },
		{ "AK1QUJDREVGR0hJSktM3a84eV5TMoa2yin7gz4x1vMxzMoA", HASH_MALFORMED, NULL, NULL },
		{ "AK1QUJDREVGR0hJSktMqEhagFvSIXA9Get0djJSWhZj9pCPieR3B00Qw1Tp6L4=", HASH_MALFORMED, NULL, NULL },
		{ "SH2QUJDREVGR0hJSktM3a84eV5TMoa2yin7gz4x1vMxzMo=", HASH_MALFORMED, NULL, NULL },
		{ "PB2AAAA", HASH_UNSUPPORTED, NULL, NULL },
		{ "MTAwNKE4hXAPLxPyGCM=", HASH_UNSUPPORTED, NULL, NULL },
		{ "", HASH_UNSUPPORTED, NULL, NULL },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_FORTIGATE, "a", rows);
}


static const struct unit_test tests[] = {
	{ "hashes", hashes },
	{ NULL, NULL },
};

const struct unit_suite suite_password_scheme_fortigate = { "password scheme fortigate", tests };
