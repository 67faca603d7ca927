/* Lanes for AVX2 (lanes.h): this file, and no other, is compiled for it. */
#define LANES_ID avx2
#define LANES_NAME "avx2"
#define VECTOR_BYTES 32
#define MD_VECTORS 4
#define SHA_VECTORS 1

#include "password/lanes_body.inc"
