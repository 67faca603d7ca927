/* Lanes for AVX-512 (lanes.h): this file, and no other, is compiled for it. It has rotations, which compilers find by
 * themselves, and any function of three bits in one instruction, which they do not. */
#include <immintrin.h>

#define LANES_ID avx512
#define LANES_NAME "avx512"
#define VECTOR_BYTES 64
#define MD_VECTORS 4
#define SHA_VECTORS 2

/* The number is the table of the function: bit i for x, y and z being the bits of i, x the highest. */
#define TERNARY(table, x, y, z) _mm512_ternarylogic_epi64((__m512i)(x), (__m512i)(y), (__m512i)(z), table)
#define CHOOSE_OF(type, x, y, z) ((type)TERNARY(0xca, x, y, z))
#define MAJORITY_OF(type, x, y, z) ((type)TERNARY(0xe8, x, y, z))
#define PARITY_OF(type, x, y, z) ((type)TERNARY(0x96, x, y, z))
#define MD5_LAST_OF(type, x, y, z) ((type)TERNARY(0x39, x, y, z))

#include "password/lanes_body.inc"
