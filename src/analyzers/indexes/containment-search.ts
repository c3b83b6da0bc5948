import type {
  AccessPath,
  Condition,
  ContainmentCondition,
  ContainmentOperator,
  Subject,
} from '../query/access-path';
import { withoutCasts } from '../query/classify-value';
import { expressionType } from '../query/expression-type';
import { subjectKey } from '../query/subject';
import type { ServerVersion } from '../schema/server-version';
import type { Table } from '../schema/snapshot';
import { isFixed } from './is-fixed';
import { supportsOf } from './supports';

/** What a query looks for inside of documents, arrays or words: the thing that one inverted index finds. */
export interface ContainmentSearch {
  /** The conjunct of the path: a containment, or an OR of which every arm that no index serves is one. */
  readonly condition: Condition;
  readonly parts: readonly ContainmentCondition[];
  readonly subject: Subject;
  readonly operators: readonly ContainmentOperator[];
  readonly type: 'jsonb' | 'array' | 'tsvector';
}

/** In the order of the statement. */
export function containmentSearches(
  path: AccessPath,
  table: Table,
  server: ServerVersion,
): readonly ContainmentSearch[] {
  return path.conditions.flatMap((condition): readonly ContainmentSearch[] => {
    const parts = condition.letter === 'G' ? [condition] : unservedArms(path, condition, server);
    const [first] = parts;
    if (!first || parts.some(({ subject }) => subjectKey(subject) !== subjectKey(first.subject))) return [];
    if (first.subject.kind === 'expression' && !isFixed(first.subject.expression)) return [];
    const type = searchedType(first.subject, table);
    const operators = parts.map(({ operator }) => operator);
    return type ? [{ condition, parts, subject: first.subject, operators, type }] : [];
  });
}

/** None where an arm would still read the whole table, or where no arm does. */
function unservedArms(
  path: AccessPath,
  condition: Condition,
  server: ServerVersion,
): readonly ContainmentCondition[] {
  if (condition.letter !== 'F') return [];
  const unserved: ContainmentCondition[] = [];
  for (const conditions of condition.alternatives ?? []) {
    const arm = { ...path, conditions, order: [] };
    if (supportsOf(arm, server).some((support) => support.usable && support.bounding.length > 0)) continue;
    const containment = conditions.find((each): each is ContainmentCondition => each.letter === 'G');
    if (!containment) return [];
    unserved.push(containment);
  }
  return unserved;
}

function searchedType(subject: Subject, table: Table): ContainmentSearch['type'] | undefined {
  const node =
    subject.kind === 'expression'
      ? subject.expression
      : ({ kind: 'column', name: subject.column, span: subject.span } as const);
  const type = expressionType(node, table);
  if (type?.endsWith('[]') === true) return 'array';
  return type === 'jsonb' || type === 'tsvector' ? type : undefined;
}

/** `tags @> '{}'`: everything contains nothing. */
export function matchesEverything({ operator, value }: ContainmentCondition): boolean {
  if (operator !== '@>' || value.kind === 'null') return false;
  const bare = withoutCasts(value.expression);
  if (bare.kind === 'array') return bare.elements.length === 0;
  return bare.kind === 'constant' && /^\s*(?:\{\s*\}|\[\s*\])\s*$/.test(bare.value);
}

/** Whether some operators need the operator class that keeps every key of a document, not only paths to its values. */
export function needsKeys(operators: readonly ContainmentOperator[]): boolean {
  return operators.some((operator) => operator.startsWith('?'));
}

/** GIN has no operators for the rest: a document within another, or an array of which little is left out. */
export function isSearchable({ operators, type }: ContainmentSearch): boolean {
  const known: Readonly<Record<ContainmentSearch['type'], string>> = {
    jsonb: '@> @? @@ ? ?| ?&',
    array: '@> &&',
    tsvector: '@@',
  };
  return operators.every((operator) => known[type].split(' ').includes(operator));
}
