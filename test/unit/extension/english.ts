import { formatMessage } from '../../../src/analyzers/message';
import type { Localizer } from '../../../src/extension/localizer';

/** `vscode.l10n` without a translation. */
export const ENGLISH: Localizer = { t: (template, ...args) => formatMessage({ template, args }) };
