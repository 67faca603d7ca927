/* Functions that have no safe use here; force-included into every file by the build. */
#ifndef TENKEN_BASE_BANNED_H
#define TENKEN_BASE_BANNED_H

/* Their headers first, so that only our own uses are caught. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Where the C library makes macros of them (clang with _FORTIFY_SOURCE), there is nothing to poison yet. */
#undef sprintf
#undef vsprintf
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets
#pragma GCC poison gmtime localtime ctime asctime mktime
#pragma GCC poison tmpnam tempnam mktemp
#pragma GCC poison system popen
#pragma GCC poison atoi atol atoll atof

#endif
