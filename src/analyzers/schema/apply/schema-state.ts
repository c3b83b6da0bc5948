import {
  type DeclaredFunction,
  type DeclaredView,
  type RelationName,
  type Snapshot,
  type SnapshotProblem,
  type Table,
  TEMPORARY_SCHEMA,
} from '../snapshot';
import type { SnapshotSource } from '../snapshot-source';
import { NameSpace } from './name-space';
import { isSame, materializedView, parentsOf, referencesOf, type Relation } from './relation';
import { RelationLinks } from './relation-links';

interface WrittenName {
  readonly schema?: string;
  readonly name: string;
}

/** What a transaction can take back. */
export type SavedState = Pick<SchemaState, 'functions' | 'searchPath' | 'sessionPath'> & {
  readonly schemas: ReadonlyMap<string, NameSpace>;
  readonly children: RelationLinks;
  readonly referencing: RelationLinks;
  readonly readers: RelationLinks;
};

/** Every document with DDL starts from the same one, and a server may have thousands of tables. */
const STARTS = new WeakMap<Snapshot, SavedState>();

/**
 * A schema while statements change it. Tables are values that are replaced whole, so that a change shares all but what it changes with
 * the snapshot it started from.
 */
export class SchemaState {
  functions: readonly DeclaredFunction[];
  /** What unqualified names mean now. */
  searchPath: readonly string[];
  /** The same when the transaction is over: SET LOCAL does not last. */
  sessionPath: readonly string[];
  /** Schemas that sessions are told to look in, the last told first. */
  knownSchemas: readonly string[] = [];
  readonly problems: SnapshotProblem[];
  #schemas = new Map<string, NameSpace>();
  /** Partitions and tables that inherit, by their parent. */
  #children = new RelationLinks();
  /** Tables with foreign keys, by the table that they refer to. */
  #referencing = new RelationLinks();
  /** Views, by what they read. */
  #readers = new RelationLinks();

  constructor(snapshot: Snapshot) {
    this.functions = snapshot.functions;
    this.searchPath = snapshot.searchPath;
    this.sessionPath = snapshot.searchPath;
    this.problems = [...snapshot.problems];
    const start = STARTS.get(snapshot);
    if (start) this.restore(start);
    else {
      for (const table of snapshot.tables) this.putTable(table);
      for (const view of snapshot.views) if (!view.materialized) this.putView(view);
      STARTS.set(snapshot, this.save());
    }
  }

  toSnapshot(source: SnapshotSource, searchPath: readonly string[]): Snapshot {
    const tables = this.allTables();
    return {
      source,
      searchPath,
      tables,
      functions: this.functions,
      views: [...this.views(), ...tables.flatMap(materializedView)],
      problems: this.problems,
    };
  }

  /** The relation of exactly this name. */
  relation({ schema, name }: RelationName): Relation | undefined {
    return this.#schemas.get(schema)?.relation(name);
  }

  table({ schema, name }: RelationName): Table | undefined {
    return this.#schemas.get(schema)?.table(name);
  }

  /** The relation that a name in a statement means. */
  resolve({ schema, name }: WrittenName): Relation | undefined {
    if (schema !== undefined) return this.relation({ schema, name });
    for (const candidate of [TEMPORARY_SCHEMA, ...this.searchPath]) {
      const relation = this.relation({ schema: candidate, name });
      if (relation) return relation;
    }
    return undefined;
  }

  /** Where an unqualified name is made. An empty path makes nothing in PostgreSQL; such scripts qualify every name. */
  get creationSchema(): string {
    return this.searchPath[0] ?? 'public';
  }

  hasRelation({ schema, name }: RelationName): boolean {
    return this.#schemas.get(schema)?.hasRelation(name) === true;
  }

  /** Whether any table of the schema has a constraint of this name. */
  hasConstraint({ schema, name }: RelationName): boolean {
    return this.#schemas.get(schema)?.hasConstraint(name) === true;
  }

  childrenOf(table: RelationName): readonly Table[] {
    return this.#tablesOf(this.#children.to(table));
  }

  partitionsOf(table: RelationName): readonly Table[] {
    return this.childrenOf(table).filter(({ partitionOf }) => partitionOf && isSame(partitionOf, table));
  }

  tablesReferringTo(table: RelationName): readonly Table[] {
    return this.#tablesOf(this.#referencing.to(table));
  }

  /** Plain and materialized ones. */
  viewsReading(source: RelationName): readonly Relation[] {
    return this.#readers.to(source).flatMap((name) => this.relation(name) ?? []);
  }

  #tablesOf(names: readonly RelationName[]): readonly Table[] {
    return names.flatMap((name) => this.table(name) ?? []);
  }

  allTables(): readonly Table[] {
    return [...this.#schemas.values()].flatMap((names) => names.tables());
  }

  /** Plain ones. */
  views(): readonly DeclaredView[] {
    return [...this.#schemas.values()].flatMap((names) => names.views());
  }

  /** Adds a table, or puts it in the place of the one with its name. */
  putTable(table: Table): void {
    this.#link(table, this.table(table), table);
    this.#nameSpace(table.schema).put(table);
  }

  removeTable(table: Table): void {
    this.#link(table, table, undefined);
    this.#nameSpace(table.schema).remove(table);
  }

  putView(view: DeclaredView): void {
    const existing = this.relation(view);
    this.#readers.move(view, existing?.kind === 'view' ? existing.view.reads : [], view.reads);
    this.#nameSpace(view.schema).putView(view);
  }

  removeView(view: DeclaredView): void {
    this.#readers.move(view, view.reads, []);
    this.#nameSpace(view.schema).removeView(view);
  }

  /** Temporary tables and settings end with the session. */
  endSession(searchPath: readonly string[]): void {
    this.searchPath = searchPath;
    this.sessionPath = searchPath;
    const temporary = this.#schemas.get(TEMPORARY_SCHEMA);
    for (const table of temporary?.tables() ?? []) this.removeTable(table);
    for (const view of temporary?.views() ?? []) this.removeView(view);
  }

  save(): SavedState {
    return {
      functions: this.functions,
      searchPath: this.searchPath,
      sessionPath: this.sessionPath,
      schemas: copyOf(this.#schemas),
      children: this.#children.copy(),
      referencing: this.#referencing.copy(),
      readers: this.#readers.copy(),
    };
  }

  /** Takes back what was changed since. May be done again with the same save. */
  restore(saved: SavedState): void {
    this.functions = saved.functions;
    this.searchPath = saved.searchPath;
    this.sessionPath = saved.sessionPath;
    this.#schemas = copyOf(saved.schemas);
    this.#children = saved.children.copy();
    this.#referencing = saved.referencing.copy();
    this.#readers = saved.readers.copy();
  }

  #nameSpace(schema: string): NameSpace {
    let names = this.#schemas.get(schema);
    if (!names) {
      names = new NameSpace();
      this.#schemas.set(schema, names);
    }
    return names;
  }

  #link(name: RelationName, before: Table | undefined, after: Table | undefined): void {
    if (before?.partitionOf !== after?.partitionOf || before?.inherits !== after?.inherits)
      this.#children.move(name, before ? parentsOf(before) : [], after ? parentsOf(after) : []);
    if (before?.constraints !== after?.constraints)
      this.#referencing.move(name, before ? referencesOf(before) : [], after ? referencesOf(after) : []);
    if (before?.materializes !== after?.materializes)
      this.#readers.move(name, before?.materializes ?? [], after?.materializes ?? []);
  }
}

function copyOf(schemas: ReadonlyMap<string, NameSpace>): Map<string, NameSpace> {
  return new Map([...schemas].map(([schema, names]) => [schema, new NameSpace(names)]));
}
