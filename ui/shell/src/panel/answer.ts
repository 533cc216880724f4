/** What an answer to a page's question says when nothing else is given. */
import type { AskAnswer } from '../ipc/contract.js';

export function answer(ask: number, allow: boolean, rest: Partial<AskAnswer> = {}): AskAnswer {
  return { ask, allow, remember: false, text: null, password: null, ...rest };
}
