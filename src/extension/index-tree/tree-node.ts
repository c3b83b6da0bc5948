import type { DdlProposal } from '../../analyzers/finding';
import type { HealthFinding, HealthGroup } from '../../analyzers/index-health/health-finding';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { DatabaseObject } from '../database-object';
import type { GroupName } from './describe-group';
import { keyOfMissing, type MissingIndex } from './missing-indexes';

/** A row by what it stands for. What is seen of it is asked for anew each time; its identity stays, and with it what is expanded. */
export type TreeNode =
  | ObjectRow<'connection'>
  | ObjectRow<'schema'>
  | ObjectRow<'table'>
  | ObjectRow<'index'>
  | PartRow
  | { readonly kind: 'group'; readonly id: string; readonly connectionId: string; readonly group: GroupName }
  | FindingRow
  | MissingRow
  | UserRow
  | { readonly kind: 'note'; readonly id: string; readonly text: string; readonly icon: string };

interface ObjectRow<Kind extends DatabaseObject['kind']> {
  readonly kind: Kind;
  readonly id: string;
  readonly object: Extract<DatabaseObject, { kind: Kind }>;
}

/** Some of a schema's tables, or of a table's partitions. `object` is the schema, or the table. */
export interface PartRow {
  readonly kind: 'part';
  readonly id: string;
  readonly object: Extract<DatabaseObject, { kind: 'schema' } | { kind: 'table' }>;
  /** The place of its first table among them, from 0. */
  readonly first: number;
}

/** An index in a group, as it stands below its table too. */
export interface FindingRow {
  readonly kind: 'finding';
  readonly id: string;
  readonly object: Extract<DatabaseObject, { kind: 'index' }>;
  readonly group: HealthGroup;
}

/** An index that is not there. `object` is its table; `proposal` makes it. */
export interface MissingRow {
  readonly kind: 'missing';
  readonly id: string;
  readonly object: Extract<DatabaseObject, { kind: 'table' }>;
  readonly key: string;
  readonly proposal: DdlProposal;
}

/** Who uses an index. `object` is the index. */
export interface UserRow {
  readonly kind: 'user';
  readonly id: string;
  readonly object: Extract<DatabaseObject, { kind: 'index' }>;
  readonly key: string;
}

export type NodeOf<Kind extends TreeNode['kind']> = Extract<TreeNode, { kind: Kind }>;

export function connectionNode(connectionId: string): NodeOf<'connection'> {
  return { kind: 'connection', id: connectionId, object: { kind: 'connection', connectionId } };
}

export function schemaNode(connectionId: string, schema: string): NodeOf<'schema'> {
  const id = idOf(connectionId, 'schema', schema);
  return { kind: 'schema', id, object: { kind: 'schema', connectionId, schema } };
}

export function partNode(object: PartRow['object'], first: number): PartRow {
  const { connectionId } = object;
  const names = object.kind === 'schema' ? [object.schema] : [object.table.schema, object.table.name];
  return { kind: 'part', id: idOf(connectionId, 'part', ...names, String(first)), object, first };
}

export function tableNode(connectionId: string, { schema, name }: RelationName): NodeOf<'table'> {
  const id = idOf(connectionId, 'table', schema, name);
  return { kind: 'table', id, object: { kind: 'table', connectionId, table: { schema, name } } };
}

export function indexNode(connectionId: string, table: RelationName, index: string): NodeOf<'index'> {
  const { schema, name } = table;
  const id = idOf(connectionId, 'index', schema, name, index);
  return { kind: 'index', id, object: { kind: 'index', connectionId, table: { schema, name }, index } };
}

export function groupNode(connectionId: string, group: GroupName): NodeOf<'group'> {
  return { kind: 'group', id: idOf(connectionId, 'group', group), connectionId, group };
}

export function findingNode(connectionId: string, { group, table, index }: HealthFinding): FindingRow {
  const id = idOf(connectionId, 'finding', group, table.schema, table.name, index);
  return { kind: 'finding', id, object: { kind: 'index', connectionId, table, index }, group };
}

/** @param place where it stands: below a group, or below its table */
export function missingNode(connectionId: string, place: string, missing: MissingIndex): MissingRow {
  const key = keyOfMissing(missing);
  const { index, ddl } = missing;
  const table = { schema: index.schema, name: index.table };
  const object = { kind: 'table', connectionId, table } as const;
  return { kind: 'missing', id: idOf(connectionId, 'missing', place, key), object, key, proposal: ddl };
}

export function userNode(object: UserRow['object'], key: string): UserRow {
  const { connectionId, table, index } = object;
  return { kind: 'user', id: idOf(connectionId, 'user', table.schema, table.name, index, key), object, key };
}

export function noteNode(connectionId: string, place: string, text: string, icon: string): NodeOf<'note'> {
  return { kind: 'note', id: idOf(connectionId, 'note', place), text, icon };
}

/** Names may hold any character: each part is told from the next whatever it holds. */
export function idOf(connectionId: string, ...parts: readonly string[]): string {
  return JSON.stringify([connectionId, ...parts]);
}
