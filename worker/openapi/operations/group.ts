import type { Area } from '../operation.ts'

const changed = ['not_found', 'conflict'] as const

export const group: Area = {
  tag: 'Groups and policy',
  about: 'What is asked of whom: groups, settings, and what a change of them would do.',
  from: 'pages',
  operations: {
    'GET /api/admin/groups': {
      id: 'listGroups',
      summary: 'List all groups, the strongest first',
      who: 'console',
      answer: '`groups`.',
    },
    'POST /api/admin/groups': {
      id: 'addGroup',
      summary: 'Add a group',
      who: 'console',
      status: 201,
      answer: 'The `id` of the new group.',
      problems: ['conflict'],
    },
    'POST /api/admin/groups/order': {
      id: 'orderGroups',
      summary: 'Say which group wins where they disagree',
      who: 'console',
      answer: 'All groups in their new order.',
      problems: ['conflict'],
    },
    'GET /api/admin/groups/:id': {
      id: 'readGroup',
      summary: 'Read one group',
      who: 'console',
      answer: 'The group.',
      problems: ['not_found'],
    },
    'PATCH /api/admin/groups/:id': {
      id: 'changeGroup',
      summary: 'Change what is named of a group',
      who: 'console',
      answer: 'The group as it is now.',
      problems: changed,
    },
    'DELETE /api/admin/groups/:id': {
      id: 'deleteGroup',
      summary: 'Delete a group; its people stay',
      who: 'console',
      status: 204,
      answer: 'It is gone.',
      problems: changed,
    },
    'POST /api/admin/groups/:id/members': {
      id: 'changeMembers',
      summary: 'Put people into a group, and take people out',
      who: 'console',
      answer: 'The group as it is now.',
      problems: changed,
    },
    'GET /api/admin/settings': {
      id: 'readSettings',
      summary: 'Read all settings, their defaults, and who changed them last',
      who: 'console',
      answer: '`settings`, `defaults` and `changed`.',
    },
    'PATCH /api/admin/settings': {
      id: 'changeSettings',
      summary: 'Change settings by name; null goes back to the default',
      who: 'console',
      answer: 'All settings as they are now.',
      problems: ['conflict'],
    },
    'GET /api/admin/settings/history': {
      id: 'listSettingHistory',
      summary: 'List who changed which setting, the newest first',
      who: 'console',
      answer: 'A page of changes; `next` leads on.',
    },
    'POST /api/admin/policy/preview': {
      id: 'previewPolicy',
      summary: 'Tell what a change of policy would do to the people that there are',
      who: 'console',
      answer: 'How many must enroll, are shut out, or are let in; nothing is changed.',
      problems: ['not_found'],
    },
  },
}
