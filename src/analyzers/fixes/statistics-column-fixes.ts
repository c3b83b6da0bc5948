import { message } from '../message';
import type { MisnamedColumn } from '../query/misnamed-columns';
import { conjunctsOf } from '../query/walk-expression';
import { layOut, line } from '../rewrites/layout';
import type { FixDraft, QueryContext } from '../rules/define-rule';
import type { FragmentEdit, Piece } from '../sources/edit';
import { quoteIdentifier } from '../sql/identifiers';
import type { Expression } from '../sql/model';

export function statisticsColumnFixes(
  context: QueryContext,
  misnamed: readonly MisnamedColumn[],
): readonly FixDraft[] {
  return [
    {
      id: 'rewrite/right-names',
      title: message('Use the names that the view has: the columns of the result keep theirs'),
      kind: 'rewrite',
      preferred: true,
      edits: misnamed.map((each) => rename(each, context.fragment.text)),
    },
    ...wholeStatement(context, misnamed),
  ];
}

function rename({ column, rightName, isOutput }: MisnamedColumn, text: string): FragmentEdit {
  const { start, end } = column.span;
  const qualifier = /^[\s\S]*\.\s*/.exec(text.slice(start, end))?.[0].length ?? 0;
  const alias = isOutput ? ` AS ${quoteIdentifier(column.name)}` : '';
  return { span: { start: start + qualifier, end }, pieces: [`${rightName}${alias}`] };
}

/** What tells whether an index of one table earns its keep. By `relid`: two schemas may each have a table of the name. */
function wholeStatement(
  { statement, fragment }: QueryContext,
  misnamed: readonly MisnamedColumn[],
): readonly FixDraft[] {
  const table = tableAskedFor(misnamed);
  const [first] = misnamed;
  if (statement.kind !== 'select' || !table || !first?.path.alone || first.path.block !== statement)
    return [];
  if (first.view.of !== 'indexes' || statement.with.length > 0 || statement.limit || statement.offset)
    return [];
  const lines = [
    line(0, 'SELECT s.schemaname, s.relname, s.indexrelname, s.idx_scan, s.idx_tup_read, s.idx_tup_fetch,'),
    line(1, 'pg_relation_size(s.indexrelid) AS index_size, i.indisunique, i.indisvalid,'),
    line(1, 'pg_get_indexdef(s.indexrelid) AS definition'),
    line(0, `FROM ${first.path.relation.name.name} AS s`),
    line(0, 'JOIN pg_index AS i ON i.indexrelid = s.indexrelid'),
    line(0, 'WHERE s.relid = ', ...table, '::regclass'),
    line(0, 'ORDER BY s.idx_scan, s.indexrelname'),
  ];
  return [
    {
      id: 'rewrite/index-usage',
      title: message(
        'Read the indexes of this one table, with size, uniqueness, validity and definition: other columns than before',
      ),
      kind: 'rewrite',
      preferred: false,
      edits: [layOut(lines, fragment, statement.span)],
    },
  ];
}

/** The value of `tablename = …`, if that is all that WHERE says. */
function tableAskedFor(misnamed: readonly MisnamedColumn[]): readonly Piece[] | undefined {
  const [condition, ...rest] = conjunctsOf(misnamed[0]?.path.block?.where);
  if (rest.length > 0 || condition?.kind !== 'operator' || condition.operator !== '=') return undefined;
  const { left, right } = condition;
  const isName = (side: Expression | undefined): boolean =>
    misnamed.some(({ column, rightName }) => column === side && rightName === 'relname');
  if (!isName(left) || !isNameValue(right)) return undefined;
  return [right.span];
}

function isNameValue(value: Expression): boolean {
  return value.kind === 'parameter' || (value.kind === 'constant' && value.type === 'string');
}
