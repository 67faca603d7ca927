/* Lanes for any machine (lanes.h): vectors of 16 bytes, which the compiler takes apart where there are none. */
#define LANES_ID plain
#define LANES_NAME "plain"
#define VECTOR_BYTES 16
#define MD_VECTORS 4
#define SHA_VECTORS 1

#include "password/lanes_body.inc"
