import type { DocumentEdit } from '../finding';
import type { Span } from '../span';
import { closingOf, escapeText, openingOf } from './escape-text';
import type { Fragment, FragmentHost, Operand } from './fragment';

/** A string is new SQL text; a span of the fragment copies what the document has there, escapes and `${…}` included. */
export type Piece = string | Span;

export interface FragmentEdit {
  /** In the fragment. Empty for an insertion. */
  readonly span: Span;
  readonly pieces: readonly Piece[];
}

/** The edits as the document needs them, in its order; new text is escaped for the literal it goes into. Edits must not overlap. */
export function placeEdits(
  edits: readonly FragmentEdit[],
  fragment: Fragment,
  documentText: string,
): readonly DocumentEdit[] {
  const source = { fragment, documentText, lineBreak: /\r?\n/.exec(documentText)?.[0] ?? '\n' };
  return edits.map((edit) => placeEdit(edit, source)).sort((one, other) => one.span.start - other.span.start);
}

interface Source {
  readonly fragment: Fragment;
  readonly documentText: string;
  readonly lineBreak: string;
}

function placeEdit(edit: FragmentEdit, source: Source): DocumentEdit {
  const { fragment } = source;
  const [first] = fragment.operands ?? [];
  if (edit.span.end === 0 && first?.host.kind === 'expression') {
    return placeEdit({ span: first.span, pieces: [...edit.pieces, first.span] }, source);
  }
  return { span: fragment.map.spanToDocument(edit.span), newText: write(edit, source) };
}

type OperandHost = Operand['host'];

/** What the first and the last unit of a span stand in. */
interface Hosts {
  readonly first: OperandHost;
  readonly last: OperandHost;
}

function hostsOf({ start, end }: Span, { operands, host }: Fragment): Hosts {
  if (!operands) return { first: host, last: host };
  const last = operands.find(({ span }) => end <= span.end)?.host ?? host;
  if (start === end) return { first: last, last };
  return { first: operands.find(({ span }) => start < span.end)?.host ?? host, last };
}

function write({ span, pieces }: FragmentEdit, source: Source): string {
  const around = hostsOf(span, source.fragment);
  const isReplaced = span.start < span.end;
  const writer: Writer = {
    text: '',
    host: around.first,
    isEmptyExpression: around.first.kind === 'expression' && isReplaced,
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') writeText(writer, piece, source);
    else if (piece.start < piece.end) copy(writer, piece, source);
  }
  if (around.last.kind !== 'expression') enter(writer, around.last);
  else if (writer.host.kind !== 'expression') writer.text += closingOf(writer.host);
  return writer.isEmptyExpression ? `${writer.text}''` : writer.text;
}

/** Text in the making, and what it stands in at its end. */
interface Writer {
  text: string;
  host: OperandHost;
  /** An operand must follow: the one that stood here is replaced. */
  isEmptyExpression: boolean;
}

function writeText(writer: Writer, text: string, { fragment, lineBreak }: Source): void {
  if (text === '') return;
  const host: FragmentHost = writer.host.kind === 'expression' ? fragment.host : writer.host;
  enter(writer, host);
  writer.text += escapeText(text, host, lineBreak);
}

function copy(writer: Writer, span: Span, { fragment, documentText }: Source): void {
  const { first, last } = hostsOf(span, fragment);
  const { start, end } = fragment.map.spanToDocument(span);
  enter(writer, first);
  // Two expressions do not simply follow each other as text does.
  if (first.kind === 'expression' && !writer.isEmptyExpression) writer.text += ' + ';
  writer.text += documentText.slice(start, end);
  writer.host = last;
  writer.isEmptyExpression = false;
}

/** Leaves one operand of a concatenation for the next. */
function enter(writer: Writer, next: OperandHost): void {
  const { host } = writer;
  if (isSameHost(host, next)) return;
  if (host.kind !== 'expression') writer.text += closingOf(host);
  if (!writer.isEmptyExpression) writer.text += ' + ';
  writer.isEmptyExpression = next.kind === 'expression';
  if (next.kind !== 'expression') writer.text += openingOf(next);
  writer.host = next;
}

function isSameHost(one: OperandHost, other: OperandHost): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind === 'expression' || other.kind === 'expression' || openingOf(one) === openingOf(other);
}
