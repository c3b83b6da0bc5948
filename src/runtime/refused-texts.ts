import { createHash } from 'node:crypto';

/** A machine under load may miss the time limit once; the second time it is the text. */
const ATTEMPTS = 2;
const REMEMBERED_TEXTS = 100;

/** Texts that stopped the worker: without this memory every keystroke elsewhere in a broken file would stop it again. */
export class RefusedTexts {
  readonly #attempts = new Map<string, number>();

  recordFailure(text: string): void {
    const key = digest(text);
    const attempts = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.delete(key);
    this.#attempts.set(key, attempts);
    const [oldest] = this.#attempts.keys();
    if (this.#attempts.size > REMEMBERED_TEXTS && oldest !== undefined) this.#attempts.delete(oldest);
  }

  refuses(text: string): boolean {
    return this.#attempts.size > 0 && (this.#attempts.get(digest(text)) ?? 0) >= ATTEMPTS;
  }

  clear(): void {
    this.#attempts.clear();
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
