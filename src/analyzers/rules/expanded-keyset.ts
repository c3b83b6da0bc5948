import type { Severity } from '../finding';
import { describeTable } from '../fixes/describe';
import {
  boundFirstFix,
  compareRowsFix,
  compareRowsWithIndexFix,
  isMixed,
  isRewritable,
  printRows,
  tornKeysetFixes,
} from '../fixes/keyset-fixes';
import { rangesOf } from '../indexes/candidates';
import { findsRows, supports, type UsableSupport } from '../indexes/supports';
import { message } from '../message';
import type { AccessPath, Condition, FilterCondition, Subject } from '../query/access-path';
import { type Keyset, readKeyset } from '../query/keyset';
import { readTornKeyset, type TornKeyset } from '../query/stray-conjunct';
import { writtenText } from '../rewrites/repeatable';
import type { Table } from '../schema/snapshot';
import type { Span } from '../span';
import { definePathRule, found, OTHER_SHAPE, silent, type Outcome, type PathContext } from './define-rule';

/** The OR of a path that reads as a keyset. */
interface Found extends Partial<TornKeyset> {
  readonly condition: FilterCondition;
  readonly keyset: Keyset;
}

export default definePathRule({
  id: 'expanded-keyset',
  summary: 'A page starts behind a row that OR describes, so PostgreSQL cannot start its search there.',
  severity: 'warning',
  aspect: 'order',
  check(context) {
    const { path } = context;
    const keyset = path.block && findKeyset(context);
    if (!keyset) return silenceOfAlternatives(path);
    const quiet = silenceOfShape(path, keyset);
    if (quiet) return quiet;
    if (keyset.stray) return judgeTorn(context, keyset, keyset.stray);
    return isMixed(keyset.keyset) ? judgeMixed(context, keyset) : judgeUniform(context, keyset);
  },
});

function findKeyset({ path, fragment, documentText }: PathContext): Found | undefined {
  const textOf = ({ span }: { readonly span: Span }) => writtenText(fragment, documentText, span);
  for (const condition of path.conditions) {
    if (condition.letter !== 'F' || condition.what !== 'or') continue;
    const keyset = readKeyset(condition.node, textOf);
    if (keyset && isOfPath(keyset, condition, path)) return { condition, keyset };
    const torn =
      condition.node === path.block?.where && readTornKeyset(condition.node, fragment.text, textOf);
    if (torn && isOfPath(torn.keyset, condition, path)) return { condition, ...torn };
  }
  return undefined;
}

/** Cursors of several streams, a position with the gaps before it. */
function silenceOfAlternatives({ conditions }: AccessPath): Outcome {
  return conditions.some((condition) => condition.letter === 'F' && condition.what === 'or')
    ? silent('no-keyset', message('The OR does not describe the rows behind one row, so it is no keyset.'))
    : OTHER_SHAPE;
}

function isOfPath({ keys }: Keyset, { columns }: FilterCondition, { relation }: AccessPath): boolean {
  const name = relation.alias ?? relation.name.name;
  return keys.every(({ column }) => columns.includes(column.name) && (column.qualifier ?? name) === name);
}

/** Without a page every row behind is read anyway, and two bitmap scans find them. */
function silenceOfShape(path: AccessPath, { keyset }: Found): Outcome | undefined {
  const [key] = keyset.keys;
  const [first] = path.order;
  if (!path.limit)
    return silent('no-limit', message('Every row behind is asked for, so there is no page to cut early.'));
  if (first?.subject.kind !== 'column' || first.subject.column !== key?.column.name)
    return silent('other-order', message('The page is not in the order of the columns that are compared.'));
  if (first.descending !== (key.direction === '<')) {
    return silent(
      'meets-the-rows-first',
      message('The order begins at the other end, so the rows that are asked for come first.'),
    );
  }
  const bound = rangesOf(path).find(
    ({ subject, operator }) =>
      subject.kind === 'column' &&
      subject.column === key.column.name &&
      (operator === 'between' || operator === 'row' || operator.startsWith(key.direction)),
  );
  return bound && silent('bounded-already', message('Another condition bounds {0}.', key.column.name));
}

function judgeTorn(context: PathContext, { condition, keyset }: Found, stray: TornKeyset['stray']): Outcome {
  const { fragment, documentText, path } = context;
  const span = { start: stray[0]?.span.start ?? 0, end: stray.at(-1)?.span.end ?? 0 };
  return found({
    span: condition.span,
    message: message(
      'AND binds tighter than OR, so {0} holds in one arm of this OR only: rows that it should leave out are returned. Put parentheses around the OR, or compare rows: {1}.',
      writtenText(fragment, documentText, span),
      printRows(keyset, context),
    ),
    ...(path.approximate && { severity: 'hint' }),
    certainty: 'stated',
    related: describePathTable(path),
    fixes: tornKeysetFixes(context, condition.node, keyset, stray),
  });
}

function describePathTable({ table }: AccessPath) {
  return table ? describeTable(table) : [];
}

function judgeUniform(context: PathContext, { condition, keyset }: Found): Outcome {
  const { path } = context;
  if (!path.table) return judgeUnknownTable(context, { condition, keyset });
  const walked = walkedIndex(context, condition, keyset);
  if (!walked) return judgeWithoutIndex(context, { condition, keyset }, path.table);
  return found({
    span: condition.span,
    message: message(
      'PostgreSQL cannot start its search of {0} at this OR: it reads the pages before this one and throws their rows away, so each page is slower than the last. Compare rows instead: {1}.',
      walked.index.name,
      printRows(keyset, context),
    ),
    severity: severityOf(context, walked, keyset),
    certainty: 'catalogued',
    related: describePathTable(path),
    fixes: compareRowsFix(context, condition.node, keyset),
  });
}

/** A join may begin with the other table, another condition may find fewer rows, and two `?` may stand for two values. */
function severityOf(context: PathContext, walked: UsableSupport, keyset: Keyset): Severity {
  const { path } = context;
  if (path.approximate) return 'hint';
  const other = context.supports.some((support) => findsRows(support) && support.index !== walked.index);
  const bounds = walked.bounding.some(({ letter }) => letter === 'E');
  return path.alone && (bounds || !other) && isRewritable(context, keyset) ? 'warning' : 'information';
}

function judgeUnknownTable(context: PathContext, { condition, keyset }: Found): Outcome {
  return found({
    span: condition.span,
    message: message(
      'PostgreSQL cannot start an index search at this OR: it reads the pages before this one and throws their rows away. Compare rows instead: {0}.',
      printRows(keyset, context),
    ),
    severity: context.path.approximate ? 'hint' : 'information',
    certainty: 'stated',
    related: [],
    fixes: compareRowsFix(context, condition.node, keyset),
  });
}

function judgeWithoutIndex(context: PathContext, { condition, keyset }: Found, table: Table): Outcome {
  const finding = context.supports.find(findsRows);
  if (finding) {
    return silent(
      'found-by-other-condition',
      message(
        'The index {0} finds the rows by another condition, and a sort puts them in order.',
        finding.index.name,
      ),
    );
  }
  return found({
    span: condition.span,
    message: message(
      'No index on {0} holds this order, and PostgreSQL could not start a search at this OR if there were one. Each page reads and sorts the whole table. Compare rows instead, {1}, and create the index.',
      table.name,
      printRows(keyset, context),
    ),
    severity: context.path.approximate ? 'hint' : 'information',
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: compareRowsWithIndexFix(context, condition.node, keyset, table),
  });
}

/** Rows are compared in one direction only, but the first column can be bounded beside the OR. */
function judgeMixed(context: PathContext, { condition, keyset }: Found): Outcome {
  const { fragment, documentText, path } = context;
  const [key] = keyset.keys;
  const walked = walkedIndex(context, condition, { ...keyset, keys: keyset.keys.slice(0, 1) });
  if (!walked || !key) {
    return silent(
      'mixed-directions',
      message('The columns run in different directions, and no index starts with the first of them.'),
    );
  }
  return found({
    span: condition.span,
    message: message(
      'PostgreSQL cannot start its search of {0} at this OR: it reads the pages before this one and throws their rows away, so each page is slower than the last. The columns run in different directions, so rows cannot be compared. Bound the first one beside the OR: {1} {2}= {3}.',
      walked.index.name,
      writtenText(fragment, documentText, key.column.span),
      key.direction,
      writtenText(fragment, documentText, key.value.span),
    ),
    severity: severityOf(context, walked, keyset),
    certainty: 'catalogued',
    related: describePathTable(path),
    fixes: boundFirstFix(context, condition.node, keyset),
  });
}

/** The index that a comparison of rows would start in, and that the OR only walks. */
function walkedIndex(
  { path, settings }: PathContext,
  condition: FilterCondition,
  keyset: Keyset,
): UsableSupport | undefined {
  const compared = pathComparingRows(path, condition, keyset);
  return (path.table?.indexes ?? [])
    .map((index) => supports(index, compared, settings.serverVersion))
    .filter(
      (support): support is UsableSupport =>
        support.usable &&
        (support.order.kind === 'full' || support.order.kind === 'prefix') &&
        support.bounding.some(({ node }) => node === condition.node),
    )
    .sort((one, other) => other.bounding.length - one.bounding.length)[0];
}

function pathComparingRows(path: AccessPath, condition: FilterCondition, { keys }: Keyset): AccessPath {
  const [subject, ...further] = keys.map(({ column }): Subject => ({
    kind: 'column',
    column: column.name,
    span: column.span,
  }));
  const [key] = keys;
  if (!subject || !key) return path;
  const { node, span } = condition;
  const value = { kind: 'parameter', expression: key.value } as const;
  const compared: Condition = { letter: 'R', node, span, subject, operator: 'row', value, further };
  return { ...path, conditions: path.conditions.map((other) => (other === condition ? compared : other)) };
}
