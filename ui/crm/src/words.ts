/** The messages of the language that the page is in, for every component below `App`. */
import type { Messages } from '@ninefold/i18n';
import { createContext } from 'svelte';

export const [words, provideWords] = createContext<Messages>();
