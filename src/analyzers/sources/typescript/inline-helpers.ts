import ts from 'typescript';
import { knownValueOf } from './constants';
import { elementsOf } from './elements';
import {
  certainIf,
  elsewhere,
  textInline,
  together,
  uncertain,
  type Inline,
  type InlinePart,
  type Next,
} from './inline-parts';
import { resultOf } from './constants';
import { HELPER_KINDS, isSqlNamespace } from './known-names';
import { isLiteral } from './literals';
import { pathOf, unwrap } from './parse';
import type { Scopes } from './scopes';

/** `sql.join(…)`, `Prisma.empty`, `sql(…)`: helpers of the libraries that tagged templates belong to. */
export function isHelper(path: readonly string[]): boolean {
  return isSqlNamespace(path);
}

/** `undefined` when what it gives depends on the running program. */
export function inlineHelper(helper: ts.Expression, next: Next, scopes: Scopes): Inline | undefined {
  const name = pathOf(helper).at(-1) ?? '';
  const kind = HELPER_KINDS.get(name) ?? (isSqlNamespace([name]) ? 'columns' : undefined);
  if (kind === 'empty') return textInline('');
  if (!ts.isCallExpression(helper)) return undefined;
  const [first, second] = helper.arguments;
  if (!first) return undefined;
  switch (kind) {
    case 'name':
      return inlineName(helper.arguments, name === 'ref' || name === 'table', scopes);
    case 'raw':
      return elsewhere(next(first, 'text'));
    case 'join':
      return inlineList(first, second, next, scopes);
    case 'columns':
      return inlineColumns(helper.arguments, next, scopes);
    case undefined:
      return undefined;
  }
}

/** `sql.identifier(['app', 'events'])`, `sql.id('app', 'events')`, `sql.ref('app.events')` */
function inlineName(names: readonly ts.Expression[], isDotted: boolean, scopes: Scopes): Inline | undefined {
  const parts = textsOf(names, scopes);
  const path = isDotted ? parts?.flatMap((part) => part.split('.')) : parts;
  return path && path.length > 0 ? textInline(path.map(quoteName).join('.')) : undefined;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Strings and arrays of strings, written or constant. */
function textsOf(expressions: readonly ts.Expression[], scopes: Scopes): readonly string[] | undefined {
  const texts: string[] = [];
  for (const expression of expressions) {
    const elements = elementsOf(expression, scopes);
    const some = elements?.isCertain === true ? textsOf(elements.all, scopes) : textOf(expression, scopes);
    if (!some) return undefined;
    texts.push(...some);
  }
  return texts;
}

function textOf(expression: ts.Expression, scopes: Scopes): readonly string[] | undefined {
  const bare = unwrap(expression);
  if (ts.isStringLiteralLike(bare)) return [bare.text];
  const known = knownValueOf(bare, scopes);
  const isText = known?.changes.length === 0 && ts.isStringLiteralLike(known.value);
  return isText ? [known.value.text] : undefined;
}

/** `sql.join(parts, sql`, `)`; of `ids.map((id) => sql`…`)` one element. */
function inlineList(
  list: ts.Expression,
  separator: ts.Expression | undefined,
  next: Next,
  scopes: Scopes,
): Inline | undefined {
  const between = separator ? (next(separator) ?? next(separator, 'text')) : textInline(', ');
  const elements = elementsOf(list, scopes);
  if (elements && between) {
    const inlines = elements.all.map((element) => next(element) ?? PARAMETER);
    return certainIf(together(inlines, between), elements.isCertain);
  }
  const bare = unwrap(list);
  const isMap = ts.isCallExpression(bare) && /^(?:map|flatMap)$/.test(pathOf(bare).at(-1) ?? '');
  const [callback] = isMap ? bare.arguments : [];
  const element = callback && resultOf(callback)?.result;
  return element && uncertain(elsewhere(next(element)));
}

const PARAMETER: Inline = {
  parts: [{ kind: 'hole', content: 'bound' }],
  isCertain: true,
  isInPlace: false,
};

/** postgres.js: `sql('name')`, `sql(['a', 'b'])`, `sql(row, 'a', 'b')`, `sql({ a, b })`. */
function inlineColumns(
  [first, ...others]: readonly ts.Expression[],
  next: Next,
  scopes: Scopes,
): Inline | undefined {
  if (!first) return undefined;
  const bare = unwrap(first);
  if (isLiteral(bare) && !ts.isStringLiteralLike(bare)) return next(bare);
  const names = others.length > 0 ? textsOf(others, scopes) : (keysOf(bare) ?? textsOf([first], scopes));
  if (!names || names.length === 0) return undefined;
  const isName = others.length === 0 && !ts.isObjectLiteralExpression(bare) && !elementsOf(bare, scopes);
  const part: InlinePart = isName
    ? {
        kind: 'text',
        text: names
          .flatMap((name) => name.split('.'))
          .map(quoteName)
          .join('.'),
      }
    : { kind: 'columns', names: names.map(quoteName) };
  return { parts: [part], isCertain: true, isInPlace: false };
}

function keysOf(bare: ts.Expression): readonly string[] | undefined {
  if (!ts.isObjectLiteralExpression(bare)) return undefined;
  const names = bare.properties.map(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined,
  );
  return names.every((name) => name !== undefined) ? names : undefined;
}
