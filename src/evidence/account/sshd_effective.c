/* What `sshd -T` prints: every keyword in lower case with its value in force outside any Match. */
#include "evidence/account/sshd_config.h"

#include "tenken/syntax/lines.h"

struct file *
sshd_effective_file(const struct parse *parse)
{
	for (size_t i = 0; i < parse->bundle->files.len; i++) {
		struct file *file = &parse->bundle->files.items[i];
		if (file->parser && strcmp(file->parser->name, "sshd") == 0 && !file->link && file_is_under(file, "cmd/"))
			return file;
	}
	return NULL;
}

bool
sshd_effective_read(const struct parse *parse, struct file *file, struct sshd_value *ret)
{
	struct lines lines = lines_of(file->bytes);

	while (lines_next(&lines)) {
		struct str rest = str_trim(lines.text);
		int key = sshd_key_of(str_token(&rest, " "));
		if (key < 0 || ret[key].text)
			continue;
		rest = str_trim(rest);
		const char *text = arena_strndup(parse->bundle->arena, rest.ptr, rest.len);
		text = strcmp(text, "without-password") == 0 ? "prohibit-password" : text;
		if (!sshd_value_is_known((enum sshd_key)key, text))
			continue;
		ret[key].text = text;
		ret[key].at = file_span(file, lines.line);
	}
	/* Printed only by a daemon that was built with them. */
	if (!ret[SSHD_GSSAPI].text)
		ret[SSHD_GSSAPI].text = "no";
	if (!ret[SSHD_PAM_SERVICE].text)
		ret[SSHD_PAM_SERVICE].text = "sshd";
	return ret[SSHD_ROOT_LOGIN].text && ret[SSHD_PASSWORD].text;
}
