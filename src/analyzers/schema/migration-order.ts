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
  return (
    Number(isRepeatable(one)) - Number(isRepeatable(other)) ||
    compareLists(versionOf(one), versionOf(other)) ||
    compareLists(one.match(/\d+|\D+/g) ?? [], other.match(/\d+|\D+/g) ?? []) ||
    compareTexts(one, other)
  );
}

function isRepeatable(name: string): boolean {
  return name.startsWith('R__');
}

/** Flyway's: `V1_9__x` and `V1.9__x` are 1.9. Empty for a name of any other form. */
function versionOf(name: string): readonly string[] {
  return /^[VB](\d+(?:[._]\d+)*)__/.exec(name)?.[1]?.split(/[._]/) ?? [];
}

function compareLists(one: readonly string[], other: readonly string[]): number {
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const order = compareParts(one[i] ?? '', other[i] ?? '');
    if (order !== 0) return order;
  }
  return one.length - other.length;
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
