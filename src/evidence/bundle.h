/* Private to the room: bundle roots among names, and the manifest. */
#ifndef TENKEN_EVIDENCE_BUNDLE_PRIVATE_H
#define TENKEN_EVIDENCE_BUNDLE_PRIVATE_H

#include "tenken/evidence/evidence.h"

/* Folders that are bundle roots, found from a list of names. */
struct root_names {
	VEC(const char *) list;   /* "" is the top itself */
};

/* Notes what one name (`web01/etc`, `web01/manifest.xml`) says about roots. */
void root_note(struct arena *arena, struct root_names *roots, const char *name, bool is_folder);

/* Sorts, drops repeats and roots inside other roots. */
void root_settle(struct root_names *roots);

/* The root that `name` lies in, or NULL. After root_settle. */
const char *root_of(const struct root_names *roots, const char *name);

/* The latest collection time of the source's manifests. */
struct instant bundle_peek_time(struct run *run, const struct input_source *source);

/* Reads manifest.xml or manifest.csv of the bundle, if there is one: subject, collected_at; holds the digests against
 * the files (digest-mismatch). Problems are reported (manifest, xml-*). */
void manifest_read(struct run *run, struct bundle *bundle);

#endif
