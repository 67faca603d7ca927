/* Private to the room: what follows from a row of a document register. */
#ifndef TENKEN_EVIDENCE_DOCUMENT_H
#define TENKEN_EVIDENCE_DOCUMENT_H

#include "evidence/table/mapping.h"

/* Adds what the rules need: document-kind by the title, the latest dates and ages, whether an approver is missing though
 * the register has the column (`places` of the mapping's columns in the register, -1 for none). */
void document_derive(const struct parse *parse, struct record *record, const int *places, const struct table *table);

/* Looks for the files that the register names among the inputs. Only a register of which at least one file was handed in
 * says anything about the others: otherwise the auditor simply was not given the files. */
void documents_find_files(const struct parse *parse);

#endif
