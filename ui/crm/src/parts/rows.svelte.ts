/**
 * The rows of a table, for the keyboard: one of them is in the tab order, with what is in it; arrows, Home, End
 * and first letters go to others, and Enter does what a row is for.
 */
import type { Messages } from '@ninefold/i18n';
import { roving } from '@ninefold/kit';
import type { Key } from './keys.svelte.js';

export class Rows {
  #last = $state('');
  readonly #ids: () => readonly string[];

  /** `ids` are those of the rows, in their order. */
  constructor(ids: () => readonly string[]) {
    this.#ids = ids;
  }

  /** For a row and the buttons and links in it: Tab comes back to the row that had the keyboard last. */
  tabindex(id: string): 0 | -1 {
    const ids = this.#ids();
    return id === (ids.includes(this.#last) ? this.#last : ids[0]) ? 0 : -1;
  }

  /** For a row: the keyboard is in it. */
  enter(id: string): void {
    this.#last = id;
  }
}

/** An attachment for the body of the table; `onenter` is given the row. */
export function rowKeys(onenter: (row: HTMLElement) => void): (body: HTMLElement) => () => void {
  const rove = roving({ items: 'tr', orientation: 'vertical', typeAhead: true });
  return (body) => {
    const stop = rove(body);
    const onkeydown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.target instanceof HTMLTableRowElement)) return;
      event.preventDefault();
      onenter(event.target);
    };
    body.addEventListener('keydown', onkeydown);
    return () => {
      stop();
      body.removeEventListener('keydown', onkeydown);
    };
  };
}

/** What `?` says of them; `enter` is what Enter does, if it does anything. */
export function rowKeysHelp(t: Messages, enter: string | null): readonly Key[] {
  return [
    { chord: '↑ ↓ Home End', does: t.text('keys-rows') },
    { chord: 'A … Z', does: t.text('keys-letters') },
    ...(enter === null ? [] : [{ chord: 'Enter', does: enter }]),
  ];
}
