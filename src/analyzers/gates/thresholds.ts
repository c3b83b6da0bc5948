/**
 * From where on figures of a server count. Measured on PostgreSQL 15 to 18 with a table of 3,050,000 rows in 130,000 blocks, of which a
 * scan of the whole takes 0.24 to 0.74 s from warm memory, so that what is small takes some milliseconds.
 */

/** In blocks (8 MB): below it reading the whole table is as good as any index. */
export const SMALL_PAGES = 1000;

/** The same in rows, for tables that are not `LARGE_PAGES` of mostly free space. */
export const SMALL_ROWS = 10_000;

/** In blocks (80 MB): from here on reading the whole table takes tens of milliseconds, each time. */
export const LARGE_PAGES = 10_000;

/** Share of the rows: from here on reading the whole table is the better plan, and the planner's choice. */
export const UNSELECTIVE_SHARE = 0.2;

/** Share of the rows that are few enough for an index to be the better plan, however they lie on disk. */
export const SELECTIVE_SHARE = 0.01;

/** Of a queue: with more open rows than this share an index of the open rows alone saves little. */
export const OPEN_SHARE = 0.05;

/** A page is found soon by walking the log if this many times its rows are in the table. */
export const PAGES_OF_A_COMMON_TYPE = 50;

/** A page whose size is not written: projections ask for some hundred events. */
export const EXPECTED_PAGE_ROWS = 100;

/** `pg_stats.correlation`: below it BRIN reads a good part of the table in vain (0.9899 with 1 % of the rows in other places: all of it). */
export const APPEND_ORDER = 0.99;

/** From here down no operator class of BRIN helps (0.9547 with 5 % of the rows in other places: minmax_multi reads 31,756 of 38,462 blocks). */
export const SCATTERED_ORDER = 0.96;

/** In blocks (800 MB): a btree index on a smaller table costs little space, and finds exact rows. */
export const BRIN_PAGES = 100_000;

/** Rows of one stream from which on it pays to step from stream to stream. */
export const LONG_STREAM_ROWS = 50;

/** Rows of one stream from which on stepping through the index beats reading all of it for a list of the streams (437 ms against 418 at 100). */
export const STEPPED_STREAM_ROWS = 100;

/** So many indexes make inserts slow: 2 indexes 1.8 s, 6 indexes 4.2 s for 200,000 rows. */
export const MANY_INDEXES = 6;

/** Twice `autovacuum_analyze_scale_factor`, whose default is 0.1: ANALYZE is late. */
export const STALE_SHARE = 0.2;

/** Of a queue that is emptied all the time: so many times its rows have been inserted since the counters began. */
export const TURNOVER = 10;

/** Days that counters must have run before "never" means anything: a month has month-ends in it. */
export const COUNTER_DAYS = 30;

/** Rows that changed since ANALYZE: by default a table of ten million rows gets there unseen (`autovacuum_analyze_scale_factor` is 0.1). */
export const LATE_ROWS = 1_000_000;
