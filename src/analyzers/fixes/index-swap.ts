import { indexFromStatement } from '../indexes/index-from-statement';
import { isSameDefinition } from '../indexes/redundancy';
import type { ReadStatement, RuleContext } from '../rules/define-rule';
import { findTable, type Snapshot } from '../schema/snapshot';
import { isReadMigration } from '../schema/snapshot-source';
import type { CreateIndex, DdlStatement, DropObjects, QualifiedName, Rename } from '../sql/model';
import { isInTransaction } from './transaction-block';

/** An index is built under another name, the old one dropped, the new one renamed to its name: three statements of one document. */
export interface IndexSwap {
  readonly create: ReadStatement<CreateIndex>;
  readonly drop: ReadStatement<DropObjects>;
  readonly rename: ReadStatement<Rename>;
  readonly old: QualifiedName;
  /** Whether the new index is what the old one was, as far as the old one is known. */
  readonly definition: 'same' | 'other' | 'unknown';
}

/** The swap that the judged statement belongs to. */
export function findIndexSwap(context: RuleContext): IndexSwap | undefined {
  const { documentDdl, fragment } = context;
  if (isInTransaction(context)) return undefined;
  for (const rename of documentDdl.filter(isIndexRename)) {
    const earlier = documentDdl.slice(0, documentDdl.indexOf(rename));
    const create = earlier
      .filter(isCreateIndex)
      .find(({ statement }) => statement.name === rename.statement.name.name);
    const drop = earlier.filter(isDropIndex).find(({ statement }) => drops(statement, rename.statement.to));
    const old = drop?.statement.names[0];
    if (!create || !drop || !old) continue;
    if (![create, drop, rename].some((part) => part.fragment === fragment)) continue;
    return { create, drop, rename, old, definition: compare(create, old, context) };
  }
  return undefined;
}

function isIndexRename(read: ReadStatement<DdlStatement>): read is ReadStatement<Rename> {
  return read.statement.kind === 'rename' && read.statement.object === 'index';
}

function isCreateIndex(read: ReadStatement<DdlStatement>): read is ReadStatement<CreateIndex> {
  return read.statement.kind === 'create-index';
}

function isDropIndex(read: ReadStatement<DdlStatement>): read is ReadStatement<DropObjects> {
  return read.statement.kind === 'drop' && read.statement.object === 'index';
}

function drops({ names, cascade }: DropObjects, name: string): boolean {
  return names.length === 1 && !cascade && names[0]?.name === name;
}

/** The old index is one of the schema before the document, or made by the document itself. */
function compare(
  { statement }: ReadStatement<CreateIndex>,
  { name }: QualifiedName,
  { before, documentDdl, snapshot, file }: RuleContext,
): IndexSwap['definition'] {
  const earlier = documentDdl.filter(isCreateIndex).find((other) => other.statement.name === name)?.statement;
  const table = findTable(snapshot, statement.table);
  if (!table) return 'unknown';
  const made = indexFromStatement(statement, table, snapshot);
  if (earlier) return isSameDefinition(made, indexFromStatement(earlier, table, snapshot)) ? 'same' : 'other';
  const old = isOwnMigration(before, file)
    ? undefined
    : findTable(before, statement.table)?.indexes.find((index) => index.name === name);
  if (!old) return 'unknown';
  return isSameDefinition(made, old) ? 'same' : 'other';
}

/** What the schema ends with is what this document has made of the index. */
function isOwnMigration({ source }: Snapshot, file: string): boolean {
  return isReadMigration(source, file);
}
