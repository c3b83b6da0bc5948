import type { CardChange, ComparedFolder } from './compare-folder';
import { describeChange, describeDifferences } from './describe-change';
import type { LeftOut } from './make-cards';
import type { CardRun } from './print-changes';

/** Raised when a reader of the old shape would misread the new one; new fields do not raise it. */
const FORMAT_VERSION = 1;

/** For programs: docs/plan-cards.md describes the shape. The same input gives the same bytes. */
export function printChangesJson(
  { changes, unchanged }: ComparedFolder,
  leftOut: readonly LeftOut[],
  { folder, isCheck }: CardRun,
): string {
  const output = {
    format: FORMAT_VERSION,
    folder,
    written: !isCheck,
    changes: changes.map(describe),
    unchanged,
    leftOut: leftOut.map(({ query: { file, line }, reason }) => ({ file, line, reason })),
  };
  return `${JSON.stringify(output, undefined, 2)}\n`;
}

function describe(change: CardChange) {
  const { kind, path, formerPath, file, line, inFunction, before, after } = change;
  return {
    kind,
    card: path,
    ...(formerPath !== undefined && { formerCard: formerPath }),
    file,
    ...(line !== undefined && { line }),
    ...(inFunction !== undefined && { inFunction }),
    message: describeChange(change),
    differences: describeDifferences(change),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}
