import { message, type Message } from '../message';
import { tuningFigures, type TuningFigures, type TuningWords } from './tuning-figures';
import type { CreatedIndex, DroppedIndex, QueryGain, TuningReport } from './tuning-report';
import { basisOf, isChanged, summaryOf } from './tuning-sentences';

/** How the report is to be read. */
export interface TuningPage extends TuningWords {
  /** Where a click on a place leads; absent or without an answer: it is told as code. */
  readonly linkOf?: (place: string) => string | undefined;
  /** Markdown below the summary. */
  readonly actions?: string;
}

interface Printer extends TuningPage {
  readonly figures: TuningFigures;
}

/** The report as Markdown, for review. */
export function printTuningMarkdown(report: TuningReport, page: TuningPage): string {
  const printer = { ...page, figures: tuningFigures(page) };
  const { say, actions = '' } = page;
  const { created, dropped, queries, change } = report;
  const basis = basisOf(report, printer.figures).map(say);
  return [
    `# ${say(message('Indexes for this workspace'))}`,
    summaryOf(report, printer.figures).map(say).join(' '),
    actions,
    section(say(message('New indexes')), printCreated(created, printer)),
    section(say(message('Indexes to drop')), printDropped(dropped, printer)),
    section(say(message('What each query gains')), printGains(queries, printer)),
    section(say(message('Not planned')), printRefused(report, printer)),
    section(say(message('Migration')), change ? `\`\`\`sql\n${change.up}\`\`\`` : ''),
    section(say(message('What this rests on')), basis.map(plain).join('\n\n')),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function printCreated(created: readonly CreatedIndex[], { say, figures }: Printer): string {
  if (created.length === 0) return '';
  const head = [
    message('Index'),
    message('Of'),
    message('On disk'),
    message('Per inserted row'),
    message('INSERTs'),
    message('UPDATEs'),
    message('No longer HOT'),
    message('In place of'),
  ];
  const rows = created.map((index) => [
    code(index.name),
    code(`${index.table} ${index.form}`),
    say(message('about {0}', figures.bytes(index.bytes))),
    say(bytesPerRowOf(index, figures)),
    figures.count(index.insertedBy),
    figures.count(index.updatedBy),
    figures.count(index.hotLost),
    index.replaces.map(code).join(', '),
  ]);
  const explained = message(
    'INSERTs and UPDATEs are the statements of this workspace that write an entry into the index each time. An UPDATE that is no longer HOT writes one into every index of its table.',
  );
  return `${table(head.map(say), rows)}\n\n${say(explained)}`;
}

function bytesPerRowOf({ bytesPerRow }: CreatedIndex, figures: TuningFigures): Message {
  if (bytesPerRow === undefined) return message('not known');
  return message('about {0} bytes', figures.count(Math.ceil(bytesPerRow)));
}

function printDropped(dropped: readonly DroppedIndex[], { say, figures }: Printer): string {
  const head = [message('Index'), message('Of'), message('Frees'), message('Its work is done by')];
  const rows = dropped.map(({ name, table: of, form, bytes, replacedBy }) => [
    code(name),
    code(`${of} ${form}`),
    say(message('about {0}', figures.bytes(bytes))),
    replacedBy === undefined ? say(message('no query of this workspace needs it')) : code(replacedBy),
  ]);
  return table(head.map(say), rows);
}

function printGains(queries: readonly QueryGain[], printer: Printer): string {
  const { say, figures } = printer;
  const changed = queries.filter(isChanged);
  const hasRuns = queries.some(({ runs }) => runs !== undefined);
  const head = [
    message('Query'),
    ...(hasRuns ? [message('Runs')] : []),
    message('Planner’s cost now'),
    message('Then'),
    message('Cheaper by'),
    message('With'),
  ];
  const rows = changed.map(({ place, before, after, by, runs }) => [
    printPlace(place, printer),
    ...(hasRuns ? [runs === undefined ? say(message('not known')) : figures.count(runs)] : []),
    figures.cost(before),
    figures.cost(after),
    say(message('{0} times', figures.times(before / Math.max(after, 0.01)))),
    by.map(code).join(', '),
  ]);
  const same = queries.length - changed.length;
  const rest = message('Queries whose cost stays the same: {0}.', figures.count(same));
  return [table(head.map(say), rows), ...(same > 0 ? [say(rest)] : [])]
    .filter((part) => part !== '')
    .join('\n\n');
}

function printRefused({ refused }: TuningReport, printer: Printer): string {
  return refused
    .map(({ place, reason }) => `- ${printPlace(place, printer)}: ${plain(printer.say(reason))}`)
    .join('\n');
}

function printPlace(place: string, { linkOf }: Printer): string {
  const target = linkOf?.(place);
  return target === undefined ? code(place) : `[${plain(place)}](${target})`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

/** Texts of a planner and names of files may hold anything: nothing in them is markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~]/g, '\\$&').replace(/\s+/g, ' ');
}
