import { insertAfterKey, insertAt } from './ddl-edits';
import { message } from '../message';
import type { DdlContext, FixDraft } from '../rules/define-rule';
import type { FragmentEdit } from '../sources/edit';
import { quoteIdentifier } from '../sql/identifiers';
import type { ConstraintDefinition, CreateTable, DdlStatement } from '../sql/model';

interface FaultyKey {
  readonly columns: readonly string[];
  readonly definition?: ConstraintDefinition;
}

/** Puts the rest of the partition key behind the columns of the key. */
export function uniqueKeyFixes(
  { statement, fragment }: DdlContext,
  key: FaultyKey,
  missing: readonly string[],
): readonly FixDraft[] {
  const edits = extendKey(statement, key, missing.map(quoteIdentifier), fragment.text);
  if (edits.length === 0) return [];
  return [
    {
      id: 'edit-ddl/with-partition-key',
      title: message(
        'Add {0} to the key: accepted, but the same ({1}) may then stand once in each partition',
        missing.join(', '),
        key.columns.join(', '),
      ),
      kind: 'edit-ddl',
      preferred: false,
      edits,
    },
  ];
}

function extendKey(
  statement: DdlStatement,
  { columns, definition }: FaultyKey,
  missing: readonly string[],
  text: string,
): readonly FragmentEdit[] {
  const more = missing.map((column) => `, ${column}`).join('');
  if (statement.kind === 'create-index') {
    const last = statement.keys.at(-1);
    return last ? [insertAfterKey(last, more)] : [];
  }
  if (!definition) return [];
  const list = /\b(?:KEY|UNIQUE|DISTINCT)\s*\((?:"[^"]*"|[^()"])*(?=\))/i.exec(
    text.slice(definition.span.start, definition.span.end),
  );
  if (list) return [insertAt(definition.span.start + list.index + list[0].trimEnd().length, more)];
  if (statement.kind !== 'create-table') return [];
  return asTableConstraint(statement, columns, definition, more, text);
}

/** `event_id uuid PRIMARY KEY` can name no other column: the constraint moves behind the columns. */
function asTableConstraint(
  statement: CreateTable,
  columns: readonly string[],
  { span, kind, name }: ConstraintDefinition,
  more: string,
  text: string,
): readonly FragmentEdit[] {
  const ends = [...statement.columns, ...statement.constraints].map((element) => element.span.end);
  const end = Math.max(...ends);
  const gap = /\s*$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
  const words = kind === 'primary-key' ? 'PRIMARY KEY' : 'UNIQUE';
  const named = name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(name)} `;
  const list = columns.map(quoteIdentifier).join(', ');
  return [
    { span: { start: span.start - gap, end: span.end }, pieces: [''] },
    insertAt(end, `,\n    ${named}${words} (${list}${more})`),
  ];
}
