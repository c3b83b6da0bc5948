/**
 * Shares in percent of the index as it is.
 *
 * @typedef {object} Measured
 * @property {string} state
 * @property {string} name
 * @property {number} pages
 * @property {number} freed by REINDEX
 * @property {number} estimated by the product, from the catalogues alone
 * @property {number} byDensity from pgstatindex: how much emptier the leaves are than the fill factor wants
 */

/** @typedef {{ name: string, index: string, unique?: true }} Shape */

/**
 * docs/bloat.md as a whole.
 *
 * @param {readonly Measured[]} measured
 * @param {{ version: string, rows: number, shapes: readonly Shape[] }} about
 */
export function bloatPage(measured, { version, rows, shapes }) {
  const states = [...new Set(measured.map(({ state }) => state))];
  return `${[
    '# How near the estimate of an index’s bloat is',
    '',
    'Written by `node scripts/measure-bloat.mjs`. Do not edit it by hand.',
    '',
    `PostgreSQL ${version}, ${shapes.length} btrees of different shapes on tables of ${rows} rows each, in ${states.length} states. _Freed_ is the truth: the share of`,
    'the index that a `REINDEX` frees (it is rolled back). _Estimate_ is what Indexwright says from `pg_class` and `pg_stats` alone, without reading the index.',
    '_pgstatindex_ is one minus the density of the leaves over the fill factor, from the extension pgstattuple, which reads every page. All in percent of the',
    'index as it is; below zero: it would grow.',
    '',
    'The extension shows bloat above 30 % and 10 MB, labelled with its source. pgstatindex is exact about the density of the leaves, and cannot see room that a',
    'rebuild would save by putting equal keys together.',
    '',
    '## Error in percentage points',
    '',
    '| State | Estimate, median | Estimate, worst | pgstatindex, median | pgstatindex, worst |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...states.map((state) =>
      summary(
        state,
        measured.filter((one) => one.state === state),
      ),
    ),
    summary('all', measured),
    '',
    ...states.flatMap((state) => [
      `## ${state[0]?.toUpperCase()}${state.slice(1)}`,
      '',
      '| Index | On | Pages | Freed | Estimate | pgstatindex |',
      '| --- | --- | ---: | ---: | ---: | ---: |',
      ...measured.filter((one) => one.state === state).map((one) => row(one, shapes)),
      '',
    ]),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

/**
 * @param {string} name
 * @param {readonly Measured[]} measured
 */
function summary(name, measured) {
  const own = errors(measured.map(({ freed, estimated }) => estimated - freed));
  const density = errors(measured.map(({ freed, byDensity }) => byDensity - freed));
  return `| ${name} | ${own.median} | ${own.worst} | ${density.median} | ${density.worst} |`;
}

/** @param {readonly number[]} differences */
function errors(differences) {
  const sorted = differences.map(Math.abs).sort((a, b) => a - b);
  return {
    median: (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1),
    worst: (sorted.at(-1) ?? 0).toFixed(1),
  };
}

/**
 * @param {Measured} measured
 * @param {readonly Shape[]} shapes
 */
function row({ name, pages, freed, estimated, byDensity }, shapes) {
  const shape = shapes.find((candidate) => candidate.name === name);
  const on = `${shape?.unique ? 'unique ' : ''}\`${shape?.index ?? ''}\``;
  return `| ${name} | ${on} | ${pages} | ${freed.toFixed(1)} | ${estimated.toFixed(1)} | ${byDensity.toFixed(1)} |`;
}
