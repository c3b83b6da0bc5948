import { btreesByIndex, pretendWorld } from './pretend-world';
import { DEFAULT_ASSUMED } from './protocol';
import { readRelations } from './relations';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { Sandbox } from './sandbox';

const SCHEMA = 'indexwright_check';

/** A million rows in 10,000 blocks with an index of 2,745. */
const FIGURES: Pick<StatisticsFile, 'tables'> = {
  tables: [
    {
      schema: SCHEMA,
      name: 'known',
      rows: 1_000_000,
      pages: 10_000,
      allVisiblePages: 10_000,
      columns: [{ name: 'id', nullFraction: 0, averageWidth: 8, distinct: -1, correlation: 1 }],
      indexes: [{ name: 'known_pkey', rows: 1_000_000, pages: 2745 }],
    },
  ],
};

/** What a real server says of that table: a descent of two levels and one block; all blocks, and a sum over all rows. */
const EXPECTED = [
  { query: 'one row', node: 'Index Scan', cost: 8.44 },
  { query: 'all rows', node: 'Aggregate', cost: 22_500.01 },
] as const;

const ONE_ROW = `EXPLAIN (FORMAT JSON) SELECT * FROM ${SCHEMA}.known WHERE id = 1`;
const ALL_ROWS = `EXPLAIN (FORMAT JSON) SELECT count(note) FROM ${SCHEMA}.known`;

/** Resolves to what is wrong: the sizes are pretended by ways that the next version of the package need not have. */
export async function selfCheck(sandbox: Sandbox): Promise<string | undefined> {
  await sandbox.run(
    `CREATE SCHEMA ${SCHEMA}; CREATE TABLE ${SCHEMA}.known (id bigint PRIMARY KEY, note text)`,
  );
  const statistics = { ...EMPTY, ...FIGURES };
  await pretendWorld(sandbox, { statistics, assumed: DEFAULT_ASSUMED });
  const known = await btreesByIndex(sandbox, await readRelations(sandbox));
  if (known.size === 0) return 'the index of a known table is not there';
  const plans = [await topNode(sandbox, ONE_ROW), await topNode(sandbox, ALL_ROWS)];
  const wrong = EXPECTED.flatMap(({ query, node, cost }, i) => {
    const plan = plans[i];
    const isSame = plan?.['Node Type'] === node && Math.abs(plan['Total Cost'] - cost) < 0.02;
    return isSame
      ? []
      : [`${query}: ${node} at ${cost}, and it says ${plan?.['Node Type']} at ${plan?.['Total Cost']}`];
  });
  await sandbox.run(`DROP SCHEMA ${SCHEMA} CASCADE`);
  return wrong.length > 0 ? wrong.join('; ') : undefined;
}

const EMPTY: StatisticsFile = {
  format: 1,
  readAt: '',
  database: '',
  server: { versionNumber: 180_000, blockSize: 8192, collation: { name: 'C', isC: true }, extensions: [] },
  settings: {},
  tables: [],
  notCarried: [],
};

async function topNode(sandbox: Sandbox, text: string) {
  const [row] = await sandbox.run(text);
  const [document] = row?.['QUERY PLAN'] as readonly [{ readonly Plan: TopNode }];
  return document.Plan;
}

interface TopNode {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
}
