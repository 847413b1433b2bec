/** `vigil alerts`: what wants attention now, as the archive knows it. */
import { SEVERITY_WORD } from '../signals/severity';
import { figureTable } from '../report/tables';
import { withArchive, type ArchiveOptions } from './archive';
import type { Around } from './options';
import { answer, DONE, json, widthFor } from './output';

/** Findings, full contexts, limits and budgets of the last 7 days, the worst first. */
export const alertsCommand = (
  _given: readonly string[],
  options: ArchiveOptions & { wide?: boolean },
  around: Around,
): Promise<number> =>
  withArchive([], options, around, async (engine) => {
    const alerts = await engine.call('alerts', null);
    const { clock } = engine.view().rules;
    answer(
      options.json === true
        ? json({ schema: 1, alerts })
        : alerts.length === 0
          ? 'Nothing wants attention.\n'
          : figureTable(
              ['severity', 'what', 'detail', 'session', 'name', 'project', `at (${clock.zone})`],
              alerts.map(({ severity, title, detail, sessionName, session, project, at }) => [
                SEVERITY_WORD[severity],
                title,
                detail,
                session ?? '–',
                sessionName ?? '–',
                project ?? '–',
                at === null ? '–' : clock.time(Date.parse(at)),
              ]),
              {
                width: widthFor(options, around.env),
                goFirst: ['project', `at (${clock.zone})`, 'name', 'session'],
              },
            ),
      options,
    );
    return DONE;
  });
