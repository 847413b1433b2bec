/** Timeline: the turns at a glance, how cost and context grew, and each turn in words. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Chart } from '../../../src/questions/chart';
import type { SessionDetail } from '../../../src/questions/session';
import type { ListedTurn as Turn } from '../../../src/questions/turns';
import { TASK_WORDS } from '../../../src/signals/task';
import type { Severity } from '../../../src/signals/severity';
import { SEVERITY_WORD } from '../../../src/signals/severityWords';
import { formatCost, formatTokens } from '../../../src/usage/format';
import { tokensOf } from '../../../src/usage/rows';
import { turnCost } from '../../shared/amounts';
import { drawSeries } from '../../shared/charts';
import { chartSection } from '../../shared/chartSection';
import { dateTime, span } from '../../shared/format';
import { localize, t, tn, whole } from '../../shared/l10n';
import { link, numberColumn, tableOfTurns } from '../../shared/parts';
import { shown } from '../../shared/text';
import { stopIfScrolled, virtualList } from '../../shared/virtual';
import { columnsOf, type Column } from '../columns';
import { contextRows, contextSummary } from '../contextRows';
import { costRows, courseSummary, soFar, tokensOut, type CostRow } from '../spend';
import { CHART, COURSE, TURNS, type Actions, type Details, type View } from '../tab';

export const timelinePart: Details = {
  asks: () => [CHART, COURSE, { list: TURNS, args: {} }],
  headings,
  view: content,
  draw,
};

const exact = { lowerBound: false };

function headings({ detail, answers: { chart } }: View): [string, string][] {
  if (!detail || chart == null || chart.length === 0) return [];
  const all: [string, string][] = [
    ['minimap-title', t('Turns at a glance')],
    ['turns-title', t('Turns')],
    ['course-title', t('Course')],
  ];
  return tellsContext(detail, chart) ? [...all, ['context-title', t('Context and cache')]] : all;
}

const tellsContext = ({ figures }: SessionDetail, chart: Chart): boolean =>
  figures.context !== null && contextRows(chart).length > 0;

function content(view: View, actions: Actions): TemplateResult {
  const detail = view.detail!;
  const { chart } = view.answers;
  if (chart === undefined) return html`<p class="empty" aria-busy="true">${t('Reading the log…')}</p>`;
  if (chart === null) return html`<p class="empty">${t('This session’s log is not on disk.')}</p>`;
  const rows = costRows(chart);
  if (rows.length === 0) return html`<p class="empty">${t('No turn yet.')}</p>`;
  const turns = view.questions.rows(TURNS);
  const contexts = contextRows(chart);
  return html`
    ${minimap(rows, chart, view, actions)}
    <section aria-labelledby="turns-title">
      <h2 id="turns-title">${t('Turns')} <span class="count">${whole(chart.length)}</span></h2>
      <div class="grid">
        ${virtualList({
          id: 'turns',
          role: 'group',
          label: t('Turns'),
          total: chart.length,
          seen: (first, last) => view.questions.seen(TURNS, first, last),
          row: (at) => {
            const turn = turns.get(at);
            return turn === undefined
              ? html`<article class="turn"><p class="empty">${t('Turn {0}…', at + 1)}</p></article>`
              : oneTurn(turn, detail.row.gone, view, actions);
          },
        })}
      </div>
    </section>
    ${courseChart(rows, view, actions)} ${contextChart(contexts, view, actions)}
  `;
}

const courseChart = (rows: readonly CostRow[], view: View, actions: Actions): TemplateResult =>
  chartSection(
    {
      id: 'course',
      title: t('Course'),
      summary: courseSummary(rows),
      rows: (heading) =>
        tableOfTurns(
          heading,
          [
            { name: t('Turn') },
            { name: t('Found') },
            ...[t('Output tokens'), t('Failed calls'), t('Cost'), t('Cost so far')].map(numberColumn),
          ],
          rows,
          (row) => [
            row.turn,
            severityWord(view.answers.course?.turns[row.turn - 1]),
            tokensOut(row),
            row.errors,
            turnCost(row),
            soFar(row),
          ],
          t('No turn yet.'),
        ),
    },
    view.state.tables.includes('course'),
    actions.toggleTable,
  );

function contextChart(
  contexts: ReturnType<typeof contextRows>,
  view: View,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { context } = view.detail!.figures;
  return contexts.length === 0 || context === null
    ? nothing
    : chartSection(
        {
          id: 'context',
          title: t('Context and cache'),
          summary: contextSummary(contexts, context.window),
          rows: (heading) =>
            tableOfTurns(
              heading,
              [
                { name: t('Turn') },
                ...[
                  t('Read from the cache'),
                  t('Written to it'),
                  t('Sent fresh'),
                  t('In all'),
                  t('Compacted'),
                ].map(numberColumn),
              ],
              contexts,
              (row) => [
                row.turn,
                formatTokens(row.cacheRead),
                formatTokens(row.cacheWrite),
                formatTokens(row.fresh),
                formatTokens(row.total),
                row.compacted ? t('yes') : '',
              ],
              t('No turn says how full the context was.'),
            ),
        },
        view.state.tables.includes('context'),
        actions.toggleTable,
      );
}

function draw({ answers: { chart }, state }: View): void {
  if (chart == null) return;
  const rows = costRows(chart);
  const contexts = contextRows(chart);
  const labels = rows.map(({ turn }) => whole(turn));
  if (!state.tables.includes('course'))
    drawSeries('course', {
      labels,
      below: t('Turn (red: with failed tool calls)'),
      left: { title: t('Cost'), format: (n) => formatCost(Math.round(n), exact) },
      right: { title: t('Cost so far'), format: (n) => formatCost(Math.round(n), exact) },
      notes: (at) => {
        const errors = rows[at]?.errors ?? 0;
        return errors > 0 ? [tn(errors, '{0} failed tool call', '{0} failed tool calls')] : [];
      },
      series: [
        {
          label: t('Cost'),
          kind: 'bar',
          color: 0,
          colors: rows.map(({ errors }) => (errors > 0 ? 3 : 0)),
          values: rows.map(({ costMicroUsd }) => costMicroUsd),
          texts: rows.map(turnCost),
        },
        {
          label: t('Cost so far'),
          kind: 'line',
          color: 1,
          axis: 'right',
          values: rows.map(({ soFarMicroUsd }) => soFarMicroUsd),
          texts: rows.map(soFar),
        },
      ],
    });
  if (!state.tables.includes('context'))
    drawSeries('context', {
      labels: contexts.map(({ turn, compacted }) => (compacted ? `${whole(turn)} ⤓` : whole(turn))),
      below: t('Turn (⤓ compacted)'),
      left: { title: t('Tokens in the context'), format: formatTokens },
      series: [
        {
          label: t('Read from the cache'),
          kind: 'bar',
          color: 0,
          values: contexts.map((row) => row.cacheRead),
        },
        {
          label: t('Written to the cache'),
          kind: 'bar',
          color: 1,
          values: contexts.map((row) => row.cacheWrite),
        },
        { label: t('Sent fresh'), kind: 'bar', color: 2, values: contexts.map((row) => row.fresh) },
      ],
    });
}

// ---- minimap

const COLUMN = 6;
const HEIGHT = 64;
/** The severity's strip is above, the bars below it. */
const STRIP = 12;

const STRIP_HEIGHT: Record<Severity, number> = { ok: 3, warn: 7, critical: 11 };

const barClass = ({ errors, costAtLeast }: Column): string =>
  ['bar', errors > 0 ? 'failed' : '', costAtLeast ? 'least' : ''].join(' ');

function minimap(rows: readonly CostRow[], chart: Chart, view: View, actions: Actions): TemplateResult {
  const columns = columnsOf(chart, view.answers.course?.turns ?? []);
  const turn = Math.min(view.state.turn, chart.length - 1);
  const most = Math.max(1, ...columns.map(({ costMicroUsd }) => costMicroUsd));
  const spent = Math.max(1, columns.at(-1)?.soFarMicroUsd ?? 1);
  const width = columns.length * COLUMN;
  const bar = (microUsd: number): number => (microUsd / most) * (HEIGHT - STRIP - 10);
  const here = columns.findIndex((one) => turn < one.turn + one.turns);
  const words = turnWords(rows, turn, view);
  const onClick = (event: MouseEvent): void => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const column = columns[Math.floor(((event.clientX - box.left) / box.width) * columns.length)];
    if (column !== undefined) actions.goTo(column.turn, 'details');
  };
  const onKey = (event: KeyboardEvent): void => {
    const to = {
      ArrowRight: turn + 1,
      ArrowLeft: turn - 1,
      ArrowUp: turn + 1,
      ArrowDown: turn - 1,
      PageUp: turn + 10,
      PageDown: turn - 10,
      Home: 0,
      End: chart.length - 1,
    }[event.key];
    if (event.key === 'Enter') actions.goTo(turn, 'transcript');
    // The list stays where it is: who chooses by keyboard looks at the minimap, and its words say the turn.
    if (to !== undefined) actions.keep({ turn: Math.max(0, Math.min(chart.length - 1, to)) });
    if (to !== undefined || event.key === 'Enter') event.preventDefault();
  };
  return html`<section aria-labelledby="minimap-title">
    <h2 id="minimap-title">${t('Turns at a glance')}</h2>
    <p class="hint">
      ${t('Above: what was found (the higher, the worse). Bars: cost of the turn, red where tool calls failed, pale where not all output was logged. Line: cost so far.')}
      ${t('┆ compacted, ▲ interrupted. The arrow keys choose a turn, a click shows it in the list below, Enter opens what was said.')}
    </p>
    <div
      class="minimap"
      role="slider"
      tabindex="0"
      aria-label=${t('Turn')}
      aria-valuemin="1"
      aria-valuemax=${chart.length}
      aria-valuenow=${turn + 1}
      aria-valuetext=${words}
      @keydown=${onKey}
    >
      <svg
        width=${Math.min(columns.length * 40, 1_100)}
        height=${HEIGHT}
        viewBox="0 0 ${width} ${HEIGHT}"
        preserveAspectRatio="none"
        aria-hidden="true"
        @click=${onClick}
      >
        <rect class="ground" width=${width} height=${HEIGHT}></rect>
        ${columns.map((one, i) => {
          const x = i * COLUMN;
          const height = bar(one.costMicroUsd);
          return svg`
            ${one.severity === null ? nothing : svg`<rect class="strip ${one.severity}" x=${x} y=${STRIP - 1 - STRIP_HEIGHT[one.severity]} width=${COLUMN} height=${STRIP_HEIGHT[one.severity]}></rect>`}
            <rect class=${barClass(one)} x=${x + 0.5} y=${HEIGHT - 8 - height} width=${COLUMN - 1} height=${height}></rect>
            ${one.compacted ? svg`<line class="compacted" x1=${x + COLUMN / 2} x2=${x + COLUMN / 2} y1=${STRIP} y2=${HEIGHT}></line>` : nothing}
            ${one.interrupted ? svg`<path class="interrupted" d="M${x} ${HEIGHT} L${x + COLUMN} ${HEIGHT} L${x + COLUMN / 2} ${HEIGHT - 7} Z"></path>` : nothing}`;
        })}
        <polyline
          class="cost"
          points=${columns.map(({ soFarMicroUsd }, i) => `${i * COLUMN + COLUMN / 2},${HEIGHT - 8 - (soFarMicroUsd / spent) * (HEIGHT - STRIP - 10)}`).join(' ')}
        ></polyline>
        <rect class="here" x=${here * COLUMN} y="0.5" width=${COLUMN} height=${HEIGHT - 1}></rect>
      </svg>
    </div>
    <p class="here" role="status">
      ${words}
      ${link(t('Transcript'), () => actions.goTo(turn, 'transcript'), t('Transcript of turn {0}', turn + 1))}
    </p>
  </section>`;
}

const severityWord = (level: Severity | null | undefined): string =>
  level ? localize(SEVERITY_WORD[level]) : '';

function turnWords(rows: readonly CostRow[], at: number, { answers }: View): string {
  const [turn, row] = [answers.chart?.[at], rows[at]];
  if (turn === undefined || row === undefined) return '';
  return [
    t('Turn {0} of {1}', at + 1, rows.length),
    severityWord(answers.course?.turns[at]),
    turn.calls === 0
      ? ''
      : t('{0} of {1} failed', turn.errors, tn(turn.calls, '{0} tool call', '{0} tool calls')),
    t('{0} output tokens', tokensOut(row)),
    t('{0}, {1} so far', turnCost(row), soFar(row)),
    turn.compacted ? t('compacted') : '',
    turn.interrupted ? t('interrupted') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

// ---- turns

const VIA = {
  typed: '',
  queued: t('typed while it worked'),
  scripted: t('by a script'),
  command: t('command'),
} as const;

/** Its own tokens, and its cost, which is that of its sub-agents, too. */
function turnSpend(turn: Turn): string {
  const tokens = `${turn.lowerBound > 0 ? '≥ ' : ''}${formatTokens(tokensOf(turn.usage))}`;
  return turn.subAgents.length === 0
    ? t('{0} tokens · {1}', tokens, turnCost(turn))
    : t('{0} tokens · {1} with its sub-agents', tokens, turnCost(turn));
}

function oneTurn(turn: Turn, gone: boolean, view: View, actions: Actions): TemplateResult {
  const note = turn.via === null ? t('before the first prompt') : VIA[turn.via];
  const text =
    turn.promptText === null
      ? turn.via === null
        ? ''
        : gone
          ? t('(the log was deleted)')
          : t('(no text)')
      : shown(turn.promptText);
  return html`
    <article class="turn" aria-posinset=${turn.index + 1} aria-setsize=${view.answers.chart?.length ?? 0}>
      <div class="turn-head">
        <span class="number">${whole(turn.index + 1)}</span>
        <span class="when">${dateTime(turn.startedAt)} · ${span(turn.startedAt, turn.endedAt)}</span>
        ${note === '' ? nothing : html`<vscode-badge>${note}</vscode-badge>`}
        ${turn.interrupted ? html`<vscode-badge>${t('interrupted')}</vscode-badge>` : nothing}
        ${turn.compacted ? html`<vscode-badge>${t('compacted')}</vscode-badge>` : nothing}
        ${turn.task === null ? nothing : html`<vscode-badge title=${t('Kind of task (experimental)')}>${localize(TASK_WORDS[turn.task])}</vscode-badge>`}
        <span class="spend"> ${turnSpend(turn)} </span>
        ${
          gone
            ? nothing
            : html`${link(t('transcript'), () => actions.goTo(turn.index, 'transcript'), t('transcript of turn {0}', turn.index + 1))}
              ${link(t('log'), () => actions.openLine(turn.at, turn.file), t('log of turn {0}', turn.index + 1))}`
        }
      </div>
      ${text === '' ? nothing : html`<p class="prompt" dir="auto" ${ref(stopIfScrolled)}>${text}</p>`}
      ${
        turn.tools.length === 0
          ? nothing
          : html`<p class="calls">
              ${turn.tools.map(
                (tool) =>
                  html`<span class=${tool.errors > 0 ? 'call error' : 'call'}
                    >${shown(tool.name, 60)}${tool.calls > 1 ? ` × ${whole(tool.calls)}` : ''}${tool.errors > 0 ? `, ${t('{0} failed', tool.errors)}` : ''}${tool.denied > 0 ? `, ${t('{0} denied', tool.denied)}` : ''}</span
                  >`,
              )}
            </p>`
      }
      ${
        turn.subAgents.length === 0
          ? nothing
          : html`<p class="calls">${turn.subAgents.map((id) => startedAgent(id, view, actions))}</p>`
      }
    </article>
  `;
}

/** A sub-agent by its name; without a log it is no link. */
function startedAgent(id: string, { detail }: View, actions: Actions): TemplateResult {
  const row = detail?.subAgents.find((one) => one.id === id);
  return row === undefined
    ? html`<span class="muted">${t('agent (no log)')}</span>`
    : link(t('agent {0}', shown(row.name, 60)), () => actions.openSession(id));
}
