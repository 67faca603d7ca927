/* Every bound on what an input may cost. Evidence comes from compromised hosts and from strangers:
 * nothing hostile decides how much memory or time is spent. Exceeding one is the diagnostic `limit`. */
#ifndef TENKEN_BASE_LIMITS_H
#define TENKEN_BASE_LIMITS_H

#define LIMIT_FILE_BYTES      (64u << 20)   /* one evidence file, decompressed; a large register or /var/log listing */
#define LIMIT_LOOSE_BYTES     (192u << 20)  /* one file that is named or lies loose: a list of all accounts of a large organisation */
#define LIMIT_XML_BYTES       (16u << 20)   /* one catalogue, profile, rule or plan file */
#define LIMIT_XML_DEPTH       64            /* element nesting; OSCAL needs about 12 */
#define LIMIT_XML_ATTRIBUTES  1000          /* of one element; libxml2 holds each against all before it */
#define LIMIT_XML_NODES       1000000       /* elements of one XML file; a tree costs 25 times its bytes at worst */
#define LIMIT_JSON_DEPTH      64
#define LIMIT_JSON_VALUES     10000000      /* values of one JSON file; a tree takes about 100 bytes for each */
#define LIMIT_JSON_TREE_VALUES 4000000      /* of evidence, kept as a tree with lines; 250 bytes for each at worst */
#define LIMIT_JSON_STRING_BYTES (4u << 20)  /* one string of it, quotes included; a report of 5000 users in base64 takes 3 MiB */
#define LIMIT_ARCHIVE_FILES   100000        /* members of one archive, links included */
#define LIMIT_ARCHIVE_BYTES   (1u << 30)    /* all members of one archive, decompressed */
#define LIMIT_ARCHIVE_RATIO   200           /* decompressed over compressed, beyond the first 16 MiB */
#define LIMIT_BUNDLE_BYTES    (256u << 20)  /* all files of one bundle, held at once */
#define LIMIT_LOOSE_TOTAL     (1u << 30)    /* all files outside of bundles, which are held to the end */
#define LIMIT_WALK_FILES      200000        /* files under the folders named on the command line */
#define LIMIT_WALK_DEPTH      32            /* folders in folders */
#define LIMIT_PATH_BYTES      4096
#define LIMIT_LINE_BYTES      (64u << 10)   /* one line of a configuration file; longer ones are cut and said so */
#define LIMIT_LINES           1000000       /* lines of one configuration file */
#define LIMIT_BLOCK_DEPTH     64            /* blocks in blocks between braces (nginx, named.conf) */
#define LIMIT_LINKS           16            /* symbolic links followed inside a bundle */
#define LIMIT_INCLUDE_DEPTH   16            /* files included by files (logrotate, sshd, sudo, rsyslog) */
#define LIMIT_INCLUDE_COST    (32u << 10)   /* what reading one counts for besides its bytes: includes may fan out at every level */
#define LIMIT_MATCHES         20000000      /* names that the patterns of one bundle's includes are held against */
#define LIMIT_CSV_ROWS        2000000       /* of one text; so many are never held */
#define LIMIT_CSV_COLUMNS     1024
#define LIMIT_CSV_CELLS       8000000       /* of one text that is held as a list */
#define LIMIT_XLSX_CELLS      4000000       /* cells of one workbook, the empty ones before a cell with text included */
#define LIMIT_SHEET_TABLES    1000          /* heading rows of one sheet or CSV file */
#define LIMIT_CELL_BYTES      (64u << 10)
#define LIMIT_RECORDS         200000        /* evidence records of one subject */
#define LIMIT_LIST_ROWS       20000         /* rows of one export that are held as records; a longer one is judged in parts */
#define LIMIT_PART_RECORDS    5000          /* records of long lists that are held and judged at once */
#define LIMIT_TOOL_RESULTS    20000         /* of one run of another tool, half of them for grave ones; the rest is counted */
#define LIMIT_LANES           8             /* threads that read and judge sources; each has the rules and a source in memory */
#define LIMIT_DIAGS           10000         /* diagnostics kept; the rest is counted */
#define LIMIT_DIAG_DETAIL     400           /* bytes of a diagnostic's detail */
#define LIMIT_XPATH_OPS       40000000      /* libxml2 XPath operations of one rule on one subject: 200 for each record */
#define LIMIT_VERDICTS        2000000       /* of one run */
#define LIMIT_VERDICTS_ALIKE  10000         /* of one check, subject and reason; the rest is counted, not listed */
#define LIMIT_HASH_MICROSECONDS 2000000     /* estimated, of one try of a password: the hash says how much work it wants */
#define LIMIT_HASH_MEMORY     (256u << 20)  /* of one try */
#define LIMIT_REGEX_MATCH     100000        /* PCRE2 match limit */
#define LIMIT_REGEX_DEPTH     1000          /* PCRE2 depth limit */
#define LIMIT_OUTPUT_BYTES    (512u << 20)  /* one output file */

#endif
