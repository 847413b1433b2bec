/** The Session page as lit templates: figures in, HTML out. Keeps nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Course, Said, SessionDetail, SessionRow, Turn } from '../../src/engine/protocol';
import { sparkline, standing, type Usual } from '../../src/signals/baseline';
import { signals as registry, verdictOf } from '../../src/signals/registry';
import type { Severity, SignalReading } from '../../src/signals/signal';
import { TASK_WORDS } from '../../src/signals/task';
import { formatCost, formatTokens } from '../../src/usage/format';
import { cacheHitShare, tokensOf } from '../../src/usage/rows';
import type { ToolUsage } from '../../src/usage/tools';
import { dateTime, duration, percent, span } from '../shared/format';
import { counted, severity, tile } from '../shared/parts';
import { shown } from '../shared/text';
import { chartRows, chartSummary } from './chart';
import { contextRows, contextSummary } from './contextChart';
import { files, heatmap } from './course';
import { transcript } from './transcript';

/** What a person can do on the page. */
export interface Actions {
  openLine(at: number, file?: number): void;
  openSession(id: string): void;
  copyResume(): void;
  /** Asks what was said in a turn. */
  listen(turn: number): void;
  showEdit(file: number, at: number, tool: string): void;
  /** Goes on with the session in a terminal. */
  resume(): void;
  openFile(path: string): void;
  moreTurns(): void;
  toggleTable(): void;
  toggle(section: string, open: boolean): void;
}

export interface View {
  detail: SessionDetail | null | undefined;
  turns: readonly Turn[];
  /** What was said, by turn, of those that were opened. */
  said: ReadonlyMap<number, { items: readonly Said[]; more: number }>;
  /** Null until it is told. */
  course: Course | null;
  failed: string | null;
  open: readonly string[];
  chartAsTable: boolean;
}

const STATE: Record<SessionRow['state'], string> = {
  active: 'active',
  waiting: 'waiting for you',
  idle: 'idle',
  ended: 'ended',
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
  return html`
    ${failed} ${header(detail, actions)} ${tiles(detail)} ${signals(detail, view, actions)}
    ${chart(detail, view, actions)} ${contextSection(detail, view)} ${turns(detail, view, actions)}
    ${view.course === null ? nothing : html`${heatmap(view.course)} ${files(view.course, actions.openFile)}`}
    ${models(detail)} ${tools(detail)} ${subAgents(detail, actions)} ${parse(detail)}
  `;
}

function header({ row, figures }: SessionDetail, actions: Actions): TemplateResult {
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
        <h1>${shown(figures.title ?? `Session ${row.id.slice(0, 8)}`, 200)}</h1>
        <p class="project">${shown(row.project ?? 'unknown project', 300)}</p>
        <p class="facts">${facts.map((fact) => html`<span>${shown(fact, 200)}</span>`)}</p>
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
function tiles({ row, figures, amounts, plan, contextWarnAt }: SessionDetail): TemplateResult {
  const { context } = figures;
  const calls = figures.tools.reduce((sum, tool) => sum + tool.calls, 0);
  const errors = figures.tools.reduce((sum, tool) => sum + tool.errors, 0);
  const worst = figures.signals
    .filter((one) => one.severity === row.severity && one.severity !== 'ok')
    .map(titleOf);
  const cost = formatCost(row.costMicroUsd, {
    lowerBound: row.lowerBound || (row.costMicroUsd !== null && row.unpriced.length > 0),
  });
  const hits = cacheHitShare(amounts);
  const requests = figures.usage.reduce((sum, one) => sum + one.requests, 0);
  const bounds = figures.usage.reduce((sum, one) => sum + one.lowerBound, 0);
  return html`
    <section class="tiles" aria-label="Summary">
      ${tile('Quality', html`${severity(row.severity)}`, worst.length > 0 ? worst.join(', ') : 'no signal raises an alarm')}
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
        context === null ? 'unknown' : percent(context.tokens, context.window),
        context === null
          ? 'no figure in the log'
          : html`<vscode-progress-bar
                .value=${context.tokens}
                .max=${context.window}
                aria-label="Context window fill"
              ></vscode-progress-bar>
              ${formatTokens(context.tokens)} of
              ${formatTokens(context.window)}${context.tokens / context.window >= contextWarnAt ? ': nearly full' : ''}`,
      )}
      ${tile('Cache hits', hits === null ? 'unknown' : percent(hits, 1), 'of the input was read from the cache')}
      ${tile('Active time', duration(figures.activeMs), `of ${duration(figures.wallMs)}, without pauses over 5 min`)}
      ${tile('Prompts', String(figures.prompts), `${counted(figures.messages, 'response', 'responses')}, ${counted(figures.interrupts, 'interrupt', 'interrupts')}`)}
      ${tile('Tool calls', String(calls), `${errors} failed${calls > 0 ? ` (${percent(errors, calls)})` : ''}`)}
    </section>
  `;
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

/** Severity of a signal, or why it has none: what was not judged is not OK (law 1). */
function verdict(reading: SignalReading): TemplateResult {
  const of = verdictOf(reading);
  if (of === 'describes') return html`<span class="severity none">–</span>`;
  if (of === 'tooShort') return html`<span class="severity none">not judged</span>`;
  return severity(of);
}

const titleOf = (reading: SignalReading): string =>
  registry.find(({ name }) => name === reading.name)?.title ?? reading.name;
const meaningOf = (reading: SignalReading): string =>
  registry.find(({ name }) => name === reading.name)?.meaning ?? '';

function signals({ figures, row, usual }: SessionDetail, view: View, actions: Actions): TemplateResult {
  return html`
    <section aria-labelledby="signals">
      <h2 id="signals">Signals</h2>
      <p class="hint">
        Descriptions, not proofs. Each one can be opened to the log lines it was counted from. Experimental
        ones never raise an alarm.
      </p>
      <div class="signals">
        ${worstFirst(figures.signals).map((reading) => signal(reading, usual, row.gone, view, actions))}
      </div>
    </section>
  `;
}

const RANK: readonly Severity[] = ['critical', 'warn', 'ok'];
const worstFirst = (readings: readonly SignalReading[]): SignalReading[] =>
  readings.toSorted((a, b) => RANK.indexOf(a.severity) - RANK.indexOf(b.severity));

/** “CRITICAL below 2, WARN below 4 (from your baseline)”; '' for a signal that never alarms. */
export function thresholdText(name: string, usual: readonly Usual[]): string {
  const own = usual.find((one) => one.name === name);
  const alarm = registry.find((one) => one.name === name)?.alarm ?? null;
  if (alarm === null || own?.thresholds === undefined || own.thresholds === null) return '';
  const side = alarm.worse === 'low' ? 'below' : 'from';
  const { warn, critical } = own.thresholds;
  const bounds = [
    critical === null ? '' : `CRITICAL ${side} ${figure(critical)}`,
    warn === null ? '' : `WARN ${side} ${figure(warn)}`,
  ].filter((bound) => bound !== '');
  const from = {
    baseline: 'from your baseline',
    setting: 'from your settings',
    default:
      alarm.bounds === null || own.sessions >= own.wanted
        ? 'default'
        : `default; your baseline has ${own.sessions} of ${own.wanted} sessions`,
  }[own.from];
  return `${bounds.join(', ')} (${from})`;
}

/** Where the value stands among the person's own sessions, and how the last ones went. */
function usualOf(reading: SignalReading, usual: readonly Usual[]): TemplateResult | typeof nothing {
  const own = usual.find(({ name }) => name === reading.name);
  const thresholds = thresholdText(reading.name, usual);
  const place = own === undefined ? '' : standing(reading.value, own);
  const bars = own === undefined ? '' : sparkline(own.trend);
  if (thresholds === '' && place === '' && bars === '') return nothing;
  return html`<p class="usual">
    ${place === '' ? nothing : html`<span>${place}</span>`}
    ${
      bars === ''
        ? nothing
        : html`<span
            ><span aria-hidden="true" class="bars">${bars}</span
            ><span class="hidden">values of your</span> last ${own?.trend.length} sessions:
            ${figure(own?.trend[0])} to ${figure(own?.trend.at(-1))}</span
          >`
    }
    ${thresholds === '' ? nothing : html`<span>${thresholds}</span>`}
  </p>`;
}

function signal(
  reading: SignalReading,
  usual: readonly Usual[],
  gone: boolean,
  view: View,
  actions: Actions,
): TemplateResult {
  const section = `signal:${reading.name}`;
  const words = registry.find(({ name }) => name === reading.name);
  return html`
    <details
      class="signal ${reading.severity}"
      ?open=${view.open.includes(section)}
      @toggle=${(event: Event) => actions.toggle(section, (event.currentTarget as HTMLDetailsElement).open)}
    >
      <summary>
        ${verdict(reading)}
        <span class="name">${titleOf(reading)}</span>
        ${words?.experimental === true ? html`<vscode-badge>experimental</vscode-badge>` : nothing}
        <span class="label">${shown(reading.label, 100)}</span>
      </summary>
      <p>${meaningOf(reading)}</p>
      ${usualOf(reading, usual)}
      <dl>
        ${Object.entries(reading.detail).map(
          ([name, value]) =>
            html`<dt>${spaced(name)}</dt>
              <dd>${figure(value)}</dd>`,
        )}
      </dl>
      ${
        reading.evidence.length === 0
          ? nothing
          : html`<h3>Latest lines</h3>
              <ul class="evidence">
                ${reading.evidence
                  .toReversed()
                  .map(
                    ({ at, file, note }) =>
                      html`<li>
                        ${
                          gone
                            ? shown(note, 160)
                            : html`<a
                                href="#"
                                role="button"
                                @click=${(event: Event) => (event.preventDefault(), actions.openLine(at, file))}
                                >${shown(note, 160)}</a
                              >`
                        }
                      </li>`,
                  )}
              </ul>`
      }
    </details>
  `;
}

const spaced = (name: string): string => name.replaceAll('_', ' ');

/** A value of a signal's detail in words. */
export function figure(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(2);
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([name, inner]) => `${spaced(name)} ${figure(inner)}`);
    return entries.length === 0 ? '–' : shown(entries.join(', '), 300);
  }
  return shown(typeof value === 'string' ? value : JSON.stringify(value), 300);
}

function chart(detail: SessionDetail, view: View, actions: Actions): TemplateResult {
  const rows = chartRows(detail.chart);
  if (rows.length === 0) return html``;
  return html`
    <section aria-labelledby="course">
      <div class="heading">
        <h2 id="course">Course</h2>
        <vscode-button secondary @click=${actions.toggleTable} aria-pressed=${view.chartAsTable}>
          ${view.chartAsTable ? 'Show chart' : 'Show table'}
        </vscode-button>
      </div>
      <p class="hint" id="course-summary">${chartSummary(rows)}</p>
      <div class="chart" ?hidden=${view.chartAsTable}>
        <canvas id="chart" role="img" aria-labelledby="course" aria-describedby="course-summary"></canvas>
      </div>
      ${
        view.chartAsTable
          ? html`<div class="scroll">
              ${table(
                ['Turn', 'Output tokens', 'Failed calls', 'Cost so far'],
                rows
                  .slice(-500)
                  .map((row) => [
                    row.turn,
                    formatTokens(row.tokens),
                    row.errors,
                    formatCost(row.costMicroUsd, { lowerBound: false }),
                  ]),
              )}
            </div>`
          : nothing
      }
    </section>
  `;
}

/** How the context window filled, turn by turn; in the table view as a table. */
function contextSection({ chart: turnsOfChart, figures }: SessionDetail, view: View): TemplateResult {
  const rows = contextRows(turnsOfChart);
  if (rows.length === 0 || figures.context === null) return html``;
  return html`
    <section aria-labelledby="context">
      <h2 id="context">Context</h2>
      <p class="hint" id="context-summary">${contextSummary(rows, figures.context.window)}</p>
      <div class="chart" ?hidden=${view.chartAsTable}>
        <canvas
          id="context-chart"
          role="img"
          aria-labelledby="context"
          aria-describedby="context-summary"
        ></canvas>
      </div>
      ${
        view.chartAsTable
          ? html`<div class="scroll">
              ${table(
                ['Turn', 'Read from the cache', 'Written to it', 'Sent fresh', 'In all', 'Compacted'],
                rows
                  .slice(-500)
                  .map((row) => [
                    row.turn,
                    formatTokens(row.cacheRead),
                    formatTokens(row.cacheWrite),
                    formatTokens(row.fresh),
                    formatTokens(row.total),
                    row.compacted ? 'yes' : '',
                  ]),
              )}
            </div>`
          : nothing
      }
    </section>
  `;
}

/** A table whose first column names things; the others are figures, unless `texts` lists them. */
function table(
  head: readonly string[],
  rows: readonly (readonly unknown[])[],
  texts: readonly number[] = [],
): TemplateResult {
  const kind = (column: number): string => (column === 0 || texts.includes(column) ? '' : 'number');
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          ${head.map((name, i) => html`<th scope="col" class=${kind(i)}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, i) => html`<td class=${kind(i)}>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const VIA = {
  typed: '',
  queued: 'typed while it worked',
  scripted: 'by a script',
  command: 'command',
} as const;

function turns({ turns: count, row }: SessionDetail, view: View, actions: Actions): TemplateResult {
  return html`
    <section aria-labelledby="turns">
      <h2 id="turns">Turns <span class="count">${count}</span></h2>
      ${count === 0 ? html`<p class="empty">No turn yet. One begins with each prompt.</p>` : nothing}
      <ol class="turns">
        ${view.turns.map((turn) => oneTurn(turn, row.gone, view, actions))}
      </ol>
      ${
        view.turns.length < count
          ? html`<vscode-button secondary @click=${actions.moreTurns}
              >Show more (${count - view.turns.length} left)</vscode-button
            >`
          : nothing
      }
    </section>
  `;
}

function oneTurn(turn: Turn, gone: boolean, view: View, actions: Actions): TemplateResult {
  const note = turn.via === null ? 'before the first prompt' : VIA[turn.via];
  const text =
    turn.promptText === null
      ? turn.via === null
        ? ''
        : gone
          ? '(the log has left the disk)'
          : '(no text)'
      : shown(turn.promptText);
  return html`
    <li class="turn">
      <div class="turn-head">
        <span class="number">${turn.index + 1}</span>
        <span class="when">${dateTime(turn.startedAt)} · ${span(turn.startedAt, turn.endedAt)}</span>
        ${note === '' ? nothing : html`<vscode-badge>${note}</vscode-badge>`}
        ${turn.interrupted ? html`<vscode-badge>interrupted</vscode-badge>` : nothing}
        ${turn.compacted ? html`<vscode-badge>compacted</vscode-badge>` : nothing}
        <span class="spend">
          ${turn.lowerBound > 0 ? '≥ ' : ''}${formatTokens(tokensOf(turn.usage))} tokens ·
          ${formatCost(turn.costMicroUsd, { lowerBound: turn.lowerBound > 0 })}
        </span>
        ${
          gone
            ? nothing
            : html`<a
                href="#"
                role="button"
                aria-label="Open the log line of turn ${turn.index + 1}"
                @click=${(event: Event) => (event.preventDefault(), actions.openLine(turn.at, turn.file))}
                >log</a
              >`
        }
      </div>
      ${text === '' ? nothing : html`<p class="prompt">${text}</p>`}
      ${
        turn.tools.length === 0
          ? nothing
          : html`<p class="calls">
              ${turn.tools.map(
                (tool) =>
                  html`<span class=${tool.errors > 0 ? 'call error' : 'call'}
                    >${shown(tool.name, 60)}${tool.calls > 1 ? ` × ${tool.calls}` : ''}${tool.errors > 0 ? `, ${tool.errors} failed` : ''}${tool.denied > 0 ? `, ${tool.denied} denied` : ''}</span
                  >`,
              )}
            </p>`
      }
      ${
        turn.subAgents.length === 0
          ? nothing
          : html`<p class="calls">
              ${turn.subAgents.map(
                (id) =>
                  html`<a
                    href="#"
                    role="button"
                    @click=${(event: Event) => (event.preventDefault(), actions.openSession(id))}
                    >sub-agent ${shown(id.split('/').at(-1) ?? id, 20)}</a
                  >`,
              )}
            </p>`
      }
      ${gone ? nothing : transcript(turn.index, view, actions)}
    </li>
  `;
}

function tools({ figures }: SessionDetail): TemplateResult {
  const rows = figures.tools.toSorted((a, b) => b.calls - a.calls);
  return html`
    <section aria-labelledby="tools">
      <h2 id="tools">Tools</h2>
      ${
        rows.length === 0
          ? html`<p class="empty">No tool was called.</p>`
          : table(
              ['Tool', 'Calls', 'Failed', 'Failed %', 'Denied', 'Interrupted', 'Tokens', 'Cost'],
              [
                ...rows.map((tool) => [
                  shown(tool.name, 80),
                  tool.calls,
                  tool.errors,
                  tool.calls === 0 ? '' : percent(tool.errors, tool.calls),
                  tool.denied,
                  tool.interrupted,
                  ...costOfTool(figures.byTool.find((one) => one.tool === tool.name)),
                ]),
                [
                  'no tool called',
                  '',
                  '',
                  '',
                  '',
                  '',
                  ...costOfTool(figures.byTool.find((one) => one.tool === '')),
                ],
              ],
            )
      }
    </section>
  `;
}

/** Tokens and money of a tool: those of the responses that called it, shared among their calls. */
const costOfTool = (usage: ToolUsage | undefined): string[] =>
  usage === undefined
    ? ['', '']
    : [
        formatTokens(usage.tokens),
        usage.unpricedTokens === usage.tokens && usage.tokens > 0
          ? 'unpriced'
          : formatCost(usage.costMicroUsd, { lowerBound: usage.unpricedTokens > 0 }),
      ];

function models({ figures }: SessionDetail): TemplateResult {
  return html`
    <section aria-labelledby="models">
      <h2 id="models">Models and days</h2>
      ${
        figures.usage.length === 0
          ? html`<p class="empty">No response yet.</p>`
          : table(
              ['Model', 'Day', 'Requests', 'Input', 'Output', 'Cache read', 'Cache write', 'Cost'],
              figures.usage.map((row) => [
                shown(row.model || '(no name)', 60),
                row.day ?? 'unknown',
                row.requests,
                formatTokens(row.input),
                `${row.lowerBound > 0 ? '≥ ' : ''}${formatTokens(row.output)}`,
                formatTokens(row.cacheRead),
                formatTokens(row.cacheWrite5m + row.cacheWrite1h),
                formatCost(row.costMicroUsd, { lowerBound: row.lowerBound > 0 }),
              ]),
              [1],
            )
      }
    </section>
  `;
}

function subAgents({ subAgents: rows }: SessionDetail, actions: Actions): TemplateResult {
  if (rows.length === 0) return html``;
  return html`
    <section aria-labelledby="sub-agents">
      <h2 id="sub-agents">Sub-agents <span class="count">${rows.length}</span></h2>
      ${table(
        ['Sub-agent', 'Type', 'Started', 'Duration', 'Responses', 'Tokens', 'Cost'],
        rows.map((row) => [
          html`<a
            href="#"
            role="button"
            @click=${(event: Event) => (event.preventDefault(), actions.openSession(row.id))}
            >${shown(row.title ?? row.id.split('/').at(-1) ?? row.id, 60)}</a
          >`,
          shown(row.agentType ?? 'unknown', 60),
          dateTime(row.startedAt),
          span(row.startedAt, row.endedAt),
          row.messages,
          `${row.lowerBound ? '≥ ' : ''}${formatTokens(row.tokens)}`,
          formatCost(row.costMicroUsd, { lowerBound: row.lowerBound }),
        ]),
        [1, 2],
      )}
    </section>
  `;
}

function parse({ figures }: SessionDetail): TemplateResult {
  const { lines, understood, malformed, unknownKinds } = figures.parse;
  const kinds = Object.entries(unknownKinds);
  return html`
    <footer>
      <p>
        ${understood} of ${lines} log lines
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
