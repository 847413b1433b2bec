/** Groups: sessions in groups, by the measures one chooses; to be saved as a report. */
import { shortPaths } from '../../../src/log/folders';
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import { COHORTS, type CohortDimension } from '../../../src/analysis/cohortNames';
import { COHORT_TITLES } from '../../../src/analysis/dimensions';
import type { Cohort } from '../../../src/questions/cohorts';
import { drawSeries } from '../../shared/charts';
import { inSentence, localize, t, whole } from '../../shared/l10n';
import { namesOfModels } from '../../../src/session/modelName';
import { breakable, link, table } from '../../shared/parts';
import { shown } from '../../shared/text';
import { groupQuery } from '../queries';
import { picker } from '../../shared/controls';
import { atLeast, headOf, metricTitle, value } from '../../shared/metric';
import { ownState } from '../../shared/own';
import { SEVERITY_WORD } from '../../../src/signals/severityWords';
import { chart, loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

const own = ownState(
  'groups',
  z.object({
    by: z.enum(COHORTS).default('project'),
    metrics: z.array(z.string()).max(50).default(['cost', 'read_edit_ratio', 'tool_error_share']),
  }),
);

export const groupsSection: Section = {
  id: 'groups',
  title: () => t('Groups'),
  asks: (view) => {
    const { by, metrics } = own.read(view);
    return [{ call: 'cohorts', args: { by, metrics, range: view.state.range, query: queryOf(view) } }];
  },
  filtered: true,
  view: content,
  draw,
};

/** Metrics that have a chart; the table has all. */
const MOST_CHARTS = 3;

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.cohorts;
  if (data === undefined) return loading;
  const chosen = own.read(view);
  const toggle = (name: string, on: boolean): void => {
    const metrics = on ? [...chosen.metrics, name] : chosen.metrics.filter((one) => one !== name);
    actions.keep(own.with(view, { metrics }));
  };
  const by = titles()[data.by];
  const names = namesOf(data);
  return html`
    <div class="controls">
      ${picker(t('By'), titles(), chosen.by, (one) => actions.keep(own.with(view, { by: one })))}
      <vscode-button
        secondary
        icon="notebook"
        ?disabled=${data.rows.length === 0}
        @click=${() =>
          actions.report({
            kind: 'cohort',
            format: 'markdown',
            by: chosen.by,
            metrics: chosen.metrics,
            query: queryOf(view),
            ...daysOf(view),
          })}
        >${t('Generate report')}</vscode-button
      >
    </div>
    <details class="choices">
      <summary>${t('Measures ({0})', chosen.metrics.length)}</summary>
      ${data.all.map(
        ({ name, title, experimental }) =>
          html`<vscode-checkbox
            ?checked=${chosen.metrics.includes(name)}
            @change=${(event: Event) => toggle(name, (event.target as HTMLInputElement).checked)}
            >${experimental ? t('{0} (experimental)', localize(title)) : localize(title)}</vscode-checkbox
          >`,
      )}
    </details>
    ${
      data.metrics.length === 0
        ? html`<p class="empty">${t('Choose a measure.')}</p>`
        : data.rows.length === 0
          ? nothingHere(view, actions)
          : html`<section aria-labelledby="cohort-table">
                <h2 id="cohort-table">
                  ${t('Sessions by {0}', inSentence(by))} <span class="count">${whole(data.sessions)}</span>
                </h2>
                <p class="hint">
                  ${t('Of the sessions that began in these days: mean ± standard deviation (sessions with data). Of fewer than five nothing is shown: that would be chance. Unusual: sessions whose own measure is beyond its thresholds.')}
                  ${atLeast(data.rows.some(({ cells }) => cells.some(({ lowerBound }) => lowerBound)))}
                </p>
                ${table(
                  'cohort-table',
                  [
                    { name: by },
                    { name: t('Sessions'), number: true },
                    ...data.metrics.map((metric) => ({ name: headOf(metric), number: true })),
                  ],
                  data.rows.map(({ key, sessions, cells }) => [
                    nameOf(key, data, names, actions),
                    sessions,
                    ...cells.map((cell, i) => cellOf(cell, data.metrics[i])),
                  ]),
                  '',
                )}
                ${data.more === 0 ? nothing : html`<p class="hint">${t('… and {0} more.', data.more)}</p>`}
              </section>
              ${charts(data, names, view, actions)}`
    }
  `;
}

const titles = (): Record<CohortDimension, string> =>
  Object.fromEntries(COHORTS.map((one) => [one, localize(COHORT_TITLES[one])])) as Record<
    CohortDimension,
    string
  >;

/** Groups that no log names. */
const UNNAMED = new Set(['unknown', 'several']);
const groupName = (key: string): string => (UNNAMED.has(key) ? localize(key) : key);

/** The groups a chart of a metric shows: those that can tell it. */
const charted = ({ rows }: Cohort, i: number): Cohort['rows'] =>
  rows.filter(({ cells }) => (cells[i]?.mean ?? null) !== null);

const TIMES = new Set<CohortDimension>(['day', 'week', 'month']);
/** Groups that are no times stand below each other, where each has its name; of more than these some would have none anyway. */
const MOST_NAMED = 18;
/** So many have room in a low chart. */
const MOST_LOW = 8;
const isNamed = (data: Cohort, i: number): boolean =>
  !TIMES.has(data.by) && charted(data, i).length <= MOST_NAMED;

/** Charts of the first metrics that some group can tell. */
const charts = (
  data: Cohort,
  names: ReadonlyMap<string, string>,
  view: View,
  actions: Actions,
): unknown[] => {
  const by = titles()[data.by];
  return data.metrics.slice(0, MOST_CHARTS).map((metric, i) =>
    charted(data, i).length === 0
      ? ''
      : chart(
          {
            id: `cohort-${i}`,
            title: t('{0}, by {1}', metricTitle(metric), inSentence(by)),
            summary: summary(data, i),
            height: isNamed(data, i) && charted(data, i).length > MOST_LOW ? 320 : 220,
            rows: (heading) =>
              table(
                heading,
                [{ name: by }, { name: t('Mean'), number: true }, { name: t('Median'), number: true }],
                data.rows.map(({ key, cells }) => [
                  nameOf(key, data, names, actions),
                  value(cells[i]?.mean ?? null, metric),
                  value(cells[i]?.median ?? null, metric),
                ]),
                '',
              ),
          },
          view,
          actions,
        ),
  );
};

/** What the groups are called; models and projects as short as tells them apart. */
function namesOf({ by, rows }: Cohort): Map<string, string> {
  const keys = rows.map(({ key }) => key);
  const called = by === 'model' ? namesOfModels(keys) : by === 'project' ? shortPaths(keys) : null;
  return new Map(rows.map(({ key }) => [key, shown(groupName(called?.get(key) ?? key), 120)]));
}

/** The name of a group, which leads to its sessions. */
function nameOf(
  key: string,
  data: Cohort,
  names: ReadonlyMap<string, string>,
  actions: Actions,
): TemplateResult {
  const query = groupQuery(data.by, key, data);
  const name = breakable(names.get(key) ?? '');
  return html`<span title=${shown(key, 300)}
    >${query === null ? name : link(name, () => actions.sessions(query))}</span
  >`;
}

type Cell = Cohort['rows'][number]['cells'][number];

function cellOf(cell: Cell, metric: Cohort['metrics'][number] | undefined): TemplateResult | string {
  if (metric === undefined || cell.mean === null) return cell.n === 0 ? '–' : t('too few ({0})', cell.n);
  const unusual = cell.unusual === null ? '' : `, ${t('{0} of {1} unusual', cell.unusual, cell.n)}`;
  const alarm =
    cell.severity === null || cell.severity === 'ok' ? '' : `, ${localize(SEVERITY_WORD[cell.severity])}`;
  return html`<span class="figure">${value(cell.mean, metric)}</span>
    <span class="figure">± ${value(cell.stdev, metric)}</span> (${whole(cell.n)})${unusual}${alarm}`;
}

function summary(data: Cohort, at: number): string {
  const { rows, metrics } = data;
  const names = namesOf(data);
  const metric = metrics[at];
  const means = rows.flatMap(({ key, cells }) => {
    const mean = cells[at]?.mean ?? null;
    return mean === null ? [] : [{ key, mean }];
  });
  const [low, high] = [
    means.reduce<(typeof means)[number] | null>((a, b) => (a === null || b.mean < a.mean ? b : a), null),
    means.reduce<(typeof means)[number] | null>((a, b) => (a === null || b.mean > a.mean ? b : a), null),
  ];
  if (metric === undefined || low === null || high === null)
    return t('No group has five sessions with data.');
  const name = ({ key }: typeof low): string => names.get(key) ?? '';
  return means.length === 1
    ? `${name(low)}: ${value(low.mean, metric)}.`
    : t(
        'From {0} ({1}) to {2} ({3}).',
        value(low.mean, metric),
        name(low),
        value(high.mean, metric),
        name(high),
      );
}

/** The days of a report, from the range that is chosen; of all time it has no last day either. */
function daysOf({ answers }: View): { from: string | null; to: string | null } {
  const { from = null, to = null } = answers.cohorts ?? {};
  return { from, to: from === null ? null : to };
}

function draw({ answers }: View, actions: Actions): void {
  const data = answers.cohorts;
  if (data === undefined) return;
  const names = namesOf(data);
  const inTime = TIMES.has(data.by);
  data.metrics.slice(0, MOST_CHARTS).forEach((metric, i) => {
    const rows = charted(data, i);
    drawSeries(`cohort-${i}`, {
      labels: rows.map(({ key }) => names.get(key) ?? key),
      left: { title: metricTitle(metric), format: (n) => value(n, metric) },
      horizontal: isNamed(data, i),
      onClick(at) {
        const row = rows[at];
        const query = row === undefined ? null : groupQuery(data.by, row.key, data);
        if (query !== null) actions.sessions(query);
      },
      series: [
        {
          label: t('Mean'),
          kind: 'bar',
          color: 0,
          values: rows.map(({ cells }) => cells[i]?.mean ?? null),
          texts: rows.map(({ cells }) => value(cells[i]?.mean ?? null, metric)),
        },
        {
          label: t('Median'),
          kind: inTime ? 'line' : 'point',
          color: 1,
          values: rows.map(({ cells }) => cells[i]?.median ?? null),
          texts: rows.map(({ cells }) => value(cells[i]?.median ?? null, metric)),
        },
      ],
    });
  });
}
