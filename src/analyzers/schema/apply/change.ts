import { isSame, parentsOf } from './relation';
import type { SchemaState } from './schema-state';
import { type RelationName, type SourceLocation, type Table, TEMPORARY_SCHEMA } from '../snapshot';

/** One statement at work on the schema. */
export interface Change {
  readonly state: SchemaState;
  /** The statement. */
  readonly at: SourceLocation;
  /** The statement stands in a DO block that runs it only where it is needed. */
  readonly conditional: boolean;
}

export interface WrittenName {
  readonly schema?: string;
  readonly name: string;
}

/** Something the statement says that the schema as it is known cannot be changed by. */
export function report({ state, at, conditional }: Change, text: string): void {
  if (!conditional) state.problems.push({ ...at, text });
}

/** Where a name that is made new belongs. */
export function newName(
  { schema, name }: WrittenName,
  persistence: Table['persistence'],
  { state }: Change,
): RelationName {
  const home = persistence === 'temporary' ? TEMPORARY_SCHEMA : (schema ?? state.creationSchema);
  return { schema: home, name };
}

export function printName({ schema, name }: WrittenName): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

/** The table that a statement is about; says so when there is none. A view is none either, but no surprise. */
export function tableFor(written: WrittenName, ifExists: boolean, change: Change): Table | undefined {
  const relation = change.state.resolve(written);
  if (relation?.kind === 'table') return relation.table;
  if (!relation && !ifExists)
    report(change, `There is no table ${printName(written)} in the files read so far.`);
  return undefined;
}

/** Whether a table can become a child of another without becoming its own ancestor, which PostgreSQL refuses. */
export function canBeChild(child: RelationName, parent: RelationName, change: Change): boolean {
  const { state } = change;
  const ancestors: RelationName[] = [parent];
  for (let name = ancestors.pop(); name; name = ancestors.pop()) {
    if (isSame(name, child)) {
      report(change, `${printName(child)} cannot be a child of ${printName(parent)}, which comes from it.`);
      return false;
    }
    const table = state.table(name);
    if (table) ancestors.push(...parentsOf(table));
  }
  return true;
}

/** Puts a changed table in the place of the one that has its name. */
export function changeTable(
  name: RelationName,
  change: Change,
  edit: (table: Table) => Partial<Table>,
): void {
  const table = change.state.table(name);
  if (table) change.state.putTable({ ...table, ...edit(table) });
}
