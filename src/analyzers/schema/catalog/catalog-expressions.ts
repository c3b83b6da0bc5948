import type { SqlFeeder } from '../../sql/feeder';
import type {
  CreateFunction,
  CreateIndex,
  Expression,
  PartitionSpecification,
  Statement,
} from '../../sql/model';

/** What the server prints, read by the grammar; the same text once, since thousands of partitions have the same. */
export class CatalogExpressions {
  readonly #expressions = new Map<string, Expression | undefined>();
  readonly #indexes = new Map<string, CreateIndex | undefined>();

  constructor(private readonly feeder: SqlFeeder) {}

  /** `undefined`: the grammar does not read it. */
  expression(text: string): Expression | undefined {
    return remember(this.#expressions, text, () => {
      const statement = this.#read(`select ${text}`);
      return statement?.kind === 'select' ? statement.targets[0]?.expression : undefined;
    });
  }

  /** Of `pg_get_indexdef`: what stands behind USING says the form, whatever index of whatever table it is. */
  index(definition: string): CreateIndex | undefined {
    const form = BEFORE_METHOD.exec(definition);
    if (!form) return undefined;
    return remember(this.#indexes, definition.slice(form[0].length), () => {
      const statement = this.#read(definition);
      return statement?.kind === 'create-index' ? statement : undefined;
    });
  }

  /** Of `pg_get_partkeydef`: `RANGE (created_at)`. */
  partitioning(text: string): PartitionSpecification | undefined {
    const statement = this.#read(`create table t (c int) partition by ${text}`);
    return statement?.kind === 'create-table' ? statement.partitionBy : undefined;
  }

  /** Of `pg_get_viewdef`. */
  view(definition: string): Extract<Statement, { kind: 'create-view' }> | undefined {
    const statement = this.#read(`create view v as ${definition.trim().replace(/;$/, '')}`);
    return statement?.kind === 'create-view' ? statement : undefined;
  }

  /** Of `pg_get_functiondef`. */
  routine(definition: string): CreateFunction | undefined {
    const statement = this.#read(definition.trim());
    return statement?.kind === 'create-function' ? statement : undefined;
  }

  #read(text: string): Statement | undefined {
    const result = this.feeder.feed(text);
    return result.kind === 'statement' ? result.statement : undefined;
  }
}

const NAME = '(?:"(?:[^"]|"")*"|[^"\\s.]+)';
const BEFORE_METHOD = new RegExp(
  `^CREATE (?:UNIQUE )?INDEX ${NAME} ON (?:ONLY )?${NAME}(?:\\.${NAME})? USING `,
);

function remember<T>(known: Map<string, T>, text: string, read: () => T): T {
  const value = known.get(text);
  if (value !== undefined || known.has(text)) return value as T;
  const fresh = read();
  known.set(text, fresh);
  return fresh;
}
