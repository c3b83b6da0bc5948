import { candidateIndex, keyOf, keysInSearchOrder } from '../indexes/candidates';
import { printKeyList } from '../indexes/print-ddl';
import { proposeCreateIndex } from '../indexes/propose-ddl';
import { supports } from '../indexes/supports';
import type { DdlProposal } from '../finding';
import { message } from '../message';
import type { AccessPath, ArrayCondition, Condition } from '../query/access-path';
import { rewriteIdsFirst } from '../rewrites/ids-first';
import { rewriteLateralRows } from '../rewrites/lateral-rows';
import { perStreamParts } from '../rewrites/per-stream-parts';
import type { FixDraft, PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { insertionFor, isCreatedHere } from './insertion';

/** Above this many streams the whole-row form reads too much (measured: it loses from about 50 on). */
const MOST_STREAMS_FOR_WHOLE_ROWS = 50;

/** The per-stream forms of a multi-stream read, with the index they need where it is missing. */
export function perStreamFixes(
  context: PathContext,
  condition: ArrayCondition,
  table: Table,
): readonly FixDraft[] {
  const result = perStreamParts(context.path, condition, table, context);
  if (result.kind === 'declined') return [];
  const { parts } = result;
  const missing = missingIndex(context, condition, table);
  const index = missing ? printKeyList(missing.index) : '';
  const ddl = missing?.ddl ? { ddl: missing.ddl } : {};
  const fixes: FixDraft[] = [];
  if (parts.identity) {
    fixes.push({
      id: 'rewrite/ids-first',
      title: missing
        ? message(
            'Rewrite with LATERAL, ids first, and create index on {0} ({1}): steady for any number of streams',
            table.name,
            index,
          )
        : message('Rewrite with LATERAL, ids first: steady for any number of streams'),
      kind: 'rewrite',
      preferred: false,
      edits: rewriteIdsFirst(parts, parts.identity, context.fragment),
      ...ddl,
    });
  }
  if (expectedStreams(condition, context) <= MOST_STREAMS_FOR_WHOLE_ROWS) {
    const title = missing
      ? wholeRowsTitleWithIndex(parts.identity !== undefined, table.name, index)
      : wholeRowsTitle(parts.identity !== undefined);
    fixes.push({
      id: 'rewrite/lateral-rows',
      title,
      kind: 'rewrite',
      preferred: false,
      edits: rewriteLateralRows(parts, context.fragment),
      ...ddl,
    });
  }
  return fixes;
}

function wholeRowsTitle(isTotalOrder: boolean) {
  return isTotalOrder
    ? message('Rewrite with LATERAL, whole rows: fastest for a few streams and a small LIMIT')
    : message(
        'Rewrite with LATERAL, whole rows: for a few streams; rows that tie in the order may come differently',
      );
}

function wholeRowsTitleWithIndex(isTotalOrder: boolean, table: string, keys: string) {
  return isTotalOrder
    ? message(
        'Rewrite with LATERAL, whole rows, and create index on {0} ({1}): fastest for a few streams and a small LIMIT',
        table,
        keys,
      )
    : message(
        'Rewrite with LATERAL, whole rows, and create index on {0} ({1}): for a few streams; rows that tie in the order may come differently',
        table,
        keys,
      );
}

function expectedStreams(condition: ArrayCondition, { settings }: PathContext): number {
  if (condition.value.kind === 'literals') return condition.value.values.length;
  return (condition.value.kind === 'list' ? condition.value.count : undefined) ?? settings.expectedArraySize;
}

/** The index that returns one stream's rows in order, if none does yet. */
function missingIndex(context: PathContext, condition: ArrayCondition, table: Table) {
  const onePath = pathOfOneStream(context.path, condition);
  const isServed = table.indexes.some((index) => {
    const support = supports(index, onePath, context.settings.serverVersion);
    return (
      support.usable &&
      support.order.kind === 'full' &&
      support.bounding.some(({ node }) => node === condition.node)
    );
  });
  if (isServed) return undefined;
  const keys = keysInSearchOrder(onePath) ?? [keyOf(condition.subject)];
  const index = candidateIndex(table, keys, context.snapshot);
  const insertion = insertionFor(context, table);
  const ddl: DdlProposal | undefined = proposeCreateIndex(index, table, {
    snapshot: context.snapshot,
    createdHere: insertion !== undefined && isCreatedHere(context, table),
    reason: `Returns the rows of one stream of ${table.name} in order, for a read with LATERAL.`,
    ...(insertion && { insertion }),
  });
  return { index, ddl };
}

/** The path inside LATERAL: the array has become an equality. */
function pathOfOneStream(path: AccessPath, condition: ArrayCondition): AccessPath {
  const conditions = path.conditions.map((other): Condition =>
    other === condition ? { ...condition, letter: 'E' } : other,
  );
  return { ...path, conditions };
}
