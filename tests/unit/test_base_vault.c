/* vault: memory is its own, aligned, zeroed, and of any size. */
#include "unit.h"

#include "tenken/base/vault.h"

static void
memory_is_kept_apart(void)
{
	static const size_t sizes[] = { 1, 15, 16, 17, 4096, 70000, 200000, 3 };
	struct vault *vault = vault_new();
	char *memory[8];

	for (size_t i = 0; i < 8; i++) {
		memory[i] = vault_alloc(vault, sizes[i]);
		CU_ASSERT_EQUAL((uintptr_t)memory[i] % 16, 0);
		for (size_t k = 0; k < sizes[i]; k++)
			CU_ASSERT_EQUAL_FATAL(memory[i][k], 0);
		memset(memory[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < 8; i++) {
		CU_ASSERT_EQUAL(memory[i][0], (char)(i + 1));
		CU_ASSERT_EQUAL(memory[i][sizes[i] - 1], (char)(i + 1));
	}
	vault_free(vault);
	vault_free(NULL);
}

static void
secrets_are_copied(void)
{
	struct vault *vault = vault_new();
	char text[] = "secret";
	struct str kept = vault_keep(vault, str_of(text)), empty = vault_keep(vault, (struct str){ NULL, 0 });

	memset(text, 'x', 6);
	UNIT_EQUAL(kept.ptr, "secret");
	CU_ASSERT_EQUAL(kept.len, 6);
	UNIT_EQUAL(empty.ptr, "");
	CU_ASSERT_EQUAL(empty.len, 0);
	vault_free(vault);
}

static const struct unit_test tests[] = {
	{ "memory is kept apart", memory_is_kept_apart },
	{ "secrets are copied", secrets_are_copied },
	{ NULL, NULL },
};

const struct unit_suite suite_base_vault = { "base vault", tests };
