/* What Cairo cannot write: the document's language, its title where viewers show it (XMP and DisplayDocTitle), the charts'
 * alternative texts and a file identifier. Appended as an incremental update, which leaves what Cairo wrote as it is:
 * PDF 32000-1 7.5.6 (updates), 14.3.2 (metadata streams), 14.4 (identifiers), 14.9 (accessibility).
 * docs/decisions/0005 says why no library reads the file again for that.
 *
 * Only what this program has just drawn is read here, and only the plain form (a table of cross-references, objects that
 * stand in the open) that render_pdf.c asks Cairo for. */
#include "report/render_pdf.h"

#include <glib.h>

#include "tenken/base/digest.h"

#define XREF_ENTRY 20   /* bytes of a line: 7.5.4 */

/* An object written anew: where in the file. */
struct place {
	size_t number, offset;
};

struct update {
	struct pdf *pdf;
	struct str drawn;
	size_t xref;          /* offset of the table's first entry */
	size_t start;         /* offset of the table itself */
	size_t size;          /* number of objects */
	size_t root, info;
	VEC(struct place) places;   /* ascending */
	struct buf *out;
};

/* The number that follows the last `key` in the bytes. */
static bool
number_after(struct str bytes, const char *key, size_t *ret)
{
	size_t len = strlen(key);

	for (size_t at = bytes.len; at-- > 0;) {
		if (bytes.len - at <= len || memcmp(bytes.ptr + at, key, len) != 0)
			continue;
		size_t value = 0, digits = 0;
		for (const char *p = bytes.ptr + at + len; p < bytes.ptr + bytes.len && *p >= '0' && *p <= '9' && digits < 12; p++, digits++)
			value = value * 10 + (size_t)(*p - '0');
		*ret = value;
		return digits > 0;
	}
	return false;
}

/* Finds the table and what the trailer names. */
static bool
tail_read(struct update *update)
{
	struct str drawn = update->drawn;
	size_t tail = drawn.len > 1024 ? drawn.len - 1024 : 0;
	struct str end = { drawn.ptr + tail, drawn.len - tail };

	if (!number_after(end, "startxref\n", &update->start) || !number_after(end, "/Size ", &update->size) ||
	    !number_after(end, "/Root ", &update->root) || !number_after(end, "/Info ", &update->info))
		return false;
	const char *head = arena_printf(update->pdf->arena, "xref\n0 %zu\n", update->size);
	update->xref = update->start + strlen(head);
	return update->start < drawn.len && str_has_prefix((struct str){ drawn.ptr + update->start, drawn.len - update->start }, head) &&
	    update->size <= (drawn.len - update->xref) / XREF_ENTRY && update->root < update->size;
}

/* The object's bytes between `N 0 obj` and `endobj`, without the line ends there; empty when it is none. */
static struct str
object_at(const struct update *update, size_t number)
{
	struct str entry = { update->drawn.ptr + update->xref + number * XREF_ENTRY, XREF_ENTRY };
	size_t offset = 0;

	for (size_t i = 0; i < 10 && entry.ptr[i] >= '0' && entry.ptr[i] <= '9'; i++)
		offset = offset * 10 + (size_t)(entry.ptr[i] - '0');
	const char *head = arena_printf(update->pdf->arena, "%zu 0 obj\n", number);
	if (entry.ptr[17] != 'n' || offset >= update->start ||
	    !str_has_prefix((struct str){ update->drawn.ptr + offset, update->start - offset }, head))
		return (struct str){ 0 };
	offset += strlen(head);
	const char *begin = update->drawn.ptr + offset, *end = memmem(begin, update->start - offset, "\nendobj", 7);
	return end ? (struct str){ begin, (size_t)(end - begin) } : (struct str){ 0 };
}

static void
object_begin(struct update *update, size_t number)
{
	vec_push(update->pdf->arena, &update->places, (struct place){ number, update->out->len });
	buf_printf(update->out, "%zu 0 obj\n", number);
}

/* Begins the object anew with all of its dictionary but the closing brackets: more keys and `>>\nendobj\n` follow. */
static bool
object_reopen(struct update *update, size_t number)
{
	struct str body = object_at(update, number);

	if (!str_has_prefix(body, "<<") || !str_has_suffix(body, ">>"))
		return false;
	object_begin(update, number);
	return buf_add(update->out, body.ptr, body.len - 2);
}

/* A text string in UTF-16BE (7.9.2.2), as hexadecimal digits. */
static void
text_string(struct buf *out, const char *text)
{
	glong len = 0;
	gunichar2 *units = g_utf8_to_utf16(text, -1, NULL, &len, NULL);

	buf_puts(out, "<feff");
	for (glong i = 0; units && i < len; i++)
		buf_printf(out, "%04x", (unsigned)units[i]);
	buf_puts(out, ">");
	g_free(units);
}

/* Figures were numbered in the order they were drawn; each gets the caption of its chart. */
static bool
alts_add(struct update *update)
{
	struct pdf *pdf = update->pdf;
	size_t seen = 0;

	for (size_t number = 1; number < update->size && seen < pdf->figures.len; number++) {
		if (!str_has_prefix(object_at(update, number), "<< /Type /StructElem\n   /S /Figure\n"))
			continue;
		if (!object_reopen(update, number))
			return false;
		buf_puts(update->out, "   /Alt ");
		text_string(update->out, pdf->figures.items[seen++]);
		buf_puts(update->out, "\n>>\nendobj\n");
	}
	return seen == pdf->figures.len;
}

/* Text for XML content: the title comes from a plan, and a plan may hold anything. */
static void
xml_add(struct buf *out, const char *text)
{
	for (const char *c = text; *c; c++)
		if (*c == '<')
			buf_puts(out, "&lt;");
		else if (*c == '>')
			buf_puts(out, "&gt;");
		else if (*c == '&')
			buf_puts(out, "&amp;");
		else if ((unsigned char)*c >= 0x20)
			buf_putc(out, *c);
}

static void
xmp_make(const struct document *document, const char *lang, struct arena *arena, struct buf *out)
{
	const char *day = day_text(arena, document->date == DAY_UNKNOWN ? 0 : document->date);

	buf_puts(out,
	    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
	    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	xml_add(out, document->title ? document->title : "");
	buf_printf(out, "</rdf:li></rdf:Alt></dc:title>\n<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n", lang);
	buf_printf(out,
	    "<xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate>\n<xmp:ModifyDate>%sT00:00:00Z</xmp:ModifyDate>\n"
	    "<xmp:CreatorTool>tenken</xmp:CreatorTool>\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n",
	    day, day);
}

/* The catalogue again with its new keys, and the metadata as one more object. */
static bool
catalogue_add(struct update *update)
{
	const char *lang = lang_name(update->pdf->document->lang);
	struct buf xmp = BUF_INIT(64u << 10);

	if (!object_reopen(update, update->root))
		return false;
	buf_printf(update->out, "   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n   /Metadata %zu 0 R\n>>\nendobj\n", lang,
	    update->size);
	xmp_make(update->pdf->document, lang, update->pdf->arena, &xmp);
	object_begin(update, update->size);
	buf_printf(update->out, "<< /Type /Metadata /Subtype /XML /Length %zu >>\nstream\n", xmp.len);
	buf_add(update->out, buf_str(&xmp).ptr, xmp.len);
	buf_puts(update->out, "\nendstream\nendobj\n");
	buf_free(&xmp);
	return true;
}

static void
tail_add(struct update *update)
{
	struct buf *out = update->out;
	size_t start = out->len;
	const char *digest = digest_sha256(update->pdf->arena, buf_str(out));

	buf_puts(out, "xref\n");
	for (size_t i = 0; i < update->places.len; i++)
		buf_printf(out, "%zu 1\n%010zu 00000 n \n", update->places.items[i].number, update->places.items[i].offset);
	buf_printf(out, "trailer\n<< /Size %zu\n   /Root %zu 0 R\n   /Info %zu 0 R\n   /Prev %zu\n   /ID [ <%.32s> <%.32s> ]\n>>\n",
	    update->size + 1, update->root, update->info, update->start, digest, digest);
	buf_printf(out, "startxref\n%zu\n%%%%EOF\n", start);
}

int
pdf_finish(struct pdf *pdf, struct str bytes, struct buf *ret)
{
	struct buf out = BUF_INIT(ret->max);
	struct update update = { .pdf = pdf, .drawn = bytes, .out = &out };

	buf_add(&out, bytes.ptr, bytes.len);
	if (tail_read(&update) && alts_add(&update) && catalogue_add(&update)) {
		tail_add(&update);
	} else {
		/* A Cairo of another form: a report without these is better than none. */
		buf_free(&out);
		buf_add(&out, bytes.ptr, bytes.len);
	}
	if (out.is_full) {
		buf_free(&out);
		return diag_report(&pdf->run->diags, DIAG_LIMIT, (struct span){ 0 }, "pdf: more than %zu bytes", ret->max);
	}
	*ret = out;
	return 0;
}
