import { isolated, pluralsOf } from '../plural.ts'
import type { LaterWords } from '../words.ts'

const plural = pluralsOf<'zero' | 'one' | 'two' | 'few' | 'many' | 'other'>('ar')

const iconNames: LaterWords['token']['iconNames'] = {
  bank: 'مصرف',
  mail: 'بريد',
  chat: 'رسائل',
  work: 'عمل',
  school: 'دراسة',
  shop: 'تسوّق',
  game: 'ألعاب',
  cloud: 'سحابة',
  code: 'برمجة',
  server: 'خادم',
  home: 'منزل',
  health: 'صحة',
  travel: 'سفر',
  key: 'مفتاح',
}

const lengths = {
  zero: 'بلا أرقام',
  one: 'رقم واحد',
  two: 'رقمان',
  few: '# أرقام',
  many: '# رقمًا',
  other: '# رقم',
}

export const token: LaterWords['token'] = {
  byTime: (digits, period, algorithm) =>
    `${plural(digits, lengths)}، كل ${period} ث، ${isolated(algorithm)}`,
  byUse: (digits, counter, algorithm) =>
    `${plural(digits, lengths)}، رمز جديد مع كل استخدام، ${isolated(algorithm)}. الرمز التالي رقمه ${counter}.`,
  steam: 'Steam: خمسة أحرف، كل 30 ث',
  registered: 'هذا الرمز المميّز مسجَّل لدى الخادم ومرتبط بهذا الجهاز، ولا تتضمّنه أي نسخة احتياطية.',
  issuer: 'الموقع أو التطبيق',
  account: 'الحساب',
  note: 'ملاحظة',
  noteHint: 'لك وحدك. يجدها البحث.',
  groups: 'المجموعات',
  groupsHint: 'افصل بين المجموعات بفواصل.',
  pin: 'التثبيت أعلى القائمة',
  icon: 'الأيقونة',
  iconNames,
  automatic: 'تلقائي',
  initials: 'الأحرف الأولى',
  save: 'حفظ',
  saved: 'تم الحفظ',
  noName: 'اكتب ما يخصّه هذا الرمز المميّز.',
  hiddenCharacters: 'في النص محارف مخفية. اكتبه من جديد.',
  tooManyGroups: 'يمكن أن يكون الرمز المميّز في 20 مجموعة على الأكثر.',
  groupTooLong: 'لا يزيد اسم المجموعة على 64 حرفًا.',
  missing: 'لا يوجد رمز مميّز كهذا',
  missingText: 'ربما حُذف في علامة تبويب أخرى.',
  remove: 'حذف هذا الرمز المميّز',
  removeAction: 'حذف',
  removeText: (name) =>
    `لن يعرض هذا الجهاز رموز ${isolated(name)} بعد ذلك. أوقف التحقق بخطوتين هناك أولًا، وإلا فقد لا تتمكّن من الدخول. يمكنك استعادته من سلة المهملات خلال 30 يومًا.`,
  removeRegisteredTitle: 'هل تريد حذف رمزك المميّز المسجَّل؟',
  removeRegisteredText: (name) =>
    `به تسجّل الدخول إلى ${isolated(name)}. ومن دونه تحتاج إلى رمز استرداد أو إلى أحد المسؤولين. لا تتضمّنه أي نسخة احتياطية، وإذا خرج من سلة المهملات بعد 30 يومًا فلا سبيل إلى استعادته.`,
  removeRegisteredConfirm: 'اكتب «حذف» للمتابعة',
  removeRegisteredWord: 'حذف',
  removed: 'نُقل إلى سلة المهملات',
  notRemoved: 'لم يُحذف الرمز المميّز. أعد المحاولة.',
  arrangeTitle: 'تغيير الترتيب',
  arrangeLead: 'اسحب المقابض أو استخدم الأسهم. تبقى الرموز المثبَّتة في الأعلى.',
  drag: (name) => `نقل ${name}`,
  moveUp: (name) => `نقل ${name} إلى أعلى`,
  moveDown: (name) => `نقل ${name} إلى أسفل`,
  moved: (name, place, count) => `${name}: ${place} من ${count}`,
  done: 'تم',
  trash: 'سلة المهملات',
  trashLead: 'يُحذف ما هنا نهائيًا بعد 30 يومًا.',
  trashEmpty: 'سلة المهملات فارغة',
  daysLeft: (days) =>
    plural(days, {
      zero: 'يُحذف نهائيًا اليوم',
      one: 'يُحذف نهائيًا بعد يوم واحد',
      two: 'يُحذف نهائيًا بعد يومين',
      few: 'يُحذف نهائيًا بعد # أيام',
      many: 'يُحذف نهائيًا بعد # يومًا',
      other: 'يُحذف نهائيًا بعد # يوم',
    }),
  restore: 'استعادة',
  restored: 'تمت الاستعادة',
  erase: 'حذف نهائي',
  eraseOf: (name) => `حذف ${name} نهائيًا`,
  restoreOf: (name) => `استعادة ${name}`,
  eraseTitle: 'هل تريد حذف هذا الرمز المميّز نهائيًا؟',
  eraseText: (name) => `سيُمحى مفتاح ${isolated(name)} من هذا الجهاز، ولا تعيده إلا نسخة احتياطية.`,
  emptyTrash: 'إفراغ السلة',
  emptyTitle: 'هل تريد حذف كل ما في سلة المهملات؟',
  emptyText: (count) =>
    plural(count, {
      zero: 'لا شيء في السلة ليُمحى.',
      one: 'سيُمحى مفتاح رمز مميّز واحد من هذا الجهاز، ولا تعيده إلا نسخة احتياطية.',
      two: 'سيُمحى مفتاحا رمزين مميّزين من هذا الجهاز، ولا تعيدهما إلا نسخة احتياطية.',
      few: 'ستُمحى مفاتيح # رموز مميّزة من هذا الجهاز، ولا تعيدها إلا نسخة احتياطية.',
      many: 'ستُمحى مفاتيح # رمزًا مميّزًا من هذا الجهاز، ولا تعيدها إلا نسخة احتياطية.',
      other: 'ستُمحى مفاتيح # رمز مميّز من هذا الجهاز، ولا تعيدها إلا نسخة احتياطية.',
    }),
  erased: 'تم الحذف نهائيًا',
}
