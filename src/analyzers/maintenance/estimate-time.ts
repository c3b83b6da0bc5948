import { message, type Message } from '../message';

/** What a build reads and sorts in a second, on a slow disk and from memory. A guess, and told as a range. */
const SLOW_BYTES = 20 * 1024 * 1024;
const FAST_BYTES = 200 * 1024 * 1024;

/**
 * How long a build CONCURRENTLY works: it reads the table twice. What it waits for others is in nobody's hand.
 *
 * @param tableBytes the heap; `undefined`: not known
 */
export function describeBuildTime(tableBytes: number | undefined): Message {
  if (tableBytes === undefined) {
    return message('How long it takes is not known: the table was never vacuumed or analyzed.');
  }
  return message(
    'About {0} to {1} of work: the table is read twice, at 20 to 200 MB a second. It waits besides for the transactions that are open.',
    printDuration((2 * tableBytes) / FAST_BYTES),
    printDuration((2 * tableBytes) / SLOW_BYTES),
  );
}

/** @param seconds rounded up, so that nothing takes no time */
export function printDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`;
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
