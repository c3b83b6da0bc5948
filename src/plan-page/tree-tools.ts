import { element } from './elements';
import type { MetricId, PageMetric, PageModel } from './page-model';

/** What heat stands for, where there is a choice. */
export function heatSwitch(
  label: string,
  metrics: readonly PageMetric[],
  chosen: MetricId,
  onChoose: (metric: MetricId) => void,
): HTMLElement | undefined {
  if (metrics.length < 2) return undefined;
  const choices = metrics.map(({ id, label: name }) => {
    const input = element('input', { type: 'radio', name: 'heat', value: id });
    input.checked = id === chosen;
    input.addEventListener('change', () => onChoose(id));
    return element('label', {}, input, ` ${name}`);
  });
  return element('fieldset', { class: 'heat-by' }, element('legend', {}, label), ...choices);
}

/** The values of one tab, where several lead to the same plan. */
export function valuesChoice(
  model: PageModel,
  plan: number,
  onChoose: (plan: number) => void,
): HTMLElement | undefined {
  const tab = model.tabs.find(({ plans }) => plans.includes(plan));
  if (tab === undefined || tab.plans.length < 2) return undefined;
  const options = tab.plans.map((index) => ({ value: index, label: model.plans[index] ?? '' }));
  return choice('values-of', model.words.values, options, plan, onChoose);
}

/** All other plans, those from before too. */
export function comparisonChoice(
  model: PageModel,
  plan: number,
  compared: number | undefined,
  onChoose: (other: number | undefined) => void,
): HTMLElement | undefined {
  const others = [...model.plans.entries()].filter(([index]) => index !== plan);
  if (others.length === 0) return undefined;
  const options = others.map(([index, label]) => ({ value: index, label }));
  return choice(
    'compare-with',
    model.words.compareWith,
    [{ value: NOTHING, label: model.words.compareNone }, ...options],
    compared ?? NOTHING,
    (value) => onChoose(value === NOTHING ? undefined : value),
  );
}

const NOTHING = -1;

function choice(
  kind: string,
  label: string,
  options: readonly { readonly value: number; readonly label: string }[],
  chosen: number,
  onChoose: (value: number) => void,
): HTMLElement {
  const select = element(
    'select',
    {},
    ...options.map(({ value, label: text }) =>
      element('option', { value, selected: value === chosen }, text),
    ),
  );
  select.addEventListener('change', () => onChoose(Number(select.value)));
  return element('label', { class: kind }, label, ' ', select);
}
