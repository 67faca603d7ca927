/* XML to a plain tree, by libxml2's pull reader (XML 1.0, Namespaces in XML 1.0). The only home of the reader.
 *
 * Fixed options: no network, no entity substitution, no DTD. A DOCTYPE is refused: none of our formats has one, and it
 * is where entity bombs and external entities live. A caller may let pass the one that is a name and nothing else
 * (nmap writes it). What libxml2 would print becomes one diagnostic.
 *
 * libxml2 knows the line where a start tag ends, in 16 bits, and no column. As our diagnostics point at start tags, a
 * small scanner follows the reader through UTF-8 input and counts; for other encodings libxml2's line has to do. */
#include "tenken/syntax/xml.h"

#include <limits.h>

#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>

#include "syntax/xml_guard.h"
#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/base/map.h"

#define XML_NS "http://www.w3.org/XML/1998/namespace"
#define READER_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES | XML_PARSE_COMPACT)

/* libxml2 2.12 made the handler's argument const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *error_arg;
#else
typedef xmlError *error_arg;
#endif

/* The first thing that libxml2 complained about. */
struct complaint {
	bool is_set;
	int code;
	unsigned line, column;
	char text[256];
};

/* Follows the start tags of well-formed UTF-8 text. */
struct scanner {
	struct str bytes;
	size_t pos;
	unsigned line, column;
	bool is_on;
};

/* An element that is open. */
struct level {
	struct xml_node *node, *last_child;
	size_t pieces;           /* of direct text that are not "" */
};

struct parse {
	struct run *run;
	struct arena *arena;
	const struct xml_options *options;
	const char *name;
	xmlTextReader *reader;
	struct map names;        /* every element, attribute and namespace name once; runs of blanks as well */
	struct scanner scanner;
	struct complaint complaint;
	struct buf text;         /* character data since the last tag */
	struct level levels[LIMIT_XML_DEPTH];
	unsigned depth;
	unsigned skipped;        /* open elements that are left out */
	size_t nodes;            /* kept */
	struct xml_node *root;
	xmlDoc *document;        /* ours only after a failure, else the reader's */
	bool is_reported;
};

static void
complain(void *data, error_arg error)
{
	struct complaint *complaint = data;

	/* Warnings are about taste (a namespace that is no absolute URI); the first error explains the others. */
	if (error->level < XML_ERR_ERROR || complaint->is_set)
		return;
	complaint->is_set = true;
	complaint->code = error->code;
	complaint->line = error->line > 0 ? (unsigned)error->line : 0;
	complaint->column = error->int2 > 0 ? (unsigned)error->int2 : 0;
	snprintf(complaint->text, sizeof complaint->text, "%s", error->message ? error->message : "");
	complaint->text[strcspn(complaint->text, "\n")] = '\0';
}

/* Steps over `size` bytes and counts; continuation bytes are no columns. */
static void
scan_over(struct scanner *scanner, size_t size)
{
	for (; size && scanner->pos < scanner->bytes.len; size--) {
		unsigned char c = (unsigned char)scanner->bytes.ptr[scanner->pos++];
		if (c == '\n') {
			scanner->line++;
			scanner->column = 1;
		} else if ((c & 0xc0) != 0x80) {
			scanner->column++;
		}
	}
}

/* Steps behind the next `mark`, or to the end. */
static void
scan_behind(struct scanner *scanner, const char *mark)
{
	const char *at = scanner->bytes.ptr + scanner->pos;
	size_t left = scanner->bytes.len - scanner->pos;
	const char *found = memmem(at, left, mark, strlen(mark));

	scan_over(scanner, found ? (size_t)(found - at) + strlen(mark) : left);
}

/* Steps behind the `>` of a start tag; one inside an attribute's value does not count. */
static void
scan_tag(struct scanner *scanner)
{
	size_t end = scanner->pos;
	char quote = '\0';

	while (end < scanner->bytes.len) {
		char c = scanner->bytes.ptr[end++];
		if (quote)
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			break;
	}
	scan_over(scanner, end - scanner->pos);
}

/* The place of the next start tag. False when there is none: the reader and the scanner disagree. */
static bool
scan_start(struct scanner *scanner, struct span *ret)
{
	static const struct {
		const char *open, *close;
	} others[] = { { "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<!DOCTYPE", ">" }, { "<?", "?>" }, { "</", ">" } };

	while (scanner->is_on && scanner->pos < scanner->bytes.len) {
		const char *at = scanner->bytes.ptr + scanner->pos;
		size_t left = scanner->bytes.len - scanner->pos, kind = 0;
		const char *tag = memchr(at, '<', left);
		if (!tag)
			break;
		scan_over(scanner, (size_t)(tag - at));
		struct str rest = { tag, left - (size_t)(tag - at) };
		while (kind < sizeof others / sizeof *others && !str_has_prefix(rest, others[kind].open))
			kind++;
		if (kind < sizeof others / sizeof *others) {
			scan_over(scanner, strlen(others[kind].open));
			scan_behind(scanner, others[kind].close);
			continue;
		}
		ret->line = scanner->line;
		ret->column = scanner->column;
		scan_tag(scanner);
		return true;
	}
	return false;
}

static void
scan_begin(struct parse *parse, struct str bytes)
{
	const char *encoding = (const char *)xmlTextReaderConstEncoding(parse->reader);

	parse->scanner = (struct scanner){ .bytes = bytes, .line = 1, .column = 1 };
	if (str_has_prefix(bytes, "\xef\xbb\xbf"))
		parse->scanner.pos = 3;
	/* UTF-16 and UTF-32 have a NUL or a byte order mark at once; libxml2 does not name them here. */
	bool is_wide = bytes.len < 4 || memchr(bytes.ptr, '\0', 4) || (unsigned char)bytes.ptr[0] >= 0xfe;
	parse->scanner.is_on = !is_wide && (!encoding || str_is_nocase(str_of(encoding), "UTF-8"));
}

/* Reports once; always -1. */
static int
refuse(struct parse *parse, enum diag_id id, struct span span, const char *what)
{
	span.path = parse->name;
	if (!parse->is_reported)
		diag_report(&parse->run->diags, id, span, "%s", what);
	parse->is_reported = true;
	return -1;
}

/* Refuses the document's DOCTYPE, where it is. Only before the first start tag was scanned. */
static int
refuse_doctype(struct parse *parse)
{
	struct scanner *scanner = &parse->scanner;
	const char *at = scanner->bytes.ptr + scanner->pos;
	const char *found = memmem(at, scanner->bytes.len - scanner->pos, "<!DOCTYPE", 9);
	struct span span = { 0 };

	if (scanner->is_on && found && !parse->root) {
		scan_over(scanner, (size_t)(found - at));
		span.line = scanner->line;
		span.column = scanner->column;
	}
	return refuse(parse, DIAG_XML_FORBIDDEN, span, "DOCTYPE");
}

/* Whether the DOCTYPE is a name and nothing else, and the caller knows of it. */
static bool
is_harmless(const struct parse *parse, const xmlDtd *dtd)
{
	return parse->options->takes_doctype && dtd && !dtd->ExternalID && !dtd->SystemID && !dtd->children;
}

static const char *
intern(struct parse *parse, const char *text)
{
	const char *known = map_get(&parse->names, text);

	if (!known) {
		char *copy = arena_strdup(parse->arena, text);
		map_set(&parse->names, copy, copy);
		known = copy;
	}
	return known;
}

static struct level *
top(struct parse *parse)
{
	return &parse->levels[parse->depth - 1];
}

/* Hangs the text read since the last tag where it belongs: before the first child, or behind the last. */
static void
flush_text(struct parse *parse)
{
	struct str text = buf_str(&parse->text);

	if (text.len == 0 || parse->depth == 0)
		return;
	struct level *level = top(parse);
	/* Indentation is the same all over a file. */
	const char *kept = str_trim(text).len == 0 ? intern(parse, text.ptr) : arena_strndup(parse->arena, text.ptr, text.len);
	if (level->last_child)
		level->last_child->tail = kept;
	else
		level->node->lead = kept;
	level->pieces++;
	parse->text.len = 0;
}

/* The element's direct text, joined, now that it is complete. */
static void
join_text(struct parse *parse, struct level *level)
{
	struct xml_node *node = level->node;
	size_t len = strlen(node->lead), pos = 0;

	if (level->pieces == (*node->lead ? 1u : 0u)) {
		node->text = node->lead;
		return;
	}
	for (const struct xml_node *child = node->children; child; child = child->next)
		len += strlen(child->tail);
	char *text = arena_alloc(parse->arena, len + 1);
	memcpy(text, node->lead, pos = strlen(node->lead));
	for (const struct xml_node *child = node->children; child; child = child->next) {
		memcpy(text + pos, child->tail, strlen(child->tail));
		pos += strlen(child->tail);
	}
	node->text = text;
}

static void
take_attributes(struct parse *parse, struct xml_node *node)
{
	int count = xmlTextReaderAttributeCount(parse->reader);

	if (count <= 0)
		return;
	node->attributes = arena_array(parse->arena, (size_t)count, sizeof *node->attributes);
	while (xmlTextReaderMoveToNextAttribute(parse->reader) == 1) {
		if (xmlTextReaderIsNamespaceDecl(parse->reader) == 1 || node->attribute_count == (size_t)count)
			continue;
		const char *name = (const char *)xmlTextReaderConstLocalName(parse->reader);
		const char *ns = (const char *)xmlTextReaderConstNamespaceUri(parse->reader);
		const char *value = (const char *)xmlTextReaderConstValue(parse->reader);
		if (ns && strcmp(ns, XML_NS) == 0)
			name = (const char *)xmlTextReaderConstName(parse->reader);
		node->attributes[node->attribute_count++] = (struct xml_attribute){
			.name = intern(parse, name),
			.value = arena_strdup(parse->arena, value ? value : ""),
		};
	}
	xmlTextReaderMoveToElement(parse->reader);
}

/* Whether the element that begins here, or one around it, is left out. */
static bool
skip_element(struct parse *parse)
{
	const char *name = (const char *)xmlTextReaderConstLocalName(parse->reader);
	bool is_unwanted = parse->depth && parse->options->is_wanted && !parse->options->is_wanted(name);

	if (!parse->skipped && !is_unwanted)
		return false;
	parse->skipped += !xmlTextReaderIsEmptyElement(parse->reader);
	return true;
}

static int
open_element(struct parse *parse)
{
	const char *ns = (const char *)xmlTextReaderConstNamespaceUri(parse->reader);
	struct span span = { .path = parse->name };

	if (skip_element(parse)) {
		scan_start(&parse->scanner, &span);
		return 0;
	}
	flush_text(parse);
	if (!scan_start(&parse->scanner, &span)) {
		long line = xmlGetLineNo(xmlTextReaderCurrentNode(parse->reader));
		span.line = line > 0 && line <= UINT_MAX ? (unsigned)line : 0;
	}
	if (parse->depth == LIMIT_XML_DEPTH)
		return refuse(parse, DIAG_LIMIT, span, "elements are nested too deeply");
	if (++parse->nodes > LIMIT_XML_NODES)
		return refuse(parse, DIAG_LIMIT, span, "too many elements");
	struct xml_node *node = arena_alloc(parse->arena, sizeof *node);
	node->name = intern(parse, (const char *)xmlTextReaderConstLocalName(parse->reader));
	node->ns = intern(parse, ns ? ns : "");
	node->lead = node->tail = node->text = "";
	node->span = span;
	if (parse->depth == 0)
		parse->root = node;
	else if (top(parse)->last_child)
		top(parse)->last_child->next = node;
	else
		top(parse)->node->children = node;
	if (parse->depth)
		top(parse)->last_child = node;
	take_attributes(parse, node);
	if (!xmlTextReaderIsEmptyElement(parse->reader))
		parse->levels[parse->depth++] = (struct level){ .node = node };
	return 0;
}

static int
take_text(struct parse *parse)
{
	const char *text = parse->skipped ? NULL : (const char *)xmlTextReaderConstValue(parse->reader);

	if (text && !buf_puts(&parse->text, text))
		return refuse(parse, DIAG_LIMIT, (struct span){ 0 }, "text is too long");
	return 0;
}

static int
close_element(struct parse *parse)
{
	if (parse->skipped) {
		parse->skipped--;
		return 0;
	}
	flush_text(parse);
	join_text(parse, top(parse));
	parse->depth--;
	return 0;
}

static int
take_node(struct parse *parse)
{
	switch (xmlTextReaderNodeType(parse->reader)) {
	case XML_READER_TYPE_ELEMENT:
		return open_element(parse);
	case XML_READER_TYPE_END_ELEMENT:
		return close_element(parse);
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_WHITESPACE:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		return take_text(parse);
	case XML_READER_TYPE_DOCUMENT_TYPE:
		/* The node of a DOCTYPE is its internal subset. */
		return is_harmless(parse, (const xmlDtd *)xmlTextReaderCurrentNode(parse->reader)) ? 0 : refuse_doctype(parse);
	case XML_READER_TYPE_ENTITY_REFERENCE:
		return refuse_doctype(parse);
	default:
		return 0;   /* comments and processing instructions */
	}
}

/* Says why the reader stopped. A document whose DOCTYPE was already read failed because of it, or deserves no
 * better: an entity bomb shows up here as an error in the first start tag. */
static int
explain_stop(struct parse *parse)
{
	const struct complaint *complaint = &parse->complaint;
	struct span span = { .line = complaint->line, .column = complaint->column };

	parse->document = xmlTextReaderCurrentDoc(parse->reader);   /* asking for it makes it ours */
	if (parse->document && parse->document->intSubset && !is_harmless(parse, parse->document->intSubset))
		return refuse_doctype(parse);
	/* libxml2 speaks of extra content when the text just ends. */
	if (!complaint->is_set || (complaint->code == XML_ERR_DOCUMENT_END && (parse->depth || !parse->root)))
		return refuse(parse, DIAG_XML_SYNTAX, span, "the document ends too early");
	return refuse(parse, DIAG_XML_SYNTAX, span, complaint->text);
}

static int
read_all(struct parse *parse, struct str bytes)
{
	int more = xmlTextReaderRead(parse->reader);

	scan_begin(parse, bytes);
	for (; more == 1 && !parse->complaint.is_set; more = xmlTextReaderRead(parse->reader))
		if (take_node(parse) < 0)
			return -1;
	if (more != 0 || parse->complaint.is_set || !parse->root || parse->depth)
		return explain_stop(parse);
	return 0;
}

static int
parse_bytes(struct parse *parse, struct str bytes)
{
	if (bytes.len > parse->options->max_bytes)
		return refuse(parse, DIAG_LIMIT, (struct span){ 0 }, "the XML file is too large");
	if (bytes.len == 0)
		return refuse(parse, DIAG_XML_SYNTAX, (struct span){ 0 }, "the document is empty");
	struct xml_fault fault = xml_guard(bytes);
	if (fault.why)
		return refuse(parse, fault.is_limit ? DIAG_LIMIT : DIAG_XML_FORBIDDEN, (struct span){ .line = fault.line }, fault.why);
	/* Choosing the encoding happens before the reader has a handler of its own. */
	xmlStructuredErrorFunc old = xmlStructuredError;
	void *old_data = xmlStructuredErrorContext;
	xmlSetStructuredErrorFunc(&parse->complaint, complain);
	int status = -1;
	parse->reader = xmlReaderForMemory(bytes.ptr, (int)bytes.len, NULL, NULL, READER_OPTIONS);
	if (parse->reader) {
		xmlTextReaderSetStructuredErrorHandler(parse->reader, complain, &parse->complaint);
		status = read_all(parse, bytes);
		xmlFreeTextReader(parse->reader);
		if (parse->document)
			xmlFreeDoc(parse->document);
	} else {
		refuse(parse, DIAG_XML_SYNTAX, (struct span){ 0 }, "the document cannot be opened");
	}
	xmlSetStructuredErrorFunc(old_data, old);
	return status;
}

int
xml_parse(struct run *run, struct arena *arena, const char *name, struct str bytes, struct xml_node **ret_root)
{
	static const struct xml_options ours = { .max_bytes = LIMIT_XML_BYTES };

	return xml_parse_with(run, arena, name, bytes, &ours, ret_root);
}

int
xml_parse_with(struct run *run, struct arena *arena, const char *name, struct str bytes, const struct xml_options *options,
    struct xml_node **ret_root)
{
	struct parse parse = {
		.run = run,
		.arena = arena,
		.options = options,
		.name = arena_strdup(arena, name),
		.names = MAP_INIT(arena),
		.text = BUF_INIT(options->max_bytes),
	};
	int status = parse_bytes(&parse, bytes);

	buf_free(&parse.text);
	if (status == 0)
		*ret_root = parse.root;
	return status;
}

const char *
xml_get(const struct xml_node *node, const char *name)
{
	for (size_t i = 0; i < node->attribute_count; i++)
		if (strcmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}

static const struct xml_node *
named(const struct xml_node *node, const char *name)
{
	while (node && strcmp(node->name, name) != 0)
		node = node->next;
	return node;
}

const struct xml_node *
xml_child(const struct xml_node *node, const char *name)
{
	return named(node->children, name);
}

const struct xml_node *
xml_next(const struct xml_node *node, const char *name)
{
	return named(node->next, name);
}

/* Blanks not written yet, and whether a line ended in them. */
enum gap { GAP_NONE, GAP_BLANK, GAP_LINE };

/* Whether Japanese is written without a space beside the character that begins with these bytes: kana, ideographs,
 * their punctuation and full-width forms (U+2E80 to U+9FFF, U+F900 to U+FAFF, U+FF00 and above). */
static bool
is_wide(unsigned char first, unsigned char second)
{
	if (first == 0xe2)
		return second >= 0xba;
	if (first == 0xef)
		return (second >= 0xa4 && second <= 0xab) || second >= 0xbc;
	return (first >= 0xe3 && first <= 0xe9) || (first == 0xf0 && second >= 0xa0);
}

/* Whether the text ends in such a character. */
static bool
ends_wide(struct str text)
{
	size_t i = text.len;

	while (i > 0 && ((unsigned char)text.ptr[i - 1] & 0xc0) == 0x80)
		i--;
	return i > 0 && i < text.len && is_wide((unsigned char)text.ptr[i - 1], (unsigned char)text.ptr[i]);
}

/* Adds text with runs of blanks folded to one space, none at the beginning. */
static void
add_folded(struct buf *buf, const char *text, enum gap *gap)
{
	for (const char *p = text; *p; p++) {
		if (strchr(" \t\r\n", *p)) {
			*gap = *p == '\n' || *gap == GAP_LINE ? GAP_LINE : GAP_BLANK;
			continue;
		}
		/* A line end between two wide characters is the author's line, not a word space. */
		if (*gap != GAP_NONE && buf->len &&
		    !(*gap == GAP_LINE && is_wide((unsigned char)p[0], (unsigned char)p[1]) && ends_wide(buf_str(buf))))
			buf_putc(buf, ' ');
		*gap = GAP_NONE;
		buf_putc(buf, *p);
	}
}

/* Recursion is bounded by LIMIT_XML_DEPTH, which every tree keeps. */
static void
add_node(struct buf *buf, const struct xml_node *node, enum gap *gap)
{
	add_folded(buf, node->lead, gap);
	for (const struct xml_node *child = node->children; child; child = child->next) {
		add_node(buf, child, gap);
		add_folded(buf, child->tail, gap);
	}
}

const char *
xml_text(struct arena *arena, const struct xml_node *node)
{
	struct buf buf = BUF_INIT(LIMIT_XML_BYTES);
	enum gap gap = GAP_NONE;

	add_node(&buf, node, &gap);
	const char *text = arena_strndup(arena, buf_str(&buf).ptr, buf.len);
	buf_free(&buf);
	return text;
}
