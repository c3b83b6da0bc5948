import type { PlanLine } from './plan-line';

/** Signs that stand before every line of a comment or a quotation. */
const QUOTING = /^\s*(?:--|\/\/|#|\*|>)(?: |$)/;
/** pgAdmin copies each line as a cell. */
const CELL = /^\s*"(.*)"[,;]?$/;
/** What psql prints around a result, and what it says afterwards. */
const AROUND = /^(?:"?QUERY PLAN"?|[-+=| ]*---[-+=| ]*|\(\d+ rows?\)|Time: [\d.,]+ ms.*|```\w*|~~~\w*)$/;
/** The next entry of a server's log. */
const NEXT_ENTRY = /^(?:\S.*\b)?(?:LOG|STATEMENT|CONTEXT|DETAIL|ERROR|WARNING|FATAL): {1,2}\S/;
const TAB = '        ';

/** Takes away what a terminal, a log, a document or a program put around a plan. Empty lines go too. */
export function removeFrame(text: string): readonly PlanLine[] {
  const numbered = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ number: index + 1, raw: line.replaceAll('\t', TAB).trimEnd() }))
    .filter(({ raw }) => raw !== '');
  const quoting = [CELL, QUOTING].find((sign) => {
    const own = numbered.filter(({ raw }) => !AROUND.test(raw.trim()));
    return own.length > 0 && own.every(({ raw }) => sign.test(raw));
  });
  const lines = numbered
    .map(({ number, raw }) => ({ number, raw: withoutBorders(quoting ? unquoted(raw, quoting) : raw) }))
    .filter(({ raw }) => raw.trim() !== '' && !AROUND.test(raw.trim()));
  const first = lines.findIndex(({ raw }) => raw.includes('(cost='));
  const end = lines.findIndex(({ raw }, index) => index > first && first >= 0 && NEXT_ENTRY.test(raw));
  return lines.slice(0, end < 0 ? undefined : end).map(({ number, raw }) => {
    const line = raw.trim();
    return { number, column: raw.length - raw.trimStart().length, text: line };
  });
}

function unquoted(raw: string, quoting: RegExp): string {
  return quoting === CELL ? raw.replace(CELL, '$1').replaceAll('""', '"') : raw.replace(quoting, '');
}

/** `| … |` of psql's border 2, the `|` that DBeaver ends cells with, and psql's `+` where a cell goes on. */
function withoutBorders(raw: string): string {
  const end = raw.at(-1);
  if (end !== '|' && end !== '+') return raw;
  return raw
    .replace(/^\|(.*)\|$/, '$1')
    .replace(/\s*\|$/, '')
    .replace(/\s*\+$/, '');
}
