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
