import { findTable, type Table } from '../schema/snapshot';
import type { DocumentEdit } from '../finding';
import type { ReadStatement, RuleContext } from '../rules/define-rule';
import type { DdlStatement, QualifiedName } from '../sql/model';

/** The table is created by this very document: whoever runs it starts from an empty table. */
export function isCreatedHere(context: RuleContext, table: Pick<Table, 'schema' | 'name'>): boolean {
  return context.documentDdl.some(
    ({ statement }) => statement.kind === 'create-table' && means(context, statement.name, table),
  );
}

function means(context: RuleContext, name: QualifiedName, table: Pick<Table, 'schema' | 'name'>): boolean {
  const found = findTable(context.snapshot, name);
  // A temporary table is gone when its script is through, and so is a table that is dropped later on.
  if (!found) return name.name === table.name && (name.schema ?? table.schema) === table.schema;
  return found.schema === table.schema && found.name === table.name;
}

/**
 * Where DDL goes in an `.sql` document: behind the last statement that defines the table, or above the judged statement and the
 * comment that belongs to it. `undefined` in any other language.
 */
export function insertionFor(
  context: RuleContext,
  table: Pick<Table, 'schema' | 'name'>,
): ((text: string) => DocumentEdit) | undefined {
  if (context.fragment.host.kind !== 'sql') return undefined;
  const definition = context.documentDdl.findLast(({ statement }) => definesTable(context, statement, table));
  if (definition && isCreatedHere(context, table)) {
    const offset = endOfStatement(context.documentText, definition);
    return (text) => ({ span: { start: offset, end: offset }, newText: `\n\n${text.trimEnd()}` });
  }
  const offset = startOfBlock(context.documentText, context.fragment.hostStatement.start);
  return (text) => ({ span: { start: offset, end: offset }, newText: `${text}\n` });
}

function definesTable(
  context: RuleContext,
  statement: DdlStatement,
  table: Pick<Table, 'schema' | 'name'>,
): boolean {
  if (statement.kind === 'create-index') return means(context, statement.table, table);
  if (statement.kind !== 'create-table' && statement.kind !== 'alter-table') return false;
  return means(context, statement.name, table);
}

function endOfStatement(text: string, { fragment }: ReadStatement): number {
  const rest = /^\s*;/.exec(text.slice(fragment.documentSpan.end));
  return fragment.documentSpan.end + (rest?.[0].length ?? 0);
}

/** Start of the statement's line, or of the comment lines right above it. In the middle of a line: the statement itself. */
export function startOfBlock(text: string, statementStart: number): number {
  let start = text.lastIndexOf('\n', statementStart - 1) + 1;
  if (text.slice(start, statementStart).trim() !== '') return statementStart;
  while (start > 0) {
    const previous = text.lastIndexOf('\n', start - 2) + 1;
    if (!text.slice(previous, start).trimStart().startsWith('--')) break;
    start = previous;
  }
  return start;
}
