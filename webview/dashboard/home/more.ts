/** What Home has below its fold: models, weekdays and hours, the sessions that cost most. */
import { html, type TemplateResult } from 'lit';
import type { Home } from '../../../src/questions/overview';
import { formatTokens } from '../../../src/usage/format';
import { drawMatrix, drawSeries } from '../../shared/charts';
import { dateTime, percent, weekday } from '../../shared/format';
import { t, tn } from '../../shared/l10n';
import { namesOfModels } from '../../../src/session/modelName';
import { link, severity, table } from '../../shared/parts';
import { sessionName, shown } from '../../shared/text';
import { modelLink } from '../modelLink';
import { namedQuery } from '../queries';
import { chart, type Actions, type View } from '../tab';
import { money } from '../cost/words';

const WEEKDAYS = Array.from({ length: 7 }, (_, i) => weekday(`2024-01-0${i + 1}`));
const HOURS = Array.from({ length: 24 }, (_, i) => String(i).padStart(2, '0'));

export const more = (data: Home, view: View, actions: Actions): TemplateResult =>
  html`${topSessions(data, actions)} ${byModel(data, view, actions)} ${byHour(data, view, actions)}`;

const calledIn = ({ models }: Pick<Home, 'models'>): Map<string, string> =>
  namesOfModels(models.map(({ model }) => model));

const byModel = (data: Home, view: View, actions: Actions): TemplateResult =>
  chart(
    {
      id: 'by-model',
      title: t('Models'),
      summary: modelSummary(data),
      rows: (heading) =>
        table(
          heading,
          [{ name: t('Model') }, { name: t('Tokens'), number: true }, { name: t('Cost'), number: true }],
          data.models.map((one) => [
            modelLink(one.model, data, actions, calledIn(data).get(one.model)),
            formatTokens(one.tokens),
            money(one.costMicroUsd),
          ]),
          t('No model.'),
        ),
    },
    view,
    actions,
  );

const byHour = (data: Home, view: View, actions: Actions): TemplateResult =>
  chart(
    {
      id: 'hours',
      title: t('Weekday and hour'),
      summary: hourSummary(data),
      rows: (heading) =>
        table(
          heading,
          [{ name: t('Weekday') }, { name: t('Hour') }, { name: t('Requests'), number: true }],
          data.hours
            .toSorted((a, b) => b.requests - a.requests)
            .map(({ weekday: day, hour, requests }) => [WEEKDAYS[day], `${HOURS[hour]}:00`, requests]),
          t('No request with a readable time.'),
        ),
    },
    view,
    actions,
  );

function modelSummary({ models }: Pick<Home, 'models'>): string {
  const [first] = models.toSorted((a, b) => b.tokens - a.tokens);
  const all = models.reduce((sum, { tokens }) => sum + tokens, 0);
  return first === undefined
    ? t('No model was used.')
    : t(
        'Models used: {0}. {1} has {2} of the tokens.',
        models.length,
        shown(calledIn({ models }).get(first.model) ?? first.model, 60),
        percent(first.tokens, all),
      );
}

function hourSummary({ hours }: Home): string {
  const [most] = hours.toSorted((a, b) => b.requests - a.requests);
  return most === undefined
    ? t('No request with a readable time.')
    : [
        t(
          'Busiest: {0} at {1}:00, requests: {2}.',
          WEEKDAYS[most.weekday] ?? '',
          HOURS[most.hour] ?? '',
          most.requests,
        ),
        t('The stronger the colour, the more requests.'),
      ].join(' ');
}

/** The sessions of the days that cost most. */
function topSessions({ top }: Home, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="top">
    <h2 id="top">${t('Most expensive sessions')}</h2>
    ${table(
      'top',
      [
        { name: t('Session') },
        { name: t('Severity') },
        { name: t('Started') },
        { name: t('Tokens'), number: true },
        { name: t('Cost'), number: true },
      ],
      top.map((one) => [
        link(sessionName(one), () => actions.openSession(one.id)),
        severity(one.severity),
        dateTime(one.startedAt),
        formatTokens(one.tokens),
        money(one.costMicroUsd),
      ]),
      t('No session in these days.'),
    )}
  </section>`;
}

export function drawMore(data: Home, actions: Actions): void {
  const models = data.models.toSorted((a, b) => b.tokens - a.tokens).slice(0, 8);
  drawSeries('by-model', {
    labels: models.map(({ model }) => shown(calledIn(data).get(model) ?? model, 40)),
    series: [{ label: t('Tokens'), values: models.map(({ tokens }) => tokens), kind: 'bar', color: 1 }],
    left: { title: t('Tokens'), format: formatTokens },
    horizontal: true,
    onClick(at) {
      const query = namedQuery('model', models[at]?.model ?? '', data);
      if (query !== null) actions.sessions(query);
    },
  });
  const requests = new Map(data.hours.map(({ weekday: day, hour, requests: n }) => [`${day} ${hour}`, n]));
  drawMatrix('hours', {
    columns: HOURS,
    rows: WEEKDAYS,
    cells: WEEKDAYS.flatMap((row, day) =>
      HOURS.map((column, hour) => ({ row, column, value: requests.get(`${day} ${hour}`) ?? 0 })),
    ),
    format: (value) => tn(value, '{0} request', '{0} requests'),
  });
}
