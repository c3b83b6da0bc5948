import { columnsIn } from '../query/walk-expression';
import { findColumn, holdsFewValues, isStreamColumn, isTimeType } from '../schema/column-roles';
import type { Column, Snapshot, Table } from '../schema/snapshot';
import { fingerprintExpression } from '../sql/fingerprint';
import type { CallExpression, ColumnExpression, Expression } from '../sql/model';
import { nonImmutablePart } from './immutability';
import { isFixed } from './is-fixed';

/** What an expression takes out of one column: something that an index on exactly this expression finds. */
export interface Extraction {
  readonly kind: 'category' | 'document-value' | 'letter-case';
  readonly column: Column;
  /** The key at the end of the path into a document; absent where it is not written out. */
  readonly key?: string;
}

export type ExtractionResult =
  | { readonly kind: 'extraction'; readonly extraction: Extraction }
  | { readonly kind: 'not-immutable' }
  | { readonly kind: 'few-values' }
  | { readonly kind: 'partition-filter' }
  | { readonly kind: 'changing' }
  | { readonly kind: 'other' };

const OTHER: ExtractionResult = { kind: 'other' };

export function readExtraction(expression: Expression, table: Table, snapshot: Snapshot): ExtractionResult {
  const columns = columnsIn(expression);
  const [first] = columns;
  if (!first || columns.some(({ name }) => name !== first.name)) return OTHER;
  const column = findColumn(table, first.name);
  if (!column || isTimeType(column.type)) return OTHER;
  if (spreads(expression)) return { kind: 'partition-filter' };
  if (!isFixed(expression)) return { kind: 'changing' };
  const taken = takes(expression, snapshot);
  if (!taken) return OTHER;
  if (nonImmutablePart(expression, table, snapshot)) return { kind: 'not-immutable' };
  // `orderType` as `order_type`
  const named = { ...column, name: (taken.key ?? column.name).replace(/([a-z])([A-Z])/g, '$1_$2') };
  const isSelective = taken.kind === 'category' ? isStreamColumn(table, column.name) : !holdsFewValues(named);
  if (!isSelective) return { kind: 'few-values' };
  if (expression.kind === 'cast' && expression.type.name === 'bool') return { kind: 'few-values' };
  return { kind: 'extraction', extraction: { ...taken, column } };
}

/** `MOD(hashtext(stream_id), 4) = 1`: one of several consumers, each of which reads a share of all rows. */
function spreads(expression: Expression): boolean {
  if (expression.kind === 'operator') return expression.operator === '%';
  return expression.kind === 'call' && (expression.name === 'mod' || expression.name.includes('hash'));
}

type Taken = Omit<Extraction, 'column'>;

function takes(expression: Expression, snapshot: Snapshot): Taken | undefined {
  switch (expression.kind) {
    case 'cast':
      // Of a bare column it takes nothing out.
      return expression.arg.kind === 'column' ? undefined : takes(expression.arg, snapshot);
    case 'operator': {
      const { operator, left, right } = expression;
      return left && /^(?:->>?|#>>?)$/.test(operator) && isPathInto(left) ? fromDocument(right) : undefined;
    }
    case 'call':
      return takesByCall(expression, snapshot);
    default:
      return undefined;
  }
}

/** `data`, `data -> 'a'` */
function isPathInto(node: Expression): boolean {
  if (node.kind === 'column') return true;
  return (
    node.kind === 'operator' &&
    node.left !== undefined &&
    /^(?:->|#>)$/.test(node.operator) &&
    isPathInto(node.left)
  );
}

function fromDocument(step: Expression): Taken {
  if (step.kind !== 'constant') return { kind: 'document-value' };
  const key = /([^,{}"]+)"?\}?$/.exec(step.value)?.[1];
  return key === undefined ? { kind: 'document-value' } : { kind: 'document-value', key };
}

const PARTS_OF_TEXT = new Set(['split_part', 'substring', 'substr', 'regexp_replace']);
const LETTER_CASE = new Set(['lower', 'upper']);
const PATHS = new Set(['jsonb_extract_path_text', 'json_extract_path_text']);

function takesByCall({ name, schema, args }: CallExpression, snapshot: Snapshot): Taken | undefined {
  const [subject, ...others] = args;
  const isOnColumn = subject?.kind === 'column' && others.every(({ kind }) => kind === 'constant');
  if (!subject) return undefined;
  const own = snapshot.functions.filter((declared) => declared.name === name);
  if (own.length > 0) {
    const isCategory =
      isOnColumn && /categor/i.test(name) && own.every(({ volatility }) => volatility === 'immutable');
    return isCategory ? { kind: 'category' } : undefined;
  }
  if (schema !== undefined) return undefined;
  if (isOnColumn && PARTS_OF_TEXT.has(name)) return { kind: 'category' };
  if (PATHS.has(name) && isOnColumn) return fromDocument(others.at(-1) ?? subject);
  if (LETTER_CASE.has(name) && others.length === 0)
    return subject.kind === 'column' || takes(subject, snapshot) ? { kind: 'letter-case' } : undefined;
  return undefined;
}

/** The same text for expressions that take the same out of a document in another form: as text or as JSON, by steps or by a path, cast or not. */
export function sameMeaning(expression: Expression): string {
  switch (expression.kind) {
    case 'cast':
      return sameMeaning(expression.arg);
    case 'operator': {
      const { operator, left, right } = expression;
      if (!left || !/^(?:->>?|#>>?)$/.test(operator)) return fingerprintExpression(expression);
      return [sameMeaning(left), ...stepsOf(right)].join('\n');
    }
    case 'call': {
      const [document, ...path] = expression.args;
      if (!document || !PATHS.has(expression.name)) return fingerprintExpression(expression);
      return [sameMeaning(document), ...path.flatMap(stepsOf)].join('\n');
    }
    default:
      return fingerprintExpression(expression);
  }
}

function stepsOf(step: Expression): readonly string[] {
  const isPath = step.kind === 'constant' && /^\{.*\}$/.test(step.value);
  return isPath
    ? step.value
        .slice(1, -1)
        .split(',')
        .map((part) => part.trim())
    : [step.kind === 'constant' ? step.value : fingerprintExpression(step)];
}

/** `data ->> 'key'`, which containment can ask as well. */
export function textOfKey(
  expression: Expression,
): { readonly column: ColumnExpression; readonly key: string } | undefined {
  if (expression.kind !== 'operator' || expression.operator !== '->>') return undefined;
  const { left, right } = expression;
  const isKey = right.kind === 'constant' && right.type === 'string';
  return left?.kind === 'column' && isKey ? { column: left, key: right.value } : undefined;
}
