/* The small things that status commands print: names of sources, spans and points of time. Pure functions.
 * Formats: chronyc(1), ntpq(8), timedatectl(1), systemd.time(7). */
#include "evidence/clock/clock.h"

#include <arpa/inet.h>

#include "evidence/systemd.h"

/* Loopback, unspecified, and IPv4 loopback inside IPv6. */
static bool
is_own_address(struct str text)
{
	char buffer[INET6_ADDRSTRLEN];
	struct in_addr v4;
	struct in6_addr v6;

	if (text.len && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']')
		text = (struct str){ text.ptr + 1, text.len - 2 };
	const char *zone = memchr(text.ptr, '%', text.len);
	if (zone)
		text.len = (size_t)(zone - text.ptr);
	if (text.len >= sizeof buffer)
		return false;
	memcpy(buffer, text.ptr, text.len);
	buffer[text.len] = '\0';
	if (inet_pton(AF_INET, buffer, &v4) == 1)
		return v4.s_addr == 0 || ntohl(v4.s_addr) >> 24 == 127;
	if (inet_pton(AF_INET6, buffer, &v6) != 1)
		return str_has_prefix(text, "127.");
	if (IN6_IS_ADDR_V4MAPPED(&v6))
		return v6.s6_addr[12] == 127;
	return IN6_IS_ADDR_LOOPBACK(&v6) || IN6_IS_ADDR_UNSPECIFIED(&v6);
}

static bool
is_own_name(struct str text, const char *host)
{
	static const char *const own[] = { "localhost", "localhost4", "localhost6", "localhost.localdomain", "localhost4.localdomain4",
		"localhost6.localdomain6", "ip6-localhost", "ip6-loopback" };

	if (text.len && text.ptr[text.len - 1] == '.')
		text.len--;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_is_nocase(text, own[i]))
			return true;
	return str_has_suffix(text, ".localhost") || (host && str_is_nocase(text, host));
}

bool
clock_is_external(struct str source, const char *host)
{
	return source.len && !is_own_address(source) && !is_own_name(source, host);
}

bool
clock_is_own(struct str shown, const char *host)
{
	struct str name = str_token(&shown, " (");

	/* ntpd's local clock, its name, and how it stands in the reference column. */
	return !clock_is_external(name, host) || str_has_prefix(name, "LOCAL") || str_has_prefix(name, ".LOCL") || str_is(name, "LOCL");
}

const char *
clock_text(const struct parse *parse, struct str text)
{
	return arena_strndup(parse->bundle->arena, text.ptr, text.len);
}

bool
clock_labelled(struct str line, const char *label, struct str *ret)
{
	const char *colon = memchr(line.ptr, ':', line.len);

	if (!colon || !str_is_nocase(str_trim((struct str){ line.ptr, (size_t)(colon - line.ptr) }), label))
		return false;
	*ret = str_trim((struct str){ colon + 1, line.len - (size_t)(colon + 1 - line.ptr) });
	return true;
}

bool
clock_interval(struct str text, double *ret)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'y', 31557600 } };
	int64_t number, factor = 1;

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (text.len > 1 && text.ptr[text.len - 1] == units[i].unit)
			factor = units[i].seconds;
	if (factor > 1)
		text.len--;
	if (!str_int(text, &number))
		return false;
	*ret = (double)number * (double)factor;
	return true;
}

bool
clock_span(struct str text, double *ret)
{
	char ascii[64];
	size_t len = 0;
	double seconds;

	text = str_trim(text);
	bool is_negative = text.len && text.ptr[0] == '-';
	if (is_negative || (text.len && text.ptr[0] == '+'))
		text = (struct str){ text.ptr + 1, text.len - 1 };
	/* The two letters mu of Unicode stand for the u of systemd.time(7). */
	for (size_t i = 0; i < text.len; i++) {
		struct str rest = { text.ptr + i, text.len - i };
		bool is_mu = str_has_prefix(rest, "\xce\xbc") || str_has_prefix(rest, "\xc2\xb5");
		if (len + 1 >= sizeof ascii)
			return false;
		ascii[len++] = is_mu ? 'u' : text.ptr[i];
		i += is_mu;
	}
	if (!systemd_seconds((struct str){ ascii, len }, &seconds))
		return false;
	*ret = is_negative ? -seconds : seconds;
	return true;
}

static bool
read_instant(const char *iso, int64_t *ret)
{
	struct instant instant = instant_parse(str_of(iso));

	if (instant.is_known)
		*ret = instant.seconds;
	return instant.is_known;
}

bool
clock_asctime(struct str text, int64_t *ret)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct str weekday = str_token(&text, " "), month = str_token(&text, " "), day = str_token(&text, " "),
	    time = str_token(&text, " "), year = str_token(&text, " ");
	const char *found = NULL;
	char iso[32];
	int64_t d, y;

	for (size_t i = 0; i < 12 && !found; i++)
		if (month.len == 3 && memcmp(month.ptr, months + 3 * i, 3) == 0)
			found = months + 3 * i;
	if (!weekday.len || !found || text.len || time.len != 8 || !str_int(day, &d) || !str_int(year, &y) || y < 1000 || y > 9999 || d > 31)
		return false;
	snprintf(iso, sizeof iso, "%04d-%02d-%02dT%.8sZ", (int)y, (int)(found - months) / 3 + 1, (int)d, time.ptr);
	return read_instant(iso, ret);
}

bool
clock_timestamp(struct str text, int64_t *ret)
{
	struct str weekday = str_token(&text, " "), date = str_token(&text, " "), time = str_token(&text, " "), zone = str_token(&text, " ");
	bool is_japan = str_is(zone, "JST");
	char iso[32];

	if (!weekday.len || date.len != 10 || time.len < 8 || (!is_japan && !str_is(zone, "UTC") && !str_is(zone, "GMT")))
		return false;
	snprintf(iso, sizeof iso, "%.10sT%.8s%s", date.ptr, time.ptr, is_japan ? "+09:00" : "Z");
	return read_instant(iso, ret);
}

/* Eight hexadecimal digits. */
static bool
hex_word(struct str text, uint32_t *ret)
{
	uint32_t value = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
		if (digit < 0)
			return false;
		value = value << 4 | (uint32_t)digit;
	}
	*ret = value;
	return text.len == 8;
}

bool
clock_ntp_time(struct str text, double *ret)
{
	struct str whole = str_token(&text, "."), fraction = str_token(&text, ".");
	uint32_t seconds, part;

	if (!hex_word(whole, &seconds) || !hex_word(fraction, &part))
		return false;
	*ret = (double)seconds - 2208988800.0 + (double)part / 4294967296.0;
	return true;
}

bool
clock_is_reached(struct str reach)
{
	bool is_any = false;

	for (size_t i = 0; i < reach.len; i++) {
		if (reach.ptr[i] < '0' || reach.ptr[i] > '7')
			return false;
		is_any |= reach.ptr[i] != '0';
	}
	return is_any;
}

bool
clock_is_silent(struct str output)
{
	return str_has(output, "506 Cannot talk to daemon") || str_has(output, "Connection refused") || str_has(output, "connect: /");
}
