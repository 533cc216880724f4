import { expect, expectAccessible, prove, test } from './server.js';

const HOME = '/c/acme-agency/';

test('a key is made, shown once, used and taken back', async ({ page, server, request }) => {
  await page.goto(await server.setUp());
  await page.waitForURL(server.url + HOME);
  await page.getByRole('link', { name: 'Settings' }).click();
  const keys = page.getByRole('region', { name: 'API keys' });
  await expect(keys).toContainText('No program has a key.');
  await keys.getByRole('button', { name: 'Make key' }).press('Enter');
  const make = page.getByRole('dialog', { name: 'Make key' });
  await make.getByLabel('Name').fill('Reporting');
  await expectAccessible(page);
  await make.getByRole('button', { name: 'Make key' }).press('Enter');
  await prove(page);
  const made = page.getByRole('dialog', { name: 'The key Reporting is made' });
  await expectAccessible(page);
  const secret = (await made.getByRole('group', { name: 'Key' }).textContent()) ?? '';
  expect(secret).toMatch(/^crm_[0-9a-f]{12}_[0-9a-f]{8}_/);
  await made.getByRole('button', { name: "I've kept it" }).press('Enter');
  await expect(keys).toContainText('never used');
  await expect(keys).not.toContainText(secret);
  const headers = { authorization: `Bearer ${secret}` };
  const users = `${server.url}/api/v1/c/acme-agency/users`;
  expect((await request.get(users, { headers })).status()).toBe(200);
  await page.reload();
  await expect(keys).toContainText('used');
  await expectAccessible(page);
  await keys.getByRole('button', { name: 'Take back… Reporting' }).press('Enter');
  const ask = page.getByRole('alertdialog', { name: 'Take Reporting back?' });
  await expectAccessible(page);
  await ask.getByRole('button', { name: 'Take back' }).press('Enter');
  await expect(keys).toContainText('No program has a key.');
  expect((await request.get(users, { headers })).status()).toBe(401);
});
