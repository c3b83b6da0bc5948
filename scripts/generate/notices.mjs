import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** For each package: licences that it does not ship. Its own is LICENSE.txt; the others are of works that lie inside it. */
const COMMITTED = 'scripts/generate/licences';
const OWN = 'LICENSE.txt';

const LICENCE_FILE = /^(?:licen[cs]e|copying)(?:[-.].*)?$/i;
const NOTICE_FILE = /^(?:notice|third-?party-?notices?(?:text)?)(?:\..*)?$/i;

/** @typedef {{ title: string, text: string }} Work */
/** @typedef {{ name: string, version: string, license?: string }} PackageManifest */

/**
 * The text of THIRD-PARTY-NOTICES.
 *
 * @param {string} root
 * @param {readonly string[]} folders of packages, from the root
 * @returns {{ text: string, problems: string[] }}
 */
export function thirdPartyNotices(root, folders) {
  const packages = folders.map((folder) => readPackage(root, folder));
  const works = packages.flatMap(({ works }) => works);
  return {
    text: [
      'Indexwright contains parts of the following works. Made by npm run generate.\n',
      ...works.map(({ title, text }) => `${RULER}\n${title}\n${RULER}\n\n${text}\n`),
    ].join('\n'),
    problems: packages.flatMap(({ problems }) => problems),
  };
}

const RULER = '='.repeat(80);

/**
 * @param {string} root
 * @param {string} folder
 * @returns {{ works: Work[], problems: string[] }}
 */
function readPackage(root, folder) {
  const path = join(root, folder);
  const manifest = /** @type {PackageManifest} */ (readJson(join(path, 'package.json')));
  const { name, version, license } = manifest;
  const committed = textsIn(join(root, COMMITTED, name), /\.txt$/);
  const licences = [...textsIn(path, LICENCE_FILE), ...committed.filter(({ title }) => title === OWN)];
  const texts = [...licences, ...textsIn(path, NOTICE_FILE)].map(({ text }) => text);
  const inside = committed
    .filter(({ title }) => title !== OWN)
    .map(({ title, text }) => ({ title: `${title.replace(/\.txt$/, '')}, inside ${name}`, text }));
  return {
    works: [{ title: `${name} ${version} (${license ?? 'see below'})`, text: texts.join('\n\n') }, ...inside],
    problems:
      licences.length > 0 ? [] : [`${name} ships no licence: put its text into ${COMMITTED}/${name}/${OWN}`],
  };
}

/** @param {string} file @returns {unknown} */
function readJson(file) {
  return /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * @param {string} folder
 * @param {RegExp} pattern of the files' names
 * @returns {Work[]}
 */
function textsIn(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((title) => ({
      title,
      text: readFileSync(join(folder, title), 'utf8').replaceAll('\r\n', '\n').trim(),
    }));
}
