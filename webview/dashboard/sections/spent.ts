/** What was spent in the days: by day, and by project, branch, tool and kind of token. */
import { shortPaths } from '../../../src/log/folders';
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import { exactCondition } from '../../../src/analysis/queryFields';
import { STACKS } from '../../../src/questions/shared/dashboard/stacks';
import type { Spent } from '../../../src/questions/spent';
import { formatTokens } from '../../../src/usage/format';
import { dayName, percent } from '../../shared/format';
import { t } from '../../shared/l10n';
import { ownState } from '../../shared/own';
import { link, table } from '../../shared/parts';
import { shown } from '../../shared/text';
import { costOverTime, drawCost } from '../cost/overTime';
import { reportButton } from '../reportButton';
import { boundsNote, comparison, costGaps, mostExpensive, money, WHOLE_SESSIONS } from '../cost/words';
import { rangeQuery } from '../queries';
import { joinQueries } from '../scope';
import { shortened } from '../shortened';
import { loading, nothingHere, queryOf, type Actions, type Section, type View } from '../tab';

/** How the bars are split. */
const own = ownState('spent', z.object({ by: z.enum(STACKS).default('model') }));

export const spentSection: Section = {
  id: 'spent',
  title: () => t('Summary'),
  asks: (view) => [{ call: 'spent', args: { range: view.state.range, query: queryOf(view) } }],
  filtered: true,
  view: content,
  draw(view, actions) {
    const data = view.answers.spent;
    if (data !== undefined) drawCost(data, own.read(view).by, view, actions);
  },
};

/** Rows of a list before it is shown whole. */
const FEW = 6;

function content(view: View, actions: Actions): TemplateResult {
  const data = view.answers.spent;
  if (data === undefined) return loading;
  if (data.now.tokens === 0 && data.now.sessions === 0) return nothingHere(view, actions);
  const { by } = own.read(view);
  return html`
    <p class="lead">${headline(data)}</p>
    ${costOverTime(data, by, (one) => actions.keep(own.with(view, { by: one })), view, actions, '')}
    <div class="pair">${projects(data, view, actions)} ${branches(data, view, actions)}</div>
    <div class="pair">${tools(data, view, actions)} ${kinds(data)}</div>
    <p class="hint">${[boundsNote(data), costGaps(data)].join(' ')}</p>
    <div class="controls">${reportButton(data, view, actions)}</div>
  `;
}

/** What the days cost in all, on an active day, and on the day that cost most. */
function headline(data: Spent): unknown {
  const { now, days, activeDays } = data;
  const cost = now.costMicroUsd;
  if (cost === null) return t('Nothing in these days has a known price.');
  const most = mostExpensive(days);
  const sentences = [
    days.length === 1
      ? t('{0} on this day.', money(cost))
      : activeDays.now === 0
        ? t('{0} in these days.', money(cost))
        : t(
            '{0} in {1} days, {2} per active day.',
            money(cost),
            days.length,
            money(Math.round(cost / activeDays.now)),
          ),
    most === null || days.length === 1
      ? ''
      : t('The most expensive day was {0}, with {1}.', dayName(most.day), money(most.costMicroUsd)),
    comparison(data) ?? '',
  ];
  return sentences.filter(Boolean).join(' ');
}

/** A table with a bar before each amount, the first rows of it until it is asked for whole. */
function ranked<Row extends { costMicroUsd: number | null }>(
  ranking: {
    id: string;
    title: string;
    name: string;
    rows: readonly Row[];
    nameOf: (row: Row) => unknown;
    /** What is to be known of the rows. */
    hint?: string;
    more?: readonly { name: string; cellOf: (row: Row) => unknown }[];
  },
  view: View,
  actions: Actions,
): TemplateResult {
  const most = Math.max(1, ...ranking.rows.map(({ costMicroUsd }) => costMicroUsd ?? 0));
  const more = ranking.more ?? [];
  return shortened(
    { ...ranking, few: FEW },
    view,
    actions,
    (rows) => html`
      ${ranking.hint === undefined ? nothing : html`<p class="hint">${ranking.hint}</p>`}
      ${table(
        ranking.id,
        [
          { name: ranking.name },
          { name: html`<span class="unseen">${t('Cost as a bar')}</span>` },
          { name: t('Cost'), number: true },
          ...more.map(({ name }) => ({ name, number: true })),
        ],
        rows.map((row) => [
          ranking.nameOf(row),
          html`<meter
            class="bar"
            min="0"
            max=${most}
            .value=${row.costMicroUsd ?? 0}
            aria-hidden="true"
          ></meter>`,
          money(row.costMicroUsd),
          ...more.map((column) => column.cellOf(row)),
        ]),
        t('None.'),
      )}
    `,
  );
}

const sessionsOf = { name: t('Sessions'), cellOf: ({ sessions }: { sessions: number }) => sessions };

/** Text that leads to sessions, where a query can ask for them. */
const lead = (text: string, query: string | null, days: Spent, actions: Actions): unknown =>
  query === null ? text : link(text, () => actions.sessions(joinQueries(rangeQuery(days), query)));

function projects(data: Spent, view: View, actions: Actions): TemplateResult {
  const short = shortPaths(data.projects.map(({ project }) => project));
  const all = data.now.costMicroUsd;
  return ranked(
    {
      id: 'projects',
      title: t('Projects'),
      name: t('Project'),
      rows: data.projects,
      nameOf: ({ project }) =>
        project === ''
          ? t('no folder')
          : lead(shown(short.get(project) ?? project, 60), exactCondition('project', project), data, actions),
      more: [
        {
          name: t('Share'),
          // What has no price is no part of what is known.
          cellOf: ({ costMicroUsd }) =>
            costMicroUsd === null || all === null ? '–' : percent(costMicroUsd, all),
        },
        sessionsOf,
      ],
    },
    view,
    actions,
  );
}

function branches(data: Spent, view: View, actions: Actions): TemplateResult {
  const several = new Set(data.branches.map(({ project }) => project)).size > 1;
  const short = shortPaths(data.branches.map(({ project }) => project));
  return ranked(
    {
      id: 'branches',
      title: t('Branches'),
      name: t('Branch'),
      rows: data.branches,
      nameOf: ({ project, branch }) => {
        const [inProject, onBranch] = [exactCondition('project', project), exactCondition('on', branch)];
        const query = onBranch === null || inProject === null ? onBranch : joinQueries(inProject, onBranch);
        return html`${lead(shown(branch, 60), query, data, actions)}${several && project !== '' ? html` <span class="muted">${shown(short.get(project) ?? project, 40)}</span>` : nothing}`;
      },
      more: [sessionsOf],
    },
    view,
    actions,
  );
}

const tools = (data: Spent, view: View, actions: Actions): TemplateResult =>
  ranked(
    {
      id: 'spent-tools',
      title: t('What the money was spent on'),
      name: t('Responses that called'),
      hint: WHOLE_SESSIONS,
      rows: data.tools,
      nameOf: ({ tool }) =>
        tool === '' ? t('no tool') : lead(shown(tool, 60), exactCondition('tool', tool), data, actions),
    },
    view,
    actions,
  );

function kinds({ tokens }: Spent): TemplateResult {
  const { input, cacheWrite, cacheRead, output } = tokens;
  return html`<section aria-labelledby="kinds">
    <h2 id="kinds">${t('Cache')}</h2>
    <p class="hint">
      ${t('{0} of the input was read from the cache.', percent(cacheRead, input + cacheWrite + cacheRead))}
    </p>
    ${table(
      'kinds',
      [{ name: t('Tokens') }, { name: t('Number'), number: true }],
      [
        [t('Input, new'), formatTokens(input)],
        [t('Input, written to the cache'), formatTokens(cacheWrite)],
        [t('Input, read from the cache'), formatTokens(cacheRead)],
        [t('Output'), formatTokens(output)],
      ],
      t('None.'),
    )}
  </section>`;
}
