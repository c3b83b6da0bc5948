/**
 * Reads libpg-query's JSON, which is that of its protobuf schema: a field with a zero value (0, false, '') is left out, and a node
 * whose type can vary is wrapped in an object with one key, its type: `{ "ColumnRef": { "fields": […] } }`.
 */
export interface TreeNode {
  /** PostgreSQL's name of the node, such as `ColumnRef` or `A_Expr`. */
  readonly type: string;
  readonly fields: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = {};

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function toNode(value: unknown): TreeNode | undefined {
  if (!isFields(value)) return undefined;
  for (const type in value) {
    const fields = value[type];
    return { type, fields: isFields(fields) ? fields : NO_FIELDS };
  }
  return undefined;
}

/** A wrapped node. */
export function nodeAt(fields: Fields, field: string): TreeNode | undefined {
  return toNode(fields[field]);
}

/** A list of wrapped nodes. PostgreSQL's NULL entries (`{}`) are left out. */
export function nodesAt(fields: Fields, field: string): readonly TreeNode[] {
  const values = fields[field];
  if (!Array.isArray(values)) return [];
  return values.map(toNode).filter((node) => node !== undefined);
}

/** The bodies of a list of wrapped nodes of one type; others are left out. */
export function bodiesAt(fields: Fields, field: string, type: string): readonly Fields[] {
  return nodesAt(fields, field)
    .filter((node) => node.type === type)
    .map((node) => node.fields);
}

/** A node whose type the field fixes: it stands there without a wrapper. */
export function fieldsAt(fields: Fields, field: string): Fields | undefined {
  const value = fields[field];
  return isFields(value) ? value : undefined;
}

export function textAt(fields: Fields, field: string): string | undefined {
  const value = fields[field];
  return typeof value === 'string' ? value : undefined;
}

export function flagAt(fields: Fields, field: string): boolean {
  return fields[field] === true;
}

export function integerAt(fields: Fields, field: string): number {
  const value = fields[field];
  return typeof value === 'number' ? value : 0;
}

/** The text of a `String` node; `*` for a star. */
export function nameOf(node: TreeNode): string | undefined {
  if (node.type === 'A_Star') return '*';
  return node.type === 'String' ? (textAt(node.fields, 'sval') ?? '') : undefined;
}

/** The texts of a list of `String` nodes: a qualified name, an operator, column aliases. */
export function namesAt(fields: Fields, field: string): readonly string[] {
  return nodesAt(fields, field)
    .map(nameOf)
    .filter((name) => name !== undefined);
}
