/* Logs that nginx, Apache httpd, PostgreSQL, Squid, BIND and Docker write by themselves.
 *
 * Decision rule (docs/evidence.md, log): a log that logrotate's rules name is bounded by those, and only gets its writer here. One
 * that the program itself rotates is bounded by that. One that neither does is there, and how long it is kept is unknown. What its
 * records tell is a record of its own, log-format; error logs have none, as their lines have no format. */
#include "evidence/log/applog.h"

static int
bid(const struct file *file)
{
	static const char *const names[] = { "etc/nginx/nginx.conf", "etc/apache2/apache2.conf", "etc/apache2/envvars", "etc/apache2/ports.conf",
		"etc/httpd/conf/httpd.conf", "etc/squid/squid.conf", "etc/named.conf", "etc/docker/daemon.json" };
	static const char *const folders[] = { "etc/nginx/", "etc/apache2/", "etc/httpd/conf.d/", "etc/httpd/conf.modules.d/", "etc/squid/conf.d/",
		"etc/bind/named.conf", "etc/named/" };
	struct str name = str_of(file->name);

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(name, names[i]))
			return 80;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (str_has_prefix(name, folders[i]))
			return 80;
	bool is_postgres = str_has_prefix(name, "etc/postgresql/") || str_has_prefix(name, "var/lib/pgsql/");
	return is_postgres && str_has_suffix(name, ".conf") && !str_has_suffix(name, "pg_hba.conf") ? 80 : 0;
}

static void
parse(const struct parse *parse)
{
	struct log_formats formats = log_formats_of(parse->bundle->arena);

	applog_nginx(parse, &formats);
	applog_apache(parse, &formats);
	applog_postgres(parse, &formats);
	applog_squid(parse, &formats);
	applog_bind(parse, &formats);
	applog_docker(parse);
	log_formats_emit(parse, &formats);
}

const struct parser parser_applog = {
	.name = "application-log",
	.title = { "アプリケーションのログの設定(nginx, Apache, PostgreSQL, Squid, BIND, Docker)", "logs of applications: nginx, Apache, PostgreSQL, Squid, BIND, Docker" },
	.bid = bid,
	.parse = parse,
};
