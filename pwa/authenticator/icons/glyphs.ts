const drawn = (path: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`

/** What a token is for, where no mark says it: for people to choose from. */
export const glyphs: Readonly<Record<string, string>> = {
  bank: drawn('M3 9.5L12 4l9 5.5H3zM5.5 9.5V18M10 9.5V18M14 9.5V18M18.5 9.5V18M3 20h18'),
  mail: drawn('M3.5 6h17v12h-17zM3.5 7l8.5 6.5L20.5 7'),
  chat: drawn('M4 5h16v11H11l-4.5 3.5V16H4z'),
  work: drawn('M3.5 8h17v11h-17zM9 8V5h6v3M3.5 13h17'),
  school: drawn('M2.5 9.5L12 5l9.5 4.5L12 14zM6.5 11.5V16c3 2.7 8 2.7 11 0v-4.5'),
  shop: drawn('M5 8.5h14l1 11.5H4zM8.5 8.5V7a3.5 3.5 0 0 1 7 0v1.5'),
  game: drawn(
    'M7 8h10a4.5 4.5 0 0 1 4.2 6l-.7 2a2.5 2.5 0 0 1-4.2.9L14.5 15h-5l-1.8 1.9a2.5 2.5 0 0 1-4.2-.9l-.7-2A4.5 4.5 0 0 1 7 8zM8 10.5v3M6.5 12h3M16 12h.1',
  ),
  cloud: drawn('M7 18.5a4.3 4.3 0 0 1-.4-8.58 5.5 5.5 0 0 1 10.7.3A4.2 4.2 0 0 1 17 18.5z'),
  code: drawn('M8.5 7.5L4 12l4.5 4.5M15.5 7.5L20 12l-4.5 4.5M13.5 5l-3 14'),
  server: drawn('M4 4.5h16v6H4zM4 13.5h16v6H4zM7.5 7.5h.1M7.5 16.5h.1'),
  home: drawn('M4 11.5L12 4.5l8 7M6 10v9.5h12V10M10 19.5v-5h4v5'),
  health: drawn(
    'M12 20S4 15.2 4 9.5A4.3 4.3 0 0 1 12 7.3 4.3 4.3 0 0 1 20 9.5C20 15.2 12 20 12 20z',
  ),
  travel: drawn(
    'M3 13.5l7-1.5V5.5a2 2 0 0 1 4 0V12l7 1.5v2.5l-7-1.2v3.2l2 1.5v1.2l-4-1-4 1v-1.2l2-1.5v-3.2L3 16z',
  ),
  key: drawn('M8 19.75a4.25 4.25 0 1 1 0-8.5 4.25 4.25 0 0 1 0 8.5zM11.2 12.4L19.5 4M16 7.6l3 3'),
}
