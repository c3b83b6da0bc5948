import type { DocumentEdit } from '../finding';
import { message } from '../message';
import type { DdlContext, FixDraft, ReadStatement } from '../rules/define-rule';
import type { SetVariable } from '../sql/model';
import { statementsBetween } from './setting-pair';
import { statementRemoval } from './statement-removal';
import { isInTransaction } from './transaction-block';

const EDIT = { kind: 'edit-ddl', preferred: false } as const;

/** `later`: the statement that sets or resets the same setting behind this one. */
export function plannerSettingFixes(
  context: DdlContext,
  statement: SetVariable,
  later: ReadStatement<SetVariable> | undefined,
): readonly FixDraft[] {
  const isInside = isInTransaction(context);
  const diagnosis = isInside || !later ? undefined : diagnose(context, later);
  return [
    ...(diagnosis ? [diagnosis] : [setLocal(context, statement, isInside)]),
    ...removal(context, later),
  ];
}

/** The pair around a query, or around the place for one, becomes a transaction that asks for the plan and leaves nothing behind. */
function diagnose(
  { fragment, documentText }: DdlContext,
  later: ReadStatement<SetVariable>,
): FixDraft | undefined {
  const { start, end } = fragment.documentSpan;
  const closing = later.fragment.documentSpan;
  const between = statementsBetween(documentText, end, closing.start);
  if (!between.every(({ text }) => /^(?:select|with|table|values)\b/i.test(text))) return undefined;
  const word = localSpan(fragment.text);
  const local: DocumentEdit = {
    span: { start, end: start + word.end },
    newText: `BEGIN;\n${fragment.text.slice(0, word.start)} LOCAL`,
  };
  const explained = between.map(({ span }): DocumentEdit => ({
    span: { start: span.start, end: span.start },
    newText: 'EXPLAIN ',
  }));
  return {
    ...EDIT,
    id: 'edit-ddl/diagnosis',
    title:
      between.length > 0
        ? message('Ask for the plan only, in a transaction that is rolled back: shows it, does not run it')
        : message('Put it into a transaction that is rolled back: for EXPLAIN, not for the product'),
    documentEdits: [local, ...explained, { span: closing, newText: 'ROLLBACK' }],
  };
}

function setLocal({ fragment }: DdlContext, { span }: SetVariable, isInside: boolean): FixDraft {
  const word = localSpan(fragment.text.slice(span.start, span.end));
  return {
    ...EDIT,
    id: 'edit-ddl/local',
    title: message('Use SET LOCAL: ends with the transaction, has no effect outside a transaction block'),
    preferred: isInside,
    edits: [{ span: { start: span.start + word.start, end: span.start + word.end }, pieces: [' LOCAL'] }],
  };
}

/** From behind SET to behind SESSION, if that is written. */
function localSpan(text: string): { readonly start: number; readonly end: number } {
  const words = /^(set)(\s+session\b)?/i.exec(text);
  const start = words?.[1]?.length ?? 0;
  return { start, end: words?.[0].length ?? start };
}

function removal(context: DdlContext, later: ReadStatement<SetVariable> | undefined): readonly FixDraft[] {
  const { fragment, documentText } = context;
  const own = statementRemoval(fragment, documentText);
  const other =
    later && later.statement.variable !== 'all' ? statementRemoval(later.fragment, documentText) : undefined;
  if (!own) return [];
  return [
    {
      ...EDIT,
      id: 'edit-ddl/remove-setting',
      title: message(
        'Remove the setting: the planner chooses again, so the query or its index must be right',
      ),
      documentEdits: [own, ...(other ? [other] : [])],
    },
  ];
}
