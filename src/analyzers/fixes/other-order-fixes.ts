import { message } from '../message';
import type { PathOrderKey, RangeCondition } from '../query/access-path';
import { fence } from '../rewrites/fence';
import { writtenText } from '../rewrites/repeatable';
import type { FixDraft, PathContext } from '../rules/define-rule';
import type { FragmentEdit } from '../sources/edit';
import type { SelectNode } from '../sql/model';

/**
 * To order by the range first; for a window that is closed a fence too. No index on stream and position: with one the planner still takes the
 * unique index on versions and sorts (measured on 14 and 18).
 */
export function otherOrderFixes(
  context: PathContext,
  first: PathOrderKey,
  range: RangeCondition,
  kind: 'closed-window' | 'open-window' | 'versions',
): readonly FixDraft[] {
  const { path, fragment, documentText } = context;
  const { block } = path;
  if (!block || block.withTies || isRenamed(block, range)) return [];
  const column = writtenText(fragment, documentText, range.subject.span);
  return [
    {
      id: 'rewrite/range-order',
      title:
        kind === 'versions'
          ? message('Order by {0} first: the same where the versions of a stream grow with the log', column)
          : message('Order by {0} first: rows whose clocks ran apart may come in another order', column),
      kind: 'rewrite',
      preferred: false,
      edits: [orderFirst(first, range)],
    },
    ...(kind === 'closed-window' ? fenceFix(context, block) : []),
  ];
}

function orderFirst({ key, descending }: PathOrderKey, { subject }: RangeCondition): FragmentEdit {
  return {
    span: { start: key.span.start, end: key.span.start },
    pieces: [subject.span, descending ? ' DESC, ' : ', '],
  };
}

/** ORDER BY takes a bare name for an output column first. */
function isRenamed({ targets }: SelectNode, { subject }: RangeCondition): boolean {
  return targets.some(
    ({ alias, expression }) =>
      subject.kind === 'column' &&
      alias === subject.column &&
      !(expression.kind === 'column' && expression.name === subject.column),
  );
}

function fenceFix({ path }: PathContext, block: SelectNode): readonly FixDraft[] {
  const edits = path.locking || !path.alone ? undefined : fence(block, path.relation, '*');
  if (!edits) return [];
  return [
    {
      id: 'rewrite/fence',
      title: message(
        'Fence the window in a sub-select: the same order, reads and sorts the whole window for each page',
      ),
      kind: 'rewrite',
      preferred: false,
      edits,
    },
  ];
}
