/** What a tab of the session page is given, and what all of them share. */
import type { SessionDetail } from '../../src/questions/session';
import type { Story } from '../../src/questions/story';
import type { ListedTurn as Turn } from '../../src/questions/turns';
import type { Askable } from '../../src/pages/session/contract';
import type { PageState, SessionTab } from '../../src/pages/session/state';
import type { MarkdownParts } from '../shared/markdown';
import type { Memory } from '../shared/own';
import { list, type Answers, type Question, type Questions } from '../shared/questions';
import type { Tab as PageTab } from '../shared/tab';
import type { Findings } from './finder';

/** What is below the head of the page, as it is loaded (`contents.ts`). */
export interface Contents {
  /** All tabs but those the page begins with. */
  readonly TABS: readonly Tab[];
  markdown(text: string, parts: MarkdownParts): unknown;
  toCheck(detail: SessionDetail, story: Story, actions: Actions): unknown;
  lastWords(view: View): unknown;
  footer(detail: SessionDetail): unknown;
  /** Brings the chosen turn into view, in the tab it was chosen for; of the transcript the row. */
  showTurn(view: View, actions: Actions, led?: Led | null): void;
  /** Brings the row of a line that was found into view. */
  showFound(row: number): void;
  /** Nothing is brought into view any more. */
  cancelScrolling(): void;
}

/** Where in the transcript a person is led: a row, and of a row of several steps one; null for all of it. */
export interface Led {
  row: number;
  step: number | null;
}

export interface View {
  state: PageState;
  /** Undefined until it is told; null when the session is not known. */
  detail: SessionDetail | null | undefined;
  /** The official extension of Claude Code is installed. */
  extension: boolean;
  answers: Readonly<Partial<Answers<Askable>>>;
  questions: Questions<Askable, 'id'>;
  memory: Memory;
  /** What was found in the transcript; null when nothing is looked for. */
  findings: Findings | null;
  /** Why not all of it was looked through. */
  unsearched: string | null;
  /** What failed that is no answer of a tab. */
  trouble: string | null;
  /** What is loaded when name and figures stand; null until then. */
  contents: Contents | null;
  /** Why it could not be loaded; null while it may be. */
  readonly unloaded: string | null;
}

/** What a person can do on the page. */
export interface Actions {
  /** Changes what is kept over a reload. */
  keep(change: Partial<PageState>): void;
  /** Tries again to load what could not be had. */
  load(): void;
  /** `subAgent`: the one whose log it is; '' for the session itself. */
  openLine(at: number, file?: number, subAgent?: string): void;
  /** Shows the transcript at a line of the log. */
  openMessage(at: number, file?: number, subAgent?: string): void;
  openSession(id: string): void;
  /** Opens a sub-agent of the session's conversation. */
  openAgent(agent: string): void;
  /** Copies an address that leads to a turn. */
  copyLink(turn: number): void;
  copyResume(): void;
  /** Stars the session, takes the star back, or has the extension ask for a name or a note. */
  mark(what: 'star' | 'unstar' | 'rename' | 'note'): void;
  showEdit(file: number, at: number, tool: string, subAgent?: string): void;
  /** Goes on with the session in a terminal, or in the official extension. */
  resume(): void;
  resumeInExtension(): void;
  exportAs(format: 'html' | 'markdown' | 'json'): void;
  /** Shows in the editor what the session or one turn of it changed, in all files or one. */
  review(turn: number | null, path?: string | null): void;
  copy(text: string): void;
  openFile(path: string, line?: number | null): void;
  toggle(section: string, open: boolean): void;
  toggleTable(chart: string): void;
  /** Stands at a turn, in the timeline or the transcript. */
  goTo(turn: number, tab: SessionTab): void;
  /** Looks for a text in what was said. */
  find(text: string): void;
  /** Goes to the next text found, or the one before. */
  step(by: 1 | -1): void;
}

/** A part of Details: what it asks and shows. */
export interface Details extends Pick<Tab, 'asks' | 'view' | 'draw'> {
  /** Its headings as it shows them now: their ids and what they say. */
  headings: (view: View) => readonly (readonly [string, string])[];
}

export type Tab = PageTab<View, Actions, Askable, 'id'>;

/** The turns, as they are seen. */
export const TURNS = list('turns', 50, (reply): readonly Turn[] => reply);

/** What takes a while to work out is asked for less often while a session goes on, in ms. */
export const SLOW_MS = 5_000;
/** What the charts and the minimap show, turn by turn. */
export const CHART: Question<Askable, 'id'> = { call: 'chart', args: {} };
/** What the signals, the files and the timeline show of the whole session. */
export const COURSE: Question<Askable, 'id'> = { call: 'course', args: {}, every: SLOW_MS };
/** What was asked and changed: the head of the page shows some of it on every tab. */
export const STORY: Question<Askable, 'id'> = { call: 'story', args: {}, every: SLOW_MS };
