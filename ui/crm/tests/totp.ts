/** An authenticator app, and somebody who has it. */
import { createHmac } from 'node:crypto';
import type { APIResponse, Page } from '@playwright/test';
import { expect, PASSWORD, type Server } from './server.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** The code of a secret in base32 at this moment (RFC 6238). */
export function codeNow(secret: string): string {
  const bits = Array.from(secret, (letter) =>
    ALPHABET.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = digest.readUInt8(19) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** What no app shows. */
export const WRONG = 'aaaaaa';

export interface Factor {
  secret: string;
  recoveryCodes: readonly string[];
  /** A code that will do, also right after another one. */
  code(): Promise<string>;
}

/** Lets the next step of an app begin at once: the code of this one counts as not used yet. */
export async function nextStep(server: Server): Promise<void> {
  await server.sql('UPDATE credential SET totp_last_step = 0 WHERE totp_last_step IS NOT NULL');
}

/** Olena's account has a factor from now on; signs the page in at the portal. */
export async function enrol(page: Page, server: Server): Promise<Factor> {
  await server.portal(page);
  const api = `${server.url}/api/v1/portal`;
  const me = (await (await page.request.get(`${api}/me`)).json()) as { csrf: string };
  const post = async (path: string, data?: object): Promise<APIResponse> => {
    const headers = { 'x-csrf-token': me.csrf, origin: server.url };
    const answer = await page.request.post(api + path, { headers, data });
    expect(answer.ok(), `${path}: ${String(answer.status())} ${await answer.text()}`).toBe(true);
    return answer;
  };
  await post('/step-up', { password: PASSWORD });
  const { secret } = (await (await post('/2fa/totp')).json()) as { secret: string };
  const confirmed = await post('/2fa/totp/confirm', { code: codeNow(secret) });
  const { recovery_codes } = (await confirmed.json()) as { recovery_codes: string[] };
  return {
    secret,
    recoveryCodes: recovery_codes,
    code: async () => {
      await nextStep(server);
      return codeNow(secret);
    },
  };
}
