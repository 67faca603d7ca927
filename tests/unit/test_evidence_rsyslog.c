/* rsyslog selectors: which priorities of a facility a line takes. */
#include "unit.h"

#include "evidence/rsyslog.h"

#define AUTH 4
#define AUTHPRIV 10
#define CRON 9
#define ALL 0xffu
#define INFO 0x7fu
#define ERR 0x0fu

static void
selectors(void)
{
	static const struct {
		const char *selector;
		int facility;
		unsigned taken;
	} cases[] = {
		{ "*.*", AUTH, ALL }, { "*.info", AUTH, INFO }, { "*.err", AUTH, ERR }, { "auth.*", AUTHPRIV, 0 },
		{ "auth,authpriv.*", AUTHPRIV, ALL }, { "*.*;auth,authpriv.none", AUTH, 0 }, { "*.*;auth.none", AUTHPRIV, ALL },
		{ "auth.none;*.*", AUTH, ALL },                    /* left to right: the later part takes it back in */
		{ "*.=info", AUTH, 1u << 6 }, { "*.info;*.!err", AUTH, INFO & ~ERR }, { "*.*;*.!=debug", AUTH, INFO }, { "security.warn", AUTH, 0x1f },
		{ "10.6", AUTHPRIV, INFO }, { "cron.*", AUTH, 0 }, { "CRON.Error", CRON, ERR }, { "*.panic", AUTH, 1 }, { "auth.nonsense", AUTH, 0 },
		{ "", AUTH, 0 }, { "auth", AUTH, 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned taken = rsyslog_selects(str_of(cases[i].selector), cases[i].facility);
		if (taken != cases[i].taken)
			fprintf(stderr, "%s: %x, expected %x\n", cases[i].selector, taken, cases[i].taken);
		CU_ASSERT_EQUAL(taken, cases[i].taken);
	}
}

static const struct unit_test tests[] = {
	{ "selectors", selectors },
	{ 0 },
};

const struct unit_suite suite_evidence_rsyslog = { "evidence/rsyslog", tests };
