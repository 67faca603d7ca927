/* Lists of passwords that became known in breaches, by their hashes: Have I Been Pwned's files "ordered by hash", and its folders of ranges. They lie on
 * the auditor's machine; nothing is ever asked of the network. */
#ifndef TENKEN_PASSWORD_BREACH_H
#define TENKEN_PASSWORD_BREACH_H

#include "tenken/base/run.h"

enum breach_kind { BREACH_NTLM, BREACH_SHA1 };

struct breach;

/* A file of lines `HASH:COUNT`, or a folder of files `ABCDE.txt` with the rest of the hash in each line. What it is of is told by the length of a hash. -1,
 * reported, when it is neither, or not in order: a search in it would miss what is there. */
int breach_open(struct run *run, struct arena *arena, const char *path, struct breach **ret);

enum breach_kind breach_kind(const struct breach *breach);

/* How often the hash (upper or lower case, 32 or 40 hexadecimal digits as the kind has them) became known; 0: it is not in the list. Safe in any thread. */
uint64_t breach_count(const struct breach *breach, const char *hash);

/* The largest of 1, 10, 100, 1,000, ... that is not above the count: an exact count would tell which password it is. */
uint64_t breach_bucket(uint64_t count);

#endif
