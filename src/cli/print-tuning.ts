import { formatMessage } from '../analyzers/message';
import { tuningFigures } from '../analyzers/workload/tuning-figures';
import type { TuningReport } from '../analyzers/workload/tuning-report';
import { basisOf, isChanged, summaryOf } from '../analyzers/workload/tuning-sentences';

export const ENGLISH = { say: formatMessage, language: 'en-US' };

/** The answer in short, then what to run. */
export function printTuningText(report: TuningReport): string {
  const { created, dropped, queries, refused, change } = report;
  const figures = tuningFigures(ENGLISH);
  const line = (sign: string, { name, table, form, bytes }: (typeof dropped)[number]): string =>
    `  ${sign} ${name} on ${table} ${form}, about ${figures.bytes(bytes)}`;
  return [
    summaryOf(report, figures).map(formatMessage).join(' '),
    ...created.map((index) => line('+', index)),
    ...dropped.map((index) => line('-', index)),
    ...queries
      .filter(isChanged)
      .map(({ place, before, after }) => `  ${place}: cost ${figures.cost(before)} → ${figures.cost(after)}`),
    ...refused.map(({ place, reason }) => `  ${place}: not planned (${formatMessage(reason)})`),
    ...basisOf(report, figures).map(formatMessage),
    ...(change === undefined ? [] : ['', change.up.trimEnd()]),
    '',
  ].join('\n');
}

/** The whole report for programs, with the SQL of the change as `up` and `down`. */
export function printTuningJson({ change, refused, basis, ...report }: TuningReport): string {
  const { remarks } = basis;
  const plain = {
    ...report,
    refused: refused.map(({ place, reason }) => ({ place, reason: formatMessage(reason) })),
    up: change?.up ?? '',
    down: change?.down ?? '',
    basis: { ...basis, remarks: remarks.map(formatMessage) },
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}
