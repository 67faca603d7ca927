#include "fixture_filter.h"

#include "fixture_account.h"
#include "unit.h"

static bool
read_filter(enum fixture_filter kind, const struct parse *parse, struct file *file, struct filter *filter, bool *is_active)
{
	switch (kind) {
	case FIXTURE_IPTABLES: return filter_read_iptables(parse, file, filter);
	case FIXTURE_NFT: return filter_read_nft(parse, file, false, filter);
	case FIXTURE_NFT6: return filter_read_nft(parse, file, true, filter);
	case FIXTURE_NFT_JSON: return filter_nft_text(parse, file, &file->bytes) && filter_read_nft(parse, file, false, filter);
	case FIXTURE_UFW: return filter_read_ufw(parse, file, false, filter, is_active);
	case FIXTURE_UFW6: return filter_read_ufw(parse, file, true, filter, is_active);
	}
	return false;
}

void
fixture_filter_check(enum fixture_filter kind, const char *text, const char *expected)
{
	static const char *const words[] = { [FILTER_OPEN] = "open", [FILTER_CLOSED] = "closed", [FILTER_UNDECIDED] = "?" };
	struct run *run = unit_run();
	const struct parse *parse = fixture_parse(run, (const char *const[]){ "cmd/filter.txt", text, NULL });
	struct filter filter;
	bool is_active = true;

	const char *answer = "-";
	if (read_filter(kind, parse, bundle_file(parse, "cmd/filter.txt"), &filter, &is_active))
		answer = !is_active ? "off" : arena_printf(run->arena, "%s %s %s", words[filter_ask(&filter, FILTER_OTHER_PORT)],
		    words[filter_ask(&filter, 22)], words[filter_ask(&filter, 3306)]);
	UNIT_EQUAL(answer, expected);
	unit_run_free(run);
}
