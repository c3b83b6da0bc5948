import type { DdlProposal } from '../finding';
import type { RelationName } from '../schema/snapshot';
import { printComment, printDropIndex } from './print-ddl';

/** One statement of the recipe for an index on a partitioned table. */
export interface RecipeStatement {
  /** `parent`: the index of a partitioned table alone. `build`: that of a partition, CONCURRENTLY. */
  readonly kind: 'parent' | 'build' | 'attach';
  /** What it makes or attaches. */
  readonly index: RelationName;
  readonly sql: string;
}

/**
 * The recipe as migrations that each are one statement alone or may be in a transaction: what has no rows to read first, then a migration
 * for each partition, then all is attached.
 *
 * @param title one or more lines that say what for
 */
export function recipeParts(
  parent: RelationName,
  statements: readonly RecipeStatement[],
  title: string,
): readonly DdlProposal[] {
  const ofKind = (kind: RecipeStatement['kind']) => statements.filter((each) => each.kind === kind);
  const [parents, attached] = [ofKind('parent'), ofKind('attach').map(({ sql }) => sql)];
  return [
    {
      migrationName: `create_${parent.name}`,
      up: lines(printComment(title), ...parents.map(({ sql }) => sql)),
      down: lines(...parents.map(({ index }) => drop(index, false)).toReversed()),
      outsideTransaction: false,
    },
    ...ofKind('build').map(({ index, sql }) => ({
      migrationName: `create_${index.name}`,
      up: lines(printComment(title), sql),
      down: lines(drop(index, true)),
      outsideTransaction: true,
    })),
    {
      migrationName: `attach_to_${parent.name}`,
      up: lines(printComment(title), ATTACH_NOTE, SHORT_WAIT, ...attached),
      down: lines(printComment('Those of the partitions go with it.'), drop(parent, false)),
      outsideTransaction: false,
    },
  ];
}

/** In a transaction one that waits for its lock holds up those who want the partitions before it. */
const SHORT_WAIT = "SET LOCAL lock_timeout = '2s';";
const ATTACH_NOTE = printComment(
  'Queries of a partition wait while its index is attached. When somebody holds one for longer, all of it\nfails and can be run again.',
);

function drop({ schema, name }: RelationName, concurrently: boolean): string {
  return printDropIndex(schema, name, { concurrently, ifExists: true });
}

function lines(...statements: readonly string[]): string {
  return `${statements.join('\n')}\n`;
}
