import type { HealthFinding } from '../../analyzers/index-health/health-finding';
import type { WorkProgress } from '../../analyzers/maintenance/work-progress';
import type { Message } from '../../analyzers/message';
import type { Localizer } from '../localizer';
import type { Figures } from '../figures';
import type { LateFigures } from './late-figures';

/** What rows are written with. */
export interface Words {
  readonly l10n: Localizer;
  readonly figures: Figures;
}

/** What is said of a whole database's indexes. */
export interface DatabaseFacts {
  /** In bytes. */
  readonly blockSize: number;
  readonly versionNumber: number;
  readonly isStandby: boolean;
  readonly hasPgstattuple: boolean;
  /** ISO 8601; absent: the counters were never reset. */
  readonly countersSince?: string;
}

/** What is known of an index besides the catalogue. */
export interface IndexKnowledge {
  readonly late: LateFigures;
  readonly finding: HealthFinding | undefined;
  /** What pgstattuple has counted, in words. */
  readonly density: Message | undefined;
  /** Who is at work on it. */
  readonly running: WorkProgress | undefined;
}
