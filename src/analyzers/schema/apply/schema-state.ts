import { isSame, keyOf, materializedView, parentsOf, readsOf, referencesOf, type Relation } from './relation';
import { RelationLinks } from './relation-links';
import {
  type DeclaredFunction,
  type DeclaredView,
  type RelationName,
  type Snapshot,
  type SnapshotProblem,
  type SnapshotSource,
  type Table,
  TEMPORARY_SCHEMA,
} from '../snapshot';

type Entry =
  | { readonly kind: 'table' }
  | { readonly kind: 'view'; readonly view: DeclaredView }
  | { readonly kind: 'index'; readonly table: string };

interface WrittenName {
  readonly schema?: string;
  readonly name: string;
}

/** What a transaction can take back. */
export type SavedState = Pick<SchemaState, 'functions' | 'searchPath' | 'sessionPath'> & {
  readonly tables: Map<string, Table>;
  readonly entries: Map<string, Entry>;
  readonly constraintNames: Map<string, number>;
  readonly children: RelationLinks;
  readonly referencing: RelationLinks;
  readonly readers: RelationLinks;
};

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
  #hasTemporary = false;
  #tables = new Map<string, Table>();
  #entries = new Map<string, Entry>();
  #constraintNames = new Map<string, number>();
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
    for (const table of snapshot.tables) this.putTable(table);
    for (const view of snapshot.views) if (!view.materialized) this.putView(view);
  }

  toSnapshot(source: SnapshotSource, searchPath: readonly string[]): Snapshot {
    return {
      source,
      searchPath,
      tables: [...this.#tables.values()],
      functions: this.functions,
      views: [...this.views(), ...this.allTables().flatMap(materializedView)],
      problems: this.problems,
    };
  }

  /** The relation of exactly this name. */
  relation(name: RelationName): Relation | undefined {
    const entry = this.#entries.get(keyOf(name));
    switch (entry?.kind) {
      case undefined:
        return undefined;
      case 'table': {
        const table = this.#tables.get(keyOf(name));
        return table && { kind: 'table', table };
      }
      case 'view':
        return entry;
      case 'index': {
        const table = this.#tables.get(entry.table);
        const index = table?.indexes.find((candidate) => candidate.name === name.name);
        return table && index && { kind: 'index', table, index };
      }
    }
  }

  table(name: RelationName): Table | undefined {
    return this.#tables.get(keyOf(name));
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

  hasRelation(name: RelationName): boolean {
    return this.#entries.has(keyOf(name));
  }

  /** Whether any table of the schema has a constraint of this name. */
  hasConstraint(name: RelationName): boolean {
    return this.#constraintNames.has(keyOf(name));
  }

  childrenOf(table: RelationName): readonly Table[] {
    return this.#children.to(keyOf(table)).flatMap((key) => this.#tables.get(key) ?? []);
  }

  partitionsOf(table: RelationName): readonly Table[] {
    return this.childrenOf(table).filter(({ partitionOf }) => partitionOf && isSame(partitionOf, table));
  }

  tablesReferringTo(table: RelationName): readonly Table[] {
    return this.#referencing.to(keyOf(table)).flatMap((key) => this.#tables.get(key) ?? []);
  }

  allTables(): readonly Table[] {
    return [...this.#tables.values()];
  }

  /** Adds a table, or puts it in the place of the one with its name. */
  putTable(table: Table): void {
    const key = keyOf(table);
    const before = this.#tables.get(key);
    this.#hasTemporary ||= table.schema === TEMPORARY_SCHEMA;
    if (before) this.#forgetNames(before);
    this.#link(key, before, table);
    this.#tables.set(key, table);
    this.#entries.set(key, { kind: 'table' });
    for (const { schema, name } of table.indexes)
      this.#entries.set(keyOf({ schema, name }), { kind: 'index', table: key });
    for (const constraint of table.constraints) {
      const name = keyOf({ schema: table.schema, name: constraint.name });
      this.#constraintNames.set(name, (this.#constraintNames.get(name) ?? 0) + 1);
    }
  }

  removeTable(table: Table): void {
    const key = keyOf(table);
    this.#forgetNames(table);
    this.#link(key, table, undefined);
    this.#tables.delete(key);
  }

  putView(view: DeclaredView): void {
    const key = keyOf(view);
    this.#hasTemporary ||= view.schema === TEMPORARY_SCHEMA;
    this.removeView(view);
    this.#readers.move(key, [], view.reads.map(keyOf));
    this.#entries.set(key, { kind: 'view', view });
  }

  removeView(name: RelationName): void {
    const key = keyOf(name);
    const entry = this.#entries.get(key);
    if (entry?.kind !== 'view') return;
    this.#readers.move(key, entry.view.reads.map(keyOf), []);
    this.#entries.delete(key);
  }

  /** Plain ones. */
  views(): readonly DeclaredView[] {
    return [...this.#entries.values()].flatMap((entry) => (entry.kind === 'view' ? [entry.view] : []));
  }

  /** Temporary tables and settings end with the session. */
  endSession(searchPath: readonly string[]): void {
    this.searchPath = searchPath;
    this.sessionPath = searchPath;
    if (!this.#hasTemporary) return;
    for (const table of this.allTables()) if (table.schema === TEMPORARY_SCHEMA) this.removeTable(table);
    for (const view of this.views()) if (view.schema === TEMPORARY_SCHEMA) this.removeView(view);
    this.#hasTemporary = false;
  }

  /** Plain and materialized ones. */
  viewsReading(source: RelationName): readonly Relation[] {
    return this.#readers.to(keyOf(source)).flatMap((key) => {
      const entry = this.#entries.get(key);
      const table = this.#tables.get(key);
      const relation: Relation | undefined =
        entry?.kind === 'view' ? entry : table && { kind: 'table', table };
      return relation ?? [];
    });
  }

  save(): SavedState {
    return {
      functions: this.functions,
      searchPath: this.searchPath,
      sessionPath: this.sessionPath,
      tables: new Map(this.#tables),
      entries: new Map(this.#entries),
      constraintNames: new Map(this.#constraintNames),
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
    this.#tables = new Map(saved.tables);
    this.#entries = new Map(saved.entries);
    this.#constraintNames = new Map(saved.constraintNames);
    this.#children = saved.children.copy();
    this.#referencing = saved.referencing.copy();
    this.#readers = saved.readers.copy();
  }

  #forgetNames(table: Table): void {
    this.#entries.delete(keyOf(table));
    for (const { schema, name } of table.indexes) this.#entries.delete(keyOf({ schema, name }));
    for (const constraint of table.constraints) {
      const name = keyOf({ schema: table.schema, name: constraint.name });
      const count = (this.#constraintNames.get(name) ?? 0) - 1;
      if (count > 0) this.#constraintNames.set(name, count);
      else this.#constraintNames.delete(name);
    }
  }

  #link(key: string, before: Table | undefined, after: Table | undefined): void {
    this.#children.move(key, parentsOf(before), parentsOf(after));
    this.#referencing.move(key, referencesOf(before), referencesOf(after));
    this.#readers.move(key, readsOf(before), readsOf(after));
  }
}
