/** The Session page as lit templates: figures in, HTML out. Keeps nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Reply } from '../../src/engine/protocol';
import type { Timeline } from '../../src/questions/timelines';
import type { Course } from '../../src/questions/course';
import type { SessionDetail } from '../../src/questions/session';
import type { Turn } from '../../src/questions/shared/turns';
import type { SessionRow } from '../../src/library/sessionRow';
import type { PageState, SessionTab } from '../../src/host/sessionMessages';
import { findingWords, openOf } from '../../src/findings/registry';
import { TASK_WORDS } from '../../src/signals/task';
import { formatCost, formatTokens } from '../../src/usage/format';
import { beyondWindow, contextShare, isNearlyFull, type Context } from '../../src/usage/context';
import { cacheHitShare } from '../../src/usage/rows';
import { dateTime, duration, percent, span } from '../shared/format';
import { isAtLeast } from '../shared/amounts';
import { counted, severity, tile } from '../shared/parts';
import { tabPanel, tabs } from '../shared/tabs';
import { sessionName, shown } from '../shared/text';
import { fillText } from './context';
import { costTab } from './cost';
import { filesTab } from './files';
import { signalsTab, titleOf } from './signals';
import { subAgentsTab } from './subAgents';
import { timelineTab } from './timeline';
import { transcriptTab } from './transcript';

export type SpokenLine = Reply<'transcript'>['lines'][number];

/** What a person can do on the page. */
export interface Actions {
  /** Changes what is kept over a reload. */
  keep(change: Partial<PageState>): void;
  openLine(at: number, file?: number): void;
  openSession(id: string): void;
  copyResume(): void;
  showEdit(file: number, at: number, tool: string): void;
  /** Goes on with the session in a terminal. */
  resume(): void;
  openFile(path: string, line?: number | null): void;
  toggle(section: string, open: boolean): void;
  toggleTable(chart: string): void;
  seenTurns(first: number, last: number): void;
  seenLines(first: number, last: number): void;
  /** Stands at a turn, in the timeline or the transcript. */
  goTo(turn: number, tab: SessionTab): void;
  /** Looks for a text in what was said. */
  find(text: string): void;
  /** Goes to the next text found, or the one before. */
  step(by: 1 | -1): void;
  moreAgents(): void;
}

/**
 * What was found in the transcript: numbers of lines; `done` when all of it was looked through, or there are `more` than are listed;
 * `unread` lines were too long to be looked through.
 */
export interface Findings {
  text: string;
  lines: readonly number[];
  at: number;
  done: boolean;
  more: boolean;
  unread: number;
}

export interface View {
  state: PageState;
  detail: SessionDetail | null | undefined;
  /** Turns and lines by their number, as far as they were asked for. */
  turns: ReadonlyMap<number, Turn>;
  lines: ReadonlyMap<number, SpokenLine>;
  /** How many lines the transcript has; null until it is told. */
  lineCount: number | null;
  findings: Findings | null;
  /** Null until they are told. */
  course: Course | null;
  timelines: readonly Timeline[] | null;
  /** How many sub-agents are shown. */
  agents: number;
  failed: string | null;
}

const STATE: Record<SessionRow['state'], string> = {
  active: 'active',
  waiting: 'waiting for you',
  idle: 'idle',
  ended: 'ended',
};

const PAGES: Record<SessionTab, (view: View, actions: Actions) => TemplateResult> = {
  signals: (view, actions) => html`${tiles(view.detail!)} ${signalsTab(view, actions)}`,
  timeline: timelineTab,
  transcript: transcriptTab,
  subAgents: subAgentsTab,
  files: filesTab,
  cost: costTab,
};

/** The whole page. */
export function page(view: View, actions: Actions): TemplateResult {
  const { detail } = view;
  const failed =
    view.failed === null ? nothing : html`<p class="failed" role="alert">${shown(view.failed)}</p>`;
  if (detail === undefined)
    return html`${failed}
      <p class="empty">Reading the session…</p>`;
  if (detail === null) {
    return html`${failed}
      <p class="empty">
        Vigil does not know this session any more. Its log may have been removed before it was read.
      </p>`;
  }
  const { tab } = view.state;
  const titles: Record<SessionTab, string> = {
    signals: 'Overview',
    timeline: 'Timeline',
    transcript: 'Transcript',
    subAgents: `Sub-agents (${detail.subAgents.length})`,
    files: 'Files',
    cost: 'Cost',
  };
  return html`
    ${failed} ${header(detail, actions)} ${tabs('Session', titles, tab, (one) => actions.keep({ tab: one }))}
    ${tabPanel(tab, PAGES[tab](view, actions))} ${parse(detail)}
  `;
}

function header({ row, figures, contextWarnAt }: SessionDetail, actions: Actions): TemplateResult {
  const facts = [
    STATE[row.state],
    `${dateTime(row.startedAt)}, ${span(row.startedAt, row.endedAt)}`,
    figures.claudeVersions.length > 0 ? `Claude Code ${figures.claudeVersions.join(', ')}` : null,
    figures.gitBranches.length > 0 ? `branch ${figures.gitBranches.join(', ')}` : null,
    figures.permissionModes.length > 0 ? `permissions ${figures.permissionModes.join(', ')}` : null,
    figures.agentType === null ? null : `sub-agent ${figures.agentType}`,
    figures.taskType === null ? null : `task: ${TASK_WORDS[figures.taskType]} (experimental)`,
  ].filter((fact) => fact !== null);
  return html`
    <header>
      <div class="title">
        <h1>${sessionName({ title: figures.title, id: row.id }, 200)}</h1>
        <p class="project">${shown(row.project ?? 'unknown project', 300)}</p>
        <p class="facts">${facts.map((fact) => html`<span>${shown(fact, 200)}</span>`)}</p>
        <p class="now">
          ${severity(row.severity)}
          <span>${formatCost(row.costMicroUsd, { lowerBound: isAtLeast(row) })}</span>
          ${figures.context === null ? nothing : gauge(figures.context, contextWarnAt)}
        </p>
      </div>
      <div class="actions">
        <vscode-button secondary icon="go-to-file" ?disabled=${row.gone} @click=${() => actions.openLine(0)}
          >Open log</vscode-button
        >
        ${
          figures.parent === null
            ? html`<vscode-button secondary icon="terminal" @click=${actions.resume}
                  >Resume in terminal</vscode-button
                >
                <vscode-button secondary icon="copy" @click=${actions.copyResume}
                  >Copy resume command</vscode-button
                >`
            : html`<vscode-button
                secondary
                icon="arrow-up"
                @click=${() => actions.openSession(figures.parent ?? '')}
                >Parent session</vscode-button
              >`
        }
      </div>
    </header>
    ${
      row.gone
        ? html`<p class="note">
            Log gone: it has left the disk, and no copy was kept. Its figures stay; texts and log lines can no
            longer be shown.
          </p>`
        : row.copied
          ? html`<p class="note">
              The log of this session has left the disk; texts are shown from its copy in the vault.
            </p>`
          : nothing
    }
  `;
}

/** The first look: is it going well, what does it cost, what happened. */
function tiles(detail: SessionDetail): TemplateResult {
  const { row, figures, amounts, plan, contextWarnAt } = detail;
  const { context } = figures;
  const calls = figures.tools.reduce((sum, tool) => sum + tool.calls, 0);
  const errors = figures.tools.reduce((sum, tool) => sum + tool.errors, 0);
  const cost = formatCost(row.costMicroUsd, {
    lowerBound: row.lowerBound || (row.costMicroUsd !== null && isAtLeast(row)),
  });
  const hits = cacheHitShare(amounts);
  const requests = figures.usage.reduce((sum, one) => sum + one.requests, 0);
  const bounds = figures.usage.reduce((sum, one) => sum + one.lowerBound, 0);
  return html`
    <section class="tiles" aria-label="Summary">
      ${tile('Quality', html`${severity(row.severity)}`, qualityNote(detail))}
      ${tile(
        'Tokens',
        `${row.lowerBound ? '≥ ' : ''}${formatTokens(row.tokens)}`,
        bounds > 0
          ? `lower bound: ${bounds} of ${requests} requests lack a final usage`
          : `${counted(requests, 'request', 'requests')}${row.subAgents > 0 ? ' and sub-agents' : ''}`,
      )}
      ${tile('Cost', cost, costNote(row, amounts, plan, figures.prompts))}
      ${tile(
        'Context',
        context === null ? 'unknown' : fillText(context),
        context === null ? 'no figure in the log' : fillNote(context, contextWarnAt),
      )}
      ${tile('Cache hits', hits === null ? 'unknown' : percent(hits, 1), 'of the input was read from the cache')}
      ${tile('Active time', duration(figures.activeMs), `of ${duration(figures.wallMs)}, without pauses over 5 min`)}
      ${tile('Prompts', String(figures.prompts), `${counted(figures.messages, 'response', 'responses')}, ${counted(figures.interrupts, 'interrupt', 'interrupts')}`)}
      ${tile('Tool calls', String(calls), `${errors} failed${calls > 0 ? ` (${percent(errors, calls)})` : ''}`)}
    </section>
  `;
}

/** Why the quality is what it is, in a few words. */
function qualityNote({ row, figures, measures }: SessionDetail): string {
  const found = openOf(figures.findings).map(({ name }) => findingWords(name).title);
  const rings = measures
    ? figures.signals.filter((one) => one.severity === row.severity && one.severity !== 'ok').map(titleOf)
    : [];
  if (found.length + rings.length > 0) return [...new Set([...found, ...rings])].join(', ');
  return row.severity === 'unjudged' ? 'too little has happened' : 'nothing to check';
}

/** The context as a small bar; where its share is not known, in words. */
const gauge = (context: Context, warnAt: number): TemplateResult =>
  contextShare(context) === null
    ? html`<span>Context ${fillText(context)}</span>`
    : html`<label class="gauge"
        >Context
        <meter
          min="0"
          max=${context.window}
          high=${(context.window ?? 0) * warnAt}
          .value=${context.tokens}
        ></meter>
        ${fillText(context)}</label
      >`;

/** What stands under the share of the context. */
function fillNote(context: Context, warnAt: number): TemplateResult | string {
  const { tokens, window } = context;
  if (window === null) return 'the size of the model’s window is not known';
  if (beyondWindow(context))
    return `${formatTokens(tokens)} tokens, but the model’s window holds ${formatTokens(window)}: one of the two is not what it seems`;
  return html`<vscode-progress-bar
      .value=${tokens}
      .max=${window}
      aria-label="Context window fill"
    ></vscode-progress-bar>
    ${formatTokens(tokens)} of ${formatTokens(window)}${isNearlyFull(context, warnAt) ? ': nearly full' : ''}`;
}

/** What stands under the cost: what it leaves out, what it is likely to be, what a prompt costs, whether it is real. */
function costNote(
  row: SessionRow,
  amounts: SessionDetail['amounts'],
  plan: SessionDetail['plan'],
  prompts: number,
): string {
  const { costMicroUsd, missingMicroUsd } = amounts;
  const exact = { lowerBound: false };
  const notes = [
    row.conditions.length > 0 ? `at least that: no price for ${shown(row.conditions.join(', '), 120)}` : '',
    row.unpriced.length > 0
      ? `no price for ${shown(row.unpriced.map((name) => name || 'unnamed model').join(', '), 80)}`
      : '',
    costMicroUsd !== null && missingMicroUsd > 0
      ? `about ${formatCost(costMicroUsd + missingMicroUsd, exact)} with unlogged output`
      : '',
    costMicroUsd !== null && prompts > 1
      ? `${formatCost(Math.round(costMicroUsd / prompts), exact)} a prompt`
      : '',
    plan === 'subscription' ? 'notional: your plan is a flat rate' : 'at API list price',
  ];
  return notes.filter((note) => note !== '').join('; ');
}

function parse({ figures }: SessionDetail): TemplateResult {
  const { lines, understood, malformed, harmless = 0, unknownKinds } = figures.parse;
  const kinds = Object.entries(unknownKinds);
  return html`
    <footer>
      <p>
        ${understood} of ${lines - harmless} log lines
        understood${malformed > 0 ? `, ${malformed} malformed` : ''}${
          kinds.length > 0
            ? `; not known: ${shown(kinds.map(([kind, n]) => `${kind} (${n})`).join(', '), 200)}`
            : ''
        }${figures.copies > 0 ? `; ${figures.copies} responses belong to another session and are not counted here` : ''}.
      </p>
      <p class="path">${shown(figures.file, 400)}</p>
    </footer>
  `;
}
