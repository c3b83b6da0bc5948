import type { CreateIndexStatement, IndexExpression, QName } from 'pgsql-ast-parser';
import { readCreateIndexLayout } from '../ddl-layout';
import { indexKeySubject } from '../index-key';
import type { CreateIndex, IndexKeyDefinition } from '../model';
import { spanOfTokens, type TokenRange, wholeRange } from '../token-text';
import { type AstContext, firstToken, notRead } from './ast-context';
import { readExpression } from './read-expression';
import { readName } from './read-from';

export function readCreateIndex(node: CreateIndexStatement, context: AstContext): CreateIndex {
  const range = wholeRange(context);
  const layout = readCreateIndexLayout(context, range, firstToken(node.table, context));
  const { indexName, ifNotExists = false } = node;
  if (ifNotExists && !indexName) return notRead('IF NOT EXISTS without a name');
  return {
    kind: 'create-index',
    span: spanOfTokens(context, range.first, range.last),
    ...(indexName && { name: indexName.name }),
    ...(indexName &&
      layout.name !== undefined && { nameSpan: spanOfTokens(context, layout.name, layout.name) }),
    table: readName(node.table, context),
    only: false,
    method: node.using?.name ?? 'btree',
    unique: node.unique === true,
    nullsNotDistinct: false,
    concurrently: node.concurrently === true,
    ifNotExists,
    keys: node.expressions.map((key, i) => readIndexKey(key, layout.keys[i] ?? range, context)),
    include: [],
    ...(node.where && { where: readExpression(node.where, context) }),
    options: Object.fromEntries((node.with ?? []).map(({ parameter, value }) => [parameter, value])),
    afterIndexKeyword: layout.afterIndexKeyword,
  };
}

function readIndexKey(
  key: IndexExpression,
  { first, last }: TokenRange,
  context: AstContext,
): IndexKeyDefinition {
  const descending = key.order === 'desc';
  return {
    ...indexKeySubject(readExpression(key.expression, context)),
    ...(key.opclass && { opclass: key.opclass.name, ...schemaOf('opclassSchema', key.opclass) }),
    ...(key.collate && { collation: key.collate.name, ...schemaOf('collationSchema', key.collate) }),
    descending,
    nullsFirst: key.nulls === 'first' || (key.nulls !== 'last' && descending),
    span: spanOfTokens(context, first, last),
  };
}

function schemaOf<Property extends string>(
  property: Property,
  { schema }: QName,
): Partial<Record<Property, string>> {
  const named: Partial<Record<string, string>> =
    schema === undefined || schema === 'pg_catalog' ? {} : { [property]: schema };
  return named;
}
