/** Which keys do something where the person is; `KeysDialog` shows them. */
import { createContext, untrack } from 'svelte';

export interface Key {
  /** As it is written on the key. */
  chord: string;
  /** What it does, in the reader's language. */
  does: string;
  /** For a key that is heard everywhere on the page. */
  run?: () => void;
}

export class Keys {
  /** Whether they are being shown. */
  shown = $state(false);
  #groups = $state.raw<readonly (readonly Key[])[]>([]);
  readonly all = $derived(this.#groups.flat());

  /** Adds keys; the answer takes them away again: an effect's. */
  add(group: readonly Key[]): () => void {
    this.#groups = [...untrack(() => this.#groups), group];
    return () => (this.#groups = this.#groups.filter((each) => each !== group));
  }

  /** Does what a key is for. */
  hear(event: KeyboardEvent): void {
    if (event.defaultPrevented || isTyping(event) || document.querySelector('dialog[open]')) return;
    if (isKey(event, '?')) this.shown = true;
    else {
      const key = this.all.findLast(({ chord, run }) => run && isKey(event, chord));
      if (!key) return;
      key.run?.();
    }
    event.preventDefault();
  }
}

/** What keys in Cyrillic layouts write in the place of these: no other layout writes that there. */
const IN_PLACE: Readonly<Record<string, string>> = { '/': '.', '?': ',' };

export function isKey(event: KeyboardEvent, chord: string): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (chord === UNDO) return command && !event.shiftKey && !event.altKey && event.code === 'KeyZ';
  if (command || event.altKey) return false;
  return event.key === chord || (event.code === 'Slash' && event.key === IN_PLACE[chord]);
}

export const UNDO = 'Ctrl+Z';

/** A chord as it is written on the keys of this computer. */
export function chordHere(chord: string): string {
  return navigator.userAgent.includes('Mac') ? chord.replace('Ctrl+', '⌘') : chord;
}

/** Text is typed there. */
function isTyping({ target }: KeyboardEvent): boolean {
  const typed = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]';
  return target instanceof Element && target.closest(typed) !== null;
}

export const [keys, provideKeys] = createContext<Keys>();
