/** Controls every page uses, out of vscode-elements: a choice of a few, and a line of text to look for. */
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';

/** A choice, with a label above that screen readers say too. */
const select = (
  label: string,
  options: unknown,
  chosen: string,
  choose: (value: string) => void,
): TemplateResult =>
  html`<div class="picker">
    <span aria-hidden="true">${label}</span>
    <vscode-single-select
      label=${label}
      .value=${chosen}
      @change=${(event: Event) => choose((event.target as HTMLElement & { value: string }).value)}
    >
      ${options}
    </vscode-single-select>
  </div>`;

/** The element reads its options when others are in it, not when one says something else: that is another option. */
const optionsOf = (options: Readonly<Record<string, string>>, chosen: string): unknown[] =>
  Object.entries(options).map(([value, text]) =>
    keyed(text, html`<vscode-option value=${value} ?selected=${value === chosen}>${text}</vscode-option>`),
  );

/** A choice of a few. */
export const picker = <T extends string>(
  label: string,
  options: Readonly<Record<T, string>>,
  chosen: T,
  choose: (value: T) => void,
): TemplateResult => select(label, optionsOf(options, chosen), chosen, choose as (value: string) => void);

/** A choice of many, under headings that cannot be chosen. */
export const groupedPicker = (
  label: string,
  groups: readonly (readonly [heading: string, options: Readonly<Record<string, string>>])[],
  chosen: string,
  choose: (value: string) => void,
): TemplateResult =>
  select(
    label,
    groups.map(([heading, options]) => [
      html`<vscode-option disabled value="">${heading}</vscode-option>`,
      optionsOf(options, chosen),
    ]),
    chosen,
    choose,
  );

/** A choice of two or three that are all seen. */
export const switchOf = <T extends string>(
  label: string,
  options: Readonly<Record<T, string>>,
  chosen: T,
  choose: (value: T) => void,
): TemplateResult =>
  html`<span class="switch" role="group" aria-label=${label}>
    ${(Object.entries(options) as [T, string][]).map(
      ([value, text]) =>
        html`<button type="button" aria-pressed=${value === chosen} @click=${() => choose(value)}>
          ${text}
        </button>`,
    )}
  </span>`;

export interface SearchField {
  id: string;
  label: string;
  value: string;
  placeholder?: string;
  input: (text: string) => void;
  /** Enter, with Shift or without. */
  enter?: (shift: boolean) => void;
}

/** A line of text to look for. */
export const searchField = ({ id, label, value, placeholder, input, enter }: SearchField): TemplateResult =>
  html`<div class="picker grow">
    <span aria-hidden="true">${label}</span>
    <vscode-textfield
      id=${id}
      type="search"
      autocomplete="off"
      spellcheck="false"
      maxlength="200"
      .label=${label}
      placeholder=${placeholder ?? nothing}
      .value=${value}
      @input=${(event: Event) => input((event.target as HTMLInputElement).value)}
      @keydown=${
        enter === undefined
          ? nothing
          : (event: KeyboardEvent) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              enter(event.shiftKey);
            }
      }
    ></vscode-textfield>
  </div>`;
