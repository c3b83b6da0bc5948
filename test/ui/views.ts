import type { Locator, Page } from 'playwright-core';

/** The views of the sidebar by their titles. */
export type View = 'Connections' | 'Indexes';

/** A view of the sidebar. What a row of one says may stand in a row of the other too. */
export function viewOf(page: Page, view: View): Locator {
  return page.locator('.pane', { has: page.locator(`.pane-header[aria-label^="${view}"]`) });
}

export function rowsOf(page: Page, view: View): Locator {
  return viewOf(page, view).locator('.monaco-list-row');
}
