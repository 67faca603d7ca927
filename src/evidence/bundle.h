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

/* An empty bundle; `kind` is kept, `subject` made fit to be shown and kept on the arena. */
struct bundle *bundle_new(struct arena *arena, const char *subject, const char *kind);

/* Something of that name (a folder has `/` behind, "" may be anything) is there, or may be, and could not be read. */
void bundle_withhold(struct bundle *bundle, const char *name);

/* Sorts and indexes the files, which do not move from here on, and reads the manifest of what is not the organisation's. */
void bundle_settle(struct run *run, struct bundle *bundle);

/* Moves the files that speak for a host or a tenant out of a settled bundle of loose files, into bundles of their own at the
 * end of `ret`, on the same arena. What tells no name is reported (subject-unknown). */
void loose_split(struct run *run, struct bundle *loose, struct bundles *ret);

/* The parser with the highest bid, the first of equals, or NULL; another with the same bid comes back in `ret_rival`. */
const struct parser *parser_of(const struct file *file, const struct parser **ret_rival);

/* The latest collection time of the source's manifests. */
struct instant bundle_peek_time(struct run *run, const struct input_source *source);

/* Reads manifest.xml or manifest.csv of the bundle, if there is one: subject, collected_at. Holds the files against it:
 * one that is missing, differs (file-removed, digest-mismatch) or belongs to another host puts its parser among the
 * doubted. Problems are reported (manifest, xml-*). */
void manifest_read(struct run *run, struct bundle *bundle);

/* The collection time a manifest of that name (manifest.xml, manifest.csv) and content tells. */
struct instant manifest_time(struct run *run, struct arena *arena, const char *name, struct str bytes);

#endif
