import type { Message } from '../message';
import type { Plan } from './plan';

/** What a reader of plans hands back: never an error thrown. */
export type PlanReading =
  { readonly kind: 'plan'; readonly plan: Plan } | { readonly kind: 'problem'; readonly message: Message };

export function problem(message: Message): PlanReading {
  return { kind: 'problem', message };
}
