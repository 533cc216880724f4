/** What became of a sign-in on another screen. */
import type { Failed } from '../api/client.js';

export type Verdict = 'approved' | 'denied' | 'wrong-number' | 'over';

/** How an attempt to approve or deny it ended it; null when it can still be decided. */
export function verdictOf(failed: Failed): Verdict | null {
  if (failed.problem?.code === 'qr_denied') return 'wrong-number';
  return isOver(failed) ? 'over' : null;
}

/** Nothing is left to decide. */
export function isOver({ problem }: Failed): boolean {
  return ['qr_expired', 'qr_denied', 'not_found'].includes(problem?.code ?? '');
}
