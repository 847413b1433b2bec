/** Agents: the tree of sub-agents and workflows, with what each was to do, used, and returned. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { SessionRow } from '../../../src/library/sessionRow';
import type { Agent, Unlogged } from '../../../src/questions/agents';
import { formatCost, formatSpan, formatTokens, isAtLeast } from '../../../src/usage/format';
import { clock } from '../../shared/format';
import { t, whole } from '../../shared/l10n';
import { markdown } from '../../shared/markdown';
import { ephemeral } from '../../shared/own';
import { link, severity } from '../../shared/parts';
import { shown } from '../../shared/text';
import { modelName } from '../../../src/session/modelName';
import { SLOW_MS, type Actions, type Tab, type View } from '../tab';

/** So many sub-agents are shown, and as many more when they are asked for. */
const AGENTS = 50;
const agentsShown = ephemeral(AGENTS);

export const agentsTab: Tab = {
  id: 'agents',
  asks: () => [{ call: 'agents', args: {}, every: SLOW_MS }],
  view: content,
};

/** An agent in the tree: with a log, or without. */
interface Node {
  key: string;
  agent: Agent | null;
  row: SessionRow | null;
  unlogged: Unlogged | null;
  children: readonly Node[];
}

/** Times all bars are drawn in, ms. */
interface Scale {
  from: number;
  to: number;
}

function content({ detail, answers, memory, state }: View, actions: Actions): TemplateResult {
  if (answers.agents === undefined)
    return html`<p class="empty" aria-busy="true">${t('Reading sub-agents…')}</p>`;
  const { agents, unlogged } = answers.agents;
  const rows = new Map(detail!.subAgents.map((row) => [row.id, row]));
  if (agents.length + unlogged.length === 0)
    return html`<p class="empty">
      ${t('This session started no agents. Those it starts will be shown here.')}
    </p>`;
  const most = memory.get(agentsShown);
  const tree = treeOf(agents, unlogged, rows);
  const scale = scaleOf(agents);
  const list = flat(tree);
  return html`<section aria-labelledby="agents">
    <h2 id="agents">
      ${t('Agents')} <span class="count">${sumText(agents, unlogged, detail!.row, rows)}</span>
    </h2>
    <div class="agents ${agents.length === 0 ? 'untimed' : ''}" role="table" aria-label=${t('Agents')}>
      <div role="row" class="agent-row head">
        ${[t('Task'), t('When'), t('Model'), t('Calls'), t('Tokens'), t('Cost'), t('Time'), t('State')].map(
          (name, i) => html`<span role="columnheader" class="c${i}">${name}</span>`,
        )}
      </div>
      ${list.slice(0, most).map(({ node, depth }) => one(node, depth, scale, state.open, actions))}
    </div>
    ${
      list.length > most
        ? html`<p>
            ${link(t('Show {0} more', Math.min(AGENTS, list.length - most)), () => memory.set(agentsShown, most + AGENTS))}
          </p>`
        : nothing
    }
  </section>`;
}

/** How many there are, without a log how many, and what they cost. */
function sumText(
  agents: readonly Agent[],
  unlogged: readonly Unlogged[],
  session: SessionRow,
  rows: ReadonlyMap<string, SessionRow>,
): string {
  const cost = [...rows.values()].reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0);
  const exact = { lowerBound: false };
  return [
    unlogged.length === 0
      ? whole(agents.length)
      : t('{0}, {1} with logs', agents.length + unlogged.length, agents.length),
    agents.length > 0 && session.costMicroUsd !== null
      ? t('{0} of {1}', formatCost(cost, exact), formatCost(session.costMicroUsd, exact))
      : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

function scaleOf(agents: readonly Agent[]): Scale {
  const times = agents.flatMap(({ startedAt, endedAt }) =>
    [startedAt, endedAt].flatMap((iso) => (iso === null ? [] : [Date.parse(iso)])),
  );
  return {
    from: times.reduce((a, b) => Math.min(a, b), Infinity),
    to: times.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

/** Who started whom. Agents of a workflow stand together, in the order they began. */
function treeOf(
  agents: readonly Agent[],
  unlogged: readonly Unlogged[],
  rows: ReadonlyMap<string, SessionRow>,
): Node[] {
  const ids = new Set(agents.map(({ id }) => id));
  const under = (by: string | null): string | null => (by !== null && ids.has(by) ? by : null);
  const logged = Map.groupBy(agents, ({ startedBy }) => under(startedBy));
  const others = Map.groupBy(unlogged, ({ startedBy }) => under(startedBy));
  const nodes = (parent: string | null): Node[] =>
    [
      ...(logged.get(parent) ?? []).map((agent) => ({
        key: agent.id,
        agent,
        row: rows.get(agent.id) ?? null,
        unlogged: null,
        children: nodes(agent.id),
      })),
      ...(others.get(parent) ?? []).map((call) => ({
        key: `${call.file} ${call.at} ${call.task ?? ''}`,
        agent: null,
        row: null,
        unlogged: call,
        children: [],
      })),
    ].toSorted((a, b) => (beginOf(a) < beginOf(b) ? -1 : beginOf(a) > beginOf(b) ? 1 : 0));
  return nodes(null);
}

const beginOf = ({ agent, unlogged }: Pick<Node, 'agent' | 'unlogged'>): string =>
  agent?.startedAt ?? unlogged?.startedAt ?? '';

const flat = (nodes: readonly Node[], depth = 0): { node: Node; depth: number }[] =>
  nodes.flatMap((node) => [{ node, depth }, ...flat(node.children, depth + 1)]);

const STATE: Record<Agent['state'], { icon: string; text: () => string }> = {
  running: { icon: 'loading', text: () => t('running') },
  done: { icon: 'check', text: () => t('done') },
  failed: { icon: 'error', text: () => t('failed') },
  stopped: { icon: 'circle-slash', text: () => t('stopped') },
  unknown: { icon: 'question', text: () => t('unknown') },
};

/** Deeper levels are not indented further. */
const MOST_DEEP = 5;

function one(
  { key, agent, row, unlogged }: Node,
  depth: number,
  scale: Scale,
  opened: readonly string[],
  actions: Actions,
): TemplateResult {
  const open = opened.includes(`agent:${key}`);
  const returned = agent?.returned ?? unlogged?.returned ?? null;
  const state = STATE[agent?.state ?? unlogged?.state ?? 'unknown'];
  const name = shown(row?.name ?? agent?.task ?? unlogged?.task ?? t('(no task known)'), 120);
  const model = agent?.model ?? unlogged?.model ?? null;
  return html`<div role="row" class="agent-row d${Math.min(depth, MOST_DEEP)}">
      <span role="cell" class="c0">
        ${
          returned === null
            ? html`<span class="twistie"></span>`
            : html`<button
                type="button"
                class="twistie"
                aria-expanded=${open}
                aria-label=${t('What {0} returned', name)}
                @click=${() => actions.toggle(`agent:${key}`, !open)}
              >
                <vscode-icon name=${open ? 'chevron-down' : 'chevron-right'}></vscode-icon>
              </button>`
        }
        <span class="task" title=${name}
          >${row === null ? name : link(name, () => actions.openSession(row.id))}</span
        >
        ${tags(agent, row, unlogged)}
      </span>
      <span role="cell" class="c1">${agent === null ? nothing : bar(agent, scale)}</span>
      <span role="cell" class="c2">${model === null ? '–' : shown(modelName(model), 40)}</span>
      ${used(agent, row, unlogged).map((text, i) => html`<span role="cell" class="c${i + 3}">${text}</span>`)}
      <span role="cell" class="c7 is-${agent?.state ?? unlogged?.state ?? 'unknown'}"
        ><vscode-icon name=${state.icon} aria-hidden="true"></vscode-icon>${state.text()}</span
      >
    </div>
    ${
      open && returned !== null
        ? html`<div class="returned" role="row">
            <div role="cell">
              <h3>${t('What it returned')}</h3>
              ${markdown(returned)}
            </div>
          </div>`
        : nothing
    }`;
}

/** Its kind, its workflow, whether it has a log, and what was found in it. */
const tags = (agent: Agent | null, row: SessionRow | null, unlogged: Unlogged | null): unknown[] => {
  const kind = row?.agentType ?? unlogged?.kind ?? null;
  return [
    kind === null ? nothing : html`<span class="tag" title=${shown(kind, 200)}>${shown(kind, 40)}</span>`,
    agent?.workflow == null
      ? nothing
      : html`<span class="tag">${t('workflow {0}', shown(agent.workflow, 40))}</span>`,
    unlogged === null ? nothing : html`<span class="muted no-log">${t('no log')}</span>`,
    row === null || row.severity === 'unjudged' || row.severity === 'ok' ? nothing : severity(row.severity),
  ];
};

/** Calls, tokens, cost and time; what nobody tells is unknown, not none. */
function used(agent: Agent | null, row: SessionRow | null, unlogged: Unlogged | null): unknown[] {
  if (agent !== null && row !== null) {
    const [from, to] = [agent.startedAt, agent.endedAt].map((iso) => (iso === null ? null : Date.parse(iso)));
    return [
      html`${whole(agent.calls)}${agent.errors > 0 ? html` <span class="minus">${t('{0} failed', agent.errors)}</span>` : nothing}`,
      `${row.lowerBound ? '≥ ' : ''}${formatTokens(row.tokens)}`,
      formatCost(row.costMicroUsd, { lowerBound: row.costMicroUsd !== null && isAtLeast(row) }),
      from == null || to == null ? '–' : formatSpan(Math.max(0, to - from)),
    ];
  }
  const orDash = (value: number | null | undefined, write: (n: number) => string): string =>
    value === null || value === undefined ? '–' : write(value);
  return [
    orDash(unlogged?.calls, whole),
    orDash(unlogged?.tokens, formatTokens),
    t('unknown'),
    orDash(unlogged?.ms, formatSpan),
  ];
}

const WIDTH = 200;
const HEIGHT = 14;
const TALL = { read: 5, research: 5, other: 7, edit: 10, write: 10 } as const;

/** When it ran, with a mark for each call: low for reads, high for changes; red ones failed. */
function bar({ startedAt, endedAt, steps }: Agent, { from, to }: Scale): TemplateResult | typeof nothing {
  const [begin, end] = [Date.parse(startedAt ?? ''), Date.parse(endedAt ?? '')];
  if (Number.isNaN(begin) || Number.isNaN(end)) return nothing;
  const x = (at: number): number => (to === from ? 0 : ((at - from) / (to - from)) * (WIDTH - 3));
  const marks = (failed: boolean): string =>
    steps
      .filter((step) => step.failed === failed)
      .map((step) => `M${x(step.t).toFixed(1)} ${HEIGHT - 3}v${-TALL[step.action]}h1.5v${TALL[step.action]}z`)
      .join('');
  return html`<svg
    class="when"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    role="img"
    aria-label=${t('{0} to {1}', clock(startedAt), clock(endedAt))}
  >
    <rect class="ground" y=${HEIGHT - 3} width=${WIDTH} height="3"></rect>
    <rect
      class="span"
      x=${x(begin)}
      y=${HEIGHT - 3}
      width=${Math.max(3, x(end) - x(begin))}
      height="3"
    ></rect>
    ${[false, true].map((failed) => svg`<path class=${failed ? 'mark failed' : 'mark'} d=${marks(failed)}></path>`)}
  </svg>`;
}
