/* Secrets from text, and what becomes of them. */
#include "fixture_secret.h"

#include "unit.h"

struct trial {
	struct run *run;
	struct vault *vault;
	struct attempt *attempt;
	enum secret_form form;
	const char *account;
};

static enum hash_status
read_text(struct trial *trial, const char *text, struct hash *ret)
{
	struct secret secret = { .subject = "s", .account = trial->account, .form = trial->form, .text = str_of(text) };

	return hash_read(trial->vault, &secret, ret);
}

static bool
gives(struct trial *trial, const struct hash *hash, const char *password)
{
	return attempt_matches(trial->attempt, hash, str_of(password));
}

static void
check_good(struct trial *trial, const struct fixture_secret *row, const struct hash *hash)
{
	char *text = arena_strdup(trial->run->arena, row->text);
	struct hash other;

	CU_ASSERT_TRUE(hash->microseconds > 0);
	CU_ASSERT_TRUE(gives(trial, hash, row->password));
	CU_ASSERT_FALSE(gives(trial, hash, "Sakura2024?"));
	CU_ASSERT_FALSE(gives(trial, hash, arena_printf(trial->run->arena, "%sx", row->password)));
	CU_ASSERT_EQUAL(gives(trial, hash, ""), row->password[0] == '\0');
	size_t last = strlen(text) - 1;
	while (text[last] == '=')
		last--;
	text[last] = '\x01';
	CU_ASSERT_FALSE(read_text(trial, text, &other) == HASH_GOOD && gives(trial, &other, row->password));
	text[last] = '\0';
	CU_ASSERT_FALSE(read_text(trial, text, &other) == HASH_GOOD && gives(trial, &other, row->password));
}

static void
check_row(struct trial *trial, const struct fixture_secret *row)
{
	struct hash hash;
	enum hash_status status = read_text(trial, row->text, &hash);

	CU_ASSERT_EQUAL(status, row->status);
	if (status != row->status)
		fprintf(stderr, "%s: %s\n", row->text, hash_status_name(status));
	if (status != row->status || !row->password)
		return;
	UNIT_EQUAL(hash_scheme_name(&hash), row->scheme);
	if (status == HASH_GOOD)
		check_good(trial, row, &hash);
	else
		CU_ASSERT_TRUE(str_is(hash.expected, row->password));
}

void
fixture_secrets_check(enum secret_form form, const char *account, const struct fixture_secret *rows)
{
	struct trial trial = { .run = unit_run(), .vault = vault_new(), .form = form, .account = account };

	trial.attempt = attempt_new(trial.run->arena, trial.vault);
	for (; rows->text; rows++)
		check_row(&trial, rows);
	vault_free(trial.vault);
	unit_run_free(trial.run);
}

void
fixture_costs_check(enum secret_form form, const struct fixture_cost *rows)
{
	struct trial trial = { .vault = vault_new(), .form = form, .account = "a" };

	for (; rows->text; rows++) {
		struct hash hash;
		enum hash_status status = read_text(&trial, rows->text, &hash);
		CU_ASSERT_EQUAL(status, rows->most ? HASH_GOOD : HASH_COSTLY);
		if (status == HASH_GOOD)
			CU_ASSERT_TRUE(hash.microseconds >= rows->least && hash.microseconds <= rows->most);
	}
	vault_free(trial.vault);
}
