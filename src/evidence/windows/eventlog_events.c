/* Events as wevtutil qe /f:xml prints them: one after another without an element around them. Of each log the
 * oldest that was handed in tells how far it reaches back; whether it is the log's own oldest its number must show
 * (parse_eventlog.c). */
#include "evidence/windows/eventlog.h"

#include "tenken/base/buf.h"
#include "tenken/base/limits.h"
#include "tenken/syntax/xml.h"

static struct str
text_of(const struct xml_node *node)
{
	return node ? str_trim(str_of(node->text)) : STR("");
}

static void
read_event(struct eventlogs *logs, const struct xml_node *event)
{
	const struct xml_node *head = xml_child(event, "System"),
	                      *created = head ? xml_child(head, "TimeCreated") : NULL;
	const char *time = created ? xml_get(created, "SystemTime") : NULL;
	struct str name = head ? text_of(xml_child(head, "Channel")) : STR("");

	if (!time || name.len == 0)
		return;
	int32_t day = windows_utc_day(str_of(time), logs->parse->subject->collected_at.offset_minutes);
	struct channel *channel = eventlog_channel(logs, name);
	if (day == DAY_UNKNOWN) {
		diag_report(&logs->parse->run->diags, DIAG_DATE_UNREADABLE, event->span, "%s", time);
	} else if (channel->event_day == DAY_UNKNOWN || day < channel->event_day) {
		channel->event_day = day;
		/* Its column counts the element that we put around. */
		channel->event_at = (struct span){ event->span.path, event->span.line, 0 };
		channel->event_id = -1;
		str_int(text_of(xml_child(head, "EventRecordID")), &channel->event_id);
	}
}

void
eventlog_read_events(struct eventlogs *logs, struct file *file)
{
	struct arena *arena = logs->parse->bundle->arena;
	struct buf whole = BUF_INIT(LIMIT_XML_BYTES);
	struct xml_node *root;
	struct str text;

	if (!windows_text(logs->parse, file, &text))
		return;
	/* A declaration cannot stand inside an element, and the text is UTF-8 whatever it says. */
	const char *end = str_has_prefix(text, "<?xml") ? memchr(text.ptr, '>', text.len) : NULL;
	if (end)
		text = (struct str){ end + 1, text.len - (size_t)(end + 1 - text.ptr) };
	buf_puts(&whole, "<all>");
	buf_add(&whole, text.ptr, text.len);
	buf_puts(&whole, "</all>");
	if (whole.is_full) {
		diag_report(&logs->parse->run->diags, DIAG_LIMIT, file_span(file, 0), "more than %u bytes of XML",
		    LIMIT_XML_BYTES);
	} else if (xml_parse(logs->parse->run, arena, file->path, buf_str(&whole), &root) == 0) {
		for (const struct xml_node *n = root->children; n; n = n->next) {
			if (strcmp(n->name, "Event") == 0)
				read_event(logs, n);
			for (const struct xml_node *e = strcmp(n->name, "Events") == 0 ? xml_child(n, "Event") : NULL;
			     e; e = xml_next(e, "Event"))
				read_event(logs, e);
		}
	}
	buf_free(&whole);
}
