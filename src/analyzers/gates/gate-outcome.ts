import type { Severity } from '../finding';
import { message, type Message } from '../message';
import {
  type FindingDraft,
  type Outcome,
  type PathContext,
  type PathRule,
  silent,
} from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { hasStatistics } from '../schema/snapshot-source';
import { estimateShare, type Share } from './estimate-share';
import { evidenceOf } from './evidence';
import { printCount, printShare } from './print-count';
import { isLarge, isSmall, sizeOf, type TableSize } from './table-size';
import { SELECTIVE_SHARE, SMALL_ROWS, TURNOVER, UNSELECTIVE_SHARE } from './thresholds';

/**
 * What a server's statistics make of a finding about how a table is read: nothing where the table is small or most of it is asked for,
 * else the figures along with it, and more weight where they make it certain. Without a server it stays as it is.
 */
export function gateOutcome(rule: PathRule, outcome: Outcome, context: PathContext): Outcome {
  const { table } = context.path;
  if (rule.aspect === undefined || outcome.kind !== 'findings' || !table) return outcome;
  if (!hasStatistics(context.snapshot.source) || !table.statistics) return outcome;
  if (outcome.drafts.some((draft) => (draft.severity ?? rule.severity) === 'error')) return outcome;
  const size = sizeOf(table, context.snapshot);
  const arraySize = context.settings.expectedArraySize;
  const share = size && estimateShare(context.path, table, { size, arraySize });
  const quiet = size && (silentAsSmall(table, size) ?? silentAsWhole(rule, context, table, { size, share }));
  if (quiet) return quiet;
  const drafts = outcome.drafts.map((draft): FindingDraft => ({
    ...draft,
    ...raised(rule, draft, size, share),
    evidence: [...(draft.evidence ?? []), ...evidenceOf(context, table, { size, share, draft })],
  }));
  return { kind: 'findings', drafts };
}

/** `undefined`: it is not small. */
export function silentAsSmall(table: Table, size: TableSize): Outcome | undefined {
  if (!isSmall(size)) return undefined;
  const { inserted = 0 } = table.statistics?.activity ?? {};
  const rows = printCount(size.rows);
  if (size.rows < SMALL_ROWS && inserted > TURNOVER * Math.max(size.rows, SMALL_ROWS)) {
    return silent(
      'tiny-live-set',
      message(
        '{0} has about {1} rows at a time, though {2} have been inserted: it is emptied as it is filled.',
        table.name,
        rows,
        printCount(inserted),
      ),
    );
  }
  return silent('table-too-small', describeSmall(table, size));
}

function describeSmall({ name }: Table, { rows, pages }: TableSize): Message {
  return message(
    '{0} has about {1} rows in {2} blocks: reading all of it takes no longer than a few milliseconds.',
    name,
    printCount(rows),
    printCount(pages),
  );
}

/** Of a page nothing is said: it stops early, whatever its share. */
function silentAsWhole(
  rule: PathRule,
  { path }: PathContext,
  table: Table,
  { size, share }: { readonly size: TableSize; readonly share: Share | undefined },
): Outcome | undefined {
  const isPage = path.limit !== undefined && !path.aggregated;
  if (rule.aspect !== 'rows' || isPage || size.stale || path.conditions.length === 0) return undefined;
  if (share === undefined || share.least <= UNSELECTIVE_SHARE) return undefined;
  return silent(
    'not-selective',
    message(
      'By the statistics of {0} at least {1} of its rows meet the conditions: reading the whole table is the better plan.',
      table.name,
      printShare(share.least),
    ),
  );
}

function raised(
  rule: PathRule,
  draft: FindingDraft,
  size: TableSize | undefined,
  share: Share | undefined,
): { readonly severity?: Severity } {
  const severity = draft.severity ?? rule.severity;
  if (severity !== 'information' || rule.warnsWhen === undefined || !size || !isLarge(size)) return {};
  if (rule.warnsWhen === 'large') return { severity: 'warning' };
  return share !== undefined && share.most <= SELECTIVE_SHARE ? { severity: 'warning' } : {};
}
