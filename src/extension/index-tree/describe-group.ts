import type { HealthFinding, HealthGroup } from '../../analyzers/index-health/health-finding';
import type { CountersTrust } from '../../analyzers/index-health/counters-trust';
import { COUNTER_DAYS } from '../../analyzers/gates/thresholds';
import type { Message } from '../../analyzers/message';
import { type Localizer, say } from '../localizer';
import { describe, sentence, title, type TooltipPart, type TreeRow } from './tree-row';

export type GroupName = HealthGroup | 'missing';

/** In the order they are shown: what is broken first. */
export const GROUPS: readonly GroupName[] = ['invalid', 'redundant', 'unused', 'bloated', 'missing'];

export const GROUP_ICONS: Readonly<Record<GroupName, string>> = {
  invalid: 'warning',
  redundant: 'copy',
  unused: 'circle-slash',
  bloated: 'package',
  missing: 'lightbulb',
};

export function describeGroup(group: GroupName, entries: number, l10n: Localizer): TreeRow {
  const label = groupLabel(group, l10n);
  return {
    label: `${label} (${entries})`,
    description: '',
    icon: GROUP_ICONS[group],
    contextValue: `group;name=${group}`,
    accessibleLabel:
      entries === 1 ? l10n.t('{0}: 1 index', label) : l10n.t('{0}: {1} indexes', label, entries),
    tooltip: [title(label), sentence(groupMeaning(group, l10n))],
  };
}

/** Why nothing is called unused, where the counters cannot tell; `undefined`: they can. */
export function describeUntoldUnused(trust: CountersTrust, l10n: Localizer): TreeRow | undefined {
  const why = whyUntold(trust, l10n);
  if (why === undefined) return undefined;
  const label = groupLabel('unused', l10n);
  return {
    label,
    description: why,
    icon: GROUP_ICONS.unused,
    contextValue: 'group;name=unused;told=no',
    accessibleLabel: l10n.t('{0}: {1}', label, why),
    tooltip: [
      title(label),
      sentence(groupMeaning('unused', l10n)),
      sentence(
        l10n.t(
          'Only counters that run for {0} days or more tell: what is done once a month would be missed.',
          COUNTER_DAYS,
        ),
      ),
    ],
  };
}

export function groupLabel(group: GroupName, l10n: Localizer): string {
  switch (group) {
    case 'invalid':
      return l10n.t('Invalid');
    case 'redundant':
      return l10n.t('Duplicate or covered');
    case 'unused':
      return l10n.t('Unused');
    case 'bloated':
      return l10n.t('Bloated');
    case 'missing':
      return l10n.t('Missing');
  }
}

function groupMeaning(group: GroupName, l10n: Localizer): string {
  switch (group) {
    case 'invalid':
      return l10n.t(
        'Left by a build, rebuild or drop that was broken off. No query uses them, and writes may pay for them.',
      );
    case 'redundant':
      return l10n.t('Another valid index does all of their work. Each write writes both.');
    case 'unused':
      return l10n.t(
        'Not scanned since the counters of this server began. Without those that a constraint, a foreign key, a partitioned index or replication needs, and those of small tables.',
      );
    case 'bloated':
      return l10n.t('A rebuild would free more than 30 % and more than 10 MB of each.');
    case 'missing':
      return l10n.t('Proposed for queries of this workspace. The Problems view says why for each.');
  }
}

function whyUntold(trust: CountersTrust, l10n: Localizer): string | undefined {
  switch (trust.kind) {
    case 'trusted':
      return undefined;
    case 'standby':
      return l10n.t('not told: a standby counts its own queries alone');
    case 'young':
      return trust.days === 1
        ? l10n.t('not told: the counters run for 1 day only')
        : l10n.t('not told: the counters run for {0} days only', trust.days);
    case 'unknown-age':
      return l10n.t('not told: counters of unknown age');
  }
}

export function describeFinding(
  finding: HealthFinding,
  measured: Message | undefined,
  l10n: Localizer,
): TreeRow {
  const { group, index, table, summary, reason, checks } = finding;
  const said = (text: Message): string => say(text, l10n);
  const { seen, heard } = describe([table.name, said(summary)]);
  return {
    label: index,
    description: seen,
    icon: GROUP_ICONS[group],
    contextValue: `index;valid=${group === 'invalid' ? 'no' : 'yes'};constraint=no;method=btree;group=${group}`,
    accessibleLabel: l10n.t('Index {0}: {1}', index, heard),
    tooltip: [
      title(`${table.schema}.${index}`),
      sentence(said(reason)),
      ...(measured ? [sentence(said(measured))] : []),
      ...checksAsList(checks.map(said), l10n),
    ],
  };
}

function checksAsList(checks: readonly string[], l10n: Localizer): readonly TooltipPart[] {
  if (checks.length === 0) return [];
  return [
    sentence(l10n.t('Before you act:')),
    ...checks.map((text): TooltipPart => ({ kind: 'point', text })),
  ];
}
