import type { Certainty, DdlProposal, DocumentEdit, Fix, RelatedPlace, Severity } from '../finding';
import type { OtherAccess } from '../indexes/other-access';
import type { Support } from '../indexes/supports';
import { message, type Message } from '../message';
import type { AccessPath } from '../query/access-path';
import type { MigrationForm } from '../schema/migrations/tool';
import type { Snapshot } from '../schema/snapshot';
import { isReadMigration } from '../schema/snapshot-source';
import type { AnalysisSettings } from '../settings';
import type { FragmentEdit } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import type { DdlStatement, QueryStatement, Statement } from '../sql/model';
import type { Span } from '../span';
import type { RuleId } from './rule-id';

/** One statement of the analysed document, read. Its spans count in its fragment. */
export interface ReadStatement<Kind extends Statement = Statement> {
  readonly fragment: Fragment;
  readonly statement: Kind;
}

/** What every rule may look at. */
export interface RuleContext {
  readonly file: string;
  readonly documentText: string;
  readonly fragment: Fragment;
  /** The schema with the document's own DDL applied. */
  readonly snapshot: Snapshot;
  /** The schema without the document's own DDL; for a document that is one of the migrations the whole of it. */
  readonly before: Snapshot;
  /** The document's own DDL, in order; its queries are not among it, so that a script of thousands of them is not searched for each. */
  readonly documentDdl: readonly ReadStatement<DdlStatement>[];
  readonly settings: AnalysisSettings;
  /** The document is a migration that this tool runs. */
  readonly migration?: MigrationForm;
}

export interface PathContext extends RuleContext {
  readonly path: AccessPath;
  readonly supports: readonly Support[];
  /** Of every base table in the statement, this one included: what a join finds the rows of this one with. */
  readonly statementPaths: readonly AccessPath[];
}

/** For rules about a whole query statement: INSERT has no access path, and some faults lie between the paths. */
export interface QueryContext extends RuleContext {
  readonly statement: QueryStatement;
  /** Of every base table in the statement, in reading order. */
  readonly paths: readonly PathContext[];
}

export interface DdlContext extends RuleContext {
  readonly statement: DdlStatement;
  /** The statement takes a migration back. */
  readonly isDown: boolean;
}

/** A finding before it is placed in the document: spans count in the fragment. */
export interface FindingDraft {
  readonly span: Span;
  readonly message: Message;
  /** Absent: the rule's default. */
  readonly severity?: Severity;
  readonly certainty: Certainty;
  /** What a server's figures say of it. */
  readonly evidence?: readonly Message[];
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly FixDraft[];
}

export interface FixDraft extends Omit<Fix, 'edits' | 'ddl'> {
  readonly edits?: readonly FragmentEdit[];
  /** Edits outside the fragment: removing a whole statement with its semicolon. */
  readonly documentEdits?: readonly DocumentEdit[];
  readonly ddl?: DdlProposal;
}

export type Outcome =
  | { readonly kind: 'findings'; readonly drafts: readonly FindingDraft[] }
  | { readonly kind: 'silent'; readonly code: string; readonly message: Message }
  /** The statement is not of the shape that the rule is about. */
  | { readonly kind: 'other-shape' };

interface RuleProperties {
  readonly id: RuleId;
  /** One line for tables and settings. */
  readonly summary: string;
  /** The default; the finding's own may be lower. */
  readonly severity: Severity;
}

/**
 * What a path rule finds fault with. One path gets one finding about each: of the rules that would speak, the first in RULES does, so that one
 * cause is not told twice. `rows`: how its rows are found (an index that is missing, a condition that none can serve). `order`: how a
 * page or an extreme is cut from them.
 */
export type Aspect = 'rows' | 'order';

export interface PathRule extends RuleProperties {
  readonly appliesTo: 'path';
  /** Absent: speaks for itself alone. */
  readonly aspect?: Aspect;
  /** What a server must say of the table for information to become a warning: it is large, or few of its many rows are asked for. */
  readonly warnsWhen?: 'large' | 'selective';
  check(context: PathContext): Outcome;
}

export interface QueryRule extends RuleProperties {
  readonly appliesTo: 'query';
  check(context: QueryContext): Outcome;
}

export interface DdlRule extends RuleProperties {
  readonly appliesTo: 'ddl';
  /** It has something to say about what takes a migration back, too. */
  readonly judgesDown?: boolean;
  check(context: DdlContext): Outcome;
}

export type Rule = PathRule | QueryRule | DdlRule;

export function definePathRule(rule: Omit<PathRule, 'appliesTo'>): PathRule {
  return { appliesTo: 'path', ...rule };
}

export function defineQueryRule(rule: Omit<QueryRule, 'appliesTo'>): QueryRule {
  return { appliesTo: 'query', ...rule };
}

export function defineDdlRule(rule: Omit<DdlRule, 'appliesTo'>): DdlRule {
  return { appliesTo: 'ddl', ...rule };
}

export const OTHER_SHAPE: Outcome = { kind: 'other-shape' };

/** The template must be a literal, as for `message`. */
export function silent(code: string, reason: Message): Outcome {
  return { kind: 'silent', code, message: reason };
}

export function found(...drafts: readonly FindingDraft[]): Outcome {
  return { kind: 'findings', drafts };
}

/** Part of the text is not known, so the rule keeps quiet rather than claim. */
export function silentUncertainText(): Outcome {
  return silent(
    'uncertain-text',
    message('Parts of the statement are put together at run time, so nothing is claimed.'),
  );
}

export function silentUnknownTable(name: string): Outcome {
  return silent(
    'unknown-table',
    message(
      'The table {0} is not in the schema that is known here, so nothing is claimed about its indexes.',
      name,
    ),
  );
}

/** A statement of a migration runs once: an index for it would cost every insert from then on. */
export function silentInMigration({ file, snapshot: { source } }: RuleContext): Outcome | undefined {
  return isReadMigration(source, file)
    ? silent('runs-once', message('The statement is part of a migration, which runs once.'))
    : undefined;
}

/** Reading all of a few rows is right. */
export function silentSmallTable(name: string): Outcome {
  return silent('small-table', message('{0} looks like a table of few rows.', name));
}

export function silentJoinedAsAWhole(): Outcome {
  return silent(
    'joined-as-a-whole',
    message('The rows of a join are asked for together, and reading each table once may be right.'),
  );
}

/** No finding about what the path lacks: something else finds its rows, or may. */
export function silentOtherAccess(access: OtherAccess): Outcome {
  switch (access.kind) {
    case 'index':
      return silent('covered-by-index', message('The index {0} finds the rows.', access.name));
    case 'partial-index':
      return silent(
        'partial-index-holds-rows',
        message('The partial index {0} holds the rows that may be asked for.', access.name),
      );
    case 'other-condition':
      return silent(
        'other-condition-indexed',
        message('The index {0} may find the rows by another condition.', access.name),
      );
    case 'better-condition':
      return silent(
        'better-condition',
        message('An index on {0} would find fewer rows, and be cheaper to keep.', access.name),
      );
    case 'partitions':
      return silent(
        'partitions-excluded',
        message('The table is partitioned by {0}, so other partitions are not read.', access.name),
      );
    case 'index-of-partitions':
      return silent(
        'index-of-partitions',
        message('Partitions have an index of their own that starts with {0}.', access.name),
      );
    case 'temporary':
      return silent(
        'temporary-table',
        message('The temporary table {0} holds what one session needs.', access.name),
      );
  }
}
