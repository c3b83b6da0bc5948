import { readFile, writeFile } from 'node:fs/promises';
import type { Baseline, BaselineEntry } from './baseline';
import { reasonOf } from './read-source';
import { Trouble } from './trouble';

/** Raised when an old reader would misread a new file. */
const FORMAT_VERSION = 1;

/** Throws Trouble for a file that is not there or is no baseline. */
export async function readBaseline(path: string, written: string): Promise<Baseline> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Trouble(`The baseline ${written} is not JSON.`);
    const reason = reasonOf(error);
    throw new Trouble(
      reason === 'ENOENT'
        ? `There is no baseline ${written} yet: --write-baseline ${written} makes it.`
        : `The baseline ${written} could not be read (${reason}).`,
    );
  }
  if (!isObject(content) || content['format'] !== FORMAT_VERSION || !isEntries(content['findings'])) {
    throw new Trouble(`The file ${written} is no baseline of format ${FORMAT_VERSION}.`);
  }
  return { entries: content['findings'] };
}

/** The same baseline gives the same bytes. */
export async function writeBaseline(path: string, written: string, { entries }: Baseline): Promise<void> {
  const findings = entries.map(({ rule, path: file, statement, count }) => ({
    rule,
    path: file,
    statement,
    count,
  }));
  try {
    await writeFile(path, `${JSON.stringify({ format: FORMAT_VERSION, findings }, undefined, 2)}\n`);
  } catch (error) {
    throw new Trouble(`The baseline ${written} could not be written (${reasonOf(error)}).`);
  }
}

function isEntries(value: unknown): value is readonly BaselineEntry[] {
  return Array.isArray(value) && value.every(isEntry);
}

function isEntry(value: unknown): value is BaselineEntry {
  return (
    isObject(value) &&
    ['rule', 'path', 'statement'].every((name) => typeof value[name] === 'string') &&
    Number.isInteger(value['count'])
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
