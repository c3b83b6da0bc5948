import type { ReportingDescriptor, ReportingConfiguration } from 'sarif';
import type { Severity, SuppressionProblem } from '../analyzers/finding';
import { RULES } from '../analyzers/rules/rules';

type Level = NonNullable<ReportingConfiguration['level']>;

const LEVELS: Readonly<Record<Severity, Level>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

export function levelOf(severity: Severity): Level {
  return LEVELS[severity];
}

const PROBLEMS: Readonly<Record<SuppressionProblem['kind'], string>> = {
  'unknown-form': 'A comment that disables rules has a form that does not exist.',
  'unknown-rule': 'A comment disables a rule that does not exist.',
  'no-reason': 'A comment disables a rule and does not say why.',
  unused: 'A comment disables a rule that finds nothing there.',
};

/** Every rule, found or not, so that a reader can tell that it was looked for. */
export const SARIF_RULES: readonly ReportingDescriptor[] = [
  ...RULES.map(({ id, summary, severity }) =>
    descriptor(id, summary, levelOf(severity), `docs/rules/${id}.md`, [
      `It is let off with the comment: indexwright-disable-next-line ${id}.`,
    ]),
  ),
  ...Object.entries(PROBLEMS).map(([kind, sentence]) =>
    descriptor(
      `suppression/${kind}`,
      sentence,
      kind === 'unused' ? 'note' : 'warning',
      'docs/suppressions.md',
      [],
    ),
  ),
];

function descriptor(
  id: string,
  summary: string,
  level: Level,
  page: string,
  more: readonly string[],
): ReportingDescriptor {
  const where = `Problem, measurements and cures: ${page} of Indexwright.`;
  return {
    id,
    shortDescription: { text: summary },
    help: { text: [summary, where, ...more].join('\n') },
    defaultConfiguration: { level },
  };
}
