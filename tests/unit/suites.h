/* The suites, by floor. No include guard: included where SUITE is defined. */
SUITE(base_arena)
SUITE(base_str)
SUITE(base_clock)
SUITE(base_diag)
SUITE(base_file)
SUITE(model_result)
SUITE(model_record)
SUITE(maturity)
