import { describeIndex } from '../fixes/describe';
import { servedInstead } from '../indexes/served-instead';
import type { UsableSupport } from '../indexes/supports';
import { type Message, message } from '../message';
import type { AccessPath, FilterCondition, IndexableCondition } from '../query/access-path';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentUnknownTable,
  type PathContext,
} from './define-rule';

interface OptionalFilter extends FilterCondition {
  readonly optional: IndexableCondition;
}

export default definePathRule({
  id: 'optional-filter',
  summary: 'A filter that its own parameter turns off, which a plan without values can use no index for.',
  severity: 'hint',
  aspect: 'rows',
  check(context) {
    const { path, settings, fragment } = context;
    const filters = path.conditions.filter(isOptional);
    if (filters.length === 0) return OTHER_SHAPE;
    if (!path.table) return silentUnknownTable(path.relation.name.name);
    const other = context.supports.find((support) => findsAnyway(support, path));
    if (other) {
      return silent(
        'found-otherwise',
        message('The index {0} finds the rows, whatever the filter is.', other.index.name),
      );
    }
    for (const filter of filters) {
      const [serving] = servedInstead(path, filter, filter.optional, settings.serverVersion);
      if (!serving) continue;
      if (path.approximate) return silentUncertainText();
      return found({
        span: filter.span,
        severity: fragment.named === true ? 'information' : 'hint',
        message: describe(context, path.table.name, filter.optional, serving),
        certainty: 'catalogued',
        related: describeIndex(serving.index),
        fixes: [],
      });
    }
    return silent('no-index-on-column', message('No index would find rows by the filter alone either.'));
  },
});

function isOptional(condition: PathContext['path']['conditions'][number]): condition is OptionalFilter {
  return condition.letter === 'F' && condition.optional !== undefined;
}

/** By other conditions, or in the order of a page: the plan without the filter is what the statement then asks for. */
function findsAnyway(
  support: PathContext['supports'][number],
  { limit }: AccessPath,
): support is UsableSupport {
  if (!support.usable) return false;
  const isInOrder = support.order.kind === 'full' || support.order.kind === 'prefix';
  return support.bounding.length > 0 || (limit !== undefined && isInOrder);
}

function describe(
  { fragment }: PathContext,
  table: string,
  { subject }: IndexableCondition,
  { index }: UsableSupport,
): Message {
  const what = subject.kind === 'column' ? subject.column : 'the expression';
  return fragment.named === true
    ? message(
        'This statement has a name. When its first five runs come without a value for this filter, PostgreSQL keeps a plan for any values, which cannot use the index {0} and reads all of {1}. Write the condition on {2} only when there is a value for it.',
        index.name,
        table,
        what,
      )
    : message(
        'PostgreSQL uses the index {0} for this filter only when it plans with the values, as it does for a statement without a name. As a prepared statement or in a function this may read all of {1}. Write the condition on {2} only when there is a value for it.',
        index.name,
        table,
        what,
      );
}
