/** An object of a JSON plan. The reader of text makes the same, so that one builder serves both forms. */
export type PlanProperties = Readonly<Record<string, unknown>>;

export function isProperties(value: unknown): value is PlanProperties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readText(properties: PlanProperties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function readNumber(properties: PlanProperties, name: string): number | undefined {
  const value = properties[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** What the server counts and did not mention is none. */
export function readCount(properties: PlanProperties, name: string): number {
  return readNumber(properties, name) ?? 0;
}

export function readFlag(properties: PlanProperties, name: string): boolean {
  return properties[name] === true;
}

/** A list of texts; the server prints some lists of one thing as that thing. */
export function readTexts(properties: PlanProperties, name: string): readonly string[] {
  const value = properties[name];
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function readList(properties: PlanProperties, name: string): readonly PlanProperties[] {
  const value = properties[name];
  return Array.isArray(value) ? value.filter(isProperties) : [];
}
