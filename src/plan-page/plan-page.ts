import { element } from './elements';
import type { FromPage, PageProblem, ToPage } from './page-model';
import { PageView } from './page-view';

const vscode = acquireVsCodeApi();
const main = document.querySelector('main');
if (main === null) throw new Error('The page has no place for the plan');

const post = (message: FromPage): void => vscode.postMessage(message);
const view = new PageView(main, post, {
  read: () => vscode.getState(),
  write: (state) => vscode.setState(state),
});

// The frame around the page is VS Code's; nobody else can post to it.
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.kind) {
    case 'model':
      view.show(data.model);
      break;
    case 'plan':
      view.showPlan(data.index, data.plan);
      break;
    case 'nodes':
      view.showNodes(data);
      break;
    case 'kept':
      view.keep(data.id, data.kept);
      break;
    case 'details':
      view.showDetails(data.details);
      break;
    case 'comparison':
      view.compare(data.comparison);
      break;
    case 'focus':
      view.focus(data.plan, data.node);
      break;
    case 'problem':
      main.replaceChildren(problem(data.problem));
      break;
  }
});
post({ kind: 'ready' });

function problem({ title, message }: PageProblem): HTMLElement {
  return element('section', { class: 'problem' }, element('h1', {}, title), element('p', {}, message));
}
