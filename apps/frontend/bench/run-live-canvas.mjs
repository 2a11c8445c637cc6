// Frames per second of the live canvas: builds the bench page with the product's own settings, opens it in Chromium, counts.
// `node apps/frontend/bench/run-live-canvas.mjs [seconds] [runs]`; prints one JSON line per case, medians over the runs.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const seconds = Number(process.argv[2] ?? 6)
const runs = Number(process.argv[3] ?? 5)
const out = mkdtempSync(join(tmpdir(), 'strategraph-bench-'))
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const median = (/** @type {number[]} */ list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0

/** @param {number} port @param {{ nodes: number, hz: number, zoom: string }} scene */
async function measure(port, scene) {
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`http://127.0.0.1:${port}/?nodes=${scene.nodes}&hz=${scene.hz}`)
    await page.waitForSelector('.react-flow__node')
    // In the middle, far enough in that names and numbers are drawn.
    await page.mouse.move(720, 450)
    if (scene.zoom === 'with numbers') for (let step = 0; step < 2; step += 1) await page.mouse.wheel(0, -300)
    await page.waitForTimeout(2500)
    const inView = await page.evaluate(() => {
      const canvas = document.querySelector('[data-testid=canvas]')?.getBoundingClientRect()
      const isSeen = (/** @type {DOMRect} */ box) =>
        canvas !== undefined && box.right > 0 && box.left < canvas.right && box.bottom > 0 && box.top < canvas.bottom
      return [...document.querySelectorAll('.react-flow__node')].filter((node) => isSeen(node.getBoundingClientRect())).length
    })
    const counted = await page.evaluate(async (ms) => {
      const bench = Reflect.get(window, 'bench')
      const [frames, long, ticks, start] = [bench.frames, bench.longMs, bench.ticks(), performance.now()]
      await new Promise((done) => setTimeout(done, ms))
      const spent = performance.now() - start
      return {
        fps: ((bench.frames - frames) * 1000) / spent,
        hz: ((bench.ticks() - ticks) * 1000) / spent,
        longTaskPercent: ((bench.longMs - long) * 100) / spent,
      }
    }, seconds * 1000)
    return { ...counted, inView }
  } finally {
    await browser.close()
  }
}

await build({
  configFile: false,
  // The product's own folder: Tailwind looks for class names from here.
  root: resolve(import.meta.dirname, '..'),
  plugins: [react(), tailwindcss()],
  logLevel: 'warn',
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { input: join(import.meta.dirname, 'index.html') },
  },
})
const server = createServer((request, response) => {
  const path = resolve(out, `.${new URL(request.url ?? '/', 'http://localhost').pathname}`)
  const file = existsSync(path) && extname(path) !== '' ? path : join(out, 'bench/index.html')
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(readFileSync(file))
})
await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)))
const address = server.address()
const port = typeof address === 'object' && address !== null ? address.port : 0
try {
  for (const scene of [
    { nodes: 1000, hz: 30, zoom: 'all in view' },
    { nodes: 1000, hz: 30, zoom: 'with numbers' },
    { nodes: 500, hz: 30, zoom: 'all in view' },
  ]) {
    const results = []
    for (let run = 0; run < runs; run += 1) results.push(await measure(port, scene))
    const of = (/** @type {'fps' | 'hz' | 'longTaskPercent' | 'inView'} */ key) =>
      Math.round(median(results.map((result) => result[key])) * 10) / 10
    console.log(
      JSON.stringify({
        ...scene,
        nodesInView: of('inView'),
        fps: of('fps'),
        ticksPerSecond: of('hz'),
        longTaskPercent: of('longTaskPercent'),
        runs,
      }),
    )
  }
} finally {
  server.close()
  rmSync(out, { recursive: true, force: true })
}
