/** The button that makes a report of what the filter bar has chosen. */
import { html, type TemplateResult } from 'lit';
import { t } from '../shared/l10n';
import { queryOf, type Actions, type View } from './tab';

/** `from` of null: of all time. */
export const reportButton = (
  { from, to }: { from: string | null; to: string },
  view: View,
  actions: Actions,
): TemplateResult =>
  html`<vscode-button
    secondary
    icon="notebook"
    @click=${() =>
      actions.report({
        kind: 'overview',
        format: 'markdown',
        query: queryOf(view),
        ...(from === null ? {} : { from, to }),
      })}
    >${t('Generate report')}</vscode-button
  >`;
