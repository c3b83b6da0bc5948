import type { Message } from '../../analyzers/message';
import { parseConnectionText } from './connection-text';
import { cutKeywordValues } from './parse-keyword-values';
import { cutUri, isConnectionUri } from './parse-uri';
import type { Secret } from './secret';

export type SplitText =
  | { readonly kind: 'split'; readonly text: string; readonly password?: Secret }
  | { readonly kind: 'malformed'; readonly problem: Message };

/** Parts a pasted address from its password: the first may stand in a setting, the second belongs into the secret store. */
export function splitPassword(pasted: string): SplitText {
  const text = withoutShellWords(pasted);
  const parsed = parseConnectionText(text);
  if ('malformed' in parsed) return { kind: 'malformed', problem: parsed.malformed };
  const rest = isConnectionUri(text) ? uriWithoutPassword(text) : pairsWithoutPassword(text);
  return { kind: 'split', text: rest, ...(parsed.password !== undefined && { password: parsed.password }) };
}

/** The text without its password; undefined where it is no address that can be read. */
export function passwordlessText(text: string): string | undefined {
  const split = splitPassword(text);
  return split.kind === 'split' ? split.text : undefined;
}

/** `psql 'postgresql://…'` is what hosting consoles offer for copying. */
function withoutShellWords(text: string): string {
  const [, quoted] = /^(?:psql\s+)?(?:(["'])([^]*)\1)$/.exec(text.trim())?.slice(1) ?? [];
  return (quoted ?? text.trim().replace(/^psql\s+/, '')).trim();
}

const PASSWORD = /^(?:password|sslpassword)$/i;

function uriWithoutPassword(text: string): string {
  const { scheme, user, password, authority, database, query } = cutUri(text);
  const credentials = user === '' && password === undefined ? '' : `${user}@`;
  const path = database === '' ? '' : `/${database}`;
  const parameters = query
    .split('&')
    .filter((pair) => pair !== '' && !PASSWORD.test(decodeLeniently(pair.replace(/=.*$/s, ''))));
  return `${scheme}${credentials}${authority}${path}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
}

function decodeLeniently(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function pairsWithoutPassword(text: string): string {
  return (cutKeywordValues(text) ?? [])
    .filter(({ keyword }) => !PASSWORD.test(keyword))
    .map(({ start, end }) => text.slice(start, end).trim())
    .join(' ');
}

/** Whether a password is written out. One that is a variable, as in `postgresql://app:${env:DB_PASSWORD}@localhost`, is not. */
export function connectionTextHoldsPassword(text: string): boolean {
  const split = splitPassword(text.replace(/\$\{[^{}]*\}/g, HOLE));
  if (split.kind === 'malformed') return mayHoldPassword(text);
  return split.password !== undefined && split.password.reveal().replaceAll(HOLE, '') !== '';
}

/** Stands for a variable while the text around it is read. */
const HOLE = '__variable__';

function mayHoldPassword(text: string): boolean {
  return /:\/\/[^/]*:[^/]*@|password\s*=/i.test(text.replace(/\$\{[^{}]*\}/g, ''));
}
