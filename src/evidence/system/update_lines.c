/* Lines that package managers write about updates, as pure functions. */
#include "evidence/system/update.h"

int32_t
update_dpkg_day(struct str line)
{
	struct str rest = line, date = str_token(&rest, " ");

	str_token(&rest, " ");
	return str_is(str_token(&rest, " "), "upgrade") ? day_parse(date) : DAY_UNKNOWN;
}

enum update_class
update_apt_class(struct str line)
{
	struct str rest = line, name = str_token(&rest, " ");
	const char *slash = name.len ? memchr(name.ptr, '/', name.len) : NULL;
	bool is_other = true;

	if (!slash || !str_has(rest, "[upgradable from: "))
		return UPDATE_NONE;
	struct str suites = { slash + 1, name.len - (size_t)(slash + 1 - name.ptr) };
	for (struct str suite; (suite = str_token(&suites, ",")).len;) {
		if (str_has_suffix(suite, "-security"))
			return UPDATE_SECURITY;
		/* Ubuntu publishes each security fix in both; what is in -updates alone is none. Debian's point releases and the
		 * archives of others mix them. */
		is_other &= str_has_suffix(suite, "-updates") && !str_has_prefix(suite, "stable") && !str_has_prefix(suite, "oldstable");
	}
	return is_other ? UPDATE_OTHER : UPDATE_UNCLEAR;
}

bool
update_is_release_file(struct str path, bool *ret_is_security)
{
	if (!str_has_prefix(path, "/var/lib/apt/lists/") || !(str_has_suffix(path, "_InRelease") || str_has_suffix(path, "_Release")))
		return false;
	*ret_is_security = str_has(path, "-security_") || str_has(path, "_debian-security_");
	return true;
}

/* `Tue Nov  3 10:00:00 2026` as the C locale writes it, also `Tue 03 Nov 2026 10:00:00 AM JST` of English ones. */
static int32_t
english_day(struct str text)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int month = 0;
	int64_t number, year = 0, day = 0;

	for (struct str word; (word = str_token(&text, " \t")).len;) {
		for (int i = 0; i < 12; i++)
			if (str_is(word, months[i]))
				month = i + 1;
		if (!str_int(word, &number))
			continue;
		if (number >= 1970 && number <= 9999)
			year = number;
		else if (number >= 1 && number <= 31 && !day)
			day = number;
	}
	return year && month && day ? day_of((int)year, month, (int)day) : DAY_UNKNOWN;
}

/* `openssl-libs-3.0.7-25.el9.x86_64` is openssl-libs: two hyphens from the right part the version and the release. */
static bool
is_package(struct str package, const char *name)
{
	size_t len = strlen(name);

	if (!str_has_prefix(package, name) || package.len <= len + 1 || package.ptr[len] != '-')
		return false;
	return package.ptr[len + 1] >= '0' && package.ptr[len + 1] <= '9';
}

int32_t
update_rpm_day(struct str line)
{
	static const char *const core[] = { "kernel", "kernel-core", "kernel-default", "glibc", "openssl-libs", "systemd", "systemd-libs",
		"bash", "libcurl", "tzdata", "sudo", "krb5-libs", "gnutls", "libxml2", "expat", "sqlite-libs", "openssh", "dbus", "glib2",
		"libopenssl1_1", "libopenssl3", "libcurl4", "timezone" };
	struct str rest = line, package = str_token(&rest, " \t");

	for (size_t i = 0; i < sizeof core / sizeof *core; i++)
		if (is_package(package, core[i]))
			return english_day(rest);
	return DAY_UNKNOWN;
}

bool
update_is_advisory(struct str line)
{
	struct str rest = line, advisory = str_token(&rest, " \t"), kind = str_token(&rest, " \t"), package = str_token(&rest, " \t");
	bool has_digit = false;

	for (size_t i = 0; i < advisory.len; i++)
		has_digit |= advisory.ptr[i] >= '0' && advisory.ptr[i] <= '9';
	return has_digit && package.len && (str_has(advisory, "-") || str_has(advisory, ":")) &&
	    (str_has_suffix(kind, "/Sec.") || str_is_nocase(kind, "security"));
}

void
update_told(struct update *update, struct span at)
{
	if (!update->at.path)
		update->at = at;
}

void
update_later(int32_t day, int32_t *latest)
{
	if (day != DAY_UNKNOWN && (*latest == DAY_UNKNOWN || day > *latest))
		*latest = day;
}
