import { describeSchemaBriefly } from '../describe-schema';
import type { FolderSchema } from '../folder-schema';
import type { Progress } from '../judgement';
import type { Localizer } from '../localizer';

/** What is known of the document in the active editor. */
export interface StatusState {
  readonly progress: Progress | undefined;
  /** Absent while it is read for the first time. */
  readonly schema: FolderSchema | undefined;
  /** The folder's connection, where it is on its way or in trouble. */
  readonly connection?: ConnectionTrouble;
  /** A server makes a plan. */
  readonly isExplaining: boolean;
  readonly now: Date;
}

export interface ConnectionTrouble {
  readonly name: string;
  readonly kind: 'connecting' | 'failed' | 'lost';
}

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly busy: boolean;
  readonly action: 'show-log' | 'open-settings' | 'show-connections';
}

/** Judging that takes longer is told, so that a file which costs time is known. */
const SLOW_MS = 2000;

export function describeStatus(state: StatusState, l10n: Localizer): StatusText {
  const status = withExplaining(describeDocument(state, l10n), state, l10n);
  const { connection } = state;
  // A document without SQL has nothing to do with a database.
  if (connection === undefined || state.progress === undefined || state.progress.kind === 'no-sql')
    return status;
  const { detail, severity, busy, action } = status;
  const isBroken = connection.kind !== 'connecting';
  return {
    ...status,
    detail: [detail, describeTrouble(connection, l10n)].filter((part) => part !== '').join(' · '),
    severity: isBroken && severity === 'information' ? 'warning' : severity,
    busy: busy || !isBroken,
    action: isBroken && severity !== 'error' ? 'show-connections' : action,
  };
}

function withExplaining(status: StatusText, { isExplaining }: StatusState, l10n: Localizer): StatusText {
  return isExplaining ? { ...status, detail: l10n.t('Explaining…'), busy: true } : status;
}

function describeTrouble({ name, kind }: ConnectionTrouble, l10n: Localizer): string {
  switch (kind) {
    case 'connecting':
      return l10n.t('connecting to {0}', name);
    case 'failed':
      return l10n.t('{0} could not be connected', name);
    case 'lost':
      return l10n.t('connection to {0} lost', name);
  }
}

function describeDocument({ progress, schema, now }: StatusState, l10n: Localizer): StatusText {
  const idle = { severity: 'information', busy: false, action: 'open-settings' } as const;
  if (progress === undefined || progress.kind === 'no-sql') {
    return { ...idle, text: l10n.t('No SQL found in this file'), detail: '' };
  }
  if (progress.kind === 'off') return { ...idle, text: l10n.t('Turned off in the settings'), detail: '' };
  if (progress.kind === 'failed') {
    const text = l10n.t('This file could not be judged');
    return { ...idle, text, detail: progress.reason, severity: 'error', action: 'show-log' };
  }
  if (schema === undefined)
    return { ...idle, text: l10n.t('Reading the migrations'), detail: '', busy: true };
  const text = describeSchemaBriefly(schema, now, l10n);
  const severity = schema.kind === 'failed' || isSlow(progress) ? 'warning' : 'information';
  const action = schema.kind === 'none' ? 'open-settings' : 'show-log';
  if (progress.kind === 'judging') return { text, detail: '', severity, busy: true, action };
  return { text, detail: describeResult(progress, l10n), severity, busy: false, action };
}

type Judged = Extract<Progress, { kind: 'judged' }>;

function isSlow(progress: Progress): boolean {
  return progress.kind === 'judged' && progress.durationMs > SLOW_MS;
}

function describeResult(judged: Judged, l10n: Localizer): string {
  const { findings, statements, durationMs } = judged;
  const counts = l10n.t(
    '{0} in {1}',
    findings === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', findings),
    statements === 1 ? l10n.t('1 statement') : l10n.t('{0} statements', statements),
  );
  return isSlow(judged) ? l10n.t('{0}, slow: {1} s', counts, (durationMs / 1000).toFixed(1)) : counts;
}
