import { element } from './elements';
import type { Fact } from './page-model';

export function factList(facts: readonly Fact[], kind: string): HTMLElement {
  return element(
    'dl',
    { class: `facts ${kind}` },
    ...facts.map(([name, text]) => element('div', {}, element('dt', {}, name), element('dd', {}, text))),
  );
}
