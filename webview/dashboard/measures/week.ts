/** Measures of this week against those of the five weeks before. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Measures } from '../../../src/questions/measures';
import { dayName } from '../../shared/format';
import { t } from '../../shared/l10n';
import { atLeast, headOf, value } from '../../shared/metric';
import { link, table } from '../../shared/parts';
import { loading, type Actions, type View } from '../tab';
import { trendsState } from './trendsState';

type Row = Measures['rows'][number];

export function ofWeek(data: Measures | undefined, view: View, actions: Actions): TemplateResult {
  return html`<section aria-labelledby="week">
    <h2 id="week">${t('This week')}</h2>
    <p class="hint">
      ${t('Means of the sessions that began this week, against those of your five weeks before. Usual is from the lowest to the highest of these.')}
      ${atLeast(data?.rows.some(({ lowerBound }) => lowerBound) === true)}
    </p>
    ${
      data === undefined
        ? loading
        : table(
            'week',
            [
              { name: t('Measure') },
              { name: t('This week'), number: true },
              { name: t('Usual for you'), number: true, sentence: true },
              { name: t('Against usual'), sentence: true },
              { name: t('Six weeks'), less: true },
            ],
            data.rows
              .filter(({ weeks, n }) => n > 0 || weeks.some((mean) => mean !== null))
              .map((row) => [
                link(headOf(row), () => {
                  actions.keep(trendsState.with(view, { metric: row.name }));
                  actions.go('trends');
                }),
                value(row.weeks.at(-1) ?? null, row),
                row.usual === null ? '–' : usualText(row),
                against(row),
                sparkline(row, data.weeks),
              ]),
            t('No session of these weeks has data for a measure.'),
          )
    }
  </section>`;
}

function usualText(row: Row): string {
  const [low, high] = [value(row.usual?.low ?? null, row), value(row.usual?.high ?? null, row)];
  // A narrow column breaks between the figures, not before their units.
  const whole = (figure: string): string => figure.replaceAll(' ', '\u00a0');
  return low === high ? low : t('{0} to {1}', whole(low), whole(high));
}

/** How this week stands to what is usual, in words and without judging. */
export function against({ weeks, usual, n }: Pick<Row, 'weeks' | 'usual' | 'n'>): string {
  const now = weeks.at(-1) ?? null;
  if (now === null) return n === 0 ? '–' : t('too early to tell ({0} of 5 sessions)', n);
  if (usual === null) return t('too few weeks');
  if (now > usual.high) return t('↑ more');
  return now < usual.low ? t('↓ less') : t('about the same');
}

const WIDTH = 84;
const HEIGHT = 20;

/** Means by week as a line; the last point is this week. */
function sparkline(row: Row, weeks: Measures['weeks']): unknown {
  const known = row.weeks.flatMap((mean, i) => (mean === null ? [] : [{ mean, i }]));
  const last = known.at(-1);
  if (last === undefined) return nothing;
  const most = Math.max(...known.map(({ mean }) => mean));
  const least = Math.min(...known.map(({ mean }) => mean));
  const x = (i: number): number => 3 + ((WIDTH - 6) * i) / (row.weeks.length - 1);
  const y = (mean: number): number =>
    most === least ? HEIGHT / 2 : HEIGHT - 3 - ((HEIGHT - 6) * (mean - least)) / (most - least);
  const words = known.map(({ mean, i }) => `${dayName(weeks[i] ?? '')}: ${value(mean, row)}`).join(', ');
  return html`<svg class="spark" width=${WIDTH} height=${HEIGHT} role="img" aria-label=${words}>
    <title>${words}</title>
    ${svg`<polyline points=${known.map(({ mean, i }) => `${x(i)},${y(mean)}`).join(' ')} />
      <circle cx=${x(last.i)} cy=${y(last.mean)} r="2.5" />`}
  </svg>`;
}
