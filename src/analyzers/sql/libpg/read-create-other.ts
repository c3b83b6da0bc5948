import { nameSpan, viewQueryRange } from '../ddl-layout';
import type { CreateSchema, CreateType, CreateView, DdlStatement } from '../model';
import { closingIndex, isAt, spanOfTokens, wordAt } from '../token-text';
import { type ReadContext, readNameList, readRangeVarName, tokenOf } from './read-context';
import { readPersistence } from './read-create-table';
import { readSelect } from './read-query';
import {
  bodiesAt,
  type Fields,
  fieldsAt,
  flagAt,
  namesAt,
  nodeAt,
  nodesAt,
  textAt,
  type TreeNode,
} from './tree';

/** CREATE VIEW; `CREATE MATERIALIZED VIEW` when that is what `isMaterialized` says. */
export function readCreateView(fields: Fields, isMaterialized: boolean, context: ReadContext): CreateView {
  const { first, last } = context.range;
  const relation = isMaterialized
    ? fieldsAt(fieldsAt(fields, 'into') ?? {}, 'rel')
    : fieldsAt(fields, 'view');
  const token = tokenOf(relation ?? {}, context);
  return {
    kind: 'create-view',
    span: spanOfTokens(context, first, last),
    name: readRangeVarName(relation ?? {}, context),
    materialized: isMaterialized,
    temporary: readPersistence(relation ?? {}) === 'temporary',
    ifNotExists: flagAt(fields, 'if_not_exists'),
    columnNames: namesAt(
      isMaterialized ? (fieldsAt(fields, 'into') ?? {}) : fields,
      isMaterialized ? 'colNames' : 'aliases',
    ),
    query: readSelect(viewQuery(fields), viewQueryRange(context, token, last), context),
  };
}

/** CREATE RECURSIVE VIEW puts the query that is written into a common table expression that is not. */
function viewQuery(fields: Fields): Fields {
  const query = nodeAt(fields, 'query')?.fields ?? {};
  const clause = fieldsAt(query, 'withClause') ?? {};
  const [written] = bodiesAt(clause, 'ctes', 'CommonTableExpr');
  return clause['location'] === -1 && written ? (nodeAt(written, 'ctequery')?.fields ?? query) : query;
}

const FORMS: Readonly<Record<string, CreateType['form']>> = {
  CreateEnumStmt: 'enum',
  CreateDomainStmt: 'domain',
  CompositeTypeStmt: 'composite',
};

export function readCreateType({ type, fields }: TreeNode, context: ReadContext): CreateType {
  const { first, last } = context.range;
  const relation = fieldsAt(fields, 'typevar');
  const field = ['typeName', 'domainname', 'defnames'].find((name) => Array.isArray(fields[name])) ?? '';
  return {
    kind: 'create-type',
    span: spanOfTokens(context, first, last),
    name: relation
      ? readRangeVarName(relation, context)
      : { ...readNameList(fields, field), span: nameSpan(context, first + 2) },
    form: FORMS[type] ?? 'other',
  };
}

/** @param readElement reads a statement that stands inside CREATE SCHEMA */
export function readCreateSchema(
  fields: Fields,
  context: ReadContext,
  readElement: (node: TreeNode, context: ReadContext) => DdlStatement | undefined,
): CreateSchema {
  const { first, last } = context.range;
  const starts = findElements(context);
  const elements = nodesAt(fields, 'schemaElts').flatMap((node, i) => {
    const range = { first: starts[i] ?? first, last: (starts[i + 1] ?? last + 1) - 1 };
    return readElement(node, { ...context, range }) ?? [];
  });
  return {
    kind: 'create-schema',
    span: spanOfTokens(context, first, last),
    name: textAt(fields, 'schemaname') ?? textAt(fieldsAt(fields, 'authrole') ?? {}, 'rolename') ?? '',
    elements,
  };
}

/** Where the statements inside CREATE SCHEMA start. */
function findElements(context: ReadContext): readonly number[] {
  const starts: number[] = [];
  const { first, last } = context.range;
  for (let i = first + 1; i <= last; i++) {
    if (isAt(context, i, '(')) i = closingIndex(context, i);
    else if (/^(?:create|grant)$/.test(wordAt(context, i)) && !isAt(context, i - 1, '.')) starts.push(i);
  }
  return starts;
}
