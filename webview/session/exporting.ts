/** Renders the transcript for a file, a part at a time, with the cards the page has. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Reply } from '../../src/engine/protocol';
import type { Wanted } from '../../src/questions/exportedSteps';
import { formatCost } from '../../src/usage/format';
import { dateTime, span } from '../shared/format';
import { t } from '../shared/l10n';
import { modelsOf } from '../shared/modelNames';
import type { Memory } from '../shared/own';
import { shown } from '../shared/text';
import { Html, htmlOf } from '../shared/html';
import type { View } from './tab';
import { fileContext, rowOf } from './transcript/rows';

type Part = NonNullable<Reply<'exportedSteps'>>;
type Rows = Part['rows'];

/** A part of the file; the last says how many secrets were sealed and how many rows are left out. */
export interface Exported {
  html: string;
  done: boolean;
  sealed: number;
  left: number;
}

export interface ExportParts {
  view: View;
  wanted: Wanted;
  take: (part: Exported) => void;
  cancelled: () => boolean;
  /** Characters of a file. */
  most?: number;
}

/** A file of more characters opens in no browser: what comes later is left out, and said to be. */
const MOST_CHARS = 60_000_000;
/** Agents of agents, so deep. */
const MOST_DEPTH = 3;

/** Nothing is remembered while a file is made. */
const blank: Memory = { get: (what) => what.first, set: () => undefined };

const asked = (view: View, subAgent: string, offset: number, wanted: Wanted): Promise<Part | null> =>
  new Promise((resolve, reject) => {
    view.questions.ask('exportedSteps', { ...wanted, of: subAgent, offset }, resolve, (message) =>
      reject(new Error(message)),
    );
  });

const promptsOf = (view: View): Promise<Reply<'prompts'> | undefined> =>
  new Promise((resolve) => {
    view.questions.ask('prompts', {}, resolve, () => resolve(undefined));
  });

/** What cards see of the page: the session, ended, and what its prompts cost. */
const still = (view: View, prompts: Reply<'prompts'> | undefined): View => ({
  ...view,
  detail: view.detail ? { ...view.detail, row: { ...view.detail.row, state: 'ended' } } : view.detail,
  answers: prompts === undefined ? {} : { prompts },
  memory: blank,
  findings: null,
  unsearched: null,
});

export async function exportPage({
  view,
  wanted,
  take,
  cancelled,
  most = MOST_CHARS,
}: ExportParts): Promise<void> {
  const page = still(view, await promptsOf(view));
  let sealed = 0;
  let left = 0;
  /** Of all rows so far, agents’ too. */
  let chars = 0;
  const put = (text: string, done = false): void => take({ html: text, done, sealed, left });
  const tooLong = (): string => {
    left = 1;
    return note(t('This file would be too long: what came later is in the log.'));
  };
  /** The rows of a session as HTML, and of the agents in it, which are asked for before. */
  const render = async (rows: Rows, subAgent: string, depth: number): Promise<string> => {
    const before = chars;
    const agents = new Map<string, string>();
    for (const { steps } of rows)
      for (const { agent } of steps)
        if (agent?.known === true && agent.agent !== null && !agents.has(agent.agent))
          agents.set(
            agent.agent,
            depth < MOST_DEPTH
              ? await ofAgent(agent.agent, depth + 1)
              : note(t('Too deep for this file: its steps are in its own log.')),
          );
    const context = fileContext(page, subAgent, (agent) => new Html(agents.get(agent) ?? ''));
    const text = rows
      .map((row) => htmlOf(html`<article class="said">${rowOf(row, context)}</article>`))
      .join('\n');
    // What its agents did stands in it.
    chars = before + text.length;
    return text;
  };
  const ofAgent = async (agent: string, depth: number): Promise<string> => {
    let text = '';
    for (let next: number | null = 0; next !== null && !cancelled();) {
      if (chars >= most) return text + tooLong();
      const part: Part | null = await asked(view, agent, next, wanted);
      if (part === null) return text + note(t('This session’s log is not on disk.'));
      sealed += part.sealed;
      text += await render(part.rows, agent, depth);
      next = part.next;
    }
    return text;
  };
  for (let next: number | null = 0; next !== null && !cancelled();) {
    const part: Part | null = await asked(view, '', next, wanted);
    if (part === null) throw new Error(t('This session’s log is not on disk.'));
    sealed += part.sealed;
    if (next === 0)
      put(
        `${htmlOf(head(part.head))}\n<main class="transcript">\n${htmlOf(html`<h2 class="unseen">${t('What was said')}</h2>`)}`,
      );
    put(await render(part.rows, '', 0));
    next = part.next;
    if (chars < most || next === null) continue;
    put(tooLong());
    break;
  }
  put('</main>', true);
}

const note = (text: string): string => htmlOf(html`<p class="note">${text}</p>`);

const head = ({
  id,
  name,
  project,
  startedAt,
  endedAt,
  models,
  branches,
  costMicroUsd,
  atLeast,
}: Part['head']): TemplateResult =>
  html`<header>
    <h1 dir="auto">${shown(name, 200)}</h1>
    <p class="facts">
      ${[
        branches.join(', '),
        modelsOf(models).join(', '),
        project ?? '',
        startedAt === null ? '' : `${dateTime(startedAt)}, ${span(startedAt, endedAt)}`,
        costMicroUsd === null
          ? t('unpriced')
          : t('{0} at API prices', formatCost(costMicroUsd, { lowerBound: atLeast })),
        id,
      ]
        .filter(Boolean)
        .map((part, i) => html`${i === 0 ? nothing : ' · '}<span>${shown(part, 300)}</span>`)}
    </p>
  </header>`;
