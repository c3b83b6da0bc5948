import { indexKeyFromDefinition } from '../../indexes/index-from-statement';
import type {
  AlterFunction,
  AlterIndex,
  CreateFunction,
  CreateIndex,
  DdlStatement,
  Statement,
  TypeName,
} from '../../sql/model';
import { alterTable } from './alter-table';
import { attachIndex } from './attach-partition';
import { buildIndex, setIndex } from './build-index';
import { type Change, newName, printName, report } from './change';
import { createTable, makeRoom } from './create-table';
import { createView } from './create-view';
import { dropObjects } from './drop-objects';
import { rename, setSchema } from './rename-objects';
import { followSearchPath } from './search-path';

/** Changes the schema as the statement does. Statements that define nothing change nothing. */
export function applyStatement(statement: Statement, change: Change): void {
  switch (statement.kind) {
    case 'create-table':
      createTable(statement, change);
      break;
    case 'create-index':
      createIndex(statement, change);
      break;
    case 'alter-table':
      alterTable(statement, change);
      break;
    case 'alter-index':
      alterIndex(statement, change);
      break;
    case 'drop':
      dropObjects(statement, change);
      break;
    case 'rename':
      rename(statement, change);
      break;
    case 'set-schema':
      setSchema(statement, change);
      break;
    case 'create-view':
      createView(statement, change);
      break;
    case 'create-function':
      createFunction(statement, change);
      break;
    case 'alter-function':
      alterFunction(statement, change);
      break;
    case 'create-schema':
      createSchema(statement.name, statement.elements, change);
      break;
    default:
      followSearchPath(statement, change.state);
  }
}

function createIndex(statement: CreateIndex, change: Change): void {
  const relation = change.state.resolve(statement.table);
  if (relation?.kind !== 'table') {
    if (!relation)
      report(change, `There is no table ${printName(statement.table)} in the files read so far.`);
    return;
  }
  const { table } = relation;
  const { name, ifNotExists, only, where, options, unique, nullsNotDistinct, include } = statement;
  if (name !== undefined && !makeRoom({ schema: table.schema, name }, ifNotExists, change)) return;
  const template = {
    ...(name !== undefined && { name }),
    method: statement.method === 'rtree' ? 'gist' : statement.method,
    unique,
    nullsNotDistinct,
    keys: statement.keys.map(indexKeyFromDefinition),
    include,
    ...(where && { predicate: where }),
    options,
  };
  buildIndex(template, table, change, { only });
}

function alterIndex(statement: AlterIndex, change: Change): void {
  const { action, name } = statement;
  if (action.kind === 'attach-partition') attachIndex(statement, action.partition, change);
  if (action.kind !== 'set-options') return;
  const relation = change.state.resolve(name);
  if (relation?.kind !== 'index') return;
  setIndex(relation.index, { options: { ...relation.index.options, ...action.options } }, change);
}

function createFunction(statement: CreateFunction, change: Change): void {
  const { name: written, volatility, language, replace, inputs, inlinable } = statement;
  const { state } = change;
  const { schema, name } = newName(written, 'permanent', change);
  const others = state.functions.filter(
    (declared) =>
      !replace || declared.schema !== schema || declared.name !== name || !areSame(declared.inputs, inputs),
  );
  const declared = {
    schema,
    name,
    volatility,
    ...(language !== undefined && { language }),
    inputs,
    ...(inlinable?.query && { inlinable }),
  };
  state.functions = [...others, declared];
}

function areSame(types: readonly TypeName[], others: readonly TypeName[]): boolean {
  return (
    types.length === others.length &&
    types.every(({ name, arrayDimensions }, position) => {
      const other = others[position];
      return name === other?.name && arrayDimensions === other.arrayDimensions;
    })
  );
}

/** Of several functions of the name all: which one is meant is told by types that are not kept. */
function alterFunction(statement: AlterFunction, { state }: Change): void {
  const { name: written, closed } = statement;
  state.functions = state.functions.map((declared) => {
    const { schema, name, inlinable, ...rest } = declared;
    if (name !== written.name || (written.schema ?? schema) !== schema) return declared;
    const { volatility = declared.volatility } = statement;
    return { ...rest, schema, name, volatility, ...(inlinable && !closed && { inlinable }) };
  });
}

/** Its elements are made in an order of PostgreSQL's own (`transformCreateSchemaStmtElements`). */
function createSchema(name: string, elements: readonly DdlStatement[], change: Change): void {
  const { state } = change;
  const { searchPath } = state;
  const turn = ({ kind }: DdlStatement): number => ['create-view', 'create-index'].indexOf(kind);
  state.searchPath = [name, ...searchPath];
  for (const element of [...elements].sort((one, other) => turn(one) - turn(other)))
    applyStatement(element, change);
  state.searchPath = searchPath;
}
