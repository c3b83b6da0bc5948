/**
 * What the extension hands to the page, and what the page asks of it. Every text is in the user's language and every figure printed
 * already, so that the page knows nothing of plans but their shape.
 */
export interface PageModel {
  /** Of these plans: a page that is drawn anew knows by it that they are the same. */
  readonly id: string;
  readonly title: string;
  readonly query?: string;
  /** Of the query: `src/event-store.ts:12`. */
  readonly place?: string;
  /** Their labels; a plan itself is handed over when it is looked at, since there may be many and large ones. */
  readonly plans: readonly string[];
  /** One for all values that lead to the same plan. Plans that are there for comparison only are in none. */
  readonly tabs: readonly PageTab[];
  /** Index of a plan. */
  readonly chosen: number;
  readonly words: PageWords;
}

export interface PageTab {
  readonly label: string;
  /** Indexes of plans. */
  readonly plans: readonly number[];
}

export interface PagePlan {
  /** Where, when and how it was made. */
  readonly facts: readonly Fact[];
  /** The figures of the whole. */
  readonly totals: readonly Fact[];
  readonly findings: readonly PageFinding[];
  /** Those that the plan tells, the best first. Not empty. */
  readonly metrics: readonly PageMetric[];
  /** The shape of the tree, in the order of EXPLAIN; the index is the node's number. */
  readonly outline: readonly PageOutline[];
  /** The first of them, as many as a screen holds: the page asks for the others. */
  readonly nodes: readonly PageNode[];
}

/** What must be known of every node, so that the keys of a tree lead to those that nobody has seen yet. */
export interface PageOutline {
  /** From 1. */
  readonly level: number;
  /** `Index Scan using idx_events on events e`. */
  readonly title: string;
}

/** A name and a text. */
export type Fact = readonly [name: string, text: string];

export interface PageFinding {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** The severity in words. */
  readonly word: string;
  readonly text: string;
  readonly evidence: readonly string[];
  readonly node: number;
}

export type MetricId = 'time' | 'cost' | 'buffers';

export interface PageMetric {
  readonly id: MetricId;
  readonly label: string;
}

export interface PageNode {
  /** How it hangs below its parent, where that says something: `InitPlan 1`. */
  readonly role?: string;
  /** `Index Cond: (stream_id = 'a')`. */
  readonly conditions: readonly string[];
  readonly rows: PageRows;
  readonly loops?: string;
  readonly buffers?: string;
  /** What the node alone takes: share is of the whole plan, from 0 to 1. */
  readonly heat: Readonly<Partial<Record<MetricId, { readonly share: number; readonly text: string }>>>;
  /** All of it as one sentence, for who hears it. */
  readonly sentence: string;
  /** Words to mark it with: "Never executed", the severity of its finding. */
  readonly marks: readonly PageMark[];
  /** A condition of it stands in the code. */
  readonly isInCode: boolean;
}

export interface PageRows {
  readonly text: string;
  /** How far the estimate is off, where it is far off: `52 × more`. */
  readonly off?: string;
}

export interface PageMark {
  readonly kind: 'finding' | 'quiet';
  readonly text: string;
}

/** Two plans side by side. */
export interface PageComparison {
  readonly before: ComparedPlan;
  readonly after: ComparedPlan;
  /** What changed. */
  readonly sentence: string;
  readonly details: readonly string[];
}

export interface ComparedPlan {
  readonly index: number;
  readonly plan: PagePlan;
  /** For each node the one of the other plan that does the same work, and what differs, in words. */
  readonly nodes: readonly ComparedNode[];
}

export interface ComparedNode {
  readonly partner?: number;
  readonly difference?: string;
}

export interface PageProblem {
  readonly title: string;
  readonly message: string;
}

/** The sentences of the page itself. */
export interface PageWords {
  readonly findings: string;
  readonly noFindings: string;
  readonly tree: string;
  readonly treeHint: string;
  readonly plans: string;
  readonly values: string;
  readonly heatBy: string;
  readonly node: string;
  readonly rows: string;
  readonly loops: string;
  readonly buffers: string;
  readonly closeDetails: string;
  readonly compareWith: string;
  readonly compareNone: string;
  readonly comparison: string;
  readonly query: string;
  readonly goToQuery: string;
  readonly actions: Readonly<Record<PageAction, string>>;
}

export type PageAction = 'openText' | 'saveJson' | 'copyText' | 'copyMarkdown';

/** All that is known of a node. */
export interface NodeDetails {
  readonly plan: number;
  readonly node: number;
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** Some nodes of a plan that follow each other. */
export interface PageNodes {
  /** Index of the plan. */
  readonly plan: number;
  /** Number of the first. */
  readonly from: number;
  readonly nodes: readonly PageNode[];
}

export type ToPage =
  | { readonly kind: 'model'; readonly model: PageModel }
  | { readonly kind: 'plan'; readonly index: number; readonly plan: PagePlan }
  | ({ readonly kind: 'nodes' } & PageNodes)
  /** What the page writes down, unread, to be there after the next start. */
  | { readonly kind: 'kept'; readonly id: string; readonly kept: string }
  | { readonly kind: 'details'; readonly details: NodeDetails }
  | { readonly kind: 'comparison'; readonly comparison: PageComparison }
  | { readonly kind: 'focus'; readonly plan: number; readonly node: number }
  | { readonly kind: 'problem'; readonly problem: PageProblem };

export type FromPage =
  | { readonly kind: 'ready' }
  /** Is answered with that plan where it is wanted. */
  | { readonly kind: 'chose'; readonly plan: number; readonly isWanted: boolean }
  /** Is answered with what is to be kept of the plans: the largest of all messages, which is asked for when they are drawn. */
  | { readonly kind: 'keep' }
  /** Is answered with those nodes, as far as the plan has them. */
  | { readonly kind: 'nodes'; readonly plan: number; readonly from: number; readonly to: number }
  /** Is answered with the node's details. */
  | { readonly kind: 'details'; readonly plan: number; readonly node: number }
  /** Without a node: the query. */
  | {
      readonly kind: 'reveal';
      readonly plan: number;
      readonly node?: number;
      /** By the keyboard: it goes on in the code. A click leaves it in the page. */
      readonly takesFocus: boolean;
    }
  | { readonly kind: 'compare'; readonly before: number; readonly after: number }
  | { readonly kind: 'act'; readonly action: PageAction };
