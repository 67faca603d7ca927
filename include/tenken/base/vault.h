/* Memory for secrets: locked, left out of core dumps and of child processes, wiped before it is given back. */
#ifndef TENKEN_BASE_VAULT_H
#define TENKEN_BASE_VAULT_H

#include <stdbool.h>

#include "tenken/base/str.h"

struct vault;

/* An empty vault; out of memory ends the program (exit status 5) as with an arena. */
struct vault *vault_new(void);

/* Wipes and frees it; NULL is nothing. */
void vault_free(struct vault *vault);

/* Zeroed memory that lives as long as the vault. */
void *vault_alloc(struct vault *vault, size_t size);

/* A copy with a NUL behind. */
struct str vault_keep(struct vault *vault, struct str secret);

/* False once the system refused to lock some of it (RLIMIT_MEMLOCK): then it may be written to swap. */
bool vault_is_locked(const struct vault *vault);

/* No core dump of this process, and no other process of this user may look into it. Idempotent; nothing to undo. */
void vault_close_process(void);

#endif
