import { message, type Message } from '../message';
import type { FindingDraft, PathContext } from '../rules/define-rule';
import { findColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { Share } from './estimate-share';
import { printCount, printShare } from './print-count';
import type { TableSize } from './table-size';
import { describeWriteCost } from './write-cost';

interface Figures {
  readonly size: TableSize | undefined;
  readonly share: Share | undefined;
  readonly draft: FindingDraft;
}

/** The figures that a finding rests on, or what is missing for them, as sentences behind its message. */
export function evidenceOf(
  { path }: PathContext,
  table: Table,
  { size, share, draft }: Figures,
): readonly Message[] {
  if (!size) return [describeUnknownSize(table)];
  const withheld = describeWithheld(path.conditions.flatMap(columnOf), table);
  return [
    // A rule that has counted itself says it better.
    ...(draft.evidence ? [] : [describeRows(table, size, share)]),
    ...(size.stale ? [describeStale(table)] : []),
    ...(withheld ? [withheld] : []),
    ...(draft.fixes.some(({ kind }) => kind === 'create-index')
      ? describeWriteCost(
          table,
          draft.fixes.flatMap(({ ddl }) => ddl?.index?.keys ?? []),
        )
      : []),
  ];
}

function columnOf(condition: PathContext['path']['conditions'][number]): readonly string[] {
  if (condition.letter === 'F') return condition.columns;
  return condition.subject.kind === 'column' ? [condition.subject.column] : [];
}

export function describeRows({ name }: Table, { rows }: TableSize, share: Share | undefined): Message {
  if (share === undefined || share.expected >= 1) {
    return message('{0} has about {1} rows.', name, printCount(rows));
  }
  const few = share.least * rows;
  const many = share.most * rows;
  if (many > 10 * Math.max(few, 1)) {
    return message(
      '{0} has about {1} rows; depending on the value up to {2} of them ({3}) meet the conditions.',
      name,
      printCount(rows),
      printCount(many),
      printShare(share.most),
    );
  }
  return message(
    '{0} has about {1} rows, {2} of them ({3}) meet the conditions.',
    name,
    printCount(rows),
    printCount(share.expected * rows),
    printShare(share.expected),
  );
}

function describeUnknownSize({ name }: Table): Message {
  return message('How large {0} is, is not known: run ANALYZE {0} on the server first.', name);
}

function describeStale({ name, statistics }: Table): Message {
  const changed = printCount(statistics?.activity?.modifiedSinceAnalyze ?? 0);
  return message(
    '{1} rows of {0} have changed since its statistics were made: run ANALYZE {0} to know better.',
    name,
    changed,
  );
}

/** What the planner knows and we may not read. */
function describeWithheld(columns: readonly string[], table: Table): Message | undefined {
  const column = columns.map((name) => findColumn(table, name)).find((each) => each && !each.statistics);
  if (!column) return undefined;
  switch (table.statistics?.columns) {
    case 'no-privilege':
      return message(
        'How many rows share a value of {0} is not known: this role may not SELECT {1}.',
        column.name,
        table.name,
      );
    case 'row-security':
      return message(
        'How many rows share a value of {0} is not known: the row security of {1} hides its statistics.',
        column.name,
        table.name,
      );
    default:
      return undefined;
  }
}
