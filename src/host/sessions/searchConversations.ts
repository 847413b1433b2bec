/** “Vigil: Search Conversations”: a quick pick over what was said in all sessions, and the commands of the search index. */
import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import { localize } from '../../l10n/localize';
import { LONGEST_SEARCH, type Role } from '../../search/roles';
import type { Hit } from '../../questions/search';
import { formatSize } from '../../usage/format';
import type { EngineClient } from '../engine/engineClient';
import { dateAndClock, type TimeFormat } from '../../usage/times';
import { clip } from '../../log/visible';
import { plainLabel } from '../shared/labels';
import { answered, explain } from '../shared/pickPrompt';
import { setSetting } from '../shared/userSettings';

/** Opens the transcript of a session at a line of one of its logs. */
export type OpenMessage = (id: string, at: number, file: number) => Promise<void>;

export interface SearchParts {
  engine: EngineClient;
  timeFormat: () => TimeFormat;
  openMessage: OpenMessage;
  openSession: (id: string) => void;
  /** Opens the page of the search with these words. */
  openPage: (search: string) => void;
}

/** Delay of the search while a person types, in ms. */
const TYPING_MS = 200;
const SHOWN = 50;
/** The search in logs ends after so many hits or so many calls. */
const MOST_PARTS = 20;

interface Item extends vscode.QuickPickItem {
  hit?: Hit;
  /** Leads to the page of the search with what was typed when it was chosen. */
  page?: string;
}

export async function searchConversations(parts: SearchParts): Promise<void> {
  const chosen = await chooseHit(parts);
  if (chosen === undefined) return;
  const { hit } = chosen;
  if (chosen.page !== undefined) return parts.openPage(chosen.page);
  if (hit?.session == null) return;
  if (hit.at === null) return parts.openSession(hit.session);
  await parts.openMessage(hit.session, hit.at, hit.file);
}

/** Lets the person choose a hit; undefined if they cancel. */
function chooseHit({ engine, timeFormat }: SearchParts): Promise<Item | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const say = (sentence: string): void => explain(pick, t('Search conversations'), sentence);
  const hint = t('Words, "phrases", begin*, AND, OR, NOT, NEAR; tool:Bash, since:2026-10-01 …');
  pick.placeholder = t('Words to search for');
  /** Number of the current search; answers to earlier ones are ignored. */
  let run = 0;
  const lookFor = async (query: string): Promise<void> => {
    const thisRun = ++run;
    const isWanted = (): boolean => thisRun === run;
    const show = (hits: readonly Hit[], sentence: string): void => {
      pick.busy = false;
      pick.items = [...itemsOf(hits, timeFormat()), toPage()];
      say(sentence);
    };
    if (query.trim() === '') return show([], hint);
    if (query.length > LONGEST_SEARCH)
      return show([], t('A search has at most {0} characters.', LONGEST_SEARCH));
    pick.busy = true;
    const { hits, error, hint: about } = await found(engine, query, isWanted);
    if (!isWanted()) return;
    const told = error ?? about;
    show(hits, told !== null ? localize(told) : hits.length === 0 ? t('Nothing found') : hint);
  };
  return answered(pick, TYPING_MS, lookFor, async () => {
    const [item] = pick.selectedItems;
    return item?.page === undefined ? item : { ...item, page: pick.value };
  }).finally(() => run++);
}

/** The first hits; in logs with several calls, while `isWanted`. */
async function found(
  engine: EngineClient,
  query: string,
  isWanted: () => boolean,
): Promise<{ hits: Hit[]; error: string | null; hint: string | null }> {
  const hits: Hit[] = [];
  let answer = await engine.call('search', { query, limit: SHOWN });
  hits.push(...answer.hits);
  for (
    let parts = 1;
    answer.next !== null && hits.length < SHOWN && parts < MOST_PARTS && isWanted();
    parts++
  ) {
    answer = await engine.call('search', { query, limit: SHOWN, from: answer.next });
    hits.push(...answer.hits);
  }
  return { hits: hits.slice(0, SHOWN), error: answer.error, hint: answer.hint };
}

/** Hits grouped by session: VS Code shows no separators while something is typed. */
function itemsOf(hits: readonly Hit[], timeFormat: TimeFormat): Item[] {
  const role: Record<Role, string> = {
    prompt: t('Prompt'),
    reply: t('Reply'),
    thinking: t('Thinking'),
    tool: t('Tool call'),
    result: t('Result'),
  };
  const groups = Map.groupBy(hits, ({ session, name }) => session ?? name);
  return [...groups.values()].flat().map((hit): Item => {
    const text = hit.snippet.map((piece) => (piece.mark ? `»${piece.text}«` : piece.text)).join('');
    const session = hit.session === null ? t('Prompt history') : plainLabel(clip(hit.name, 80));
    return {
      hit,
      // VS Code would sort by labels that contain the typed text, so the text is in the detail.
      label: role[hit.role],
      description: plainLabel(clip(text.trim(), 200)),
      detail: [session, dateAndClock(hit.t, timeFormat)].filter(Boolean).join(' · '),
      alwaysShow: true,
    };
  });
}

const toPage = (): Item => ({
  page: '',
  label: `$(search) ${t('Search in the dashboard')}`,
  alwaysShow: true,
});

/** Returns a function that opens the transcript of a session at a line, or as near as possible. */
export const openMessageIn =
  (
    engine: EngineClient,
    show: (
      id: string,
      place: { tab: 'transcript'; turn: number | null; row?: number; step?: number | null },
    ) => void,
  ): OpenMessage =>
  async (id, at, file) => {
    const place = await engine.call('placeInSession', { id, at, file });
    show(id, { tab: 'transcript', turn: null, ...place });
  };

/** Handlers of the search index, by command. */
export const searchIndexCommands = (engine: EngineClient) => ({
  'vigil.switchSearchIndex': switchIndex,
  'vigil.clearSearchIndex': async () => {
    const { bytes } = await engine.call('searchState', null);
    if (bytes === 0) {
      void vscode.window.showInformationMessage(t('There is no search index.'));
      return;
    }
    const clear = t('Delete');
    const chosen = await vscode.window.showWarningMessage(
      t('Delete the search index?'),
      {
        modal: true,
        detail: t(
          'It takes {0}. What only it holds, of logs that are gone, cannot be found again.',
          formatSize(bytes),
        ),
      },
      clear,
    );
    if (chosen !== clear) return;
    const cleared = await engine.call('clearSearch', null);
    vscode.window.setStatusBarMessage(t('Search index deleted: {0}', formatSize(cleared.bytes)), 3_000);
  },
});

/** Turns the index on or off in the user settings; asks before turning it on. */
async function switchIndex(): Promise<void> {
  const on = vscode.workspace.getConfiguration('vigil').get<boolean>('search.index') !== true;
  if (on) {
    const keep = t('Keep an Index');
    const chosen = await vscode.window.showInformationMessage(
      t('Keep a search index?'),
      {
        modal: true,
        detail: t(
          'Prompts, replies, thinking, tool calls and results of all sessions are then kept on this machine, beside Vigil’s archive, so that they are found at once and after Claude Code has deleted its logs. Likely secrets are left out. It takes about a tenth of the size of the logs.',
        ),
      },
      keep,
    );
    if (chosen !== keep) return;
  }
  await setSetting('search.index', on);
  vscode.window.setStatusBarMessage(
    on
      ? t('The search index is on: logs are indexed while the machine is idle')
      : t('The search index is off; “Vigil: Clear Search Index…” deletes it'),
    5_000,
  );
}
