/** @typedef {{ id: string, summary: string, severity: string }} RuleFacts */
/** @typedef {{ default?: unknown, enum?: unknown[], description?: string, markdownDescription?: string }} SettingFacts */
/** @typedef {{ properties?: Record<string, SettingFacts> }} SettingsGroup */

/**
 * @param {SettingsGroup | SettingsGroup[]} configuration package.json's contributes.configuration
 * @param {Record<string, string>} sentences package.nls.json
 */
export function settingsTable(configuration, sentences) {
  const settings = [configuration].flat().flatMap((group) => Object.entries(group.properties ?? {}));
  const rows = settings.map(([key, { default: value, enum: values, description, markdownDescription }]) => {
    const sentence = markdownDescription ?? description ?? '';
    const text = sentence.replace(/^%(.+)%$/, (_, name) => sentences[String(name)] ?? sentence);
    const choices = values === undefined ? '' : ` One of ${values.map(code).join(', ')}.`;
    // VS Code makes a link of `#key#`; elsewhere it is noise.
    return [`\`${key}\``, code(value), text.replace(/`#([\w.]+)#`/g, '`$1`') + choices];
  });
  return table(['Setting', 'Default', 'What it does'], rows);
}

/**
 * @param {readonly RuleFacts[]} rules
 * @param {string} folder where the pages are, from the file the table stands in
 */
export function rulesTable(rules, folder) {
  const rows = rules.map(({ id, summary, severity }) => [`[${id}](${folder}${id}.md)`, summary, severity]);
  return table(['Rule', 'What it finds', 'Severity'], rows);
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`);
  return lines.join('\n');
}

/** @param {unknown} value */
function code(value) {
  return `\`${JSON.stringify(value)}\``;
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}

/**
 * The text with what stands between its markers replaced.
 *
 * @param {string} text
 * @param {string} name
 * @param {string} content
 * @returns {string | undefined} undefined when the markers are missing
 */
export function replaceBetweenMarkers(text, name, content) {
  const open = `<!-- generated: ${name} -->`;
  const close = `<!-- end of ${name} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) return undefined;
  return `${text.slice(0, start + open.length)}\n\n${content}\n\n${text.slice(end)}`;
}
