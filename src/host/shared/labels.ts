/** Text from logs as VS Code's labels and Markdown show it. Does not use `vscode`. */
import { visible } from '../../log/visible';

/**
 * Text from a log made safe to stand in Markdown: every character with a meaning there is escaped, `$(`
 * included, which would be an icon; line breaks become spaces.
 */
export function escapeMarkdown(text: string): string {
  return visible(text.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@]/g, '\\$&');
}

/** Text from a log in a label, where `$(name)` would be drawn as an icon. */
export const plainLabel = (text: string): string => visible(text).replaceAll('$(', '$ (');

/** Scripts that are written from right to left. */
const FROM_THE_RIGHT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name as it stands before other words: one that is written from right to left would turn their order round, too. */
export const isolated = (name: string): string => (FROM_THE_RIGHT.test(name) ? `\u2068${name}\u2069` : name);
