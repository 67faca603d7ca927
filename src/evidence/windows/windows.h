/* Private to the room: what the artefacts of Windows have in common. Labels and dates of most commands are in the
 * language of the console, and so is the encoding (CP932, UTF-16). Hence three rules here: text is decoded first; a
 * command's output is told by its shape and the order of its lines, never by its labels; a date counts only when it
 * can be read in one way. */
#ifndef TENKEN_EVIDENCE_WINDOWS_H
#define TENKEN_EVIDENCE_WINDOWS_H

#include "tenken/evidence/evidence.h"
#include "tenken/syntax/csv.h"

/* What a file is. The groups belong to one parser each. */
enum windows_kind {
	WINDOWS_NONE,
	WINDOWS_LOG_CONFIG,         /* wevtutil gl: parse_eventlog.c from here on */
	WINDOWS_LOG_INFO,           /* wevtutil gli */
	WINDOWS_LOG_EVENTS,         /* wevtutil qe /f:xml */
	WINDOWS_LOG_LIST,           /* Get-WinEvent -ListLog as CSV */
	WINDOWS_LOG_REGISTRY,       /* the keys EventLog, as reg export or reg query write them */
	WINDOWS_LOG_COLLECTION,     /* wecutil gs */
	WINDOWS_TIME_STATUS,        /* w32tm /query /status: parse_w32tm.c from here on */
	WINDOWS_TIME_SOURCE,        /* w32tm /query /source */
	WINDOWS_TIME_CONFIGURATION, /* w32tm /query /configuration */
	WINDOWS_SECEDIT,            /* secedit /export: parse_winpolicy.c from here on */
	WINDOWS_NET_ACCOUNTS,       /* net accounts */
	WINDOWS_RSOP,               /* gpresult /x */
	WINDOWS_POLICY_HTML,        /* gpresult /h and the like, which is not read */
	WINDOWS_AUDITPOL,           /* auditpol /backup, auditpol /get /r */
	WINDOWS_GPO_REPORT,         /* Get-GPOReport -ReportType Xml: parse_gpo.c from here on */
	WINDOWS_GPO_TEMPLATE,       /* GptTmpl.inf */
	WINDOWS_GPO_AUDIT,          /* audit.csv of a group policy object */
	WINDOWS_NET_USER,           /* net user NAME: parse_winaccount.c from here on */
	WINDOWS_NET_GROUP,          /* net localgroup NAME */
	WINDOWS_LOCAL_USERS,        /* Get-LocalUser as CSV */
	WINDOWS_LOCAL_GROUP,        /* Get-LocalGroupMember as CSV */
	WINDOWS_AD_USERS,           /* Get-ADUser as CSV, csvde: parse_directory.c from here on */
	WINDOWS_AD_GROUPS,          /* Get-ADGroup as CSV */
	WINDOWS_AD_MEMBERS,         /* Get-ADGroupMember as CSV */
	WINDOWS_AD_LDIF,            /* ldifde */
	WINDOWS_SYSTEMINFO,         /* systeminfo: parse_winhost.c from here on */
	WINDOWS_HOTFIX,             /* Get-HotFix as CSV or table */
	WINDOWS_DEFENDER,           /* Get-MpComputerStatus as list or CSV */
};

/* What the file is, by its first bytes in any encoding, else by the name the collector gives it. */
enum windows_kind windows_kind(const struct file *file);

/* The first lines of the file as UTF-8, "" where they are no text. Reports nothing. */
struct str windows_head(struct arena *arena, const struct file *file);

/* The day Windows was installed, by a systeminfo in the bundle; DAY_UNKNOWN where none tells it in one way. */
int32_t windows_install_day(const struct parse *parse);

/* The values of the first labelled lines (at most `max`) of a text, by their order. How many there are. */
size_t windows_values(struct str text, struct str *ret, size_t max);

/* The bid of a parser that takes the kinds `first` to `last`. */
int windows_bid(const struct file *file, enum windows_kind first, enum windows_kind last);

/* The whole file as UTF-8; marks it as used and notes an encoding that was guessed. False when it cannot be decoded
 * (reported). */
bool windows_text(const struct parse *parse, struct file *file, struct str *ret);

/* A table as Export-Csv writes it, the line `#TYPE ...` left out; the first row holds the headings. False when
 * there is none (reported). */
bool windows_csv(const struct parse *parse, struct file *file, struct csv *ret);

/* The place of the heading in the first row, case ignored; -1 where there is none. */
int windows_column(const struct csv *csv, const char *heading);

/* The cell at that place without blanks at its ends; "" where there is none. */
struct str windows_cell(const struct csv_row *row, int column);

/* True, False and their fellows in Japanese. */
enum truth { TRUTH_UNKNOWN, TRUTH_NO, TRUTH_YES };
enum truth windows_boolean(struct str text);

/* Sets the attribute, unless it is not known. */
void windows_set_truth(struct subject *subject, struct record *record, const char *name, enum truth value);

/* A line `label: value` or `label : value`, both without blanks at their ends. False without a colon. */
bool windows_labelled(struct str line, struct str *ret_label, struct str *ret_value);

/* The name of what a command was asked for, from the file's own name: `cmd/wevtutil-gli-Security.txt` is Security.
 * NULL where nothing stands behind `prefix`. A hyphen for a slash is put right where `Operational` and the like
 * follow it. */
const char *windows_named(struct arena *arena, const struct file *file, const char *prefix);

/* Which of two numbers before the year is the month. */
enum windows_order { ORDER_UNKNOWN, ORDER_MONTH_FIRST, ORDER_DAY_FIRST };

/* The order that a date of a list shows: one of its numbers is beyond 12. ORDER_UNKNOWN where it shows none. */
enum windows_order windows_date_order(struct str text);

/* The day of `2026/09/29 8:12:01`, `2026-09-29T08:12:01+09:00`, `14.08.2026 20:55:55`, `8/14/2026 8:55:55 PM`. A
 * date that is one day or another by its country is DAY_UNKNOWN, unless `order` says which (or both are one). */
int32_t windows_day(struct str text, enum windows_order order);

/* The seconds since 1970 of such a date with a time of day, on the calendar it was written on. False where either
 * cannot be read. */
bool windows_seconds(struct str text, int64_t *ret);

/* The day of a FILETIME (units of 100 ns since 1601, decimal), `offset_minutes` east of UTC. 0 and the greatest
 * number mean never, and are DAY_UNKNOWN as all that is no such number. */
int32_t windows_filetime_day(struct str text, int offset_minutes);

/* The day of an event's `2025-10-02T03:04:05.1234567Z` or a directory's `20180402015800.0Z`, `offset_minutes` east
 * of UTC. */
int32_t windows_utc_day(struct str text, int offset_minutes);

#endif
