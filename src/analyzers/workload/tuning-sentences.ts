import { message, type Message } from '../message';
import { printDay } from '../print-day';
import type { TuningFigures } from './tuning-figures';
import type { QueryGain, TuningBasis, TuningReport } from './tuning-report';

/** What was asked, and what came of it. */
export function summaryOf(report: TuningReport, figures: TuningFigures): readonly Message[] {
  const { created, dropped, costBefore, costAfter, queries, questions, refused } = report;
  if (queries.length === 0)
    return [message('No query could be planned, so nothing is proposed. Not planned: {0}.', refused.length)];
  const planned =
    queries.length === 1
      ? message('1 query planned, with {0} questions to the planner.', figures.count(questions))
      : message(
          '{0} queries planned, with {1} questions to the planner.',
          figures.count(queries.length),
          figures.count(questions),
        );
  if (created.length + dropped.length === 0)
    return [planned, message('No change of the indexes is worth what it costs.')];
  return [
    planned,
    message(
      'Indexes to create: {0}, to drop: {1}. The planner’s cost of all queries together goes from {2} to {3}; none gets dearer.',
      created.length,
      dropped.length,
      figures.cost(costBefore),
      figures.cost(costAfter),
    ),
  ];
}

/** Less than a thousandth is noise. */
export function isChanged({ before, after }: QueryGain): boolean {
  return Math.abs(before - after) > before * 0.001;
}

/** What the report rests on, the weightiest first. */
export function basisOf(
  { queries, basis }: Pick<TuningReport, 'queries' | 'basis'>,
  figures: TuningFigures,
): readonly Message[] {
  return [
    ...sizesOf(basis, figures),
    message('Plans are for any value (generic).'),
    weightsOf(queries, basis),
    message(
      'Costs are in the planner’s units. What indexes cost a write is an estimate: one descent and one page for each new entry.',
    ),
    ...basis.remarks,
    ...basis.skipped.map(({ file, text, reason }) =>
      message('Left out of the schema: {0} in {1} ({2}).', text, file, reason),
    ),
  ];
}

function sizesOf(
  { name, statistics, assumedTables, assumedRows }: TuningBasis,
  figures: TuningFigures,
): readonly Message[] {
  const rows = figures.count(assumedRows);
  if (statistics === undefined)
    return [
      message(
        'Planned by {0} on the migrations. No statistics say how large the tables are: each is assumed to have {1} rows. A statistics file, which Export Statistics or indexwright statistics export writes, has the real sizes.',
        name,
        rows,
      ),
    ];
  const planned = message(
    'Planned by {0} on the migrations and the statistics of {1}, read {2}.',
    name,
    statistics.database,
    printDay(statistics.readAt),
  );
  if (assumedTables.length === 0) return [planned];
  const names = assumedTables.join(', ');
  return [planned, message('The statistics do not have {0}: assumed to have {1} rows each.', names, rows)];
}

function weightsOf(queries: readonly QueryGain[], { runsFrom }: TuningBasis): Message {
  if (runsFrom === undefined) return message('Each query counts once: how often it runs is not known.');
  const known = queries.filter(({ runs }) => runs !== undefined).length;
  return message(
    'How often queries run is from {0}, which knows {1} of these {2}. The others count once.',
    runsFrom,
    known,
    queries.length,
  );
}
