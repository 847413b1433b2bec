/** What was said and done in a turn; asked for when it is opened. Text from the log stays text. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Said } from '../../src/engine/protocol';
import { shown } from '../shared/text';
import type { Actions, View } from './view';

const TITLE: Record<Said['kind'], string> = {
  prompt: 'Prompt',
  reply: 'Reply',
  thinking: 'Thinking',
  tool: 'Tool call',
  result: 'Result',
  other: 'Other',
};

export function transcript(turn: number, { said, open }: View, actions: Actions): TemplateResult {
  const section = `said ${turn}`;
  const known = said.get(turn);
  return html`<details
    class="said"
    ?open=${open.includes(section)}
    @toggle=${(event: Event) => {
      const opened = (event.target as HTMLDetailsElement).open;
      actions.toggle(section, opened);
      if (opened && known === undefined) actions.listen(turn);
    }}
  >
    <summary>What was said</summary>
    ${
      known === undefined
        ? html`<p class="empty" aria-busy="true">Reading the log…</p>`
        : html`<ol>
              ${known.items.map((item) => one(item, actions))}
            </ol>
            ${known.items.length === 0 ? html`<p class="empty">Nothing in the log can be shown.</p>` : nothing}
            ${known.more > 0 ? html`<p class="hint">… and ${known.more} more lines: open the log.</p>` : nothing}`
    }
  </details>`;
}

const one = (item: Said, actions: Actions): TemplateResult => {
  const { kind, name, text, failed, edit, tool, at, file } = item;
  const link = (label: string, click: () => void): TemplateResult =>
    html`<a href="#" role="button" @click=${(event: Event) => (event.preventDefault(), click())}
      >${label}</a
    >`;
  return html`<li class="item by-${kind}">
    <p class="head">
      <b>${TITLE[kind]}${name === null ? '' : ` ${shown(name, 80)}`}${failed ? ', failed' : ''}</b>
      ${edit && tool !== null ? link('Show change', () => actions.showEdit(file, at, tool)) : nothing}
      ${link('log', () => actions.openLine(at, file))}
    </p>
    <pre tabindex="0">${shown(text, 8000)}</pre>
  </li>`;
};
