import { element } from './elements';

/** Tabs as the ARIA Authoring Practices have them: arrows choose, Tab goes on into the panel. */
export function tabs(
  label: string,
  titles: readonly string[],
  chosen: number,
  onChoose: (tab: number) => void,
  panel: HTMLElement,
): HTMLElement {
  const buttons = titles.map((title, index) => {
    const isChosen = index === chosen;
    const made = element(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${index}`,
        'aria-selected': String(isChosen),
        'aria-controls': 'plan-panel',
        tabindex: isChosen ? 0 : -1,
      },
      title,
    );
    made.addEventListener('click', () => onChoose(index));
    return made;
  });
  const list = element('div', { role: 'tablist', 'aria-label': label, class: 'tabs' }, ...buttons);
  list.addEventListener('keydown', (event) => {
    const target = tabByKey(event.key, chosen, titles.length);
    if (target === undefined) return;
    event.preventDefault();
    onChoose(target);
  });
  panel.id = 'plan-panel';
  panel.setAttribute('role', 'tabpanel');
  panel.setAttribute('aria-labelledby', `tab-${chosen}`);
  return list;
}

function tabByKey(key: string, chosen: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (chosen + 1) % count;
    case 'ArrowLeft':
      return (chosen + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
