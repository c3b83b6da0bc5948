import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { silentAsSmall } from '../gates/gate-outcome';
import { sizeOf } from '../gates/table-size';
import { candidateIndex } from '../indexes/candidates';
import { findLeadingIndex } from '../indexes/leading-index';
import { columnKey } from '../indexes/index-definition';
import { printKeyList } from '../indexes/print-ddl';
import { message } from '../message';
import { isSmallTable, isTenantTable } from '../schema/lookup-columns';
import { type Constraint, findTable, type Table } from '../schema/snapshot';
import type { ConstraintDefinition, DdlStatement } from '../sql/model';
import {
  defineDdlRule,
  type DdlContext,
  type FindingDraft,
  type FixDraft,
  found,
  OTHER_SHAPE,
  type Outcome,
  silent,
  silentUnknownTable,
  silentSmallTable,
} from './define-rule';

export default defineDdlRule({
  id: 'unindexed-foreign-key',
  summary: 'Deleting a referenced row changes the rows that refer to it, and no index finds those.',
  severity: 'information',
  check(context) {
    const { statement, snapshot } = context;
    if (statement.kind !== 'create-table' && statement.kind !== 'alter-table') return OTHER_SHAPE;
    const keys = foreignKeysOf(statement);
    if (keys.length === 0) return OTHER_SHAPE;
    const table = findTable(snapshot, statement.name);
    if (!table) return silentUnknownTable(statement.name.name);
    const size = sizeOf(table, snapshot);
    const quiet = silenceOfTable(table) ?? (size && silentAsSmall(table, size));
    if (quiet) return quiet;
    const outcomes = keys.map((key) => judge(context, table, key));
    const drafts = outcomes.flatMap((outcome) => (outcome.kind === 'findings' ? outcome.drafts : []));
    return drafts.length > 0 ? found(...drafts) : (outcomes[0] ?? OTHER_SHAPE);
  },
});

function foreignKeysOf(statement: DdlStatement): readonly ConstraintDefinition[] {
  const constraints =
    statement.kind === 'create-table'
      ? [...statement.columns.flatMap((column) => column.constraints), ...statement.constraints]
      : statement.kind === 'alter-table'
        ? statement.actions.flatMap((action) => {
            if (action.kind === 'add-constraint') return [action.constraint];
            return action.kind === 'add-column' ? action.column.constraints : [];
          })
        : [];
  return constraints.filter(({ kind }) => kind === 'foreign-key');
}

function silenceOfTable(table: Table): Outcome | undefined {
  if (table.persistence === 'temporary')
    return silent(
      'temporary-table',
      message('The temporary table {0} holds what one session needs.', table.name),
    );
  if (table.partitionOf)
    return silent(
      'partition',
      message('{0} is a partition: its parent says which indexes it has.', table.name),
    );
  return isSmallTable(table) ? silentSmallTable(table.name) : undefined;
}

function judge(context: DdlContext, table: Table, definition: ConstraintDefinition): Outcome {
  const key = constraintOf(context, table, definition);
  if (!key?.references)
    return silent('dropped-later', message('The foreign key is dropped or replaced later on.'));
  const { onDelete, table: parent } = key.references;
  if (onDelete === undefined || onDelete === 'restrict') {
    return silent(
      'nothing-to-change',
      message(
        'Nothing says that rows of {0} are deleted, and only then are those of {1} searched.',
        parent,
        table.name,
      ),
    );
  }
  if (isSmallTable({ name: parent })) return silentSmallTable(parent);
  const index = findLeadingIndex(table, key.columns, context.snapshot);
  if (index) return silent('covered-by-index', message('The index {0} finds the rows.', index.name));
  return found(draft(context, table, definition, key.columns, parent, onDelete));
}

/** The foreign key as it is in the end, if this statement is where it comes from. */
function constraintOf(
  { file, fragment, statement }: DdlContext,
  table: Table,
  { columns, references }: ConstraintDefinition,
): Constraint | undefined {
  const place = fragment.map.spanToDocument(statement.span);
  return table.constraints.find(
    (constraint) =>
      constraint.kind === 'foreign-key' &&
      constraint.references?.table === references?.table.name &&
      constraint.columns.join() === columns.join() &&
      constraint.declaredAt?.file === file &&
      constraint.declaredAt.span.start <= place.end &&
      place.start <= constraint.declaredAt.span.end,
  );
}

function draft(
  context: DdlContext,
  table: Table,
  { span }: ConstraintDefinition,
  columns: readonly string[],
  parent: string,
  onDelete: string,
): FindingDraft {
  const list = columns.join(', ');
  const cascades = onDelete === 'cascade';
  return {
    span,
    // An ORM writes SET NULL for every reference that may be empty: nobody has decided that rows are deleted. Tenants leave once, in the background.
    severity: cascades && !isTenantTable(parent) ? 'information' : 'hint',
    message: cascades
      ? message(
          'No index on {0} finds rows by {1}: PostgreSQL reads all of {0} for each row that is deleted from {2}, to delete what refers to it. Create an index on {1} if rows of {2} are deleted and {0} is not small.',
          table.name,
          list,
          parent,
        )
      : message(
          'No index on {0} finds rows by {1}: PostgreSQL reads all of {0} for each row that is deleted from {2}, to change what refers to it. Create an index on {1} if rows of {2} are deleted and {0} is not small.',
          table.name,
          list,
          parent,
        ),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: fixesFor(context, table, columns, parent),
  };
}

function fixesFor(
  context: DdlContext,
  table: Table,
  columns: readonly string[],
  parent: string,
): readonly FixDraft[] {
  const index = candidateIndex(
    table,
    columns.map((column) => columnKey(column)),
    context.snapshot,
  );
  return createIndexFix(context, table, index, {
    id: 'foreign-key',
    title: message(
      'Create index on {0} ({1}): finds what refers to a row, costs a write per insert',
      table.name,
      printKeyList(index),
    ),
    preferred: true,
    reason: `Finds the rows of ${table.name} that refer to a row of ${parent}, for joins and when that row is deleted.`,
  });
}
