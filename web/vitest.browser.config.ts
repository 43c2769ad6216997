// Browser tests, run by tools/dev/browser.sh over a running service; and the pictures of tools/dev/shots.sh.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: '../build/web/vite-browser',
  test: {
    include: [process.env.YISHOU_SHOTS !== undefined ? 'e2e/shots.ts' : process.env.YISHOU_HEAVY !== undefined ? 'e2e/heavy.bench.ts' : 'e2e/**/*.test.ts'],
    environment: 'node',
    // One browser, one service, one session a login: the files run one after the other in one process.
    fileParallelism: false,
    isolate: false,
    testTimeout: 120_000, // a machine that builds beside is slow,
    hookTimeout: 30_000,
    bail: 0,
  },
});
