/* Dates as people in Japan write them. */
#ifndef TENKEN_SYNTAX_DATE_H
#define TENKEN_SYNTAX_DATE_H

#include "tenken/base/clock.h"
#include "tenken/base/run.h"

enum date_kind { DATE_DAY, DATE_MONTH, DATE_NONE, DATE_UNREADABLE };

/* 2026/04/01, 2026-04-01, 2026.4.1, 2026年4月1日, 20260401, R8.4.1, 令和8年4月1日, 令和元年5月1日, H31.4.1, S63.., full-width
 * digits, Excel serials (20000 to 80000, 1900 system); a weekday in brackets and a time of day behind are cut, a second
 * date is not. DATE_MONTH (2021-01, 2021年1月): the last day of that month is given and the caller decides. DATE_NONE:
 * blank, -, 未定, なし, 永年, N/A and words of their kind. An era date outside its era (平成31年5月以降, 令和1年4月以前) is
 * unreadable. `*ret_day` is set for DATE_DAY and DATE_MONTH only; nothing is reported. */
enum date_kind date_parse(struct run *run, struct str text, int32_t *ret_day);

/* The same, and the time of day in minutes that is written behind the day, on the writer's clock; -1 where none is. */
enum date_kind date_time_parse(struct run *run, struct str text, int32_t *ret_day, int *ret_minute);

/* Whether date_parse would take the text for a serial, whose meaning depends on the workbook's date system. */
bool date_is_serial(struct str text);

#endif
