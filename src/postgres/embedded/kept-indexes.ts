import type { PlannerAnswer } from '../planner';
import type { PretendedIndex } from '../reading/step';
import { addIndexes, familiesOf, type MadeIndex } from './add-indexes';
import { dropIndex, explain, planAsServer } from './answer-question';
import type { PretendedWorld } from './pretend-world';
import type { EmbeddedQuestion } from './protocol';
import type { Sandbox } from './sandbox';

interface KeptIndex extends MadeIndex {
  readonly ddl: string;
}

/**
 * Indexes that questions come back to. They stay between questions and are not valid (`indisvalid`), so that the planner passes them over
 * where they are not asked for: that takes a fraction of the time of making them anew.
 */
export class KeptIndexes {
  readonly #kept = new Map<string, KeptIndex>();

  constructor(
    private readonly sandbox: Sandbox,
    private readonly world: PretendedWorld,
  ) {}

  async answer(question: EmbeddedQuestion): Promise<PlannerAnswer> {
    const { sandbox, world } = this;
    const shown: KeptIndex[] = [];
    for (const index of question.added) shown.push(await this.#keep(index));
    await sandbox.run('BEGIN');
    try {
      await this.#setValid(
        shown.flatMap(({ oids }) => oids),
        true,
      );
      for (const index of question.dropped) await dropIndex(sandbox, index);
      const document = await planAsServer(sandbox, world, () => explain(sandbox, question));
      return { document, added: shown.map(({ added }) => added) };
    } finally {
      await sandbox.run('ROLLBACK');
    }
  }

  /** For a question that may mean others by their names. */
  async forget(): Promise<void> {
    for (const key of this.#kept.keys()) {
      const [schema = '', name = ''] = JSON.parse(key) as readonly string[];
      await dropIndex(this.sandbox, { schema, name });
    }
    this.#kept.clear();
  }

  async #keep(index: PretendedIndex): Promise<KeptIndex> {
    const { schema, name, ddl } = index;
    const key = JSON.stringify([schema, name]);
    const known = this.#kept.get(key);
    if (known?.ddl === ddl) return known;
    // Another workload may have meant another index by the name.
    if (known) await dropIndex(this.sandbox, index);
    this.#kept.delete(key);
    const made = { ddl, ...(await this.#make(index)) };
    this.#kept.set(key, made);
    return made;
  }

  async #make(index: PretendedIndex): Promise<MadeIndex> {
    const { sandbox, world } = this;
    const families = await familiesOf(sandbox, world, [index]);
    await sandbox.run('BEGIN');
    try {
      const [made] = await addIndexes(sandbox, world, families);
      if (!made) throw new Error(`There is no table ${index.table}.`);
      await this.#setValid(made.oids, false);
      await sandbox.run('COMMIT');
      return made;
    } catch (error) {
      await sandbox.run('ROLLBACK');
      throw error;
    }
  }

  async #setValid(oids: readonly number[], valid: boolean): Promise<void> {
    if (oids.length === 0) return;
    await this.sandbox.read(
      'UPDATE pg_catalog.pg_index SET indisvalid = $2::boolean WHERE indexrelid = ANY ($1::oid[])',
      [oids, String(valid)],
    );
  }
}
