/* userPassword of directories: expected texts by hashlib. */
#include "fixture_secret.h"
#include "unit.h"

static void
digests(void)
{
	static const struct fixture_secret rows[] = {
		{ "{SHA}sB2RCnBgqcAGL4Lq6tU8BLJe51E=", HASH_GOOD, "sha", "Sakura2024!" },
		{ "{SSHA}1KHu+goelrEguK/ayK3xnp7D3DNzYWx0MTIzNA==", HASH_GOOD, "ssha", "Sakura2024!" },
		{ "{ssha}1KHu+goelrEguK/ayK3xnp7D3DNzYWx0MTIzNA==", HASH_GOOD, "ssha", "Sakura2024!" },
		{ "{MD5}Z6jwWcrMskebZO99lnBBeA==", HASH_GOOD, "md5", "Sakura2024!" },
		{ "{SMD5}TZ/83xGdOlude8tKoZvIQnNhbHQxMjM0", HASH_GOOD, "smd5", "Sakura2024!" },
		{ "{SHA256}+oWil+jMq7hVLo/+DJrQuHcfUjpPW4IY3ILcSOCvizY=", HASH_GOOD, "sha256", "Sakura2024!" },
		{ "{SSHA256}HddFuqYf0qE5OnIGYgbZAvGf+HweCsc3IkXXLKBGQq9zYWx0MTIzNA==", HASH_GOOD, "ssha256", "Sakura2024!" },
		{ "{SHA512}B9lxckHgvROi4XhSjV5giEkZiibyHeonkC4buDB/yw1yHxh7OODihzlmv48xXhnbz3mnl2JrbzfEoUMsiLBzyQ==", HASH_GOOD, "sha512", "Sakura2024!" },
		{ "{SSHA512}IFPPFiiqAO9/tiTReUdfi+uH130Pvm9O74OooAfPOhkZ7PsXXHRt+Ob/dv3qMaB+8huaZtcDQbg4mcNr4iaaQnNhbHQxMjM0", HASH_GOOD, "ssha512", "Sakura2024!" },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_LDAP, "a", rows);
}

static void
derived(void)
{
	static const struct fixture_secret rows[] = {
		{ "{PBKDF2}1000$....MDEyMzQ1Njc4OWFiIQ$UWjcncXG5By6fCfxnDjp/xI0jSc", HASH_GOOD, "pbkdf2-sha1", "Sakura2024!" },
		{ "{PBKDF2-SHA1}1000$....MDEyMzQ1Njc4OWFiIQ$UWjcncXG5By6fCfxnDjp/xI0jSc=", HASH_GOOD, "pbkdf2-sha1", "Sakura2024!" },
		{ "{PBKDF2-SHA256}1000$....MDEyMzQ1Njc4OWFiIQ$G.x3qo0LMhnb8uvHyAgnj8R8VIDmGh054MTKtwwI7RU", HASH_GOOD, "pbkdf2-sha256", "Sakura2024!" },
		{ "{PBKDF2-SHA256}1000$++++MDEyMzQ1Njc4OWFiIQ==$G+x3qo0LMhnb8uvHyAgnj8R8VIDmGh054MTKtwwI7RU=", HASH_GOOD, "pbkdf2-sha256", "Sakura2024!" },
		{ "{PBKDF2-SHA512}1000$....MDEyMzQ1Njc4OWFiIQ$zAtmLBi2r6eJZZTbvSAlgA/cmnewnPEv44AATJDcuHQFtR0hSV/KxPgZtAosigjyF.Lnur0ipHlseWTvDWxDJQ", HASH_GOOD, "pbkdf2-sha512", "Sakura2024!" },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_LDAP, "a", rows);
}

static void
others(void)
{
	static const struct fixture_secret rows[] = {
		{ "{CRYPT}$1$tenken00$Vzm2RJe5cHPx4I.V77YZL/", HASH_GOOD, "md5crypt", "Sakura2024!" },
		{ "{crypt}$5$tenken00$hAdcHj8xIogld.qUGHYek0NV2ZHHlpX8VfKD1VfhWMD", HASH_GOOD, "sha256crypt", "Sakura2024!" },
		{ "{CRYPT}*", HASH_NONE, NULL, NULL },
		{ "{CRYPT}", HASH_EMPTY, NULL, NULL },
		{ "{CRYPT}$9$x", HASH_UNSUPPORTED, NULL, NULL },
		{ "{CLEARTEXT}Sakura2024!", HASH_REVEALED, "plain", "Sakura2024!" },
		{ "Sakura2024!", HASH_REVEALED, "plain", "Sakura2024!" },
		{ "{half", HASH_REVEALED, "plain", "{half" },
		{ "", HASH_EMPTY, NULL, NULL },
		{ "{CLEARTEXT}", HASH_EMPTY, NULL, NULL },
		{ "{SASL}tanaka@EXAMPLE.JP", HASH_NONE, NULL, NULL },
		{ "{KERBEROS}x", HASH_NONE, NULL, NULL },
		{ "{ARGON2}$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA", HASH_UNSUPPORTED, NULL, NULL },
		{ "{X-NEW}abc", HASH_UNSUPPORTED, NULL, NULL },
		{ "{}", HASH_UNSUPPORTED, NULL, NULL },
		{ "{SHA}", HASH_MALFORMED, NULL, NULL },
		{ "{SSHA}", HASH_MALFORMED, NULL, NULL },
		{ "{SSHA}sB2RCnBgqcAGL4Lq6tU8BLJe51E=", HASH_MALFORMED, NULL, NULL },
		{ "{SHA}1KHu+goelrEguK/ayK3xnp7D3DNzYWx0MTIzNA==", HASH_MALFORMED, NULL, NULL },
		{ "{MD5}900150983cd24fb0d6963f7d28e17f72", HASH_MALFORMED, NULL, NULL },
		{ "{SHA256}sB2RCnBgqcAGL4Lq6tU8BLJe51E=", HASH_MALFORMED, NULL, NULL },
		{ "{PBKDF2-SHA256}", HASH_MALFORMED, NULL, NULL },
		{ "{PBKDF2-SHA256}0$....$G.x3qo0LMhnb8uvHyAgnj8R8VIDmGh054MTKtwwI7RU", HASH_MALFORMED, NULL, NULL },
		{ "{PBKDF2-SHA256}1000$$G.x3qo0LMhnb8uvHyAgnj8R8VIDmGh054MTKtwwI7RU", HASH_MALFORMED, NULL, NULL },
		{ "{PBKDF2-SHA256}1000$....$UWjcncXG5By6fCfxnDjp/xI0jSc", HASH_MALFORMED, NULL, NULL },
		{ "{PBKDF2-SHA256}1000", HASH_MALFORMED, NULL, NULL },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_LDAP, "a", rows);
}

static void
costs(void)
{
	static const struct fixture_cost rows[] = {
		{ "{PBKDF2-SHA256}10000$....$G.x3qo0LMhnb8uvHyAgnj8R8VIDmGh054MTKtwwI7RU", 1000, 10000 },
		{ "{PBKDF2-SHA256}999999999$....$G.x3qo0LMhnb8uvHyAgnj8R8VIDmGh054MTKtwwI7RU", 0, 0 },
		{ NULL, 0, 0 },
	};

	fixture_costs_check(SECRET_LDAP, rows);
}

static const struct unit_test tests[] = {
	{ "digests", digests },
	{ "derived", derived },
	{ "others", others },
	{ "costs", costs },
	{ NULL, NULL },
};

const struct unit_suite suite_password_scheme_ldap = { "password scheme ldap", tests };
