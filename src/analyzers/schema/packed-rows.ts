/**
 * The rows of one catalogue that belong to one relation, as one text: a large database has hundreds of thousands, of which hardly any are
 * looked at. Between rows stands U+001E, between their fields U+001F. Who has one of them in a name has a row that cannot be read, which
 * counts for nothing.
 */
export type PackedRows = string;

/** By the number of the relation (`pg_class.oid`). */
export type PackedCatalog = ReadonlyMap<number, PackedRows>;

export const BETWEEN_FIELDS = '\x1f';
export const BETWEEN_ROWS = '\x1e';

/** What the fields of a row are read by, in the order they stand in. */
export type Layout<T> = { readonly [Field in keyof T]: (field: string) => T[Field] };

export function unpackRows<T>(packed: PackedRows | undefined, layout: Layout<T>): readonly T[] {
  if (packed === undefined) return [];
  const fields = Object.keys(layout) as (keyof T)[];
  const rows: T[] = [];
  for (const row of packed.split(BETWEEN_ROWS)) {
    const texts = row.split(BETWEEN_FIELDS);
    if (texts.length === fields.length) rows.push(rowOf(texts, fields, layout));
  }
  return rows;
}

function rowOf<T>(texts: readonly string[], fields: readonly (keyof T)[], layout: Layout<T>): T {
  const values: Partial<T> = {};
  let place = 0;
  for (const field of fields) values[field] = layout[field](texts[place++] ?? '');
  return values as T;
}

/** Of each row the field that it begins with. */
export function firstFields(packed: PackedRows | undefined): readonly string[] {
  if (packed === undefined) return [];
  return packed.split(BETWEEN_ROWS).map((row) => row.slice(0, row.indexOf(BETWEEN_FIELDS)));
}
