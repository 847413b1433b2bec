/** A button that opens a short list of things to do. The browser closes it on Escape and on a click elsewhere. */
import { html, nothing, type TemplateResult } from 'lit';

export interface MenuItem {
  text: string;
  icon: string;
  run: () => void;
}

/** `text` is seen on the button; without it the icon is, and `label` names it. */
export function menu(
  id: string,
  label: string,
  items: readonly MenuItem[],
  { text = '', icon }: { text?: string; icon: string },
): TemplateResult | typeof nothing {
  if (items.length === 0) return nothing;
  return html`<span class="menu-of"
    ><button
      type="button"
      class="button menu-button ${text === '' ? 'icon-only' : ''}"
      popovertarget=${id}
      aria-haspopup="menu"
      aria-label=${label}
      title=${text === '' ? label : nothing}
    >
      <vscode-icon name=${icon}></vscode-icon
      >${text}${text === '' ? nothing : html`<vscode-icon name="chevron-down"></vscode-icon>`}
    </button>
    <div id=${id} popover class="menu" role="menu" aria-label=${label} @keydown=${onKey} @toggle=${onToggle}>
      ${items.map(
        (item) =>
          html`<button
            type="button"
            role="menuitem"
            @click=${() => {
              document.getElementById(id)?.hidePopover();
              item.run();
            }}
          >
            <vscode-icon name=${item.icon}></vscode-icon>${item.text}
          </button>`,
      )}
    </div></span
  >`;
}

const itemsOf = (list: EventTarget | null): HTMLElement[] =>
  list instanceof HTMLElement ? [...list.querySelectorAll<HTMLElement>('[role="menuitem"]')] : [];

/** Opened, its first entry has the focus. */
function onToggle(event: Event & { newState?: string }): void {
  if (event.newState === 'open') itemsOf(event.currentTarget)[0]?.focus();
}

function onKey(event: KeyboardEvent): void {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}
