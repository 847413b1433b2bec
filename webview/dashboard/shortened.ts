/** Long lists: their first rows, and the rest when it is asked for. A box that scrolls on a page that scrolls hides that there is more. */
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import { t } from '../shared/l10n';
import { ownState } from '../shared/own';
import type { Actions, View } from './tab';

const own = ownState('lists', z.object({ whole: z.array(z.string()).default([]) }));

/** A list below its heading, whose `id` names it; `few`: rows before it is shown whole. */
export function shortened<Row>(
  { id, title, rows, few }: { id: string; title: string; rows: readonly Row[]; few: number },
  view: View,
  actions: Actions,
  list: (rows: readonly Row[]) => unknown,
): TemplateResult {
  const { whole } = own.read(view);
  const isWhole = whole.includes(id);
  const toggle = (): void =>
    actions.keep(own.with(view, { whole: isWhole ? whole.filter((one) => one !== id) : [...whole, id] }));
  return html`<section aria-labelledby=${id}>
    <div class="heading">
      <h2 id=${id}>${title}</h2>
      ${
        rows.length <= few
          ? nothing
          : html`<button
              type="button"
              class="link"
              aria-expanded=${isWhole}
              aria-describedby=${id}
              @click=${toggle}
            >
              ${isWhole ? t('Show fewer') : t('Show all {0}', rows.length)}
            </button>`
      }
    </div>
    ${list(isWhole ? rows : rows.slice(0, few))}
  </section>`;
}
