/**
 * A line of text with suggestions below it, as the pattern for comboboxes asks: arrows choose, Enter and Tab take, Escape closes, and
 * so does leaving it. The input is a plain one: `aria-activedescendant` does not reach out of the inside of an element.
 */
import Combobox from '@github/combobox-nav';
import { html, noChange, render, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import type { Suggestion } from '../../src/questions/completeQuery';
import { shown } from './text';
import { localize, t } from './l10n';

export interface Completing {
  /** Of the input; the list is `<id>-suggestions`. */
  id: string;
  label: string;
  value: string;
  placeholder: string;
  /** Characters, at most. */
  longest: number;
  /** Id of the element that explains what can be typed. */
  describedBy: string;
  /** The text is another one: typed, or taken from a suggestion. */
  change: (text: string) => void;
  /** Asks how a text can go on at the caret. */
  suggest: (text: string, caret: number, take: (suggestions: readonly Suggestion[]) => void) => void;
}

export const completing = (options: Completing): TemplateResult => {
  const { id, label, value, placeholder, longest, describedBy } = options;
  return html`<div class="completing">
    <label class="picker"
      >${label}
      <input
        id=${id}
        type="text"
        autocomplete="off"
        spellcheck="false"
        maxlength=${longest}
        placeholder=${placeholder}
        aria-describedby=${describedBy}
        .value=${value}
      />
    </label>
    <ul role="listbox" id="${id}-suggestions" aria-label=${t('Suggestions')} hidden ${popup(options)}></ul>
  </div>`;
};

/** While a person types, the question waits so long, in ms. */
const TYPING_MS = 100;

/** Joins the list to the input before it when both come onto the page, and hands on what changes later. */
class Popup extends Directive {
  #joined: { options: Completing } | null = null;

  render(_options: Completing): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [options]: [Completing]): unknown {
    if (this.#joined === null) {
      this.#joined = { options };
      join(element.parentElement!.querySelector('input')!, element as HTMLUListElement, this.#joined);
    } else this.#joined.options = options;
    return noChange;
  }
}
const popup = directive(Popup);

/** The list is rendered apart from the page: `Combobox` marks the options, and a page that is rendered again knows nothing of that. */
function join(input: HTMLInputElement, list: HTMLUListElement, joined: { options: Completing }): void {
  const combobox = new Combobox(input, list);
  let suggestions: readonly Suggestion[] = [];
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(timer);
    asked++;
    combobox.stop();
    list.hidden = true;
  };
  const open = (found: readonly Suggestion[]): void => {
    suggestions = found;
    render(found.map(optionOf(list.id)), list);
    list.hidden = false;
    combobox.start();
  };
  /** Shows what there is; `first` chooses the first of it. An answer that comes late is to nobody. */
  const ask = (first: boolean): void => {
    const thisRequest = ++asked;
    joined.options.suggest(input.value, input.selectionStart ?? input.value.length, (found) => {
      if (thisRequest !== asked || document.activeElement !== input) return;
      if (found.length === 0) return close();
      open(found);
      if (first) combobox.navigate(1);
    });
  };

  input.addEventListener('input', () => {
    joined.options.change(input.value);
    clearTimeout(timer);
    // What is still seen was made for another text.
    suggestions = [];
    // What is wanted of an empty line is all there is, not help.
    if (input.value.trim() === '') return close();
    timer = setTimeout(() => ask(false), TYPING_MS);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' && list.hidden) {
      event.preventDefault();
      ask(true);
    }
  });
  input.addEventListener('blur', close);
  // A click on a suggestion does not leave the input.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('combobox-commit', (event) => {
    const taken = suggestions[[...list.children].indexOf(event.target as Element)];
    if (taken === undefined) return;
    close();
    input.value = taken.text;
    joined.options.change(taken.text);
    input.setSelectionRange(taken.caret, taken.caret);
    // After a field its values.
    if (taken.label.endsWith(':')) ask(false);
  });
}

const optionOf =
  (list: string) =>
  ({ label, detail }: Suggestion, i: number): TemplateResult =>
    html`<li role="option" id="${list}-${i}">
      <span class="label">${shown(label, 120)}</span>
      <span class="detail">${shown(localize(detail), 120)}</span>
    </li>`;
