import ts from 'typescript';
import type { EmbeddedSqlSettings } from '../fragment';
import { firstWordsIn } from './first-words';
import { hasUp, isDown } from './down-function';
import { likelihoodOfTag, type Likelihood } from './known-names';
import { joinedTextOf, type JoinedText } from './joined-text';
import { isConcatenation, isLiteral, operandsOf } from './literals';
import { childrenOf, isWrapper, pathOf } from './parse';
import { likelihoodOfChild } from './places';

/** A place in the module where SQL may be written. */
export interface Site {
  /** One literal, the operands of a concatenation with a literal among them, or what is joined. */
  readonly operands: readonly ts.Expression[];
  readonly joined?: JoinedText;
  readonly likelihood: 'certain' | 'possible';
  /** The statement or the class member around it. */
  readonly hostStatement: ts.Node;
  /** It is the `text` beside a `name`. */
  readonly named: boolean;
  /** The variable that it is given to. */
  readonly variable?: ts.Identifier;
  /** It stands in the `down` of a migration. */
  readonly isDown: boolean;
  /** The function that it is handed to, the tag in front of it. */
  readonly receiver?: ts.Expression;
}

interface Visit {
  readonly node: ts.Node;
  /** For a string that stands here. */
  readonly likelihood: Likelihood;
  readonly hostStatement: ts.Node;
  readonly named: boolean;
  readonly variable?: ts.Identifier | undefined;
  readonly isDown: boolean;
  readonly receiver?: ts.Expression | undefined;
}

/**
 * Visits every place where SQL may be written; `take` says whether it was. Then nothing inside is visited: what stands in its holes are
 * pieces of this statement.
 */
export function visitSites(
  source: ts.SourceFile,
  settings: EmbeddedSqlSettings,
  take: (site: Site) => boolean,
): void {
  const hasFirstWord = firstWordsIn(source.text);
  const isMigration = hasUp(source.text);
  const top = { likelihood: 'never', hostStatement: source, named: false, isDown: false } as const;
  const rest: Visit[] = [{ ...top, node: source }];
  for (let visit = rest.pop(); visit; visit = rest.pop()) {
    if (!hasFirstWord({ start: visit.node.pos, end: visit.node.end })) continue;
    const joined = joinedTextOf(visit.node, visit.variable !== undefined);
    const operands = isConcatenation(visit.node) ? operandsOf(visit.node) : undefined;
    const site = siteOf(visit, joined ?? operands, source, settings);
    if (site && take(site)) continue;
    if (operands) {
      // A literal in the middle of a text is no text of its own.
      const others = operands.filter((operand) => !isLiteral(operand) || ts.isTemplateExpression(operand));
      for (const node of others) rest.push({ ...visit, node, likelihood: 'never', named: false });
    } else
      pushChildren(rest, { ...visit, isDown: visit.isDown || (isMigration && isDown(visit.node)) }, settings);
  }
}

function siteOf(
  { node, likelihood, hostStatement, named, variable, isDown: down, receiver }: Visit,
  whole: readonly ts.Expression[] | JoinedText | undefined,
  source: ts.SourceFile,
  settings: EmbeddedSqlSettings,
): Site | undefined {
  const joined = whole && 'operands' in whole ? whole : undefined;
  const concatenated = whole && 'operands' in whole ? whole.operands : whole;
  const operands =
    concatenated?.some(isLiteral) === true ? concatenated : isLiteral(node) ? [node] : undefined;
  if (!operands) return undefined;
  // Of a chain the template in front says what the whole is.
  const [head = node] = joined?.separator === '' ? operands : [node];
  const found = hasMarker(node, source) ? 'certain' : likelihoodOf(head, likelihood, settings);
  if (found === 'never') return undefined;
  const taker = ts.isTaggedTemplateExpression(head) ? head.tag : receiver;
  return {
    operands,
    ...(joined && { joined }),
    likelihood: found,
    hostStatement,
    named,
    ...(variable && { variable }),
    isDown: down,
    ...(taker && { receiver: taker }),
  };
}

function likelihoodOf(node: ts.Node, byPlace: Likelihood, settings: EmbeddedSqlSettings): Likelihood {
  return ts.isTaggedTemplateExpression(node) ? likelihoodOfTag(pathOf(node.tag), settings) : byPlace;
}

const MARKER = /\/\*+\s*(?:sql|pgsql|postgres(?:ql)?)\s*\*+\//i;

/** A comment right before the literal. */
function hasMarker(node: ts.Node, source: ts.SourceFile): boolean {
  const start = node.getStart(source);
  return start > node.pos && MARKER.test(source.text.slice(node.pos, start));
}

function pushChildren(rest: Visit[], visit: Visit, settings: EmbeddedSqlSettings): void {
  const { node } = visit;
  const hostStatement = isHostStatement(node) ? node : visit.hostStatement;
  const text = ts.isObjectLiteralExpression(node) ? namedText(node) : undefined;
  const receiver = receiverIn(node, visit.receiver);
  for (const child of childrenOf(node)) {
    const likelihood = likelihoodOfChild(node, child, visit.likelihood, settings);
    const named = child === text || (visit.named && keepsValue(node));
    const variable = variableFor(node, child) ?? (isWrapper(node) ? visit.variable : undefined);
    rest.push({ node: child, likelihood, hostStatement, named, variable, isDown: visit.isDown, receiver });
  }
}

/** Functions keep what they hold for themselves. */
function receiverIn(node: ts.Node, around: ts.Expression | undefined): ts.Expression | undefined {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return node.expression;
  return ts.isFunctionLike(node) || ts.isClassLike(node) ? undefined : around;
}

/** `let text = …`, `text = …` */
function variableFor(node: ts.Node, child: ts.Node): ts.Identifier | undefined {
  const target = ts.isVariableDeclaration(node)
    ? child === node.initializer && node.name
    : ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      child === node.right &&
      node.left;
  return target && ts.isIdentifier(target) ? target : undefined;
}

function isHostStatement(node: ts.Node): boolean {
  return (ts.isStatement(node) && !ts.isBlock(node)) || ts.isClassElement(node);
}

/** The `text` of `{ name, text, values }`. */
function namedText({ properties }: ts.ObjectLiteralExpression): ts.ObjectLiteralElementLike | undefined {
  const find = (wanted: string): ts.ObjectLiteralElementLike | undefined =>
    properties.find(
      ({ name }) => name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === wanted,
    );
  return find('name') && find('text');
}

function keepsValue(node: ts.Node): boolean {
  return isWrapper(node) || ts.isPropertyAssignment(node) || ts.isConditionalExpression(node);
}
