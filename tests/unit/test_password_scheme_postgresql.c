/* Secrets of PostgreSQL: expected texts by hashlib. */
#include "fixture_secret.h"
#include "unit.h"

/* The third is the user of RFC 7677, 3, whose exchange ends with the server key. */
static void
scram(void)
{
	static const struct fixture_secret rows[] = {
		{ "SCRAM-SHA-256$4096:MDEyMzQ1Njc4OWFiY2RlZg==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", HASH_GOOD, "scram-sha-256", "Sakura2024!" },
		{ "SCRAM-SHA-256$10:ZmVkY2JhOTg3NjU0MzIxMA==$fbXtpEUAO/tTJB+tiR1KCdaWOTVyM1QvE8WAqck7Byw=:OOChuJnWYnH1C8GfHcdnf3P2NeqSPdfMxcTDQdtCoJg=", HASH_GOOD, "scram-sha-256", "さくら" },
		{ "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=", HASH_GOOD, "scram-sha-256", "pencil" },
		{ "", HASH_NONE, NULL, NULL },
		{ "SCRAM-SHA-256$", HASH_MALFORMED, NULL, NULL },
		{ "SCRAM-SHA-256$4096", HASH_MALFORMED, NULL, NULL },
		{ "SCRAM-SHA-256$4096:$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", HASH_MALFORMED, NULL, NULL },
		{ "SCRAM-SHA-256$0:MDEyMw==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", HASH_MALFORMED, NULL, NULL },
		{ "SCRAM-SHA-256$-1:MDEyMw==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", HASH_MALFORMED, NULL, NULL },
		{ "SCRAM-SHA-256$4096:MDEyMw$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", HASH_MALFORMED, NULL, NULL },
		{ "SCRAM-SHA-256$MDEyMw==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", HASH_MALFORMED, NULL, NULL },
		{ "SCRAM-SHA-512$4096:MDEyMw==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", HASH_UNSUPPORTED, NULL, NULL },
		{ "plain words", HASH_UNSUPPORTED, NULL, NULL },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_POSTGRESQL, "a", rows);
}

static void
md5(void)
{
	static const struct fixture_secret rows[] = {
		{ "md5a6cc77d1204b6f5814653c9ed03faa84", HASH_GOOD, "postgresql-md5", "Sakura2024!" },
		{ "md5", HASH_MALFORMED, NULL, NULL },
		{ "md5a6cc77d1204b6f5814653c9ed03faa8", HASH_MALFORMED, NULL, NULL },
		{ "md5a6cc77d1204b6f5814653c9ed03faaz", HASH_MALFORMED, NULL, NULL },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_POSTGRESQL, "postgres", rows);
}

/* The name of the role is part of it. */
static void
md5_of_another(void)
{
	static const struct fixture_secret rows[] = {
		{ "md521ea7e9c61d7a7eb0508f6eae10fdff5", HASH_GOOD, "postgresql-md5", "さくら" },
		{ NULL, HASH_GOOD, NULL, NULL },
	};

	fixture_secrets_check(SECRET_POSTGRESQL, "運用", rows);
}

static void
costs(void)
{
	static const struct fixture_cost rows[] = {
		{ "SCRAM-SHA-256$4096:MDEyMzQ1Njc4OWFiY2RlZg==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", 500, 4000 },
		{ "SCRAM-SHA-256$600000:MDEyMw==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", 100000, 400000 },
		{ "SCRAM-SHA-256$999999999:MDEyMw==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", 0, 0 },
		{ "SCRAM-SHA-256$9223372036854775807:MDEyMw==$4itnhIPqUJsDwNyNv1qYJ3iyOGhr+zlVLZeoKODmGr0=:YqQTiO33ESclydJaqJPicUS2rgGU1Fxxf1Cmt+vu4Tc=", 0, 0 },
		{ NULL, 0, 0 },
	};

	fixture_costs_check(SECRET_POSTGRESQL, rows);
}

static const struct unit_test tests[] = {
	{ "scram", scram },
	{ "md5", md5 },
	{ "md5 of another", md5_of_another },
	{ "costs", costs },
	{ NULL, NULL },
};

const struct unit_suite suite_password_scheme_postgresql = { "password scheme postgresql", tests };
