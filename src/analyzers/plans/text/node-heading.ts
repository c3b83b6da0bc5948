import { ESTIMATE } from './join-lines';
import type { GatheredProperties } from './plan-line';
import { readScanTarget, unquote } from './scan-target';

const ACTUAL = /\(actual (?:time=([\d.]+)\.\.([\d.]+) )?rows=([\d.]+) loops=(\d+)\)/;
/** As JSON tells it. */
const NEVER_EXECUTED = {
  'Actual Startup Time': 0,
  'Actual Total Time': 0,
  'Actual Rows': 0,
  'Actual Loops': 0,
};
const JOIN = /^(Nested Loop|Hash|Merge)(?: (Left|Right|Full|Semi|Anti|Right Semi|Right Anti))?(?: Join)?$/;
const AGGREGATE = /^(?:(Partial|Finalize) )?(Hash|Group|Mixed)?Aggregate$/;
const SET_OPERATION = /^(Hash)?SetOp (.*)$/;
const MODIFICATION = /^(Insert|Update|Delete|Merge) on (.*)$/;
const FOREIGN_MODIFICATION = /^Foreign (Insert|Update|Delete) on (.*)$/;
const INDEX_SCAN = /^(Index(?: Only)? Scan)( Backward)? using ("(?:[^"]|"")*"|\S+)(?: on (.*))?$/;
const SCAN = /^((?:[A-Z]\w+ )+Scan)(?: on (.*))?$/;
const STRATEGIES: Readonly<Record<string, string>> = { Hash: 'Hashed', Group: 'Sorted', Mixed: 'Mixed' };

/** @returns nothing where the line is no heading: it has no costs */
export function readHeading(line: string): GatheredProperties | undefined {
  const text = line.replace(/^->\s*/, '');
  const estimate = ESTIMATE.exec(text);
  if (!estimate) return undefined;
  const [, startup, total, rows, width] = estimate;
  return {
    ...readName(text.slice(0, estimate.index).trim()),
    'Startup Cost': Number(startup),
    'Total Cost': Number(total),
    'Plan Rows': Number(rows),
    'Plan Width': Number(width),
    ...readActual(text.slice(estimate.index)),
  };
}

/** `actual time=0.01..0.02 rows=1 loops=1` in brackets, or `never executed`. */
export function readActual(text: string): GatheredProperties {
  if (text.includes('(never executed)')) return NEVER_EXECUTED;
  const [, startupMs, totalMs, rows, loops] = ACTUAL.exec(text) ?? [];
  if (rows === undefined) return {};
  return {
    ...(startupMs !== undefined && { 'Actual Startup Time': Number(startupMs) }),
    ...(totalMs !== undefined && { 'Actual Total Time': Number(totalMs) }),
    'Actual Rows': Number(rows),
    'Actual Loops': Number(loops),
  };
}

function readName(heading: string): GatheredProperties {
  const [, parallel, asynchronous, name = heading] = /^(Parallel )?(Async )?(.*)$/.exec(heading) ?? [];
  return {
    'Parallel Aware': parallel !== undefined,
    ...(asynchronous !== undefined && { 'Async Capable': true }),
    ...(readJoin(name) ??
      readAggregate(name) ??
      readModification(name) ??
      readScan(name) ?? { 'Node Type': name }),
  };
}

function readJoin(name: string): GatheredProperties | undefined {
  const [, method, kind] = JOIN.exec(name) ?? [];
  // A Hash without more is the table that a Hash Join looks up.
  if (method === undefined || name === 'Hash') return undefined;
  const type = method === 'Nested Loop' ? method : `${method} Join`;
  return { 'Node Type': type, 'Join Type': kind ?? 'Inner' };
}

function readAggregate(name: string): GatheredProperties | undefined {
  const aggregate = AGGREGATE.exec(name);
  if (aggregate) {
    const [, mode, strategy] = aggregate;
    return {
      'Node Type': 'Aggregate',
      Strategy: strategy === undefined ? 'Plain' : STRATEGIES[strategy],
      ...(mode !== undefined && { 'Partial Mode': mode }),
    };
  }
  const [, hashed, command] = SET_OPERATION.exec(name) ?? [];
  if (command === undefined) return undefined;
  return { 'Node Type': 'SetOp', Strategy: hashed === undefined ? 'Sorted' : 'Hashed', Command: command };
}

function readModification(name: string): GatheredProperties | undefined {
  const local = MODIFICATION.exec(name);
  const [, operation, target = ''] = local ?? FOREIGN_MODIFICATION.exec(name) ?? [];
  if (operation === undefined) return undefined;
  const nodeType = local ? 'ModifyTable' : 'Foreign Scan';
  return { 'Node Type': nodeType, Operation: operation, ...readScanTarget(nodeType, target) };
}

function readScan(name: string): GatheredProperties | undefined {
  const index = INDEX_SCAN.exec(name);
  if (index) {
    const [, type = '', backward, indexName = '', target = ''] = index;
    return {
      'Node Type': type,
      'Scan Direction': backward === undefined ? 'Forward' : 'Backward',
      'Index Name': unquote(indexName),
      ...readScanTarget(type, target),
    };
  }
  const custom = /^(Custom Scan) \((.*?)\)(?: on (.*))?$/.exec(name);
  if (custom) {
    const [, type = '', provider, target] = custom;
    return {
      'Node Type': type,
      'Custom Plan Provider': provider,
      ...(target && readScanTarget(type, target)),
    };
  }
  const [, type, target] = SCAN.exec(name) ?? [];
  if (type === undefined) return undefined;
  if (type === 'Bitmap Index Scan') return { 'Node Type': type, 'Index Name': unquote(target ?? '') };
  return { 'Node Type': type, ...(target !== undefined && readScanTarget(type, target)) };
}
