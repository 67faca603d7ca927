/* Memory for secrets (mlock(2), madvise(2) MADV_DONTDUMP and MADV_WIPEONFORK, prctl(2) PR_SET_DUMPABLE). */
#include "tenken/base/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define EXIT_SYSTEM 5
#define BLOCK_BYTES ((size_t)64 << 10)
#define ALIGNMENT 16

struct block {
	struct block *next;
	size_t size, used;   /* of the block, this head included */
};

struct vault {
	struct block *blocks;
	bool is_locked;
};

static void
end_program(void)
{
	fputs("tenken: out of memory\n", stderr);
	exit(EXIT_SYSTEM);
}

static size_t
rounded(size_t size, size_t to)
{
	return (size + to - 1) / to * to;
}

static struct block *
new_block(struct vault *vault, size_t size)
{
	struct block *block;

	if (size > SIZE_MAX / 2)
		end_program();
	size = rounded(size + rounded(sizeof *block, ALIGNMENT), BLOCK_BYTES);
	block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (block == MAP_FAILED)
		end_program();
	vault->is_locked &= mlock(block, size) == 0;
	/* Advice: what a kernel does not know it refuses, and the memory is no worse for it. */
	madvise(block, size, MADV_DONTDUMP);
	madvise(block, size, MADV_WIPEONFORK);
	*block = (struct block){ .next = vault->blocks, .size = size, .used = rounded(sizeof *block, ALIGNMENT) };
	vault->blocks = block;
	return block;
}

struct vault *
vault_new(void)
{
	struct vault *vault = malloc(sizeof *vault);

	if (!vault)
		end_program();
	*vault = (struct vault){ .is_locked = true };
	return vault;
}

void
vault_free(struct vault *vault)
{
	while (vault && vault->blocks) {
		struct block *block = vault->blocks;
		size_t size = block->size;
		vault->blocks = block->next;
		explicit_bzero(block, size);
		munmap(block, size);
	}
	free(vault);
}

void *
vault_alloc(struct vault *vault, size_t size)
{
	struct block *block = vault->blocks;

	if (!block || block->size - block->used < rounded(size, ALIGNMENT) || size > SIZE_MAX / 2)
		block = new_block(vault, size);
	void *memory = (char *)block + block->used;
	block->used += rounded(size, ALIGNMENT);
	return memory;
}

struct str
vault_keep(struct vault *vault, struct str secret)
{
	char *copy = vault_alloc(vault, secret.len + 1);

	if (secret.len)
		memcpy(copy, secret.ptr, secret.len);
	return (struct str){ copy, secret.len };
}

bool
vault_is_locked(const struct vault *vault)
{
	return vault->is_locked;
}

void
vault_close_process(void)
{
	prctl(PR_SET_DUMPABLE, 0);
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
}
