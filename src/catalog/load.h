/* Private to the room: loading catalogues into a profile. */
#ifndef TENKEN_CATALOG_LOAD_H
#define TENKEN_CATALOG_LOAD_H

#include "tenken/catalog/catalog.h"
#include "tenken/syntax/xml.h"

#define OSCAL_NS "http://csrc.nist.gov/ns/oscal/1.0"
#define TENKEN_NS "urn:tenken:oscal"

/* One with-id of an import. */
struct wanted {
	const char *id;
	bool with_children;         /* all controls below it as well */
	bool is_found;
	struct span span;
};

/* Which controls an import takes. */
struct selection {
	bool is_all;
	VEC(struct wanted *) list;
	struct map with, without;   /* control id to struct wanted */
};

/* What is known while one catalogue is read. Reading goes on after a fault, so that all are reported. */
struct load {
	struct run *run;
	struct profile *profile;
	const struct selection *selection;
	const char *catalog;        /* id of the catalogue */
	size_t faults;
};

/* Where we are in the tree of groups and controls. */
struct place {
	const char *clause;           /* NULL outside any group */
	const char *effect[LANG_COUNT];        /* inherited */
	const struct control *parent; /* the nearest one that was taken */
	int depth;
	bool is_with, is_without;     /* by a with-id above that takes the children too */
};

/* Reads a catalogue's tree into the profile: clauses, controls, questions, parameters with their defaults. */
int catalog_read(struct run *run, const struct xml_node *root, const char *id, const struct selection *selection,
    struct profile *profile);

/* Reads one control with the controls below it, or one question. Faults are counted in `load`. */
void control_read(struct load *load, const struct place *place, const struct xml_node *node);
void question_read(struct load *load, const struct place *place, const struct xml_node *node);

/* Whether the import takes the control or question `id` at that place. */
bool is_selected(const struct load *load, const struct place *place, const char *id);

/* Reports a fault at the node and counts it. */
void load_fault(struct load *load, enum diag_id id, const struct xml_node *node, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Every child element must be one of `names` (separated by blanks): what is not known would be lost in silence. */
void load_children(struct load *load, const struct xml_node *node, const char *names);

/* Every prop of ours must be one of `names` and have a value; one that has our names but not our namespace is a slip. */
void load_props(struct load *load, const struct xml_node *node, const char *names);

/* Whether `word` is one of `words` (separated by blanks). */
bool is_word_of(const char *word, const char *words);

/* The value of the node's prop of that name (class NULL: any or none), or NULL. */
const char *prop_get(const struct xml_node *node, const char *name, const char *class);

/* Whether the node is of our namespace: its `ns` attribute names it. */
bool is_ours(const struct xml_node *node);

/* How a control or group is cited, and its titles: Japanese first; where another language says nothing, the Japanese
 * pointer. */
void read_label(const struct xml_node *node, const char *fallback, const char **ret);
/* The texts of props of that name in all languages but Japanese, which is given (`node` may be NULL). */
void read_props(const struct xml_node *node, const char *name, const char *ja, const char **ret);
void read_titles(struct run *run, const struct xml_node *node, const char **ret);

/* Text of the part of that name in all languages, each but Japanese by its class (`en`). NULL stays where there is none. */
void read_part(struct load *load, const struct xml_node *node, const char *name, const char **ret);

/* The paragraphs of a part, one a line. */
const char *part_text(struct arena *arena, const struct xml_node *part);

/* The digit of `level-3` or `level-3.en`, or -1. */
int level_of_class(const char *class, enum lang *ret_lang);

/* Sets the parameter of that name; -1 when there is none. */
int parameter_set(struct profile *profile, const char *name, const char *value);

#endif
