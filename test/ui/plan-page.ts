import type { Frame, Page } from 'playwright-core';

/** The page of the plan view: VS Code shows it in a frame of a frame. */
export async function planPage(page: Page): Promise<Frame> {
  // The embedded planner may have to start first.
  await page.locator('.tab', { hasText: /^Plan: / }).waitFor({ timeout: 90_000 });
  for (;;) {
    for (const frame of page.frames()) {
      if (
        (await frame
          .locator('main [role=tree]')
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    }
    await page.waitForTimeout(200);
  }
}
