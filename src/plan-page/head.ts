import { button, element } from './elements';
import { factList } from './facts';
import type { PageAction, PageModel, PagePlan } from './page-model';

export interface HeadEvents {
  onAct(action: PageAction): void;
  onQuery(): void;
}

const ACTIONS: readonly PageAction[] = ['openText', 'copyMarkdown', 'copyText', 'saveJson'];

/** What was asked, of which server, when and with what; and what can be done with the answer. */
export function head(model: PageModel, plan: PagePlan, events: HeadEvents): HTMLElement {
  const { title, place, query, words } = model;
  return element(
    'header',
    {},
    element('h1', {}, title),
    element(
      'div',
      { class: 'actions' },
      ...(place === undefined
        ? []
        : [
            button(place, () => events.onQuery(), {
              class: 'link',
              'aria-label': `${words.goToQuery}: ${place}`,
            }),
          ]),
      ...ACTIONS.map((action) =>
        button(words.actions[action], () => events.onAct(action), { class: 'link' }),
      ),
    ),
    factList(plan.facts, 'origin'),
    query === undefined
      ? undefined
      : element(
          'details',
          { class: 'query' },
          element('summary', {}, words.query),
          // It scrolls by itself, so the keyboard must be able to come to it.
          element('pre', { tabindex: 0 }, query),
        ),
  );
}
