// @ts-check
import { findDesktopCode } from './find-desktop-code.mjs';
import { openDesktopCode } from './open-desktop-code.mjs';
import { serveEditor } from './serve-editor.mjs';
import { step } from './step.mjs';

/**
 * Opens the folder in VS Code with the extension: on the desktop where there is one, else in the browser.
 *
 * @param {string} root folder of the extension
 * @param {string} folder
 * @param {string} place in it, where there is something to see: file:line:column
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @returns {Promise<{ closed: Promise<never> }>} closed: rejected when an editor that this run serves has ended by itself
 */
export async function openEditor(root, folder, place, lifetime) {
  const command = findDesktopCode();
  if (command === undefined) return serveEditor(root, folder, place, lifetime);
  await step(
    'VS Code',
    () => openDesktopCode(command, root, folder, place),
    () => `opened with ${command}`,
  );
  console.log('\nThe database stays up until Ctrl+C.');
  return { closed: new Promise(() => undefined) };
}
