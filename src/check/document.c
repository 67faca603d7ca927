/* The evidence document as a tree (docs/evidence.md): what `tenken evidence` prints is what the rules see. */
#include "check/evaluate.h"

/* The place of a record holds file names as the host had them; the tree holds UTF-8 only. */
static const char *
fit(struct arena *arena, const char *text)
{
	return xmlCheckUTF8(BAD_CAST text) ? text : diag_escape(arena, text, strlen(text) * 4);
}

static void
set(xmlNodePtr node, const char *name, const char *value)
{
	/* Not xmlNewDocProp: that one would read `&` in the value as an entity. */
	xmlNewProp(node, BAD_CAST name, BAD_CAST value);
}

static void
set_head(struct arena *arena, xmlNodePtr root, const struct subject *subject, int32_t as_of)
{
	set(root, "subject", fit(arena, subject->id));
	set(root, "kind", subject->kind);
	if (subject->collected_at.is_known)
		set(root, "collected-at", instant_text(arena, subject->collected_at));
	if (as_of != DAY_UNKNOWN)
		set(root, "as-of", day_text(arena, as_of));
	if (subject->collected_at.is_known && as_of != DAY_UNKNOWN)
		set(root, "age-days", arena_printf(arena, "%ld", (long)as_of - instant_day(subject->collected_at)));
}

static void
add_record(struct arena *arena, xmlNodePtr root, xmlNsPtr ns, const struct record *record)
{
	xmlNodePtr node = xmlNewChild(root, ns, BAD_CAST record->kind, NULL);

	if (strcmp(record->name, record->kind) != 0)
		set(node, "name", fit(arena, record->name));
	for (size_t i = 0; i < record->attributes.len; i++)
		set(node, record->attributes.items[i].name, record->attributes.items[i].value);
	set(node, "at", fit(arena, span_text(arena, record->at)));
}

xmlDocPtr
document_of(const struct subject *subject, int32_t as_of)
{
	struct arena *arena = arena_new();
	xmlDocPtr doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNodePtr root = doc ? xmlNewNode(NULL, BAD_CAST "evidence") : NULL;

	if (!root)
		arena_array(arena, SIZE_MAX, 2);   /* out of memory ends the program in one way */
	xmlNsPtr ns = xmlNewNs(root, BAD_CAST NS_EVIDENCE, NULL);
	xmlSetNs(root, ns);
	xmlDocSetRootElement(doc, root);
	set_head(arena, root, subject, as_of);
	for (size_t i = 0; i < subject->records.len; i++)
		add_record(arena, root, ns, subject->records.items[i]);
	arena_free(arena);
	return doc;
}
