import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatMessage } from '../analyzers/message';
import { readStatisticsFile } from '../analyzers/statistics-file/read-statistics-file';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import { reasonOf } from './read-source';
import { Trouble } from './trouble';

/** The file that `--statistics` names. Throws Trouble. */
export async function readStatistics(written: string, workingDirectory: string): Promise<StatisticsFile> {
  let text: string;
  try {
    text = await readFile(resolve(workingDirectory, written), 'utf8');
  } catch (error) {
    const reason = reasonOf(error);
    throw new Trouble(
      reason === 'ENOENT'
        ? `There is no statistics file ${written} yet: indexwright statistics export makes it.`
        : `The statistics file ${written} could not be read (${reason}).`,
    );
  }
  const read = readStatisticsFile(text);
  if (read.kind === 'problem')
    throw new Trouble(`The statistics file ${written}: ${formatMessage(read.message)}.`);
  return read.file;
}
