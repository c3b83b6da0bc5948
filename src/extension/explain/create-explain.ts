import * as vscode from 'vscode';
import type { CommandHandlers } from '../commands';
import { findOpenDocument } from '../documents';
import type { Report } from '../errors';
import { DisposableStore } from '../lifecycle';
import { COMMANDS, INTERNAL_COMMANDS } from '../manifest';
import { ExplainActivity } from './explain-activity';
import { ExplainCommands, type ExplainPorts } from './explain-commands';
import { ExplainProblems } from './explain-problems';

export interface ExplainContext extends Omit<ExplainPorts, 'activity' | 'problems'> {
  readonly report: Report;
  /** Where the query of a lens begins now; absent when it is gone. */
  readonly offsetOfLens: (documentUri: string, lens: number) => number | undefined;
}

type Handlers = Pick<
  CommandHandlers,
  | typeof COMMANDS.explainQuery
  | typeof COMMANDS.explainAndRun
  | typeof COMMANDS.explainWithValues
  | typeof INTERNAL_COMMANDS.explainLens
  | typeof INTERNAL_COMMANDS.proveFinding
>;

/** The way from a query to its plan, whole. Sends nothing. */
export function createExplain({ offsetOfLens, report, ...ports }: ExplainContext) {
  const store = new DisposableStore();
  const activity = store.add(new ExplainActivity());
  const commands = new ExplainCommands({ ...ports, activity, problems: new ExplainProblems(report) });
  const handlers: Handlers = {
    [COMMANDS.explainQuery]: () => commands.explain(),
    [COMMANDS.explainAndRun]: () => commands.explainAndRun(),
    [COMMANDS.explainWithValues]: () => commands.explainWithValues(),
    [INTERNAL_COMMANDS.proveFinding]: (uri, ruleId, offset) => {
      const document = findOpenDocument(uri);
      return document === undefined ? undefined : commands.prove({ document, offset }, ruleId);
    },
    [INTERNAL_COMMANDS.explainLens]: (uri, lens) => {
      const document = findOpenDocument(uri);
      const offset = offsetOfLens(uri, lens);
      if (document !== undefined && offset !== undefined) return commands.explain({ document, offset });
      // The lens of a text that has changed since: the next ones are on their way.
      return vscode.window.setStatusBarMessage(vscode.l10n.t('The query has changed. Try again.'), 4000);
    },
  };
  return { store, activity, handlers };
}
