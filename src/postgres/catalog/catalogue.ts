import type { Row } from '../reading/reader';

/** One statement that reads one catalogue, and what makes its rows plain values whatever the driver parses them to. */
export interface Catalogue<T> {
  readonly text: string;
  readonly decode: (row: Row) => T;
}

type Readers<T> = { readonly [Key in keyof T]: (value: unknown) => T[Key] };

export function catalogue<T>(text: string, readers: Readers<T>): Catalogue<T> {
  const decode = (row: Row): T => {
    const values: Partial<T> = {};
    for (const key in readers) values[key] = readers[key](row[key]);
    return values as T;
  };
  return { text, decode };
}

export function text(value: unknown): string {
  if (typeof value !== 'string')
    throw new TypeError(`The catalogue has ${typeof value} where a text belongs.`);
  return value;
}

export function number(value: unknown): number {
  const read = typeof value === 'string' ? Number(value) : value;
  if (typeof read !== 'number' || Number.isNaN(read))
    throw new TypeError(`The catalogue has ${typeof value} where a number belongs.`);
  return read;
}

export function flag(value: unknown): boolean {
  return value === true;
}

/** ISO 8601 in UTC. */
export function time(value: unknown): string {
  return value instanceof Date ? value.toISOString() : text(value);
}

export function listOf<T>(read: (value: unknown) => T): (value: unknown) => readonly T[] {
  return (value) => {
    if (!Array.isArray(value)) throw new TypeError(`The catalogue has ${typeof value} where a list belongs.`);
    return value.map((element: unknown) => read(element));
  };
}

export function orNull<T>(read: (value: unknown) => T): (value: unknown) => T | null {
  return (value) => (value === null || value === undefined ? null : read(value));
}
