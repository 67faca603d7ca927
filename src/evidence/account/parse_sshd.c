/* The ways into a host by ssh: sshd_config(5) with its includes, and `sshd -T`, which is the daemon's own word.
 *
 * Decision rule (docs/evidence.md, ssh-server): one record for what stands outside any Match and one for each Match. Outside,
 * `sshd -T` counts when it was collected (source effective), and for all that a Match does not set; without it the files
 * and the daemon's defaults (source configured). A password alone opens a session by PasswordAuthentication, or by
 * keyboard-interactive through PAM, unless AuthenticationMethods asks for more. */
#include "tenken/evidence/evidence.h"

#include "evidence/account/sshd_config.h"

#define EFFECTIVE_FILE "cmd/sshd.txt"

/* NULL: of no record. */
static const char *const attributes[SSHD_KEYS] = {
	[SSHD_ROOT_LOGIN] = "permit-root-login",
	[SSHD_PASSWORD] = "password-authentication",
	[SSHD_KBD_INTERACTIVE] = "kbd-interactive",
	[SSHD_PUBKEY] = "pubkey",
	[SSHD_USE_PAM] = "use-pam",
	[SSHD_METHODS] = "authentication-methods",
};

static int
bid(const struct file *file)
{
	struct str name = str_of(file->name);

	if (str_has_prefix(name, "usr/etc/ssh/"))
		name = (struct str){ name.ptr + 4, name.len - 4 };
	if (str_is(name, "etc/ssh/sshd_config") || (str_has_prefix(name, "etc/ssh/sshd_config.d/") && str_has_suffix(name, ".conf")))
		return 80;
	/* What a command printed is known by its content first. */
	if (str_has(file->bytes, "permitrootlogin ") && str_has(file->bytes, "passwordauthentication ") && str_has_prefix(name, "cmd/"))
		return 90;
	return str_is(name, EFFECTIVE_FILE) ? 60 : 0;
}

static void
emit(const struct parse *parse, const char *name, const char *source, const struct sshd_value *values, struct span at)
{
	struct subject *subject = parse->subject;
	struct record *record = record_add(subject, "ssh-server", name, at);
	int password = sshd_password_login(values[SSHD_PASSWORD].text, values[SSHD_KBD_INTERACTIVE].text, values[SSHD_USE_PAM].text,
	    values[SSHD_METHODS].text);

	record_set(subject, record, "source", source);
	for (int key = 0; key < SSHD_KEYS; key++)
		if (key != SSHD_METHODS && attributes[key])
			record_set(subject, record, attributes[key], values[key].text);
	if (password >= 0)
		record_set_bool(subject, record, "password-login", password == 1);
	record_set(subject, record, attributes[SSHD_METHODS], values[SSHD_METHODS].text);
}

static void
emit_blocks(const struct parse *parse, const struct sshd_config *config, const struct sshd_value *effective)
{
	for (size_t b = effective ? 1 : 0; b < config->blocks.len; b++) {
		const struct sshd_block *block = &config->blocks.items[b];
		struct sshd_value values[SSHD_KEYS];
		for (int key = 0; key < SSHD_KEYS; key++)
			values[key] = sshd_value_in(config, b, effective, (enum sshd_key)key);
		const char *name = block->match ? arena_printf(parse->bundle->arena, "sshd Match %s", block->match) : "sshd";
		/* The line that lets in is the one to look at. */
		struct span at = values[SSHD_PASSWORD].at.line ? values[SSHD_PASSWORD].at
		    : values[SSHD_ROOT_LOGIN].at.line ? values[SSHD_ROOT_LOGIN].at : block->at;
		emit(parse, name, "configured", values, block->match ? block->at : at);
	}
}

/* A file that was not read may let somebody in by a Match of its own, whatever is set outside: said where that is known at all. */
static void
emit_unread(const struct parse *parse, const struct sshd_config *config, bool has_effective)
{
	struct sshd_value values[SSHD_KEYS] = { 0 };
	bool is_any_known = has_effective;

	for (int key = 0; key < SSHD_KEYS; key++)
		is_any_known |= attributes[key] && config->blocks.items[0].values[key].text;
	if (config->unread.path && is_any_known)
		emit(parse, "sshd Match ?", "configured", values, config->unread);
}

static void
parse(const struct parse *parse)
{
	struct sshd_config config = { 0 };
	struct sshd_value effective[SSHD_KEYS] = { 0 };
	struct file *file = sshd_effective_file(parse);
	bool has_global = false;

	if (file) {
		file->is_used = true;
		has_global = sshd_effective_read(parse, file, effective);
		if (has_global)
			emit(parse, "sshd", "effective", effective, effective[SSHD_ROOT_LOGIN].at);
		else if (str_trim(file->bytes).len)
			diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, 1), "not what sshd -T prints");
	}
	if (!sshd_config_read(parse, false, &config))
		return;
	emit_blocks(parse, &config, has_global ? effective : NULL);
	emit_unread(parse, &config, has_global);
}

const struct parser parser_sshd = {
	.name = "sshd",
	.title = { "SSHサーバの設定(sshd_config, sshd -T)", "ssh server: sshd_config and sshd -T" },
	.bid = bid,
	.parse = parse,
};
