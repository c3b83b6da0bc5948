import { errors, type Locator, type Page } from 'playwright-core';

const TRIES = 4;
/** Far longer than an answer takes. */
const ANSWER_MS = 7000;

/** What a user does in a window of VS Code. Clicks inside a text would scroll it, so the keyboard does all there. */
export class Editor {
  constructor(readonly page: Page) {}

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.choose('Control+p', name, name);
    await this.untilActive(name);
  }

  async untilActive(name: string | RegExp): Promise<void> {
    // The page of a plan is named after its file too.
    const tab = this.page.locator('.tab.active:not([data-resource-name^="webview-"])', { hasText: name });
    await tab.waitFor();
    await this.untilFocused();
  }

  /**
   * From the page of a plan to the code beside it. VS Code takes the keys of a page over only while that has the focus: one that is pressed
   * before Control+1 has moved the focus is lost.
   */
  async leavePage(): Promise<void> {
    await this.page.keyboard.press('Control+1');
    await this.untilFocused();
  }

  /** @param line and column: from 1 */
  async goTo(line: number, column: number): Promise<void> {
    await this.choose('Control+g', `:${line}:${column}`, String(line));
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Puts the cursor where a text begins. */
  async goToText(source: string, text: string): Promise<void> {
    const before = source.slice(0, source.indexOf(text)).split('\n');
    await this.goTo(before.length, (before.at(-1) ?? '').length + 1);
  }

  /** Moves the text up, and the cursor with it, so that what opens below the cursor covers little. */
  async scrollUp(lines: number): Promise<void> {
    for (; lines > 0; lines -= 1) await this.page.keyboard.press('Control+ArrowDown');
  }

  /** What the hover at the cursor says. */
  async hover(text: string | RegExp): Promise<Locator> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.press('Control+i');
    const hover = this.page.locator('.monaco-hover:visible', { hasText: text });
    await hover.waitFor();
    return hover;
  }

  /** What something says of itself below the mouse. A row that is drawn anew while the mouse rests on it says nothing until that moves again. */
  async tooltip(of: Locator, tooltip: Locator): Promise<string> {
    for (let tries = 1; ; tries += 1) {
      await of.hover();
      if (await isThere(tooltip)) return tooltip.innerText();
      if (tries === TRIES) throw new Error('No tooltip came');
      await this.page.mouse.move(0, 0);
    }
  }

  /** The titles of the menu at the cursor; it stays open. */
  async quickFixes(): Promise<string[]> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    const focused = this.page.locator('.action-widget .monaco-list-row.action.focused');
    // VS Code drops the question when a diagnostic of the file changes before the answer, TypeScript's too: a user asks again.
    for (let tries = 1; ; tries += 1) {
      await this.page.keyboard.press('Control+.');
      if (await isThere(focused)) return rows.allInnerTexts();
      if (tries === TRIES) throw new Error('No menu of quick fixes came');
      await this.page.keyboard.press('Escape');
    }
  }

  /** Applies one of the open menu. */
  async apply(titles: readonly string[], title: string): Promise<void> {
    for (let steps = titles.indexOf(title); steps > 0; steps -= 1)
      await this.page.keyboard.press('ArrowDown');
    await this.page.locator('.action-widget .monaco-list-row.action.focused', { hasText: title }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.action-widget .monaco-list-row').first().waitFor({ state: 'hidden' });
  }

  async closeHover(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.monaco-hover:visible').waitFor({ state: 'hidden' });
  }

  /** Saves the file, which has been changed. */
  async save(): Promise<void> {
    await this.page.locator('.tab.active.dirty').waitFor();
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'hidden' });
  }

  /** From the Command Palette, by the beginning of its title: similar ones may stand above it. */
  async runCommand(title: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await this.page.keyboard.press('F1');
    await widget.locator('input:visible').fill(`>${title}`);
    const beginning = new RegExp(`^\\s*${title.replaceAll('.', '\\.')}`);
    const row = widget.locator('.monaco-list-row', { hasText: beginning }).first();
    await row.click();
    // What comes next, a list too, must not be taken for the palette that is on its way out.
    await row.waitFor({ state: 'hidden' });
  }

  async useTheme(name: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget:visible');
    await this.runCommand('Preferences: Color Theme');
    await widget.locator('input:visible').fill(name);
    await widget.locator('.monaco-list-row.focused', { hasText: name }).waitFor();
    await this.page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  /** A row of the list that is open, by the beginning of its label. */
  async pick(label: string): Promise<void> {
    const row = this.page.locator('.quick-input-widget .monaco-list-row', { hasText: label });
    await row.first().click();
  }

  /** Answers the question of this title; what follows it is another question, or none. */
  async answer(title: string, text: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget:visible', {
      has: this.page.locator('.quick-input-title', { hasText: title }),
    });
    await widget.locator('input:visible').fill(text);
    await this.page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  private async untilFocused(): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  private async choose(keys: string, text: string, row: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    await this.page.keyboard.press(keys);
    await widget.locator('input:visible').fill(text);
    await widget.locator('.monaco-list-row.focused', { hasText: row }).waitFor();
    await this.page.keyboard.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }
}

async function isThere(locator: Locator): Promise<boolean> {
  try {
    await locator.waitFor({ timeout: ANSWER_MS });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}
