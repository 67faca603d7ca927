/* Private to the room: the rules of candidates as data. */
#ifndef TENKEN_PASSWORD_CANDIDATE_RULES_H
#define TENKEN_PASSWORD_CANDIDATE_RULES_H

#include "tenken/base/map.h"
#include "tenken/password/candidate.h"

enum candidate_form { FORM_SAME, FORM_LOWER, FORM_CAPITAL, FORM_UPPER, FORM_REVERSED, FORM_DOUBLED, FORM_LEET, FORM_COUNT };
enum candidate_ending { ENDING_NONE, ENDING_SHORT, ENDING_YEAR, ENDING_YEAR_MARK, ENDING_MARK_YEAR, ENDING_ERA, ENDING_COUNT };

struct candidate_step {
	const char *class;
	VEC(const char *) words;              /* ids of lists */
	VEC(enum candidate_form) forms;
	VEC(enum candidate_ending) endings;
};

struct candidate_rules {
	struct map lists;                     /* struct str_list by id, of the file */
	struct str_list endings, marks, leet; /* leet: two characters each */
	VEC(struct candidate_step) steps;
};

#endif
