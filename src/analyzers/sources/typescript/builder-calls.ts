import ts from 'typescript';
import type { BuilderCall } from '../../schema/migrations/code-migration';
import { hasUp, isDown } from './down-function';
import { childrenOf, pathOf, unwrap } from './parse';

/** What node-pg-migrate, Knex, TypeORM, Sequelize and Kysely call the object that changes the schema. */
const BUILDERS = new Set(['pgm', 'schema', 'queryRunner', 'queryInterface']);

/** What changes tables or their indexes. */
const METHOD =
  /^(?:table|(?:create|drop|rename|alter|add|change|remove|clear)(?:Table|Column|Index|Indices|Constraint|Unique|PrimaryKey|ForeignKey|MaterializedView)\w*)$/;

/** The calls of a migration's `up` by which a tool's own methods change tables, in their order. */
export function findBuilderCalls(source: ts.SourceFile): readonly BuilderCall[] {
  const isMigration = hasUp(source.text);
  const calls: BuilderCall[] = [];
  const rest: ts.Node[] = [source];
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (isMigration && isDown(node)) continue;
    if (ts.isCallExpression(node)) calls.push(...builderCall(node, source));
    rest.push(...childrenOf(node));
  }
  return calls.sort((one, other) => one.start - other.start);
}

function builderCall(call: ts.CallExpression, source: ts.SourceFile): readonly BuilderCall[] {
  const path = pathOf(call.expression);
  const method = path.at(-1) ?? '';
  if (!METHOD.test(method) || !path.slice(0, -1).some((name) => BUILDERS.has(name))) return [];
  // Kysely's createIndex takes the index first.
  const isNamedAfterIndex = path.includes('schema') && method.includes('Index');
  const table = isNamedAfterIndex ? undefined : tableOf(call.arguments[0]);
  return [{ start: call.getStart(source), end: call.end, ...(table !== undefined && { table }) }];
}

/** `'events'`, `{ schema: 'app', name: 'events' }`, `new Table({ name: 'events' })` */
function tableOf(argument: ts.Expression | undefined): string | undefined {
  const value = argument && unwrap(argument);
  if (!value) return undefined;
  if (ts.isStringLiteralLike(value)) return value.text;
  if (ts.isNewExpression(value)) return tableOf(value.arguments?.[0]);
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const schema = textOf(value, 'schema');
  const name = textOf(value, 'name') ?? textOf(value, 'tableName');
  return schema === undefined || name === undefined ? name : `${schema}.${name}`;
}

function textOf({ properties }: ts.ObjectLiteralExpression, wanted: string): string | undefined {
  for (const property of properties) {
    if (!ts.isPropertyAssignment(property) || nameOf(property.name) !== wanted) continue;
    if (ts.isStringLiteralLike(property.initializer)) return property.initializer.text;
  }
  return undefined;
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}
