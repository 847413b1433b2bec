/** Transcript: what was said and done, line by line; only what is seen is on the page. Text from the log stays text. */
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Said } from '../../../src/questions/shared/said';
import { searchField } from '../../shared/controls';
import { counted, link } from '../../shared/parts';
import { baseName, within } from '../../shared/paths';
import { shown } from '../../shared/text';
import { stopIfScrolled, virtualList } from '../../shared/virtual';
import type { Findings } from '../finding';
import { LINES, type Actions, type SpokenLine, type Tab, type View } from '../tab';

export const transcriptTab: Tab = {
  id: 'transcript',
  title: 'Transcript',
  asks: ({ state }) => [{ list: LINES, args: {}, beside: { around: state.find } }],
  view: content,
  failure: ({ unsearched }) => unsearched,
};

const TITLE: Record<Said['kind'], string> = {
  prompt: 'Prompt',
  reply: 'Reply',
  thinking: 'Thinking',
  tool: 'Tool call',
  result: 'Result',
  other: 'Other',
};

function content(view: View, actions: Actions): TemplateResult {
  const { detail, answers, findings, state } = view;
  const total = answers.transcript?.total;
  if (detail?.row.gone === true)
    return html`<p class="empty">
      The log of this session has left the disk, and no copy was kept: what was said can no longer be shown.
      To keep copies from now on, turn on <code>vigil.vault.enabled</code> in the settings.
    </p>`;
  if (total === undefined) return html`<p class="empty" aria-busy="true">Reading the log…</p>`;
  if (total === 0) return html`<p class="empty">Nothing was said yet.</p>`;
  const lines = view.questions.rows(LINES);
  return html`
    <div class="controls">
      ${searchField({
        id: 'find',
        label: 'Find in this session',
        value: state.find,
        input: actions.find,
        enter: (shift) => actions.step(shift ? -1 : 1),
      })}
      <p class="count" role="status">${foundWords(findings)}</p>
      <vscode-button
        secondary
        icon="arrow-up"
        aria-label="Previous"
        ?disabled=${!findings?.lines.length}
        @click=${() => actions.step(-1)}
      ></vscode-button>
      <vscode-button
        secondary
        icon="arrow-down"
        aria-label="Next"
        ?disabled=${!findings?.lines.length}
        @click=${() => actions.step(1)}
      ></vscode-button>
    </div>
    <div class="grid">
      ${virtualList({
        id: 'lines',
        role: 'group',
        label: 'What was said',
        total,
        seen: (first, last) => view.questions.seen(LINES, first, last),
        row: (at) => oneLine(at, lines.get(at), view, actions),
      })}
    </div>
  `;
}

/** How many lines say the text, in words. */
function foundWords(findings: Findings | null): string {
  if (findings === null) return '';
  const { lines, at, done, more, unread } = findings;
  const tooLong = unread === 0 ? '' : `; ${counted(unread, 'line')} too long to be looked through`;
  if (lines.length === 0) return done ? `Not found${tooLong}` : 'Looking…';
  if (more) return `${at + 1} of more than ${lines.length.toLocaleString('en')} lines`;
  return `${at + 1} of ${counted(lines.length, 'line')}${done ? tooLong : ' so far'}`;
}

function oneLine(at: number, line: SpokenLine | undefined, view: View, actions: Actions): TemplateResult {
  const found = view.findings?.lines[view.findings.at] === at;
  const first = line !== undefined && view.detail?.chart[line.turn]?.line === at;
  return html`<article
    class="said ${found ? 'found' : ''}"
    aria-posinset=${at + 1}
    aria-setsize=${view.answers.transcript?.total ?? 0}
  >
    ${first ? html`<h3>Turn ${line.turn + 1}</h3>` : nothing}
    ${
      line === undefined
        ? html`<p class="empty">…</p>`
        : line.items.length === 0
          ? html`<p class="muted">(a line without text)</p>`
          : line.items.map((item, i) => one(item, `${at} ${i}`, view, actions))
    }
  </article>`;
}

/** What people and the agent say stands open; the rest opens on a click, and where something was found. */
const OPEN = new Set<Said['kind']>(['prompt', 'reply']);

function one(item: Said, key: string, view: View, actions: Actions): TemplateResult {
  const { kind, name, text, failed, edit, tool, path, line, at, file } = item;
  const wanted = view.findings?.text ?? '';
  const says = wanted !== '' && text.toLowerCase().includes(wanted.toLowerCase());
  const open = OPEN.has(kind) || says || view.state.open.includes(key);
  const head = html`<b
    >${TITLE[kind]}${name === null ? '' : ` ${shown(name, 80)}`}${failed ? ', failed' : ''}</b
  >`;
  const links = html`<span class="links">
    ${path === null ? nothing : link(`${shown(baseName(path), 80)}${line === null ? '' : `:${line}`}`, () => actions.openFile(path, line))}
    ${edit && tool !== null ? link('Show change', () => actions.showEdit(file, at, tool)) : nothing}
    ${link('log', () => actions.openLine(at, file))}
  </span>`;
  const body = html`<pre ${ref(stopIfScrolled)}>${marked(shown(text, 8000), wanted)}</pre>`;
  if (OPEN.has(kind))
    return html`<div class="item by-${kind}">
      <p class="head">${head} ${links}</p>
      ${body}
    </div>`;
  return html`<div class="item closed by-${kind}">
    <details
      ?open=${open}
      @toggle=${(event: Event) => {
        const { open: now } = event.currentTarget as HTMLDetailsElement;
        // What the search opened is closed again when it is cleared.
        if (!now || !says) actions.toggle(key, now);
      }}
    >
      <summary>
        ${head} <span class="muted">${shown(firstLine(item, view.detail?.row.project ?? null), 120)}</span>
      </summary>
      ${open ? body : nothing}
    </details>
    ${links}
  </div>`;
}

/** What a closed item says of itself: the command, the file, or how its text begins. */
function firstLine({ kind, text, path, brief }: Said, project: string | null): string {
  if (kind === 'tool') return path !== null ? within(path, project) : (brief ?? '');
  return text.trimStart().split('\n', 1)[0] ?? '';
}

/** The text with what was looked for marked. */
function marked(text: string, wanted: string): unknown {
  if (wanted === '') return text;
  const lower = text.toLowerCase();
  // Some letters change their length with their case: then places do not fit, and nothing is marked.
  if (lower.length !== text.length) return text;
  const parts: unknown[] = [];
  let from = 0;
  for (
    let at = lower.indexOf(wanted.toLowerCase());
    at !== -1;
    at = lower.indexOf(wanted.toLowerCase(), from)
  ) {
    parts.push(text.slice(from, at), html`<mark>${text.slice(at, at + wanted.length)}</mark>`);
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
}
