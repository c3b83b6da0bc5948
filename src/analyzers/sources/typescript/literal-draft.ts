import ts from 'typescript';
import type { Span } from '../../span';
import { DraftBuilder, type Draft } from '../draft';
import { isRaw } from '../escape-text';
import type { FragmentHost, Operand } from '../fragment';
import type { ConstantReader } from './constants';
import { decodeLiteral } from './decode-literal';
import { contentInTagged } from './hole-content';

export interface Module {
  readonly source: ts.SourceFile;
  readonly constantOf: ConstantReader;
}

export function isLiteral(
  node: ts.Node,
): node is ts.StringLiteral | ts.TemplateLiteral | ts.TaggedTemplateExpression {
  return ts.isStringLiteral(node) || ts.isTemplateLiteral(node) || ts.isTaggedTemplateExpression(node);
}

export function isConcatenation(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** The operands of `a + b + c`, which the syntax tree nests to the left. */
export function operandsOf(concatenation: ts.BinaryExpression): readonly ts.Expression[] {
  const operands: ts.Expression[] = [];
  let rest: ts.Expression = concatenation;
  while (isConcatenation(rest)) {
    operands.push(rest.right);
    rest = rest.left;
  }
  operands.push(rest);
  return operands.reverse();
}

/** The SQL that a literal, or several joined by `+`, would hold. */
export function draftOf(operands: readonly ts.Expression[], module: Module): Draft {
  const builder = new DraftBuilder();
  const parts: Operand[] = [];
  for (const operand of operands) {
    // Somebody is still typing what the parser put in.
    if (operands.length > 1 && operand.pos === operand.end) continue;
    const start = builder.length;
    const host = addOperand(builder, operand, module);
    parts.push({ span: { start, end: builder.length }, host });
  }
  const hosts = parts.map(({ host }) => host).filter((host) => host.kind !== 'expression');
  const host = hosts.find(({ kind }) => kind === 'string') ?? hosts[0] ?? { kind: 'template' };
  return operands.length > 1 ? builder.build(host, parts) : builder.build(host);
}

function addOperand(builder: DraftBuilder, operand: ts.Expression, module: Module): Operand['host'] {
  const { source } = module;
  const start = operand.getStart(source);
  if (ts.isStringLiteral(operand)) {
    const quote = source.text[start] === '"' ? '"' : "'";
    decodeLiteral(builder, source.text, inside(operand, source, quote), 'string');
    return { kind: 'string', quote };
  }
  if (ts.isTemplateLiteral(operand)) return addTemplate(builder, operand, { kind: 'template' }, module);
  if (ts.isTaggedTemplateExpression(operand)) {
    const tag = operand.tag.getText(source).replace(/\s+/g, ' ');
    return addTemplate(builder, operand.template, { kind: 'template', tag }, module);
  }
  addExpression(builder, operand, { start, end: operand.end }, undefined, module);
  return { kind: 'expression' };
}

type TemplateHost = Extract<FragmentHost, { readonly kind: 'template' }>;

function addTemplate(
  builder: DraftBuilder,
  template: ts.TemplateLiteral,
  host: TemplateHost,
  module: Module,
): FragmentHost {
  const { source } = module;
  const form = isRaw(host) ? 'raw-template' : 'template';
  if (ts.isNoSubstitutionTemplateLiteral(template)) {
    decodeLiteral(builder, source.text, inside(template, source, '`'), form);
    return host;
  }
  let text = inside(template.head, source, '${');
  decodeLiteral(builder, source.text, text, form);
  for (const { expression, literal } of template.templateSpans) {
    const next = inside(literal, source, ts.isTemplateTail(literal) ? '`' : '${');
    addExpression(builder, expression, { start: text.end, end: next.start }, host, module);
    decodeLiteral(builder, source.text, next, form);
    text = next;
  }
  return host;
}

/** Between a literal's quotes; to its end when somebody is still typing it. */
function inside(literal: ts.Node, source: ts.SourceFile, closing: string): Span {
  const start = Math.min(literal.getStart(source) + 1, literal.end);
  const end = literal.end - closing.length;
  const isClosed = end >= start && source.text.startsWith(closing, end);
  return { start, end: isClosed ? end : literal.end };
}

/** An expression whose text becomes part of the SQL, unless its template has a tag that sends it as a parameter. */
function addExpression(
  builder: DraftBuilder,
  expression: ts.Expression,
  documentSpan: Span,
  host: TemplateHost | undefined,
  { constantOf }: Module,
): void {
  if (host?.tag !== undefined && !joinsText(host.tag)) {
    builder.hole(documentSpan, contentInTagged(expression));
    return;
  }
  const constant = constantOf(expression);
  if (constant === undefined) builder.hole(documentSpan, 'text');
  else builder.replace(documentSpan, constant);
}

/** Tags that give back a string. */
function joinsText(tag: string): boolean {
  return /^(?:String\.raw|dedent|outdent|stripIndents?|oneLine(?:Trim)?)$/.test(tag);
}
