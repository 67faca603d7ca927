/* What Cairo cannot write, added by libqpdf: the document's language, its title where viewers show it (XMP and
 * DisplayDocTitle), the charts' alternative texts; and object streams, which make tagged files small again.
 * PDF 32000-1 7.5.7 (object streams), 14.3.2 (metadata streams), 14.9 (accessibility).
 *
 * Without libqpdf the bytes stay as Cairo made them. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "report/render_pdf.h"

#ifdef HAVE_QPDF

#include <qpdf/qpdf-c.h>

#define STRUCTURE_DEPTH 32

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
xmp_make(struct pdf *pdf, struct buf *out)
{
	const struct document *document = pdf->document;
	const char *day = day_text(pdf->arena, document->date == DAY_UNKNOWN ? 0 : document->date);

	buf_puts(out,
	    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
	    "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	xml_add(out, document->title ? document->title : "");
	buf_printf(out,
	    "</rdf:li></rdf:Alt></dc:title>\n<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n",
	    document->lang == LANG_EN ? "en" : "ja");
	buf_printf(out,
	    "<xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate>\n<xmp:ModifyDate>%sT00:00:00Z</xmp:ModifyDate>\n"
	    "<xmp:CreatorTool>tenken</xmp:CreatorTool>\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket "
	    "end=\"r\"?>\n",
	    day, day);
}

static void
metadata_add(struct pdf *pdf, qpdf_data qpdf, qpdf_oh root, struct buf *xmp)
{
	xmp_make(pdf, xmp);
	qpdf_oh stream = qpdf_oh_new_stream(qpdf);
	qpdf_oh_replace_stream_data(qpdf, stream, (const unsigned char *)buf_str(xmp).ptr, xmp->len,
	    qpdf_oh_new_null(qpdf), qpdf_oh_new_null(qpdf));
	qpdf_oh dictionary = qpdf_oh_get_dict(qpdf, stream);
	qpdf_oh_replace_key(qpdf, dictionary, "/Type", qpdf_oh_new_name(qpdf, "/Metadata"));
	qpdf_oh_replace_key(qpdf, dictionary, "/Subtype", qpdf_oh_new_name(qpdf, "/XML"));
	qpdf_oh_replace_key(qpdf, root, "/Metadata", stream);
	qpdf_oh viewer = qpdf_oh_new_dictionary(qpdf);
	qpdf_oh_replace_key(qpdf, viewer, "/DisplayDocTitle", qpdf_oh_new_bool(qpdf, QPDF_TRUE));
	qpdf_oh_replace_key(qpdf, root, "/ViewerPreferences", viewer);
	qpdf_oh_replace_key(qpdf, root, "/Lang",
	    qpdf_oh_new_string(qpdf, pdf->document->lang == LANG_EN ? "en" : "ja"));
}

/* Figures are met in the order they were drawn; each gets the caption of its chart. */
static void
alts_add(struct pdf *pdf, qpdf_data qpdf, qpdf_oh element, size_t *seen, int depth)
{
	qpdf_oh kids = qpdf_oh_get_key(qpdf, element, "/K");

	if (*seen == pdf->figures.len || depth > STRUCTURE_DEPTH)
		return;
	if (qpdf_oh_is_name_and_equals(qpdf, qpdf_oh_get_key(qpdf, element, "/S"), "/Figure"))
		qpdf_oh_replace_key(
		    qpdf, element, "/Alt", qpdf_oh_new_unicode_string(qpdf, pdf->figures.items[(*seen)++]));
	else if (qpdf_oh_is_array(qpdf, kids))
		for (int i = 0; i < qpdf_oh_get_array_n_items(qpdf, kids); i++) {
			qpdf_oh kid = qpdf_oh_get_array_item(qpdf, kids, i);
			if (qpdf_oh_is_dictionary(qpdf, kid))
				alts_add(pdf, qpdf, kid, seen, depth + 1);
		}
	else if (qpdf_oh_is_dictionary(qpdf, kids))
		alts_add(pdf, qpdf, kids, seen, depth + 1);
}

static int
written_take(qpdf_data qpdf, struct buf *ret)
{
	struct buf out = BUF_INIT(ret->max);

	qpdf_init_write_memory(qpdf);
	qpdf_set_object_stream_mode(qpdf, qpdf_o_generate);
	qpdf_set_deterministic_ID(qpdf, QPDF_TRUE);
	if ((qpdf_write(qpdf) & QPDF_ERRORS) != 0)
		return -1;
	if (!buf_add(&out, qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf)))
		return -1;
	*ret = out;
	return 0;
}

static void
qpdf_release(void *data)
{
	qpdf_data qpdf = data;

	qpdf_cleanup(&qpdf);
}

int
pdf_finish(struct pdf *pdf, struct str bytes, struct buf *ret)
{
	qpdf_data qpdf = qpdf_init();
	struct buf xmp = BUF_INIT(64u << 10);
	struct buf out = BUF_INIT(bytes.len + (1u << 20));
	size_t seen = 0;
	int status = -1;

	arena_cleanup(pdf->arena, qpdf_release, qpdf);
	qpdf_silence_errors(qpdf);
	qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
	if ((qpdf_read_memory(qpdf, "report", bytes.ptr, bytes.len, NULL) & QPDF_ERRORS) == 0) {
		qpdf_oh root = qpdf_get_root(qpdf);
		metadata_add(pdf, qpdf, root, &xmp);
		alts_add(pdf, qpdf, qpdf_oh_get_key(qpdf, root, "/StructTreeRoot"), &seen, 0);
		status = written_take(qpdf, &out);
	}
	buf_free(&xmp);
	if (status < 0)
		return diag_report(
		    &pdf->run->diags, DIAG_OUTPUT, (struct span){ 0 }, "pdf: libqpdf could not finish the file");
	*ret = out;
	return 0;
}

#else

int
pdf_finish(struct pdf *pdf, struct str bytes, struct buf *ret)
{
	struct buf out = BUF_INIT(bytes.len);

	if (!buf_add(&out, bytes.ptr, bytes.len))
		return diag_report(&pdf->run->diags, DIAG_OUTPUT, (struct span){ 0 }, "pdf: nothing was drawn");
	*ret = out;
	return 0;
}

#endif
