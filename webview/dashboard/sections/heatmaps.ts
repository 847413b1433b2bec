/** Heatmaps: how tools end, which measures were unusual when, how kinds of task differ. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Heatmaps } from '../../../src/questions/heatmaps';
import { SEVERITY_WORD } from '../../../src/signals/severityWords';
import { TASK_WORDS, TASKS_OFF, TaskType } from '../../../src/signals/task';
import { drawMatrix } from '../../shared/charts';
import { dayName, percent } from '../../shared/format';
import { localize, t, tn, whole } from '../../shared/l10n';
import { atLeast, headOf, value } from '../../shared/metric';
import { breakable, link, table } from '../../shared/parts';
import { shown } from '../../shared/text';
import { namedQuery, startedIn } from '../queries';
import { chart, loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

export const heatmapsSection: Section = {
  id: 'heatmaps',
  title: () => t('Heatmaps'),
  asks: (view) => [{ call: 'heatmaps', args: { range: view.state.range, query: queryOf(view) } }],
  filtered: true,
  view: content,
  draw,
};

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.heatmaps;
  if (data === undefined) return loading;
  if (data.tools.length === 0 && judged(data).length === 0) return nothingHere(view, actions);
  return html`
    ${tools(data, actions)}
    ${
      judged(data).length === 0
        ? html`<p class="empty">${t('No measure could judge a session of these days.')}</p>`
        : chart(
            {
              id: 'signal-weeks',
              title: { day: t('Measures by day'), week: t('Measures by week') }[data.over],
              summary: alarmSummary(data),
              height: 220,
              rows: (heading) =>
                table(
                  heading,
                  [
                    { name: t('Measure') },
                    ...data.buckets.map((bucket, i) => ({
                      name: link(bucketNames(data)[i] ?? '', () => listBucket(data, bucket, actions)),
                      number: true,
                    })),
                  ],
                  judged(data).map(({ name, title, cells }) => [
                    localize(title),
                    ...cells.map((cell, i) => cellLink(cell, name, data, i, actions)),
                  ]),
                  t('No measure could judge a session of these days.'),
                ),
            },
            view,
            actions,
          )
    }
    ${tasks(data, actions)}
  `;
}

const OUTCOMES = ['errors', 'denied', 'interrupted', 'cancelled'] as const;
const OUTCOME_TITLES = [t('Failed'), t('Denied'), t('Interrupted'), t('Cancelled')];

/** Shares that are told apart by colour: most tools fail in a few calls of a hundred, and one in four is much. */
const STEPS = [0.01, 0.05, 0.15];
const stepOf = (share: number): number => (share <= 0 ? 0 : 1 + STEPS.filter((step) => share > step).length);

/** How strong a colour is: 0 to 4, from a share. */
const level = (share: number): number => (share <= 0 ? 0 : Math.min(4, Math.max(1, Math.ceil(share * 4))));

function tools(data: Heatmaps, actions: Actions): TemplateResult {
  const rows = data.tools.toSorted((a, b) => b.errors - a.errors);
  const named = (name: string): unknown => {
    const query = namedQuery('tool', name, data);
    const words = breakable(shown(name, 60));
    return query === null ? words : link(words, () => actions.sessions(query));
  };
  return html`<section aria-labelledby="tool-outcome">
    <h2 id="tool-outcome">${t('Tools by outcome')}</h2>
    ${
      rows.length === 0
        ? html`<p class="empty">${t('No tool was called in these days.')}</p>`
        : html`<p class="hint">
              ${t('Share of each tool’s calls, the tools with most failed calls first. Colours: up to 1 %, 5 %, 15 %, and more.')}
            </p>
            <div class="wide">
              <table class="heat" aria-labelledby="tool-outcome">
                <thead>
                  <tr>
                    <th scope="col">${t('Tool')}</th>
                    <th scope="col" class="number">${t('Calls')}</th>
                    ${OUTCOME_TITLES.map((name) => html`<th scope="col" class="number">${name}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${rows.map((row) => {
                    const calls = OUTCOMES.reduce((sum, name) => sum + row[name], row.ok);
                    return html`<tr>
                      <th scope="row">${named(row.name)}</th>
                      <td class="number">${whole(calls)}</td>
                      ${OUTCOMES.map(
                        (name) =>
                          html`<td
                            class="number bad${stepOf(row[name] / calls)}"
                            title=${tn(row[name], '{0} call', '{0} calls')}
                          >
                            ${row[name] === 0 ? '' : percent(row[name], calls)}
                          </td>`,
                      )}
                    </tr>`;
                  })}
                </tbody>
              </table>
            </div>`
    }
  </section>`;
}

const judged = ({ signals }: Heatmaps): Heatmaps['signals'] =>
  signals.filter(({ cells }) => cells.some((one) => one.judged > 0));

const cellWords = (
  { judged: n, warn, critical }: Heatmaps['signals'][number]['cells'][number],
  marks: boolean,
): string =>
  n === 0
    ? '–'
    : `${t('{0} of {1}', warn + critical, n)}${marks && critical > 0 ? `, ${whole(critical)} ${localize(SEVERITY_WORD.critical)}` : ''}`;

type Bucket = Heatmaps['buckets'][number];

/** Days, and weeks by the day they begin on. */
const bucketNames = ({ buckets }: Heatmaps): string[] => buckets.map(({ from }) => dayName(from));

/** Leads to the sessions that began on a day or in a week and are unusual in a measure; of none, to all, with marks to those that ring. */
function listBucket({ marks }: Heatmaps, bucket: Bucket, actions: Actions, signal?: string): void {
  const condition = signal === undefined ? (marks ? ' severity:warn' : '') : ` signal:${signal}`;
  actions.sessions(`${startedIn(bucket)}${condition}`);
}

/** What a cell says in the table; a link where there are sessions behind it. */
function cellLink(
  cell: Heatmaps['signals'][number]['cells'][number],
  signal: string,
  data: Heatmaps,
  at: number,
  actions: Actions,
): unknown {
  const bucket = data.buckets[at];
  const words = cellWords(cell, data.marks);
  return bucket === undefined || cell.warn + cell.critical === 0
    ? words
    : link(words, () => listBucket(data, bucket, actions, signal));
}

function alarmSummary(data: Heatmaps): string {
  const sums = judged(data).map(({ title, cells }) => ({
    title,
    alarms: cells.reduce((sum, { warn, critical }) => sum + warn + critical, 0),
    judged: cells.reduce((sum, one) => sum + one.judged, 0),
  }));
  const worst = sums.reduce<(typeof sums)[number] | null>(
    (a, b) => (a === null || b.alarms > a.alarms ? b : a),
    null,
  );
  return worst === null
    ? t('No measure could judge a session of these days.')
    : worst.alarms === 0
      ? data.marks
        ? t('No session is at WARN or CRITICAL.')
        : t('No session is unusual in a measure.')
      : [
          data.marks
            ? t(
                'Share of the sessions that began then and are at WARN or CRITICAL; red where one is CRITICAL.',
              )
            : t('Share of the sessions that began then and are unusual.'),
          t('The stronger the colour, the larger the share; faint: none.'),
          t('Most often: {0}, {1} of {2} sessions.', localize(worst.title), worst.alarms, worst.judged),
          t('Click to list them; blank: too little data.'),
        ].join(' ');
}

function tasks({ tasks: { told: known, metrics, rows } }: Heatmaps, actions: Actions): TemplateResult {
  const rowsWithData = rows.filter(({ cells }) => cells.some(({ mean }) => mean !== null));
  return html`<section aria-labelledby="task-metrics">
    <h2 id="task-metrics">${t('Kinds of task')}</h2>
    ${
      !known
        ? nothing
        : html`<p class="hint">
            ${t('Means of the sessions of a kind that began in these days. The colour says how far from the mean of all: red towards worse, green towards better, blue where neither way is. Kinds of task are guessed (experimental).')}
            ${atLeast(rows.some(({ cells }) => cells.some(({ lowerBound }) => lowerBound)))}
          </p>`
    }
    ${
      rowsWithData.length === 0
        ? !known
          ? html`<p class="empty">
              ${localize(TASKS_OFF)} ${link(t('Settings'), () => actions.run('vigil.openSettings'))}
            </p>`
          : html`<p class="empty">${t('No kind of task has five sessions in these days.')}</p>`
        : html`<div class="wide">
            <table class="heat" aria-labelledby="task-metrics">
              <thead>
                <tr>
                  <th scope="col">${t('Kind of task')}</th>
                  <th scope="col" class="number">${t('Sessions')}</th>
                  ${metrics.map((metric) => html`<th scope="col" class="number">${headOf(metric)}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${rowsWithData.map(
                  ({ task, sessions, cells }) =>
                    html`<tr>
                      <th scope="row">${taskName(task)}</th>
                      <td class="number">${whole(sessions)}</td>
                      ${cells.map(
                        ({ mean, away, n }, i) =>
                          html`<td
                            class="number ${tone(away, metrics[i]?.worse ?? null)}"
                            title=${away === null ? nothing : t('{0} standard deviations from the mean of all; sessions: {1}', `${away > 0 ? '+' : ''}${away.toFixed(1)}`, n)}
                          >
                            ${mean === null ? '–' : value(mean, metrics[i] ?? { unit: 'number' })}
                          </td>`,
                      )}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}

const taskName = (task: string): string => {
  const known = TaskType.safeParse(task);
  return known.success ? localize(TASK_WORDS[known.data]) : localize(task);
};

/** Class of a cell that lies so many standard deviations away. */
function tone(away: number | null, worse: 'high' | 'low' | null): string {
  if (away === null) return '';
  const strength = level(Math.abs(away) / 1.5);
  if (worse === null) return `l${strength}`;
  return `${away > 0 === (worse === 'high') ? 'bad' : 'good'}${strength}`;
}

function draw({ answers }: View, actions: Actions): void {
  const data = answers.heatmaps;
  if (data === undefined) return;
  const rows = judged(data);
  const names = bucketNames(data);
  drawMatrix('signal-weeks', {
    columns: names,
    rows: rows.map(({ title }) => localize(title)),
    most: 1,
    cells: rows.flatMap(({ title, cells }) =>
      cells.flatMap((cell, i) =>
        cell.judged === 0
          ? []
          : [
              {
                row: localize(title),
                column: names[i] ?? '',
                value: (cell.warn + cell.critical) / cell.judged,
                color: data.marks && cell.critical > 0 ? 3 : 4,
                text: cellWords(cell, data.marks),
              },
            ],
      ),
    ),
    format: (share) => percent(share, 1),
    onClick({ column, row }) {
      const bucket = data.buckets[names.indexOf(column)];
      const signal = rows.find(({ title }) => localize(title) === row);
      if (bucket !== undefined && signal !== undefined) listBucket(data, bucket, actions, signal.name);
    },
  });
}
