import type { DdlProposal } from '../finding';
import { proposeCreateIndex, proposeDropIndex } from '../indexes/propose-ddl';
import { findTable } from '../schema/snapshot';
import { type IndexChange, replacementOf } from './replacement';

const CREATED = 'Chosen for all queries of the workspace together.';
const IDLE = 'No query of the workspace is dearer without it. Make sure that nobody else needs it.';

/** Indexes to create and to drop as one change. New ones first, so that no query is ever without. `undefined`: there is nothing to change. */
export function proposeChange(change: IndexChange): DdlProposal | undefined {
  const { created, dropped, snapshot } = change;
  const context = { snapshot, createdHere: false };
  const steps = [
    ...created.map((index) => {
      const table = findTable(snapshot, { schema: index.schema, name: index.table });
      return table && proposeCreateIndex(index, table, { ...context, reason: CREATED });
    }),
    ...dropped.map((index) => {
      const by = replacementOf(index, change);
      const reason = by ? `${by.name} does the work of ${index.name}.` : IDLE;
      return proposeDropIndex(index, { ...context, reason });
    }),
  ].filter((step) => step !== undefined);
  const [only] = steps;
  return steps.length > 1 ? joined(steps) : only;
}

function joined(steps: readonly DdlProposal[]): DdlProposal {
  const reversed = steps.toReversed();
  const canBeInTransaction = steps.every((step) => !step.outsideTransaction || step.inTransaction);
  return {
    migrationName: 'tune_indexes',
    up: textOf(steps.map(({ up }) => up)),
    down: textOf(reversed.map(({ down }) => down)),
    outsideTransaction: steps.some(({ outsideTransaction }) => outsideTransaction),
    ...(canBeInTransaction && {
      inTransaction: {
        up: textOf(steps.map((step) => (step.inTransaction ?? step).up)),
        down: textOf(reversed.map((step) => (step.inTransaction ?? step).down)),
      },
    }),
    parts: steps,
  };
}

/** What several steps say in the comments above them is said once. */
function textOf(steps: readonly string[]): string {
  const said = new Set<string>();
  return steps
    .map((step) => {
      const lines = step.split('\n');
      const end = lines.findIndex((line) => !line.startsWith('--'));
      const comments = lines.slice(0, end).filter((line) => !said.has(line));
      for (const line of comments) said.add(line);
      return [...comments, ...lines.slice(end)].join('\n');
    })
    .join('\n');
}
