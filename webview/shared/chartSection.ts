/** A chart with its table behind it and a sentence that says what it shows. */
import { html, nothing, type TemplateResult } from 'lit';
import { resetZoom } from './charts';
import { t } from './l10n';

export interface ChartSection {
  /** Of its canvas, and of what is kept about it. */
  id: string;
  title: string;
  summary: string;
  /** The table, which `heading` names by its id; it is made when it is shown. */
  rows: (heading: string) => TemplateResult;
  height?: 220 | 320;
  /** Choices beside the title, and which colour is which. */
  choices?: TemplateResult;
  legend?: TemplateResult;
}

export function chartSection(
  { id, title, summary, rows, height = 220, choices, legend }: ChartSection,
  asTable: boolean,
  toggle: (id: string) => void,
): TemplateResult {
  return html`<section aria-labelledby="${id}-title">
    <div class="heading">
      <h2 id="${id}-title">${title}</h2>
      <span class="buttons">
        ${choices}
        <vscode-button class="unzoom" secondary icon="screen-normal" hidden @click=${() => resetZoom(id)}
          >${t('Show all')}</vscode-button
        >
        <vscode-button secondary @click=${() => toggle(id)}
          >${asTable ? t('Show chart') : t('Show table')}</vscode-button
        >
      </span>
    </div>
    ${summary === '' ? nothing : html`<p class="hint">${summary}</p>`} ${legend}
    ${
      asTable
        ? html`<div class="scroll" tabindex="0" role="group" aria-labelledby="${id}-title">
            ${rows(`${id}-title`)}
          </div>`
        : html`<div class="chart h${height}">
            <canvas
              id=${id}
              role="img"
              aria-label=${summary === '' ? title : `${title}: ${summary}`}
            ></canvas>
          </div>`
    }
  </section>`;
}
