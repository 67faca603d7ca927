/* hasher: the examples of the specifications (RFC 1320, 1321, 3174, 6234, 2202, 6070, 7914). */
#include "unit.h"

#include "tenken/base/hasher.h"

static const char *
hex_of(struct arena *arena, const uint8_t *bytes, size_t len)
{
	char *text = arena_alloc(arena, 2 * len + 1);

	for (size_t i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return text;
}

static void
digests(void)
{
	static const struct {
		enum hasher_kind kind;
		const char *expected;
	} rows[] = {
		{ HASHER_MD4, "a448017aaf21d8525fc10ae87aa6729d" },
		{ HASHER_MD5, "900150983cd24fb0d6963f7d28e17f72" },
		{ HASHER_SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ HASHER_SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ HASHER_SHA512, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
	};
	struct run *run = unit_run();
	struct hasher *hasher = hasher_new(run->arena);
	uint8_t bytes[HASHER_BYTES];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct str parts[] = { STR("a"), STR(""), STR("bc") };
		size_t len = hasher_digest(hasher, rows[i].kind, parts, 3, bytes);
		UNIT_EQUAL(hex_of(run->arena, bytes, len), rows[i].expected);
	}
	unit_run_free(run);
}

static void
keyed_and_derived(void)
{
	struct run *run = unit_run();
	struct hasher *hasher = hasher_new(run->arena);
	uint8_t bytes[HASHER_BYTES];

	size_t len = hasher_hmac(hasher, HASHER_SHA1, STR("Jefe"), STR("what do ya want for nothing?"), bytes);
	UNIT_EQUAL(hex_of(run->arena, bytes, len), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
	CU_ASSERT_TRUE(hasher_pbkdf2(hasher, HASHER_SHA1, STR("password"), STR("salt"), 2, 20, bytes));
	UNIT_EQUAL(hex_of(run->arena, bytes, 20), "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
	CU_ASSERT_TRUE(hasher_scrypt(STR("password"), STR("NaCl"), 1024, 8, 16, 64, bytes));
	UNIT_EQUAL(hex_of(run->arena, bytes, 64), "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
	unit_run_free(run);
}

static const struct unit_test tests[] = {
	{ "digests", digests },
	{ "keyed and derived", keyed_and_derived },
	{ NULL, NULL },
};

const struct unit_suite suite_base_hasher = { "base hasher", tests };
