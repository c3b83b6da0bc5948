import { count } from './report';

/** How far the fixes of findings could be planned. */
export interface ProofSummary {
  /** As a person knows it. Absent: no planner was started, because there was nothing to plan, or none could be. */
  readonly planner?: string;
  /** Findings. */
  readonly planned: number;
  /** In the order of their places. */
  readonly unplanned: readonly UnplannedFinding[];
  /** Findings beyond those that `--proofs` allows. */
  readonly leftOut: number;
  /** Why no planner could be asked: one sentence. */
  readonly unavailable?: string;
}

export interface UnplannedFinding {
  readonly rule: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** One sentence. */
  readonly reason: string;
}

/** What of it a person should know. */
export function describeProofs({ unplanned, leftOut, unavailable }: ProofSummary): readonly string[] {
  return [
    ...(unavailable === undefined
      ? []
      : [`No finding was planned, so all are as the rules alone see them. ${unavailable}`]),
    ...unplanned.map(
      ({ rule, path, line, column, reason }) =>
        `${path}:${line}:${column}: ${rule} could not be planned. ${reason}`,
    ),
    ...(leftOut === 0
      ? []
      : [`${count(leftOut, 'finding')} more could be planned: --proofs allows no more than it has.`]),
  ];
}
