/* Names of the rating's words, as results.json and catalogues write them. */
#include "tenken/model/rating.h"

#include <string.h>

static const char *const modalities[] = { "requirement", "recommendation", "informative", "legal-duty" };

const char *
attainment_name(enum attainment attainment)
{
	static const char *const names[] = { "N", "P", "L", "F" };

	return names[attainment];
}

const char *
modality_name(enum modality modality)
{
	return modalities[modality];
}

int
modality_parse(const char *name, enum modality *ret)
{
	for (int i = MODALITY_REQUIREMENT; i <= MODALITY_LEGAL_DUTY; i++)
		if (strcmp(modalities[i], name) == 0) {
			*ret = (enum modality)i;
			return 0;
		}
	return -1;
}

const char *
claim_name(enum claim_status status)
{
	static const char *const names[] = { "none", "agrees", "unproven", "contradicted" };

	return names[status];
}
