import type { RelationName } from '../../analyzers/schema/snapshot';
import type { QueryOnTable, UsingQuery } from '../uses-of-index';

/** The queries that an index of a table serves, those first that no other index serves better. */
export function usesOfTable(
  queries: readonly UsingQuery[],
  table: RelationName,
  index: string,
): readonly QueryOnTable[] {
  const found = queries.flatMap((query) =>
    query.use.tables
      .filter((on) => on.table.schema === table.schema && on.table.name === table.name)
      .filter(({ serving }) => serving.some((service) => service.index === index))
      .map((on) => ({ ...query, on, index })),
  );
  const isBest = ({ on }: QueryOnTable) =>
    on.serving.some((service) => service.index === index && service.isBest);
  return [...found.filter(isBest), ...found.filter((query) => !isBest(query))];
}
