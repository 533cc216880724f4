/** A real provider of OpenID Connect and a name server, each of its own for a test. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { expect, test as base, type Server } from './server.js';

const FOLDER = path.resolve(import.meta.dirname, '../../../crates/server/tests/provider');
const CLIENT = 'ninefold';
export const SECRET = 'a secret + of & ours%';

/** Whom it knows, by what it calls them. */
export type People = Readonly<
  Record<
    string,
    { email?: string; email_verified?: boolean; name?: string; amr?: readonly string[] }
  >
>;

export class Provider {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  issuer = '';

  private constructor(child: ChildProcess, lines: AsyncIterator<string>) {
    this.#child = child;
    this.#lines = lines;
  }

  static async start(): Promise<Provider> {
    const child = spawn('node', ['provider.mjs'], {
      cwd: FOLDER,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const provider = new Provider(child, lines);
    provider.issuer = ((await provider.#next()) as { issuer: string }).issuer;
    return provider;
  }

  /** Says whom it knows, and where they may come from. */
  async tell(server: Server, people: People): Promise<void> {
    const client = {
      client_id: CLIENT,
      client_secret: SECRET,
      redirect_uris: [`${server.url}/sso/callback`],
      post_logout_redirect_uris: [`${server.url}/c/acme-agency/sign-in`, `${server.url}/sign-in`],
    };
    this.#child.stdin?.write(`${JSON.stringify({ clients: [client], people })}\n`);
    expect(await this.#next()).toEqual({ ready: true });
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await exited;
  }

  /** Signs a browser that was sent there in as somebody, or refuses. */
  async choose(page: Page, who: string | null): Promise<void> {
    await expect(page).toHaveTitle('Who are you?');
    expect(page.url().startsWith(this.issuer)).toBe(true);
    await page.getByRole('link', { name: who ?? 'Nobody', exact: true }).click();
  }

  async #next(): Promise<unknown> {
    const line = await this.#lines.next();
    return JSON.parse(line.done ? 'null' : line.value) as unknown;
  }
}

/** Knows TXT records alone (RFC 1035). */
export class NameServer {
  readonly #socket: Socket;
  readonly #records = new Map<string, string>();
  address = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async start(): Promise<NameServer> {
    const socket = createSocket('udp4');
    const names = new NameServer(socket);
    socket.on('message', (message, from) => {
      socket.send(names.#answer(message), from.port, from.address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    names.address = `127.0.0.1:${String(socket.address().port)}`;
    return names;
  }

  /** Says this under a name from now on. */
  say(name: string, text: string): void {
    this.#records.set(name, text);
  }

  stop(): void {
    this.#socket.close();
  }

  #answer(message: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
      labels.push(message.toString('latin1', at + 1, at + 1 + length).toLowerCase());
      at += 1 + length;
    }
    // The name's end, the type and the class.
    const question = message.subarray(12, at + 5);
    const text = this.#records.get(labels.join('.'));
    const found = text !== undefined;
    const head = [0x81, found ? 0x80 : 0x83, 0, 1, 0, found ? 1 : 0, 0, 0, 0, 0];
    const answer = [message.subarray(0, 2), Buffer.from(head), question];
    if (found) {
      const length = Buffer.byteLength(text);
      // The name as in the question, TXT, IN, a minute, and the text with its length.
      answer.push(Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, length + 1, length]));
      answer.push(Buffer.from(text));
    }
    return Buffer.concat(answer);
  }
}

export const test = base.extend<{ provider: Provider; names: NameServer; atPortal: boolean }>({
  /** Whether the provider signs accounts in at the portal. */
  atPortal: [false, { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from here.
  provider: async ({}, use) => {
    const provider = await Provider.start();
    await use(provider);
    await provider.stop();
  },
  // eslint-disable-next-line no-empty-pattern -- as above
  names: async ({}, use) => {
    const names = await NameServer.start();
    await use(names);
    names.stop();
  },
  settings: async ({ names, provider, atPortal }, use) => {
    const portal = {
      NINEFOLD_SSO_ISSUER: provider.issuer,
      NINEFOLD_SSO_CLIENT_ID: CLIENT,
      NINEFOLD_SSO_CLIENT_SECRET: SECRET,
      NINEFOLD_SSO_LABEL: 'House account',
      NINEFOLD_SSO_DOMAINS: 'acme.example',
    };
    await use({
      NINEFOLD_NAME_SERVER: names.address,
      NINEFOLD_OUTBOUND_ALLOW: '127.0.0.0/8',
      ...(atPortal ? portal : {}),
    });
  },
});

/** Adds the provider to Acme Agency, whose owner is signed in there, as its API does. */
export async function addProvider(
  page: Page,
  server: Server,
  provider: Provider,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const api = `${server.url}/api/v1/c/acme-agency`;
  const { csrf } = (await (await page.request.get(`${api}/session`)).json()) as { csrf: string };
  await server.sql('UPDATE session SET step_up_at = auth_at');
  const response = await page.request.post(`${api}/sso-providers`, {
    data: {
      issuer: provider.issuer,
      client_id: CLIENT,
      client_secret: SECRET,
      label: 'Acme account',
      enabled: true,
      ...changes,
    },
    headers: { 'x-csrf-token': csrf, origin: server.url },
  });
  expect(response.status(), await response.text()).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

const HOME = '/c/acme-agency/';
export const PEOPLE = {
  olena: { email: 'olena@acme.example', email_verified: true, name: 'Olena Koval' },
  stranger: { email: 'petro@other.example', email_verified: true },
  unverified: { email: 'olena@acme.example' },
};
export const links = (page: Page) => page.getByRole('region', { name: 'Linked sign-ins' });

/** Olena in Acme Agency, which has the provider. */
export async function open(
  page: Page,
  server: Server,
  provider: Provider,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await provider.tell(server, PEOPLE);
  await addProvider(page, server, provider, changes);
}

/** Connects the provider with her, by her profile. */
export async function connect(page: Page, server: Server, provider: Provider): Promise<void> {
  await page.goto(server.url + HOME);
  await links(page).getByRole('button', { name: 'Connect Acme account' }).press('Enter');
  await provider.choose(page, 'olena');
  await expect(page.getByRole('status').getByText('From now on you can sign in')).toBeVisible();
}

export { expect };
