import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const backend = `http://127.0.0.1:${process.env['PORT'] ?? '4170'}`

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2023',
    sourcemap: true,
    // Every browser that runs ES2023 knows modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Our packages do nothing when they are imported: what only a lazy part needs then stays out of the first load.
      treeshake: { moduleSideEffects: [{ test: /\/packages\/[a-z-]+\/src\//, sideEffects: false }] },
      // One file for the icons that several parts share, instead of a file and a request for each.
      output: { codeSplitting: { groups: [{ name: 'icons', test: /lucide-react\/dist\/esm\/icons/, minShareCount: 2 }] } },
    },
  },
  // The interface while working on it: `pnpm --filter @strategraph/frontend dev` beside a running backend.
  server: {
    port: 4171,
    strictPort: true,
    proxy: {
      '/api': { target: backend, ws: true },
      '/execute': { target: backend },
      '/ws': { target: backend, ws: true },
    },
  },
})
