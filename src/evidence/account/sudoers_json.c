/* sudoers as `cvtsudoers -f json` (cvtsudoers(1)) prints it: the same rules, already parsed by sudo itself.
 *
 * What sudo's own reading leaves out cannot be seen here, so it is never taken for granted: a document without rules or
 * without Defaults may have been cut (-s), and an alias that is not there may have been. Whether a setting is for users or for
 * those a command is run as, the document does not say; then the setting is only possible. */
#include "evidence/account/sudoers.h"

#include "tenken/syntax/json.h"

/* One document being read. */
struct reading {
	const struct parse *parse;
	const struct file *file;
	struct sudoers *sudoers;
};

static void
incomplete(struct reading *reading, const struct json *node, const char *detail)
{
	reading->sudoers->is_incomplete = true;
	diag_report(&reading->parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(reading->file, node->line), "%s", detail);
}

static const char *const alias_sections[SUDO_ALIAS_KINDS] = { "User_Aliases", "Runas_Aliases", "Host_Aliases", "Command_Aliases" };

/* The lists a form may stand in, as bits. */
#define IN_USERS    (1u << SUDO_ALIAS_USER)
#define IN_RUNAS    (1u << SUDO_ALIAS_RUNAS)
#define IN_HOSTS    (1u << SUDO_ALIAS_HOST)
#define IN_COMMANDS (1u << SUDO_ALIAS_COMMAND)

/* The members an item may have besides `negated` and digests, and what they name. */
static const struct item_form {
	const char *name;
	enum sudo_item_kind kind;
	bool is_alias;
	unsigned lists;
} item_forms[] = {
	{ "username", SUDO_WORD, false, IN_USERS | IN_RUNAS },
	{ "userid", SUDO_ID, false, IN_USERS | IN_RUNAS },
	{ "usergroup", SUDO_GROUP, false, IN_USERS | IN_RUNAS },
	{ "usergid", SUDO_GROUP_ID, false, IN_USERS | IN_RUNAS },
	{ "nonunixgroup", SUDO_OTHER, false, IN_USERS | IN_RUNAS },
	{ "nonunixgid", SUDO_OTHER, false, IN_USERS | IN_RUNAS },
	{ "netgroup", SUDO_OTHER, false, IN_USERS | IN_RUNAS | IN_HOSTS },
	{ "hostname", SUDO_WORD, false, IN_HOSTS },
	{ "networkaddr", SUDO_WORD, false, IN_HOSTS },
	{ "command", SUDO_WORD, false, IN_COMMANDS },
	{ "useralias", SUDO_WORD, true, IN_USERS },
	{ "runasalias", SUDO_WORD, true, IN_RUNAS },
	{ "hostalias", SUDO_WORD, true, IN_HOSTS },
	{ "cmndalias", SUDO_WORD, true, IN_COMMANDS },
};

static const struct item_form *
form_of(const char *name, enum sudo_alias_kind list)
{
	for (size_t i = 0; i < sizeof item_forms / sizeof *item_forms; i++)
		if (strcmp(item_forms[i].name, name) == 0 && item_forms[i].lists & 1u << list)
			return &item_forms[i];
	return NULL;
}

static const char *
copy(const struct reading *reading, const struct json *node)
{
	return arena_strndup(reading->sudoers->arena, node->text.ptr, node->text.len);
}

/* What the one telling member of an item names. False when its value is not of its form. */
static bool
take_form(struct reading *reading, const struct json *node, const struct item_form *form, enum sudo_alias_kind list,
    struct sudo_item *item)
{
	bool is_number = form->kind == SUDO_ID || form->kind == SUDO_GROUP_ID;

	item->kind = form->kind;
	if (is_number)
		return node->kind == JSON_KIND_NUMBER && account_number(node->text, &item->id);
	item->text = copy(reading, node);
	if (form->kind == SUDO_OTHER)
		return node->kind == JSON_KIND_STRING || node->kind == JSON_KIND_NUMBER;
	if (form->is_alias && !map_get(&reading->sudoers->aliases[list], item->text))
		incomplete(reading, node, "an alias that is not defined here");
	if (form->kind == SUDO_WORD && !form->is_alias && strcmp(item->text, "ALL") == 0)
		item->kind = SUDO_ALL;
	return node->kind == JSON_KIND_STRING;
}

/* One item of a list; what is not known in it makes the whole incomplete, and itself somebody unknown. */
static struct sudo_item
take_item(struct reading *reading, const struct json *object, enum sudo_alias_kind list)
{
	struct sudo_item item = { .kind = SUDO_OTHER, .text = "" };
	size_t told = 0;
	bool has_digest = false, is_known = object->kind == JSON_KIND_OBJECT;

	for (const struct json *node = is_known ? object->children : NULL; node; node = node->next) {
		const struct item_form *form = form_of(node->name, list);
		if (form && told++ == 0)
			is_known &= take_form(reading, node, form, list, &item);
		else if (strcmp(node->name, "negated") == 0)
			item.is_negated = node->kind == JSON_KIND_TRUE;
		else if (str_has_prefix(str_of(node->name), "sha"))
			has_digest = true;
		else
			is_known = false;
	}
	if (has_digest)
		item.kind = SUDO_DIGEST;
	if (is_known && told == 1)
		return item;
	incomplete(reading, object, "an item of a list that is not known");
	return (struct sudo_item){ .kind = SUDO_OTHER, .is_negated = item.is_negated, .text = "" };
}

static struct sudo_list
take_list(struct reading *reading, const struct json *array, enum sudo_alias_kind kind)
{
	struct sudo_list list = { 0 };

	if (array->kind != JSON_KIND_ARRAY)
		incomplete(reading, array, "no list");
	for (const struct json *node = array->kind == JSON_KIND_ARRAY ? array->children : NULL; node; node = node->next) {
		struct sudo_item item = take_item(reading, node, kind);
		vec_push(reading->sudoers->arena, &list.items, item);
	}
	return list;
}

/* Names first: an alias may be used before its turn. */
static void
name_aliases(struct reading *reading, const struct json *root)
{
	for (size_t kind = 0; kind < SUDO_ALIAS_KINDS; kind++) {
		const struct json *section = json_member(root, alias_sections[kind]);
		for (const struct json *node = section ? section->children : NULL; node && node->name; node = node->next)
			map_add(&reading->sudoers->aliases[kind], node->name, arena_alloc(reading->sudoers->arena, sizeof(struct sudo_alias)));
	}
}

static void
take_aliases(struct reading *reading, const struct json *section, enum sudo_alias_kind kind)
{
	if (section->kind != JSON_KIND_OBJECT)
		incomplete(reading, section, "no aliases by their names");
	for (const struct json *node = section->children; node && node->name; node = node->next) {
		struct sudo_alias *alias = map_get(&reading->sudoers->aliases[kind], node->name);
		alias->list = take_list(reading, node, kind);
	}
}

/* Whose a setting is, as far as the items tell. Names, groups and netgroups stand for users (`Defaults:`) and for those that
 * commands are run as (`Defaults>`) alike: taken for the latter, a setting is only ever possible. */
static enum sudo_alias_kind
kind_of(const struct json *binding)
{
	static const struct {
		const char *name;
		enum sudo_alias_kind kind;
	} tells[] = { { "useralias", SUDO_ALIAS_USER }, { "hostname", SUDO_ALIAS_HOST }, { "networkaddr", SUDO_ALIAS_HOST },
		{ "hostalias", SUDO_ALIAS_HOST }, { "command", SUDO_ALIAS_COMMAND }, { "cmndalias", SUDO_ALIAS_COMMAND } };

	for (const struct json *item = binding->children; item; item = item->next)
		for (size_t i = 0; i < sizeof tells / sizeof *tells; i++)
			if (json_member(item, tells[i].name))
				return tells[i].kind;
	return SUDO_ALIAS_RUNAS;
}

/* One `Defaults` line: whom it is for, and its settings. */
static void
take_defaults(struct reading *reading, const struct json *object)
{
	const struct json *binding = json_member(object, "Binding"), *options = json_member(object, "Options");
	static const char scopes[] = { ':', '>', '@', '!' };   /* by enum sudo_alias_kind */
	struct sudo_default entry = { 0 };

	if (!options || options->kind != JSON_KIND_ARRAY) {
		incomplete(reading, object, "a Defaults entry without options");
		return;
	}
	if (binding) {
		enum sudo_alias_kind kind = kind_of(binding);
		entry.scope = scopes[kind];
		entry.who = take_list(reading, binding, kind);
	}
	for (const struct json *option = options->children; option; option = option->next)
		for (const struct json *node = option->children; node && node->name; node = node->next) {
			entry.name = node->name;
			entry.is_on = node->kind != JSON_KIND_FALSE;
			entry.value = node->kind == JSON_KIND_STRING ? copy(reading, node) : "";
			if (strcmp(node->name, "operation") != 0)
				sudoers_set(reading->sudoers, &entry);
		}
}

/* Tags and options of a command: those that change nothing here are passed over, as they are in the text. */
static void
take_options(struct reading *reading, const struct json *array, struct sudo_command *command)
{
	for (const struct json *option = array->children; option; option = option->next) {
		if (option->kind != JSON_KIND_OBJECT)
			incomplete(reading, option, "an option that is not known");
		for (const struct json *node = option->children; node && node->name; node = node->next) {
			if (strcmp(node->name, "authenticate") == 0)
				command->authenticate = node->kind == JSON_KIND_FALSE ? SUDO_TAG_NO : SUDO_TAG_YES;
			command->is_timed |= strcmp(node->name, "notbefore") == 0 || strcmp(node->name, "notafter") == 0;
		}
	}
}

/* `()` is printed as a user without a name: as oneself. */
static struct sudo_list
take_runas(struct reading *reading, const struct json *array)
{
	const struct json *first = array->children, *name = first && !first->next ? json_member(first, "username") : NULL;

	if (name && name->kind == JSON_KIND_STRING && name->text.len == 0)
		return (struct sudo_list){ 0 };
	return take_list(reading, array, SUDO_ALIAS_RUNAS);
}

/* The commands that share their runas lists and options. */
static void
take_commands(struct reading *reading, const struct json *object, struct sudo_privilege *privilege)
{
	struct sudo_command command = { 0 };
	struct sudo_list commands = { 0 };

	for (const struct json *node = object->children; node; node = node->next) {
		const char *name = node->name ? node->name : "";
		if (strcmp(name, "runasusers") == 0)
			command.runas_users = take_runas(reading, node);
		else if (strcmp(name, "runasgroups") == 0)
			command.runas_groups = take_list(reading, node, SUDO_ALIAS_RUNAS);
		else if (strcmp(name, "Options") == 0)
			take_options(reading, node, &command);
		else if (strcmp(name, "Commands") == 0)
			commands = take_list(reading, node, SUDO_ALIAS_COMMAND);
		else if (strcmp(name, "SELinux_Spec") != 0 && strcmp(name, "AppArmor_Spec") != 0 && strcmp(name, "Solaris_Priv_Spec") != 0)
			incomplete(reading, node, "a part of a rule that is not known");
		command.has_runas |= str_has_prefix(str_of(name), "runas");
	}
	if (!commands.items.len)
		incomplete(reading, object, "a rule without commands");
	for (size_t i = 0; i < commands.items.len; i++) {
		command.command = commands.items.items[i];
		vec_push(reading->sudoers->arena, &privilege->commands, command);
	}
}

static void
take_rule(struct reading *reading, const struct json *object)
{
	const struct json *users = json_member(object, "User_List"), *hosts = json_member(object, "Host_List"),
	    *commands = json_member(object, "Cmnd_Specs");
	struct sudo_rule rule = { 0 };
	struct sudo_privilege privilege = { 0 };

	if (!users || !hosts || !commands || commands->kind != JSON_KIND_ARRAY) {
		incomplete(reading, object, "a rule without users, hosts or commands");
		return;
	}
	rule.users = take_list(reading, users, SUDO_ALIAS_USER);
	privilege.hosts = take_list(reading, hosts, SUDO_ALIAS_HOST);
	for (const struct json *node = commands->children; node; node = node->next)
		take_commands(reading, node, &privilege);
	vec_push(reading->sudoers->arena, &rule.privileges, privilege);
	vec_push(reading->sudoers->arena, &reading->sudoers->rules, rule);
}

static void
take_section(struct reading *reading, const struct json *section)
{
	void (*take)(struct reading *, const struct json *) = NULL;

	for (size_t kind = 0; kind < SUDO_ALIAS_KINDS; kind++)
		if (strcmp(section->name, alias_sections[kind]) == 0) {
			take_aliases(reading, section, (enum sudo_alias_kind)kind);
			return;
		}
	if (strcmp(section->name, "Defaults") == 0)
		take = take_defaults;
	else if (strcmp(section->name, "User_Specs") == 0)
		take = take_rule;
	if (!take || section->kind != JSON_KIND_ARRAY)
		incomplete(reading, section, "a section that is not known");
	for (const struct json *node = take ? section->children : NULL; node; node = node->next)
		take(reading, node);
}

bool
sudoers_is_json(const struct file *file)
{
	struct str head = str_trim((struct str){ file->bytes.ptr, file->bytes.len < SUDO_HEAD_BYTES ? file->bytes.len : SUDO_HEAD_BYTES });

	return str_has_prefix(head, "{") &&
	       (str_has(head, "\"User_Specs\"") || (str_has(head, "\"Defaults\"") && str_has(head, "\"Options\"")));
}

/* The whole document. */
static void
read_document(struct reading *reading)
{
	struct json *root;

	if (json_parse(reading->parse->run, reading->sudoers->arena, reading->file->path, reading->file->bytes, &root) != 0) {
		reading->sudoers->is_incomplete = true;
		return;
	}
	name_aliases(reading, root);
	for (const struct json *section = root->children; section && section->name; section = section->next)
		take_section(reading, section);
	if (!json_member(root, "User_Specs") || !json_member(root, "Defaults"))
		incomplete(reading, root, "no User_Specs or no Defaults: they may have been left out");
}

bool
sudoers_read_json(const struct parse *parse, struct sudoers *ret)
{
	struct sudoers sudoers = { .arena = parse->bundle->arena };
	struct reading reading = { .parse = parse, .sudoers = &sudoers };

	for (int i = 0; i < SUDO_ALIAS_KINDS; i++)
		sudoers.aliases[i] = MAP_INIT(sudoers.arena);
	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		if (!str_has_prefix(str_of(file->name), "cmd/") || !sudoers_is_json(file))
			continue;
		file->is_used = true;
		reading.file = file;
		if (!sudoers.is_read)
			read_document(&reading);
		else
			/* Which of them is in force nobody can say. */
			incomplete(&reading, &(struct json){ .line = 1 }, "a second output of cvtsudoers");
		sudoers.is_read = true;
	}
	if (!sudoers.is_read)
		return false;
	*ret = sudoers;
	return true;
}
