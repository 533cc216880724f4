/** A real server of its own for each test, and the checks that every page must pass. */
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test as base, type Page } from '@playwright/test';

export const PASSWORD = 'seven green bottles';

export interface Server {
  url: string;
  token: string;
  /** Sets it up by its API; returns the way in without a password. */
  setUp(): Promise<string>;
  /** Signs a page in at the portal, without its form. */
  portal(page: Page): Promise<void>;
  /** Creates a CRM, of who is signed in at the portal. */
  create(page: Page, name: string): Promise<void>;
  /** Waits for the newest letter to somebody; returns the path of its link. */
  linkFor(to: string, but?: string): Promise<string>;
  /** A link by which one person may sign up, of the operator's command line. */
  signUpLink(): Promise<string>;
  /** Changes its data behind its back: for what time would do, or what no call does yet. */
  sql(statements: string): Promise<void>;
  /** Puts members with these names into a CRM, of no account and with no password: `user1`, `user2` and so on. */
  hire(slug: string, names: readonly string[]): Promise<void>;
  /** Makes the owner of a CRM one of its administrators, of no account, with the same password. */
  disown(slug: string): Promise<void>;
}

const target =
  process.env['CARGO_TARGET_DIR'] ?? path.resolve(import.meta.dirname, '../../../target');
const program = process.env['NINEFOLD_SERVER'] ?? path.join(target, 'debug/ninefold-server');

const run = promisify(execFile);
const SQL = `import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as db:
    db.executescript(sys.argv[2])`;

/** A letter without its quoted-printable encoding (RFC 2045, 6.7). */
function plain(letter: string): string {
  return letter
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

interface Told {
  ready: boolean;
  url: string;
  bootstrap: string;
}

interface Fixtures {
  server: Server;
  /** Who may sign up there. */
  signUp: 'open' | 'invite' | 'closed';
  /** More of what the server is told, by the names in its environment. */
  settings: Readonly<Record<string, string>>;
}

export const test = base.extend<Fixtures>({
  signUp: ['closed', { option: true }],
  settings: {},
  server: async ({ page, request, signUp, settings }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ninefold-'));
    const mail = path.join(folder, 'mail');
    const child = spawn(
      program,
      ['serve', '--embedded', '--stop-with-parent', '--data-dir', folder, '--sign-up', signUp],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: {
          ...process.env,
          RUST_LOG: 'warn',
          NINEFOLD_MAIL: pathToFileURL(mail).href,
          ...settings,
        },
      },
    );
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const told = JSON.parse(line) as Told;
    expect(told.ready, line).toBe(true);
    const sql = async (statements: string): Promise<void> => {
      await run('python3', ['-c', SQL, path.join(folder, 'ninefold.db'), statements]);
    };
    await use({
      url: told.url,
      token: told.bootstrap,
      async setUp() {
        const response = await request.post(`${told.url}/api/v1/setup`, {
          data: {
            token: told.bootstrap,
            name: 'Olena Koval',
            email: 'olena@acme.example',
            password: PASSWORD,
            crm_name: 'Acme Agency',
          },
        });
        expect(response.status()).toBe(200);
        const body = (await response.json()) as { enter: { url: string } };
        return told.url + body.enter.url;
      },
      async portal(page) {
        const api = `${told.url}/api/v1/sign-in`;
        const signIn = { login: 'olena@acme.example', password: PASSWORD };
        expect((await page.request.post(api, { data: signIn })).status()).toBe(200);
        const open = { data: { choice: 'portal' } };
        expect((await page.request.post(`${api}/tickets/current/open`, open)).status()).toBe(200);
      },
      async create(page, name) {
        const me = await page.request.get(`${told.url}/api/v1/portal/me`);
        const { csrf } = (await me.json()) as { csrf: string };
        const response = await page.request.post(`${told.url}/api/v1/portal/crms`, {
          data: { name },
          headers: { 'x-csrf-token': csrf, 'idempotency-key': randomUUID(), origin: told.url },
        });
        expect(response.status()).toBe(200);
      },
      async signUpLink() {
        const { stdout } = await run(program, ['link', 'sign-up', '--data-dir', folder]);
        return stdout.replace('Sign-up: ', '').trim();
      },
      async linkFor(to, but = '') {
        let link = '';
        await expect
          .poll(async () => {
            for (const file of await readdir(mail)) {
              const letter = plain(await readFile(path.join(mail, file), 'utf8'));
              const found = /\S+#ticket=\S+/.exec(letter)?.[0] ?? '';
              if (letter.includes(`To: ${to}`) && found !== but && found) link = found;
            }
            return link;
          })
          .not.toBe('');
        return link;
      },
      sql,
      async hire(slug, names) {
        const rows = names.map(
          (name, nth) => `(${String(nth + 1)}, '${name.replace(/'/g, "''")}')`,
        );
        await sql(`WITH person (n, name) AS (VALUES ${rows.join()})
          INSERT INTO crm_user SELECT crm_id, 'user' || n, 'user' || n || '@acme.example',
            'user' || n || '@acme.example', 'user' || n, name, '', '', NULL, NULL, NULL, 'member',
            'active', 'own', locale, time_zone, NULL, name, name, NULL, 1, 0, 0, NULL, NULL
          FROM crm_user, person
          WHERE role = 'owner' AND crm_id = (SELECT id FROM crm WHERE slug = '${slug}')`);
      },
      async disown(slug) {
        const crm = `(SELECT id FROM crm WHERE slug = '${slug}')`;
        await sql(`BEGIN IMMEDIATE;
          DELETE FROM membership WHERE crm_id = ${crm};
          INSERT INTO credential (id, principal_key, crm_id, crm_user_id, password_hash, version,
              created_at, updated_at)
            SELECT id, 'u:' || id, crm_id, id, (SELECT password_hash FROM credential), 1, 0, 0
            FROM crm_user WHERE crm_id = ${crm};
          UPDATE crm_user SET role = 'admin', credential_source = 'own' WHERE crm_id = ${crm};
          COMMIT;`);
      },
    });
    // What a route of a test still asks the server is answered before it ends.
    await page.unrouteAll({ behavior: 'wait' });
    const exited = once(child, 'exit');
    child.stdin.end();
    await exited;
    await rm(folder, { recursive: true });
  },
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A refused request is an answer, not a fault of the page.
      const refused = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !refused) complaints.push(message.text());
    });
    await use(page);
    // The content security policy speaks up here too.
    expect(complaints).toEqual([]);
  },
});

/** Lets a page hear nothing of what others do: for what happens before it would. */
export async function deafen(page: Page): Promise<void> {
  await page.route('**/stream', async (route) => route.abort());
}

/** Gives the password that is asked for. */
export async function prove(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

const require = createRequire(import.meta.url);

/** No violation that axe can find, narrow and wide, in light and dark, and nothing wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  for (const width of [360, 1920, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `at ${String(width)} px`).toBe(0);
    if (width === 1920) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      // Without motion: half-way between two colours, nothing has its contrast.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(axe);
      expect(await violations(page), `${colorScheme}, ${String(width)} px`).toEqual([]);
    }
  }
}

async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

export { expect };
