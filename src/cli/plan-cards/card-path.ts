import { createHash } from 'node:crypto';
import type { PlanCard } from '../../analyzers/plan-cards/plan-card';

/** Nobody means two queries by one of that many signs. */
const HASH_LENGTH = 8;

/**
 * Where the card of a query lies in the folder of cards: beside those of its file, by its function, known by its text. So it stays where it is
 * when lines move, and a query whose text is another one has another card. Slashes on every system.
 */
export function cardPath(card: Pick<PlanCard, 'file' | 'inFunction' | 'sql'>): string {
  const { file, inFunction, sql } = card;
  const folder = file
    .replace(/\.\w+$/, '')
    .split('/')
    .map((part) => (part === '..' ? '_' : safeName(part)))
    .join('/');
  const hash = createHash('sha256').update(`${file}\n${sql}`).digest('hex').slice(0, HASH_LENGTH);
  return `${folder}/${safeName(inFunction ?? describeQuery(sql))}-${hash}.plan`;
}

function safeName(text: string): string {
  return text.replace(/[^\w.-]+/g, '-');
}

/** `select-events` */
function describeQuery(sql: string): string {
  const [, command = 'query'] = /^(\w+)/.exec(sql) ?? [];
  const [, table] = /\b(?:from|into|update)\s+([\w."]+)/i.exec(sql) ?? [];
  return [command.toLowerCase(), ...(table === undefined ? [] : [table.replaceAll('"', '')])].join('-');
}
