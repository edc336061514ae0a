import {mkdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {type Browser, chromium} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {chromium as installed, need} from '../rig/found.ts';
import {NO_SNORT, Rig} from '../rig/project.ts';

// Chromium renders the whole report, several times
vi.setConfig({testTimeout: 180_000, hookTimeout: 240_000});

const runs = need('chromium', 'the HTML report in a browser (Chromium)');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Where pictures are kept for a person to look at; left out: none are made. */
const PICTURES = process.env.RULETRIAL_PICTURES;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.runIf(runs)('the HTML report in a browser', () => {
  const rig = new Rig();
  let browser: Browser;
  beforeAll(async () => {
    await rig.ok(['demo'], NO_SNORT);
    browser = await chromium.launch({executablePath: installed() ?? '', args: FLAGS});
  });
  afterAll(async () => {
    await browser?.close();
    rig.remove();
  });

  const views = (['light', 'dark'] as const).flatMap(colours => [1280, 390].map(width => ({colours, width})));

  it.each(views)(
    'is readable by all, fits the page and asks for nothing: $colours, $width wide',
    async ({colours, width}) => {
      const page = await browser.newPage({
        colorScheme: colours,
        viewport: {width, height: 900},
        bypassCSP: true,
      });
      const asked: string[] = [];
      const said: string[] = [];
      page.on('request', request => asked.push(request.url()));
      page.on('console', message => said.push(message.text()));
      const url = `file://${encodeURI(rig.path('reports/demo-live-1/report.html'))}`;
      await page.goto(url);
      expect(asked).toEqual([url]);
      expect(said).toEqual([]);
      expect(await page.title()).toContain('Trial demo-live-1');
      expect((await page.locator('table').allTextContents()).join()).toContain('645');
      const wide = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(wide).toBe(0);
      const folded = page.locator('details table').first();
      expect(await folded.isVisible()).toBe(false);
      await page.emulateMedia({media: 'print', colorScheme: colours});
      expect(await folded.isVisible()).toBe(true);
      await page.emulateMedia({media: 'screen', colorScheme: colours});
      // the contents lead to the line that opens a folded section
      await page.locator('nav a', {hasText: 'Slots'}).click();
      await page.locator('summary', {hasText: 'Slots'}).click();
      expect(await page.locator('#live-slots table').isVisible()).toBe(true);
      await page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })");
      await page.addScriptTag({path: AXE});
      const found = (await page.evaluate('axe.run()')) as {
        violations: {id: string; help: string}[];
        passes: unknown[];
      };
      expect(found.passes.length).toBeGreaterThan(5);
      expect(found.violations.map(({id, help}) => `${id}: ${help}`)).toEqual([]);
      if (PICTURES) {
        mkdirSync(PICTURES, {recursive: true});
        await page.screenshot({path: join(PICTURES, `report-${colours}-${width}.png`), fullPage: true});
      }
      await page.close();
    },
  );
});
