import type { DdlProposal, Finding, Fix, RelatedPlace } from './finding';
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

/** What the findings of one proposal are told of each other. */
interface Telling {
  readonly proposal: IndexProposal<Place>;
  /** Of hundreds of places each finding names the first few: they are taken out once. */
  readonly first: readonly Finding[];
}

/**
 * Tells the findings of one document of each other: the same index is one proposal, and a finding that asks for a narrower one is offered
 * the wider too.
 */
export function relateProposals(findings: readonly Finding[]): readonly Finding[] {
  const proposals = gatherIndexProposals(findings.map((finding): Place => ({ finding })));
  const byFinding = new Map(
    proposals.flatMap((proposal) => {
      const telling = tellingOf(proposal);
      return proposal.places.map(({ finding }) => [finding, telling] as const);
    }),
  );
  return findings.map((finding) => {
    const telling = byFinding.get(finding);
    return telling ? tell(finding, telling) : finding;
  });
}

/** From key to key most findings are told the same: then they stay the very objects (measured: two thirds of the work for 1,000 findings). */
const TOLD = new WeakMap<Finding, { readonly telling: Telling; readonly finding: Finding }>();
const LAST_TELLINGS = new WeakMap<DdlProposal, Telling>();

function tellingOf(proposal: IndexProposal<Place>): Telling {
  const first = proposal.places.slice(0, MAX_PLACES + 1).map(({ finding }) => finding);
  const last = LAST_TELLINGS.get(proposal.ddl);
  const isSame =
    last?.proposal.places.length === proposal.places.length &&
    first.every((finding, index) => finding === last.first[index]);
  if (last && isSame) return last;
  const telling = { proposal, first };
  LAST_TELLINGS.set(proposal.ddl, telling);
  return telling;
}

function tell(finding: Finding, telling: Telling): Finding {
  const told = TOLD.get(finding);
  if (told?.telling === telling) return told.finding;
  const related = relate(finding, telling);
  TOLD.set(finding, { telling, finding: related });
  return related;
}

function relate(finding: Finding, { proposal, first }: Telling): Finding {
  const { index, ddl, places } = proposal;
  const replaced = index.replaces.flatMap(({ name, declaredAt }): readonly RelatedPlace[] =>
    declaredAt
      ? [{ location: declaredAt, message: message('{0} is redundant once {1} exists.', name, index.name) }]
      : [],
  );
  const others = first
    .filter((other) => other !== finding)
    .slice(0, MAX_PLACES)
    .map(({ span }): RelatedPlace => ({
      location: { span },
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
