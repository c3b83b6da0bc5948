/** A password on its way. It never stands in a log by accident: printing, inspecting or serialising the holder does not show it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }
}
