import type { MetricId } from './page-model';

/** What the reader of a page has done with it; written down with the plans themselves. */
export interface PageState {
  /** `PageModel.id`. */
  readonly id: string;
  /** Handed over by the extension and never read here; empty until it has come. */
  readonly kept: string;
  /** Index of the plan that is shown. */
  readonly plan: number;
  readonly metric?: MetricId;
  /** Of each plan, by its index: the nodes that are closed, and the one that the keyboard is on. */
  readonly closed: Readonly<Record<number, readonly number[]>>;
  readonly selected: Readonly<Record<number, number>>;
  readonly hasDetails: boolean;
}

export function freshState(id: string, plan: number): PageState {
  return { id, kept: '', plan, closed: {}, selected: {}, hasDetails: false };
}

/** What an earlier page wrote down; of another set of plans only the kind of heat is of use. */
export function continuedState(before: unknown, id: string, plan: number): PageState {
  const fresh = freshState(id, plan);
  if (!isPageState(before)) return fresh;
  if (before.id === id) return before;
  return before.metric === undefined ? fresh : { ...fresh, metric: before.metric };
}

/** Only this page writes it, so its kind is told by two marks. */
function isPageState(value: unknown): value is PageState {
  return typeof value === 'object' && value !== null && 'id' in value && 'selected' in value;
}
