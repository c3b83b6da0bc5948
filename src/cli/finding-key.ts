import { createHash } from 'node:crypto';
import type { Finding } from '../analyzers/finding';

/** What is the same for a finding while its statement only moves or is laid out anew. */
export interface FindingKey {
  readonly rule: string;
  readonly path: string;
  readonly statement: string;
}

/** Longer statements would make the baseline unreadable. */
const MAX_LENGTH = 300;

export function keyOf({ ruleId, statementSpan }: Finding, path: string, documentText: string): FindingKey {
  const statement = documentText
    .slice(statementSpan.start, statementSpan.end)
    .replace(/\s+/g, ' ')
    .replace(/[\s;]+$/, '')
    .trim();
  return { rule: ruleId, path, statement: shorten(statement) };
}

function shorten(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}… sha256:${hash(text).slice(0, 16)}`;
}

/** `number` tells findings of one key apart, from 0. */
export function fingerprint({ rule, path, statement }: FindingKey, number: number): string {
  return hash(JSON.stringify([rule, path, statement, number]));
}

export function keyText({ rule, path, statement }: FindingKey): string {
  return JSON.stringify([path, rule, statement]);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
