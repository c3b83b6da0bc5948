import type { JudgedPlan } from '../judged-plan';

const UNITS: Readonly<Record<string, number>> = { kB: 1, MB: 1024, GB: 1024 * 1024 };

/** `work_mem` of the run, in kilobytes: what EXPLAIN tells goes before what the server has by default. */
export function workMemory({ plan, context }: JudgedPlan): number | undefined {
  const told = /^(\d+)(kB|MB|GB)$/.exec(plan.settings['work_mem'] ?? '');
  if (told) return Number(told[1]) * (UNITS[told[2] ?? ''] ?? 1);
  const usual = Number(context.snapshot?.server?.settings['work_mem']);
  return Number.isFinite(usual) && usual > 0 ? usual : undefined;
}

export function printKilobytes(kilobytes: number): string {
  if (kilobytes < 1024) return `${Math.round(kilobytes)} kB`;
  const megabytes = kilobytes / 1024;
  if (megabytes < 1024) return `${megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes)} MB`;
  return `${Number((megabytes / 1024).toFixed(1))} GB`;
}
