import type { UiWords } from '../../../ui/words.ts'
import type { FirstWords } from '../words.ts'

const ui: UiWords = {
  loading: 'جارٍ التحميل…',
  notLoaded: 'تعذّر تحميل هذا الجزء من التطبيق.',
  reload: 'إعادة التحميل',
  close: 'إغلاق',
  cancel: 'إلغاء',
  optional: '(اختياري)',
  chooseFile: 'اختيار ملف',
}

export const common: FirstWords['common'] = {
  ui,
  app: 'المصادقة',
  back: 'رجوع',
  cancel: 'إلغاء',
  reload: 'إعادة التحميل',
  later: 'لاحقًا',
  undo: 'تراجع',
  settings: 'الإعدادات',
  copied: 'تم النسخ',
  notCopied: 'لم يسمح المتصفح بالنسخ. اكتب الرمز بنفسك.',
  noSpace: 'لم تبقَ مساحة على هذا الجهاز. لم يتغيّر شيء.',
  notStored: 'لم يتمكّن المتصفح من الحفظ. أعد المحاولة.',
  updateReady: 'التحديث جاهز',
  updatedElsewhere: 'تم التحديث في علامة تبويب أخرى',
}
