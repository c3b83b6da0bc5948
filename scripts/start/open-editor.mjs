// @ts-check
import { findDesktopCode } from './find-desktop-code.mjs';
import { openDesktopCode } from './open-desktop-code.mjs';
import { step } from './step.mjs';

/**
 * @param {string} root folder of the extension
 * @param {string} folder
 */
export async function openEditor(root, folder) {
  const command = findDesktopCode();
  if (command === undefined) throw new Error('No desktop VS Code was found on this machine.');
  await step(
    'VS Code',
    () => openDesktopCode(command, root, folder),
    () => `opened with ${command}`,
  );
  console.log('\nThe database stays up until Ctrl+C.');
}
