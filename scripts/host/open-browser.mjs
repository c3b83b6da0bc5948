// @ts-check
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';

const WINDOW = { width: 1440, height: 900 };

/**
 * A page in a headless Chromium that reaches this machine alone. Chromium writes below the temporary folder of this
 * process and ends with it.
 *
 * @param {{ deviceScaleFactor?: number }} [options]
 * @returns {Promise<{ page: import('playwright-core').Page, close: () => Promise<void> }>}
 */
export async function openBrowser({ deviceScaleFactor = 1 } = {}) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--disable-gpu', '--disable-quic'],
    // A signal is for the one who started this; playwright would end the process at once.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const context = await browser.newContext({ viewport: WINDOW, deviceScaleFactor });
  await context.route(
    ({ protocol, hostname }) => /^https?:$/.test(protocol) && hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  return { page: await context.newPage(), close: () => browser.close() };
}
