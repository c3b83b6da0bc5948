import type { BufferUsage, PlanMeasurement, WalUsage } from './plan';
import { readCount, readNumber, type PlanProperties } from './plan-properties';

/** Times of I/O have one name until 16, and a name for each kind of block since 17. */
const READ_TIMES = ['I/O Read Time', 'Shared I/O Read Time', 'Local I/O Read Time', 'Temp I/O Read Time'];
const WRITE_TIMES = [
  'I/O Write Time',
  'Shared I/O Write Time',
  'Local I/O Write Time',
  'Temp I/O Write Time',
];

export function readBuffers(properties: PlanProperties): BufferUsage | undefined {
  if (readNumber(properties, 'Shared Hit Blocks') === undefined) return undefined;
  const readMs = sumOf(properties, READ_TIMES);
  const writeMs = sumOf(properties, WRITE_TIMES);
  const blocks = {
    sharedHit: readCount(properties, 'Shared Hit Blocks'),
    sharedRead: readCount(properties, 'Shared Read Blocks'),
    sharedDirtied: readCount(properties, 'Shared Dirtied Blocks'),
    sharedWritten: readCount(properties, 'Shared Written Blocks'),
    localHit: readCount(properties, 'Local Hit Blocks'),
    localRead: readCount(properties, 'Local Read Blocks'),
    localDirtied: readCount(properties, 'Local Dirtied Blocks'),
    localWritten: readCount(properties, 'Local Written Blocks'),
    tempRead: readCount(properties, 'Temp Read Blocks'),
    tempWritten: readCount(properties, 'Temp Written Blocks'),
  };
  if (readMs === undefined && writeMs === undefined) return blocks;
  return {
    ...blocks,
    ...(readMs !== undefined && { readMs }),
    ...(writeMs !== undefined && { writeMs }),
  };
}

export function readWal(properties: PlanProperties): WalUsage | undefined {
  if (readNumber(properties, 'WAL Records') === undefined) return undefined;
  return {
    records: readCount(properties, 'WAL Records'),
    fullPageImages: readCount(properties, 'WAL FPI'),
    bytes: readCount(properties, 'WAL Bytes'),
  };
}

export function readMeasurement(properties: PlanProperties): PlanMeasurement | undefined {
  const loops = readNumber(properties, 'Actual Loops');
  if (loops === undefined) return undefined;
  const startupMs = readNumber(properties, 'Actual Startup Time');
  const totalMs = readNumber(properties, 'Actual Total Time');
  const rows = readCount(properties, 'Actual Rows');
  // Both are told or neither; what is spread into thousands of objects takes as long as reading them.
  if (startupMs !== undefined && totalMs !== undefined) return { startupMs, totalMs, rows, loops };
  return {
    ...(startupMs !== undefined && { startupMs }),
    ...(totalMs !== undefined && { totalMs }),
    rows,
    loops,
  };
}

function sumOf(properties: PlanProperties, names: readonly string[]): number | undefined {
  let sum: number | undefined;
  for (const name of names) {
    const ms = readNumber(properties, name);
    if (ms !== undefined) sum = (sum ?? 0) + ms;
  }
  return sum;
}
