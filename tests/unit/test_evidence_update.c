/* Lines of package managers. */
#include "evidence/system/update.h"

#include "unit.h"

static void
test_dpkg(void)
{
	CU_ASSERT_EQUAL(update_dpkg_day(STR("2026-11-01 06:25:11 upgrade openssl:amd64 3.0.14-1 3.0.15-1")), day_of(2026, 11, 1));
	/* An installation is no update, nor is what follows an upgrade. */
	CU_ASSERT_EQUAL(update_dpkg_day(STR("2026-11-01 06:25:11 install htop:amd64 <none> 3.2.2-2")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(update_dpkg_day(STR("2026-11-01 06:25:11 status installed upgrade:all 1")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(update_dpkg_day(STR("2026-11-31 06:25:11 upgrade a b c")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(update_dpkg_day(STR("")), DAY_UNKNOWN);
}

static void
test_apt(void)
{
	CU_ASSERT_EQUAL(update_apt_class(STR("Listing... Done")), UPDATE_NONE);
	CU_ASSERT_EQUAL(update_apt_class(STR("N: There is 1 additional version.")), UPDATE_NONE);
	CU_ASSERT_EQUAL(update_apt_class(STR("openssl/stable-security 3.0.15 amd64 [upgradable from: 3.0.14]")), UPDATE_SECURITY);
	CU_ASSERT_EQUAL(update_apt_class(STR("libc6/noble-updates,noble-security 2.39 amd64 [upgradable from: 2.38]")), UPDATE_SECURITY);
	CU_ASSERT_EQUAL(update_apt_class(STR("apt/noble-updates 2.8 amd64 [upgradable from: 2.7]")), UPDATE_OTHER);
	/* A point release takes over what came as security fixes before. */
	CU_ASSERT_EQUAL(update_apt_class(STR("bash/stable 5.2 amd64 [upgradable from: 5.1]")), UPDATE_UNCLEAR);
	CU_ASSERT_EQUAL(update_apt_class(STR("tzdata/stable-updates 2026b all [upgradable from: 2026a]")), UPDATE_UNCLEAR);
	CU_ASSERT_EQUAL(update_apt_class(STR("nodejs/nodistro 22 amd64 [upgradable from: 21]")), UPDATE_UNCLEAR);
}

static void
test_lists(void)
{
	bool is_security = true;

	CU_ASSERT_TRUE(update_is_release_file(STR("/var/lib/apt/lists/deb.example_debian_dists_bookworm_InRelease"), &is_security));
	CU_ASSERT_FALSE(is_security);
	CU_ASSERT_TRUE(update_is_release_file(STR("/var/lib/apt/lists/s.example_debian-security_dists_bookworm-security_InRelease"),
	    &is_security));
	CU_ASSERT_TRUE(is_security);
	CU_ASSERT_FALSE(update_is_release_file(STR("/var/lib/apt/lists/x_dists_bookworm_main_binary-amd64_Packages"), &is_security));
	CU_ASSERT_FALSE(update_is_release_file(STR("/tmp/x_InRelease"), &is_security));
}

static void
test_rpm(void)
{
	CU_ASSERT_EQUAL(update_rpm_day(STR("openssl-libs-3.0.7-25.el9.x86_64              Tue Nov  3 10:00:00 2026")), day_of(2026, 11, 3));
	CU_ASSERT_EQUAL(update_rpm_day(STR("kernel-5.14.0-1.el9.x86_64  Tue 03 Nov 2026 10:00:00 AM JST")), day_of(2026, 11, 3));
	/* Not a package of the system, though its name begins like one. */
	CU_ASSERT_EQUAL(update_rpm_day(STR("bash-completion-2.11-4.el9.noarch  Tue Nov  3 10:00:00 2026")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(update_rpm_day(STR("htop-3.3.0-1.el9.x86_64  Tue Nov  3 10:00:00 2026")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(update_rpm_day(STR("glibc-2.34-100.el9.x86_64  2026\xe5\xb9\xb4")), DAY_UNKNOWN);
	CU_ASSERT_EQUAL(update_rpm_day(STR("glibc")), DAY_UNKNOWN);
}

static void
test_advisories(void)
{
	CU_ASSERT_TRUE(update_is_advisory(STR("RHSA-2026:1234 Important/Sec. openssl-1:3.0.7-25.el9_3.x86_64")));
	CU_ASSERT_TRUE(update_is_advisory(STR("ALSA-2026:1 Moderate/Sec.  bind-32:9.16-1.el9.x86_64")));
	CU_ASSERT_TRUE(update_is_advisory(STR("FEDORA-2026-0a1b security curl-8.1-1.fc40.x86_64 2026-11-01 00:00:00")));
	CU_ASSERT_FALSE(update_is_advisory(STR("RHBA-2026:1 bugfix x-1-1.x86_64")));
	CU_ASSERT_FALSE(update_is_advisory(STR("Last metadata expiration check: 0:12:34 ago on Tue Nov 3 10:00:00 2026.")));
	CU_ASSERT_FALSE(update_is_advisory(STR("")));
}

static const struct unit_test tests[] = {
	{ "dpkg.log", test_dpkg },
	{ "apt list", test_apt },
	{ "lists", test_lists },
	{ "rpm -qa --last", test_rpm },
	{ "advisories", test_advisories },
	{ NULL, NULL }
};
const struct unit_suite suite_evidence_update = { "evidence/update", tests };
