import type { StatementReport, Verdict } from '../../analyzers/finding';
import type { Localizer } from '../localizer';

export interface ExplainedPlace {
  /** `queries/orders.sql:12` */
  readonly place: string;
  readonly text: string;
  /** What the statement is judged from, as a sentence. */
  readonly basis: string;
}

/** A page of Markdown that reads well as plain text: for each rule what it concluded and why. */
export function explainStatement(
  statement: StatementReport,
  { place, text, basis }: ExplainedPlace,
  l10n: Localizer,
): string {
  const code = text.slice(statement.span.start, statement.span.end).split(/\r\n|\r|\n/);
  return [
    `# ${l10n.t('Why is there no finding here?')}`,
    '',
    place,
    '',
    ...code.map((line) => `    ${line}`),
    '',
    basis,
    '',
    ...explainState(statement, l10n),
    ...explainVerdicts(statement.verdicts, l10n),
  ].join('\n');
}

function explainState({ state, approximate, problem }: StatementReport, l10n: Localizer): readonly string[] {
  if (state === 'syntax-error') {
    return [
      l10n.t('PostgreSQL could not read the statement, so no rule looked at it: {0}', problem ?? ''),
      '',
    ];
  }
  if (state === 'declined') {
    return [l10n.t('The statement was not judged: {0}', problem ?? ''), ''];
  }
  if (!approximate) return [];
  return [
    l10n.t('Parts of the statement are only known when it runs, so nothing is claimed about them.'),
    '',
  ];
}

function explainVerdicts(verdicts: readonly Verdict[], l10n: Localizer): readonly string[] {
  const sections = verdicts.map(({ ruleId, outcome, reason }) => {
    const why =
      reason === undefined
        ? ''
        : ` ${l10n.t(reason.message.template, ...reason.message.args)} (${reason.code})`;
    return [`## ${ruleId}`, '', `${outcomeSentence(outcome, l10n)}${why}`, ''];
  });
  return sections.flat();
}

function outcomeSentence(outcome: Verdict['outcome'], l10n: Localizer): string {
  switch (outcome) {
    case 'finding':
      return l10n.t('Found something: see the underlined text.');
    case 'suppressed':
      return l10n.t('Found something that a comment disables.');
    case 'silent':
      return l10n.t('Silent.');
  }
}
