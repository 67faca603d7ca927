/* The passwords that are tried on an account: few, in a fixed order, from data (mappings/password-candidates.xml). */
#ifndef TENKEN_PASSWORD_CANDIDATE_H
#define TENKEN_PASSWORD_CANDIDATE_H

#include "tenken/base/run.h"
#include "tenken/base/vault.h"

struct candidate_rules;

/* Reads mappings/password-candidates.xml of the data folder. -1: reported. */
int candidate_rules_load(struct run *run, struct candidate_rules **ret);

/* What is known of the account and of the audit; any list may be empty. */
struct str_list {
	VEC(struct str) list;
};
struct candidate_words {
	struct str_list user, person, number, place, context, wordlist;
};

/* Splits what a source says into words, with kana in Latin letters in all spellings. Parts of one letter are none. */
void candidate_user(struct arena *arena, struct str account, struct candidate_words *words);      /* tanaka_adm: it, tanaka, adm */
void candidate_person(struct arena *arena, struct str name, struct candidate_words *words);      /* GECOS, 氏名, mail */
void candidate_place(struct arena *arena, struct str host, struct candidate_words *words);       /* web01.example.jp: web01, web, example */
void candidate_context(struct arena *arena, struct str word, struct candidate_words *words);     /* a line of the auditor's words */

struct candidate {
	struct str text;          /* UTF-8, at most HASH_PASSWORD_BYTES, in the vault */
	const char *weakness;     /* class of the step, as reports call it: `user-name`, `season`, ... */
	bool is_own;              /* made of what is known of this account: on another one it would be no such thing */
};
struct candidate_list {
	VEC(struct candidate) list;
};

/* At most `most` candidates for one account and all of the word list, no text twice, no password first, then in the order of the rules. `year` is that of the audit. The list lives on
 * `arena`, its texts in `vault`. */
void candidates_make(const struct candidate_rules *rules, const struct candidate_words *words, int year, size_t most, struct arena *arena,
    struct vault *vault, struct candidate_list *ret);

#endif
