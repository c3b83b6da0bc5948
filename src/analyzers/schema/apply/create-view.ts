import type { CreateView, TableReference } from '../../sql/model';
import { type Change, newName } from './change';
import { makeRoom } from './create-table';
import { viewWindow } from './view-window';
import { isSame } from './relation';
import { type RelationName, TEMPORARY_SCHEMA } from '../snapshot';

/** A materialized view is a table too: it can have indexes. */
export function createView(statement: CreateView, change: Change): void {
  const { state, at } = change;
  const { materialized, ifNotExists } = statement;
  const reads = relationsIn(statement.query, change);
  // A view of something temporary is temporary itself.
  const isTemporary = statement.temporary || reads.some(({ schema }) => schema === TEMPORARY_SCHEMA);
  const persistence = isTemporary ? 'temporary' : 'permanent';
  const name = newName(statement.name, persistence, change);
  const existing = state.relation(name);
  // CREATE OR REPLACE, and migrations that write a view anew each time, are no reason for a remark.
  if (existing?.kind === 'view') state.removeView(existing.view);
  else if (!makeRoom(name, ifNotExists, change)) return;
  if (!materialized) {
    const window = viewWindow(statement);
    state.putView({ ...name, materialized, reads, ...(window && { window }) });
    return;
  }
  state.putTable({
    ...name,
    columns: [],
    constraints: [],
    indexes: [],
    persistence,
    materializes: reads,
    incomplete: true,
    declaredAt: at,
  });
}

/** The tables and views that a query names anywhere. Names of common table expressions resolve to nothing. */
function relationsIn(query: unknown, { state }: Change): readonly RelationName[] {
  const found: RelationName[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isTableReference(value)) {
      const relation = state.resolve(value.name);
      const named = relation?.kind === 'view' ? relation.view : relation?.table;
      if (named && !found.some((other) => isSame(other, named)))
        found.push({ schema: named.schema, name: named.name });
    }
    Object.values(value).forEach(visit);
  };
  visit(query);
  return found;
}

function isTableReference(value: object): value is TableReference {
  return 'kind' in value && value.kind === 'table';
}
