/* Secrets of MySQL and MariaDB: expected texts by hashlib and by an independent writer of the algorithm. */
#include "fixture_secret.h"
#include "unit.h"

/* The digits of the rounds are hexadecimal: 010 is 16000 of them. */
static void
hashes(void)
{
	static const struct fixture_secret rows[] = {
		{ "*69C3D7FDB665F39015CC9F605F24A038DDAB3D61", HASH_GOOD, "mysql-native", "Sakura2024!" },
		{ "*b77a4105f8646bd7567bf021c1ee7a5861cdcb6b", HASH_GOOD, "mysql-native", "さくら" },
		{ "$A$001$ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrB", HASH_GOOD, "mysql-caching-sha2", "Sakura2024!" },
		{ "$A$001$ABCDEFGHIJKLMNOPQRSTLa.gPh0QLamMeW1ZZPF.LzoARELwpUepIt40uRTJje.", HASH_GOOD, "mysql-caching-sha2", "さくら" },
		{ "$A$001$ABCDEFGHIJKLMNOPQRSTbdbGTcYtnq2rVa38.M1U5WQhQKccHCic9FNGNjRS/Y2", HASH_GOOD, "mysql-caching-sha2", "a" },
		{ "$A$001$ABCDEFGHIJKLMNOPQRSTgY3FJ0bSInxpYlBxuuPeNZAnxmXWrsL/zClsDRvZjUD", HASH_GOOD, "mysql-caching-sha2", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
		{ "$A$001$ABCDEFGHIJKLMNOPQRSTMc7s1llmkyqv2a15K.LhGQ.sEVOV4AsIAYfKsfTBW8B", HASH_GOOD, "mysql-caching-sha2", "" },
		{ "$A$010$ABCDEFGHIJKLMNOPQRSTBhhKvNUoSatSQbToqDG2PPcyzAdwE3n4reKf898dvo8", HASH_GOOD, "mysql-caching-sha2", "maint" },
		{ "70f8a9961e369cba", HASH_GOOD, "mysql-old", "Sakura2024!" },
		{ "6f8c114b58f2ce9e", HASH_GOOD, "mysql-old", "mypass" },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_MYSQL, "a", rows);
}

static void
what_is_none(void)
{
	static const struct fixture_secret rows[] = {
		{ "", HASH_EMPTY, NULL, NULL },
		{ "*THISISNOTAVALIDPASSWORDTHATCANBEUSEDHERE", HASH_NONE, NULL, NULL },
		{ "$A$005$THISISACOMBINATIONOFINVALIDSALTANDPASSWORDTHATMUSTNEVERBRBEUSED", HASH_NONE, NULL, NULL },
		{ "invalid", HASH_NONE, NULL, NULL },
		{ "INVALID", HASH_NONE, NULL, NULL },
		{ "*69C3D7FDB665F39015CC9F605F24A038DDAB3D", HASH_MALFORMED, NULL, NULL },
		{ "*", HASH_MALFORMED, NULL, NULL },
		{ "$A$", HASH_MALFORMED, NULL, NULL },
		{ "$A$001$", HASH_MALFORMED, NULL, NULL },
		{ "$A$000$ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrB", HASH_MALFORMED, NULL, NULL },
		{ "$A$0x1$ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrB", HASH_MALFORMED, NULL, NULL },
		{ "$A$001.ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrB", HASH_MALFORMED, NULL, NULL },
		{ "$A$001$ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrBx", HASH_MALFORMED, NULL, NULL },
		{ "$B$001$ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrB", HASH_UNSUPPORTED, NULL, NULL },
		{ "69C3D7FDB665F39015CC9F605F24A038DDAB3D61", HASH_UNSUPPORTED, NULL, NULL },
		{ "words", HASH_UNSUPPORTED, NULL, NULL },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_MYSQL, "a", rows);
}

static void
costs(void)
{
	static const struct fixture_cost rows[] = {
		{ "$A$005$ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrB", 500, 5000 },
		{ "$A$0FF$ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrB", 50000, 255000 },
		{ "$A$FFF$ABCDEFGHIJKLMNOPQRSTpCiC95H9jIU75to2Nkh8mSPaG.auRJQ4zch0xqjZfrB", 500000, 2000000 },
		{ NULL, 0, 0 },
	};

	fixture_costs_check(SECRET_MYSQL, rows);
}

static const struct unit_test tests[] = {
	{ "hashes", hashes },
	{ "what is none", what_is_none },
	{ "costs", costs },
	{ NULL, NULL },
};

const struct unit_suite suite_password_scheme_mysql = { "password scheme mysql", tests };
