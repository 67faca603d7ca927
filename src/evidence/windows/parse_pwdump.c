/* Hashes of Windows accounts as pwdump and its followers write them: `user:RID:LM:NT:::`, of a domain `DOMAIN\user`, with or without
 * `(status=Enabled)`; secretsdump writes banners, Kerberos keys, former passwords and passwords in the clear around them.
 *
 * Decision rule: the hash of no password is no password; one that the dump has not is not known. A hash is NT, which is weak, or LM beside it,
 * which is weaker. RID 500 is an administrator; of others a dump does not tell. Former passwords (`user_history0`) are no accounts. What stands
 * in the clear is kept so that it can be read. Lines of no known form are counted and not shown: they may hold secrets. */
#include "evidence/windows/winaccount.h"

#include "evidence/account/account.h"
#include "tenken/model/secret.h"
#include "tenken/syntax/lines.h"

#define NT_EMPTY "31d6cfe0d16ae931b73c59d7e0c089c0"
#define LM_EMPTY "aad3b435b51404eeaad3b435b51404ee"
#define RID_KRBTGT 502
#define HASH_DIGITS 32
#define FIELDS 7
#define HEAD_BYTES 4096

struct row {
	struct str domain, name, lm, nt, rest;
	int64_t rid;
};

struct dumped {
	struct winaccount account;
	struct str lm, nt, clear;
};

struct dump {
	struct arena *arena;
	VEC(struct dumped *) list;
	struct map by_name, by_rid;
	const char *domain;   /* the first that is named: its accounts go by their plain names */
	size_t unknown;
	unsigned unknown_line;
};

static bool
is_hash(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!memchr("0123456789abcdefABCDEF", text.ptr[i], 22))
			return false;
	return text.len == HASH_DIGITS;
}

/* Some write words, or stars, for a hash that is not there. */
static bool
is_absent(struct str text)
{
	return text.len == 0 || str_has_prefix(text, "NO PASSWORD") || text.ptr[0] == '*';
}

static struct str
without_domain(struct str text, struct str *ret_domain)
{
	const char *mark = text.len ? memchr(text.ptr, '\\', text.len) : NULL;
	size_t len = mark ? (size_t)(mark - text.ptr) : 0;

	*ret_domain = (struct str){ text.ptr, len };
	return mark ? (struct str){ mark + 1, text.len - len - 1 } : text;
}

static bool
row_of(struct str line, struct row *ret)
{
	struct account_row fields = account_row_of(line, FIELDS);
	struct str lm = fields.fields[2], nt = fields.fields[3];
	bool is_row = fields.count >= FIELDS && str_int(fields.fields[1], &ret->rid) && (is_hash(lm) || is_absent(lm)) &&
	              (is_hash(nt) || is_absent(nt)) && lm.len + nt.len > 0;

	if (!is_row)
		return false;
	ret->name = without_domain(fields.fields[0], &ret->domain);
	ret->lm = lm;
	ret->nt = nt;
	ret->rest = fields.fields[FIELDS - 1];
	return ret->name.len > 0;
}

/* Banners, Kerberos keys, cached logons: known, and of no use here. */
static bool
is_known_rest(struct str line)
{
	static const char *const keys[] = { "aes", "des-", "rc4", "dec-cbc", "plain_password_hex" };
	struct account_row fields = account_row_of(line, 3);

	if (str_trim(line).len == 0 || line.ptr[0] == '[' || line.ptr[0] == '#' || str_has(line, ":$DCC2$"))
		return true;
	for (size_t i = 0; fields.count == 3 && i < sizeof keys / sizeof *keys; i++)
		if (str_has_prefix(fields.fields[1], keys[i]))
			return true;
	return false;
}

/* What the first lines show: 0 no dump, 1 one of a host's own accounts, 2 one of a domain. */
static int
kind_of(struct str head, struct str *ret_domain)
{
	int kind = 0;

	*ret_domain = STR("");
	for (struct lines lines = lines_of(head); lines_next(&lines);) {
		struct row row;
		if (row_of(lines.text, &row)) {
			bool is_domain = row.domain.len || (row.rid == RID_KRBTGT && str_is_nocase(row.name, "krbtgt"));
			kind = is_domain || kind == 2 ? 2 : 1;
			if (ret_domain->len == 0)
				*ret_domain = row.domain;
		} else if (kind == 0 && !is_known_rest(lines.text)) {
			return 0;
		}
	}
	return kind;
}

/* Every file comes by here: only what may be a dump is decoded. */
static int
bid_of_kind(const struct file *file, int kind)
{
	struct str head = { file->bytes.ptr, file->bytes.len < HEAD_BYTES ? file->bytes.len : HEAD_BYTES }, domain;

	if (file_is_under(file, "etc/") || file_is_under(file, "var/") || !(str_has_prefix(head, "\xff\xfe") || str_has(head, ":::")))
		return 0;
	struct arena *scratch = arena_new();
	bool is_own = kind_of(windows_head(scratch, file), &domain) == kind;
	arena_free(scratch);
	return is_own ? 60 : 0;
}

static int
bid_host(const struct file *file)
{
	return bid_of_kind(file, 1);
}

static int
bid_domain(const struct file *file)
{
	return bid_of_kind(file, 2);
}

static const char *
subject_of(struct arena *arena, const struct file *file)
{
	struct str domain;

	kind_of(windows_head(arena, file), &domain);
	return arena_strndup(arena, domain.ptr, domain.len);
}

/* `tanaka_history0` behind tanaka, with the same RID: a former password. */
static bool
is_history(const struct dump *dump, const struct row *row)
{
	size_t len = row->name.len;

	while (len && row->name.ptr[len - 1] >= '0' && row->name.ptr[len - 1] <= '9')
		len--;
	if (len == row->name.len || !str_has_suffix((struct str){ row->name.ptr, len }, "_history"))
		return false;
	const struct dumped *other = map_get(&dump->by_name, arena_strndup(dump->arena, row->name.ptr, len - strlen("_history")));
	return other && other->account.rid == row->rid;
}

/* The plain name, and of another domain than the first that with its domain. */
static const char *
name_of(struct dump *dump, struct str domain, struct str name)
{
	if (domain.len && !dump->domain)
		dump->domain = arena_strndup(dump->arena, domain.ptr, domain.len);
	if (domain.len == 0 || str_is_nocase(domain, dump->domain))
		return arena_strndup(dump->arena, name.ptr, name.len);
	return arena_printf(dump->arena, "%.*s\\%.*s", (int)domain.len, domain.ptr, (int)name.len, name.ptr);
}

static void
take_row(struct dump *dump, const struct row *row, struct span at)
{
	const char *name = name_of(dump, row->domain, row->name);
	const char *rid = arena_printf(dump->arena, "%.*s\\%lld", (int)row->domain.len, row->domain.ptr, (long long)row->rid);
	struct dumped *dumped, *other = map_get(&dump->by_rid, rid);

	if (is_history(dump, row))
		return;
	dumped = arena_alloc(dump->arena, sizeof *dumped);
	*dumped = (struct dumped){ .account = winaccount_of(name, at), .lm = row->lm, .nt = row->nt };
	dumped->account.rid = row->rid;
	dumped->account.is_machine = str_has_suffix(row->name, "$");
	if (str_has(row->rest, "(status=Enabled)"))
		dumped->account.enabled = TRUTH_YES;
	else if (str_has(row->rest, "(status=Disabled)"))
		dumped->account.enabled = TRUTH_NO;
	/* A dump of a host and of its domain has some numbers twice, for accounts that go by the same name. */
	if (other && strcmp(other->account.name, name) != 0)
		other->account.is_rid_duplicate = dumped->account.is_rid_duplicate = true;
	map_add(&dump->by_name, name, dumped);
	map_add(&dump->by_rid, rid, dumped);
	vec_push(dump->arena, &dump->list, dumped);
}

/* `user:CLEARTEXT:password`, behind the hashes. */
static bool
take_clear(struct dump *dump, struct str line)
{
	struct account_row fields = account_row_of(line, 3);
	struct str domain, name = without_domain(fields.fields[0], &domain);

	if (fields.count < 3 || !str_is(fields.fields[1], "CLEARTEXT"))
		return false;
	struct dumped *dumped = map_get(&dump->by_name, name_of(dump, domain, name));
	if (dumped) {
		dumped->clear = fields.fields[2];
		dumped->account.reversible = TRUTH_YES;
	}
	return true;
}

static void
read_dump(struct dump *dump, const struct file *file, struct str text)
{
	for (struct lines lines = lines_of(text); lines_next(&lines);) {
		struct row row;
		if (row_of(lines.text, &row))
			take_row(dump, &row, file_span(file, lines.line));
		else if (!take_clear(dump, lines.text) && !is_known_rest(lines.text) && dump->unknown++ == 0)
			dump->unknown_line = lines.line;
	}
}

static void
emit(const struct parse *parse, struct dumped *dumped)
{
	struct subject *subject = parse->subject;
	struct winaccount *account = &dumped->account;
	bool has_lm = is_hash(dumped->lm) && !str_is_nocase(dumped->lm, LM_EMPTY), has_nt = is_hash(dumped->nt);
	bool is_empty = !has_lm && str_is_nocase(dumped->nt, NT_EMPTY);

	account->is_local = strcmp(subject->kind, "host") == 0;
	account->password = is_empty ? "none" : has_lm || has_nt ? "set" : "unknown";
	account->hash_kind = is_empty ? NULL : has_lm ? "lm" : has_nt ? "nt" : NULL;
	account->is_hash_weak = account->hash_kind != NULL;
	winaccount_emit(parse, account);
	secret_add(subject->secrets, subject->id, account->name, account->at, SECRET_NT, dumped->nt);
	if (has_lm)
		secret_add(subject->secrets, subject->id, account->name, account->at, SECRET_LM, dumped->lm);
	if (dumped->clear.len)
		secret_add(subject->secrets, subject->id, account->name, account->at, SECRET_PLAIN, dumped->clear);
}

static void
parse(const struct parse *parse)
{
	struct arena *arena = parse->bundle->arena;

	for (struct file *file = NULL; (file = bundle_next(parse, file));) {
		struct map names = MAP_INIT(arena);
		struct dump dump = { .arena = arena, .by_name = names, .by_rid = names };
		struct str text;
		if (!windows_text(parse, file, &text))
			continue;
		read_dump(&dump, file, text);
		for (size_t i = 0; i < dump.list.len; i++)
			emit(parse, dump.list.items[i]);
		if (dump.unknown)
			diag_report(&parse->run->diags, DIAG_SYNTAX_UNKNOWN, file_span(file, dump.unknown_line), "%zu lines of no known form",
			    dump.unknown);
	}
}

const struct parser parser_pwdump = {
	.name = "pwdump",
	.title = { "Windowsのローカルアカウントのハッシュ(pwdump, secretsdump)", "hashes of a Windows host's own accounts: pwdump, secretsdump" },
	.bid = bid_host,
	.scope = SCOPE_HOST,
	.parse = parse,
};

const struct parser parser_ntds = {
	.name = "ntds",
	.title = { "Active Directoryのアカウントのハッシュ(pwdump, secretsdump)", "hashes of the accounts of Active Directory: pwdump, secretsdump" },
	.bid = bid_domain,
	.scope = SCOPE_TENANT,
	.subject_of = subject_of,
	.parse = parse,
};
