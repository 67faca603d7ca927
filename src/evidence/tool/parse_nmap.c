/* nmap -oX (nmap.dtd, XML output version 1.04 and 1.05): which ports answered from where the scan was made.
 *
 * Decision rule (docs/evidence.md, exposure): a port whose state is `open` is exposed; open|filtered, filtered and closed
 * are not. The service is a guess by the port's number unless nmap probed it. The run is complete only when it says
 * exit="success": an aborted scan may have missed any port. Where the scan stood is not in the file. */
#include "evidence/tool/tool.h"

#include "tenken/base/limits.h"
#include "tenken/syntax/xml.h"

static int
bid(const struct file *file)
{
	return tool_first(file) == '<' && str_has(tool_head(file), "<nmaprun ") ? 50 : 0;
}

/* What stands in the attribute that `mark` begins: `<hostname name="`. */
static struct str
attribute_at(struct str bytes, const char *mark)
{
	const char *found = memmem(bytes.ptr, bytes.len, mark, strlen(mark));

	if (!found)
		return STR("");
	struct str rest = { found + strlen(mark), bytes.len - (size_t)(found - bytes.ptr) - strlen(mark) };
	const char *end = memchr(rest.ptr, '"', rest.len);
	return end ? (struct str){ rest.ptr, (size_t)(end - rest.ptr) } : STR("");
}

/* A scan of one host belongs to it; one of several to none of them. */
static const char *
subject_of(struct arena *arena, const struct file *file)
{
	static const char mark[] = "<host ";
	const char *first = memmem(file->bytes.ptr, file->bytes.len, mark, sizeof mark - 1);

	if (!first)
		return NULL;
	struct str rest = { first + 1, file->bytes.len - (size_t)(first + 1 - file->bytes.ptr) };
	if (str_has(rest, mark) || str_has(file->bytes, "<host>"))
		return NULL;
	struct str name = attribute_at(rest, "<hostname name=\"");
	return tool_subject(arena, name.len ? name : attribute_at(rest, "<address addr=\""));
}

/* The host's IP address; the other kind is that of its network card. */
static const char *
address_of(const struct xml_node *host)
{
	for (const struct xml_node *a = xml_child(host, "address"); a; a = xml_next(a, "address")) {
		const char *kind = xml_get(a, "addrtype");
		if (xml_get(a, "addr") && kind && strcmp(kind, "mac") != 0)
			return xml_get(a, "addr");
	}
	return NULL;
}

/* RFC 1918, 6598, 3927, 4193, 4291: addresses that the Internet does not carry. NULL when it is no address. */
static const char *
reach_of(const char *address)
{
	struct str rest = str_of(address), a = str_token(&rest, "."), b = str_token(&rest, ".");
	int64_t first, second;

	if (strchr(address, ':')) {
		if (strcmp(address, "::1") == 0 || str_is_nocase(str_of(address), "0:0:0:0:0:0:0:1"))
			return "loopback";
		bool is_local = strncasecmp(address, "fe8", 3) == 0 || strncasecmp(address, "fe9", 3) == 0 ||
		    strncasecmp(address, "fea", 3) == 0 || strncasecmp(address, "feb", 3) == 0 || strncasecmp(address, "fc", 2) == 0 ||
		    strncasecmp(address, "fd", 2) == 0;
		return is_local ? "private" : "public";
	}
	if (!str_int(a, &first) || !str_int(b, &second))
		return NULL;
	if (first == 127)
		return "loopback";
	bool is_private = first == 10 || (first == 172 && second >= 16 && second <= 31) || (first == 192 && second == 168) ||
	    (first == 169 && second == 254) || (first == 100 && second >= 64 && second <= 127);
	return is_private ? "private" : "public";
}

static void
emit_port(struct tool_run *run, const struct xml_node *port, const char *address)
{
	struct subject *subject = run->parse->subject;
	const struct xml_node *state = xml_child(port, "state"), *service = xml_child(port, "service");
	const char *number = xml_get(port, "portid"), *protocol = xml_get(port, "protocol");
	int64_t value;

	if (!number || !protocol || !*protocol || !str_int(str_of(number), &value) || value > 65535) {
		tool_lost(run, port->span.line, "a port without its number");
		return;
	}
	run->evaluated++;
	if (!state || !xml_get(state, "state") || strcmp(xml_get(state, "state"), "open") != 0)
		return;
	run->failed++;
	struct record *record = tool_record(run, "exposure", arena_printf(subject->arena, "%s %s/%lld", address, protocol, (long long)value),
	    port->span.line, true);
	if (!record)
		return;
	tool_set(run, record, "host", address);
	record_set(subject, record, "reach", reach_of(address));
	record_set_int(subject, record, "port", value);
	tool_set(run, record, "protocol", protocol);
	record_set(subject, record, "state", "open");
	if (!service)
		return;
	tool_set(run, record, "service", xml_get(service, "name"));
	const char *method = xml_get(service, "method");
	if (method && (strcmp(method, "probed") == 0 || strcmp(method, "table") == 0))
		record_set(subject, record, "service-by", method);
	tool_set(run, record, "tunnel", xml_get(service, "tunnel"));
	tool_set(run, record, "product", xml_get(service, "product"));
	tool_set(run, record, "product-version", xml_get(service, "version"));
}

static void
emit_host(struct tool_run *run, const struct xml_node *host)
{
	const struct xml_node *ports = xml_child(host, "ports");
	const char *address = address_of(host);
	int64_t count;

	if (!address || !*address || !ports)
		return;
	/* Ports of one state that are not listed, only counted. */
	for (const struct xml_node *n = xml_child(ports, "extraports"); n; n = xml_next(n, "extraports"))
		if (xml_get(n, "count") && str_int(str_of(xml_get(n, "count")), &count) && count <= 131072)
			run->evaluated += count;
	for (const struct xml_node *n = xml_child(ports, "port"); n; n = xml_next(n, "port"))
		emit_port(run, n, address);
}

static void
emit_run(const struct parse *parse, struct file *file, const struct xml_node *root)
{
	const struct xml_node *stats = xml_child(root, "runstats"), *finished = stats ? xml_child(stats, "finished") : NULL;
	const struct xml_node *host = xml_child(root, "host");
	const char *exit = finished ? xml_get(finished, "exit") : NULL, *scanner = xml_get(root, "scanner");
	struct tool_identity identity = {
		.tool = scanner && *scanner ? scanner : "nmap", .looks_at = "ports", .version = xml_get(root, "version"),
		.target = host && !xml_next(host, "host") ? address_of(host) : NULL,
		.started = str_of(xml_get(root, "start")), .finished = str_of(finished ? xml_get(finished, "time") : NULL),
	};
	struct tool_run run;

	tool_run_begin(&run, parse, file, root->span.line, &identity);
	run.is_complete = exit && strcmp(exit, "success") == 0;
	for (; host; host = xml_next(host, "host"))
		emit_host(&run, host);
	/* Nothing passes or fails here: failed is how many ports are open. */
	run.passed = run.not_evaluated = -1;
	tool_run_end(&run);
}

static bool
is_wanted(const char *name)
{
	static const char *const names[] = { "address", "extraports", "finished", "host", "port", "ports", "runstats", "service", "state" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void
read_file(const struct parse *parse, struct file *file)
{
	static const struct xml_options options = { .takes_doctype = true, .max_bytes = LIMIT_FILE_BYTES, .is_wanted = is_wanted };
	struct arena *arena = arena_new();
	struct xml_node *root;

	file->is_used = true;
	if (xml_parse_with(parse->run, arena, file->path, file->bytes, &options, &root) == 0)
		emit_run(parse, file, root);
	else
		tool_run_broken(parse, file, "nmap", "ports");
	arena_free(arena);
}

static void
parse(const struct parse *parse)
{
	for (struct file *file = NULL; (file = bundle_next(parse, file));)
		read_file(parse, file);
}

const struct parser parser_nmap = {
	.name = "nmap",
	.title = { "nmapの検査結果(XML)", "results of nmap (XML)" },
	.scope = SCOPE_SCAN,
	.subject_of = subject_of,
	.bid = bid,
	.parse = parse,
};
