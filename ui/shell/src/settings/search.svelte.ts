/** The search field of the settings: which entries are shown. */
import { createContext } from 'svelte';
import { score } from '../search/search.js';

export class SettingsSearch {
  text = $state('');

  /** Whether an entry with these words is shown. */
  shows(...words: (string | null | undefined)[]): boolean {
    if (this.text.trim() === '') return true;
    return score([words.filter(Boolean).join(' ')], this.text) !== null;
  }
}

export const [getSearch, setSearch] = createContext<SettingsSearch>();
