import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { copySample } from '../../scripts/host/copy-sample.mjs';
import { installCodeServer } from '../../scripts/host/install-code-server.mjs';
import { openBrowser } from '../../scripts/host/open-browser.mjs';
import { startCodeServer } from '../../scripts/host/start-code-server.mjs';
import { openTemporaryFolder } from '../../scripts/host/start-guard.mjs';
import { writeWindowSettings } from '../../scripts/host/window-settings.mjs';
import { workbenchAddress } from '../../scripts/host/workbench-address.mjs';

const ROOT = resolve(__dirname, '../..');

export interface Workbench {
  readonly page: Page;
  /** Everything that the editor writes is below it, the copy of the sample too. */
  readonly home: string;
  /** The copy of samples/event-store that is open. */
  readonly sample: string;
  stop(): Promise<void>;
}

/** A window with a fresh copy of the sample, and the packaged extension as a user has installed it. */
export async function startWorkbench(
  settings: Record<string, unknown>,
  { isTrusted = true } = {},
): Promise<Workbench> {
  const home = openTemporaryFolder();
  const sample = copySample(ROOT, home.path);
  const userData = join(home.path, 'user');
  writeWindowSettings(userData, settings);
  const server = await startCodeServer(await installCodeServer(ROOT), {
    home: home.path,
    userData,
    packages: [join(ROOT, 'out', 'indexwright.vsix')],
    args: isTrusted ? ['--disable-workspace-trust'] : [],
  });
  const { page, close } = await openBrowser({ deviceScaleFactor: 1.5 });
  await page.goto(workbenchAddress(server.address, { folder: sample }));
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
  return {
    page,
    home: home.path,
    sample,
    stop: async () => {
      await close();
      await server.stop();
      await home.remove();
    },
  };
}
