import type { FragmentHost } from './fragment';

/** New SQL text as it must be written in the literal so that the program sends just this text. */
export function escapeText(text: string, host: FragmentHost, lineBreak: string): string {
  switch (host.kind) {
    case 'sql':
      return text.replace(/\n/g, lineBreak);
    case 'template':
      return (isRaw(host) ? escapeRaw(text) : escapeCooked(text)).replace(/\n/g, lineBreak);
    case 'string':
      return text
        .replace(host.quote === '"' ? /[\\"]/g : /[\\']/g, '\\$&')
        .replace(/\r/g, '\\r')
        .replace(/\n/g, '\\n');
  }
}

export function openingOf(host: FragmentHost): string {
  switch (host.kind) {
    case 'sql':
      return '';
    case 'template':
      return `${host.tag ?? ''}\``;
    case 'string':
      return host.quote;
  }
}

export function closingOf(host: FragmentHost): string {
  return openingOf(host).slice(-1);
}

/** Escapes mean nothing in a template of String.raw. */
export function isRaw(host: FragmentHost): boolean {
  return host.kind === 'template' && host.tag === 'String.raw';
}

/** A bare carriage return in a template reads as a line feed. */
function escapeCooked(text: string): string {
  return text.replace(/[\\`]|\$(?=\{)/g, '\\$&').replace(/\r/g, '\\r');
}

function escapeRaw(text: string): string {
  return text.replace(/`|\$(?=\{)/g, "${'$&'}").replace(/\r/g, "${'\\r'}");
}
