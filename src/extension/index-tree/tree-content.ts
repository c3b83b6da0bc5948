import type { IndexEntry } from '../../analyzers/index-health/describe-table';
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
import { describeIndex, scanCount, type Words } from './describe-index';
import { describeSchema, describeTableRow } from './describe-table';
import type { LateFigures } from './late-figures';
import { indexNode, noteNode, schemaNode, tableNode, type NodeOf, type TreeNode } from './tree-node';
import type { TreeRow } from './tree-row';

export type RowState = 'leaf' | 'closed' | 'open';

export interface ShownRow {
  readonly row: TreeRow;
  readonly state: RowState;
}

/** Rows of what is known, as they are wished for. */
export class TreeContent {
  arrangement: Arrangement = { filter: '', order: 'name' };
  readonly #arranged = new WeakMap<
    KnownDatabase,
    { readonly wish: Arrangement; readonly schemas: readonly ArrangedSchema[] }
  >();

  constructor(
    private readonly modelOf: (connectionId: string) => DatabaseModel | undefined,
    private readonly words: Words,
    private readonly now: () => Date,
  ) {}

  async childrenOf(node: TreeNode): Promise<readonly TreeNode[]> {
    if (node.kind === 'note' || node.kind === 'index') return [];
    const { connectionId } = node.object;
    const model = this.modelOf(connectionId);
    const known = await model?.whenKnown();
    if (!model || !known) return [];
    switch (node.kind) {
      case 'connection':
        return this.#schemasOf(known, connectionId);
      case 'schema':
        return this.#tablesOf(known, node.object.schema).map((table) => tableNode(connectionId, table));
      case 'table':
        return this.#childrenOfTable(node, model, known);
    }
  }

  async rowOf(node: TreeNode): Promise<ShownRow> {
    if (node.kind === 'note') return { row: noteRow(node), state: 'leaf' };
    const model = this.modelOf(node.object.connectionId);
    const known = model?.known;
    const row = model && (await this.#rowOf(node, model, known));
    return row ?? { row: emptyRow(), state: 'leaf' };
  }

  /** Sizes and counters of what stands below a node. Resolves to whether rows change by it. */
  async readLate(node: TreeNode): Promise<boolean> {
    if (node.kind !== 'schema' && node.kind !== 'table') return false;
    const model = this.modelOf(node.object.connectionId);
    const known = model?.known;
    if (!model || !known) return false;
    if (node.kind === 'schema') {
      const tables = this.#tablesOf(known, node.object.schema);
      return model.readLate(
        node.id,
        tables.map(({ oid }) => oid),
        [],
      );
    }
    const details = await model.detailsOf(node.object.table);
    if (!details) return false;
    const partitions = known.tables.partitions.get(keyOf(node.object.table)) ?? [];
    const indexes = details.indexes.filter(({ isPartitioned }) => !isPartitioned);
    const relations = [...indexes, ...partitions].map(({ oid }) => oid);
    return model.readLate(node.id, relations, [details.oid]);
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

  #arrange(known: KnownDatabase): readonly ArrangedSchema[] {
    const wish = this.arrangement;
    const arranged = this.#arranged.get(known);
    if (arranged?.wish === wish) return arranged.schemas;
    const schemas = arrangeTables(known.tables, wish);
    this.#arranged.set(known, { wish, schemas });
    return schemas;
  }

  async #childrenOfTable(
    { object: { connectionId, table } }: NodeOf<'table'>,
    model: DatabaseModel,
    known: KnownDatabase,
  ): Promise<readonly TreeNode[]> {
    const entry = known.tables.byKey.get(keyOf(table));
    const details = await model.detailsOf(table);
    if (!entry || !details) return [];
    const figureOf = (index: IndexEntry, order: 'size' | 'scans'): number =>
      figure(index, order, model.late, known.listing);
    const indexes = arrangeIndexes(table.name, details.indexes, this.arrangement, figureOf);
    const partitions = arrangePartitions(entry, known.tables, this.arrangement);
    return [
      ...indexes.map(({ name }) => indexNode(connectionId, table, name)),
      ...partitions.map((partition) => tableNode(connectionId, partition)),
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
      case 'table':
        return this.#tableRow(node.object.table, model, known);
      case 'index': {
        const details = await model.detailsOf(node.object.table);
        const index = details?.indexes.find(({ name }) => name === node.object.index);
        return index && { row: describeIndex(index, model.late, known.listing, words), state: 'leaf' };
      }
    }
  }

  #tableRow(table: RelationName, { late }: DatabaseModel, { tables }: KnownDatabase): ShownRow | undefined {
    const entry = tables.byKey.get(keyOf(table));
    if (!entry) return undefined;
    const partitions = tables.partitions.get(keyOf(table))?.length ?? 0;
    const row = describeTableRow(entry, partitions, late, this.words);
    return { row, state: entry.indexNames.length + partitions > 0 ? 'closed' : 'leaf' };
  }
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

function noteRow({ text, icon }: NodeOf<'note'>): TreeRow {
  return { label: text, description: '', icon, contextValue: 'note', accessibleLabel: text, tooltip: [] };
}

/** Of what went away between the asking and the answer. */
function emptyRow(): TreeRow {
  return {
    label: '',
    description: '',
    icon: 'blank',
    contextValue: 'gone',
    accessibleLabel: '',
    tooltip: [],
  };
}
