/* Private to the room: until when an operating system is supported, for every parser that finds one. */
#ifndef TENKEN_EVIDENCE_OS_H
#define TENKEN_EVIDENCE_OS_H

#include "tenken/evidence/evidence.h"

/* Adds eol, days-to-eol, extended-eol and days-to-extended-eol to an `os` record whose id, version and title are set, by
 * mappings/os-eol.xml. A release that the table does not name gets none. */
void os_set_support(const struct parse *parse, struct record *os);

/* Whether apt's lists show that the host gets the updates of the extended support: a list of the release's security archive
 * (Debian LTS) or of its ESM archive (Ubuntu Pro) that was made after `eol`. `codename` is VERSION_CODENAME; NULL gives false. */
bool os_has_extended_support(const struct parse *parse, const char *id, const char *codename, int32_t eol);

#endif
