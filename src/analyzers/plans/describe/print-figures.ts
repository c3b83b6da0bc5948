/** `35,955`; of small numbers two decimals at most, as servers since 18 tell rows. */
export function printNumber(value: number): string {
  if (!Number.isInteger(value) && Math.abs(value) < 10) return String(Number(value.toFixed(2)));
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `0.02`, `35.1`, `1,250` */
export function printMs(ms: number): string {
  return ms < 100 ? String(Number(ms.toPrecision(ms < 1 ? 2 : 3))) : printNumber(ms);
}

/** How many times: `1.4`, `83`. */
export function printTimes(factor: number): string {
  return factor < 10 ? String(Number(factor.toFixed(1))) : printNumber(factor);
}
