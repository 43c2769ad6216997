import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The service under `npm run dev`: YISHOU_ADDRESS, or that of ./dev up.
const service = process.env.YISHOU_ADDRESS ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  cacheDir: '../build/web/vite',
  server: { proxy: { '/v1': service, '/docs': service, '/openapi.json': service } },
  build: {
    outDir: '../build/web/dist',
    emptyOutDir: true,
    target: ['chrome109', 'firefox115', 'safari16'],
    // The service keeps a file for a year when its name carries a hash of hexadecimal digits; all files lie in one folder.
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      output: {
        hashCharacters: 'hex',
        entryFileNames: 'assets/[name].[hash:16].js',
        chunkFileNames: 'assets/[name].[hash:16].js',
        assetFileNames: 'assets/[name].[hash:16][extname]',
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test_setup.ts'],
    restoreMocks: true,
    // One worker that keeps what it has loaded: Ant Design takes seconds to load anew.
    isolate: false,
    maxWorkers: 1,
    testTimeout: 30_000,
  },
});
