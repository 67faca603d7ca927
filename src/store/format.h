/* Private to the room: what the file says it is. */
#ifndef TENKEN_STORE_FORMAT_H
#define TENKEN_STORE_FORMAT_H

#define STORE_FORMAT "tenken-results"
#define STORE_VERSION 1   /* changes only by adding keys; another number is another contract */

#endif
