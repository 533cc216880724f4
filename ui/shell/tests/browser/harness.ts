/** Opens a surface on the in-memory host, and looks at what it asked the host for. */
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { CommandName, RequestOf } from '../../src/ipc/host.js';
import type { AppEvent, Snapshot } from '../../src/ipc/contract.js';
import type { MemoryControls } from '../../src/ipc/memory.js';

declare global {
  var ninefold: MemoryControls;
}

export type Surface = 'strip' | 'panel' | 'settings';

export interface Look {
  theme?: 'light' | 'dark';
  language?: 'en' | 'uk' | 'ru';
}

export async function open(
  page: Page,
  surface: Surface,
  scenario: string,
  look: Look = {},
): Promise<void> {
  if (surface === 'strip') await page.setViewportSize({ width: 1180, height: 40 });
  const query = new URLSearchParams({
    host: 'memory',
    scenario,
    language: look.language ?? 'en',
    theme: look.theme ?? 'light',
  });
  const window = surface === 'settings' ? '' : '/w1';
  await page.goto(`/?${query.toString()}#/${surface}${window}`);
  await page.waitForFunction(() => document.body.childElementCount > 0);
}

/** Requests of one command, in order. */
export async function calls<Name extends CommandName>(
  page: Page,
  name: Name,
): Promise<RequestOf<Name>[]> {
  const all = await page.evaluate(() => globalThis.ninefold.calls);
  return all.filter((call) => call.name === name).map((call) => call.request as RequestOf<Name>);
}

export async function lastCall<Name extends CommandName>(
  page: Page,
  name: Name,
  request: RequestOf<Name>,
): Promise<void> {
  await expect.poll(async () => (await calls(page, name)).at(-1)).toEqual(request);
}

export async function emit(
  page: Page,
  event: Exclude<AppEvent, { kind: 'snapshot' }>,
): Promise<void> {
  await page.evaluate((given) => globalThis.ninefold.emit(given), event);
}

export async function change(page: Page, how: (snapshot: Snapshot) => void): Promise<void> {
  // The function runs in the page; it may use its argument alone.
  await page.evaluate(`globalThis.ninefold.change(${how.toString()})`);
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe finds wrong, as short texts. */
export async function violations(page: Page, surface: Surface): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  // A strip or a panel is a part of a window: it has no outline of its own.
  const part =
    surface === 'settings' ? [] : ['region', 'landmark-one-main', 'page-has-heading-one'];
  const found: Violation[] = await page.evaluate(async (disabled) => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
    };
    const rules = Object.fromEntries(disabled.map((rule) => [rule, { enabled: false }]));
    return (await axe.run({ rules })).violations;
  }, part);
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
  );
}
