import { ColorType, CrosshairMode, type ChartOptions, type DeepPartial } from 'lightweight-charts'
import { cssColor } from '../../../app/theme.ts'
import { formatFixed } from '../../../ui/format.ts'

/** Colours of the chart, read from the theme's custom properties. */
export interface ChartColors {
  readonly up: string
  readonly down: string
  readonly accent: string
  readonly warn: string
  readonly ink: string
  readonly faint: string
  readonly lines: readonly string[]
}

/** Custom properties of the theme that lines take in turn; the legend uses the same. */
export const lineColorNames = [
  '--cat-source',
  '--cat-logic',
  '--cat-ai',
  '--cat-portfolio',
  '--cat-risk',
  '--cat-decision',
  '--cat-data',
  '--cat-math',
]

export function chartColors(): ChartColors {
  return {
    up: cssColor('--up'),
    down: cssColor('--down'),
    accent: cssColor('--accent'),
    warn: cssColor('--warn'),
    ink: cssColor('--ink-soft'),
    faint: cssColor('--ink-faint'),
    lines: lineColorNames.map(cssColor),
  }
}

/** `#rrggbb` with an opacity of 0..1. */
export function withOpacity(color: string, opacity: number): string {
  const level = Math.round(Math.max(0, Math.min(1, opacity)) * 255)
  return /^#[0-9a-f]{6}$/i.test(color) ? `${color}${level.toString(16).padStart(2, '0')}` : color
}

/** Prices on an axis as they are written everywhere else, thousands apart. */
export const priceFormat = (decimals: number) => ({
  type: 'custom' as const,
  minMove: 10 ** -decimals,
  formatter: (price: number) => formatFixed(price, decimals),
})

/** What every chart of the product has in common; the maker's attribution stays on. */
export function chartOptions(): DeepPartial<ChartOptions> {
  const [line, strong, ink, surface] = ['--line', '--line-strong', '--ink-soft', '--surface'].map(cssColor)
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: surface ?? '#000' },
      textColor: ink ?? '#888',
      fontFamily: getComputedStyle(document.body).fontFamily,
      fontSize: 11,
      attributionLogo: true,
      panes: { separatorColor: line ?? '#888', separatorHoverColor: strong ?? '#888', enableResize: true },
    },
    grid: { vertLines: { color: withOpacity(line ?? '#888', 0.45) }, horzLines: { color: withOpacity(line ?? '#888', 0.45) } },
    rightPriceScale: { borderColor: line ?? '#888', scaleMargins: { top: 0.12, bottom: 0.08 } },
    timeScale: { borderColor: line ?? '#888', timeVisible: true, secondsVisible: false, rightOffset: 4, minBarSpacing: 0.05 },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: strong ?? '#888', labelBackgroundColor: strong ?? '#888' },
      horzLine: { color: strong ?? '#888', labelBackgroundColor: strong ?? '#888' },
    },
    localization: { locale: 'en-GB', dateFormat: 'yyyy-MM-dd' },
  }
}
