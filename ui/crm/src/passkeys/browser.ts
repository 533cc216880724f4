/** Passkeys, as far as the browser has them (WebAuthn, Level 3). */

/** What came of asking the browser. */
export type Given =
  | { ok: true; credential: unknown }
  /** `stopped`: by ourselves; `cancelled`: by the person, or nothing fits; `known`: the authenticator has one for them. */
  | { ok: false; why: 'stopped' | 'cancelled' | 'known' };

/** How passkeys are asked for. */
interface Way {
  /** In the suggestions of a field, for as long as the page is there. */
  quietly?: boolean;
  signal?: AbortSignal;
}

/** Whether passkeys can be used here: the browser has them, and the server has a name (WebAuthn, 5.1.2). */
export function hasPasskeys(): boolean {
  return (
    'PublicKeyCredential' in window &&
    'parseRequestOptionsFromJSON' in PublicKeyCredential &&
    isName(location.hostname)
  );
}

/** An address of numbers, in either family, is no name. */
export function isName(host: string): boolean {
  return !host.startsWith('[') && !/^[\d.]+$/.test(host);
}

/** Whether the browser suggests passkeys in fields. */
export async function suggestsPasskeys(): Promise<boolean> {
  return hasPasskeys() && PublicKeyCredential.isConditionalMediationAvailable();
}

/** Has the person make a passkey; `options` are the service's. */
export async function makePasskey(options: unknown): Promise<Given> {
  return given(async () => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
      options as PublicKeyCredentialCreationOptionsJSON,
    );
    return navigator.credentials.create({ publicKey });
  });
}

/** Asks the person for a passkey; `options` are the service's. */
export async function askForPasskey(
  options: unknown,
  { quietly, signal }: Way = {},
): Promise<Given> {
  return given(async () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
      options as PublicKeyCredentialRequestOptionsJSON,
    );
    return navigator.credentials.get({
      publicKey,
      ...(quietly ? { mediation: 'conditional' } : {}),
      ...(signal ? { signal } : {}),
    });
  });
}

async function given(ask: () => Promise<Credential | null>): Promise<Given> {
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) {
      return { ok: true, credential: credential.toJSON() };
    }
    return { ok: false, why: 'cancelled' };
  } catch (error) {
    return { ok: false, why: reasonOf(error) };
  }
}

function reasonOf(error: unknown): 'stopped' | 'cancelled' | 'known' {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'AbortError') return 'stopped';
  return name === 'InvalidStateError' ? 'known' : 'cancelled';
}
