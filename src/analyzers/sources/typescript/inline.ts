import ts from 'typescript';
import { knownValueOf, resultOf, type KnownValue } from './constants';
import { elementsOf, isRead } from './elements';
import { inlineHelper, isHelper } from './inline-helpers';
import {
  certainIf,
  elsewhere,
  HOLE,
  longer,
  textInline,
  together,
  uncertain,
  type Inline,
  type Mode,
  type Next,
} from './inline-parts';
import { isLiteral, joinsText, operandsOf, type Literal } from './literals';
import { pathOf, unwrap } from './parse';
import type { Scopes } from './scopes';

/** Constants that stand for constants, fragments in fragments: real code has four at most. */
const MAX_DEPTH = 8;

/** `undefined`: only known when the program runs. */
export function inlineOf(
  expression: ts.Expression,
  mode: Mode,
  scopes: Scopes,
  depth = 0,
): Inline | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const bare = unwrap(expression);
  if (isLiteral(bare)) return inlineLiteral(bare, mode);
  if (ts.isNumericLiteral(bare)) return mode === 'text' ? textInline(bare.text) : undefined;
  const next = (other: ts.Expression, otherMode = mode): Inline | undefined =>
    inlineOf(other, otherMode, scopes, depth + 1);
  if (ts.isConditionalExpression(bare)) {
    return uncertain(longer(next(bare.whenTrue), next(bare.whenFalse)));
  }
  if (ts.isBinaryExpression(bare)) return inlineOperator(bare, mode, next);
  if (ts.isCallExpression(bare)) return inlineCall(bare, mode, scopes, next);
  if (isHelper(pathOf(bare)) && mode === 'bound') return inlineHelper(bare, next, scopes);
  const known = knownValueOf(bare, scopes);
  return known && inlineKnown(known, bare.pos, next);
}

function inlineLiteral(literal: Literal, mode: Mode): Inline | undefined {
  const isTagged = ts.isTaggedTemplateExpression(literal);
  const isText = !isTagged || joinsText(literal);
  if (mode === 'bound' && isText) return undefined;
  return { parts: [{ kind: 'literal', literal }], isCertain: true, isInPlace: true };
}

function inlineOperator(bare: ts.BinaryExpression, mode: Mode, next: Next): Inline | undefined {
  switch (bare.operatorToken.kind) {
    case ts.SyntaxKind.PlusToken:
      return mode === 'text' && operandsOf(bare).some(isLiteral)
        ? together(operandsOf(bare).map((operand) => next(operand) ?? HOLE))
        : undefined;
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return uncertain(next(bare.right));
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return uncertain(next(bare.left) ?? next(bare.right));
    default:
      return undefined;
  }
}

function inlineCall(call: ts.CallExpression, mode: Mode, scopes: Scopes, next: Next): Inline | undefined {
  if (isHelper(pathOf(call.expression))) return inlineHelper(call, next, scopes);
  const callee = unwrap(call.expression);
  if (mode === 'text' && ts.isPropertyAccessExpression(callee)) {
    const { expression, name } = callee;
    if (name.text === 'join') return inlineJoin(expression, separatorOf(call), next, scopes);
    if (/^(?:trim(?:Start|End)?|toString)$/.test(name.text)) return next(expression);
  }
  const known = knownValueOf(callee, scopes);
  const returned = known && resultOf(known.value);
  if (returned) return certainIf(elsewhere(next(returned.result)), returned.isOnly);
  // `when(id, (id) => sql`AND id = ${id}`)`
  const callback = call.arguments.find((argument) => ts.isArrowFunction(argument));
  const result = mode === 'bound' && callback ? resultOf(callback)?.result : undefined;
  return result && uncertain(next(result));
}

function separatorOf({ arguments: [separator] }: ts.CallExpression): string | undefined {
  return separator && ts.isStringLiteralLike(separator) ? separator.text : undefined;
}

/** An array whose elements are texts, with what is pushed to it later. */
function inlineJoin(
  list: ts.Expression,
  separator: string | undefined,
  next: Next,
  scopes: Scopes,
): Inline | undefined {
  const elements = elementsOf(list, scopes);
  if (!elements || separator === undefined) return undefined;
  const inlines = elements.all.map((element) => next(element, 'text') ?? HOLE);
  return certainIf(together(inlines, textInline(separator)), elements.isCertain);
}

/** The value at a place in the module: what happens to the variable further below counts only in loops. */
function inlineKnown({ value, changes }: KnownValue, offset: number, next: Next): Inline | undefined {
  if (!ts.isExpression(value)) return undefined;
  const first = next(value);
  const before = changes.filter(({ expression }) => expression.end <= offset);
  const assigned = before.filter(({ kind }) => kind === 'assign');
  if (assigned.length > 0) {
    const values = assigned.map(({ expression }) => next(expression));
    return elsewhere(uncertain(values.reduce(longer, first)));
  }
  const added = before.filter(isRead).map(({ expression }) => next(expression) ?? HOLE);
  const isCertain = changes.length === before.length && changes.every((change) => change.isCertain);
  return first && certainIf(together([first, ...added]), isCertain);
}
