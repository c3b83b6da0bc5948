import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PlanCard } from '../../analyzers/plan-cards/plan-card';
import { readCard } from '../../analyzers/plan-cards/read-card';
import { reasonOf } from '../read-source';
import { Trouble } from '../trouble';

export interface KnownCard {
  readonly card: PlanCard;
  readonly text: string;
}

/** The cards of a folder by their paths in it; none where there is no such folder. What is no card is left alone. */
export async function readCards(folder: string): Promise<ReadonlyMap<string, KnownCard>> {
  const cards = new Map<string, KnownCard>();
  for (const path of await cardFiles(folder)) {
    const text = (await readFile(join(folder, path), 'utf8')).replaceAll('\r\n', '\n');
    const card = readCard(text);
    if (card) cards.set(path, { card, text });
  }
  return cards;
}

async function cardFiles(folder: string): Promise<readonly string[]> {
  try {
    const found = await readdir(folder, { recursive: true });
    return found
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.plan'))
      .sort();
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return [];
    throw new Trouble(`The folder of cards could not be read (${reasonOf(error)}).`);
  }
}

export async function writeCard(folder: string, path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  } catch (error) {
    throw new Trouble(`The card ${path} could not be written (${reasonOf(error)}).`);
  }
}

/** And the folders that are empty then. */
export async function removeCard(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true });
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    try {
      await rmdir(join(folder, parent));
    } catch {
      return;
    }
  }
}
