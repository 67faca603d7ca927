/* Private to the room: loading catalogues into a profile. */
#ifndef TENKEN_CATALOG_LOAD_H
#define TENKEN_CATALOG_LOAD_H

#include "tenken/catalog/catalog.h"
#include "tenken/syntax/xml.h"

#define OSCAL_NS "http://csrc.nist.gov/ns/oscal/1.0"
#define TENKEN_NS "urn:tenken:oscal"

/* Which controls an import takes. */
struct selection {
	bool is_all;
	struct map with, without;   /* control ids */
};

/* Reads a catalogue's tree into the profile: clauses, controls, questions, parameters with their defaults. */
int catalog_read(struct run *run, const struct xml_node *root, const char *id, const struct selection *selection,
    struct profile *profile);

/* The value of the node's prop of that name in our namespace (class NULL: any or none), or NULL. */
const char *prop_get(const struct xml_node *node, const char *name, const char *class);

/* Whether the node is of our namespace's kind: its `ns` attribute names it. */
bool is_ours(const struct xml_node *node);

/* Adds or replaces a parameter by name. */
void parameter_set(struct run *run, struct profile *profile, const char *name, const char *value);

#endif
