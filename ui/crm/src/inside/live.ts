/** What is shown of a CRM, kept as it is: whoever shows records asks for them again when somebody changed them. */
import { Stream, type Change, type Hearer } from '../api/stream.js';

/** Kinds of records, and what the person is told. */
type Shown = Change['type'] | 'notification';

/** Somebody who shows such. */
interface Shower {
  types: readonly Shown[];
  renew: () => Promise<void>;
  /** It is asking; whether something more has changed meanwhile. */
  asking: 'no' | 'once' | 'again';
}

/** What is listened to. */
interface Source {
  start: () => Promise<void>;
  stop: () => void;
}

/** Listens while somebody shows records, on a page that somebody sees. */
export class Live {
  readonly #showers = new Set<Shower>();
  readonly #source: Source;
  readonly #me: string;
  readonly #renewMe: () => Promise<void>;

  /** `renewMe` asks anew who is signed in. */
  constructor(me: { id: string; renew: () => Promise<void> }, listen: (hearer: Hearer) => Source) {
    this.#me = me.id;
    this.#renewMe = me.renew;
    this.#source = listen({
      changed: (change) => void this.#changed(change),
      notified: () => this.#renew('notification'),
      reset: () => void this.#all(),
      // Who isn't signed in any more is led where they can be.
      over: () => void this.#renewMe(),
    });
  }

  /** Asks again whenever such change, until what is given back is called. */
  on(types: readonly Shown[], renew: () => Promise<void>): () => void {
    const shower: Shower = { types, renew, asking: 'no' };
    if (this.#showers.size === 0) {
      document.addEventListener('visibilitychange', this.#look);
    }
    this.#showers.add(shower);
    this.#look();
    return () => {
      this.#showers.delete(shower);
      if (this.#showers.size > 0) return;
      document.removeEventListener('visibilitychange', this.#look);
      this.#source.stop();
    };
  }

  /** Nobody sees a page in the background: it catches up when it comes back. */
  readonly #look = (): void => {
    if (document.visibilityState === 'visible') void this.#source.start();
    else this.#source.stop();
  };

  async #changed({ type, id }: Change): Promise<void> {
    // What I may see may be another thing now.
    if (type === 'user' && id === this.#me) await this.#renewMe();
    this.#renew(type);
  }

  #renew(type: Shown): void {
    for (const shower of this.#showers) {
      if (shower.types.includes(type)) void ask(shower);
    }
  }

  async #all(): Promise<void> {
    await this.#renewMe();
    for (const shower of this.#showers) void ask(shower);
  }
}

/** However much changes meanwhile, it is asked for once more. */
async function ask(shower: Shower): Promise<void> {
  if (shower.asking !== 'no') {
    shower.asking = 'again';
    return;
  }
  do {
    shower.asking = 'once';
    await shower.renew();
  } while (isAgain(shower));
  shower.asking = 'no';
}

function isAgain({ asking }: Shower): boolean {
  return asking === 'again';
}

/** Listens to a CRM, from the moment of the session on. */
export function listenTo(crm: string, last: number): (hearer: Hearer) => Source {
  return (hearer) => new Stream(crm, last, hearer);
}
