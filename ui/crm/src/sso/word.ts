/** What the way back from a provider says in a page's address. */
import type { SsoTrial } from '../api/client.js';
import { createContext } from 'svelte';

export interface Word {
  /** Why it didn't work, by its code, and what the log knows it by. */
  refused: { code: string; reference: string } | null;
  /** What it was for, if it was done. */
  done: 'connected' | 'proved' | null;
  /** The provider that was tried out. */
  tried: string | null;
  /** What came of that. */
  outcome: SsoTrial | null;
}

export const NO_WORD: Word = { refused: null, done: null, tried: null, outcome: null };

const REFERENCE = /^[\w-]{1,64}$/;
const OURS = ['error', 'reference', 'sso', 'tried', 'outcome'];

/** A page's own address with what it shall be told when somebody comes back to it. */
export function backWith(
  path: string,
  search: string,
  told: Readonly<Record<string, string>>,
): string {
  const query = ownQuery(search);
  for (const [name, value] of Object.entries(told)) query.set(name, value);
  return path + asSearch(query);
}

/** Takes the word, and what is left of the query. Anybody may write a link: only what is known counts. */
export function wordIn(search: string): { word: Word; rest: string } {
  const query = new URLSearchParams(search);
  const code = query.get('error');
  const reference = query.get('reference') ?? '';
  const done = query.get('sso');
  const outcome = query.get('outcome');
  const word: Word = {
    refused: code ? { code, reference: REFERENCE.test(reference) ? reference : '' } : null,
    done: !code && (done === 'connected' || done === 'proved') ? done : null,
    tried: query.get('tried'),
    outcome: isTrial(outcome) ? outcome : null,
  };
  // What holds no word stays as it was written.
  const rest = OURS.some((name) => query.has(name)) ? asSearch(ownQuery(search)) : search;
  return { word, rest };
}

/** Takes it out of this page's address, so that it isn't said again. */
export function takeWord(): Word {
  const { word, rest } = wordIn(location.search);
  if (rest !== location.search) {
    history.replaceState(null, '', location.pathname + rest + location.hash);
  }
  return word;
}

export const TRIALS = [
  'opens',
  'connects',
  'joins',
  'needs_connection',
  'nobody',
  'unverified',
] as const satisfies readonly SsoTrial[];

function isTrial(text: string | null): text is SsoTrial {
  return TRIALS.some((trial) => trial === text);
}

function ownQuery(search: string): URLSearchParams {
  const query = new URLSearchParams(search);
  for (const name of OURS) query.delete(name);
  return query;
}

function asSearch(query: URLSearchParams): string {
  return query.size > 0 ? `?${query.toString()}` : '';
}

export const [word, provideWord] = createContext<Word>();
