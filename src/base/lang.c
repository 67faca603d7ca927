/* The table of languages (lang.h). */
#include "tenken/base/lang.h"

#include <string.h>
#include <strings.h>

static const char *const names[LANG_COUNT] = { [LANG_JA] = "ja", [LANG_EN] = "en" };

const char *
lang_name(enum lang lang)
{
	return names[lang];
}

enum lang
lang_find(const char *tag)
{
	size_t len = tag ? strcspn(tag, "-_.@") : 0;

	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (strlen(names[lang]) == len && strncasecmp(names[lang], tag, len) == 0)
			return (enum lang)lang;
	return LANG_COUNT;
}

const char *
lang_text(const char *const texts[LANG_COUNT], enum lang lang)
{
	if (texts[lang] && *texts[lang])
		return texts[lang];
	for (int other = 0; other < LANG_COUNT; other++)
		if (texts[other] && *texts[other])
			return texts[other];
	return "";
}
