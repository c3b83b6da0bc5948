import { parse } from 'dotenv';

/** The variables of a .env file. `${NAME}` of another variable of the same file is put in, as Prisma and Docker Compose do. */
export function readEnvFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map(Object.entries(parse(text)));
  const read = (name: string, trail: readonly string[]): string =>
    (variables.get(name) ?? '').replace(/\$\{(\w+)\}/g, (hole, inner: string) =>
      variables.has(inner) && !trail.includes(inner) ? read(inner, [...trail, inner]) : hole,
    );
  return new Map([...variables.keys()].map((name) => [name, read(name, [name])]));
}
