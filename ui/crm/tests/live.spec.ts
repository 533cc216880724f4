import type { Browser, Page } from '@playwright/test';
import { deafen, expect, expectAccessible, PASSWORD, test, type Server } from './server.js';

const HOME = '/c/acme-agency/';
const invitations = (page: Page) => page.getByRole('region', { name: 'Open invitations' });
const factor = (page: Page) => page.getByRole('region', { name: 'Two-factor sign-in' });
const keys = (page: Page) => page.getByRole('region', { name: 'API keys' });

/** Olena, on a page of her CRM, in a browser of its own each time. */
async function open(browser: Browser, server: Server, path: string): Promise<Page> {
  const page = await browser.newPage({ locale: 'en-GB' });
  const data = { address: 'acme-agency', login: 'olena', password: PASSWORD };
  expect((await page.request.post(`${server.url}/api/v1/sign-in`, { data })).status()).toBe(200);
  const go = async () => page.goto(server.url + HOME + path);
  await (path === '' ? go() : listening(page, go));
  return page;
}

/** Does something that makes the page listen, and waits until it does. */
async function listening(page: Page, act: () => Promise<unknown>): Promise<void> {
  const stream = page.waitForResponse((response) => response.url().endsWith('/stream'));
  await act();
  expect((await stream).status()).toBe(200);
}

async function invite(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Invite people' }).click();
  await page.getByLabel('E-mail addresses').fill(email);
  await page.getByRole('button', { name: 'Send 1 invitation' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
}

test.beforeEach(async ({ server }) => {
  await server.setUp();
});

test('what somebody does with the staff is seen on every page at once', async ({
  browser,
  server,
}) => {
  await server.hire('acme-agency', ['Ihor Bondar']);
  const here = await open(browser, server, 'staff');
  const there = await open(browser, server, 'staff');
  await invite(here, 'zoe@acme.example');
  await expect(invitations(there)).toContainText('zoe@acme.example');

  await there.getByRole('button', { name: 'Invite people' }).click();
  const typing = there.getByLabel('E-mail addresses');
  await typing.fill('yan@acme.exa');
  await here.getByRole('button', { name: 'Revoke the invitation to zoe@acme.example' }).click();
  await expect(invitations(there)).toHaveCount(0);
  await here.getByRole('button', { name: 'More about Ihor Bondar' }).click();
  await here.getByRole('menuitem', { name: 'Deactivate' }).click();
  const row = there.getByRole('row', { includeHidden: true }).filter({ hasText: 'Ihor Bondar' });
  await expect(row).toContainText('Deactivated');
  await expect(typing, 'nothing that is typed is lost').toHaveValue('yan@acme.exa');
  await expect(typing).toBeFocused();
  await expectAccessible(there);
});

test('what somebody sets is seen, and what is chosen meanwhile stays', async ({
  browser,
  server,
}) => {
  const here = await open(browser, server, 'settings');
  const there = await open(browser, server, 'settings');
  const everybody = factor(there).getByRole('radio', { name: 'Everybody' });
  await everybody.check();
  await keys(there).getByRole('button', { name: 'Make key' }).click();
  const make = there.getByRole('dialog', { name: 'Make key' });
  await make.getByLabel('Name').fill('Report');

  await factor(here).getByRole('radio', { name: 'Owner and administrators' }).check();
  await factor(here).getByRole('button', { name: 'Save' }).click();
  const now = there.getByText('Now: Owner and administrators');
  await expect(now).toBeVisible();
  await keys(here).getByRole('button', { name: 'Make key' }).click();
  const made = here.getByRole('dialog', { name: 'Make key' });
  await made.getByLabel('Name').fill('Sums');
  await made.getByRole('button', { name: 'Make key' }).click();
  await expect(there.getByText('Sums')).toBeVisible();
  await expect(make.getByLabel('Name')).toHaveValue('Report');
  await there.keyboard.press('Escape');
  await expect(everybody).toBeChecked();
  await expectAccessible(there);
});

test('a page whose session is ended elsewhere leads to the sign-in', async ({
  browser,
  server,
}) => {
  const here = await open(browser, server, '');
  const there = await open(browser, server, 'staff');
  await here.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(there).toHaveURL(`${server.url}${HOME}sign-in`);
});

test('a page that heard nothing for a while catches up', async ({ browser, server }) => {
  const here = await open(browser, server, 'staff');
  const there = await open(browser, server, 'staff');
  await there.clock.install();
  await deafen(there);
  await there.reload();
  await expect(there.getByRole('row').filter({ hasText: 'Olena Koval' })).toBeVisible();
  await invite(here, 'zoe@acme.example');
  await invite(here, 'yan@acme.example');
  await expect(invitations(there)).toHaveCount(0);
  await listening(there, async () => {
    await there.unroute('**/stream');
    await there.clock.fastForward('01:00');
  });
  await expect(invitations(there).getByRole('listitem')).toHaveCount(2);
});
