/* What format texts record, and two formats of one log. */
#include "evidence/log/log_fields.h"

#include "unit.h"

#define WEB (FIELD_MOMENT | FIELD_USER | FIELD_SOURCE | FIELD_ACTION | FIELD_OBJECT | FIELD_RESULT | FIELD_BYTES)

static void
test_nginx(void)
{
	CU_ASSERT_EQUAL(log_fields_nginx(STR("$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_user_agent\"")),
	    WEB | FIELD_AGENT);
	CU_ASSERT_EQUAL(log_fields_nginx(STR("${msec}x${status}")), FIELD_MOMENT | FIELD_RESULT);
	/* Longer names are others. */
	CU_ASSERT_EQUAL(log_fields_nginx(STR("$status_text $request_time $remote_address")), 0);
	CU_ASSERT_EQUAL(log_fields_nginx(STR("$")), 0);
	CU_ASSERT_EQUAL(log_fields_nginx(STR("${status")), FIELD_RESULT);
	CU_ASSERT_EQUAL(log_fields_nginx(STR("")), 0);
}

static void
test_apache(void)
{
	CU_ASSERT_EQUAL(log_fields_apache(STR("%h %l %u %t \"%r\" %>s %b")), WEB);
	CU_ASSERT_EQUAL(log_fields_apache(STR("%v:%p %{c}a \"%{User-Agent}i\" \"%{Referer}i\" %O")), FIELD_PORT | FIELD_SOURCE | FIELD_AGENT | FIELD_BYTES);
	CU_ASSERT_EQUAL(log_fields_apache(STR("%{remote}p %{X-Forwarded-For}i %%u %D")), 0);
	/* Only of some requests. */
	CU_ASSERT_EQUAL(log_fields_apache(STR("%400,501{User-agent}i %!200u")), 0);
	CU_ASSERT_EQUAL(log_fields_apache(STR("%{%d/%b %H:%M:%S}t")), FIELD_TIME);
	CU_ASSERT_EQUAL(log_fields_apache(STR("%{begin:%Y-%m-%dT%H:%M:%S%z}t")), FIELD_MOMENT);
	CU_ASSERT_EQUAL(log_fields_apache(STR("%{usec}t")), FIELD_MOMENT);
	CU_ASSERT_EQUAL(log_fields_apache(STR("%{%Y}t")), FIELD_YEAR);
	CU_ASSERT_EQUAL(log_fields_apache(STR("%{")), 0);
	CU_ASSERT_EQUAL(log_fields_apache(STR("%")), 0);
}

static void
test_squid(void)
{
	CU_ASSERT_EQUAL(log_fields_squid(STR("%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt")), WEB | FIELD_PORT);
	CU_ASSERT_EQUAL(log_fields_squid(STR("%\"{User-Agent}>h %>h{User-Agent}")), FIELD_AGENT);
	CU_ASSERT_EQUAL(log_fields_squid(STR("%{Referer}>h %<h{User-Agent}")), 0);
	CU_ASSERT_EQUAL(log_fields_squid(STR("%{%m/%d %H:%M}tl")), FIELD_TIME);
	CU_ASSERT_EQUAL(log_fields_squid(STR("%tl{%Y-%m-%d %H:%M %z}")), FIELD_MOMENT);
	CU_ASSERT_EQUAL(log_fields_squid(STR("%rp %ui %>p")), FIELD_OBJECT);
	CU_ASSERT_EQUAL(log_fields_squid(((struct str){ "%\0\0\0ru", 6 })), 0);
}

static void
test_postgres(void)
{
	CU_ASSERT_EQUAL(log_fields_postgres(STR("%m [%p] %q%u@%d ")), FIELD_MOMENT | FIELD_USER | FIELD_OBJECT);
	CU_ASSERT_EQUAL(log_fields_postgres(STR("%-10t %8r %e ")), FIELD_MOMENT | FIELD_SOURCE | FIELD_RESULT);
	CU_ASSERT_EQUAL(log_fields_postgres(STR("%%u %p %")), 0);
}

static void
test_two_formats(void)
{
	struct arena *arena = arena_new();
	struct log_formats formats = log_formats_of(arena);
	struct log_format good = { .log = "/a", .format = "x", .known = FIELD_ALL, .has = FIELD_ALL };
	struct log_format less = { .log = "/a", .format = "y", .known = FIELD_USER | FIELD_TIME, .has = FIELD_TIME };
	struct log_format other = { .log = "/b" };

	log_formats_add(&formats, &good);
	log_formats_add(&formats, &other);
	log_formats_add(&formats, &less);
	CU_ASSERT_EQUAL_FATAL(formats.list.len, 2);
	/* The user is missing in one; of the rest only the moment is known to be in both. */
	CU_ASSERT_EQUAL(formats.list.items[0]->known, FIELD_USER | FIELD_TIME);
	CU_ASSERT_EQUAL(formats.list.items[0]->has, FIELD_TIME);
	CU_ASSERT_PTR_NULL(formats.list.items[0]->format);
	UNIT_EQUAL(formats.list.items[1]->log, "/b");
	arena_free(arena);
}

static const struct unit_test tests[] = {
	{ "nginx", test_nginx },
	{ "apache", test_apache },
	{ "squid", test_squid },
	{ "postgres", test_postgres },
	{ "two formats", test_two_formats },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_log_fields = { "evidence/log_fields", tests };
