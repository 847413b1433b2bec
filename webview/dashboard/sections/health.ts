/** Health: can the figures be trusted, what is not known, where they are kept. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Folder } from '../../../src/questions/health';
import type { Reply } from '../../../src/engine/protocol';
import { formatSize } from '../../../src/usage/format';
import { clock, dateTime, dayOf, percent } from '../../shared/format';
import { inLocale, localize, t, tn, whole } from '../../shared/l10n';
import { breakable, numberColumn, table, tile } from '../../shared/parts';
import { shown } from '../../shared/text';
import { shortened } from '../shortened';
import { loading, type Actions, type Section, type View } from '../tab';

export const healthSection: Section = {
  id: 'health',
  title: () => t('Health'),
  asks: () => [
    { call: 'health', args: null },
    { call: 'archive', args: null },
  ],
  view: content,
};

type Archive = Reply<'archive'>;
type Health = Reply<'health'>;

const writerWords = ({ writer }: Health): string =>
  writer === null ? t('no window') : writer.mine ? t('this window') : t('another window');

/** Rows of a list before it is shown whole. */
const FEW = 10;

function content(view: View, actions: Actions): TemplateResult {
  const { health, archive } = view.answers;
  if (health === undefined || archive === undefined) return loading;
  return html`
    ${tiles(health, archive)} ${kept(archive, actions)} ${folders(health, view, actions)} ${broken(health)}
    ${unknown(health)}
    <section aria-labelledby="unpriced">
      <h2 id="unpriced">${t('Without a price')}</h2>
      ${table(
        'unpriced',
        [{ name: t('Model') }, numberColumn(t('Requests'))],
        health.unpriced.map(({ model, requests }) => [shown(model, 80), requests]),
        t('Every model has a price.'),
      )}
      ${
        health.unpriced.length === 0
          ? ''
          : html`<div class="controls">
              <vscode-button
                secondary
                icon="desktop-download"
                @click=${() => actions.run('vigil.importPrices')}
                >${t('Import prices…')}</vscode-button
              >
            </div>`
      }
    </section>
    ${shortened(
      { id: 'versions', title: t('Claude Code versions'), rows: health.versions, few: FEW },
      view,
      actions,
      (rows) =>
        table(
          'versions',
          [{ name: t('Version') }, numberColumn(t('Lines'))],
          rows.map(({ version, lines }) => [shown(version || t('(none named)'), 40), lines]),
          t('No line names its version.'),
        ),
    )}
  `;
}

/** Who saves what is read; all others read what was saved. */
function writerNote({ writer }: Health): string {
  if (writer === null) return t('any window may save next');
  return writer.mine
    ? t('other windows show what it saves')
    : t('process {0} on {1}', String(writer.pid), shown(writer.host, 60));
}

/** Today a time is enough. */
const savedText = (iso: string): string =>
  dayOf(Date.parse(iso)) === dayOf(Date.now()) ? clock(iso) : dateTime(iso);

function tiles(health: Health, archive: Archive): TemplateResult {
  const { understood, malformed, harmless = 0 } = health;
  const judged = health.lines - harmless;
  const share = judged === 0 ? null : understood / judged;
  return html`<section class="tiles six" aria-label=${t('Summary')}>
    ${tile(
      t('Lines understood'),
      share === null
        ? '–'
        : share === 1
          ? percent(1, 1)
          : inLocale(`${(Math.floor(share * 10_000) / 100).toFixed(2)} %`),
      [
        t('{0} of {1}, {2} malformed', understood, tn(judged, '{0} line', '{0} lines'), malformed),
        harmless === 0 ? '' : t('{0} of no effect left out', harmless),
      ]
        .filter(Boolean)
        .join('; '),
    )}
    ${tile(t('Archive'), formatSize(archive.imageBytes), `${tn(archive.conversations, '{0} session', '{0} sessions')}, ${tn(archive.subAgents, '{0} sub-agent', '{0} sub-agents')}`)}
    ${tile(t('Last saved'), health.savedAt === null ? t('not yet') : savedText(health.savedAt), archive.folder === null || archive.notKept !== null ? t('kept in memory only') : t('saved again when something changed'))}
    ${tile(t('Saved by'), writerWords(health), writerNote(health))}
    ${tile(t('Logs'), whole(archive.files), t('{0} deleted', archive.gone))}
    ${tile(t('Vault'), archive.vault === null ? t('off') : formatSize(archive.vault.bytes), archive.vault === null ? t('no logs are copied') : tn(archive.vault.logs, '{0} log', '{0} logs'))}
  </section>`;
}

function setAsideWords(ids: readonly string[]): string {
  const named = ids
    .slice(0, 10)
    .map((id) => shown(id, 80))
    .join(', ');
  return ids.length > 10
    ? t('Cannot be read, kept but not used: {0} and {1} more', named, ids.length - 10)
    : t('Cannot be read, kept but not used: {0}', named);
}

/** Where the figures are kept, and what can be done with them. */
const kept = (archive: Archive, actions: Actions): TemplateResult =>
  html`<section aria-labelledby="archive">
    <h2 id="archive">${t('Archive')}</h2>
    <p class="hint">${archive.folder ?? t('There is no folder to keep it in.')}</p>
    ${archive.notKept === null ? '' : html`<p role="alert">${t('Not kept. {0}', shown(localize(archive.notKept), 500))}</p>`}
    ${archive.setAside.length === 0 ? '' : html`<p>${setAsideWords(archive.setAside)}</p>`}
    <div class="controls">
      <vscode-button secondary icon="save" @click=${() => actions.run('vigil.backupArchive')}
        >${t('Back up…')}</vscode-button
      >
      <vscode-button secondary icon="export" @click=${() => actions.run('vigil.exportArchive')}
        >${t('Export…')}</vscode-button
      >
      <vscode-button secondary icon="fold" @click=${() => actions.run('vigil.compactArchive')}
        >${t('Compact')}</vscode-button
      >
      <vscode-button secondary icon="output" @click=${() => actions.run('vigil.showLog')}
        >${t('Show Vigil output')}</vscode-button
      >
      <vscode-button secondary icon="gear" @click=${() => actions.run('vigil.openSettings')}
        >${t('Settings')}</vscode-button
      >
    </div>
  </section>`;

const STATE: Record<NonNullable<Folder['problem']> | 'read', string> = {
  read: t('read'),
  missing: t('does not exist'),
  unreadable: t('cannot be read'),
};

/** Where logs are looked for, and what was found there. */
const folders = (health: Health, view: View, actions: Actions): TemplateResult =>
  shortened({ id: 'folders', title: t('Folders'), rows: health.folders, few: FEW }, view, actions, (rows) =>
    table(
      'folders',
      [
        { name: t('Folder') },
        { name: t('State') },
        numberColumn(t('Logs')),
        numberColumn(t('Deleted')),
        { name: t('Last written'), less: true },
      ],
      rows.map(({ path, problem, logs, deleted, written }) => [
        breakable(shown(path, 200)),
        STATE[problem ?? 'read'],
        logs,
        deleted,
        written === null ? '–' : dateTime(written),
      ]),
      t('There is no folder to read.'),
    ),
  );

/** Logs without a session, because their lines cannot be read. */
const broken = ({ broken: all }: Health): TemplateResult | typeof nothing =>
  all.length === 0
    ? nothing
    : html`<section aria-labelledby="broken">
        <h2 id="broken">${t('Logs without a session')}</h2>
        <p class="hint">${t('Their lines cannot be read, so no session was found in them.')}</p>
        ${table(
          'broken',
          [{ name: t('Log') }, numberColumn(t('Malformed lines'))],
          all.map(({ path, lines }) => [breakable(shown(path, 400)), lines]),
          '',
        )}
      </section>`;

const unknown = (health: Health): TemplateResult =>
  html`<section aria-labelledby="unknown">
    <h2 id="unknown">${t('New in Claude Code’s logs')}</h2>
    <p class="hint">
      ${t('Kept and counted, never dropped. Newer versions of Claude Code write more than Vigil knows; most of it does not matter to any figure.')}
    </p>
    ${table(
      'unknown',
      [
        { name: t('What') },
        { name: t('Version') },
        numberColumn(t('Times')),
        numberColumn(t('Of its lines')),
        { name: t('Affects'), sentence: true },
      ],
      health.drift.map(({ what, name, version, count, share: part, affects }) => [
        `${what} ${shown(name, 120)}`,
        shown(version || t('(none named)'), 40),
        count,
        part === null ? '–' : percent(part, 1),
        localize(affects),
      ]),
      t('Everything in the logs is known.'),
    )}
  </section>`;
