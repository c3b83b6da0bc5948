import ts from 'typescript';
import type { Span } from '../../span';
import { DraftBuilder, type Draft } from '../draft';
import { isRaw } from '../escape-text';
import type { FragmentHost, Operand } from '../fragment';
import { decodeLiteral } from './decode-literal';
import { contentInTagged } from './hole-content';
import { inlineOf } from './inline';
import type { Inline, InlinePart, Mode } from './inline-parts';
import type { JoinedText } from './joined-text';
import { isLiteral, joinsText, type Literal } from './literals';
import { unwrap } from './parse';
import type { Change, Scopes } from './scopes';
import { writeColumns } from './write-columns';

export interface Module {
  readonly source: ts.SourceFile;
  readonly scopes: () => Scopes;
}

/** A draft in the making. */
interface Writing {
  readonly builder: DraftBuilder;
  readonly module: Module;
  /** Constants that name constants many times over would grow without end. */
  splicesLeft: number;
}

const MAX_SPLICES = 500;
const MAX_DEPTH = 8;

/** The SQL that a literal, or several joined by `+`, would hold, and what is added to the variable that it is the value of. */
export function draftOf(
  operands: readonly ts.Expression[],
  module: Module,
  additions: readonly Change[] = [],
): Draft {
  const builder = new DraftBuilder();
  const writing: Writing = { builder, module, splicesLeft: MAX_SPLICES };
  const parts: Operand[] = [];
  for (const operand of operands) {
    // Somebody is still typing what the parser put in.
    if (operands.length > 1 && operand.pos === operand.end) continue;
    const start = builder.length;
    const host = addOperand(writing, operand);
    parts.push({ span: { start, end: builder.length }, host });
  }
  for (const addition of additions) addLater(writing, addition);
  const hosts = parts.map(({ host }) => host).filter((host) => host.kind !== 'expression');
  const host = hosts.find(({ kind }) => kind === 'string') ?? hosts[0] ?? { kind: 'template' };
  return operands.length > 1 ? builder.build(host, parts) : builder.build(host);
}

/** The SQL that the elements of a list, and what is added to it or to the text further below, would hold when they are joined. */
export function draftOfList(
  { operands, isFiltered }: JoinedText,
  separator: string,
  module: Module,
  additions: readonly Change[],
  separatorOfAdditions: string,
): Draft {
  const builder = new DraftBuilder();
  const writing: Writing = { builder, module, splicesLeft: MAX_SPLICES };
  for (const [index, operand] of operands.entries()) {
    const expression = unwrap(operand);
    const isCertain = isLiteral(expression) || !(isFiltered || ts.isSpreadElement(expression));
    addLater(writing, { expression, isCertain, isElse: false }, index > 0 ? separator : '');
  }
  for (const addition of additions) addLater(writing, addition, separatorOfAdditions);
  const first = operands.map(unwrap).find(isLiteral);
  return builder.build(first ? hostOf(first, module.source) : { kind: 'template' });
}

function addOperand(writing: Writing, operand: ts.Expression): Operand['host'] {
  if (isLiteral(operand)) return addLiteral(writing, operand, 0);
  const documentSpan = { start: operand.getStart(writing.module.source), end: operand.end };
  addExpression(writing, operand, { documentSpan, mode: 'text', isOperand: true, depth: 0 });
  return { kind: 'expression' };
}

/** `text += …` further below, an element of a list. */
function addLater(
  writing: Writing,
  { expression, isCertain, isElse }: Pick<Change, 'expression' | 'isCertain' | 'isElse'>,
  separator = '',
): void {
  const { builder, module } = writing;
  const documentSpan = { start: expression.getStart(module.source), end: expression.end };
  builder.splice({ documentSpan, isCertain, isInPlace: true }, () => {
    if (isElse) return;
    builder.replace({ start: documentSpan.start, end: documentSpan.start }, separator);
    if (isLiteral(expression)) addLiteral(writing, expression, 1);
    else addExpression(writing, expression, { documentSpan, mode: 'text', isOperand: true, depth: 1 });
  });
}

function addLiteral(writing: Writing, literal: Literal, depth: number): FragmentHost {
  const { builder, module } = writing;
  const { source } = module;
  const host = hostOf(literal, source);
  if (ts.isStringLiteral(literal)) {
    const quote = source.text[literal.getStart(source)] ?? '';
    decodeLiteral(builder, source.text, inside(literal, source, quote), 'string');
    return host;
  }
  const isTagged = ts.isTaggedTemplateExpression(literal);
  const mode = isTagged && !joinsText(literal) ? 'bound' : 'text';
  addTemplate(writing, isTagged ? literal.template : literal, { isRaw: isRaw(host), mode, depth });
  return host;
}

function hostOf(literal: Literal, source: ts.SourceFile): FragmentHost {
  if (ts.isStringLiteral(literal)) {
    return { kind: 'string', quote: source.text[literal.getStart(source)] === '"' ? '"' : "'" };
  }
  const isTagged = ts.isTaggedTemplateExpression(literal);
  const tag = isTagged ? literal.tag.getText(source).replace(/\s+/g, ' ') : undefined;
  return { kind: 'template', ...(tag !== undefined && { tag }) };
}

function addTemplate(
  writing: Writing,
  template: ts.TemplateLiteral,
  { isRaw: isRawForm, mode, depth }: { isRaw: boolean; mode: Mode; depth: number },
): void {
  const { builder, module } = writing;
  const { source } = module;
  const form = isRawForm ? 'raw-template' : 'template';
  if (ts.isNoSubstitutionTemplateLiteral(template)) {
    decodeLiteral(builder, source.text, inside(template, source, '`'), form);
    return;
  }
  let text = inside(template.head, source, '${');
  decodeLiteral(builder, source.text, text, form);
  for (const { expression, literal } of template.templateSpans) {
    const next = inside(literal, source, ts.isTemplateTail(literal) ? '`' : '${');
    const documentSpan = { start: text.end, end: next.start };
    if (source.text.startsWith('}', literal.getStart(source))) {
      addExpression(writing, expression, { documentSpan, mode, isOperand: false, depth });
    } else addOpenHole(builder, documentSpan);
    decodeLiteral(builder, source.text, next, form);
    text = next;
  }
}

/** Somebody is still typing its `}`: nothing can be written behind it, and what it will hold is not known. */
function addOpenHole(builder: DraftBuilder, documentSpan: Span): void {
  builder.splice({ documentSpan, isCertain: false, isInPlace: true }, () => {
    builder.hole(documentSpan, 'text');
  });
}

/** Between a literal's quotes; to its end when somebody is still typing it. */
function inside(literal: ts.Node, source: ts.SourceFile, closing: string): Span {
  const start = Math.min(literal.getStart(source) + 1, literal.end);
  const end = literal.end - closing.length;
  const isClosed = end >= start && source.text.startsWith(closing, end);
  return { start, end: isClosed ? end : literal.end };
}

interface Place {
  readonly documentSpan: Span;
  readonly mode: Mode;
  /** Of a concatenation. */
  readonly isOperand: boolean;
  readonly depth: number;
}

function addExpression(writing: Writing, expression: ts.Expression, place: Place): void {
  const { builder, module } = writing;
  const { documentSpan, mode, isOperand, depth } = place;
  const mayInline = depth < MAX_DEPTH && writing.splicesLeft > 0;
  const inline = mayInline ? inlineOf(expression, mode, module.scopes()) : undefined;
  if (!inline || (!inline.isCertain && mode === 'text' && isInQuotes(builder.tail))) {
    builder.hole(documentSpan, mode === 'text' ? 'text' : contentInTagged(expression));
    return;
  }
  writing.splicesLeft--;
  const { isCertain } = inline;
  builder.splice({ documentSpan, isCertain, isInPlace: inline.isInPlace && !isOperand }, () => {
    addInline(writing, inline, documentSpan, depth + 1);
  });
}

/** A value that a condition chooses is no more known than any other. */
function isInQuotes(before: string): boolean {
  return before.split("'").length % 2 === 0;
}

function addInline(writing: Writing, { parts }: Inline, documentSpan: Span, depth: number): void {
  for (const part of parts) addPart(writing, part, documentSpan, depth);
}

function addPart(writing: Writing, part: InlinePart, documentSpan: Span, depth: number): void {
  const { builder } = writing;
  switch (part.kind) {
    case 'literal':
      addLiteral(writing, part.literal, depth);
      break;
    case 'text':
      builder.replace(documentSpan, part.text);
      break;
    case 'hole':
      builder.hole(documentSpan, part.content);
      break;
    case 'columns':
      writeColumns(builder, part.names, documentSpan);
      break;
  }
}
