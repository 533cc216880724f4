/** Finds accounts by label, name, e-mail, host and, where it's known, the title of their page. */
import type { AccountView } from '../ipc/contract.js';
import { fold, otherLayouts, skeleton } from './fold.js';

/** Lower is better; `null` where `wanted` isn't in `text`. */
function place(text: string, wanted: string): number | null {
  const at = text.indexOf(wanted);
  if (at < 0) return null;
  if (at === 0) return 0;
  // The start of a word, such as of the second name or after the @.
  const startsWord = new RegExp(
    `[^\\p{L}\\p{N}]${wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`,
    'u',
  );
  return startsWord.test(text) ? 1 : 2;
}

const NEXT_FIELD = 3;
const OTHER_SPELLING = 20;
const OTHER_LAYOUT = 40;

function scoreIn(
  fields: readonly string[],
  query: string,
  change: (text: string) => string,
): number | null {
  let total = 0;
  for (const word of change(query).split(' ')) {
    const places = fields.map((field, index) => {
      const found = place(change(field), word);
      return found === null ? Infinity : found + index * NEXT_FIELD;
    });
    const best = Math.min(...places);
    if (best === Infinity) return null;
    total += best;
  }
  return total;
}

/** How well `query` fits; `null` when it doesn't. */
export function score(fields: readonly string[], query: string): number | null {
  const same = scoreIn(fields, query, fold);
  if (same !== null) return same;
  // One letter that stands for many would fit nearly everything.
  if (skeleton(query).length > 1) {
    const spelled = scoreIn(fields, query, skeleton);
    if (spelled !== null) return spelled + OTHER_SPELLING;
  }
  for (const other of otherLayouts(query)) {
    const retyped = fold(other) === '' ? null : scoreIn(fields, other, fold);
    if (retyped !== null) return retyped + OTHER_LAYOUT;
  }
  return null;
}

/** The accounts that fit, best first; among equals in the order given. All of them for an empty query. */
export function searchAccounts(
  accounts: readonly AccountView[],
  query: string,
  titleOf: (account: AccountView) => string = () => '',
): AccountView[] {
  if (fold(query) === '') return [...accounts];
  return accounts
    .map((account) => ({
      account,
      score: score(
        [account.label, account.name ?? '', account.email ?? '', account.host, titleOf(account)],
        query,
      ),
    }))
    .filter((each): each is { account: AccountView; score: number } => each.score !== null)
    .sort((one, other) => one.score - other.score)
    .map((each) => each.account);
}

/** Most recently used first, those never used after them in their own order. */
export function byRecency(
  accounts: readonly AccountView[],
  recent: readonly string[],
): AccountView[] {
  const rank = new Map(recent.map((id, index) => [id, index]));
  return [...accounts].sort(
    (one, other) => (rank.get(one.id) ?? recent.length) - (rank.get(other.id) ?? recent.length),
  );
}
