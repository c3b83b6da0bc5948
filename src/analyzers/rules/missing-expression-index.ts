import { expressionIndexFixes } from '../fixes/expression-index-fixes';
import { describeTable } from '../fixes/describe';
import { accessBesides } from '../indexes/access-besides';
import { arraysOf, equalitiesOf } from '../indexes/candidates';
import { type Extraction, readExtraction, sameMeaning } from '../indexes/extraction';
import type { IndexDefinition } from '../indexes/index-definition';
import { findsRows } from '../indexes/supports';
import { message } from '../message';
import type { ArrayCondition, EqualityCondition, Subject } from '../query/access-path';
import { isEventLog } from '../schema/column-roles';
import { isSmallTable } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import { fingerprintExpression } from '../sql/fingerprint';
import type { Expression } from '../sql/model';
import { printExpression } from '../sql/print-expression';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  type Outcome,
  type PathContext,
  silent,
  silentInMigration,
  silentOtherAccess,
  silentUncertainText,
  silentUnknownTable,
  silentSmallTable,
  silentJoinedAsAWhole,
} from './define-rule';

type Comparison = (ArrayCondition | EqualityCondition) & {
  readonly subject: Extract<Subject, { kind: 'expression' }>;
};

export default definePathRule({
  id: 'missing-expression-index',
  summary: 'Rows are found by an expression over a column, and no index holds that expression.',
  severity: 'information',
  aspect: 'rows',
  check(context) {
    const { path, snapshot } = context;
    const compared = [...equalitiesOf(path), ...arraysOf(path)].filter(isOnExpression);
    const [first] = compared;
    if (!first) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const covering = context.supports.find(findsRows);
    if (covering) return silentOtherAccess({ kind: 'index', name: covering.index.name });
    const results = compared.map((condition) => ({
      condition,
      result: isFlag(condition)
        ? ({ kind: 'few-values' } as const)
        : readExtraction(condition.subject.expression, table, snapshot),
    }));
    for (const { condition, result } of results) {
      if (result.kind === 'extraction')
        return silence(context, table, condition) ?? report(context, table, condition, result.extraction);
    }
    return notAnExtraction(results.map(({ result }) => result.kind));
  },
});

function isOnExpression(condition: ArrayCondition | EqualityCondition): condition is Comparison {
  return condition.subject.kind === 'expression' && condition.value.kind !== 'null';
}

/** `data ->> 'active' = 'true'` */
function isFlag({ value }: Comparison): boolean {
  return value.kind === 'literal' && /^(?:true|false)$/i.test(value.value);
}

function notAnExtraction(kinds: readonly string[]): Outcome {
  if (kinds.includes('partition-filter'))
    return silent(
      'share-of-rows',
      message('One of several consumers reads its share of all rows; no index helps.'),
    );
  if (kinds.includes('changing')) {
    return silent(
      'changing-expression',
      message('A parameter is part of the expression, so no index can hold it.'),
    );
  }
  if (kinds.includes('not-immutable'))
    return silent('not-immutable', message('PostgreSQL allows no index on this expression.'));
  if (kinds.includes('few-values'))
    return silent(
      'few-values',
      message('Many rows share a value by the look of its name; only statistics can tell.'),
    );
  return OTHER_SHAPE;
}

function silence(context: PathContext, table: Table, condition: Comparison): Outcome | undefined {
  const { path } = context;
  if (condition.value.kind === 'join') {
    return silentJoinedAsAWhole();
  }
  if (isSmallTable(table)) {
    return silentSmallTable(table.name);
  }
  const partial = table.indexes.find(
    ({ predicate, keys: [key] }) =>
      predicate !== undefined && key && holds(key, condition.subject.expression),
  );
  if (partial) return silentOtherAccess({ kind: 'partial-index', name: partial.name });
  const access = accessBesides(context, table, condition, condition.subject);
  if (access) return silentOtherAccess(access);
  const once = silentInMigration(context);
  if (once) return once;
  return path.approximate ? silentUncertainText() : undefined;
}

function holds(key: IndexDefinition['keys'][number], expression: Expression): boolean {
  return (
    key.kind === 'expression' && fingerprintExpression(key.expression) === fingerprintExpression(expression)
  );
}

function report(context: PathContext, table: Table, condition: Comparison, extraction: Extraction): Outcome {
  const { kind } = extraction;
  const isOfLog = kind !== 'letter-case';
  return found({
    span: condition.span,
    // Any table may be small; a log of events is not for long.
    severity: isOfLog && isEventLog(table) ? 'warning' : 'information',
    message: describe(context, table, condition, extraction),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: expressionIndexFixes(context, table, condition, extraction),
  });
}

function describe(
  { path }: PathContext,
  table: Table,
  { subject, letter }: Comparison,
  { column, kind }: Extraction,
) {
  const text = printExpression(subject.expression) ?? '…';
  const relative = table.indexes.find(
    ({ valid, keys: [key] }) =>
      valid && key?.kind === 'expression' && sameMeaning(key.expression) === sameMeaning(subject.expression),
  );
  const [other] = relative?.keys ?? [];
  if (relative && other?.kind === 'expression') {
    return message(
      'The index {0} is passed over: it holds {1}, and to PostgreSQL {2} is another expression. Write the query as the index has it, or create an index on {2}.',
      relative.name,
      printExpression(other.expression) ?? '…',
      text,
    );
  }
  const inverted = table.indexes.find(
    ({ valid, method, keys }) =>
      valid && method === 'gin' && keys.some((key) => key.kind === 'column' && key.column === column.name),
  );
  if (kind === 'document-value' && inverted) {
    return message(
      'The index {0} is passed over: GIN finds documents by @>, not by {1}. PostgreSQL reads the whole table. Create an index on {1}, or ask the document with @>.',
      inverted.name,
      text,
    );
  }
  if (letter === 'E' && path.limit && path.order.length > 0) {
    return message(
      'No index on {0} holds {1}, so PostgreSQL reads the whole table, or walks an index in the order asked and throws away the rows that do not match, until the limit is met. Create an index on exactly this expression, followed by the order.',
      table.name,
      text,
    );
  }
  return message(
    'No index on {0} holds {1}, and one on the bare column does not serve it: PostgreSQL reads the whole table. Create an index on exactly this expression.',
    table.name,
    text,
  );
}
