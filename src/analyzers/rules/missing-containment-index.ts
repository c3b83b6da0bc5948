import { describeTable } from '../fixes/describe';
import { ginIndexFixes } from '../fixes/gin-index-fix';
import { accessBesides } from '../indexes/access-besides';
import {
  type ContainmentSearch,
  containmentSearches,
  isSearchable,
  matchesEverything,
} from '../indexes/containment-search';
import { findsRows, supportsOf } from '../indexes/supports';
import { nonImmutablePart } from '../indexes/immutability';
import { holdsOperand } from '../indexes/match-subject';
import { message } from '../message';
import type { Subject } from '../query/access-path';
import { isEventLog } from '../schema/column-roles';
import { isSmallTable } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
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

export default definePathRule({
  id: 'missing-containment-index',
  summary: 'Documents or arrays are searched by what they contain, and no inverted index finds them.',
  severity: 'information',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    const isAsked = path.conditions.some(
      (condition) => condition.letter === 'G' || (condition.letter === 'F' && condition.what === 'or'),
    );
    if (!isAsked) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const own = context.supports.find(
      (support) => support.usable && support.bounding.some(({ letter }) => letter === 'G'),
    );
    if (own) return silentOtherAccess({ kind: 'index', name: own.index.name });
    const [search] = containmentSearches(path, table, context.settings.serverVersion);
    if (!search) return isEachArmServed(context) ? SERVED_BY_ARM : OTHER_SHAPE;
    return silence(context, table, search) ?? report(context, table, search);
  },
});

const SERVED_BY_ARM = silent(
  'covered-by-indexes',
  message('An index finds the rows of each side of OR, and PostgreSQL joins what they find.'),
);

function isEachArmServed({ path, settings }: PathContext): boolean {
  return path.conditions.some(
    (condition) =>
      condition.letter === 'F' &&
      condition.alternatives?.some((arm) => arm.some(({ letter }) => letter === 'G')) === true &&
      condition.alternatives.every((conditions) =>
        supportsOf({ ...path, conditions, order: [] }, settings.serverVersion).some(findsRows),
      ),
  );
}

function silence(context: PathContext, table: Table, search: ContainmentSearch): Outcome | undefined {
  const { path, snapshot } = context;
  if (!isSearchable(search)) {
    return silent(
      'no-such-search',
      message('An inverted index is not searched by this operator, or finds little by it.'),
    );
  }
  if (search.parts.some(matchesEverything)) {
    return silent(
      'matches-everything',
      message('Everything contains an empty value, so reading the whole table is right.'),
    );
  }
  if (search.parts.some(({ value }) => value.kind === 'join')) {
    return silentJoinedAsAWhole();
  }
  if (search.subject.kind === 'expression' && nonImmutablePart(search.subject.expression, table, snapshot)) {
    return silent('not-immutable', message('PostgreSQL allows no index on this expression.'));
  }
  if (isSmallTable(table)) {
    return silentSmallTable(table.name);
  }
  const access = accessBesides(context, table, search.condition, search.subject);
  if (access) return silentOtherAccess(access);
  const once = silentInMigration(context);
  if (once) return once;
  return path.approximate ? silentUncertainText() : undefined;
}

function report(context: PathContext, table: Table, search: ContainmentSearch): Outcome {
  const isCertain = isEventLog(table) && search.type !== 'tsvector' && !isWalked(context);
  return found({
    span: search.condition.span,
    // Any table may be small, and of a page in order many rows may match; a log of events is long.
    severity: isCertain ? 'warning' : 'information',
    message: describe(context, table, search),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: ginIndexFixes(context, table, search, isCertain && search.type === 'array'),
  });
}

/** A page is cut from an index in its order: fast when many rows match, slow when few do. */
function isWalked({ path, supports }: PathContext): boolean {
  const isPage = path.limit !== undefined && path.order.length > 0 && !path.aggregated;
  return isPage && supports.some((support) => support.usable && support.order.kind === 'full');
}

function describe(context: PathContext, table: Table, { subject, operators }: ContainmentSearch) {
  const { path, supports } = context;
  const what = subjectText(subject);
  const passedOver = supports.find((support) => !support.usable && support.reason === 'operator-class');
  if (passedOver) {
    return message(
      'The index {0} is passed over: its operator class does not know {1}. PostgreSQL reads the whole table and checks each row. Create an index of the class that does.',
      passedOver.index.name,
      operators.join(', '),
    );
  }
  const invalid = table.indexes.find(
    ({ valid, method, keys }) => !valid && method === 'gin' && keys.some((key) => holdsOperand(key, subject)),
  );
  if (invalid) {
    return message(
      'The index {0} is not valid, so PostgreSQL does not use it. Drop it and build it again.',
      invalid.name,
    );
  }
  const walked = supports.find((support) => support.usable && support.order.kind === 'full');
  if (isWalked(context) && walked) {
    return message(
      'No index on {0} finds rows by the content of {1}, so PostgreSQL reads the whole table, or walks {2} and throws away the rows that do not match, until the limit is met. If few rows match, create a GIN index on {1}.',
      table.name,
      what,
      walked.index.name,
    );
  }
  if (path.statement.kind === 'insert') {
    return message(
      'No index on {0} finds rows by the content of {1}, so each insert first reads the whole table, or all that stands behind the position asked for. Under SERIALIZABLE such a read makes inserts fail that have nothing to do with each other. Create a GIN index on {1}.',
      table.name,
      what,
    );
  }
  return message(
    'No index on {0} finds rows by the content of {1}, so PostgreSQL reads the whole table and checks each row. Create a GIN index on {1}.',
    table.name,
    what,
  );
}

function subjectText(subject: Subject): string {
  return subject.kind === 'column' ? subject.column : (printExpression(subject.expression) ?? '…');
}
