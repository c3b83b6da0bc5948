import {
  columnKey,
  type IndexDefinition,
  type IndexKey,
} from '../../../../src/analyzers/indexes/index-definition';
import type { Expression } from '../../../../src/analyzers/sql/model';
import { type SeededRandom, seededRandom } from '../seeded-random';

const NAMES = [
  'events',
  'Events',
  'select',
  'user',
  'a b',
  'quote"d',
  'straße',
  '🦊',
  '1st',
  'x'.repeat(63),
  'under_score',
  'dollar$',
  'dot.ted',
  "apos'trophe",
  'new\nline',
  'semi;colon',
  '--comment',
] as const;

const CONDITIONS = [
  "status = 'pending'",
  "status IN ('a', 'b''c', E'back\\\\slash')",
  "status <> 'x' AND NOT (flag OR done)",
  "status::text = 'x' OR (a IS NULL AND b IS NOT NULL)",
  'a BETWEEN 1 AND 10 AND b NOT BETWEEN -2 AND -1',
  'a IS DISTINCT FROM b OR a IS NOT DISTINCT FROM 0',
  "data ->> 'kind' = 'gift' AND (data -> 'n')::int > 3",
  `data @> '{"a": [1]}'::jsonb`,
  "lower(name) LIKE 'x%' AND name NOT ILIKE '%y'",
  'a = ANY (ARRAY[1, 2, 3]) AND b <> ALL (ARRAY[4])',
  "created_at >= '2024-01-01 00:00:00+00'::timestamptz",
  'flag IS TRUE AND done IS NOT FALSE',
  '(a, b) > (1, 2)',
  'coalesce(a, 0) + greatest(b, 1) > 3 * (a - 2)',
  'CASE WHEN a > 1 THEN flag ELSE done END',
  `name COLLATE "C" > 'm'`,
  "extract(year FROM created_on) = 2024 AND created_at AT TIME ZONE 'UTC' > '2024-01-01'",
  "a::numeric(10, 2) = 1.50 AND name::varchar(3) = $$it's$$",
] as const;

const KEYS = [
  'lower(name)',
  "data ->> 'orderId'",
  "(data ->> 'n')::int",
  'a + b',
  "split_part(name, '-', 1)",
  'coalesce(a, 0)',
  "created_at AT TIME ZONE 'UTC'",
  'extract(year FROM created_on)',
  `name COLLATE "C" || 'x'`,
  '-a',
  'a IS NULL',
  'CASE WHEN flag THEN a END',
  'ARRAY[a, b]',
] as const;

/** Definitions of every form, with names that need care; `read` makes an expression of SQL. */
export function generateIndexes(
  seed: number,
  count: number,
  read: (sql: string) => Expression,
): readonly IndexDefinition[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => generateIndex(random, read));
}

function generateIndex(random: SeededRandom, read: (sql: string) => Expression): IndexDefinition {
  const method = random.pick(['btree', 'btree', 'btree', 'brin', 'hash', 'gin', 'gist']);
  const isPartial = random.below(3) === 0;
  return {
    schema: random.pick(['public', 'Sales', 'user']),
    table: random.pick(NAMES),
    name: random.pick(NAMES),
    method,
    unique: random.below(4) === 0,
    nullsNotDistinct: random.below(5) === 0,
    keys: Array.from({ length: random.below(3) + 1 }, () => generateKey(random, read)),
    include: random.below(3) === 0 ? [random.pick(NAMES), random.pick(NAMES)] : [],
    ...(isPartial && { predicate: read(random.pick(CONDITIONS)) }),
    options: random.pick([{}, {}, { fillfactor: '70' }, { autosummarize: 'on', pages_per_range: '32' }]),
    valid: true,
  };
}

function generateKey(random: SeededRandom, read: (sql: string) => Expression): IndexKey {
  const descending = random.below(3) === 0;
  const properties = {
    descending,
    nullsFirst: random.below(4) === 0 ? !descending : descending,
    ...random.pick([
      {},
      {},
      { opclass: 'text_pattern_ops' },
      { opclass: 'Ops', opclassSchema: 'Extra' },
      { opclass: 'gist_trgm_ops', opclassSchema: 'public', opclassOptions: { siglen: '32' } },
    ]),
    ...random.pick([{}, {}, { collation: 'C' }, { collation: 'de_DE', collationSchema: 'public' }]),
  };
  return random.below(3) === 0
    ? { kind: 'expression', expression: read(random.pick(KEYS)), ...properties }
    : columnKey(random.pick(NAMES), properties);
}
