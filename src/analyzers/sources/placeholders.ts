import type { Span } from '../span';

/** What a driver's placeholder may be: `named` ones of the same name are the same parameter. */
export interface Placeholder {
  readonly span: Span;
  readonly style: 'positional' | 'named';
  /** Same key, same parameter. Absent for `?`. */
  readonly key?: string;
  /** Written as a name: knex's `??`, psql's `:"name"`. */
  readonly isName: boolean;
}

export interface PlaceholderPlace {
  /** An operand ends right before: `?` is an operator there. */
  readonly afterOperand: boolean;
  /** Between brackets that hold no ARRAY[…]: a colon belongs to a slice. */
  readonly inSubscript: boolean;
}

const NAME = '[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*';
/** psql `:name :'name' :"name"`, and pgtyped's `:name!` */
const COLON = new RegExp(`:(?:(${NAME}|\\d+)(?:!(?!=))?|'(${NAME})'|"(${NAME})")`, 'y');
/** Not what a call gives: `@hash(x)` is the operator of absolute values. */
const AT = new RegExp(`@(${NAME})(?![\\w\\u0080-\\uffff]|\\s*\\()`, 'y');
/** `$name`, and pg-promise's `${name} $(name) $<name> $[name] $/name/` with its formats */
const DOLLAR = new RegExp(
  `\\$(?:(${NAME})|\\{\\s*([\\w.]+)[^{}\\n]*\\}|\\(([\\w.]+)[^()\\n]*\\)|<([\\w.]+)[^<>\\n]*>|\\[([\\w.]+)[^[\\]\\n]*\\]|/([\\w.]+)[^/\\n]*/)`,
  'y',
);
const BRACES = /\{\{\s*([^{}\n]+?)\s*\}\}/y;
const SQLC = /sqlc\.(?:n?arg|slice)\(\s*'?(\w+)'?\s*\)/iy;
/** An operator that a placeholder may follow without a space. */
const BEFORE_PLACEHOLDER = /^(?:[=<>+*/%-]|<=|>=|<>|!=|\|\||!?~\*?)$/;

/** Reads the placeholder that begins at the offset. */
export function placeholderAt(text: string, at: number, place: PlaceholderPlace): Placeholder | undefined {
  switch (text[at]) {
    case '?':
      return questionMark(text, at, place);
    case ':':
      return place.inSubscript ? undefined : match(COLON, text, at, /^:"/);
    case '@':
      return match(AT, text, at);
    case '$':
      return match(DOLLAR, text, at);
    case '{':
      return match(BRACES, text, at);
    case 's':
    case 'S':
      return match(SQLC, text, at);
    default:
      return undefined;
  }
}

function questionMark(text: string, at: number, { afterOperand }: PlaceholderPlace): Placeholder | undefined {
  if (afterOperand) return undefined;
  const run = /^\?+/.exec(text.slice(at, at + 3))?.[0] ?? '';
  if (run.length > 2 || /[-|&#@]/.test(text[at + run.length] ?? '')) return undefined;
  return { span: { start: at, end: at + run.length }, style: 'positional', isName: run.length === 2 };
}

function match(pattern: RegExp, text: string, at: number, namePattern?: RegExp): Placeholder | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (!found) return undefined;
  const names: readonly (string | undefined)[] = found.slice(1);
  const key = names.find((name) => name !== undefined);
  return {
    span: { start: at, end: pattern.lastIndex },
    style: 'named',
    // `{{id::uuid}}` is the parameter id.
    ...(key !== undefined && { key: key.replace(/::.*$/, '') }),
    isName: namePattern?.test(found[0]) ?? false,
  };
}

/** Length of the operator before a placeholder that follows it without a space: 1 in `=?` and `=@id`; 0 when the run is one operator. */
export function operatorBeforePlaceholder(operator: string, next: string): number {
  if (operator === '<@') return 0;
  const last = operator.at(-1);
  if (last !== '?' && !(last === '@' && /[A-Za-z_\u0080-\uffff]/.test(next))) return 0;
  const before = operator.slice(0, -1);
  return BEFORE_PLACEHOLDER.test(before) ? before.length : 0;
}
