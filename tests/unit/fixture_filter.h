/* Packet filters from text, and what they answer. */
#ifndef TENKEN_TESTS_FIXTURE_FILTER_H
#define TENKEN_TESTS_FIXTURE_FILTER_H

#include "evidence/system/filter.h"

enum fixture_filter { FIXTURE_IPTABLES, FIXTURE_NFT, FIXTURE_NFT6, FIXTURE_NFT_JSON, FIXTURE_UFW, FIXTURE_UFW6 };

/* The answers for any other port and for the ports 22 and 3306: `open`, `closed`, `?`, parted by blanks; `-` when the text is of no
 * such filter, `off` when it says that it is off. */
void fixture_filter_check(enum fixture_filter kind, const char *text, const char *expected);

#endif
