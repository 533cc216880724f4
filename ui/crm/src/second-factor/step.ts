/** Where somebody is with their second factor. */
import type { Enrolment } from '../api/client.js';

export type Step =
  | { at: 'rest' }
  /** A secret waits for its first code. */
  | { at: 'app'; made: Enrolment }
  /** Codes are shown; of a factor that has just been turned on, or in place of older ones. */
  | { at: 'codes'; codes: readonly string[]; isNew: boolean }
  | { at: 'off' };

/** So few recovery codes are left that it is time for new ones. */
export function isFewCodes(count: number): boolean {
  return count <= 3;
}
