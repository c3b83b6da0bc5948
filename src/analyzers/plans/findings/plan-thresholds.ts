/**
 * From where on a plan's figures are worth a word. Costs are in the planner's units, of which a warm server does some 100,000 in a second
 * (measured on the sample: 36,000 blocks and 580,000 rows cost 44,000 and take 0.1 to 0.4 s).
 */

/** In milliseconds of the whole run: nobody waits for less, whatever its nodes look like. */
export const BRIEF_MS = 5;

/** In milliseconds: from here on a person notices. */
export const NOTICED_MS = 100;

/** In units of cost: below it the worst that may happen takes some ten milliseconds. */
export const CHEAP_COST = 5000;

/** The worst case of an early stop against what the planner counts on: below it the bet is a good one even when it is lost. */
export const RISK_FACTOR = 3;

/** From here on losing the bet is a different order of magnitude. */
export const HIGH_RISK_FACTOR = 10;

/** Rows thrown away for each that was kept: a walk that has lost its bet. */
export const REMOVED_PER_ROW = 100;

/** Rows thrown away in all: fewer take a few milliseconds. */
export const MANY_REMOVED_ROWS = 10_000;

/** Share of the rows that meet the condition from which on a column of kinds or states is met soon wherever the walk begins. */
export const COMMON_SHARE = 0.01;

/** `pg_stats.correlation`, without its sign: below it the order of the walk has nothing to do with the order of insertion. */
export const UNRELATED_ORDER = 0.5;

/** The same: from here on the blocks of the table are in the order of the walk. */
export const RELATED_ORDER = 0.9;

/** Sampled rows from which on their places mean something. */
export const TELLING_SAMPLE = 20;

/** Rows of a sequential scan for which the planner pays this much each are fewer than a hundredth of what is read. */
export const COST_PER_KEPT_ROW = 10;

/** Rows read in all by an inner side that is read anew for each outer row. */
export const MANY_INNER_ROWS = 100_000;

/** How often an inner side starts: each start costs a descent of an index at least, some microseconds. */
export const MANY_LOOPS = 1000;

/** Share of the run's time that makes a node worth a word. */
export const TELLING_TIME_SHARE = 0.2;

/** Estimate against reality: joins are chosen wrongly from about here on. */
export const ESTIMATE_FACTOR = 10;

/** Rows by which an estimate must miss: the difference between 1 and 50 changes no plan. */
export const MISSED_ROWS = 1000;

/** In kilobytes on disk: less goes through the memory of the operating system in no time. */
export const SMALL_SPILL_KB = 1024;

/** In kilobytes on disk: writing and reading back this much takes a tenth of a second at least. */
export const LARGE_SPILL_KB = 100 * 1024;

/** Blocks of a bitmap whose rows were not kept apart. */
export const LOSSY_BLOCKS = 1000;

/** Reads of the table by a scan that should need none: so many take milliseconds. */
export const MANY_HEAP_FETCHES = 1000;

/** Share of the rows for which the table was read: below it the visibility map is in order. */
export const FETCHED_SHARE = 0.1;
