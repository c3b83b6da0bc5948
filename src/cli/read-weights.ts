import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type KnownRuns, queryRunsOf } from '../analyzers/workload/query-runs';
import { reasonOf } from './read-source';
import { Trouble } from './trouble';

/** The file that `--weights` names: what `json_agg` writes of pg_stat_statements. Throws Trouble. */
export async function readWeights(written: string, workingDirectory: string): Promise<KnownRuns> {
  const runs = queryRunsOf(parse(await read(written, workingDirectory)));
  if ('wrongEntry' in runs)
    throw new Trouble(
      `The weights ${written} are no list of objects with "query" and "calls": see entry ${runs.wrongEntry}.`,
    );
  return { source: basename(written), runs };
}

async function read(written: string, workingDirectory: string): Promise<string> {
  try {
    return await readFile(resolve(workingDirectory, written), 'utf8');
  } catch (error) {
    throw new Trouble(`The weights ${written} could not be read (${reasonOf(error)}).`);
  }
}

/** `undefined`: it is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
