import ts from 'typescript';
import type { Span } from '../../span';
import { otherDatabaseNamedIn } from '../other-database';
import { separatorOf, unfiltered } from './joined-text';
import { childrenOf, unwrap } from './parse';

/** What is later done to a variable: `text += …`, `list.push(…)`, `query.append(…)`, `text = …`. */
export interface Change {
  readonly kind: 'add' | 'assign';
  readonly expression: ts.Expression;
  /** Happens whenever the declaration's own block is run. */
  readonly isCertain: boolean;
  /** In the `else` of a condition: the other branch is read instead. */
  readonly isElse: boolean;
}

export interface Declaration {
  /** Absent: a parameter, an import, a pattern. */
  readonly value?: ts.Expression | ts.FunctionDeclaration | ts.ClassDeclaration | ts.EnumDeclaration;
  /** The name is that of this member of the value. */
  readonly member?: string;
  /** What an argument, or a member of one, is where the caller says nothing. */
  readonly fallback?: ts.Expression;
  readonly isConstant: boolean;
  /** In the document's order. */
  readonly changes: readonly Change[];
  /** What `join` puts between the elements of a list; absent when it is not joined, or with something unknown. */
  readonly separator?: string | undefined;
  /** Functions whose names say that they send text to another database, and that get this one. */
  readonly takers: readonly ts.Expression[];
}

/** The declarations of a module, by where their names are known. */
export interface Scopes {
  /** Of the name at a place in the module. */
  declarationOf(name: string, offset: number): Declaration | undefined;
  /** The class around a place. */
  classAround(offset: number): ts.ClassLikeDeclaration | undefined;
  /** Names that `this.name = …` gives a value somewhere in the module. */
  readonly assignedMembers: ReadonlySet<string>;
}

interface Scope extends Span {
  /** The branch that it lies in is an `else`. */
  readonly isElse: boolean;
}

interface Entry {
  readonly scope: Scope;
  readonly declaration: Declaration & {
    readonly changes: Change[];
    readonly takers: ts.Expression[];
    separator?: string | undefined;
  };
}

interface Mention {
  readonly name: string;
  readonly offset: number;
  readonly scope: Scope;
  readonly kind: Change['kind'] | 'join' | 'take';
  readonly expressions: readonly ts.Expression[];
  readonly call?: ts.CallExpression;
}

/** Looks through the module at the first question. */
export function createScopes(source: ts.SourceFile): () => Scopes {
  let scopes: Scopes | undefined;
  return () => (scopes ??= readScopes(source));
}

function readScopes(source: ts.SourceFile): Scopes {
  const reader = new ScopeReader();
  reader.read(source);
  return reader;
}

class ScopeReader implements Scopes {
  readonly assignedMembers = new Set<string>();
  readonly #entries = new Map<string, Entry[]>();
  readonly #classes: ts.ClassLikeDeclaration[] = [];
  readonly #mentions: Mention[] = [];
  /** Elements of patterns whose values are known. */
  readonly #members = new Set<ts.Node>();

  read(source: ts.SourceFile): void {
    const whole: Scope = { start: source.pos, end: source.end, isElse: false };
    const rest: { node: ts.Node; scope: Scope }[] = [{ node: source, scope: whole }];
    for (let visit = rest.pop(); visit; visit = rest.pop()) {
      const { node, scope } = visit;
      const inner = opensScope(node) ? { start: node.pos, end: node.end, isElse: scope.isElse } : scope;
      this.#declare(node, scope, inner);
      this.#mention(node, inner);
      const elseBranch = ts.isIfStatement(node) ? node.elseStatement : undefined;
      for (const child of childrenOf(node)) {
        const isElse = child === elseBranch;
        rest.push({ node: child, scope: isElse ? { start: child.pos, end: child.end, isElse } : inner });
      }
    }
    this.#mentions.sort((one, other) => one.offset - other.offset);
    for (const mention of this.#mentions) this.#change(mention);
  }

  declarationOf(name: string, offset: number): Declaration | undefined {
    return this.#entryOf(name, offset)?.declaration;
  }

  classAround(offset: number): ts.ClassLikeDeclaration | undefined {
    return smallest(
      this.#classes.filter(({ pos, end }) => pos <= offset && offset < end),
      ({ pos, end }) => end - pos,
    )[0];
  }

  /** Two declarations of one name in one scope say nothing. */
  #entryOf(name: string, offset: number): Entry | undefined {
    const known = (this.#entries.get(name) ?? []).filter(
      ({ scope }) => scope.start <= offset && offset < scope.end,
    );
    const [entry, ...others] = smallest(known, ({ scope }) => scope.end - scope.start);
    return others.length === 0 ? entry : undefined;
  }

  #declare(node: ts.Node, outer: Scope, inner: Scope): void {
    if (ts.isVariableDeclarationList(node)) {
      const isConstant = (node.flags & ts.NodeFlags.Const) !== 0;
      for (const { name, initializer } of node.declarations) {
        const value = initializer && unwrap(initializer);
        if (ts.isIdentifier(name)) this.#add(name.text, inner, value && { value }, isConstant);
        else if (value) this.#declareMembers(name, value, inner, isConstant);
      }
    } else if (ts.isFunctionDeclaration(node) || ts.isEnumDeclaration(node) || ts.isClassDeclaration(node)) {
      if (node.name) this.#add(node.name.text, outer, { value: node }, true);
    } else if (declaresUnknown(node) && !this.#members.has(node) && node.name && ts.isIdentifier(node.name)) {
      this.#add(node.name.text, inner, fallbackOf(node), true);
    }
    if (ts.isClassLike(node)) this.#classes.push(node);
  }

  /** `const { table, name: alias } = NAMES` */
  #declareMembers(name: ts.BindingPattern, object: ts.Expression, scope: Scope, isConstant: boolean): void {
    if (!ts.isObjectBindingPattern(name)) return;
    for (const element of name.elements) {
      const { propertyName, name: own, initializer, dotDotDotToken } = element;
      const member = propertyName ?? own;
      if (initializer || dotDotDotToken || !ts.isIdentifier(own) || !ts.isIdentifier(member)) continue;
      this.#members.add(element);
      this.#add(own.text, scope, { value: object, member: member.text }, isConstant);
    }
  }

  #add(
    name: string,
    scope: Scope,
    value: Pick<Declaration, 'value' | 'member' | 'fallback'> | undefined,
    isConstant: boolean,
  ): void {
    const entries = this.#entries.get(name) ?? [];
    entries.push({ scope, declaration: { ...value, isConstant, changes: [], takers: [] } });
    this.#entries.set(name, entries);
  }

  #mention(node: ts.Node, scope: Scope): void {
    if (ts.isBinaryExpression(node)) {
      const kind = CHANGING_OPERATORS.get(node.operatorToken.kind);
      const { left, right } = node;
      if (kind === undefined) return;
      if (ts.isIdentifier(left)) {
        this.#mentions.push({ name: left.text, offset: left.pos, scope, kind, expressions: [right] });
      } else if (isMemberOfThis(left)) this.assignedMembers.add(left.name.text);
    } else if (ts.isCallExpression(node)) {
      if (ts.isPropertyAccessExpression(node.expression)) this.#mentionInCall(node, node.expression, scope);
      if (takesForOther(node.expression)) this.#mentionArguments(node, scope);
    }
  }

  #mentionArguments(call: ts.CallExpression, scope: Scope): void {
    for (const name of call.arguments.flatMap(namesHanded)) {
      this.#mentions.push({
        name: name.text,
        offset: name.pos,
        scope,
        kind: 'take',
        expressions: [],
        call,
      });
    }
  }

  #mentionInCall(
    call: ts.CallExpression,
    { expression, name }: ts.PropertyAccessExpression,
    scope: Scope,
  ): void {
    const kind = CHANGING_METHODS.get(name.text);
    if (kind === undefined) return;
    const list = kind === 'join' ? unfiltered(expression) : expression;
    if (!ts.isIdentifier(list)) return;
    const expressions = call.arguments;
    this.#mentions.push({ name: list.text, offset: list.pos, scope, kind, expressions, call });
  }

  #change({ name, offset, scope, kind, expressions, call }: Mention): void {
    const entry = this.#entryOf(name, offset);
    if (!entry) return;
    if (kind === 'take') {
      if (call) entry.declaration.takers.push(call.expression);
      return;
    }
    if (kind === 'join') {
      entry.declaration.separator ??= call && separatorOf(call);
      return;
    }
    const isCertain = scope.start === entry.scope.start && scope.end === entry.scope.end;
    for (const expression of expressions) {
      entry.declaration.changes.push({
        kind,
        expression: unwrap(expression),
        isCertain,
        isElse: scope.isElse,
      });
    }
  }
}

const CHANGING_OPERATORS: ReadonlyMap<ts.SyntaxKind, Change['kind']> = new Map([
  [ts.SyntaxKind.EqualsToken, 'assign'],
  [ts.SyntaxKind.PlusEqualsToken, 'add'],
]);

const CHANGING_METHODS: ReadonlyMap<string, Mention['kind']> = new Map([
  ['push', 'add'],
  ['append', 'add'],
  ['join', 'join'],
]);

function isMemberOfThis(node: ts.Node): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}

/** `db.prepare`, `queryClickhouse` */
function takesForOther(callee: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(name)) return false;
  return name.text === 'prepare' || otherDatabaseNamedIn(name.text) !== undefined;
}

/** `f(text)`, `f({ text })`, `f({ query: text })` */
function namesHanded(argument: ts.Expression): readonly ts.Identifier[] {
  if (ts.isIdentifier(argument)) return [argument];
  if (!ts.isObjectLiteralExpression(argument)) return [];
  return argument.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    const isName = ts.isPropertyAssignment(property) && ts.isIdentifier(property.initializer);
    return isName ? [property.initializer] : [];
  });
}

function opensScope(node: ts.Node): boolean {
  return (
    ts.isBlock(node) ||
    ts.isFunctionLike(node) ||
    ts.isIfStatement(node) ||
    ts.isIterationStatement(node, false) ||
    ts.isCatchClause(node) ||
    ts.isCaseBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isConditionalExpression(node)
  );
}

function declaresUnknown(
  node: ts.Node,
): node is
  ts.ParameterDeclaration | ts.BindingElement | ts.ImportSpecifier | ts.ImportClause | ts.NamespaceImport {
  return (
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isImportSpecifier(node) ||
    ts.isImportClause(node) ||
    ts.isNamespaceImport(node)
  );
}

function fallbackOf(node: ts.Node): Pick<Declaration, 'fallback'> | undefined {
  const isArgument = ts.isParameter(node) || ts.isBindingElement(node);
  return isArgument && node.initializer ? { fallback: unwrap(node.initializer) } : undefined;
}

/** All that are as small as the smallest. */
function smallest<T>(all: readonly T[], sizeOf: (one: T) => number): readonly T[] {
  const size = Math.min(...all.map(sizeOf));
  return all.filter((one) => sizeOf(one) === size);
}
