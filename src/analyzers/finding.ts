import type { Message } from './message';
import type { RuleId } from './rules/rule-id';
import type { SourceLocation } from './schema/snapshot';
import type { Span } from './span';

export type Severity = 'hint' | 'information' | 'warning' | 'error';

/** How sure a finding is: the shape alone < schema (migrations or catalogue) < a planner's cost < buffers of a real run. */
export type Certainty = 'stated' | 'catalogued' | 'planned' | 'measured';

/** What a rule says about a place in a document. Plain data with the document's own UTF-16 offsets. */
export interface Finding {
  readonly ruleId: RuleId;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** What is wrong, why, and what to do, in that order. */
  readonly message: Message;
  /** What a server's figures say of it, and what it takes for given, sentence by sentence. Absent: nothing. */
  readonly evidence?: readonly Message[];
  /** What the finding was judged from: `no index in these migrations (4 files in db/migrations)`. */
  readonly basis: Message;
  /** The smallest honest span: a predicate, an ORDER BY key, a name. */
  readonly span: Span;
  readonly statementSpan: Span;
  /** Where the host's statement begins: a comment that disables the rule goes on the line above it. */
  readonly suppressionOffset: number;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
}

export interface RelatedPlace {
  /** Absent: in the same document. */
  readonly location: SourceLocation | { readonly span: Span };
  readonly message: Message;
}

export interface DocumentEdit {
  /** In the document. Empty for an insertion. */
  readonly span: Span;
  readonly newText: string;
}

export interface Fix {
  /** Stable within a finding: `create-index/stream-order`, `rewrite/ids-first`. */
  readonly id: string;
  /** The cure with its trade-off, in the imperative. */
  readonly title: Message;
  readonly kind: 'rewrite' | 'edit-ddl' | 'create-index' | 'drop-index';
  /** At most one fix of a finding, and only where it is the one right cure, or by a planner the best of several. */
  readonly preferred: boolean;
  /** Changes of the analysed document itself. */
  readonly edits: readonly DocumentEdit[];
  /** DDL to run: the editor offers to insert it here, to write a migration, or to copy it. With `edits` both belong together. */
  readonly ddl?: DdlProposal;
}

/** A change of the schema, ready to run. */
export interface DdlProposal {
  /** Name of the migration without number and ending: `create_events_stream_id_event_id_idx`. */
  readonly migrationName: string;
  /** Comment lines (each starting with `--`) and statements; ends with a newline. Every statement ends with `;`. */
  readonly up: string;
  /** The reverse, same form. */
  readonly down: string;
  /** CONCURRENTLY is used: must run outside a transaction block. */
  readonly outsideTransaction: boolean;
  /** With `outsideTransaction`: the same without CONCURRENTLY, for where a transaction cannot be avoided. Blocks writes. */
  readonly inTransaction?: { readonly up: string; readonly down: string };
  /** The same as migrations of which each is one statement alone, or may be in a transaction: for tools that send a file as one query. */
  readonly parts?: readonly DdlProposal[];
  /** Where the text may be inserted into the analysed document itself, if that is an `.sql` document. */
  readonly insertion?: DocumentEdit;
  /** The index that it makes, where it makes one. */
  readonly index?: ProposedIndex;
}

/** An index in words that can be compared: two proposals of the same are one. */
export interface ProposedIndex {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly method: string;
  readonly unique: boolean;
  /** As DDL has them, with operator class and direction. */
  readonly keys: readonly string[];
  readonly include: readonly string[];
  readonly predicate?: string;
  /** Existing indexes that do nothing any more that this one does not do. */
  readonly replaces: readonly ReplacedIndex[];
}

export interface ReplacedIndex {
  readonly name: string;
  readonly declaredAt?: SourceLocation;
}

/** What each rule concluded for one statement; the printable reason for every silence. */
export interface Verdict {
  readonly ruleId: RuleId;
  readonly outcome: 'finding' | 'silent' | 'suppressed';
  readonly reason?: Silence;
}

export interface Silence {
  /** Stable and machine-readable: `covered-by-index`, `no-limit`, `unknown-table`. */
  readonly code: string;
  readonly message: Message;
}

export interface StatementReport {
  /** In the document. */
  readonly span: Span;
  readonly kind: string;
  readonly state: 'analysed' | 'syntax-error' | 'declined';
  readonly approximate: boolean;
  /** Why the text could not be read, for `syntax-error` and `declined`. */
  readonly problem?: string;
  readonly verdicts: readonly Verdict[];
}

export interface Analysis {
  readonly findings: readonly Finding[];
  readonly statements: readonly StatementReport[];
  /** What is wrong with comments that disable rules, in the order of their places. */
  readonly suppressionProblems: readonly SuppressionProblem[];
}

export interface SuppressionProblem {
  /** `unused`: the comment works, and what it disables finds nothing. */
  readonly kind: 'unknown-form' | 'unknown-rule' | 'no-reason' | 'unused';
  readonly span: Span;
  readonly message: Message;
  /** Takes away what disables nothing; absent where a person has to look. */
  readonly removal?: { readonly title: Message; readonly edit: DocumentEdit };
}
