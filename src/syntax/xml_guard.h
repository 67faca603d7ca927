/* Private to the room: what is asked of the bytes of an XML file before libxml2 sees them. */
#ifndef TENKEN_SYNTAX_XML_GUARD_H
#define TENKEN_SYNTAX_XML_GUARD_H

#include "tenken/base/str.h"

struct xml_fault {
	const char *why;     /* a diagnostic's detail; NULL: none */
	bool is_limit;       /* too costly, else of a kind that is not accepted */
	unsigned line;
};

struct xml_fault xml_guard(struct str bytes);

#endif
