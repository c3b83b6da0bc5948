/** @typedef {import('./tables.mjs').RuleFacts} RuleFacts */
/** @typedef {{ contributes: { configuration: { properties: Record<string, object> } } }} Manifest */

const SETTING = 'indexwright.lint.rules';
const PREFIX = 'rule.';
const WORDS = ['off', 'hint', 'info', 'warning', 'error'];

/**
 * package.json with a property of the setting for each rule.
 *
 * @template {Manifest} M
 * @param {M} manifest
 * @param {readonly RuleFacts[]} rules
 * @returns {M}
 */
export function withRuleSettings(manifest, rules) {
  const { configuration } = manifest.contributes;
  const properties = Object.fromEntries(
    rules.map(({ id }) => [id, { type: 'string', enum: WORDS, description: `%${PREFIX}${id}%` }]),
  );
  const setting = { ...configuration.properties[SETTING], properties };
  return {
    ...manifest,
    contributes: {
      ...manifest.contributes,
      configuration: { ...configuration, properties: { ...configuration.properties, [SETTING]: setting } },
    },
  };
}

/**
 * package.nls.json with the sentence of each rule, where the first one stands, else at the end.
 *
 * @param {Readonly<Record<string, string>>} sentences
 * @param {readonly RuleFacts[]} rules
 * @returns {Record<string, string>}
 */
export function withRuleSentences(sentences, rules) {
  const keys = Object.keys(sentences);
  const first = keys.findIndex((key) => key.startsWith(PREFIX));
  const others = Object.entries(sentences).filter(([key]) => !key.startsWith(PREFIX));
  const own = rules.map(({ id, summary }) => /** @type {const} */ ([`${PREFIX}${id}`, summary]));
  const place = first < 0 ? others.length : first;
  return Object.fromEntries([...others.slice(0, place), ...own, ...others.slice(place)]);
}
