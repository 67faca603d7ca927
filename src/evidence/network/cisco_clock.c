/* What a configuration says of the clock: ntp, sntp, clock timezone.
 *
 * Decision rule: configured is a server or peer that is not the device itself; `ntp master` is its own clock. None of
 * these systems has a server of its own accord, so a whole configuration without one has none; PTP, broadcasts and
 * `feature` can make it otherwise, and then nothing is said. A source is authenticated when its key is defined and
 * trusted and `ntp authenticate` stands. */
#include "evidence/network/cisco.h"

#define KEYS_MAX 256 /* of one device */

struct keys {
	struct str defined[KEYS_MAX];
	int64_t trusted[KEYS_MAX][2]; /* from, to */
	size_t defined_count, trusted_count;
	bool is_required;
};

static bool
is_good(const struct keys *keys, struct str key)
{
	int64_t number;
	bool is_defined = false, is_trusted = false;

	if (!str_int(key, &number))
		return false;
	for (size_t i = 0; i < keys->defined_count; i++)
		is_defined |= keys->defined[i].len == key.len && memcmp(keys->defined[i].ptr, key.ptr, key.len) == 0;
	for (size_t i = 0; i < keys->trusted_count; i++)
		is_trusted |= keys->trusted[i][0] <= number && number <= keys->trusted[i][1];
	return keys->is_required && is_defined && is_trusted;
}

/* `ntp ...`; inside a block `ntp` of IOS-XR the lines have no such word before them. */
static void
take_key(struct keys *keys, const struct words *words, size_t at)
{
	int64_t *range = keys->trusted[keys->trusted_count % KEYS_MAX];

	if (str_is(words->at[at], "authenticate")) {
		keys->is_required = true;
	} else if (str_is(words->at[at], "authentication-key") && keys->defined_count < KEYS_MAX) {
		keys->defined[keys->defined_count++] = words->at[at + 1];
	} else if (str_is(words->at[at], "trusted-key") && keys->trusted_count < KEYS_MAX &&
	           str_int(words->at[at + 1], &range[0])) {
		range[1] = range[0];
		if (str_is(words->at[at + 2], "-"))
			str_int(words->at[at + 3], &range[1]);
		keys->trusted_count++;
	}
}

static void
take_source(const struct cisco *cisco, const struct keys *keys, const struct block_line *line,
    const struct words *words, size_t at)
{
	size_t name = at + 1;

	if (!str_is(words->at[at], "server") && !str_is(words->at[at], "peer"))
		return;
	if (str_is(words->at[name], "vrf"))
		name += 2;
	if (str_is(words->at[name], "ip") || str_is(words->at[name], "ipv4") || str_is(words->at[name], "ipv6"))
		name++;
	if (name < words->count)
		network_clock_source(cisco->network, words->at[name], is_good(keys, words_after(words, "key", name)),
		    cisco_span(cisco, line));
}

/* The walk over all lines of NTP: first the keys, then the sources. */
static void
walk(const struct cisco *cisco, struct keys *keys, bool is_sources)
{
	const struct block_line *line, *child;

	for (size_t at = 0; (line = blocks_next(&cisco->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		if (!str_is(words.at[0], "ntp") && !str_is(words.at[0], "sntp"))
			continue;
		if (is_sources)
			take_source(cisco, keys, line, &words, 1);
		else
			take_key(keys, &words, 1);
		for (size_t in = 0; words.count == 1 && (child = blocks_next(&cisco->blocks, at - 1, &in));) {
			struct words inner = words_of(child->text);
			if (is_sources)
				take_source(cisco, keys, child, &inner, 0);
			else
				take_key(keys, &inner, 0);
		}
	}
}

/* Another way to the time, of which this file tells too little; `*ret_off` is set when NTP itself is turned off. */
static bool
has_other_way(const struct cisco *cisco, bool *ret_off)
{
	bool has_other = false;

	for (size_t i = 0; i < cisco->blocks.list.len; i++) {
		struct str text = cisco->blocks.list.items[i].text;
		has_other |= str_has_prefix(text, "ptp ") || str_has_prefix(text, "clock protocol ptp") ||
		             str_has_prefix(text, "ntp broadcast client") ||
		             str_has_prefix(text, "ntp multicast client") ||
		             str_has_prefix(text, "ntp multicast-client");
		*ret_off |= str_is(text, "no feature ntp");
	}
	return has_other;
}

static void
take_timezone(const struct cisco *cisco)
{
	const struct block_line *line;

	for (size_t at = 0; (line = blocks_next(&cisco->blocks, BLOCKS_TOP, &at));) {
		struct words words = words_of(line->text);
		if (words_begin(&words, "clock timezone *"))
			cisco->network->clock.timezone = network_text(cisco->network, words.at[2]);
	}
}

void
cisco_read_clock(struct cisco *cisco)
{
	struct network_clock *clock = &cisco->network->clock;
	struct keys keys = { .is_required = false };
	bool is_off = false, has_other = has_other_way(cisco, &is_off);

	walk(cisco, &keys, false);
	walk(cisco, &keys, true);
	take_timezone(cisco);
	if (clock->configured == KNOWN_YES && !is_off) {
		clock->daemon = "ntp";
	} else if (is_off || (cisco->is_whole && !has_other)) {
		clock->configured = KNOWN_NO;
		clock->daemon = "ntp";
		clock->sources = 0;
		clock->authenticated = KNOWN_NOT;
		clock->configured_at = file_span(cisco->network->file, 0);
	}
}
