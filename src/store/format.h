/* Private to the room: what the file says it is, and its words that no other room names. */
#ifndef TENKEN_STORE_FORMAT_H
#define TENKEN_STORE_FORMAT_H

#define STORE_FORMAT "tenken-results"
#define STORE_VERSION 1   /* changes only by adding keys; another number is another contract */

/* The last member: SHA-256 of all bytes before the comma that ends the one before it. */
#define STORE_DIGEST "content_sha256"
#define STORE_DIGEST_MEMBER ",\n  \"" STORE_DIGEST "\": "

#define STORE_CRITERION_KINDS 5
/* By enum criterion_kind. */
static const char *const store_criterion_kinds[STORE_CRITERION_KINDS] = { "check", "document", "rule", "interview", "question" };

#endif
