import { printAttachIndexPartition, printCreateIndex } from '../indexes/print-ddl';
import type { IndexDefinition } from '../indexes/index-definition';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/identifiers';
import { relationKey } from './drift';
import {
  printAttachTable,
  printCheck,
  printCollations,
  printCreateTable,
  printForeignKey,
  printInherit,
  printKeyConstraint,
} from './print-table';
import type { SchemaDetails, TypeDetails } from './schema-details';
import type { RelationName, Snapshot, Table } from './snapshot';

export interface PrintedSchema {
  /** In an order in which each finds what it is made of. */
  readonly statements: readonly string[];
  /** Where queries look their names up. */
  readonly searchPath: readonly string[];
  /** What has no form that we print: nothing that needs it can be planned. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly what: string;
  readonly reason: string;
}

/**
 * A server's schema as the statements that make it anew for a planner: tables with columns, types and NOT NULL, keys, checks, indexes,
 * partitions, inheritance, views, and functions in SQL and PL/pgSQL. A materialized view is a table there. Left out is what no plan
 * depends on (rows, defaults, rights, owners, triggers, policies). What an extension has made comes with it, where that planner has it.
 */
export function printSchema({ tables, searchPath }: Snapshot, details: SchemaDetails): PrintedSchema {
  const own = parentsFirst(tables.filter(({ foreign }) => !foreign));
  const made = new SchemaParts(own, details);
  const path = searchPath.map(quoteIdentifier).join(', ');
  return {
    statements: [
      ...(path === '' ? [] : [`SET search_path TO ${path}`]),
      'SET check_function_bodies TO off',
      ...schemasOf(own, details).map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`),
      ...details.extensions.map(printExtension),
      ...details.types.map(printTypeDetails),
      ...details.sequences.map(({ schema, name }) => `CREATE SEQUENCE ${quoteQualified(schema, name)}`),
      ...own.flatMap((table) => made.create(table)),
      ...own.flatMap((table) => made.join(table)),
      ...details.functions.flatMap(({ definition }) => definition ?? []),
      ...own.flatMap((table) => made.index(table)),
      ...own.flatMap((table) => made.attachIndexes(table)),
      ...details.checks.flatMap((check) =>
        check.definition === null ? [] : [printCheck(check, check.definition)],
      ),
      // What a partition has of its parent is taken for the parent's where it is there first, with its name.
      ...own.toReversed().flatMap((table) => made.refer(table)),
      ...details.views.flatMap(({ schema, name, definition }) =>
        definition === null ? [] : [`CREATE VIEW ${quoteQualified(schema, name)} AS ${definition}`],
      ),
    ],
    searchPath,
    leftOut: leftOutOf(tables, details, made.unprintable),
  };
}

class SchemaParts {
  /** Indexes with a form that we do not print. */
  readonly unprintable: IndexDefinition[] = [];
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #types: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #partitions: ReadonlyMap<string, SchemaDetails['partitions'][number]>;

  constructor(tables: readonly Table[], { columnTypes, partitions }: SchemaDetails) {
    this.#tables = new Map(tables.map((table) => [relationKey(table), table]));
    this.#types = new Map(
      columnTypes.map((each) => [
        relationKey(each),
        new Map(each.columns.map((column, place) => [column, each.types[place] ?? ''])),
      ]),
    );
    this.#partitions = new Map(partitions.map((each) => [relationKey(each), each]));
  }

  create(table: Table): readonly string[] {
    const types = this.#types.get(relationKey(table));
    const typeOf = (column: string): string | undefined => types?.get(column);
    const key = this.#partitions.get(relationKey(table))?.key ?? null;
    return [printCreateTable(table, key, typeOf), ...printCollations(table, typeOf)];
  }

  /** To the tables above it. */
  join(table: Table): readonly string[] {
    const bound = this.#partitions.get(relationKey(table))?.bound;
    if (table.partitionOf) return bound ? [printAttachTable(table.partitionOf, table, bound)] : [];
    return (table.inherits ?? []).map((parent) => printInherit(table, parent));
  }

  /** Of a partitioned table alone: the indexes of partitions have names of their own. */
  index(table: Table): readonly string[] {
    return table.indexes.filter(isOfUse).flatMap((index) => {
      const text = this.#indexText(table, index);
      if (text === undefined) this.unprintable.push(index);
      return text ?? [];
    });
  }

  #indexText(table: Table, index: IndexDefinition): string | undefined {
    const { constraint: owner } = index;
    const constraint = owner && table.constraints.find(({ name }) => name === owner.name);
    if (constraint && constraint.kind !== 'exclude') {
      // 18 has keys without overlaps, which are no btrees.
      return index.method === 'btree' ? printKeyConstraint(table, constraint, index) : undefined;
    }
    const text = printCreateIndex(index, { concurrently: false, only: table.partitioning !== undefined });
    return text?.replace(/;$/, '');
  }

  attachIndexes(table: Table): readonly string[] {
    return table.indexes.filter(isOfUse).flatMap((index) => {
      const { partitionOf } = index;
      if (!partitionOf || !this.#isAttachable(table, partitionOf)) return [];
      return [printAttachIndexPartition({ ...index, ...partitionOf }, index).replace(/;$/, '')];
    });
  }

  refer(table: Table): readonly string[] {
    return table.constraints
      .filter(({ kind }) => kind === 'foreign-key')
      .flatMap((constraint) => printForeignKey(table, constraint) ?? []);
  }

  #isAttachable({ partitionOf }: Table, index: RelationName): boolean {
    const parent = partitionOf && this.#tables.get(relationKey(partitionOf));
    return parent?.indexes.some((each) => isOfUse(each) && relationKey(each) === relationKey(index)) ?? false;
  }
}

/** One that is not valid no plan uses, and one that is not there yet neither. */
function isOfUse({ valid, unapplied }: IndexDefinition): boolean {
  return valid && !unapplied;
}

function printExtension({ schema, name }: RelationName): string {
  const inSchema = schema === 'pg_catalog' ? '' : ` WITH SCHEMA ${quoteIdentifier(schema)}`;
  return `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)}${inSchema}`;
}

function printTypeDetails({ schema, name, kind, parts }: TypeDetails): string {
  const type = quoteQualified(schema, name);
  switch (kind) {
    case 'enum':
      return `CREATE TYPE ${type} AS ENUM (${parts.map(quoteLiteral).join(', ')})`;
    case 'domain':
      return `CREATE DOMAIN ${type} AS ${parts.join(' ')}`;
    case 'range':
      return `CREATE TYPE ${type} AS RANGE (SUBTYPE = ${parts.join(' ')})`;
    case 'composite':
      return `CREATE TYPE ${type} AS (${parts.join(', ')})`;
  }
}

function schemasOf(tables: readonly Table[], details: SchemaDetails): readonly string[] {
  const { extensions, types, sequences, functions, views } = details;
  const all = [...tables, ...extensions, ...types, ...sequences, ...functions, ...views];
  return [...new Set(all.map(({ schema }) => schema))].filter((schema) => schema !== 'pg_catalog');
}

/** A partition or a table that inherits may be older than what it was attached to. */
function parentsFirst(tables: readonly Table[]): readonly Table[] {
  const byKey = new Map(tables.map((table) => [relationKey(table), table]));
  const ordered = new Set<Table>();
  const add = (table: Table): void => {
    if (ordered.has(table)) return;
    for (const parent of [table.partitionOf ?? [], table.inherits ?? []].flat()) {
      const known = byKey.get(relationKey(parent));
      if (known) add(known);
    }
    ordered.add(table);
  };
  for (const table of tables) add(table);
  return [...ordered];
}

function leftOutOf(
  tables: readonly Table[],
  { functions, views, checks }: SchemaDetails,
  indexes: readonly IndexDefinition[],
): readonly LeftOut[] {
  const named =
    (reason: string, suffix = '') =>
    ({ schema, name }: RelationName): LeftOut => ({
      what: `${schema}.${name}${suffix}`,
      reason,
    });
  const isUnread = ({ definition }: { readonly definition: string | null }): boolean => definition === null;
  return [
    ...tables.filter(({ foreign }) => foreign).map(named('its rows are on another server')),
    ...indexes.map(named('it has a form that is not printed')),
    ...functions.filter(isUnread).map(named('its body is not a text', '()')),
    ...[...views, ...checks].filter(isUnread).map(named('it was locked')),
  ];
}
