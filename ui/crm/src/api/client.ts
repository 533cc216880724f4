/** Talking to the service. Every failure is a `Failed`, never an exception. */
import type {
  EnterResponse,
  Problem,
  ResolveResponse,
  SessionResponse,
  SetupRequest,
  SetupResponse,
  SignInRequest,
  SignInResponse,
  SignOutResponse,
} from './bodies.js';

const LONGEST_WAIT_MS = 30_000;

/** `problem` is null when no answer came, or one that isn't the service's. */
export interface Failed {
  ok: false;
  problem: Problem | null;
}
export type Answer<T> = { ok: true; body: T } | Failed;

async function call<T>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  csrf?: string,
): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body) headers['content-type'] = 'application/json';
  if (csrf) headers['x-csrf-token'] = csrf;
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, body: answer as T };
    return { ok: false, problem: isProblem(answer) ? answer : null };
  } catch {
    return { ok: false, problem: null };
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

export const api = {
  setUp: (body: SetupRequest) => call<SetupResponse>('POST', '/setup', body),
  resolve: (address: string) =>
    call<ResolveResponse>('GET', `/sign-in/resolve?address=${encodeURIComponent(address)}`),
  signIn: (body: SignInRequest) => call<SignInResponse>('POST', '/sign-in', body),
  enter: (crm: string, ticket: string) =>
    call<EnterResponse>('POST', `/c/${crm}/enter`, { ticket }),
  session: (crm: string) => call<SessionResponse>('GET', `/c/${crm}/session`),
  signOut: (crm: string, csrf: string) =>
    call<SignOutResponse>('POST', `/c/${crm}/sign-out`, {}, csrf),
};

/** The service's word about one field, if it has one. */
export function fieldError(failed: Failed | null, pointer: string): string | null {
  return failed?.problem?.errors?.find((error) => error.pointer === pointer)?.detail ?? null;
}
