import type {
  CreateCompositeType,
  CreateEnumType,
  CreateFunctionStatement,
  CreateMaterializedViewStatement,
  CreateSchemaStatement,
  CreateViewStatement,
} from 'pgsql-ast-parser';
import { viewQueryRange } from '../ddl-layout';
import type { CreateFunction, CreateSchema, CreateType, CreateView } from '../model';
import { spanOfTokens, wholeRange } from '../token-text';
import { type AstContext, firstToken, notRead } from './ast-context';
import { readName } from './read-from';
import { readSelect } from './read-query';
import { readTypeName } from './read-type-name';

export function readCreateView(
  node: CreateViewStatement | CreateMaterializedViewStatement,
  context: AstContext,
): CreateView {
  const { first, last } = wholeRange(context);
  if (node.type === 'create view' && node.recursive === true) return notRead('CREATE RECURSIVE VIEW');
  const range = viewQueryRange(context, firstToken(node.name, context), last);
  return {
    kind: 'create-view',
    span: spanOfTokens(context, first, last),
    name: readName(node.name, context),
    materialized: node.type === 'create materialized view',
    temporary: node.type === 'create view' && node.temp === true,
    ifNotExists: node.type === 'create materialized view' && node.ifNotExists === true,
    columnNames: (node.columnNames ?? []).map(({ name }) => name),
    query: readSelect(node.query, range, context),
  };
}

export function readCreateFunction(node: CreateFunctionStatement, context: AstContext): CreateFunction {
  const { first, last } = wholeRange(context);
  const { returns } = node;
  if (returns?.kind === 'table') return notRead('RETURNS TABLE');
  return {
    kind: 'create-function',
    span: spanOfTokens(context, first, last),
    name: readName(node.name, context),
    replace: node.orReplace === true,
    volatility: node.purity ?? 'volatile',
    ...(node.language && { language: node.language.name }),
    inputs: node.arguments.filter(({ mode }) => mode !== 'out').map(({ type }) => readTypeName(type)),
  };
}

export function readCreateSchema(node: CreateSchemaStatement, context: AstContext): CreateSchema {
  const { first, last } = wholeRange(context);
  return {
    kind: 'create-schema',
    span: spanOfTokens(context, first, last),
    name: node.name.name,
    elements: [],
  };
}

export function readCreateType(node: CreateEnumType | CreateCompositeType, context: AstContext): CreateType {
  const { first, last } = wholeRange(context);
  return {
    kind: 'create-type',
    span: spanOfTokens(context, first, last),
    name: readName(node.name, context),
    form: node.type === 'create enum' ? 'enum' : 'composite',
  };
}
