import { arrayLiteral } from './array-literal';
import type { TypeFacts } from './type-facts';

const LARGEST: Readonly<Record<string, bigint>> = {
  smallint: 32_767n,
  integer: 2_147_483_647n,
  bigint: 9_223_372_036_854_775_807n,
  oid: 4_294_967_295n,
};
const BEYOND = 1_000_000n;

/** A value of a type about which nothing else is known; `undefined` for types that have no form that we know. */
export function plausibleValue(type: TypeFacts): string | undefined {
  if (type.element !== undefined) {
    const element = plausibleValue(type.element);
    return element === undefined ? undefined : arrayLiteral([element], type.element.delimiter);
  }
  return type.labels[0] ?? BY_NAME[type.name] ?? BY_CATEGORY[type.category];
}

const BY_NAME: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  json: '{}',
  jsonb: '{}',
  bytea: '\\x00',
  'time without time zone': '12:00:00',
  'time with time zone': '12:00:00+00',
  int4range: '[1,10)',
  int8range: '[1,10)',
  numrange: '[1,10)',
  daterange: '[2026-01-01,2026-02-01)',
  tsrange: '[2026-01-01,2026-02-01)',
  tstzrange: '[2026-01-01,2026-02-01)',
  xml: '<a/>',
  bit: '1',
  'bit varying': '1',
  tsvector: 'a',
  tsquery: 'a',
};

const BY_CATEGORY: Readonly<Record<string, string>> = {
  B: 'true',
  // Words that the server reads: what is plausible moves on with the clock, the text does not.
  D: 'yesterday',
  I: '192.0.2.1',
  N: '1',
  S: 'a',
  T: '1 day',
};

/**
 * Values that no row is likely to have, beyond what is known of the column. Whether one really has none the server has to be asked.
 *
 * @param largest of the known values
 */
export function absentValues(type: TypeFacts, largest: string | undefined, count: number): readonly string[] {
  const numbers = Array.from({ length: count }, (_, position) => position + 1);
  if (type.name === 'uuid') return numbers.map((n) => `ffffffff-ffff-4fff-bfff-${hex(n)}`);
  if (type.category === 'N') {
    const most = LARGEST[type.name];
    const wanted = wholeNumber(largest) + BEYOND;
    const from = most !== undefined && wanted + BigInt(count) > most ? most - BigInt(count) : wanted;
    return numbers.map((n) => String(from + BigInt(n)));
  }
  if (type.category === 'I') return numbers.map((n) => `203.0.113.${n % 256}`);
  if (type.category === 'S') return numbers.map((n) => `no-such-value-${n}`);
  if (type.category === 'D' && !type.name.startsWith('time w'))
    return numbers.map((n) => String(2900 + n) + '-01-01');
  return [];
}

function hex(n: number): string {
  return n.toString(16).padStart(12, 'f');
}

function wholeNumber(text: string | undefined): bigint {
  const digits = /^-?\d+/.exec(text ?? '')?.[0];
  return digits === undefined ? 0n : BigInt(digits);
}

/** A value beyond every other of its type that is likely to be in a table; `undefined` where the type has none that we know. */
export function beyondAll(
  type: TypeFacts,
  known: string | undefined,
  end: 'first' | 'last',
): string | undefined {
  if (type.category === 'N') {
    if (end === 'last') return absentValues(type, known, 1)[0];
    return type.name === 'oid' ? '0' : String(-wholeNumber(absentValues(type, undefined, 1)[0]));
  }
  if (type.category === 'D' && !type.name.startsWith('time w'))
    return end === 'last' ? '2999-12-31' : '0001-01-01';
  if (type.name === 'uuid')
    return (end === 'last' ? 'f' : '0').repeat(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  if (type.category === 'S') return end === 'last' ? '\u{fffd}' : '';
  return undefined;
}

/** A document that is contained in this one: one of its keys. Absent where it has no simple one. */
export function containedDocument(document: string): string | undefined {
  const parsed: unknown = JSON.parse(document);
  if (Array.isArray(parsed)) return JSON.stringify(parsed.slice(0, 1));
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  // Numbers would have to keep their digits.
  const entry = Object.entries(parsed).find(
    ([, value]) => typeof value === 'string' || typeof value === 'boolean',
  );
  return entry && JSON.stringify({ [entry[0]]: entry[1] as unknown });
}

const LONGEST_START = 20;

/** A LIKE pattern that finds this text by its beginning. */
export function patternFor(text: string): string {
  const start = text.slice(0, Math.min(LONGEST_START, Math.ceil((text.length * 2) / 3)));
  return `${start.replace(/[\\%_]/g, '\\$&')}%`;
}
