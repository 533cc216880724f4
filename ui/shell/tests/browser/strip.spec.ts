import { expect, test, type Page } from '@playwright/test';
import { calls, change, emit, lastCall, open } from './harness.js';

test('arrows walk over the tabs, Enter switches', async ({ page }) => {
  await open(page, 'strip', 'three');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('tab', { name: 'Acme Agency' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_open', { account: 'a2' });
  await expect(page.getByRole('tab', { name: 'Berry Ltd 3 unread' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('the strip takes the keyboard on its current tab', async ({ page }) => {
  await open(page, 'strip', 'three');
  await page.evaluate(() => window.dispatchEvent(new FocusEvent('focus')));
  await expect(page.getByRole('tab', { selected: true })).toBeFocused();
});

test('an account in another window is raised by a click, and said to be there', async ({
  page,
}) => {
  await open(page, 'strip', 'three');
  await page.getByRole('tab', { name: /Київська.*in another window/ }).click();
  await lastCall(page, 'account_open', { account: 'a3' });
});

test('a middle click disconnects', async ({ page }) => {
  await open(page, 'strip', 'three');
  await page.getByRole('tab', { name: /Berry/ }).click({ button: 'middle' });
  await lastCall(page, 'account_disconnect', { account: 'a2' });
  await expect(page.getByRole('tab', { name: /Berry/ })).toHaveCount(0);
});

test("a pill's menu opens under it", async ({ page }) => {
  await open(page, 'strip', 'three');
  const pill = page.getByRole('tab', { name: /Berry/ });
  const box = await pill.boundingBox();
  await pill.click({ button: 'right' });
  await lastCall(page, 'panel_open', {
    panel: { kind: 'accountMenu', account: 'a2', x: Math.round(box?.x ?? -1) },
    byKey: false,
  });
});

test("by keyboard, too, a pill's menu opens; the engine's own opens nowhere in the strip", async ({
  page,
}) => {
  await open(page, 'strip', 'three');
  const pill = page.getByRole('tab', { name: /Berry/ });
  const box = await pill.boundingBox();
  const panel = { kind: 'accountMenu', account: 'a2', x: Math.round(box?.x ?? -1) };
  const opened = { panel, byKey: true };
  for (const key of ['Shift+F10', 'ContextMenu']) {
    await pill.focus();
    await page.keyboard.press(key);
  }
  await expect.poll(() => calls(page, 'panel_open')).toEqual([opened, opened]);
  const isKeptAway = page.evaluate(
    () =>
      new Promise((resolve) =>
        addEventListener('contextmenu', (event) =>
          setTimeout(() => resolve(event.defaultPrevented)),
        ),
      ),
  );
  await page.getByRole('button', { name: 'Add account' }).click({ button: 'right' });
  expect(await isKeptAway).toBe(true);
});

test('dragged along the strip, a pill changes its place', async ({ page }) => {
  await open(page, 'strip', 'three');
  const from = await page.getByRole('tab', { name: /Acme/ }).boundingBox();
  const to = await page.getByRole('tab', { name: /Київська/ }).boundingBox();
  if (!from || !to) throw new Error('both are shown');
  await page.mouse.move(from.x + 20, 20);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width - 5, 20, { steps: 5 });
  await page.mouse.up();
  await lastCall(page, 'account_reorder', { account: 'a1', to: 2 });
  expect(await calls(page, 'account_open')).toEqual([]);
});

test('let go outside the strip, a pill is handed over', async ({ page }) => {
  await page.setViewportSize({ width: 1180, height: 400 });
  await open(page, 'strip', 'three');
  const from = await page.getByRole('tab', { name: /Berry/ }).boundingBox();
  if (!from) throw new Error('it is shown');
  await page.mouse.move(from.x + 20, 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, 20);
  await page.mouse.move(from.x + 60, 300);
  await page.mouse.up();
  await expect.poll(() => calls(page, 'pill_drop')).toHaveLength(1);
  expect((await calls(page, 'pill_drop'))[0]?.account).toBe('a2');
});

test('Ctrl+Shift+arrow moves the focused pill', async ({ page }) => {
  await open(page, 'strip', 'three');
  await page.getByRole('tab', { name: /Berry/ }).focus();
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await lastCall(page, 'account_reorder', { account: 'a2', to: 0 });
});

test('the avatar opens the menu and closes it', async ({ page }) => {
  await open(page, 'strip', 'three');
  const avatar = page.getByRole('button', { name: 'Account menu: Acme Agency' });
  await expect(avatar).toHaveAttribute('aria-expanded', 'false');
  await avatar.click();
  await lastCall(page, 'panel_open', { panel: { kind: 'menu' }, byKey: false });
  await expect(avatar).toHaveAttribute('aria-expanded', 'true');
  await avatar.click();
  await lastCall(page, 'panel_close', { dismissed: true });
});

test('navigation goes to the page in front', async ({ page }) => {
  await open(page, 'strip', 'loading');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Forward' }).click();
  await page.getByRole('button', { name: 'Stop loading' }).click();
  await lastCall(page, 'page_back', { account: 'a1' });
  await lastCall(page, 'page_forward', { account: 'a1' });
  await lastCall(page, 'page_stop', { account: 'a1' });
  await expect(page.getByRole('progressbar', { name: 'Loading' })).toHaveAttribute(
    'aria-valuenow',
    '40',
  );
});

test('a sign-out that takes its time shows', async ({ page }) => {
  await open(page, 'strip', 'three');
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await change(page, (snapshot) => {
    snapshot.accounts[0]!.busy = true;
  });
  await expect(page.getByRole('progressbar', { name: 'signing out…' })).toBeVisible();
});

test('a switch is announced', async ({ page }) => {
  await open(page, 'strip', 'three');
  await emit(page, { kind: 'announce', text: 'Berry Ltd' });
  await expect(page.locator('[aria-live=polite]')).toHaveText('Berry Ltd');
});

test('a failed command is said', async ({ page }) => {
  await open(page, 'strip', 'three');
  await change(page, (snapshot) => {
    snapshot.windows = [{ ...snapshot.windows[0]!, id: 'w1', accounts: ['gone'] }];
    snapshot.accounts[0]!.window = 'nowhere';
  });
  await page.getByRole('tab', { name: /Acme/ }).click();
  await expect(page.getByRole('alert')).toHaveText("This window isn't there any more.");
});

test('with many accounts everything stays in the strip', async ({ page }) => {
  await open(page, 'strip', 'fifty');
  const avatar = await page.getByRole('button', { name: /Account menu/ }).boundingBox();
  expect((avatar?.x ?? 0) + (avatar?.width ?? 0)).toBeLessThanOrEqual(1180);
  await page.setViewportSize({ width: 700, height: 40 });
  await page.getByRole('button', { name: 'All accounts' }).click();
  await lastCall(page, 'panel_open', { panel: { kind: 'switcher' }, byKey: false });
});

test('in the narrowest window, and with large text, the avatar stays in the strip', async ({
  page,
}) => {
  await open(page, 'strip', 'downloads');
  const rightEdge = () =>
    page.getByRole('button', { name: /Account menu/ }).evaluate((avatar) => {
      return avatar.getBoundingClientRect().right;
    });
  await page.setViewportSize({ width: 360, height: 40 });
  expect(await rightEdge()).toBeLessThanOrEqual(360);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  expect(await rightEdge()).toBeLessThanOrEqual(360);
});

/** How much of the pill in front is in sight, as a share of its width. */
async function frontInSight(page: Page): Promise<number> {
  return page.getByRole('tab', { selected: true }).evaluate((pill) => {
    const row = pill.closest('.row')?.getBoundingClientRect();
    const { left, right, width } = pill.getBoundingClientRect();
    if (!row) return 0;
    return (Math.min(right, row.right) - Math.max(left, row.left)) / width;
  });
}

async function withNinthInFront(page: Page): Promise<void> {
  await open(page, 'strip', 'fifty');
  await change(page, (snapshot) => {
    const [window] = snapshot.windows;
    if (!window?.page) return;
    window.front = 'a9';
    Object.assign(window.page, { account: 'a9', host: 'office9.franchise.example' });
  });
}

test('the account in front stays in sight when the window gets narrower', async ({ page }) => {
  await withNinthInFront(page);
  for (const width of [1180, 700, 360]) {
    await page.setViewportSize({ width, height: 40 });
    await expect.poll(() => frontInSight(page), String(width)).toBeGreaterThan(0.9);
  }
});

test('with text twice as large the host is shortened, and the account in front has its name', async ({
  page,
}) => {
  await withNinthInFront(page);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  for (const width of [1180, 920]) {
    await page.setViewportSize({ width, height: 40 });
    await expect.poll(() => frontInSight(page), String(width)).toBeGreaterThan(0.9);
    const label = await page.locator('[aria-selected=true] .label').boundingBox();
    expect(label?.width, String(width)).toBeGreaterThan(60);
    const host = await page.locator('.host .name').boundingBox();
    expect(host?.width, String(width)).toBeGreaterThan(60);
  }
});

test('the host is not under what stands at the end', async ({ page }) => {
  await withNinthInFront(page);
  for (const width of [1180, 700, 640, 500]) {
    await page.setViewportSize({ width, height: 40 });
    const host = await page.getByRole('button', { name: /^Connection/ }).boundingBox();
    const avatar = await page.getByRole('button', { name: /Account menu/ }).boundingBox();
    if (!host || !avatar) throw new Error('both are shown');
    expect(host.x + host.width, String(width)).toBeLessThanOrEqual(avatar.x);
  }
});

test('? shows the keys', async ({ page }) => {
  await open(page, 'strip', 'three');
  await page.keyboard.press('Tab');
  await page.keyboard.press('?');
  await lastCall(page, 'panel_open', { panel: { kind: 'keys' }, byKey: false });
});

test('a pill dragged out in one jump is handed over, and not switched to', async ({ page }) => {
  await open(page, 'strip', 'three');
  const from = await page.getByRole('tab', { name: /Berry/ }).boundingBox();
  if (!from) throw new Error('it is shown');
  await page.mouse.move(from.x + 20, 20);
  await page.mouse.down();
  await page.mouse.move(900, 700);
  await page.mouse.up();
  await expect.poll(() => calls(page, 'pill_drop')).toHaveLength(1);
  expect((await calls(page, 'pill_drop'))[0]?.account).toBe('a2');
  expect(await calls(page, 'account_open')).toEqual([]);
});

test('a pill let go far away is handed over where no move was seen at all', async ({ page }) => {
  await open(page, 'strip', 'three');
  const pill = page.getByRole('tab', { name: /Berry/ });
  await pill.dispatchEvent('pointerdown', { button: 0, pointerId: 7, clientX: 200, clientY: 20 });
  // Another pointer's end is none of it.
  await page.dispatchEvent('html', 'pointerup', { pointerId: 8, clientX: 10, clientY: 500 });
  expect(await calls(page, 'pill_drop')).toEqual([]);
  await page.dispatchEvent('html', 'pointerup', {
    pointerId: 7,
    clientX: 300,
    clientY: 500,
    screenX: 310,
    screenY: 520,
  });
  await lastCall(page, 'pill_drop', { account: 'a2', screenX: 310, screenY: 520 });
  // The next click is a person's.
  await page.getByRole('tab', { name: /Acme/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await lastCall(page, 'account_open', { account: 'a2' });
});

test('a press that hardly moves is a click', async ({ page }) => {
  await open(page, 'strip', 'three');
  const box = await page.getByRole('tab', { name: /Berry/ }).boundingBox();
  if (!box) throw new Error('it is shown');
  await page.mouse.move(box.x + 20, 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 22, 21);
  await page.mouse.up();
  await lastCall(page, 'account_open', { account: 'a2' });
  expect(await calls(page, 'account_reorder')).toEqual([]);
});

test('a question behind is marked on its pill, the one in front is seen anyway', async ({
  page,
}) => {
  await open(page, 'strip', 'asking');
  const marked = page.getByRole('tab', { name: /has a question/ });
  await expect(marked).toHaveCount(2);
  await expect(page.getByRole('tab', { selected: true })).not.toHaveAccessibleName(/question/);
  await expect(page.getByRole('tab', { name: 'Berry Ltd has a question 3 unread' })).toBeVisible();
  // Nothing of a pill is cut off, also where there's little room.
  for (const width of [1180, 700, 480]) {
    await page.setViewportSize({ width, height: 40 });
    const cut = await marked.evaluateAll((pills) =>
      pills.map((pill) =>
        [...pill.querySelectorAll('.badge')].every((badge) => {
          const [inner, outer] = [badge.getBoundingClientRect(), pill.getBoundingClientRect()];
          return inner.left >= outer.left && inner.right <= outer.right;
        }),
      ),
    );
    expect(cut, String(width)).toEqual([true, true]);
  }
});

test('a lock stands where a page is known to be secure, and nowhere else', async ({ page }) => {
  await open(page, 'strip', 'three');
  const host = page.getByRole('button', { name: /^Connection/ });
  await expect(host).toHaveAccessibleName('Connection: acme.example, encrypted');
  // A lock's body is the only rectangle among the icons of the four.
  const lock = host.locator('svg rect');
  await expect(lock).toHaveCount(1);
  await change(page, (snapshot) => {
    const shown = snapshot.windows[0]?.page;
    if (shown) shown.security = 'unknown';
  });
  await expect(host).toHaveAccessibleName('Connection: acme.example, nothing loaded');
  await expect(host.locator('svg')).toHaveCount(1);
  await expect(lock).toHaveCount(0);
});
