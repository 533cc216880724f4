/** A real server of its own for each test, and the checks that every page must pass. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test as base, type Page } from '@playwright/test';

export const PASSWORD = 'seven green bottles';

export interface Server {
  url: string;
  token: string;
  /** Sets it up by its API; returns the way in without a password. */
  setUp(): Promise<string>;
}

const target =
  process.env['CARGO_TARGET_DIR'] ?? path.resolve(import.meta.dirname, '../../../target');
const program = process.env['NINEFOLD_SERVER'] ?? path.join(target, 'debug/ninefold-server');

interface Told {
  ready: boolean;
  url: string;
  bootstrap: string;
}

export const test = base.extend<{ server: Server }>({
  server: async ({ request }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ninefold-'));
    const child = spawn(
      program,
      ['serve', '--embedded', '--stop-with-parent', '--data-dir', folder],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, RUST_LOG: 'warn' } },
    );
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const told = JSON.parse(line) as Told;
    expect(told.ready, line).toBe(true);
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
    });
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

const require = createRequire(import.meta.url);

/** No violation that axe can find, in light and dark, and nothing wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: half-way between two colours, nothing has its contrast.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(violations, colorScheme).toEqual([]);
  }
  for (const width of [360, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `at ${width} px`).toBe(0);
  }
}

export { expect };
