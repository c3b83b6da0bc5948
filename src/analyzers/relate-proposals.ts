import type { Finding, Fix, RelatedPlace } from './finding';
import {
  gatherIndexProposals,
  includes,
  type IndexProposal,
  indexFixOf,
  SHARED_FIX,
} from './index-proposals';
import { message } from './message';

/** So many other places are named; a list of a hundred helps nobody. */
const MAX_PLACES = 5;

interface Place {
  readonly finding: Finding;
}

/**
 * Tells the findings of one document of each other: the same index is one proposal, and a finding that asks for a narrower one is offered
 * the wider too.
 */
export function relateProposals(findings: readonly Finding[]): readonly Finding[] {
  const proposals = gatherIndexProposals(findings.map((finding): Place => ({ finding })));
  const byFinding = new Map(
    proposals.flatMap((proposal) => {
      // Of hundreds of places each finding names the first few: they are taken out once.
      const first = proposal.places.slice(0, MAX_PLACES + 1);
      return proposal.places.map(({ finding }) => [finding, { proposal, first }] as const);
    }),
  );
  return findings.map((finding) => {
    const found = byFinding.get(finding);
    return found ? relate(finding, found.proposal, found.first) : finding;
  });
}

function relate(finding: Finding, proposal: IndexProposal<Place>, first: readonly Place[]): Finding {
  const { index, ddl, places } = proposal;
  const replaced = index.replaces.flatMap(({ name, declaredAt }): readonly RelatedPlace[] =>
    declaredAt
      ? [{ location: declaredAt, message: message('{0} is redundant once {1} exists.', name, index.name) }]
      : [],
  );
  const others = first
    .filter((place) => place.finding !== finding)
    .slice(0, MAX_PLACES)
    .map((place): RelatedPlace => ({
      location: { span: place.finding.span },
      message: message('{0} serves this statement too.', index.name),
    }));
  const own = indexFixOf(finding);
  const isNarrower = includes(index, own?.ddl?.index);
  const wider: Fix = {
    id: SHARED_FIX,
    title: message(
      'Create index on {0} ({1}): one index for {2} findings of this file',
      index.table,
      index.keys.join(', '),
      places.length,
    ),
    kind: 'create-index',
    preferred: own?.preferred === true,
    edits: [],
    ddl,
  };
  return {
    ...finding,
    related: [...finding.related, ...others, ...replaced],
    fixes: isNarrower
      ? [wider, ...finding.fixes.map((fix) => ({ ...fix, preferred: false }))]
      : finding.fixes,
  };
}
