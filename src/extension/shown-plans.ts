import type { Plan } from '../analyzers/plans/plan';
import type { PlanFinding } from '../analyzers/plans/plan-finding';
import type { Span } from '../analyzers/span';

/** Where plans are shown. Whoever has made some (a query was explained, a file was opened) calls it. */
export interface PlanViews {
  /** The newest plans take the place of those shown before; the focus stays where it is. At least one plan. */
  show(input: ShownPlans): Promise<void>;
}

/** Plans of one query, each for other values, for no values, or run. Plain data: it is written down to be there after the next start. */
export interface ShownPlans {
  /** Of the tab, in a few words: `events by stream_id`, or the file's name. */
  readonly title: string;
  /** As it was explained; absent for a plan that was pasted. */
  readonly query?: string;
  /** Absent for a plan that was pasted or opened from a file. */
  readonly source?: PlanSource;
  readonly plans: readonly ShownPlan[];
  /** Index of the plan to show first; 0 without it. */
  readonly chosen?: number;
  /** Indexes of two plans to show side by side at once. */
  readonly compared?: ComparedPlans;
}

export interface ComparedPlans {
  readonly before: number;
  readonly after: number;
  /** What a proof counts them for, where that is not what they say themselves: the comparison names the same figures. */
  readonly counted?: {
    /** In the planner's units. */
    readonly before: number;
    readonly after: number;
    /** In the user's language: why. */
    readonly ways: readonly string[];
  };
}

/** The statement in its document, as it was when it was explained. */
export interface PlanSource {
  readonly uri: string;
  /** Offsets in the document. */
  readonly span: Span;
  /** What stood there: the statement is found again by it when the document has changed. */
  readonly text: string;
}

export interface ShownPlan {
  /** In the user's language: "Hot value", "Generic plan", "Your values". */
  readonly label: string;
  readonly origin: PlanOrigin;
  /** What the server sent (JSON), or what was pasted, to the letter. */
  readonly document: string;
  readonly plan: Plan;
  readonly findings: readonly PlanFinding[];
  /** In the order of importance of each node: the first is selected by a click. */
  readonly places: readonly NodePlace[];
}

export interface PlanOrigin {
  /** As the view of connections names it; absent for a plan that was pasted or opened. */
  readonly target?: string;
  /** As the server says it: `18.4`. */
  readonly serverVersion?: string;
  /** Milliseconds since 1970. */
  readonly at?: number;
  /** None for a generic plan. */
  readonly values: readonly PlanValue[];
  /** In the user's language, where the label needs more than itself: how the values were found, why the driver would use this plan. */
  readonly remarks?: readonly string[];
}

export interface PlanValue {
  /** As the code has it: `$1`, `streamIds`. */
  readonly label: string;
  /** As SQL would write it, cut where it is long. */
  readonly text: string;
  readonly type?: string;
}

/** Where a condition of a node stands in the document, as it was when the query was explained. */
export interface NodePlace {
  /** `PlanNode.number`. */
  readonly node: number;
  /** Offsets in the document. */
  readonly span: Span;
}

/** Reads a plan that somebody pasted or saved, and says what it finds on it. Needs no connection. */
export type PlanReader = (text: string) => Promise<ReadPlan>;

export type ReadPlan =
  | { readonly kind: 'plan'; readonly plan: Plan; readonly findings: readonly PlanFinding[] }
  /** In the user's language: what could not be read, and where. */
  | { readonly kind: 'problem'; readonly message: string };
