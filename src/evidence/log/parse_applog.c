/* Logs that nginx, Apache httpd, PostgreSQL, Squid, BIND and Docker write by themselves.
 *
 * Decision rule (docs/evidence.md, log): a log that logrotate's rules name is bounded by those, and only gets its writer here. One
 * that the program itself rotates is bounded by that. One that neither does is there, and how long it is kept is unknown. */
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
	applog_nginx(parse);
	applog_apache(parse);
	applog_postgres(parse);
	applog_squid(parse);
	applog_bind(parse);
	applog_docker(parse);
}

const struct parser parser_applog = {
	.name = "application-log",
	.title = { "アプリケーションのログの設定(nginx, Apache, PostgreSQL, Squid, BIND, Docker)", "logs of applications: nginx, Apache, PostgreSQL, Squid, BIND, Docker" },
	.bid = bid,
	.parse = parse,
};
