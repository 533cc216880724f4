/** Who is signed in to a CRM, and what they may ask for. */
import { api, crmCalls, type CrmCalls, type SessionResponse } from '../api/client.js';
import { StepUp } from '../parts/step-up.svelte.js';
import { listenTo, Live } from './live.js';

export class SignedIn {
  session: SessionResponse;
  readonly calls: CrmCalls;
  readonly stepUp: StepUp;
  readonly live: Live;

  constructor(session: SessionResponse) {
    this.session = $state.raw(session);
    this.calls = crmCalls(session.crm.slug, session.csrf);
    this.stepUp = new StepUp(this.calls);
    const me = { id: session.user.id, renew: async () => this.renew() };
    this.live = new Live(me, listenTo(session.crm.slug, session.last_event));
  }

  /** Asks who it is again: what the CRM demands of them may have changed. Without an answer, the next page will say. */
  readonly renew = async (): Promise<void> => {
    const answer = await api.session(this.session.crm.slug);
    if (answer.ok) this.session = answer.body;
  };
}
