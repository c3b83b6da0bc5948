import { DatabaseError } from 'pg';
import { message } from '../../analyzers/message';
import type { OwnPlanner, Reader, ReadOptions, Row } from '../reading/reader';
import type { PretendedIndex, Step } from '../reading/step';
import { type EmbeddedPlanner, PlannerProblem } from './embedded-planner';
import type { ServerProblem } from './protocol';

/** The embedded planner, asked as a server is: so whatever explains a query on a server explains it here. */
export class EmbeddedReader implements Reader {
  readonly ownPlanner: OwnPlanner;

  constructor(
    private readonly planner: EmbeddedPlanner,
    private readonly pretended: readonly PretendedIndex[] = [],
  ) {
    this.ownPlanner = { withIndexes: (indexes) => new EmbeddedReader(planner, indexes), note: NOTE };
  }

  async read(
    text: string,
    values: readonly unknown[] = [],
    options: ReadOptions = {},
  ): Promise<readonly Row[]> {
    const [rows = []] = await this.readSteps([{ text, values }], options);
    return rows;
  }

  /** Rejects with a DatabaseError, as a server's driver does, or with a PlannerUnavailable. The planner has a time limit of its own. */
  async readSteps(
    steps: readonly Step[],
    { signal }: ReadOptions = {},
  ): Promise<readonly (readonly Row[])[]> {
    const { pretended } = this;
    try {
      return await this.planner.readSteps(steps, { pretended, ...(signal && { signal }) });
    } catch (error) {
      throw error instanceof PlannerProblem ? databaseError(error.problem) : error;
    }
  }
}

const NOTE = message(
  'The index is pretended by the embedded planner, with the size that it would have: what it saves can be measured once it exists on a server.',
);

function databaseError({ message, code, position }: ServerProblem): DatabaseError {
  const error = new DatabaseError(message, message.length, 'error');
  if (code !== undefined) error.code = code;
  if (position !== undefined) error.position = String(position);
  return error;
}
