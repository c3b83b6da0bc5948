import * as vscode from 'vscode';
import type { CommandHandlers } from '../commands';
import { findOpenDocument } from '../documents';
import type { Report } from '../errors';
import { DisposableStore } from '../lifecycle';
import { COMMANDS, INTERNAL_COMMANDS, PLAN_VIEW_TYPE } from '../manifest';
import type { PlanReader, PlanViews } from '../shown-plans';
import { OpenPlans } from './open-plans';
import { PlanCommands } from './plan-commands';
import { PlanDocument } from './plan-document';
import { type PlaceInCode, PlanView } from './plan-view';

type Handlers = Pick<
  CommandHandlers,
  | typeof COMMANDS.openPlanAsText
  | typeof COMMANDS.copyPlanAsText
  | typeof COMMANDS.copyPlanAsMarkdown
  | typeof COMMANDS.savePlan
  | typeof COMMANDS.comparePlanWithPrevious
  | typeof COMMANDS.showInPlan
  | typeof COMMANDS.openPlan
  | typeof COMMANDS.openPlanFile
  | typeof INTERNAL_COMMANDS.showPlaceInPlan
>;

export interface PlanViewParts {
  readonly views: PlanViews;
  /** Whether the plan that is shown is of the query at a place. */
  readonly isPlanOf: (document: vscode.TextDocument, offset: number) => boolean;
  readonly handlers: Handlers;
  readonly store: DisposableStore;
}

/** The view of plans with its text and its commands. Opens nothing before a plan is shown. */
export function createPlanView(extensionUri: vscode.Uri, report: Report, read: PlanReader): PlanViewParts {
  const store = new DisposableStore();
  const document = store.add(new PlanDocument());
  const view: PlanView = store.add(
    new PlanView(
      extensionUri,
      (action) => commands.act(action),
      (error) => report(error, PLAN_VIEW_TYPE),
    ),
  );
  const commands = new PlanCommands(document, () => view.current);
  const open = new OpenPlans(read, view);
  store.add(vscode.workspace.registerTextDocumentContentProvider(PlanDocument.scheme, document));
  store.add(vscode.window.registerWebviewPanelSerializer(PLAN_VIEW_TYPE, view));
  return {
    views: view,
    isPlanOf: (document, offset) => view.isOf({ document, offset }),
    store,
    handlers: {
      [COMMANDS.openPlanAsText]: () => commands.act('openText'),
      [COMMANDS.copyPlanAsText]: () => commands.act('copyText'),
      [COMMANDS.copyPlanAsMarkdown]: () => commands.act('copyMarkdown'),
      [COMMANDS.savePlan]: () => commands.act('saveJson'),
      [COMMANDS.comparePlanWithPrevious]: () => view.compareWithPrevious(),
      [COMMANDS.openPlan]: () => open.fromSelectionOrClipboard(),
      [COMMANDS.openPlanFile]: (uri) => open.fromFile(uri instanceof vscode.Uri ? uri : undefined),
      [COMMANDS.showInPlan]: () => view.showNodeAt(placeOfCursor()),
      [INTERNAL_COMMANDS.showPlaceInPlan]: (uri, offset) => {
        const document = findOpenDocument(uri);
        return view.showNodeAt(document && { document, offset });
      },
    },
  };
}

function placeOfCursor(): PlaceInCode | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && { document: editor.document, offset: editor.document.offsetAt(editor.selection.active) };
}
