import type { DdlProposal, DocumentEdit } from '../finding';
import { findTable, type Snapshot, type Table } from '../schema/snapshot';
import { candidateIndex } from './candidates';
import type { IndexDefinition } from './index-definition';
import { printAttachIndexPartition, printComment, printCreateIndex, printDropIndex } from './print-ddl';
import { describeProposedIndex, reasonWithReplaced } from './proposed-index';
import { recipeParts, type RecipeStatement } from './recipe-parts';

export interface ProposalContext {
  readonly snapshot: Snapshot;
  /** The table is created by the document that receives the DDL: it is empty or new, so a plain build is right. */
  readonly createdHere: boolean;
  /** One or more lines that say why, printed as a comment. */
  readonly reason: string;
  readonly insertion?: (text: string) => DocumentEdit;
}

/** Builds an index in the way that does no harm to the table it is for. `undefined` when the index cannot be printed. */
export function proposeCreateIndex(
  index: IndexDefinition,
  table: Table,
  context: ProposalContext,
): DdlProposal | undefined {
  const proposal = knownProposal(index, table, context);
  const { insertion } = context;
  return proposal && insertion ? { ...proposal, insertion: insertion(proposal.up) } : proposal;
}

/**
 * Queries of a document ask for the same index again and again: the very object is given again, so that it is printed once and crosses to
 * the host once (measured: the answer for 182 queries is 0.8 MB instead of 1.4).
 */
const PROPOSALS = new WeakMap<Snapshot, Map<string, DdlProposal>>();
/** Of a schema; a megabyte or two. */
const MAX_PROPOSALS = 1000;

function knownProposal(
  index: IndexDefinition,
  table: Table,
  context: ProposalContext,
): DdlProposal | undefined {
  const create = printCreateIndex(index, { concurrently: false });
  if (create === undefined) return undefined;
  const ofSchema = PROPOSALS.get(context.snapshot) ?? new Map<string, DdlProposal>();
  PROPOSALS.set(context.snapshot, ofSchema);
  if (ofSchema.size > MAX_PROPOSALS) ofSchema.clear();
  const key = [context.createdHere, create, context.reason].join('\0');
  const proposal = ofSchema.get(key) ?? printProposal(index, table, context);
  if (proposal) ofSchema.set(key, proposal);
  return proposal;
}

function printProposal(
  index: IndexDefinition,
  table: Table,
  context: ProposalContext,
): DdlProposal | undefined {
  const plan: Plan = { snapshot: context.snapshot, planned: [index], concurrently: false };
  const isRecipe = table.partitioning !== undefined && !context.createdHere;
  const statements = isRecipe
    ? partitionedSteps(index, table, plan)
    : buildSteps(index, !context.createdHere, plan);
  if (!statements) return undefined;
  const { concurrently } = plan;
  const proposed = describeProposedIndex(index, table);
  const reason = reasonWithReplaced(context.reason, proposed);
  const lines = [
    printComment(reason),
    ...(concurrently ? [CONCURRENTLY_NOTE] : []),
    ...statements.map(({ sql }) => sql),
  ];
  const up = `${lines.join('\n')}\n`;
  const drop = printDropIndex(index.schema, index.name, {
    concurrently: concurrently && !table.partitioning,
  });
  return {
    migrationName: `create_${index.name}`,
    up,
    down: `${drop}\n`,
    outsideTransaction: concurrently,
    ...(concurrently && inTransaction(index, context.reason)),
    ...(concurrently && isRecipe && { parts: recipeParts(index, statements, reason) }),
    index: proposed,
  };
}

/** IF NOT EXISTS: the index may have been built with CONCURRENTLY before. */
function inTransaction(index: IndexDefinition, reason: string): Pick<DdlProposal, 'inTransaction'> {
  const create = printCreateIndex(index, { concurrently: false, ifNotExists: true }) ?? '';
  const drop = printDropIndex(index.schema, index.name, { concurrently: false, ifExists: true });
  return { inTransaction: { up: `${printComment(reason)}\n${create}\n`, down: `${drop}\n` } };
}

/** Measured: a failed or cancelled build leaves an index that is kept up to date and never used; IF NOT EXISTS then skips it. */
const CONCURRENTLY_NOTE = printComment(
  'CONCURRENTLY does not block writes. Run it outside a transaction block. If it fails it leaves an\ninvalid index behind: drop that with DROP INDEX CONCURRENTLY and run this again.',
);

interface Plan {
  readonly snapshot: Snapshot;
  /** What is made so far, so that no two get the same name. */
  readonly planned: IndexDefinition[];
  concurrently: boolean;
}

type Statements = readonly RecipeStatement[] | undefined;

function buildSteps(index: IndexDefinition, concurrently: boolean, plan: Plan): Statements {
  const sql = printCreateIndex(index, { concurrently });
  plan.concurrently ||= concurrently;
  return sql === undefined ? undefined : [{ kind: 'build', index, sql }];
}

/**
 * PostgreSQL refuses CONCURRENTLY on a partitioned parent (0A000, measured on 15, 17, 18): the parent's index is made alone,
 * each partition's without blocking, then attached. The parent's index becomes valid with the last one.
 */
function partitionedSteps(index: IndexDefinition, table: Table, plan: Plan): Statements {
  const parent = printCreateIndex(index, { concurrently: false, only: true });
  if (parent === undefined) return undefined;
  const up: RecipeStatement[] = [{ kind: 'parent', index, sql: parent }];
  for (const partition of partitionsOf(table, plan.snapshot)) {
    // It has no indexes here, and the parent's is valid without one.
    if (partition.foreign === true) continue;
    const own = candidateIndex(partition, index.keys, plan.snapshot, index, plan.planned);
    plan.planned.push(own);
    const steps = partition.partitioning
      ? partitionedSteps(own, partition, plan)
      : buildSteps(own, true, plan);
    if (!steps) return undefined;
    up.push(...steps, { kind: 'attach', index: own, sql: printAttachIndexPartition(index, own) });
  }
  return up;
}

export function partitionsOf(table: Table, snapshot: Snapshot): readonly Table[] {
  return snapshot.tables.filter(
    ({ partitionOf }) => partitionOf?.schema === table.schema && partitionOf.name === table.name,
  );
}

/** Drops an index without blocking; the reverse builds it again. */
export function proposeDropIndex(index: IndexDefinition, context: ProposalContext): DdlProposal | undefined {
  const table = findTable(context.snapshot, { schema: index.schema, name: index.table });
  const concurrently = !table?.partitioning;
  const again = printCreateIndex(index, { concurrently });
  if (again === undefined) return undefined;
  const up = `${printComment(context.reason)}\n${printDropIndex(index.schema, index.name, { concurrently })}\n`;
  const plain = {
    up: `${printComment(context.reason)}\n${printDropIndex(index.schema, index.name, { concurrently: false, ifExists: true })}\n`,
    down: `${printCreateIndex(index, { concurrently: false }) ?? ''}\n`,
  };
  return {
    migrationName: `drop_${index.name}`,
    up,
    down: `${again}\n`,
    outsideTransaction: concurrently,
    ...(concurrently && { inTransaction: plain }),
    ...(context.insertion && { insertion: context.insertion(up) }),
  };
}
