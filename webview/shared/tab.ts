/** What a tab of a page is. */
import type { TemplateResult } from 'lit';
import type { CallName } from '../../src/engine/protocol';
import type { Question } from './questions';

/**
 * A tab: which questions it shows the answers to, and how they look. The page asks the questions, again when their
 * arguments or the figures change; the tab asks nothing by itself that is to be kept up to date.
 */
export interface Tab<View, Actions, Name extends CallName, Given extends string = never> {
  readonly id: string;
  asks(view: View): readonly Question<Name, Given>[];
  /** The tab is shown while its answers are not there yet: it says so itself. */
  readonly early?: boolean;
  view(view: View, actions: Actions): TemplateResult;
  /** Draws what templates cannot, after they were rendered. */
  draw?(view: View, actions: Actions): void;
  /** What failed on it, beside its questions. */
  failure?(view: View): string | null;
}

/** What a tab is called. */
export interface Titled<View> {
  readonly id: string;
  readonly title: string | ((view: View) => string);
}

/** The tab of that id; the first where there is none. */
export const tabOf = <T extends { id: string }>(tabs: readonly T[], id: string): T =>
  tabs.find((one) => one.id === id) ?? tabs[0]!;

/** Titles by id, in order. */
export const titlesOf = <View>(tabs: readonly Titled<View>[], view: View): Record<string, string> =>
  Object.fromEntries(tabs.map(({ id, title }) => [id, typeof title === 'string' ? title : title(view)]));
