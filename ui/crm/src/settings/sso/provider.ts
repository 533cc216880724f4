/** What is filled in about a provider of single sign-on. */
import {
  fieldError,
  type Failed,
  type SsoProvider,
  type SsoProviderInput,
} from '../../api/client.js';

/** All that a provider is but its secret, which nobody is shown and which stays, with changes. */
export function inputOf(
  provider: SsoProvider,
  changes: Partial<SsoProviderInput>,
): SsoProviderInput {
  const { issuer, client_id, label, jit, satisfies_2fa, acr_values, required, enabled } = provider;
  const domains = provider.domains.map(({ domain }) => domain);
  return {
    issuer,
    client_id,
    label,
    domains,
    jit,
    satisfies_2fa,
    acr_values,
    required,
    enabled,
    ...changes,
  };
}

/** A provider that nobody is offered before it was tried out. */
export const NEW: SsoProviderInput = {
  issuer: '',
  client_id: '',
  label: '',
  domains: [],
  jit: false,
  satisfies_2fa: false,
  acr_values: [],
  required: false,
  enabled: false,
};

/** The entries of a list that is typed with anything but letters between them. */
export function entriesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((entry) => entry !== '');
}

/** What is wrong with entries of a list, each with its own word. */
export function entryErrors(
  failed: Failed | null,
  pointer: string,
  entries: readonly string[],
): string | null {
  const lines = entries.flatMap((entry, nth) => {
    const why = fieldError(failed, `${pointer}/${nth}`);
    return why === null ? [] : [`${entry}: ${why}`];
  });
  const whole = fieldError(failed, pointer) ?? fieldError(failed, `${pointer}/${entries.length}`);
  return [...lines, ...(whole === null ? [] : [whole])].join('\n') || null;
}
