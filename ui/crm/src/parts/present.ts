/** Who is signed in to what a page shows, whatever that is. */
import type { Answer } from '../api/client.js';
import type { StepUp } from './step-up.svelte.js';

export interface Present {
  calls: { signOut: () => Promise<Answer<{ redirect: string }>> };
  stepUp: StepUp;
}
