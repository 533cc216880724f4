/** The search field of the settings: which entries are shown. */
import { createContext, untrack } from 'svelte';
import { score } from '../search/search.js';

export class SettingsSearch {
  text = $state('');
  /** How many entries are on the page. */
  shown = $state(0);

  /** Whether an entry with these words is shown. */
  shows(...words: (string | null | undefined)[]): boolean {
    if (this.text.trim() === '') return true;
    return score([words.filter(Boolean).join(' ')], this.text) !== null;
  }

  /** Attached to each entry, to count them. */
  readonly counted = (): (() => void) => {
    untrack(() => (this.shown += 1));
    return () => (this.shown -= 1);
  };
}

export const [getSearch, setSearch] = createContext<SettingsSearch>();
