import { placeNames, readObjectLayout } from '../ddl-layout';
import type { AlterSchemaOf, DropObjects, QualifiedName, Reindex, Rename } from '../model';
import { spanOfTokens } from '../token-text';
import { type ReadContext, readNameList } from './read-context';
import { readOptionValue } from './read-options';
import {
  bodiesAt,
  type Fields,
  fieldsAt,
  flagAt,
  nameOf,
  nodeAt,
  nodesAt,
  textAt,
  type TreeNode,
} from './tree';

type Name = Omit<QualifiedName, 'span'>;
type ObjectKind = Exclude<Rename['object'], 'column' | 'constraint'>;

/** Kinds of objects that the model knows; the others are nothing to it. */
const OBJECTS: Readonly<Record<string, ObjectKind | undefined>> = {
  OBJECT_TABLE: 'table',
  OBJECT_INDEX: 'index',
  OBJECT_SCHEMA: 'schema',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
};

export function readDrop(fields: Fields, context: ReadContext): DropObjects {
  const { first, last } = context.range;
  const layout = readObjectLayout(context, first);
  const object = OBJECTS[textAt(fields, 'removeType') ?? ''] ?? 'other';
  return {
    kind: 'drop',
    span: spanOfTokens(context, first, last),
    object,
    names: object === 'other' ? [] : placeNames(context, layout, nodesAt(fields, 'objects').map(readName)),
    concurrently: flagAt(fields, 'concurrent'),
    ifExists: flagAt(fields, 'missing_ok'),
    cascade: textAt(fields, 'behavior') === 'DROP_CASCADE',
    afterObjectKeyword: layout.afterKeyword,
  };
}

/** `undefined` for an object that the model does not know. */
export function readRename(fields: Fields, context: ReadContext): Rename | undefined {
  const { first, last } = context.range;
  const object = renamedObject(fields);
  if (object === undefined) return undefined;
  const part = object === 'column' || object === 'constraint' ? textAt(fields, 'subname') : undefined;
  return {
    kind: 'rename',
    span: spanOfTokens(context, first, last),
    object,
    ifExists: flagAt(fields, 'missing_ok'),
    name: readSubject(fields, context),
    ...(part !== undefined && { part }),
    to: textAt(fields, 'newname') ?? '',
  };
}

function renamedObject(fields: Fields): Rename['object'] | undefined {
  const type = textAt(fields, 'renameType');
  const relationType = textAt(fields, 'relationType');
  if (type === 'OBJECT_TABCONSTRAINT') return 'constraint';
  if (type !== 'OBJECT_COLUMN') return OBJECTS[type ?? ''];
  // Columns of views are not known.
  return relationType === 'OBJECT_TABLE' ? 'column' : undefined;
}

export function readSetSchema(fields: Fields, context: ReadContext): AlterSchemaOf | undefined {
  const { first, last } = context.range;
  const object = OBJECTS[textAt(fields, 'objectType') ?? ''];
  if (object === undefined || object === 'index' || object === 'schema') return undefined;
  return {
    kind: 'set-schema',
    span: spanOfTokens(context, first, last),
    object,
    ifExists: flagAt(fields, 'missing_ok'),
    name: readSubject(fields, context),
    schema: textAt(fields, 'newschema') ?? '',
  };
}

/** What ALTER … RENAME and SET SCHEMA are about: a relation, an object with a node of its own, or, for a schema, a name. */
function readSubject(fields: Fields, context: ReadContext): QualifiedName {
  const relation = fieldsAt(fields, 'relation');
  const object = nodeAt(fields, 'object');
  const name = relation
    ? readRelationName(relation)
    : object
      ? readName(object)
      : { name: textAt(fields, 'subname') ?? '' };
  const [placed] = placeNames(context, readObjectLayout(context, context.range.first), [name]);
  return placed ?? { ...name, span: spanOfTokens(context, context.range.first, context.range.last) };
}

function readRelationName(relation: Fields): Name {
  const schema = textAt(relation, 'schemaname');
  return { ...(schema !== undefined && { schema }), name: textAt(relation, 'relname') ?? '' };
}

function readName(node: TreeNode): Name {
  switch (node.type) {
    case 'List':
      return readNameList(node.fields, 'items');
    case 'TypeName':
      return readNameList(node.fields, 'names');
    case 'ObjectWithArgs':
      return readNameList(node.fields, 'objname');
    default:
      return { name: nameOf(node) ?? '' };
  }
}

const REINDEXED: Readonly<Record<string, Reindex['object']>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_SYSTEM: 'system',
};

export function readReindex(fields: Fields, context: ReadContext): Reindex {
  const { first, last } = context.range;
  const layout = readObjectLayout(context, first);
  const relation = fieldsAt(fields, 'relation');
  const plain = textAt(fields, 'name');
  const name = relation ? readRelationName(relation) : plain === undefined ? undefined : { name: plain };
  const [placed] = placeNames(context, layout, name ? [name] : []);
  return {
    kind: 'reindex',
    span: spanOfTokens(context, first, last),
    object: REINDEXED[textAt(fields, 'kind') ?? ''] ?? 'database',
    ...(placed && { name: placed }),
    concurrently: isConcurrent(fields),
    afterObjectKeyword: layout.afterKeyword,
  };
}

/** `REINDEX (CONCURRENTLY false)` is possible too. */
function isConcurrent(fields: Fields): boolean {
  const option = bodiesAt(fields, 'params', 'DefElem').findLast(
    (element) => textAt(element, 'defname') === 'concurrently',
  );
  return option !== undefined && !/^(?:false|off|0)$/i.test(readOptionValue(option));
}
