/** What the page says around its tabs once they are loaded: how the session ended, and how well its log was understood. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SessionDetail } from '../../src/questions/session';
import { TASK_WORDS } from '../../src/signals/task';
import { localize, t, tn, whole } from '../shared/l10n';
import { firstLine } from '../shared/markdown';
import { shown } from '../shared/text';
import type { View } from './tab';

/** How it ended, in a line: the tab Story shows the whole. */
export function lastWords({ answers }: View): TemplateResult | typeof nothing {
  const line = firstLine(answers.story?.lastReply?.text ?? '');
  if (line === '') return nothing;
  return html`<p class="last" dir="auto" title=${t('Last reply')}>
    <vscode-icon name="comment" aria-hidden="true"></vscode-icon><span>${shown(line, 240)}</span>
  </p>`;
}

export function footer({ figures }: SessionDetail): TemplateResult {
  const { lines, understood, malformed, harmless = 0, unknownKinds } = figures.parse;
  const kinds = Object.entries(unknownKinds);
  return html`
    <footer>
      <p>${madeBy(figures)}</p>
      <p>
        ${[
          malformed > 0
            ? t('{0} of {1} log lines understood, {2} malformed', understood, lines - harmless, malformed)
            : t('{0} of {1} log lines understood', understood, lines - harmless),
          kinds.length > 0
            ? t('not known: {0}', shown(kinds.map(([kind, n]) => `${kind} (${whole(n)})`).join(', '), 200))
            : '',
          figures.copies > 0
            ? tn(
                figures.copies,
                '{0} response belongs to another session and is not counted here',
                '{0} responses belong to another session and are not counted here',
              )
            : '',
        ]
          .filter(Boolean)
          .join('; ')}.
      </p>
      <p class="path">${shown(figures.file, 400)}</p>
    </footer>
  `;
}

/** What wrote the log: kept from the head of the page, for few look for it. */
const madeBy = (figures: SessionDetail['figures']): string =>
  [
    figures.claudeVersions.length === 0 ? '' : t('Claude Code {0}', figures.claudeVersions.join(', ')),
    figures.permissionModes.length === 0 ? '' : t('permissions: {0}', figures.permissionModes.join(', ')),
    figures.taskType === null ? '' : t('task: {0} (experimental)', localize(TASK_WORDS[figures.taskType])),
  ]
    .filter(Boolean)
    .map((part) => shown(part, 200))
    .join(' · ');
