import type { Area } from '../operation.ts'

export const audit: Area = {
  tag: 'Operation',
  about: 'How the house is doing: figures, the audit log, and what helps to find a fault.',
  from: 'pages',
  operations: {
    'GET /api/admin/dashboard': {
      id: 'readDashboard',
      summary: 'Read the figures of the last days, and what needs attention',
      who: 'console',
      answer: 'Counts by day, and lists of what is wrong.',
    },
    'GET /api/admin/audit': {
      id: 'listAudit',
      summary: 'List the audit log, the newest first',
      who: 'console',
      answer: 'A page of lines; `next` leads on.',
    },
    'GET /api/admin/audit/export': {
      id: 'exportAudit',
      summary: 'Export the audit log as a file that can be verified',
      who: 'console',
      answer: 'The file, as it is made.',
      media: ['application/x-ndjson', 'text/csv'],
      problems: ['bad_origin'],
    },
    'POST /api/admin/test-code': {
      id: 'testCode',
      summary: 'Tell whether a code is right; nothing is spent',
      who: 'console',
      answer: 'What would happen to the code, and by how much its clock is off.',
      problems: ['not_found'],
    },
    'GET /api/admin/clock': {
      id: 'readClock',
      summary: 'Read the Worker’s clock',
      who: 'console',
      answer: '`now`, in milliseconds.',
    },
    'GET /api/admin/outbox': {
      id: 'listOutbox',
      summary: 'List the messages that a local server would have sent',
      who: 'console',
      answer: 'The newest first; where a gateway sends them there is no such list.',
      problems: ['not_found'],
    },
  },
}
