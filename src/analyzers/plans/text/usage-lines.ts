import type { GatheredProperties } from './plan-line';

const BLOCKS = ['hit', 'read', 'dirtied', 'written'] as const;
const KINDS = ['shared', 'local', 'temp'] as const;

/** `shared hit=1 read=2, temp read=3 written=4`. What is zero is left out. */
export function readBuffersLine(value: string): GatheredProperties {
  const found: GatheredProperties = { ...NO_BUFFERS };
  for (const part of value.split(', ')) {
    const kind = KINDS.find((name) => part.startsWith(`${name} `));
    if (kind === undefined) continue;
    for (const [, what = '', count] of part.matchAll(/(\w+)=(\d+)/g)) {
      found[`${capital(kind)} ${capital(what)} Blocks`] = Number(count);
    }
  }
  return found;
}

/** JSON tells zeros. */
export const NO_BUFFERS: Readonly<GatheredProperties> = Object.fromEntries(
  KINDS.flatMap((kind) =>
    BLOCKS.filter((what) => kind !== 'temp' || what === 'read' || what === 'written').map(
      (what) => [`${capital(kind)} ${capital(what)} Blocks`, 0] as const,
    ),
  ),
);

/** `read=1.5` of 14, `shared/local read=1.5, temp write=2` of 15 and 16, `shared read=1.5, local …` since 17. */
export function readTimingsLine(value: string): GatheredProperties {
  const found: GatheredProperties = {};
  for (const part of value.split(', ')) {
    const [, kind] = /^(shared|local|temp) /.exec(part) ?? [];
    for (const [, what = '', ms] of part.matchAll(/(read|write)=([\d.]+)/g)) {
      const name = kind === undefined ? '' : `${capital(kind)} `;
      found[`${name}I/O ${capital(what)} Time`] = Number(ms);
    }
  }
  return found;
}

/** `records=78 fpi=2 bytes=4758 buffers full=3` */
export function readWalLine(value: string): GatheredProperties {
  const found: GatheredProperties = { 'WAL Records': 0, 'WAL FPI': 0, 'WAL Bytes': 0 };
  for (const [, what = '', count] of value.matchAll(/(records|fpi|bytes|buffers full)=(\d+)/g)) {
    const name = what === 'fpi' ? 'FPI' : what.split(' ').map(capital).join(' ');
    found[`WAL ${name}`] = Number(count);
  }
  return found;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
