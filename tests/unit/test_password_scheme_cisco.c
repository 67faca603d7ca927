/* Secrets of Cisco: expected texts made with the formulas by other means (hashlib, libcrypt). */
#include "fixture_secret.h"
#include "unit.h"

static void
types(void)
{
	static const struct fixture_secret rows[] = {
		{ "cisco", HASH_REVEALED, "plain", "cisco" },
		{ "0 cisco", HASH_REVEALED, "plain", "cisco" },
		{ "0 two words", HASH_REVEALED, "plain", "two words" },
		{ "0 7 070C285F4D06", HASH_REVEALED, "plain", "7 070C285F4D06" },
		{ "9", HASH_REVEALED, "plain", "9" },
		{ "4 ycKWZyXAevVJ9czy17fEi5QTIXdDKs6Mr69QGC0jWnM", HASH_GOOD, "cisco-4", "Sakura2024!" },
		{ "4 SBGHlsotRn5eFvmAfXjmF3pGA2sJ9oklaojr7v/hw52", HASH_GOOD, "cisco-4", "さくら" },
		{ "5 $1$tenken00$Vzm2RJe5cHPx4I.V77YZL/", HASH_GOOD, "md5crypt", "Sakura2024!" },
		{ "10 $5$tenken00$hAdcHj8xIogld.qUGHYek0NV2ZHHlpX8VfKD1VfhWMD", HASH_GOOD, "sha256crypt", "Sakura2024!" },
		{ "sha512 $1$tenken00$Vzm2RJe5cHPx4I.V77YZL/", HASH_GOOD, "md5crypt", "Sakura2024!" },
		{ "7 03375A00131D201E1E5B4D44", HASH_REVEALED, "cisco-7", "Sakura2024!" },
		{ "7 03375a00131d201e1e5b4d44", HASH_REVEALED, "cisco-7", "Sakura2024!" },
		{ "7 5256", HASH_REVEALED, "cisco-7", "a" },
		{ "7 51595507", HASH_REVEALED, "cisco-7", "abc" },
		{ "8 $8$aB3.dE5/gH7iJk$2vICi0OchC41vMQi/OqqtQm6lWsmu3vJVxzPJdvGAiI", HASH_GOOD, "cisco-8", "Sakura2024!" },
		{ "8 $8$aB3.dE5/gH7iJk$eeNaU41s3QksF8PlJ.2ya8Aq6UWrjMgSRFybfOui.GI", HASH_GOOD, "cisco-8", "さくら" },
		{ "8 $8$aB3.dE5/gH7iJk$NT5M8oYJimcfthiX6ByECl8//Yu2NxSzIDHnskIbMz6", HASH_GOOD, "cisco-8", "" },
		{ "9 $9$kJ7iHg/5Ed.3Ba$jJH50hYBg4iuSJW/CUmi.7zzXT6z2ptdHjSUKOs0hUY", HASH_GOOD, "cisco-9", "Sakura2024!" },
		{ "9 $9$kJ7iHg/5Ed.3Ba$ivuOPQNM1.L.L4tpm.d.uwBihBWcc9q35jvkxQzbj/g", HASH_GOOD, "cisco-9", "さくら" },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_CISCO, "a", rows);
}

static void
what_is_none(void)
{
	static const struct fixture_secret rows[] = {
		{ "", HASH_EMPTY, NULL, NULL },
		{ "0 ", HASH_EMPTY, NULL, NULL },
		{ "5 !", HASH_NONE, NULL, NULL },
		{ "5 *", HASH_NONE, NULL, NULL },
		{ "6 ZScKUEXWZKMfJdGYLNKPhSbXfKKeNOY", HASH_UNSUPPORTED, NULL, NULL },
		{ "encrypted 2KFQnbNIdI.2KYOU", HASH_UNSUPPORTED, NULL, NULL },
		{ "pbkdf2 $sha512$5000$a$b", HASH_UNSUPPORTED, NULL, NULL },
		{ "5 070C285F4D06", HASH_UNSUPPORTED, NULL, NULL },
		{ "5 $", HASH_UNSUPPORTED, NULL, NULL },
		{ "5 $1$", HASH_MALFORMED, NULL, NULL },
		{ "4 ", HASH_MALFORMED, NULL, NULL },
		{ "4 short", HASH_MALFORMED, NULL, NULL },
		{ "4 ycKWZyXAevVJ9czy17fEi5QTIXdDKs6Mr69QGC0jWn*", HASH_MALFORMED, NULL, NULL },
		{ "7 ", HASH_MALFORMED, NULL, NULL },
		{ "7 07", HASH_MALFORMED, NULL, NULL },
		{ "7 070", HASH_MALFORMED, NULL, NULL },
		{ "7 53070C", HASH_MALFORMED, NULL, NULL },
		{ "7 0g070C", HASH_MALFORMED, NULL, NULL },
		{ "7 07zz", HASH_MALFORMED, NULL, NULL },
		{ "7 000572", HASH_MALFORMED, NULL, NULL },
		{ "7 99070C285F4D06", HASH_MALFORMED, NULL, NULL },
		{ "8 ", HASH_MALFORMED, NULL, NULL },
		{ "8 $8$", HASH_MALFORMED, NULL, NULL },
		{ "8 $9$aB3.dE5/gH7iJk$2vICi0OchC41vMQi/OqqtQm6lWsmu3vJVxzPJdvGAiI", HASH_MALFORMED, NULL, NULL },
		{ "8 $8$$2vICi0OchC41vMQi/OqqtQm6lWsmu3vJVxzPJdvGAiI", HASH_MALFORMED, NULL, NULL },
		{ "9 $9$salt", HASH_MALFORMED, NULL, NULL },
		{ "9 $9$salt$short", HASH_MALFORMED, NULL, NULL },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_CISCO, "a", rows);
}


static const struct unit_test tests[] = {
	{ "types", types },
	{ "what is none", what_is_none },
	{ NULL, NULL },
};

const struct unit_suite suite_password_scheme_cisco = { "password scheme cisco", tests };
