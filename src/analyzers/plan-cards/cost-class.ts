/** A cost has to leave its class by this much, in powers of ten, before it counts as another one. */
const SLACK = 0.75;

/**
 * The power of ten that a cost is nearest to, 0 for everything below. Near the middle between two classes any new statistics would move it
 * to and fro, so the class that is known stays until the cost is clearly out of it.
 */
export function costClass(cost: number, known?: number): number {
  const exact = Math.max(0, Math.log10(Math.max(cost, 1)));
  if (known !== undefined && Math.abs(exact - known) <= SLACK) return known;
  return Math.round(exact);
}

/** `10,000` */
export function printCostClass(power: number): string {
  return String(10 ** power).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
