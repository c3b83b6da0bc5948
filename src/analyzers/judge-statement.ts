import type { Basis } from './describe-basis';
import type { Finding, Verdict } from './finding';
import { gateOutcome } from './gates/gate-outcome';
import { supportsOf } from './indexes/supports';
import { message } from './message';
import { placeFinding } from './place-finding';
import type { AccessPath } from './query/access-path';
import { type GuessedTable, guessTable } from './query/guessed-table';
import { lookThrough } from './query/look-through';
import { readAccessPaths } from './query/read-access-paths';
import {
  type FindingDraft,
  type Outcome,
  type PathContext,
  type PathRule,
  type ReadStatement,
  type Rule,
  type RuleContext,
  silent,
} from './rules/define-rule';
import type { RuleId } from './rules/rule-id';
import { RULES } from './rules/rules';
import { isDownPart, runsOnce } from './runs-once';
import { isBesideTheSchema } from './schema/run-once-file';
import { tellGuess } from './tell-guess';
import { tellUnapplied } from './unapplied-index';
import { isDdl, isQuery } from './sql/statement-kind';
import { findTable } from './schema/snapshot';
import type { DdlStatement, QueryStatement, Statement } from './sql/model';

/** What is the same for all statements of a document. */
export interface DocumentContext extends Omit<RuleContext, 'fragment'> {
  readonly basis: Basis;
  /** The DDL that takes a migration back: nobody runs it along with the rest. */
  readonly downDdl: readonly ReadStatement<DdlStatement>[];
  /** A test of the program. */
  readonly isTest: boolean;
}

/** As if no comment disabled any rule. */
export interface Judged {
  /** Their offsets are the document's. */
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
}

interface Collected {
  readonly findings: Finding[];
  readonly verdicts: Verdict[];
}

/** Asks every rule about one statement of a document. */
export function judgeStatement({ fragment, statement }: ReadStatement, document: DocumentContext): Judged {
  const documentDdl = fragment.isDown === true ? document.downDdl : document.documentDdl;
  const context: RuleContext = { ...document, documentDdl, fragment };
  const judged: Collected = { findings: [], verdicts: [] };
  const { verdicts } = judged;
  const guess = isQuery(statement) ? guessTable(statement, document.snapshot, fragment.text) : undefined;
  const written = guess?.statement ?? statement;
  const planned = isQuery(written) ? lookThrough(written, document.snapshot, fragment.text) : written;
  const isDown = isDownPart(context);
  const subject: Subject = {
    statement: planned,
    paths: isQuery(planned) ? pathContexts(planned, context) : [],
    context,
    isDown,
    runsOnce: runsOnce(context),
    told: new Map(),
  };
  for (const rule of RULES) {
    const outcomes = outcomesOf(rule, subject).map((outcome) =>
      asTold(rule, asPlanned(outcome, planned === written, guess), document),
    );
    if (outcomes.length === 0) continue;
    if (document.settings.rules[rule.id] === 'off') {
      verdicts.push(silence(rule, 'rule-off', message('The rule is turned off in the settings.')));
      continue;
    }
    collect(rule, outcomes, context, document, judged);
  }
  return judged;
}

/** Of some files only this matters, what PostgreSQL refuses: it refuses that there too. */
function asTold({ appliesTo, severity }: Rule, outcome: Outcome, document: DocumentContext): Outcome {
  if (outcome.kind !== 'findings') return outcome;
  const quiet = quietFile(appliesTo, document);
  if (!quiet) return outcome;
  const refused = outcome.drafts.filter((draft) => (draft.severity ?? severity) === 'error');
  return refused.length > 0 ? { kind: 'findings', drafts: refused } : quiet;
}

function quietFile(
  appliesTo: Rule['appliesTo'],
  { file, isTest, before, documentDdl }: DocumentContext,
): Outcome | undefined {
  if (isTest) return silent('test-file', message('The file is a test: its statements run on few rows.'));
  if (appliesTo !== 'ddl' || !isBesideTheSchema(file, before)) return undefined;
  if (!documentDdl.some(({ statement }) => isAboutTableOf(before, statement))) return undefined;
  return silent(
    'not-of-the-schema',
    message('The schema is read from other files; what this one says of it is an older or a second telling.'),
  );
}

function isAboutTableOf(schema: DocumentContext['before'], statement: DdlStatement): boolean {
  if (statement.kind === 'create-index') return findTable(schema, statement.table) !== undefined;
  if (statement.kind !== 'create-table' && statement.kind !== 'alter-table') return false;
  return findTable(schema, statement.name) !== undefined;
}

function asPlanned(outcome: Outcome, asWritten: boolean, guess: GuessedTable | undefined): Outcome {
  const told = guess ? tellGuess(outcome, guess.table) : outcome;
  return asWritten ? told : withoutRewrites(told);
}

/** A rewrite would name what the view hides. */
function withoutRewrites(outcome: Outcome): Outcome {
  if (outcome.kind !== 'findings') return outcome;
  const drafts = outcome.drafts.map((draft) => ({
    ...draft,
    fixes: draft.fixes.filter(({ kind }) => kind !== 'rewrite'),
  }));
  return { kind: 'findings', drafts };
}

interface Subject {
  readonly statement: Statement;
  readonly paths: readonly PathContext[];
  readonly context: RuleContext;
  /** It takes a migration back. */
  readonly isDown: boolean;
  /** What a migration does once, or only when it is taken back, is no query of the program. */
  readonly runsOnce: boolean;
  /** Which rule found fault with an aspect of a path: by the path's place in `paths` and the aspect. */
  readonly told: Map<string, RuleId>;
}

function pathContexts(statement: QueryStatement, context: RuleContext): readonly PathContext[] {
  const { approximate } = context.fragment;
  const statementPaths = readAccessPaths(statement, context.snapshot, approximate);
  return statementPaths.map((path: AccessPath) => ({
    ...context,
    path,
    statementPaths,
    supports: supportsOf(path, context.settings.serverVersion),
  }));
}

/** None when the rule is about statements of another kind. */
function outcomesOf(rule: Rule, subject: Subject): readonly Outcome[] {
  const { statement, paths, context, isDown, told } = subject;
  const passed = passedOver(rule, subject);
  if (passed) return (rule.appliesTo === 'ddl' ? isDdl : isQuery)(statement) ? [passed] : [];
  switch (rule.appliesTo) {
    case 'path':
      return paths.map((path, index) =>
        tellOnce(rule, tellUnapplied(gateOutcome(rule, rule.check(path), path), path.path), index, told),
      );
    case 'query':
      return isQuery(statement) ? [rule.check({ ...context, statement, paths })] : [];
    case 'ddl':
      return isDdl(statement) ? [rule.check({ ...context, statement, isDown })] : [];
  }
}

function passedOver(rule: Rule, { isDown, runsOnce }: Subject): Outcome | undefined {
  if (rule.appliesTo === 'ddl') {
    if (!isDown || rule.judgesDown === true) return undefined;
    return silent(
      'down-part',
      message('The statement takes a migration back, so it does not run along with the others.'),
    );
  }
  if (!runsOnce) return undefined;
  return silent('runs-once', message('The statement is part of a migration, which runs once.'));
}

/** A rule that is turned off or disabled here still has said it: nobody wants to hear the same from the next one. */
function tellOnce({ id, aspect }: PathRule, outcome: Outcome, path: number, told: Subject['told']): Outcome {
  if (aspect === undefined || outcome.kind !== 'findings') return outcome;
  const key = `${path} ${aspect}`;
  const other = told.get(key);
  if (other !== undefined) return silent('told-by-other-rule', message('{0} says it already.', other));
  told.set(key, id);
  return outcome;
}

function collect(
  rule: Rule,
  outcomes: readonly Outcome[],
  context: RuleContext,
  document: DocumentContext,
  { findings, verdicts }: Collected,
): void {
  const before = verdicts.length;
  for (const outcome of outcomes) {
    if (outcome.kind === 'silent') verdicts.push(silence(rule, outcome.code, outcome.message));
    if (outcome.kind !== 'findings') continue;
    findings.push(...outcome.drafts.map((draft) => place(rule, draft, context, document)));
    verdicts.push({ ruleId: rule.id, outcome: 'finding' });
  }
  if (verdicts.length === before) verdicts.push(otherShape(rule));
}

/** Nine of ten verdicts are one of these: shared, each crosses to the host once, not with every statement (measured: 2.2 MB without, 1.4 with). */
const OTHER_SHAPES = new Map<RuleId, Verdict>();

function otherShape(rule: Rule): Verdict {
  const verdict =
    OTHER_SHAPES.get(rule.id) ??
    silence(rule, 'other-shape', message('The statement is not of the shape that this rule is about.'));
  OTHER_SHAPES.set(rule.id, verdict);
  return verdict;
}

function place(
  rule: Rule,
  draft: FindingDraft,
  context: RuleContext,
  { basis, settings }: DocumentContext,
): Finding {
  const override = settings.rules[rule.id];
  const severity =
    override === undefined || override === 'off' ? (draft.severity ?? rule.severity) : override;
  return placeFinding(draft, { ruleId: rule.id, severity, basis, context });
}

function silence({ id }: Rule, code: string, reason: ReturnType<typeof message>): Verdict {
  return { ruleId: id, outcome: 'silent', reason: { code, message: reason } };
}
