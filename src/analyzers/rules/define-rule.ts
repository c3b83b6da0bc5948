import type { Certainty, DdlProposal, DocumentEdit, Fix, RelatedPlace, Severity } from '../finding';
import type { Support } from '../indexes/supports';
import { message, type Message } from '../message';
import type { AccessPath } from '../query/access-path';
import type { Snapshot } from '../schema/snapshot';
import type { AnalysisSettings } from '../settings';
import type { FragmentEdit } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import type { DdlStatement, Statement } from '../sql/model';
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
  /** The document's own DDL, in order; its queries are not among it, so that a script of thousands of them is not searched for each. */
  readonly documentDdl: readonly ReadStatement<DdlStatement>[];
  readonly settings: AnalysisSettings;
}

export interface PathContext extends RuleContext {
  readonly path: AccessPath;
  readonly supports: readonly Support[];
}

export interface DdlContext extends RuleContext {
  readonly statement: DdlStatement;
}

/** A finding before it is placed in the document: spans count in the fragment. */
export interface FindingDraft {
  readonly span: Span;
  readonly message: Message;
  /** Absent: the rule's default. */
  readonly severity?: Severity;
  readonly certainty: Certainty;
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

export interface PathRule extends RuleProperties {
  readonly appliesTo: 'path';
  check(context: PathContext): Outcome;
}

export interface DdlRule extends RuleProperties {
  readonly appliesTo: 'ddl';
  check(context: DdlContext): Outcome;
}

export type Rule = PathRule | DdlRule;

export function definePathRule(rule: Omit<PathRule, 'appliesTo'>): PathRule {
  return { appliesTo: 'path', ...rule };
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

export function silentUnknownTable(name: string): Outcome {
  return silent(
    'unknown-table',
    message(
      'The table {0} is not in the schema that is known here, so nothing is claimed about its indexes.',
      name,
    ),
  );
}
