/* Docker: log-driver and log-opts of daemon.json, for containers that say nothing else.
 *
 * json-file keeps max-file files (1) of max-size each; without max-size one file grows until its container is removed. local keeps 5
 * files of 20 MB unless told otherwise. Other drivers hand the records to others. A container may say otherwise for itself. */
#include "evidence/log/applog.h"

#include "tenken/syntax/json.h"

#define CONTAINERS "/var/lib/docker/containers"

static struct str
option_of(struct arena *arena, const struct json *root, const char *path)
{
	struct json_list list = { 0 };

	json_select(arena, root, path, &list);
	return list.nodes.len == 1 ? list.nodes.items[0]->text : STR("");
}

static void
decide(struct str driver, struct str max_size, struct str max_file, struct applog *log)
{
	bool is_local = str_is(driver, "local");
	int64_t size = 20 << 20, files = is_local ? 5 : 1;

	log->kind = "unknown";
	log->reason = "max-size or max-file could not be read";
	if (!max_size.len && !is_local)
		log->reason = "a container's log goes when the container is removed";
	else if ((!max_size.len || applog_size(max_size, &size)) && (!max_file.len || str_int(max_file, &files)) && files > 0 && files < 100000 &&
	    size <= ((int64_t)1 << 50) / files) {
		log->kind = "size-bound";
		log->reason = NULL;
		log->capacity = size * files;
		log->generations = files - 1;
	}
}

void
applog_docker(const struct parse *parse)
{
	struct arena *arena = parse->bundle->arena;
	struct file *file = bundle_file(parse, "etc/docker/daemon.json");
	struct applog log = APPLOG_INIT;
	struct json *root;

	if (!file || file->link)
		return;
	file->is_used = true;
	if (json_parse(parse->run, arena, file->path, file->bytes, &root) != 0)
		return;
	struct str driver = option_of(arena, root, "log-driver");
	if (driver.len && !str_is(driver, "json-file") && !str_is(driver, "local"))
		return;
	log.path = str_is(driver, "local") ? CONTAINERS "/*/local-logs/container.log" : CONTAINERS "/*/*-json.log";
	log.writer = "docker";
	log.at = file_span(file, root->line);
	decide(driver, option_of(arena, root, "log-opts.max-size"), option_of(arena, root, "log-opts.max-file"), &log);
	applog_emit(parse, &log);
}
