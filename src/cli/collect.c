/* Auditing this host is collecting a bundle and auditing it. The collector is the one program tenken starts. */
#include "cli/command.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tenken/base/file.h"

extern char **environ;

/* Runs the collector with its standard output on `fd`. */
static int
spawn_collector(struct run *run, const char *script, int fd)
{
	char *argv[] = { arena_strdup(run->arena, "sh"), arena_strdup(run->arena, script), NULL };
	posix_spawn_file_actions_t actions;
	pid_t child;
	int status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	int error = posix_spawn(&child, "/bin/sh", &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error != 0)
		return diag_report(&run->diags, DIAG_FILE_UNREADABLE, (struct span){ .path = script }, "%s", strerror(error));
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return diag_report(&run->diags, DIAG_FILE_UNREADABLE, (struct span){ .path = script }, "%s", strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return diag_report(&run->diags, DIAG_FILE_UNREADABLE, (struct span){ .path = script }, "exit status %d",
		    WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return 0;
}

int
host_collect(struct run *run, const char *path)
{
	const char *script = file_join(run->arena, run->datadir, "contrib/collect/tenken-collect.sh");
	char *temporary = arena_printf(run->arena, "%s.XXXXXX", path);
	int fd = mkostemp(temporary, O_CLOEXEC);   /* mode 0600: it may hold password hashes */

	if (fd < 0)
		return diag_report(&run->diags, DIAG_OUTPUT, (struct span){ .path = path }, "%s", strerror(errno));
	int status = spawn_collector(run, script, fd);
	if (close(fd) != 0 && status == 0)
		status = diag_report(&run->diags, DIAG_OUTPUT, (struct span){ .path = path }, "%s", strerror(errno));
	if (status == 0 && rename(temporary, path) != 0)
		status = diag_report(&run->diags, DIAG_OUTPUT, (struct span){ .path = path }, "%s", strerror(errno));
	if (status != 0)
		unlink(temporary);
	return status;
}
