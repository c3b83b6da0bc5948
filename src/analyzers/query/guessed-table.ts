import { findColumn } from '../schema/column-roles';
import type { Snapshot, Table } from '../schema/snapshot';
import { isHoleIdentifier } from '../sources/fragment';
import type { ColumnExpression, QueryStatement, TableReference } from '../sql/model';
import { mapTree } from './map-tree';

/** A query on a table whose name the program puts in (`FROM ${table}`), read as one on the only table that has its columns. */
export interface GuessedTable {
  readonly statement: QueryStatement;
  readonly table: Table;
}

/** A single name is no witness: many tables have a `user_id`, and one of them may not be known here. */
const FEWEST_COLUMNS = 2;

/** @param text of the statement: most have no such name at all */
export function guessTable(
  statement: QueryStatement,
  { tables }: Snapshot,
  text: string,
): GuessedTable | undefined {
  if (!text.includes('__hole_')) return undefined;
  const relation = onlyRelation(statement);
  if (!relation || relation.name.schema !== undefined || !isHoleIdentifier(relation.name.name))
    return undefined;
  const columns = columnsOf(statement, relation);
  if (!columns || columns.size < FEWEST_COLUMNS) return undefined;
  const [table, other] = tables.filter(
    (candidate) =>
      !candidate.partitionOf &&
      !candidate.incomplete &&
      [...columns].every((column) => findColumn(candidate, column) !== undefined),
  );
  if (!table || other) return undefined;
  const { schema, name } = table;
  const named: TableReference = {
    ...relation,
    alias: relation.alias ?? relation.name.name,
    name: { schema, name, span: relation.name.span },
  };
  return { statement: mapTree(statement, (node) => (node === relation ? named : node)), table };
}

/** Of a query that reads one table and nothing else. */
function onlyRelation(statement: QueryStatement): TableReference | undefined {
  const relations: TableReference[] = [];
  let queries = 0;
  mapTree(statement, (node) => {
    if (isRelation(node)) relations.push(node);
    if ('kind' in node && (node.kind === 'select' || node.kind === 'subquery')) queries++;
    return node;
  });
  const own = statement.kind === 'select' ? 1 : 0;
  return relations.length === 1 && queries === own ? relations[0] : undefined;
}

function isRelation(node: object): node is TableReference {
  return 'kind' in node && node.kind === 'table' && 'name' in node && 'only' in node;
}

/** `undefined`: a name is qualified by something else. */
function columnsOf(statement: QueryStatement, relation: TableReference): ReadonlySet<string> | undefined {
  const columns: ColumnExpression[] = [];
  mapTree(statement, (node) => {
    if (isColumn(node)) columns.push(node);
    return node;
  });
  const own = [undefined, relation.alias, relation.name.name];
  if (!columns.every(({ qualifier }) => own.includes(qualifier))) return undefined;
  const aliases = statement.kind === 'select' ? statement.targets.map(({ alias }) => alias) : [];
  const names = columns.map(({ name }) => name);
  return new Set(names.filter((name) => name !== '*' && !isHoleIdentifier(name) && !aliases.includes(name)));
}

function isColumn(node: object): node is ColumnExpression {
  return 'kind' in node && node.kind === 'column' && 'span' in node;
}
