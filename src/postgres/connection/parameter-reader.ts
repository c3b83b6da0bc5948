import { resolve } from 'node:path';
import { message, type Message } from '../../analyzers/message';
import type { ConnectionWorld } from './connection-world';
import { nameAtOrigin } from './describe-origin';
import type { Layer, ParameterValue } from './parameter-layers';
import type { ParameterKeyword } from './parameters';
import type { Origin } from './target';

/** Demands that cannot be kept; a connection that passed over them would be weaker than what was asked for. */
const DEMANDS: Readonly<Partial<Record<ParameterKeyword, RegExp>>> = {
  gssencmode: /^require$/,
  require_auth: /./,
  requirepeer: /./,
  sslcrl: /./,
  sslcrldir: /./,
};

/** Takes each parameter from the first layer that has it, remembers which one that was, and collects what is wrong. */
export class ParameterReader {
  readonly problems: Message[] = [];
  readonly origins: Partial<Record<ParameterKeyword, Origin>> = {};
  readonly #layers: readonly Layer[];

  constructor(layers: readonly Layer[]) {
    this.#layers = layers;
    const service = this.find('service');
    if (service !== undefined) this.origins.service = service.origin;
  }

  find(keyword: ParameterKeyword): ParameterValue | undefined {
    return this.#layers.map(({ values }) => values.get(keyword)).find(Boolean);
  }

  text(keyword: ParameterKeyword): string | undefined;
  text(keyword: ParameterKeyword, otherwise: string): string;
  text(keyword: ParameterKeyword, otherwise?: string): string | undefined {
    const found = this.find(keyword);
    const origin = found?.origin ?? (otherwise === undefined ? undefined : { kind: 'default' as const });
    if (origin !== undefined) this.origins[keyword] = origin;
    return found?.text ?? otherwise;
  }

  /** Relative paths are relative to the folder that the setting is of. */
  path(keyword: ParameterKeyword, world: ConnectionWorld): string | undefined {
    const text = this.text(keyword);
    return text === undefined ? undefined : resolve(world.workspaceFolder ?? world.home, text);
  }

  /** Below zero is zero, as in libpq. */
  number(keyword: ParameterKeyword, otherwise: number): number {
    const text = this.text(keyword, String(otherwise)).trim();
    if (/^-?\d+(?:\.\d+)?$/.test(text)) return Math.max(0, Number(text));
    this.refuse(keyword, 'a number of seconds');
    return otherwise;
  }

  word<W extends string>(keyword: ParameterKeyword, words: readonly W[], otherwise: W): W {
    const text = this.text(keyword, otherwise);
    const found = words.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found === undefined) this.refuse(keyword, words.join(', '));
    return found ?? otherwise;
  }

  /** The value is not repeated: a part of a password can end up in any part of a URI. */
  refuse(keyword: ParameterKeyword, takes: string): void {
    this.problems.push(
      message(
        'The value of {0} cannot be used. It takes: {1}.',
        nameAtOrigin(keyword, this.find(keyword)?.origin ?? { kind: 'default' }),
        takes,
      ),
    );
  }

  refuseDemands(): void {
    for (const [keyword, demand] of Object.entries(DEMANDS) as [ParameterKeyword, RegExp][]) {
      const found = this.find(keyword);
      if (found === undefined || !demand.test(found.text)) continue;
      this.problems.push(
        message(
          '{0} asks for a protection that Indexwright cannot give, so it does not connect. Connect without this parameter if your rules allow it.',
          nameAtOrigin(keyword, found.origin),
        ),
      );
    }
  }
}
