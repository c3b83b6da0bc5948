import type { OrderKey } from '../model';
import { orderKeySpan } from '../query-layout';
import type { ReadContext } from './read-context';
import { readOperand } from './read-expression';
import { bodiesAt, type Fields, namesAt, textAt } from './tree';

/** ORDER BY's list. */
export function readOrderKeys(fields: Fields, field: string, context: ReadContext): readonly OrderKey[] {
  return bodiesAt(fields, field, 'SortBy').map((sortBy) => {
    const expression = readOperand(sortBy, 'node', context);
    const descending = isDescending(sortBy);
    return {
      expression,
      descending,
      nullsFirst: readNullsFirst(sortBy, 'sortby_nulls', descending),
      span: orderKeySpan(context, expression.span),
    };
  });
}

function isDescending(sortBy: Fields): boolean {
  if (textAt(sortBy, 'sortby_dir') === 'SORTBY_USING') return namesAt(sortBy, 'useOp').at(-1) === '>';
  return textAt(sortBy, 'sortby_dir') === 'SORTBY_DESC';
}

/** NULLs sort as if larger than any value: first for DESC, last for ASC, unless the query says otherwise. */
export function readNullsFirst(fields: Fields, field: string, descending: boolean): boolean {
  const nulls = textAt(fields, field);
  return nulls === 'SORTBY_NULLS_FIRST' || (nulls !== 'SORTBY_NULLS_LAST' && descending);
}
