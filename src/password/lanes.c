/* Which instruction sets there are (lanes.h). */
#include "password/lanes.h"

const struct lanes *
lanes_of_machine(size_t i)
{
	const struct lanes *there[4] = { 0 };
	size_t count = 0;

#ifdef LANES_X86
	if (__builtin_cpu_supports("avx512f"))
		there[count++] = &lanes_avx512;
	if (__builtin_cpu_supports("avx2"))
		there[count++] = &lanes_avx2;
#endif
	there[count++] = &lanes_plain;
	return i < count ? there[i] : NULL;
}

struct lanes_rounds *
lanes_rounds_new(struct vault *vault)
{
	char *memory = vault_alloc(vault, sizeof(struct lanes_rounds) + LANES_VECTOR);

	return (struct lanes_rounds *)(memory + LANES_VECTOR - (uintptr_t)memory % LANES_VECTOR);
}
