import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, PASSWORD, prove, test } from './server.js';

const HOME = '/c/acme-agency/';
const SETTINGS = '/c/acme-agency/settings';
const STEP_UP_IS_OVER = 'UPDATE session SET step_up_at = NULL';
const SCHEDULED = `UPDATE crm SET status = 'deletion_scheduled', status_before = 'active',
  delete_at = (strftime('%s', 'now') + 600000) * 1000`;
/** One that was tried often enough. */
const FAILED = `INSERT INTO crm_export (crm_id, id, state, created_at)
    SELECT id, 'e', 'waiting', 1800000000000 FROM crm;
  INSERT INTO job (id, queue, kind, crm_id, payload, run_at, priority, attempts, max_attempts, state,
      dedupe_key, created_at)
    SELECT 'j', 'import', 'make_export', id, '{}', 0, 0, 8, 8, 'dead', 'export:e', 0 FROM crm`;

/** Asks for an export by keyboard, proves who asks, and downloads it. */
async function takeAway(page: Page, place: Locator): Promise<void> {
  await expect(place).toContainText('There is no export to download.');
  await expectAccessible(page);
  await place.getByRole('button', { name: 'Make export' }).press('Enter');
  await prove(page);
  await expect(place.getByRole('status')).toHaveText('The export is ready.');
  await expect(place).toContainText(/ready · .+ · until/);
  await expectAccessible(page);
  const waiting = page.waitForEvent('download');
  await place.getByRole('link', { name: 'Download: export of' }).press('Enter');
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^acme-agency-\d{4}-\d\d-\d\d\.zip$/);
  const file = await readFile(await download.path());
  expect(file.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
}

test('an owner takes everything of a CRM away', async ({ page, server }) => {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await page.goto(server.url + SETTINGS);
  const place = page.getByRole('region', { name: 'Export', exact: true });
  await takeAway(page, place);
  await page.reload();
  await expect(place.getByRole('link', { name: 'Download: export of' })).toBeVisible();
});

test('a CRM that waits for its deletion is taken away from the portal', async ({
  page,
  server,
}) => {
  await server.setUp();
  await server.portal(page);
  await server.sql(`${SCHEDULED}; ${STEP_UP_IS_OVER}`);
  await page.goto(`${server.url}/account`);
  const scheduled = page.getByRole('region', { name: 'Scheduled for deletion' });
  await expect(scheduled).toBeVisible();
  await expectAccessible(page);
  const open = scheduled.getByRole('button', { name: 'Export… Acme Agency' });
  await open.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export of Acme Agency' });
  await takeAway(page, dialog);
  await dialog.getByRole('button', { name: 'Close' }).press('Enter');
  await expect(open).toBeFocused();
});

test('an export that failed is said, and another one can be asked for', async ({
  page,
  server,
}) => {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await server.sql(FAILED);
  await page.goto(server.url + SETTINGS);
  const place = page.getByRole('region', { name: 'Export', exact: true });
  await expect(place).toContainText("couldn't be made");
  await expect(place.getByRole('link')).toHaveCount(0);
  await expectAccessible(page);
  await place.getByRole('button', { name: 'Make export' }).click();
  await prove(page);
  await expect(place.getByRole('status')).toHaveText('The export is ready.');
  await expect(place).not.toContainText("couldn't be made");
});

test('an administrator takes nothing away', async ({ page, server }) => {
  await server.setUp();
  await server.disown('acme-agency');
  await page.goto(`${server.url}/c/acme-agency/sign-in`);
  await page.getByLabel('E-mail or username').fill('olena');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(server.url + HOME);
  await page.goto(server.url + SETTINGS);
  await expect(page.getByRole('region', { name: 'Webhooks' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Export', exact: true })).toHaveCount(0);
});
