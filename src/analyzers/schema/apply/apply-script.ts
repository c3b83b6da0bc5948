import type { Statement, TransactionControl } from '../../sql/model';
import type { Span } from '../../span';
import { applyStatement } from './apply-statement';
import type { SavedState, SchemaState } from './schema-state';

/** A statement and where it stands in its document. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly span: Span;
  /** Stands in a DO block: run where it is needed. */
  readonly conditional?: true;
}

/** A change that is not read, and the table whose indexes nobody can tell after it. */
export interface UnreadChange {
  readonly unread: 'all' | { readonly schema?: string; readonly name: string };
  readonly span: Span;
}

export type ScriptItem = PlacedStatement | UnreadChange;

/** What a ROLLBACK goes back to: the start of the transaction, then its savepoints. */
interface SavePoint {
  readonly name?: string;
  readonly saved: SavedState;
}

/** Applies the statements of one file in order; what a ROLLBACK takes back leaves no trace. */
export function applyScript(items: readonly ScriptItem[], file: string, state: SchemaState): void {
  // Saving costs as much as the schema is large: only where something goes back.
  const goesBack = items.some(
    (item) =>
      'statement' in item &&
      item.statement.kind === 'transaction' &&
      item.statement.action.startsWith('rollback'),
  );
  const points: SavePoint[] = [];
  for (const item of items) {
    if ('unread' in item) {
      forget(item, state);
      continue;
    }
    const { statement, span, conditional = false } = item;
    if (statement.kind !== 'transaction')
      applyStatement(statement, { state, at: { file, span }, conditional });
    else if (goesBack) controlTransaction(statement, points, state);
    if (statement.kind === 'transaction' && /^(?:commit|rollback)$/.test(statement.action))
      state.searchPath = state.sessionPath;
  }
}

function forget({ unread }: UnreadChange, state: SchemaState): void {
  if (unread === 'all') {
    for (const table of state.allTables()) state.removeTable(table);
    return;
  }
  const relation = state.resolve(unread);
  if (relation?.kind === 'table') state.removeTable(relation.table);
}

function controlTransaction(
  { action, savepoint }: TransactionControl,
  points: SavePoint[],
  state: SchemaState,
): void {
  switch (action) {
    case 'begin':
      points.splice(0, points.length, { saved: state.save() });
      break;
    case 'savepoint':
      points.push({ ...(savepoint !== undefined && { name: savepoint }), saved: state.save() });
      break;
    case 'rollback to': {
      const index = points.findLastIndex(({ name }) => name === savepoint);
      const point = points[index];
      if (point) state.restore(point.saved);
      points.splice(index + 1);
      break;
    }
    case 'rollback': {
      const [start] = points;
      if (start) state.restore(start.saved);
      points.length = 0;
      break;
    }
    case 'commit':
      points.length = 0;
      break;
    case 'other':
  }
}
