import { type SeededRandom, seededRandom } from '../seeded-random';

/** Statements put together at random from a seed: the same seed gives the same statements on every machine. */
export function generateStatements(seed: number, count: number): readonly string[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => statement(dice));
}

class Dice {
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  below(limit: number): number {
    return this.#random.below(limit);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  list(min: number, max: number, make: () => string): string {
    return Array.from({ length: min + this.below(max - min + 1) }, make).join(this.pick(', ', ',', ' , '));
  }

  maybe(percent: number, make: () => string): string {
    return this.chance(percent) ? make() : '';
  }
}

function statement(dice: Dice): string {
  const text = dice.pick(
    select,
    select,
    select,
    select,
    withQuery,
    union,
    insert,
    update,
    remove,
  )(dice, dice.pick(2, 2, 3));
  return dice.chance(15) ? decorate(text, dice) : text;
}

/** Comments and line breaks in the place of some blanks outside of quotes. */
function decorate(text: string, dice: Dice): string {
  return text
    .split(/('(?:[^']|'')*'|"[^"]*")/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(/ /g, () => dice.pick(' ', ' ', '\n', '\t', ' /* c ) */ ', " -- it's\n", '/**/ ')),
    )
    .join('');
}

const TABLES = ['events', 'public.streams', 'outbox', '"Order"', 'jobs'] as const;
const ALIASES = ['e', 's', 'x', '"T1"'] as const;
const COLUMNS = [
  'id',
  'stream_id',
  'event_version',
  'created_at',
  'status',
  'flag',
  '"userId"',
  'data',
] as const;

const table = (dice: Dice): string => dice.pick(...TABLES);
const name = (dice: Dice): string => dice.pick(...COLUMNS);

function column(dice: Dice): string {
  return dice.maybe(40, () => `${dice.pick(...ALIASES)}.`) + name(dice);
}

function constant(dice: Dice): string {
  return dice.pick(
    '1',
    '42',
    '0',
    '3.5',
    '9999999999',
    "'open'",
    "'it''s'",
    "''",
    'NULL',
    'TRUE',
    'false',
    '$1',
    '$2',
    "'2024-01-01'",
  );
}

function value(dice: Dice, depth: number): string {
  if (depth <= 0) return dice.pick(column, column, constant)(dice);
  const inner = (): string => value(dice, depth - 1);
  const forms: readonly [() => string, ...(() => string)[]] = [
    () => column(dice),
    () => column(dice),
    () => constant(dice),
    () => `(${inner()})`,
    () => `${operand(dice, depth)} ${dice.pick('+', '*', '/', '%', '||')} ${operand(dice, depth)}`,
    () => `${operand(dice, depth)} - ${operand(dice, depth)}`,
    () => `${operand(dice, depth)} ${dice.pick('->', '->>')} ${dice.pick("'k'", '0', "'a b'")}`,
    () => `${operand(dice, depth)}::${type(dice)}`,
    () => `CAST(${inner()} AS ${type(dice)})`,
    () =>
      `${dice.pick('lower', 'coalesce', 'count', 's.f', 'greatest', 'date_trunc')}(${dice.list(1, 3, inner)})`,
    () => `${dice.pick('now', 'random')}()`,
    () => 'count(*)',
    () => `sum(${inner()}) FILTER (WHERE ${condition(dice, depth - 1)})`,
    () => `max(${inner()}) OVER (PARTITION BY ${column(dice)} ORDER BY ${orderKey(dice, 0)})`,
    () => `array_agg(${column(dice)} ORDER BY ${orderKey(dice, 0)})`,
    () => `ARRAY[${dice.list(1, 3, inner)}]`,
    () => `CASE WHEN ${condition(dice, depth - 1)} THEN ${inner()} ELSE ${inner()} END`,
    () => `CASE ${column(dice)} WHEN ${constant(dice)} THEN ${inner()} END`,
    () => `(${select(dice, depth - 2)})`,
    () => `extract(epoch FROM ${column(dice)})`,
    () => `interval '${String(dice.below(9))} days'`,
    () => `${column(dice)} AT TIME ZONE 'UTC'`,
    () => dice.pick('current_timestamp', 'CURRENT_DATE'),
  ];
  return dice.pick(...forms)();
}

/** What stands beside an operator: mostly in parentheses, so that precedence is not always in play. */
function operand(dice: Dice, depth: number): string {
  return dice.chance(50) ? dice.pick(column, constant)(dice) : `(${value(dice, depth - 1)})`;
}

function type(dice: Dice): string {
  return dice.pick(
    'text',
    'int',
    'bigint',
    'jsonb',
    'text[]',
    'timestamptz',
    'numeric(10,2)',
    'varchar(20)',
    'uuid',
  );
}

function condition(dice: Dice, depth: number): string {
  const left = (): string => (dice.chance(70) ? column(dice) : operand(dice, depth));
  const right = (): string => operand(dice, depth);
  const inner = (): string => condition(dice, depth - 1);
  const simple: readonly [() => string, ...(() => string)[]] = [
    () => `${left()} ${dice.pick('=', '<>', '!=', '<', '>', '<=', '>=')} ${right()}`,
    () => `${left()}=${dice.pick(constant, column)(dice)}`,
    () => `${left()} IS ${dice.maybe(50, () => 'NOT ')}NULL`,
    () => `${left()} ${dice.maybe(30, () => 'NOT ')}IN (${dice.list(1, 4, () => constant(dice))})`,
    () => `${left()} = ANY(${dice.pick('$1', '$2::text[]', "'{a,b}'", "'{1}'::int[]", 'ARRAY[1,2]')})`,
    () => `${left()} ${dice.maybe(30, () => 'NOT ')}BETWEEN ${right()} AND ${right()}`,
    () => `${left()} ${dice.pick('LIKE', 'NOT LIKE', 'ILIKE', '~')} 'a%'`,
    () => `${left()} @> '{"a":1}'`,
    () => `(${column(dice)}, ${column(dice)}) ${dice.pick('>', '<', '=', '>=')} ($1, $2)`,
    () => `(${column(dice)}, ${column(dice)}) IN (($1, $2), (1, 2))`,
    () => column(dice),
    () => `${column(dice)} IS ${dice.maybe(50, () => 'NOT ')}${dice.pick('TRUE', 'FALSE')}`,
  ];
  if (depth <= 0) return dice.pick(...simple)();
  const nested: readonly [() => string, ...(() => string)[]] = [
    () => dice.pick(...simple)(),
    () => dice.pick(...simple)(),
    () => `${inner()} AND ${inner()}`,
    () => `${inner()} OR ${inner()}`,
    () => `(${inner()} OR ${inner()}) AND ${inner()}`,
    () => `NOT (${inner()})`,
    () => `NOT ${column(dice)}`,
    () => `${left()} ${dice.maybe(40, () => 'NOT ')}IN (${select(dice, depth - 2)})`,
    () => `EXISTS (${select(dice, depth - 2)})`,
    () => `${left()} = ANY (${select(dice, depth - 2)})`,
  ];
  return dice.pick(...nested)();
}

function orderKey(dice: Dice, depth: number): string {
  const key = dice.chance(75) ? column(dice) : dice.chance(20) ? '1' : operand(dice, depth);
  return key + dice.pick('', '', ' ASC', ' DESC', ' DESC NULLS LAST', ' NULLS FIRST');
}

function fromItem(dice: Dice, depth: number): string {
  const alias = (): string => dice.pick(' AS ', ' ') + dice.pick(...ALIASES);
  if (depth <= 0 || dice.chance(60)) return table(dice) + dice.maybe(60, alias);
  return dice.pick(
    () => `(${select(dice, depth - 2)})${alias()}`,
    () => `LATERAL (${select(dice, depth - 2)})${alias()}`,
    () => `unnest($1::text[]) AS ${dice.pick(...ALIASES)}(id)`,
    () => `generate_series(1, 10) ${dice.pick(...ALIASES)}`,
  )();
}

function from(dice: Dice, depth: number): string {
  let text = fromItem(dice, depth);
  while (dice.chance(30)) {
    const right = fromItem(dice, depth - 1);
    text += dice.pick(
      () => `, ${right}`,
      () => ` CROSS JOIN ${right}`,
      () =>
        ` ${dice.pick('JOIN', 'INNER JOIN', 'LEFT JOIN', 'RIGHT JOIN')} ${right} ON ${condition(dice, 0)}`,
      () => ` JOIN ${right} USING (${dice.list(1, 2, () => name(dice))})`,
    )();
  }
  return text;
}

function select(dice: Dice, depth: number): string {
  const target = (): string =>
    value(dice, depth - 1) + dice.maybe(30, () => dice.pick(' AS ', ' ') + dice.pick('a', '"B c"', 'n1'));
  const targets = dice.chance(20) ? dice.pick('*', 'e.*') : dice.list(1, 3, target);
  const distinct = dice.pick('', '', '', '', ' DISTINCT', ` DISTINCT ON (${column(dice)})`);
  return [
    `${dice.pick('SELECT', 'select')}${distinct} ${targets} FROM ${from(dice, depth)}`,
    dice.maybe(70, () => ` WHERE ${condition(dice, depth)}`),
    dice.maybe(15, () => ` GROUP BY ${dice.list(1, 2, () => column(dice))}`),
    dice.maybe(8, () => ` HAVING ${condition(dice, 0)}`),
    dice.maybe(50, () => ` ORDER BY ${dice.list(1, 3, () => orderKey(dice, depth - 1))}`),
    dice.maybe(35, () => ` LIMIT ${dice.pick('10', '$3', '$2::int')}`),
    dice.maybe(10, () => ` OFFSET ${dice.pick('5', '$4')}`),
    dice.maybe(10, () =>
      dice.pick(' FOR UPDATE', ' FOR UPDATE SKIP LOCKED', ' FOR SHARE', ' FOR NO KEY UPDATE NOWAIT'),
    ),
  ].join('');
}

function union(dice: Dice, depth: number): string {
  const arm = (): string =>
    `SELECT ${dice.list(1, 2, () => column(dice))} FROM ${table(dice)} WHERE ${condition(dice, depth - 2)}`;
  let text = arm();
  do text += ` UNION ${dice.pick('', 'ALL ')}${arm()}`;
  while (dice.chance(40));
  return text + dice.maybe(20, () => ' ORDER BY 1 LIMIT 10');
}

function withQuery(dice: Dice, depth: number): string {
  const tables = dice.list(1, 2, () => `${dice.pick('a', 'b', '"C"')} AS (${select(dice, depth - 2)})`);
  return `WITH ${tables} ${dice.pick(select, select, insert, update, remove)(dice, depth - 1)}`;
}

function insert(dice: Dice, depth: number): string {
  const columns = dice.list(2, 2, () => name(dice));
  const row = (): string =>
    `(${dice.pick(constant(dice), 'DEFAULT', value(dice, depth - 2))}, ${constant(dice)})`;
  const source = dice.chance(70) ? `VALUES ${dice.list(1, 2, row)}` : select(dice, depth - 2);
  const conflict = dice.pick(
    '',
    '',
    ' ON CONFLICT DO NOTHING',
    ` ON CONFLICT (${name(dice)}) DO NOTHING`,
    ` ON CONFLICT (${name(dice)}, ${name(dice)}) DO UPDATE SET status = 'x'`,
  );
  return `INSERT INTO ${table(dice)} (${columns}) ${source}${conflict}${returning(dice)}`;
}

function returning(dice: Dice): string {
  return dice.maybe(30, () => ` RETURNING ${dice.pick('*', 'id', 'id AS "x y", status')}`);
}

function update(dice: Dice, depth: number): string {
  const assignments = dice.list(1, 2, () => `${name(dice)} = ${value(dice, depth - 2)}`);
  const source = dice.maybe(20, () => ` FROM ${fromItem(dice, depth - 2)}`);
  return `UPDATE ${table(dice)}${dice.maybe(40, () => ' AS e')} SET ${assignments}${source} WHERE ${condition(dice, depth - 1)}${returning(dice)}`;
}

function remove(dice: Dice, depth: number): string {
  return `DELETE FROM ${table(dice)}${dice.maybe(40, () => ' e')} WHERE ${condition(dice, depth - 1)}${returning(dice)}`;
}
