/** What components find around them instead of passing it on. */
import { createContext } from 'svelte';
import type { Shell } from './shell.svelte.js';
import type { WindowScope } from './window.svelte.js';

export const [getShell, setShell] = createContext<Shell>();
export const [getWindow, setWindow] = createContext<WindowScope>();
