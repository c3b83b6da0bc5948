import type { CardDifference, NodeDifference } from '../../analyzers/plan-cards/compare-cards';
import { printCostClass } from '../../analyzers/plan-cards/cost-class';
import type { CardChange } from './compare-folder';

/** What it is, in one sentence. */
export function describeChange({ kind, reason }: CardChange): string {
  switch (kind) {
    case 'new':
      return 'This query has no card yet.';
    case 'plan':
      return 'The plan of this query is another one.';
    case 'text':
      return 'This query has another text than its card.';
    case 'gone':
      return reason === undefined
        ? 'The query of this card is no longer there.'
        : `The query of this card cannot be planned any more. ${reason}`;
  }
}

/** Sentences: `For any values: was Index Scan using events_pkey on events, is Seq Scan on events.` */
export function describeDifferences({ differences }: CardChange): readonly string[] {
  return differences.flatMap(describeDifference);
}

function describeDifference(difference: CardDifference): readonly string[] {
  const { values } = difference;
  switch (difference.kind) {
    case 'plan':
      return difference.nodes.length === 0
        ? [`For ${values}: another plan.`]
        : difference.nodes.map((node) => `For ${values}: ${describeNode(node)}.`);
    case 'cost': {
      const [was, is] = [difference.before, difference.after].map(printCostClass);
      return [`For ${values}: the cost was about ${was}, is about ${is}.`];
    }
    case 'new-values':
      return [`For ${values}: there is a plan now.`];
    case 'gone-values':
      return [`For ${values}: there is no plan any more, as the statistics have no such values.`];
  }
}

function describeNode(node: NodeDifference): string {
  switch (node.kind) {
    case 'other-node':
      return `was ${node.before}, is ${node.after}`;
    case 'new-node':
      return `${node.title} is new`;
    case 'gone-node':
      return `${node.title} is gone`;
    case 'property':
      return describeProperty(node);
  }
}

function describeProperty({
  title,
  property,
  before,
  after,
}: Extract<NodeDifference, { kind: 'property' }>): string {
  if (after === undefined) return `${title} has no ${property} any more, it was ${before ?? ''}`;
  if (before === undefined) return `${title} has a ${property} now: ${after}`;
  return `the ${property} of ${title} was ${before}, is ${after}`;
}
