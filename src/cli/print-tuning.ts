import { printDay } from '../analyzers/print-day';
import type { CreatedIndex, QueryGain, TuningBasis, TuningReport } from '../analyzers/workload/tuning-report';
import { count } from './report';

const MEGABYTE = 1024 ** 2;

export function printTuningMarkdown(report: TuningReport): string {
  const { created, dropped, queries, refused, up } = report;
  const changed = queries.filter(isChanged);
  return [
    '# Indexes for this workspace',
    summaryOf(report),
    section(
      'New indexes',
      table(
        ['Index', 'Of', 'On disk', 'Per inserted row', 'Kept up by', 'Replaces'],
        created.map((index) => [
          code(index.name),
          code(`${index.table} ${index.form}`),
          `about ${printBytes(index.bytes)}`,
          index.bytesPerRow === undefined ? 'not known' : `about ${Math.ceil(index.bytesPerRow)} bytes`,
          printWriters(index),
          index.replaces.map(code).join(', '),
        ]),
      ),
    ),
    section(
      'Indexes to drop',
      table(
        ['Index', 'Of', 'Frees', 'Its work is done by'],
        dropped.map(({ name, table: of, form, bytes, replacedBy }) => [
          code(name),
          code(`${of} ${form}`),
          `about ${printBytes(bytes)}`,
          replacedBy === undefined ? 'no query of this workspace needs it' : code(replacedBy),
        ]),
      ),
    ),
    section('What each query gains', gainsOf(changed, queries.length)),
    section('Not planned', refused.map(({ place, reason }) => `- ${code(place)}: ${reason}`).join('\n')),
    section('Migration', up === '' ? '' : `\`\`\`sql\n${up}\`\`\``),
    section('What this rests on', basisOf(report.basis).join('\n\n')),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** The answer in short, then what to run. */
export function printTuningText(report: TuningReport): string {
  const { created, dropped, queries, refused, up, basis } = report;
  return [
    summaryOf(report),
    ...created.map(
      ({ name, table: of, form, bytes }) => `  + ${name} on ${of} ${form}, about ${printBytes(bytes)}`,
    ),
    ...dropped.map(
      ({ name, table: of, form, bytes }) => `  - ${name} on ${of} ${form}, about ${printBytes(bytes)}`,
    ),
    ...queries
      .filter(isChanged)
      .map(({ place, before, after }) => `  ${place}: cost ${cost(before)} → ${cost(after)}`),
    ...refused.map(({ place, reason }) => `  ${place}: not planned (${reason})`),
    ...basisOf(basis),
    ...(up === '' ? [] : ['', up.trimEnd()]),
    '',
  ].join('\n');
}

function summaryOf({ created, dropped, costBefore, costAfter, queries, questions }: TuningReport): string {
  const planned = `${countQueries(queries.length)} planned with ${count(questions, 'question')} to the planner.`;
  if (created.length + dropped.length === 0) {
    return `${planned} No change of the indexes is worth what it costs.`;
  }
  const changes = [
    ...(created.length > 0 ? [countIndexes(created.length)] : []),
    ...(dropped.length > 0 ? [`${dropped.length} fewer`] : []),
  ];
  return `${planned} With ${changes.join(' and ')} the planner's cost of all of them together goes from ${cost(costBefore)} to ${cost(costAfter)}; none gets dearer.`;
}

function countQueries(number: number): string {
  return `${number} ${number === 1 ? 'query' : 'queries'}`;
}

function countIndexes(number: number): string {
  return `${number} new ${number === 1 ? 'index' : 'indexes'}`;
}

function isChanged({ before, after }: QueryGain): boolean {
  return Math.abs(before - after) > before * 0.001;
}

function gainsOf(changed: readonly QueryGain[], all: number): string {
  const rows = changed.map(({ place, before, after }) => [
    code(place),
    cost(before),
    cost(after),
    `${(before / Math.max(after, 0.01)).toFixed(1)} times`,
  ]);
  const rest = all - changed.length;
  return [
    table(['Query', "Planner's cost now", 'Then', 'Cheaper by'], rows),
    ...(rest > 0 ? [`${countQueries(rest)} more: the same cost as now.`] : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function printWriters({ insertedBy, updatedBy }: CreatedIndex): string {
  const inserts = count(insertedBy, 'INSERT');
  if (updatedBy === 0) return inserts;
  return `${inserts}, ${count(updatedBy, 'UPDATE')} of its columns, which then cannot be HOT`;
}

function basisOf({ name, statistics, assumedTables, assumedRows, skipped }: TuningBasis): readonly string[] {
  const rows = assumedRows.toLocaleString('en-US');
  const sizes =
    statistics === undefined
      ? `Planned by ${name} on the migrations. No statistics say how large the tables are: each is assumed to have ${rows} rows. With --statistics <file> the sizes are yours.`
      : `Planned by ${name} on the migrations and the statistics of ${statistics.database}, read ${printDay(statistics.readAt)}.`;
  return [
    sizes,
    'Plans are for any value (generic), and each query counts once: how often it runs is not known.',
    'Costs are in the planner’s units. What indexes cost a write is an estimate: one descent and one page for each new entry.',
    ...(statistics !== undefined && assumedTables.length > 0
      ? [`The statistics do not have ${assumedTables.join(', ')}: assumed to have ${rows} rows each.`]
      : []),
    ...skipped.map(({ file, text, reason }) => `Left out of the schema: ${text} in ${file} (${reason}).`),
  ];
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

function cost(units: number): string {
  return units < 100 ? units.toFixed(2) : Math.round(units).toLocaleString('en-US');
}

function printBytes(bytes: number): string {
  if (bytes < MEGABYTE) return `${Math.ceil(bytes / 1024)} kB`;
  return `${(bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)} MB`;
}
