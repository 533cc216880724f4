/** Who is signed in to a CRM, and what they may ask for. */
import { crmCalls, type CrmCalls, type SessionResponse } from '../api/client.js';
import { StepUp } from '../parts/step-up.svelte.js';

export interface SignedIn {
  session: SessionResponse;
  calls: CrmCalls;
  stepUp: StepUp;
}

export function signedIn(crm: string, session: SessionResponse): SignedIn {
  const calls = crmCalls(crm, session.csrf);
  return { session, calls, stepUp: new StepUp(calls.stepUp) };
}
