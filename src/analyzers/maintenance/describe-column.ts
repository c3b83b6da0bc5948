import { printCount, printShare } from '../gates/print-count';
import { message, type Message } from '../message';

/**
 * `n_distinct` of `pg_stats` in words.
 *
 * @param distinct as `pg_stats` has it: below zero a share of the rows
 * @param rows of the table; below zero: never counted
 */
export function describeDistinct(distinct: number, rows: number): Message {
  if (distinct === -1) return message('every row another value');
  if (distinct === 0) return message('not known');
  if (distinct === 1) return message('one value in all rows');
  if (distinct > 0) return message('{0} values', printCount(distinct));
  const share = printShare(-distinct);
  return rows > 0
    ? message('about {0} values ({1} of the rows)', printCount(-distinct * rows), share)
    : message('values as many as {0} of the rows', share);
}

/** How the order of a column lies on disk, from `correlation` of `pg_stats`, -1 to 1. */
export function describeCorrelation(correlation: number): Message {
  const strength = Math.abs(correlation);
  if (strength >= 0.99) {
    return correlation > 0
      ? message('rows lie in its order: a range reads few pages, BRIN may do')
      : message('rows lie in its order backwards: a range reads few pages');
  }
  if (strength >= 0.8) return message('rows lie nearly in its order');
  if (strength >= 0.3) return message('rows lie partly in its order');
  return message('rows lie in no order of it: each row found is another page');
}
