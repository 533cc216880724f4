/** Who is signed in to what a page shows, whatever that is. */
import type { Answer, SignedOut } from '../api/client.js';
import type { StepUp } from './step-up.svelte.js';

export interface Present {
  calls: { signOut: () => Promise<Answer<SignedOut>> };
  stepUp: StepUp;
}
