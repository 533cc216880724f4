/** A second factor that the CRM demands of somebody who has none. */
import type { SessionResponse } from '../api/client.js';

export interface Demand {
  /** By when it is to be set up (RFC 3339). */
  due: string;
  /** That moment is gone: nothing else opens. The service's clock decides; a page only looks better for it. */
  isOver: boolean;
}

/** What is demanded, if anything is. */
export function demandOn(session: SessionResponse, now: Date): Demand | null {
  const due = session.second_factor_due_at;
  return due ? { due, isOver: Date.parse(due) <= now.getTime() } : null;
}
