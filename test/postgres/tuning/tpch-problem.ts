import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSchema } from '../../../src/analyzers';
import type { QueryText } from '../../../src/analyzers/query/explainable-query';
import { readAccessPaths } from '../../../src/analyzers/query/read-access-paths';
import { readExplainableText } from '../../../src/analyzers/query/read-explainable-text';
import { schemaStatements } from '../../../src/analyzers/schema/schema-statements';
import { readStatisticsFile } from '../../../src/analyzers/statistics-file/read-statistics-file';
import { withStatistics } from '../../../src/analyzers/statistics-file/with-statistics';
import { proposedIndexes, tunedQuery } from '../../../src/analyzers/workload/tuned-query';
import type { TuningProblem } from '../../../src/analyzers/workload/tuning-problem';
import { EmbeddedPlanner } from '../../../src/postgres/embedded/embedded-planner';
import { DEFAULT_ASSUMED } from '../../../src/postgres/embedded/protocol';
import { PlannerWhatIf } from '../../../src/postgres/tuning/planner-what-if';
import { buildPrograms } from '../../built-programs';
import { libpgFeeder } from '../../unit/analyzers/feeders';

export const TPCH_FOLDER = join(__dirname, '../../fixtures/tpch');

export interface TpchProblem {
  readonly problem: Omit<TuningProblem, 'budgetBytes' | 'whatIf'>;
  /** A planner, started with the first question. */
  readonly open: () => { readonly whatIf: PlannerWhatIf; readonly planner: EmbeddedPlanner };
}

/** The 19 queries with their schema and statistics; keys of at most two columns, as Extend was measured with. */
export async function readTpch(): Promise<TpchProblem> {
  const feeder = await libpgFeeder();
  const schema = { file: 'schema.sql', text: readFileSync(join(TPCH_FOLDER, 'schema.sql'), 'utf8') };
  const read = readStatisticsFile(readFileSync(join(TPCH_FOLDER, 'indexwright.statistics.json'), 'utf8'));
  if (read.kind !== 'statistics') throw new Error('The statistics of TPC-H cannot be read.');
  const source = { kind: 'migrations', folders: ['.'], files: [schema.file] } as const;
  const snapshot = withStatistics(readSchema([schema], feeder, source), read.file);
  const folder = join(TPCH_FOLDER, 'queries');
  const queries = readdirSync(folder)
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8').trim().replace(/;$/, '');
      const explainable = readExplainableText(text, feeder);
      if (explainable.kind !== 'query') throw new Error(`${file} cannot be explained.`);
      return { text: explainable.text, paths: readAccessPaths(explainable.statement, snapshot, false) };
    });
  const texts: readonly QueryText[] = queries.map(({ text }) => text);
  return {
    problem: {
      queries: queries.map(({ paths }) => tunedQuery(paths, 1)),
      proposed: proposedIndexes(queries.flatMap(({ paths }) => paths)),
      mostColumns: 2,
    },
    open: () => {
      const planner = new EmbeddedPlanner({
        programFile: buildPrograms().planner,
        cacheFolder: join(tmpdir(), 'indexwright-planner-test'),
        world: { statements: schemaStatements([schema]), statistics: read.file, assumed: DEFAULT_ASSUMED },
        timeoutMs: 60_000,
      });
      return { planner, whatIf: new PlannerWhatIf(planner, { snapshot, queries: texts }) };
    },
  };
}
