import type { Area } from '../operation.ts'

const one = ['not_found', 'conflict'] as const

export const hardwareToken: Area = {
  tag: 'Hardware tokens',
  about: 'Physical tokens and the seed files that bring them. No answer carries a secret.',
  from: 'pages',
  operations: {
    'GET /api/admin/token-series': {
      id: 'listTokenSeries',
      summary: 'List the imported series of tokens, the newest first',
      who: 'console',
      answer: '`series`.',
    },
    'POST /api/admin/token-series': {
      id: 'importTokens',
      summary: 'Preview or import a vendor’s file of seeds',
      detail:
        '`preview` changes nothing and answers the `sha256` of the file; `commit` names it and imports all that is new, or nothing.',
      who: 'console',
      answer: 'What the file holds, line by line where something is wrong.',
      problems: ['conflict'],
    },
    'GET /api/admin/token-series/imports/:id': {
      id: 'readTokenImport',
      summary: 'Tell how far an import is',
      who: 'console',
      answer: '`running`, `done` or `failed`, and how many rows of how many.',
      problems: ['not_found'],
    },
    'GET /api/admin/token-series/:id': {
      id: 'readTokenSeries',
      summary: 'Read one series',
      who: 'console',
      answer: 'The series, and how many people hold its tokens.',
      problems: ['not_found'],
    },
    'PATCH /api/admin/token-series/:id': {
      id: 'nameTokenSeries',
      summary: 'Give a series another label',
      who: 'console',
      answer: 'The series as it is now.',
      problems: ['not_found'],
    },
    'DELETE /api/admin/token-series/:id': {
      id: 'deleteTokenSeries',
      summary: 'Delete a series with all its tokens',
      who: 'console',
      answer: 'How many tokens went, and how many people held one.',
      problems: one,
    },
    'GET /api/admin/hardware-tokens': {
      id: 'listHardwareTokens',
      summary: 'List or search hardware tokens',
      who: 'console',
      answer: 'A page of tokens; `next` leads on.',
    },
    'GET /api/admin/hardware-tokens/fleet': {
      id: 'readFleet',
      summary: 'Tell what the clocks of all used tokens do',
      who: 'console',
      answer: 'Offsets, drifts, and the tokens that will be lost soon.',
    },
    'GET /api/admin/hardware-tokens/export': {
      id: 'exportHardwareTokens',
      summary: 'Export all tokens as a file',
      who: 'console',
      answer: 'The file, without any secret.',
      media: ['text/csv'],
      problems: ['bad_origin'],
    },
    'GET /api/admin/hardware-tokens/:id': {
      id: 'readHardwareToken',
      summary: 'Read one token, and what may be done to it',
      who: 'console',
      answer: 'The token.',
      problems: ['not_found'],
    },
    'POST /api/admin/hardware-tokens/:id/assign': {
      id: 'assignHardwareToken',
      summary: 'Give a token to a person; it counts from its first code',
      who: 'console',
      answer: 'The token as it is now.',
      problems: [...one, 'factor_not_allowed'],
    },
    'POST /api/admin/hardware-tokens/:id/unassign': {
      id: 'unassignHardwareToken',
      summary: 'Take a token from whoever holds it',
      who: 'console',
      answer: 'The token as it is now.',
      problems: one,
    },
    'POST /api/admin/hardware-tokens/:id/resync': {
      id: 'resyncTokenOfUser',
      summary: 'Learn how far a token’s clock is off, by two codes in a row',
      who: 'console',
      answer: '`drift`, in time steps.',
      problems: [...one, 'invalid_code', 'too_many_attempts'],
    },
    'DELETE /api/admin/hardware-tokens/:id': {
      id: 'deleteHardwareToken',
      summary: 'Delete a token',
      who: 'console',
      status: 204,
      answer: 'It is gone.',
      problems: one,
    },
  },
}
