import { ANY_VALUES, type CardPlan, type PlanCard } from './plan-card';

const HEAD = /^For (.+), cost about ([\d,]+), by (.+):(?: the same plan| the plan for (.+))?$/;

/** A card as `printCard` writes it, with whatever line ends git has given it; `undefined` where it is none. */
export function readCard(text: string): PlanCard | undefined {
  const lines = text.split(/\r?\n/);
  const [place = ''] = lines;
  const first = lines.findIndex((line) => HEAD.test(line));
  if (place === '' || first < 0) return undefined;
  const [, inFunction, inFile] = /^(\S+) in (.+)$/.exec(place) ?? [];
  return {
    file: inFile ?? place,
    ...(inFunction !== undefined && { inFunction }),
    sql: lines.slice(1, first).join('\n').trim(),
    plans: readPlans(lines.slice(first)),
  };
}

function readPlans(lines: readonly string[]): readonly CardPlan[] {
  const plans: (CardPlan & { tree?: string[] })[] = [];
  for (const line of lines) {
    const head = HEAD.exec(line);
    if (head) plans.push(readHead(head, line));
    else if (line.trim() !== '') plans.at(-1)?.tree?.push(line.replace(/^ {2}/, ''));
  }
  return plans;
}

function readHead(
  [, values = '', cost = '', by = '', other]: RegExpExecArray,
  line: string,
): CardPlan & { tree?: string[] } {
  return {
    values,
    costClass: cost.replaceAll(',', '').length - 1,
    indexes: by === 'no index' ? [] : by.split(', '),
    ...(line.endsWith(':') ? { tree: [] } : { sameAs: other ?? ANY_VALUES }),
  };
}
