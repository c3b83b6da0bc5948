import * as vscode from 'vscode';
import type { Finding, Fix } from '../../analyzers/finding';
import { type Proof, proofOf } from '../../analyzers/plans/evidence/proof';
import { provableFixes } from '../../analyzers/plans/evidence/proven-finding';
import type { ExplainableQuery } from '../../analyzers/query/explainable-query';
import { folderOf, isJudged } from '../documents';
import type { Judge } from '../judge';
import type { PostgresRoom } from '../load-postgres';
import { localize } from '../localize';
import type { PlanningDatabase } from '../planning-database';
import { readExplainSettings, readSettings } from '../settings';
import type { PlanViews } from '../shown-plans';
import { askForValues, chooseValues } from './choose-values';
import {
  type Asking,
  type FoundValues,
  inferValues,
  noValues,
  planEach,
  runWith,
  textsOf,
  typedValues,
  usesParameters,
} from './make-plans';
import type { ExplainActivity } from './explain-activity';
import type { ExplainProblems } from './explain-problems';
import { type JudgedPlans, judgeMade, type Subject } from './judge-made';
import { chooseFix, proveSomewhere } from './prove-finding';
import { RememberedValues } from './remembered-values';
import { RunConsents } from './run-consents';
import { offerCasts, showFailure } from './show-failure';

export interface ExplainPorts {
  readonly judge: Judge;
  /** Connected after a question, where it is not yet; without any connection the embedded planner. */
  readonly databaseFor: (folder: vscode.WorkspaceFolder) => Promise<PlanningDatabase | undefined>;
  /** For what the connected server cannot plan with; `undefined`: there is none. */
  readonly plannerBesideServer: (
    folder: vscode.WorkspaceFolder,
    signal: AbortSignal,
  ) => Promise<PlanningDatabase | undefined>;
  readonly loadPostgres: () => PostgresRoom;
  readonly views: PlanViews;
  /** A finding has a proof: it is to be shown with it. */
  readonly onDidProve: (finding: Finding, text: string, proof: Proof) => void;
  readonly activity: ExplainActivity;
  readonly problems: ExplainProblems;
}

/** A place in a document: of the cursor, or of a lens. */
export interface QueryLocation {
  readonly document: vscode.TextDocument;
  readonly offset: number;
}

/** From a query in the editor to its plans. Nothing is run before somebody has agreed to it. */
export class ExplainCommands {
  readonly #remembered = new RememberedValues();
  readonly #consents = new RunConsents();

  constructor(private readonly ports: ExplainPorts) {}

  /** The plans for the values that were typed before, for values of the tables, and for any. Nobody is asked for a value. */
  async explain(location = locationOfCursor()): Promise<void> {
    const subject = await this.#subject(location, () => this.explain(location));
    if (subject === undefined) return;
    const typed = this.#remembered.of(subject.found.query);
    await this.#explain(subject, async (asking) => {
      const values = await inferValues(asking, subject.found.query);
      const wanted = typed === undefined ? values.sampled : [typedValues(typed), ...values.sampled];
      const made = await planEach(asking, values, wanted);
      return judgeMade(this.ports.judge, subject, asking, values.inferred, made);
    });
  }

  /** The same for values that a person types now. */
  async explainWithValues(location = locationOfCursor()): Promise<void> {
    const subject = await this.#subject(location, () => this.explainWithValues(location));
    if (subject === undefined) return;
    const { query } = subject.found;
    if (!usesParameters(query)) return this.explain(location);
    const found = await this.#work(subject, (asking) => inferValues(asking, subject.found.query));
    if (found === undefined) return;
    const typed = await askForValues(found.inferred, found.sampled, this.#remembered.of(query));
    if (typed === undefined) return;
    this.#remembered.remember(query, typed);
    await this.explain(location);
  }

  /** What the query does when it runs: on a database of production asked each time, and refused for whatever writes or locks rows. */
  async explainAndRun(location = locationOfCursor()): Promise<void> {
    const subject = await this.#subject(location, () => this.explainAndRun(location));
    if (subject === undefined) return;
    const { query } = subject.found;
    if (query.notRun !== undefined) return this.#refuseToRun(localize(query.notRun), location);
    if (subject.database.reader.ownPlanner) return this.#refuseToRun(noRows(), location);
    const found = await this.#work(subject, (asking) => inferValues(asking, subject.found.query));
    if (found === undefined) return;
    const values = await this.#chooseValues(found, query);
    if (values === undefined) return;
    const { database, settings } = subject;
    const statementTimeoutMs = settings.runTimeoutMs;
    if (!(await this.#consents.ask(database, { count: 1, statementTimeoutMs }))) return;
    const consent = { text: query.text, values: textsOf(found.inferred, values), statementTimeoutMs };
    await this.#explain(subject, async (asking) => {
      const made = await runWith(asking, found.inferred, values, consent);
      return judgeMade(this.ports.judge, subject, asking, found.inferred, [made]);
    });
  }

  /** Asks the server what a proposal of the finding at a place is worth. */
  async prove(location: QueryLocation, ruleId: string): Promise<void> {
    const subject = await this.#subject(location, () => this.prove(location, ruleId));
    const finding = subject?.found.findings.find(
      ({ ruleId: id, span }) => id === ruleId && span.start === location.offset,
    );
    if (subject === undefined) return;
    if (finding === undefined) return this.#sayGone(ruleId);
    const fix = await chooseFix(provableFixes(finding));
    if (fix === undefined) return;
    await this.#prove(subject, finding, fix);
  }

  /** @param runTimeoutMs once somebody has agreed to having it run */
  async #prove(subject: Subject, finding: Finding, fix: Fix, runTimeoutMs?: number): Promise<void> {
    const { judge, problems, onDidProve, views, plannerBesideServer } = this.ports;
    const outcome = await this.#work(subject, (asking) =>
      proveSomewhere(judge, subject, fix, asking, { beside: plannerBesideServer, runTimeoutMs }),
    );
    if (outcome === undefined) return;
    if ('reason' in outcome) return problems.show(localize(outcome.reason), [], 'information');
    const { evidence, shown, runs } = outcome;
    const planned = proofOf(fix, outcome);
    const proof = { ...planned, sentences: [...planned.sentences, ...evidence.notes] };
    onDidProve(finding, subject.source.text, proof);
    await views.show(shown);
    const measure = {
      title: vscode.l10n.t('Run Both...'),
      run: () => this.#measure(subject, finding, fix, runs ?? 0),
    };
    void problems.show(
      proof.sentences.map(localize).join(' '),
      runs === undefined ? [] : [measure],
      'information',
    );
  }

  /** The same with what the runs have read, once somebody has agreed to them. */
  async #measure(subject: Subject, finding: Finding, fix: Fix, count: number): Promise<void> {
    const { database, settings } = subject;
    const statementTimeoutMs = settings.runTimeoutMs;
    if (await this.#consents.ask(database, { count, statementTimeoutMs }))
      await this.#prove(subject, finding, fix, statementTimeoutMs);
  }

  async #chooseValues({ inferred, sampled }: FoundValues, query: ExplainableQuery) {
    if (!usesParameters(query)) return noValues();
    const last = this.#remembered.of(query);
    const choice = await chooseValues(inferred, sampled, last);
    if (choice !== 'enter') return choice;
    const typed = await askForValues(inferred, sampled, last);
    if (typed === undefined) return undefined;
    this.#remembered.remember(query, typed);
    return typedValues(typed);
  }

  /** The database that has just been connected may have an index, or few rows. */
  async #sayGone(ruleId: string): Promise<void> {
    const sentence = vscode.l10n.t('With what the database says, {0} is not found here any more.', ruleId);
    await this.ports.problems.show(sentence, [], 'information');
  }

  async #refuseToRun(sentence: string, location: QueryLocation | undefined): Promise<void> {
    const title = vscode.l10n.t('Explain without Running');
    await this.ports.problems.show(sentence, [{ title, run: () => this.explain(location) }], 'information');
  }

  /** Says why there is nothing to explain, or nobody to ask. */
  async #subject(location: QueryLocation | undefined, again: () => unknown): Promise<Subject | undefined> {
    const { judge, problems, databaseFor } = this.ports;
    if (location === undefined) {
      const sentence = vscode.l10n.t(
        'Put the cursor into a query of an SQL, TypeScript or JavaScript file first.',
      );
      void problems.show(sentence, [], 'information');
      return undefined;
    }
    const { document, offset } = location;
    const source = { uri: document.uri, languageId: document.languageId, text: document.getText() };
    const first = await judge.findQuery(source, offset);
    const folder = folderOf(document.uri);
    if (first.kind === 'refused' || folder === undefined) {
      const sentence = first.kind === 'refused' ? localize(first.reason) : noFolder();
      void problems.show(sentence, [], 'information');
      return undefined;
    }
    const database = await databaseFor(folder);
    if (database === undefined) return undefined;
    // The database that has just been connected knows more of its tables.
    const found = await judge.findQuery(source, offset);
    if (found.kind === 'refused') {
      void problems.show(localize(found.reason), [], 'information');
      return undefined;
    }
    return {
      source,
      found,
      database,
      settings: readExplainSettings(document.uri),
      again,
      enterValues: () => this.explainWithValues(location),
    };
  }

  /** Shows what was planned, or why it could not be. */
  async #explain(subject: Subject, work: (asking: Asking) => Promise<JudgedPlans>): Promise<void> {
    const judged = await this.#work(subject, work);
    if (judged === undefined) return;
    const { shown, problem, inferred } = judged;
    if (shown.plans.length > 0) await this.ports.views.show(shown);
    else if (problem !== undefined) void this.ports.problems.show(localize(problem), []);
    if (inferred.mends.length > 0) void offerCasts(subject, inferred.mends, this.ports.problems);
  }

  /** `undefined` when it was ended, or failed and that was told. */
  async #work<T>(subject: Subject, work: (asking: Asking) => Promise<T>): Promise<T | undefined> {
    const { activity, loadPostgres, problems } = this.ports;
    const { database, settings, source, found } = subject;
    const postgres = loadPostgres();
    const title = vscode.l10n.t('Explaining on {0}', database.name);
    try {
      return await activity.run(title, (signal) => {
        const limits = { statementTimeoutMs: settings.timeoutMs, signal };
        const { expectedArraySize } = readSettings(source.uri).analysis;
        return work({ postgres, reader: database.reader, limits, expectedArraySize });
      });
    } catch (error) {
      const failure = postgres.describeExplainError(error, found.query);
      void showFailure(subject, failure, problems);
      return undefined;
    }
  }
}

function locationOfCursor(): QueryLocation | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isJudged(editor.document)) return undefined;
  const { document, selection } = editor;
  return { document, offset: document.offsetAt(selection.active) };
}

function noRows(): string {
  return vscode.l10n.t(
    'There are no rows here to run the query on: the embedded planner has the tables of your migrations and their sizes only. Add a connection to run it on a database.',
  );
}

function noFolder(): string {
  return vscode.l10n.t(
    'A database is connected for a folder, and this file is in none that is open. Open the folder of the file.',
  );
}
