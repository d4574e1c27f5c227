// What only embedded maps have: their options, and the height that they post to the page around them.

/** Returns the theme that the page sets; undefined for that of the reader. */
export function chosenTheme(): 'light' | 'dark' | undefined {
  const { theme } = document.querySelector<HTMLElement>('main.embed')?.dataset ?? {}
  return theme === 'light' || theme === 'dark' ? theme : undefined
}

/**
 * Applies the options of the address to the map of an edition, whose page is the same for all: controls=0, key=0, list=1, time=1 and theme.
 * A server applies them itself.
 */
export function applyOptions(query = new URLSearchParams(location.search)): void {
  const main = document.querySelector<HTMLElement>('main.embed')
  if (!main) return
  for (const name of ['controls', 'key']) main.classList.toggle(`no-${name}`, query.get(name) === '0')
  const theme = query.get('theme')
  if (theme === 'light' || theme === 'dark') main.dataset.theme = theme
  const list = main.querySelector<HTMLElement>('.embed-list')
  if (list && query.get('list') === '1') list.hidden = false
  const period = main.querySelector<HTMLElement>('.embed-line .period')
  if (period && query.get('time') === '1') period.hidden = false
}

/** Applies a theme to the style sheets of the page: their rules for dark themes always hold, or never. */
export function applyTheme(theme: 'light' | 'dark'): void {
  document.documentElement.style.colorScheme = theme
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSMediaRule && rule.conditionText.includes('prefers-color-scheme')) {
        rule.media.mediaText = theme === 'dark' ? 'all' : 'not all'
      }
    }
  }
}

/** Returns the height in pixels that an embedded map needs: that of the map by its width, and of what is below it. */
export function neededHeight(width: number, below: number): number {
  return Math.round(Math.min(560, Math.max(320, width * 0.7)) + below)
}

/** Posts the needed height to the page around the embedded one, now and whenever it changes. */
export function postHeight(): void {
  const main = document.querySelector<HTMLElement>('main.embed')
  if (!main || window.parent === window) return
  let last = 0
  const post = (): void => {
    let below = 0
    for (const part of main.querySelectorAll<HTMLElement>(':scope > .embed-line, :scope > .embed-list')) below += part.scrollHeight
    const height = neededHeight(main.clientWidth, below)
    if (height === last) return
    last = height
    window.parent.postMessage({ type: 'dateline:height', height }, '*')
  }
  new ResizeObserver(post).observe(main)
  post()
}
