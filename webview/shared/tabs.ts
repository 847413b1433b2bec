/**
 * Tabs, as the pattern for tabs asks: arrows, Home and End move between them. The headers are those of vscode-elements; its list of tabs
 * does not wrap, so that they would not fit a narrow window.
 */
import '@vscode-elements/elements/dist/vscode-tab-header/index.js';
import { html, type TemplateResult } from 'lit';
import { t } from './l10n';

export function tabs<T extends string>(
  label: string,
  titles: Readonly<Record<T, string>>,
  chosen: T,
  choose: (tab: T) => void,
): TemplateResult {
  const names = Object.keys(titles) as T[];
  const onKey = (event: KeyboardEvent): void => {
    const at = names.indexOf(chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = names[(to + names.length) % names.length]!;
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return html`<div role="tablist" aria-label=${label} class="tabs" @keydown=${onKey}>
    ${names.map(
      (one) =>
        html`<vscode-tab-header
          id="tab-${one}"
          ?active=${one === chosen}
          aria-selected=${one === chosen}
          aria-controls="panel"
          tabindex=${one === chosen ? 0 : -1}
          @click=${() => choose(one)}
          >${t(titles[one])}</vscode-tab-header
        >`,
    )}
  </div>`;
}

/** What the chosen tab shows. */
export const tabPanel = (chosen: string, content: unknown): TemplateResult =>
  html`<div role="tabpanel" id="panel" aria-labelledby="tab-${chosen}" tabindex="-1">${content}</div>`;
