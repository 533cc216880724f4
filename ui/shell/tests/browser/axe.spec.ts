import { expect, test } from '@playwright/test';
import { open, violations, type Surface } from './harness.js';

const SCREENS: readonly (readonly [Surface, readonly string[]])[] = [
  ['strip', ['none', 'three', 'fifty', 'long', 'loading', 'login', 'downloads']],
  [
    'panel',
    [
      'none',
      'closed',
      'panel-menu',
      'panel-accountMenu',
      'panel-switcher',
      'panel-find',
      'panel-connection',
      'panel-keys',
      'panel-rename',
      'downloads',
      'login',
      'login-covered',
      'deleting',
      'duplicate',
      'fifty-menu',
      'long-menu',
      'ask-permission',
      'ask-alert',
      'ask-confirm',
      'ask-prompt',
      'ask-leavePage',
      'ask-signIn',
      'ask-otherSite',
      'ask-launch',
      'ask-noSignOut',
      'trouble-asleep',
      'trouble-offline',
      'trouble-certificate',
      'trouble-crashed',
      'trouble-noIsolation',
      'trouble-blocked',
    ],
  ],
  ['settings', ['three', 'none']],
];

for (const theme of ['light', 'dark'] as const) {
  for (const [surface, scenarios] of SCREENS) {
    for (const scenario of scenarios) {
      test(`${surface} with ${scenario} in ${theme} is accessible`, async ({ page }) => {
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await open(page, surface, scenario, { theme });
        expect(await violations(page, surface)).toEqual([]);
      });
    }
  }
}

test('an opened account in the settings is accessible', async ({ page }) => {
  await open(page, 'settings', 'three');
  await page.getByText('Acme Agency').click();
  await expect(page.getByRole('button', { name: 'Choose a picture…' })).toBeVisible();
  expect(await violations(page, 'settings')).toEqual([]);
});

test('the trial form with its errors is accessible', async ({ page }) => {
  await open(page, 'panel', 'none');
  await page.getByRole('button', { name: /Try it on this computer/ }).click();
  await page.getByRole('button', { name: 'Create CRM' }).click();
  await expect(page.getByText('Enter your name.')).toBeVisible();
  expect(await violations(page, 'panel')).toEqual([]);
});
