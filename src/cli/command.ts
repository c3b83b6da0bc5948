import type { Severity } from '../analyzers/finding';
import type { RuleId } from '../analyzers/rules/rule-id';

/** What a command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | CheckCommand
  | ({ readonly kind: 'why'; readonly file: string } & CommonOptions)
  | ExportStatisticsCommand
  | TuneCommand
  | PlansCommand
  | { readonly kind: 'wrong-usage'; readonly sentence: string };

export interface CheckCommand extends CommonOptions {
  readonly kind: 'check';
  readonly paths: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly minSeverity: Severity;
  readonly failOn: Severity | 'never';
  /** Findings that are in this file are left out. */
  readonly baseline: string | undefined;
  /** All findings are written to this file, and accepted. */
  readonly writeBaseline: string | undefined;
  /** A git ref: only what was changed since the branch left it. */
  readonly changedSince: string | undefined;
  /** So many findings at most are planned before and after, where there are statistics. */
  readonly proofs: number;
}

/** Without a connection and an address, libpq's variables and defaults lead to the server. */
export interface ExportStatisticsCommand {
  readonly kind: 'export-statistics';
  /** The name of one in the folder's settings. */
  readonly connection: string | undefined;
  readonly url: string | undefined;
  readonly output: string;
  /** Empty: all but the system's. */
  readonly schemas: readonly string[];
  /** Columns whose values are written, too. */
  readonly valuesOf: readonly string[];
}

export interface TuneCommand extends CommonOptions {
  readonly kind: 'tune';
  readonly paths: readonly string[];
  readonly format: (typeof TUNE_FORMATS)[number];
  /** What new indexes may take beyond those that are there; infinite where nobody says. */
  readonly budgetBytes: number;
  /** A file that says how often each query runs. */
  readonly weights: string | undefined;
}

export interface PlansCommand extends CommonOptions {
  readonly kind: 'plans';
  readonly paths: readonly string[];
  readonly format: (typeof PLANS_FORMATS)[number];
  /** Where the cards lie. */
  readonly folder: string;
  /** Nothing is written: cards that are not as they should be fail. */
  readonly isCheck: boolean;
}

export const PLANS_FORMATS = ['pretty', 'json', 'github'] as const;

export const TUNE_FORMATS = ['text', 'json', 'markdown'] as const;

export const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;

export interface CommonOptions {
  readonly migrations: readonly string[];
  /** A file with the sizes of a server's tables. */
  readonly statistics: string | undefined;
  /** Absent: what the settings say, else the oldest that is supported. */
  readonly serverVersion: number | undefined;
  readonly rules: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
  /** Comments that disable rules must say why. */
  readonly requireReason: boolean;
  /** `.vscode/settings.json` files count. */
  readonly readsSettings: boolean;
  readonly color: boolean | undefined;
}
