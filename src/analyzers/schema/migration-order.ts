/**
 * The order in which migration tools run files: by the numbers in their names (`2_x` before `10_x`, `V1.9__x` before `V1.10__x`), Flyway's
 * repeatable ones last. Folder by folder.
 */
export function compareMigrations(one: string, other: string): number {
  const [names, otherNames] = [one.split('/'), other.split('/')];
  for (let i = 0; i < Math.min(names.length, otherNames.length); i++) {
    const order = compareNames(names[i] ?? '', otherNames[i] ?? '');
    if (order !== 0) return order;
  }
  return names.length - otherNames.length;
}

function compareNames(one: string, other: string): number {
  const repeatable = Number(isRepeatable(one)) - Number(isRepeatable(other));
  if (repeatable !== 0) return repeatable;
  const [parts, otherParts] = [partsOf(one), partsOf(other)];
  for (let i = 0; i < Math.min(parts.length, otherParts.length); i++) {
    const order = compareParts(parts[i] ?? '', otherParts[i] ?? '');
    if (order !== 0) return order;
  }
  return parts.length - otherParts.length || compareTexts(one, other);
}

function isRepeatable(name: string): boolean {
  return name.startsWith('R__');
}

/** Numbers and what stands between them. `V1_9__x` counts as `V1.9__x`. */
function partsOf(name: string): readonly string[] {
  const version = /^[VB](\d+(?:[._]\d+)*)__/.exec(name)?.[1];
  const flat = version === undefined ? name : name.replace(version, version.replaceAll('_', '.'));
  return flat.match(/\d+|\D+/g) ?? [];
}

function compareParts(one: string, other: string): number {
  if (!/^\d/.test(one) || !/^\d/.test(other)) return compareTexts(one, other);
  const [number, otherNumber] = [one, other].map((digits) => digits.replace(/^0+(?=\d)/, ''));
  if (number === undefined || otherNumber === undefined) return 0;
  // Timestamps with milliseconds are larger than a number holds exactly.
  return number.length - otherNumber.length || compareTexts(number, otherNumber);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
