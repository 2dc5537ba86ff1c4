// A headless Chromium with one page, which is always closed again.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'
];

export const inModules = path => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

/** A browser for pages that a server of ours shows. */
export async function withBrowser(use) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? 'chromium', args: QUIET });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

export async function withPage({ html, styles, scripts, scale = 1, locale = 'en', viewport = { width: 1400, height: 1000 } }, use) {
  const profile = await mkdtemp(join(tmpdir(), 'remedyflow-chromium-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? 'chromium',
    headless: true,
    args: QUIET,
    viewport,
    deviceScaleFactor: scale,
    locale,
    offline: true
  });
  try {
    const page = await browser.newPage();
    const faults = [];
    page.on('pageerror', fault => faults.push(fault));
    await page.setContent(html);
    for (const path of styles) await page.addStyleTag({ path: inModules(path) });
    for (const path of scripts) await page.addScriptTag({ path: inModules(path) });
    const result = await use(page);
    if (faults.length > 0) throw new AggregateError(faults, `the page failed: ${faults.map(String).join('; ')}`);
    return result;
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  }
}
