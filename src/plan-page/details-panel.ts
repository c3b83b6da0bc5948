import { button, element } from './elements';
import { factList } from './facts';
import type { NodeDetails, PageWords } from './page-model';

/** Everything that the server told of one node. */
export class DetailsPanel {
  readonly root = element('section', { class: 'details', id: 'details', hidden: true });

  constructor(
    private readonly words: PageWords,
    private readonly onClose: () => void,
  ) {
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.onClose();
    });
  }

  show({ title, facts }: NodeDetails): void {
    const heading = element('h2', { id: 'details-heading' }, title);
    const close = button('\u00D7', this.onClose, { class: 'close', 'aria-label': this.words.closeDetails });
    // It scrolls by itself, so the keyboard must be able to come to it.
    const body = element(
      'div',
      { class: 'details-body', tabindex: 0, role: 'group', 'aria-labelledby': heading.id },
      factList(facts, 'all'),
    );
    this.root.setAttribute('aria-labelledby', heading.id);
    this.root.replaceChildren(element('div', { class: 'details-head' }, heading, close), body);
    this.root.hidden = false;
  }

  hide(): void {
    this.root.hidden = true;
    this.root.replaceChildren();
  }
}
