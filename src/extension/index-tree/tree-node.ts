import type { RelationName } from '../../analyzers/schema/snapshot';
import type { DatabaseObject } from '../database-object';

/** A row by what it stands for. What is seen of it is asked for anew each time; its identity stays, and with it what is expanded. */
export type TreeNode =
  | ObjectRow<'connection'>
  | ObjectRow<'schema'>
  | ObjectRow<'table'>
  | ObjectRow<'index'>
  | { readonly kind: 'note'; readonly id: string; readonly text: string; readonly icon: string };

interface ObjectRow<Kind extends DatabaseObject['kind']> {
  readonly kind: Kind;
  readonly id: string;
  readonly object: Extract<DatabaseObject, { kind: Kind }>;
}

export type NodeOf<Kind extends TreeNode['kind']> = Extract<TreeNode, { kind: Kind }>;

export function connectionNode(connectionId: string): NodeOf<'connection'> {
  return { kind: 'connection', id: connectionId, object: { kind: 'connection', connectionId } };
}

export function schemaNode(connectionId: string, schema: string): NodeOf<'schema'> {
  const id = idOf(connectionId, 'schema', schema);
  return { kind: 'schema', id, object: { kind: 'schema', connectionId, schema } };
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

export function noteNode(connectionId: string, place: string, text: string, icon: string): NodeOf<'note'> {
  return { kind: 'note', id: idOf(connectionId, 'note', place), text, icon };
}

/** Names may hold any character: each part is told from the next whatever it holds. */
export function idOf(connectionId: string, ...parts: readonly string[]): string {
  return JSON.stringify([connectionId, ...parts]);
}
