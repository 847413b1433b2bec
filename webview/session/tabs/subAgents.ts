/** Sub-agents: who started whom, and what each did over its time. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { SessionRow } from '../../../src/library/sessionRow';
import type { Timeline } from '../../../src/questions/timelines';
import { agentOf } from '../../../src/session/sessionId';
import { formatCost, formatTokens } from '../../../src/usage/format';
import { isAtLeast } from '../../shared/amounts';
import { dateTime, span } from '../../shared/format';
import { passing } from '../../shared/own';
import { counted, link, severity } from '../../shared/parts';
import { shown } from '../../shared/text';
import { SLOW_MS, type Actions, type Tab, type View } from '../tab';

/** So many sub-agents are shown, and as many more when they are asked for. */
const AGENTS = 50;
const agentsShown = passing(AGENTS);

export const subAgentsTab: Tab = {
  id: 'subAgents',
  title: ({ detail }) => `Sub-agents (${detail?.subAgents.length ?? 0})`,
  asks: () => [{ call: 'timelines', args: {}, every: SLOW_MS }],
  view: content,
};

function content({ detail, answers, memory }: View, actions: Actions): TemplateResult {
  const rows = detail!.subAgents;
  const { timelines } = answers;
  const agents = memory.get(agentsShown);
  if (rows.length === 0)
    return html`<p class="empty">
      This session started no sub-agents. Those it starts, and what they do, will be shown here.
    </p>`;
  if (timelines === undefined) return html`<p class="empty" aria-busy="true">Looking at what they did…</p>`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = timelines.filter(({ id }) => byId.has(id));
  const times = timelines.flatMap(({ startedAt, endedAt }) =>
    [startedAt, endedAt].flatMap((iso) => (iso === null ? [] : [Date.parse(iso)])),
  );
  const [from, to] = [
    times.reduce((a, b) => Math.min(a, b), Infinity),
    times.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const started = Map.groupBy(known, ({ startedBy: by }) => (by !== null && byId.has(by) ? by : null));
  let left = agents;
  const children = (parent: string | null): TemplateResult | typeof nothing => {
    const own: TemplateResult[] = [];
    for (const one of started.get(parent) ?? []) {
      if (left === 0) break;
      left--;
      own.push(html`<li>${agent(byId.get(one.id)!, one, from, to, actions)}${children(one.id)}</li>`);
    }
    return own.length === 0
      ? nothing
      : html`<ul class="agents">
          ${own}
        </ul>`;
  };
  return html`<section aria-labelledby="sub-agents">
    <h2 id="sub-agents">Sub-agents <span class="count">${rows.length}</span></h2>
    <p class="hint">
      All on one scale of time,
      ${times.length === 0 ? 'unknown' : span(new Date(from).toISOString(), new Date(to).toISOString())} long.
      Marks are tool calls: low for reads and searches, higher for others, highest for changes; red ones
      failed.
    </p>
    ${children(null)}
    ${
      known.length > agents
        ? html`<p>
            ${agents} of ${known.length} are shown.
            <vscode-button secondary @click=${() => memory.set(agentsShown, agents + AGENTS)}
              >Show more</vscode-button
            >
          </p>`
        : nothing
    }
  </section>`;
}

const WIDTH = 1000;
const HEIGHT = 26;
const TALL = { read: 8, research: 8, other: 12, edit: 18, write: 18 } as const;

function agent(row: SessionRow, line: Timeline, from: number, to: number, actions: Actions): TemplateResult {
  const x = (t: number): number => (to === from ? 0 : ((t - from) / (to - from)) * (WIDTH - 4));
  const [begin, end] = [Date.parse(line.startedAt ?? ''), Date.parse(line.endedAt ?? '')];
  return html`<div class="agent">
    <p class="head">
      ${link(shown(row.title ?? line.task?.trim().split('\n', 1)[0] ?? agentOf(row.id), 100), () => actions.openSession(row.id))}
      <span class="muted">${shown(row.agentType ?? 'type unknown', 60)}</span>
      ${row.severity === 'unjudged' ? nothing : severity(row.severity)}
      <span class="muted"
        >${dateTime(row.startedAt)}, ${span(row.startedAt, row.endedAt)} ·
        ${counted(row.messages, 'response')} · ${line.errors} of ${counted(line.calls, 'tool call')} failed ·
        ${row.lowerBound ? '≥ ' : ''}${formatTokens(row.tokens)} tokens ·
        ${formatCost(row.costMicroUsd, { lowerBound: isAtLeast(row) })}</span
      >
    </p>
    ${
      Number.isNaN(begin) || Number.isNaN(end)
        ? nothing
        : html`<svg
            class="line"
            height=${HEIGHT}
            viewBox="0 0 ${WIDTH} ${HEIGHT}"
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            <rect class="ground" width=${WIDTH} height=${HEIGHT}></rect>
            <rect
              class="span"
              x=${x(begin)}
              y=${HEIGHT - 5}
              width=${Math.max(4, x(end) - x(begin))}
              height="5"
            ></rect>
            ${[false, true].map(
              (failed) =>
                svg`<path class=${failed ? 'step failed' : 'step'} d=${steps(line, failed, x)}></path>`,
            )}
          </svg>`
    }
  </div>`;
}

/** The calls of one colour as one shape: a mark for each. */
const steps = (line: Timeline, wanted: boolean, x: (t: number) => number): string =>
  line.steps
    .filter(({ failed }) => failed === wanted)
    .map(({ t, action }) => `M${x(t).toFixed(1)} ${HEIGHT - 5}v${-TALL[action]}h2.5v${TALL[action]}z`)
    .join('');
