import { readCreateIndexLayout } from '../ddl-layout';
import { indexKeySubject } from '../index-key';
import type { CreateIndex, IndexKeyDefinition } from '../model';
import { spanOfTokens, type TokenRange } from '../token-text';
import { type ReadContext, readNameList, readRangeVarName, tokenOf } from './read-context';
import { readExpressionAt } from './read-expression';
import { readOptions } from './read-options';
import { readNullsFirst } from './read-order-keys';
import { bodiesAt, type Fields, fieldsAt, flagAt, textAt } from './tree';

export function readCreateIndex(fields: Fields, context: ReadContext): CreateIndex {
  const { first, last } = context.range;
  const relation = fieldsAt(fields, 'relation') ?? {};
  const layout = readCreateIndexLayout(context, context.range, tokenOf(relation, context));
  const name = textAt(fields, 'idxname');
  const where = readExpressionAt(fields, 'whereClause', context);
  return {
    kind: 'create-index',
    span: spanOfTokens(context, first, last),
    ...(name !== undefined && { name }),
    ...(name !== undefined &&
      layout.name !== undefined && { nameSpan: spanOfTokens(context, layout.name, layout.name) }),
    table: readRangeVarName(relation, context),
    only: !flagAt(relation, 'inh'),
    method: textAt(fields, 'accessMethod') ?? 'btree',
    unique: flagAt(fields, 'unique'),
    nullsNotDistinct: flagAt(fields, 'nulls_not_distinct'),
    concurrently: flagAt(fields, 'concurrent'),
    ifNotExists: flagAt(fields, 'if_not_exists'),
    keys: bodiesAt(fields, 'indexParams', 'IndexElem').map((element, i) =>
      readIndexKey(element, layout.keys[i] ?? context.range, context),
    ),
    include: bodiesAt(fields, 'indexIncludingParams', 'IndexElem').map(
      (element) => textAt(element, 'name') ?? '',
    ),
    ...(where && { where }),
    options: readOptions(fields, 'options'),
    afterIndexKeyword: layout.afterIndexKeyword,
  };
}

/** @param range the tokens of the key */
export function readIndexKey(element: Fields, range: TokenRange, context: ReadContext): IndexKeyDefinition {
  const column = textAt(element, 'name');
  const expression = column === undefined ? readExpressionAt(element, 'expr', context) : undefined;
  const descending = textAt(element, 'ordering') === 'SORTBY_DESC';
  return {
    ...(column !== undefined && { column }),
    ...(expression && indexKeySubject(expression)),
    ...readOperatorClass(element),
    ...readCollation(element),
    descending,
    nullsFirst: readNullsFirst(element, 'nulls_ordering', descending),
    span: spanOfTokens(context, range.first, range.last),
  };
}

function readOperatorClass(
  element: Fields,
): Pick<IndexKeyDefinition, 'opclass' | 'opclassSchema' | 'opclassOptions'> {
  const { name, schema } = readNameList(element, 'opclass');
  const options = readOptions(element, 'opclassopts');
  return {
    ...(name !== '' && { opclass: name }),
    ...(schema !== undefined && { opclassSchema: schema }),
    ...(Object.keys(options).length > 0 && { opclassOptions: options }),
  };
}

function readCollation(element: Fields): Pick<IndexKeyDefinition, 'collation' | 'collationSchema'> {
  const { name, schema } = readNameList(element, 'collation');
  return {
    ...(name !== '' && { collation: name }),
    ...(schema !== undefined && { collationSchema: schema }),
  };
}
