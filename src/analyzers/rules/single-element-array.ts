import { describeIndex } from '../fixes/describe';
import { servedInstead } from '../indexes/served-instead';
import { type Support, type UsableSupport } from '../indexes/supports';
import { message } from '../message';
import type { ArrayCondition, Condition, EqualityCondition } from '../query/access-path';
import { withoutCasts } from '../query/classify-value';
import type { Expression } from '../sql/model';
import { quoteLiteral } from '../sql/identifiers';
import { printType } from '../sql/print-words';
import { findColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { Piece } from '../sources/edit';
import {
  definePathRule,
  type FixDraft,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentUnknownTable,
  type PathContext,
} from './define-rule';

/** `= ANY (…)` with the one element that stands there. */
interface OneElement {
  readonly condition: ArrayCondition;
  readonly array: Expression;
  /** What follows `=`; `undefined` when it cannot be written without a change. */
  readonly element: readonly Piece[] | undefined;
}

export default definePathRule({
  id: 'single-element-array',
  summary: 'An array of one element costs the order that an equality would keep.',
  severity: 'information',
  aspect: 'order',
  check(context) {
    const { path, supports, settings } = context;
    const { table } = path;
    const arrays = path.conditions
      .filter(({ node }) => !mayExpand(node, context))
      .map((condition) => oneElement(condition, table))
      .filter((one) => one !== undefined);
    const [first] = arrays;
    if (!first) return OTHER_SHAPE;
    if (!table) return silentUnknownTable(path.relation.name.name);
    if (!path.limit || path.order.length === 0 || path.aggregated)
      return silent(
        'no-page',
        message('No page is cut in an order, so an array finds the rows as an equality does.'),
      );
    const inOrder = supports.find(
      (support) => isInOrder(support) && support.bounding.some(({ letter }) => letter !== 'R'),
    );
    if (inOrder)
      return silent(
        'ordered-by-index',
        message('The index {0} finds the rows in the order of the page.', inOrder.index.name),
      );
    for (const { condition, array, element } of arrays) {
      const equality = asEquality(condition, array);
      const serving = servedInstead(path, condition, equality, settings.serverVersion).find(isInOrder);
      if (!serving) continue;
      if (path.approximate) return silentUncertainText();
      return found({
        span: condition.span,
        message: message(
          'PostgreSQL does not take an array of one element for an equality: it sorts all rows found, or walks another index until the limit is met. With = the index {0} gives their order.',
          serving.index.name,
        ),
        certainty: 'catalogued',
        related: describeIndex(serving.index),
        fixes: element ? [fixOf(condition, element)] : [],
      });
    }
    return silent(
      'no-order-by-index',
      message('No index would give the order of the page for one value either.'),
    );
  },
});

/** `ARRAY[:ids]`, `ARRAY[?]`, `ARRAY[${Prisma.join(ids)}]`: some libraries write all elements there. */
function mayExpand({ span }: Expression, { fragment, documentText }: PathContext): boolean {
  return fragment.holes
    .filter((hole) => span.start <= hole.span.start && hole.span.end <= span.end)
    .some(({ documentSpan: { start, end } }) => !ONE_VALUE.test(documentText.slice(start, end)));
}

/** A name in the singular: `${streamId}`, `:id`. */
const ONE_VALUE = /^(?:\$\{)?[:@$]?[\w.]*[a-rt-zA-Z\d]\}?$/;

function isInOrder(support: Support): support is UsableSupport {
  return support.usable && support.order.kind === 'full';
}

function oneElement(condition: Condition, table: Table | undefined): OneElement | undefined {
  if (condition.letter !== 'A' || condition.node.kind !== 'array-comparison') return undefined;
  const { right } = condition.node;
  const { value } = condition;
  const count =
    value.kind === 'literals' ? value.values.length : value.kind === 'list' ? value.count : undefined;
  if (count !== 1) return undefined;
  const bare = withoutCasts(right);
  if (bare.kind === 'array') {
    const [only] = bare.elements;
    return { condition, array: right, element: only && elementOf(only, right) };
  }
  const [text] = value.kind === 'literals' ? value.values : [];
  if (text === undefined || /^null$/i.test(text)) return undefined;
  return { condition, array: right, element: isTyped(condition, table) ? [quoteLiteral(text)] : undefined };
}

/** The element with the cast that the array has. */
function elementOf(only: Expression, array: Expression): readonly Piece[] {
  if (array.kind !== 'cast' || only.kind === 'cast') return [only.span];
  const cast = `::${printType({ ...array.type, arrayDimensions: 0 })}`;
  return only.kind === 'parameter' || only.kind === 'constant'
    ? [only.span, cast]
    : ['(', only.span, `)${cast}`];
}

/** A string takes the type of a column that it meets, as the element did. */
function isTyped({ subject }: ArrayCondition, table: Table | undefined): boolean {
  return subject.kind === 'column' && table !== undefined && findColumn(table, subject.column) !== undefined;
}

function asEquality(condition: ArrayCondition, array: Expression): EqualityCondition {
  return { ...condition, letter: 'E', value: { kind: 'parameter', expression: array } };
}

function fixOf({ subject, span }: ArrayCondition, element: readonly Piece[]): FixDraft {
  return {
    id: 'rewrite/equality',
    title: message(
      'Compare with = instead of an array of one element: the same rows, in the order of the index',
    ),
    kind: 'rewrite',
    preferred: true,
    edits: [{ span, pieces: [subject.span, ' = ', ...element] }],
  };
}
