import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { ensurePackages } from './debian.mjs';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** No sandbox: root can't have one. No background traffic: the tests need no network, and may have none. */
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

/** The system's Chromium, installed if need be. `CHROMIUM` names another one. */
function findChromium() {
  const found = () => [process.env.CHROMIUM, ...PATHS].find((path) => path && existsSync(path));
  if (!found()) {
    const packages = ['chromium', 'fonts-liberation'];
    ensurePackages({ purpose: 'Testing in a browser', files: ['/usr/bin/chromium'], packages });
  }
  return found();
}

/** Starts a headless Chromium. */
export async function launchChromium() {
  return chromium.launch({ executablePath: findChromium(), args: FLAGS });
}
