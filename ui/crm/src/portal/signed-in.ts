/** Who is signed in at the portal, and what they may ask for. */
import { portalCalls, type PortalAccount, type PortalCalls } from '../api/client.js';
import { StepUp } from '../parts/step-up.svelte.js';

export interface SignedIn {
  account: PortalAccount;
  calls: PortalCalls;
  stepUp: StepUp;
}

export function signedIn(account: PortalAccount, csrf: string): SignedIn {
  const calls = portalCalls(csrf);
  return { account, calls, stepUp: new StepUp(calls) };
}
