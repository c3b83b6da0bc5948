import { estimateBtreeBloat, isWorthTelling } from '../indexes/btree-bloat';
import type { BtreeFacts } from '../indexes/btree-facts';
import { printShare } from '../gates/print-count';
import { message, type Message } from '../message';
import type { HealthFinding } from './health-finding';

const MEGABYTE = 1024 * 1024;

/** What a rebuild of a btree would free; `undefined`: too little to speak of, or not known. By the estimate from the catalogue. */
export function judgeBloat(
  index: string,
  pages: number,
  facts: BtreeFacts | undefined,
): Pick<HealthFinding, 'summary' | 'reason' | 'checks'> | undefined {
  const bloat = facts && estimateBtreeBloat(pages, facts);
  if (!bloat || !isWorthTelling(bloat)) return undefined;
  const share = printShare(bloat.share);
  const megabytes = Math.round(bloat.wastedBytes / MEGABYTE);
  return {
    summary: message('about {0} of it ({1} MB) is bloat, estimated', share, megabytes),
    reason: message(
      'A rebuild of {0} would free about {1} of its {2} MB. That is an estimate from the statistics of the last ANALYZE.',
      index,
      share,
      Math.round(bloat.bytes / MEGABYTE),
    ),
    checks: BLOAT_CHECKS,
  };
}

const BLOAT_CHECKS: readonly Message[] = [
  message('Is the table analyzed? An old sample makes the estimate wrong.'),
  message('Measure it with pgstattuple, which reads the whole index, before you spend a rebuild on it.'),
  message('Does the table fill and empty like a queue? Then it bloats again: vacuum it more often.'),
];

/** Default fill of leaves after a build, in percent. */
const FULL = 90;

/** What pgstattuple has counted, in words. @param leafDensity in percent */
export function describeDensity(leafDensity: number, bytes: number): Message {
  const free = Math.max(0, 1 - leafDensity / FULL);
  return message(
    'Measured with pgstattuple: leaves are {0} % full, so a rebuild would free about {1} of its {2} MB, and more where equal keys can share room.',
    Math.round(leafDensity),
    printShare(free),
    Math.round(bytes / MEGABYTE),
  );
}
