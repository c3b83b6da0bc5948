import type { Rule } from './define-rule';
import arrayMembershipScan from './array-membership-scan';
import castOnColumn from './cast-on-column';
import coarseAutovacuum from './coarse-autovacuum';
import conditionalDirection from './conditional-direction';
import consumerAntiJoin from './consumer-anti-join';
import countForExistence from './count-for-existence';
import distinctStreams from './distinct-streams';
import expandedKeyset from './expanded-keyset';
import filteredExtreme from './filtered-extreme';
import fragileBrinIndex from './fragile-brin-index';
import functionOnTimeColumn from './function-on-time-column';
import includeForLockingRead from './include-for-locking-read';
import invalidIndex from './invalid-index';
import jsonWithoutOperators from './json-without-operators';
import latestPerStream from './latest-per-stream';
import manualReindex from './manual-reindex';
import misorderedLinkKey from './misordered-link-key';
import missingContainmentIndex from './missing-containment-index';
import missingCorrelationIndex from './missing-correlation-index';
import missingExpressionIndex from './missing-expression-index';
import missingLookupIndex from './missing-lookup-index';
import missingPartialIndex from './missing-partial-index';
import missingPositionIndex from './missing-position-index';
import missingStreamIndex from './missing-stream-index';
import missingTypeIndex from './missing-type-index';
import missingVersionConstraint from './missing-version-constraint';
import movingIndexPredicate from './moving-index-predicate';
import offsetPaging from './offset-paging';
import optionalFilter from './optional-filter';
import pageInOtherOrder from './page-in-other-order';
import partitionKeyNotInUnique from './partition-key-not-in-unique';
import partitionOfPlainTable from './partition-of-plain-table';
import redundantIndex from './redundant-index';
import sessionPlannerSetting from './session-planner-setting';
import singleElementArray from './single-element-array';
import unindexedCleanup from './unindexed-cleanup';
import unindexedForeignKey from './unindexed-foreign-key';
import unindexedPrefixSearch from './unindexed-prefix-search';
import unindexedTimeWindow from './unindexed-time-window';
import unknownStatisticsColumn from './unknown-statistics-column';
import unorderedStreamIndex from './unordered-stream-index';
import unsafeIndexDdl from './unsafe-index-ddl';
import unusedIndex from './unused-index';

/** Every rule, in the order of RULE_IDS; a test compares both with the folder. */
export const RULES: readonly Rule[] = [
  castOnColumn,
  functionOnTimeColumn,
  jsonWithoutOperators,
  optionalFilter,
  arrayMembershipScan,
  missingContainmentIndex,
  unindexedPrefixSearch,
  missingExpressionIndex,
  missingStreamIndex,
  filteredExtreme,
  expandedKeyset,
  conditionalDirection,
  consumerAntiJoin,
  singleElementArray,
  unorderedStreamIndex,
  pageInOtherOrder,
  latestPerStream,
  missingPartialIndex,
  missingCorrelationIndex,
  missingTypeIndex,
  misorderedLinkKey,
  unindexedCleanup,
  unindexedTimeWindow,
  missingLookupIndex,
  distinctStreams,
  missingPositionIndex,
  offsetPaging,
  countForExistence,
  includeForLockingRead,
  fragileBrinIndex,
  movingIndexPredicate,
  redundantIndex,
  unusedIndex,
  invalidIndex,
  coarseAutovacuum,
  unsafeIndexDdl,
  sessionPlannerSetting,
  unknownStatisticsColumn,
  partitionOfPlainTable,
  partitionKeyNotInUnique,
  manualReindex,
  unindexedForeignKey,
  missingVersionConstraint,
];
