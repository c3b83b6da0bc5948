// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A window that shows the sample and nothing that talks of itself, or to anybody. */
export const WINDOW_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  // Else the chat takes 300 pixels of the window and starts a process of its own.
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // As on the desktop; in a browser VS Code saves by itself.
  'files.autoSave': 'off',
  // The sample may lie inside a repository, about which git would ask.
  'git.enabled': false,
};

/**
 * @param {string} userData the folder of --user-data-dir, in desktop VS Code and in code-server
 * @param {Record<string, unknown>} [more]
 */
export function writeWindowSettings(userData, more = {}) {
  const folder = path.join(userData, 'User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'settings.json'),
    JSON.stringify({ ...WINDOW_SETTINGS, ...more }, undefined, 2),
  );
}
