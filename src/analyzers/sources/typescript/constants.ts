import ts from 'typescript';
import { unwrap } from './parse';
import type { Declaration, Scopes } from './scopes';

/** What an expression of the module stands for: the value of a constant, of a class field, of a member of a constant object. */
export interface KnownValue {
  readonly value: NonNullable<Declaration['value']> | ts.MethodDeclaration;
  /** Of a variable that is given other values or grows. */
  readonly changes: Declaration['changes'];
}

/** `const { a } = a` */
const MAX_DEPTH = 8;

/** `undefined` for what is only known when the program runs. */
export function knownValueOf(expression: ts.Expression, scopes: Scopes, depth = 0): KnownValue | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const bare = unwrap(expression);
  if (ts.isIdentifier(bare)) {
    const { value, member, isConstant, changes = [] } = scopes.declarationOf(bare.text, bare.pos) ?? {};
    if (value && member !== undefined) {
      const object = ts.isExpression(value) ? objectOf(value, scopes, depth + 1) : undefined;
      return object && changes.length === 0 ? memberOf(object, member) : undefined;
    }
    // `$${index}`, where `index++` is somewhere else
    if (!value || (ts.isNumericLiteral(value) && isConstant === false)) return undefined;
    return { value, changes };
  }
  if (!ts.isPropertyAccessExpression(bare)) return undefined;
  const name = bare.name.text;
  if (bare.expression.kind === ts.SyntaxKind.ThisKeyword) {
    const around = scopes.classAround(bare.pos);
    return around && !scopes.assignedMembers.has(name) ? memberOfClass(around, name) : undefined;
  }
  const object = knownValueOf(bare.expression, scopes, depth);
  return object?.changes.length === 0 ? memberOf(object.value, name) : undefined;
}

/** What a pattern takes names out of. */
function objectOf(value: ts.Expression, scopes: Scopes, depth: number): KnownValue['value'] | undefined {
  if (ts.isObjectLiteralExpression(value)) return value;
  const known = knownValueOf(value, scopes, depth);
  return known?.changes.length === 0 ? known.value : undefined;
}

function memberOf(value: KnownValue['value'], name: string): KnownValue | undefined {
  if (ts.isClassLike(value)) return memberOfClass(value, name);
  if (ts.isEnumDeclaration(value)) {
    const member = value.members.find((one) => nameOf(one.name) === name);
    return member?.initializer && { value: unwrap(member.initializer), changes: [] };
  }
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const property = value.properties.findLast((one) => nameOf(one.name) === name);
  return property && ts.isPropertyAssignment(property)
    ? { value: unwrap(property.initializer), changes: [] }
    : undefined;
}

function memberOfClass({ members }: ts.ClassLikeDeclaration, name: string): KnownValue | undefined {
  const member = members.find((one) => nameOf(one.name) === name);
  if (member && ts.isMethodDeclaration(member)) return { value: member, changes: [] };
  const isField = member && ts.isPropertyDeclaration(member) && member.initializer;
  return isField ? { value: unwrap(isField), changes: [] } : undefined;
}

function nameOf(name: ts.PropertyName | undefined): string | undefined {
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name))
    ? name.text
    : undefined;
}

/** What a function gives back when it has one way to do so. */
export function resultOf(value: KnownValue['value']): { result: ts.Expression; isOnly: boolean } | undefined {
  if (!isFunction(value) || !value.body) return undefined;
  if (!ts.isBlock(value.body)) return { result: unwrap(value.body), isOnly: true };
  const results: ts.Expression[] = [];
  collectReturns(value.body, results);
  const result = results.at(-1);
  return result && { result: unwrap(result), isOnly: results.length === 1 };
}

function isFunction(
  value: ts.Node,
): value is ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration {
  return (
    ts.isArrowFunction(value) ||
    ts.isFunctionExpression(value) ||
    ts.isFunctionDeclaration(value) ||
    ts.isMethodDeclaration(value)
  );
}

function collectReturns(node: ts.Node, results: ts.Expression[]): void {
  if (ts.isReturnStatement(node)) {
    if (node.expression) results.push(node.expression);
    return;
  }
  if (!ts.isStatement(node) && !ts.isCaseBlock(node) && !ts.isCaseOrDefaultClause(node)) return;
  ts.forEachChild(node, (child) => {
    collectReturns(child, results);
  });
}
