/* One control, decided and rated. */
#ifndef TENKEN_MODEL_RATING_H
#define TENKEN_MODEL_RATING_H

#include "tenken/model/record.h"
#include "tenken/model/verdict.h"

#define MATURITY_LEVELS 6     /* 0 to 5 */
#define LEVEL_UNASSESSED (-1) /* neither evidence nor an answer: printed as not assessed, never as 0 */

enum modality { MODALITY_REQUIREMENT, MODALITY_RECOMMENDATION, MODALITY_INFORMATIVE, MODALITY_LEGAL_DUTY };

/* Achievement of one level, thresholds as in ISO/IEC 33020. */
enum attainment { ATTAINED_NONE, ATTAINED_PARTLY, ATTAINED_LARGELY, ATTAINED_FULLY };

enum criterion_kind { CRITERION_CHECK, CRITERION_DOCUMENT, CRITERION_RULE, CRITERION_INTERVIEW, CRITERION_QUESTION };

/* One criterion of one level as it came out (docs/catalogue.md says what each kind means). */
struct criterion_rating {
	int level;                  /* 1 to 5 */
	enum criterion_kind kind;
	const char *id;             /* of the check, document kind or question */
	const char *title[LANG_COUNT];
	bool is_all;                /* full only at 100 % */
	bool is_supplementary;      /* here because it fails; `subjects` are those in which it does */
	double attainment;          /* 0 to 1 */
	bool has_evidence;          /* some verdict or interview was there */
	bool decides;               /* takes part in the control's verdict */
	enum result result;
	size_t subjects, passed;    /* in scope; of them passing */
};

enum claim_status { CLAIM_NONE, CLAIM_AGREES, CLAIM_UNPROVEN, CLAIM_CONTRADICTED };

struct rating {
	const char *id;
	const char *label[LANG_COUNT];          /* as the guideline is cited: 11.2 (a), 指示5-4 */
	const char *title[LANG_COUNT], *statement[LANG_COUNT], *effect[LANG_COUNT];
	const char *clause;            /* id of its clause (struct clause) */
	int depth;                     /* nesting below the clause, 0 at its top */
	enum modality modality;
	bool is_published_text_open;   /* the wording could not be compared with the published text */
	int weight, target;
	int level;                     /* confirmed; LEVEL_UNASSESSED, or 0 to 5 */
	enum attainment ladder[MATURITY_LEVELS];  /* by level; [0] is not used */
	enum result verdict;
	int claim_level;               /* LEVEL_UNASSESSED: no claim */
	enum claim_status claim;
	VEC(struct criterion_rating) criteria;    /* by level, then as in the catalogue */
	double coverage, conformity, freshness;   /* 0 to 1; negative where there is nothing to divide by */
	VEC(const char *) why_not_next[LANG_COUNT];        /* by enum lang: one sentence a reason */
	const char *next_level[LANG_COUNT];                /* what the next level means, in words; "" when not known */
	int priority;                             /* of the gap: 0 none; larger is more pressing */
	VEC(uint32_t) verdicts;                     /* indexes into results.verdicts that bear on it */
};

/* A top group of the catalogue, for tables and the radar. */
struct clause {
	const char *id;
	const char *label[LANG_COUNT];
	const char *title[LANG_COUNT];
	const char *catalog;           /* id of the catalogue it belongs to */
	size_t controls, assessed;
	double level_mean, claim_mean, target_mean;  /* of the assessed, claimed, all; negative where none */
	size_t levels[MATURITY_LEVELS];
	size_t failed, passed, unknown;              /* controls by verdict */
};

struct parameter {
	const char *name, *value;
	const char *label[LANG_COUNT];
	bool is_own_setting;           /* no guideline gives the value: printed as 本監査の設定値 */
};

const char *attainment_name(enum attainment attainment);   /* N P L F */
const char *modality_name(enum modality modality);
int modality_parse(const char *name, enum modality *ret);
const char *claim_name(enum claim_status status);

#endif
