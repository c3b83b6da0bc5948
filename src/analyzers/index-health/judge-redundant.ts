import { printKeyList } from '../indexes/print-ddl';
import type { Redundancy } from '../indexes/redundancy';
import { message } from '../message';
import type { HealthFinding } from './health-finding';

/** What is said of an index whose work another one does. */
export function describeRedundancy({
  index,
  coveredBy,
  kind,
}: Redundancy): Pick<HealthFinding, 'summary' | 'reason' | 'checks'> {
  const replica = index.replicaIdentity
    ? [message('It is the replica identity: logical replication needs another one first.')]
    : [];
  if (kind === 'duplicate') {
    return {
      summary: message('duplicate of {0}', coveredBy.name),
      reason: message(
        '{0} is the same as {1} ({2}) in every part. Each write writes both, and no query needs more than one.',
        index.name,
        coveredBy.name,
        printKeyList(coveredBy),
      ),
      checks: [
        ...replica,
        message('Does a program or a hint name {0}? Nothing else tells the two apart.', index.name),
      ],
    };
  }
  return {
    summary: message('covered by {0}', coveredBy.name),
    reason: message(
      'The keys of {0} ({1}) are the first keys of {2} ({3}), which finds the same rows. Without it a write is cheaper, though little space is saved.',
      index.name,
      printKeyList(index),
      coveredBy.name,
      printKeyList(coveredBy),
    ),
    checks: [
      ...replica,
      message(
        'If {0} is much smaller and read all the time, its scans get a little slower with {1}: compare the sizes and the scans.',
        index.name,
        coveredBy.name,
      ),
    ],
  };
}
