import type { Message } from '../analyzers/message';
import type { ConnectedDatabase } from './connected-database';

/** Who plans a query: a connected server, or the embedded planner with the folder's migrations. */
export interface PlanningDatabase extends Pick<
  ConnectedDatabase,
  'id' | 'name' | 'role' | 'target' | 'serverVersion' | 'reader'
> {
  /** What one has to know of its plans; none of a server. */
  readonly remarks?: readonly Message[];
}
