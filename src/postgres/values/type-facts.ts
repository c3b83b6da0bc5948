import { listOf, text } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

/** What one has to know of a type to write values of it. */
export interface TypeFacts {
  /** As `format_type` prints it. */
  readonly name: string;
  /** `pg_type.typcategory` of the type below a domain: N numbers, S strings, D dates and times, B booleans, E enums, U others. */
  readonly category: string;
  /** Of an enum, in their order. */
  readonly labels: readonly string[];
  /** Between the elements of an array of it. */
  readonly delimiter: string;
  /** Of an array. */
  readonly element?: TypeFacts;
}

const TYPES = `
  SELECT wanted.name, b.typcategory AS category, b.typdelim AS delimiter,
    ARRAY(SELECT l.enumlabel::text FROM pg_catalog.pg_enum l WHERE l.enumtypid = b.oid ORDER BY l.enumsortorder) AS labels,
    coalesce(eb.typcategory::text, '') AS "elementCategory", coalesce(format_type(e.oid, NULL), '') AS element,
    coalesce(e.typdelim::text, '') AS "elementDelimiter",
    ARRAY(SELECT l.enumlabel::text FROM pg_catalog.pg_enum l WHERE l.enumtypid = eb.oid ORDER BY l.enumsortorder) AS "elementLabels"
  FROM unnest($1::text[]) AS wanted(name)
  JOIN pg_catalog.pg_type t ON t.oid = to_regtype(wanted.name)
  JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
  LEFT JOIN pg_catalog.pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
  LEFT JOIN pg_catalog.pg_type eb ON eb.oid = CASE WHEN e.typtype = 'd' THEN e.typbasetype ELSE e.oid END`;

/** By name; types that the server does not know are not in it. */
export async function readTypeFacts(
  reader: Reader,
  names: readonly string[],
  options: ReadOptions,
): Promise<ReadonlyMap<string, TypeFacts>> {
  const rows = await reader.read(TYPES, [[...new Set(names)]], options);
  return new Map(
    rows.map((row) => {
      const element = text(row['element']);
      const facts: TypeFacts = {
        name: text(row['name']),
        category: text(row['category']),
        delimiter: text(row['delimiter']),
        labels: labels(row['labels']),
        ...(element !== '' && {
          element: {
            name: element,
            category: text(row['elementCategory']),
            delimiter: text(row['elementDelimiter']),
            labels: labels(row['elementLabels']),
          },
        }),
      };
      return [facts.name, facts] as const;
    }),
  );
}

const labels = listOf(text);
