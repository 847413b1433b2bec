/** What the line to find by understands, behind a question mark. */
import { html, type TemplateResult } from 'lit';
import { FIELDS, MEANINGS, type Field } from '../../../src/analysis/queryFields';
import { localize } from '../../../src/l10n/localize';
import { t } from '../../shared/l10n';
import { ephemeral } from '../../shared/own';
import type { View } from '../tab';

const isOpen = ephemeral(false);

export function queryHelp({ memory }: View): TemplateResult {
  const open = memory.get(isOpen);
  return html`<vscode-button
      secondary
      icon="question"
      aria-expanded=${open}
      aria-controls="query-help"
      @click=${() => memory.set(isOpen, !open)}
      >${t('Conditions')}</vscode-button
    >
    <div id="query-help" class="choices" ?hidden=${!open}>
      <p>${t('Type words or conditions. All must match; one that is not finished does not count yet.')}</p>
      <dl>
        ${(Object.keys(FIELDS) as Field[]).map(
          (field) =>
            html`<div>
              <dt><code class="in">${FIELDS[field]}</code></dt>
              <dd>${localize(MEANINGS[field])}</dd>
            </div>`,
        )}
      </dl>
      <p>
        <code class="in">-project:api</code> ${t('a minus negates a condition')} ·
        <code class="in">project:=/work/api</code> ${t('just this name')} ·
        <code class="in">"two words"</code> ${t('hold together')}
      </p>
    </div>`;
}
