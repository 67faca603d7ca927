/* Private to the room: heading rows. */
#ifndef TENKEN_EVIDENCE_HEADING_H
#define TENKEN_EVIDENCE_HEADING_H

#include "evidence/table/mapping.h"
#include "tenken/syntax/csv.h"

/* A cell of the heading row that means a column of the mapping. */
struct place {
	size_t cell;
	size_t rank;               /* of the heading among those of the column: 0 is the best */
};
struct place_list {
	VEC(struct place) list;    /* in the order of the row; several when the row says it more than once */
};

/* A mapping held against a heading row. */
struct match {
	const struct table *table;
	const struct csv_row *head;
	struct place_list *places; /* of each column of the mapping */
	size_t found;              /* columns with a place */
};

enum heading_kind { HEADING_NONE, HEADING_FOUND, HEADING_TIE };

/* Whether the row is the heading row of a known table: the mapping that finds the most columns in it. HEADING_TIE when two
 * find as many: nobody can tell then what the rows mean; `*ret` and `*ret_rival` name them. */
enum heading_kind heading_match(const struct parse *parse, const struct csv_row *row, struct match *ret, const struct table **ret_rival);

#endif
