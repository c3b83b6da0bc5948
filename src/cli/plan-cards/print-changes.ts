import { structuredPatch } from 'diff';
import { count } from '../report';
import { printable, type Style } from '../style';
import type { CardChange, ComparedFolder } from './compare-folder';
import { describeChange, describeDifferences } from './describe-change';

/** Where the cards lie, as it was written, and whether they were written now. */
export interface CardRun {
  readonly folder: string;
  readonly isCheck: boolean;
}

/** For a person: each change with what it is in words, and as a diff. Of cards that were written for the first time the number is enough. */
export function printChanges({ changes, unchanged }: ComparedFolder, run: CardRun, style: Style): string {
  const shown = run.isCheck ? changes : changes.filter(({ kind }) => kind !== 'new');
  return [
    ...shown.map((change) => printChange(change, run, style)),
    summaryOf(changes, unchanged, run),
    '',
  ].join('\n');
}

function printChange(change: CardChange, { folder, isCheck }: CardRun, style: Style): string {
  const { place, inFunction, path } = change;
  const where = inFunction === undefined ? '' : `  ${style.dim(printable(inFunction))}`;
  const diff = change.kind === 'plan' || change.kind === 'text' ? diffOf(change, style) : [];
  return [
    `${style.bold(printable(place))}${where}`,
    `  ${describeChange(change)}`,
    ...describeDifferences(change).map((sentence) => `  ${printable(sentence)}`),
    `  ${style.dim(printable(`${isCheck ? 'card' : cardWord(change)}: ${folder}/${path}`))}`,
    ...diff.map((line) => `  ${line}`.trimEnd()),
    '',
  ].join('\n');
}

function cardWord({ kind }: CardChange): string {
  return kind === 'gone' ? 'removed' : 'written';
}

/** In the form of `diff -u`, without its head. */
export function diffOf({ before = '', after = '' }: CardChange, style: Style): readonly string[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 3 });
  return hunks.flatMap(({ lines }) =>
    lines.map((line) => {
      const text = printable(line);
      if (line.startsWith('-')) return style.paint('error', text);
      return line.startsWith('+') ? style.paint('hint', text) : text;
    }),
  );
}

export function summaryOf(
  changes: readonly CardChange[],
  unchanged: number,
  { folder, isCheck }: CardRun,
): string {
  const isGone = ({ kind }: CardChange): boolean => kind === 'gone';
  const toWrite = changes.filter((change) => !isGone(change)).length;
  const gone = changes.filter(isGone).length;
  if (changes.length === 0) return `${count(unchanged, 'card')} in ${folder}, each as it should be.`;
  if (isCheck) {
    return `${count(changes.length, 'card')} of ${folder} ${changes.length === 1 ? 'is' : 'are'} not as the queries are planned now, ${unchanged} ${unchanged === 1 ? 'is' : 'are'}. indexwright plans writes them.`;
  }
  return `${count(toWrite, 'card')} written to ${folder}, ${gone} removed, ${unchanged} unchanged.`;
}
