import { findTable, type Snapshot } from '../../schema/snapshot';
import type {
  ColumnExpression,
  Expression,
  FromItem,
  QueryStatement,
  SelectNode,
  TableReference,
} from '../../sql/model';
import type { Span } from '../../span';

/** One thing in FROM, or the target of a statement that writes. */
export interface Source {
  /** The name that columns are qualified with. */
  readonly name?: string;
  /** A table, or the name of a WITH query. */
  readonly relation?: TableReference;
  readonly span: Span;
  /** Of a table, where they are known. */
  readonly columns?: ReadonlySet<string>;
  /** Of a subquery or WITH: what one of its columns is below it. `undefined`: it has none of that name, or it is no plain column. */
  readonly outputOf?: (column: string) => ColumnChain | undefined;
}

/** A column by every name that a plan may give it: that of the subquery it comes out of, and that of the table it is in. */
export type ColumnChain = readonly { readonly source: Source; readonly column: string }[];

export interface Frame {
  readonly sources: readonly Source[];
  readonly withQueries: ReadonlyMap<string, Source['outputOf']>;
  readonly outer?: Frame;
}

export function resolveIn(frame: Frame, { qualifier, name }: ColumnExpression): ColumnChain {
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    const source = sourceOf(at.sources, qualifier, name);
    if (source) return [{ source, column: name }, ...(source.outputOf?.(name) ?? [])];
  }
  return [];
}

function sourceOf(
  sources: readonly Source[],
  qualifier: string | undefined,
  column: string,
): Source | undefined {
  if (qualifier !== undefined) return sources.find(({ name }) => name === qualifier);
  const certain = sources.find(
    ({ columns, outputOf }) => columns?.has(column) === true || outputOf?.(column) !== undefined,
  );
  if (certain) return certain;
  const open = sources.filter(({ columns }) => columns === undefined);
  return open.length === 1 ? open[0] : sources.length === 1 ? sources[0] : undefined;
}

export interface SourceMaker {
  readonly snapshot: Snapshot;
  /** Of a subquery in FROM: its own frame. */
  readonly frameOf: (query: QueryStatement, outer: Frame) => Frame;
}

export function sourceOfTable(
  relation: TableReference,
  { withQueries }: Pick<Frame, 'withQueries'>,
  snapshot: Snapshot,
): Source {
  const base = { name: relation.alias ?? relation.name.name, relation, span: relation.span };
  const { schema, name } = relation.name;
  if (schema === undefined && withQueries.has(name)) {
    const outputOf = withQueries.get(name);
    return outputOf ? { ...base, outputOf } : base;
  }
  const table = findTable(snapshot, relation.name);
  if (!table || table.incomplete) return base;
  return { ...base, columns: new Set(table.columns.map((column) => column.name)) };
}

/** Joins flattened, in reading order. */
export function sourcesOf(
  from: readonly FromItem[],
  outer: Frame,
  { snapshot, frameOf }: SourceMaker,
): readonly Source[] {
  return from.flatMap((item): readonly Source[] => {
    switch (item.kind) {
      case 'join': {
        const left = sourcesOf([item.left], outer, { snapshot, frameOf });
        // LATERAL sees what stands before it.
        const before = { ...outer, sources: [...outer.sources, ...left] };
        return [...left, ...sourcesOf([item.right], before, { snapshot, frameOf })];
      }
      case 'table':
        return [sourceOfTable(item, outer, snapshot)];
      case 'subquery': {
        const frame = frameOf(item.query, outer);
        const named = item.alias === undefined ? {} : { name: item.alias };
        return [{ ...named, span: item.span, outputOf: outputsOf(item.query, frame, item.columnAliases) }];
      }
      case 'function':
        return [
          {
            ...(item.alias !== undefined && { name: item.alias }),
            span: item.span,
            ...(item.columnAliases.length > 0 && { columns: new Set(item.columnAliases) }),
          },
        ];
    }
  });
}

export function outputsOf(
  query: QueryStatement,
  frame: Frame,
  aliases: readonly string[] = [],
): (column: string) => ColumnChain | undefined {
  const targets =
    query.kind === 'select' ? firstArm(query).targets : query.kind === 'merge' ? [] : query.returning;
  return (column) => {
    const position = aliases.indexOf(column);
    const target =
      position >= 0
        ? targets[position]
        : targets.find((each) => (each.alias ?? nameOf(each.expression)) === column);
    if (target?.expression.kind === 'column' && target.expression.name !== '*')
      return resolveIn(frame, target.expression);
    if (target) return [];
    const star = targets.find(({ expression }) => expression.kind === 'column' && expression.name === '*');
    if (star?.expression.kind !== 'column') return undefined;
    const { qualifier } = star.expression;
    const source = sourceOf(frame.sources, qualifier, column);
    const holds = source?.columns?.has(column) === true || source?.outputOf?.(column) !== undefined;
    return source && (holds || source.columns === undefined)
      ? [{ source, column }, ...(source.outputOf?.(column) ?? [])]
      : undefined;
  };
}

function firstArm(select: SelectNode): SelectNode {
  return select.setOperation ? firstArm(select.setOperation.left) : select;
}

function nameOf(expression: Expression): string | undefined {
  if (expression.kind === 'column') return expression.name;
  return expression.kind === 'call' ? expression.name : undefined;
}
