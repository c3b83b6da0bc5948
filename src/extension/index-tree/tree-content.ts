import type { IndexEntry } from '../../analyzers/index-health/describe-table';
import { describeDensity } from '../../analyzers/index-health/judge-bloat';
import type { DatabaseListing, TableEntry } from '../../analyzers/index-health/list-database';
import type { RelationName } from '../../analyzers/schema/snapshot';
import {
  type Arrangement,
  type ArrangedSchema,
  arrangeIndexes,
  arrangePartitions,
  arrangeTables,
  keyOf,
} from './arrange-tables';
import type { DatabaseModel, KnownDatabase } from './database-model';
import { describeDatabase } from './describe-database';
import { describeIndex, scanCount } from './describe-index';
import type { Words } from './row-knowledge';
import { describeSchema, describeTableRow } from './describe-table';
import {
  childrenOfGroup,
  type GroupContents,
  groupsOf,
  rowOfFinding,
  rowOfGroup,
  rowOfMissing,
} from './group-content';
import type { KnownUsers } from './known-users';
import type { LateFigures } from './late-figures';
import { emptyRow, noteRow } from './plain-rows';
import {
  childrenOfHolder,
  describePart,
  rowAbove,
  TABLES_AT_ONCE,
  type TableHolder,
  tablesOfPart,
} from './table-parts';
import {
  indexNode,
  missingNode,
  noteNode,
  schemaNode,
  tableNode,
  type NodeOf,
  type TreeNode,
} from './tree-node';
import { type MissingIndex, missingIndexes, type WantingPlace } from './missing-indexes';
import type { ShownRow, TreeRow } from './tree-row';

/** Rows of what is known, as they are wished for. */
export class TreeContent {
  arrangement: Arrangement = { filter: '', order: 'name' };
  readonly #arranged = new WeakMap<
    KnownDatabase,
    { readonly wish: Arrangement; readonly schemas: readonly ArrangedSchema[] }
  >();

  /** They are gathered once for what was found, and not for each row of them. */
  readonly #missing = new WeakMap<readonly WantingPlace[], readonly MissingIndex[]>();

  constructor(
    private readonly modelOf: (connectionId: string) => DatabaseModel | undefined,
    private readonly wantingPlaces: (schemaKey: string) => readonly WantingPlace[],
    private readonly users: KnownUsers,
    private readonly words: Words,
    private readonly now: () => Date,
  ) {}

  async childrenOf(node: TreeNode): Promise<readonly TreeNode[]> {
    if (!hasChildren(node)) return [];
    const connectionId = connectionOf(node);
    const model = this.modelOf(connectionId);
    const known = await model?.whenKnown();
    if (!model || !known) return [];
    switch (node.kind) {
      case 'connection':
        return [
          ...groupsOf(connectionId, this.#groupContents(model, known)),
          ...this.#schemasOf(known, connectionId),
        ];
      case 'group':
        return childrenOfGroup(connectionId, node.group, this.#groupContents(model, known));
      case 'schema':
        return childrenOfHolder(node.object, this.#tablesOf(known, node.object.schema));
      case 'part':
        return this.#tablesOfPart(known, node).map((table) => tableNode(connectionId, table));
      case 'table':
        return this.#childrenOfTable(node, model, known);
      case 'index':
        return this.users.childrenOf(node.object);
    }
  }

  async rowOf(node: TreeNode): Promise<ShownRow> {
    if (node.kind === 'note') return { row: noteRow(node), state: 'leaf' };
    const model = this.modelOf(connectionOf(node));
    const known = model?.known;
    const row = model && (await this.#rowOf(node, model, known));
    return row ?? { row: emptyRow(), state: 'leaf' };
  }

  /** Sizes and counters of what stands below a node. Resolves to whether rows change by it. */
  async readLate(node: TreeNode): Promise<boolean> {
    if (node.kind !== 'schema' && node.kind !== 'part' && node.kind !== 'table') return false;
    const model = this.modelOf(node.object.connectionId);
    const known = model?.known;
    if (!model || !known) return false;
    if (node.kind !== 'table') {
      const tables =
        node.kind === 'part' ? this.#tablesOfPart(known, node) : this.#tablesIn(known, node.object);
      if (tables.length > TABLES_AT_ONCE) return false;
      return model.readLate(
        node.id,
        tables.map(({ oid }) => oid),
        [],
      );
    }
    const details = await model.detailsOf(node.object.table);
    if (!details) return false;
    const all = known.tables.partitions.get(keyOf(node.object.table)) ?? [];
    const partitions = all.length > TABLES_AT_ONCE ? [] : all;
    const indexes = details.indexes.filter(({ isPartitioned }) => !isPartitioned);
    const relations = [...indexes, ...partitions].map(({ oid }) => oid);
    return model.readLate(node.id, relations, [details.oid]);
  }

  /** What a table stands below. */
  holderOf(connectionId: string, table: RelationName): TreeNode {
    const known = this.modelOf(connectionId)?.known;
    const parent = known?.tables.byKey.get(keyOf(table))?.partitionOf;
    const isNested = parent !== undefined && known?.tables.byKey.has(keyOf(parent)) === true;
    const holder: TableHolder = isNested
      ? { kind: 'table', connectionId, table: parent }
      : { kind: 'schema', connectionId, schema: table.schema };
    return rowAbove(holder, table, known ? this.#tablesIn(known, holder) : []);
  }

  #groupContents(model: DatabaseModel, known: KnownDatabase): GroupContents {
    const { filter } = this.arrangement;
    return { known, health: model.health, missing: this.missingOf(model, known), filter };
  }

  /** What the workspace's findings propose for this database. */
  missingOf({ schemaKey }: DatabaseModel, { tables }: KnownDatabase): readonly MissingIndex[] {
    const places = this.wantingPlaces(schemaKey);
    const known = this.#missing.get(places);
    if (known) return known;
    const missing = missingIndexes(places, (table) => tables.byKey.has(keyOf(table)));
    this.#missing.set(places, missing);
    return missing;
  }

  #schemasOf(known: KnownDatabase, connectionId: string): readonly TreeNode[] {
    const schemas = this.#arrange(known).map(({ name }) => schemaNode(connectionId, name));
    if (schemas.length > 0) return schemas;
    const { l10n } = this.words;
    const text =
      this.arrangement.filter === ''
        ? l10n.t('There is no table that this role may see.')
        : l10n.t('No table and no index has “{0}” in its name.', this.arrangement.filter);
    return [noteNode(connectionId, 'empty', text, 'info')];
  }

  #tablesOf(known: KnownDatabase, schema: string): readonly TableEntry[] {
    return this.#arrange(known).find(({ name }) => name === schema)?.tables ?? [];
  }

  #tablesIn(known: KnownDatabase, holder: TableHolder): readonly TableEntry[] {
    if (holder.kind === 'schema') return this.#tablesOf(known, holder.schema);
    const table = known.tables.byKey.get(keyOf(holder.table));
    return table ? arrangePartitions(table, known.tables, this.arrangement) : [];
  }

  #tablesOfPart(known: KnownDatabase, { object, first }: NodeOf<'part'>): readonly TableEntry[] {
    return tablesOfPart(this.#tablesIn(known, object), first);
  }

  #arrange(known: KnownDatabase): readonly ArrangedSchema[] {
    const wish = this.arrangement;
    const arranged = this.#arranged.get(known);
    if (arranged?.wish === wish) return arranged.schemas;
    const schemas = arrangeTables(known.tables, wish);
    this.#arranged.set(known, { wish, schemas });
    return schemas;
  }

  async #childrenOfTable(
    { object }: NodeOf<'table'>,
    model: DatabaseModel,
    known: KnownDatabase,
  ): Promise<readonly TreeNode[]> {
    const { connectionId, table } = object;
    const details = await model.detailsOf(table);
    if (!details) return [];
    const figureOf = (index: IndexEntry, order: 'size' | 'scans'): number =>
      figure(index, order, model.late, known.listing);
    const indexes = arrangeIndexes(table.name, details.indexes, this.arrangement, figureOf);
    const missing = this.missingOf(model, known).filter(
      ({ index }) => index.schema === table.schema && index.table === table.name,
    );
    return [
      ...indexes.map(({ name }) => indexNode(connectionId, table, name)),
      ...missing.map((each) => missingNode(connectionId, 'table', each)),
      ...childrenOfHolder(object, this.#tablesIn(known, object)),
    ];
  }

  async #rowOf(
    node: Exclude<TreeNode, { kind: 'note' }>,
    model: DatabaseModel,
    known: KnownDatabase | undefined,
  ): Promise<ShownRow | undefined> {
    const { words } = this;
    if (node.kind === 'connection') {
      const row = describeDatabase(model.database, known?.listing, this.now(), words);
      return { row, state: 'open' };
    }
    if (!known) return undefined;
    switch (node.kind) {
      case 'schema': {
        const { schema } = node.object;
        const row = describeSchema(schema, this.#tablesOf(known, schema).length, words);
        return { row, state: this.#arrange(known).length === 1 ? 'open' : 'closed' };
      }
      case 'part': {
        const row = describePart(node, this.#tablesOfPart(known, node), words);
        return row && { row, state: 'closed' };
      }
      case 'group':
        return rowOfGroup(node.group, this.#groupContents(model, known), words);
      case 'finding':
        return rowOfFinding(node, model.health, words);
      case 'missing':
        return rowOfMissing(node, this.missingOf(model, known), words);
      case 'user':
        return this.users.rowOf(node);
      case 'table':
        return this.#tableRow(node.object.table, model, known);
      case 'index': {
        const details = await model.detailsOf(node.object.table);
        const index = details?.indexes.find(({ name }) => name === node.object.index);
        return index && { row: this.#indexRow(index, model, known), state: 'closed' };
      }
    }
  }

  #indexRow(index: IndexEntry, { late, health }: DatabaseModel, { listing }: KnownDatabase): TreeRow {
    const { schema, table, name, oid } = index;
    const finding = health.findings.find(
      (candidate) =>
        candidate.index === name && candidate.table.name === table && candidate.table.schema === schema,
    );
    const counted = health.measured.get(oid);
    const density = counted && describeDensity(counted.leafDensity, counted.bytes);
    const running = health.running.find(
      (work) => work.index === name && work.table?.schema === schema && work.table.name === table,
    );
    return describeIndex(index, { late, finding, density, running }, listing, this.words);
  }

  #tableRow(table: RelationName, { late }: DatabaseModel, { tables }: KnownDatabase): ShownRow | undefined {
    const entry = tables.byKey.get(keyOf(table));
    if (!entry) return undefined;
    const partitions = tables.partitions.get(keyOf(table))?.length ?? 0;
    const row = describeTableRow(entry, partitions, late, this.words);
    return { row, state: entry.indexNames.length + partitions > 0 ? 'closed' : 'leaf' };
  }
}

function hasChildren(
  node: TreeNode,
): node is Exclude<TreeNode, { kind: 'note' | 'user' | 'finding' | 'missing' }> {
  return !['note', 'user', 'finding', 'missing'].includes(node.kind);
}

function connectionOf(node: Exclude<TreeNode, { kind: 'note' }>): string {
  return node.kind === 'group' ? node.connectionId : node.object.connectionId;
}

function figure(
  index: IndexEntry,
  order: 'size' | 'scans',
  late: LateFigures,
  { blockSize }: DatabaseListing,
): number {
  if (order === 'scans') return scanCount(index, late);
  return late.bytes.get(index.oid) ?? index.pages * blockSize;
}
