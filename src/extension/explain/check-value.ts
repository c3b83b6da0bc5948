import type { Localizer } from '../localizer';

/** A value as a person has typed it; `null` for NULL. */
export type TypedValue = string | null;

/** Whole numbers by the names that `format_type` prints. */
const RANGES: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  smallint: [-(2n ** 15n), 2n ** 15n - 1n],
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Manual, "Boolean Type": any beginning of these words that stands for one of them alone. */
const BOOLEAN = /^(?:t|tr|tru|true|f|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|0|1)$/i;
const NUMBER = /^[+-]?(?:\d[\d_]*\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|infinity|inf|nan)$/i;
/** With or without hyphens after each group of four, and in braces (manual, "UUID Type"). */
const UUID = /^\{?(?:[\da-f]{4}-?){7}[\da-f]{4}\}?$/i;
const TIME_WORD = /^(?:epoch|-?infinity|now|today|tomorrow|yesterday|allballs)$/i;

/**
 * What is wrong with a value for its type, as far as that can be told without the server; `undefined` where nothing is. What it does not know
 * it leaves to the server.
 *
 * @param type as `format_type` prints it: `text[]`, `timestamp with time zone`, `numeric(10,2)`
 */
export function checkValue(text: string, type: string, l10n: Localizer): string | undefined {
  if (type.endsWith('[]')) return checkArray(text, type.slice(0, -2), l10n);
  const name = type.replace(/\(.*?\)/, '');
  const trimmed = text.trim();
  const range = RANGES[name];
  if (range !== undefined) return checkInteger(trimmed, name, range, l10n);
  switch (name) {
    case 'numeric':
    case 'real':
    case 'double precision':
      return NUMBER.test(trimmed) ? undefined : l10n.t('That is no number.');
    case 'boolean':
      return BOOLEAN.test(trimmed) ? undefined : l10n.t('A boolean is true or false.');
    case 'uuid':
      return UUID.test(trimmed) ? undefined : l10n.t('A UUID has 32 hexadecimal digits.');
    case 'json':
    case 'jsonb':
      return isJson(trimmed) ? undefined : l10n.t('That is no JSON. Text in JSON has double quotes.');
    case 'date':
    case 'timestamp without time zone':
    case 'timestamp with time zone':
      return /\d/.test(trimmed) || TIME_WORD.test(trimmed)
        ? undefined
        : l10n.t('Write it as in 2026-01-31 or 2026-01-31 12:00:00+00.');
    default:
      return undefined;
  }
}

function checkInteger(
  text: string,
  type: string,
  [least, most]: readonly [bigint, bigint],
  l10n: Localizer,
): string | undefined {
  // Servers since 16 take these forms.
  if (/^[+-]?\d+_\d|^[+-]?0[xob]/i.test(text)) return undefined;
  if (!/^[+-]?\d+$/.test(text)) return l10n.t('That is no whole number.');
  const value = BigInt(text.replace('+', ''));
  return value < least || value > most
    ? l10n.t('{0} goes from {1} to {2}.', type, String(least), String(most))
    : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Bounds before the braces (`[0:1]={…}`) and arrays of arrays are left to the server. */
function checkArray(text: string, element: string, l10n: Localizer): string | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return undefined;
  if (!/^\{[^]*\}$/.test(trimmed)) return l10n.t('An array stands in braces: {0}', '{a,b}');
  const elements = readElements(trimmed.slice(1, -1));
  if (elements === undefined) return l10n.t('The quotes or braces of the array do not match.');
  for (const { text: value, isQuoted } of elements) {
    if (!isQuoted && (value === '' || /^null$/i.test(value) || value.startsWith('{'))) continue;
    const problem = checkValue(value, element, l10n);
    if (problem !== undefined) return l10n.t('{0}: {1}', value, problem);
  }
  return undefined;
}

interface ArrayElement {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** What stands between the outer braces (manual, "Array Input and Output Syntax"); `undefined` where a quote or a brace stays open. */
function readElements(text: string): readonly ArrayElement[] | undefined {
  if (text.trim() === '') return [];
  const elements: ArrayElement[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\[^])*)"|(\{[^]*\})|([^",{}]*))\s*(,|$)/y;
  while (pattern.lastIndex < text.length || elements.length === 0) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, quoted, nested, plain = '', end] = match;
    elements.push({
      text: quoted?.replace(/\\([^])/g, '$1') ?? nested ?? plain.trim(),
      isQuoted: quoted !== undefined,
    });
    if (end === '') return elements;
  }
  // It ends with a comma.
  return undefined;
}
