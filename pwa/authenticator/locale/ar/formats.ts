import { isolated } from '../plural.ts'
import type { EntryReason, FormatName } from '../../formats/reading.ts'
import type { ImportRefusal } from '../../state/import.ts'

export const formats: Record<FormatName, string> = {
  latchkey: 'نسخة احتياطية من هذا التطبيق',
  google: 'Google Authenticator',
  aegis: 'Aegis',
  '2fas': '2FAS',
  ente: 'Ente Auth',
  bitwarden: 'Bitwarden',
  andotp: 'andOTP',
  freeotp: 'FreeOTP+',
  stratum: 'Stratum',
  proton: 'Proton Authenticator',
  'uri-list': `قائمة روابط ${isolated('otpauth')}`,
}

export const refusals: Record<ImportRefusal, string> = {
  'unknown-format': 'لا نعرف هذه الصيغة. لم يتغيّر شيء.',
  'not-a-backup': 'لا نعرف هذه الصيغة. لم يتغيّر شيء.',
  'too-large': 'هذا الملف أكبر من أي ملف تصدير نعرفه.',
  'too-long': 'هذا النص أطول من أي نسخة احتياطية من نسخنا.',
  damaged: 'تغيّر المحتوى أو تلف في طريقه. انسخه أو احفظه مرة أخرى.',
  incomplete: 'النهاية ناقصة. انسخ النص كاملًا.',
  'wrong-passphrase': 'عبارة المرور غير صحيحة. لم يتغيّر شيء.',
  'unknown-version': 'أُنشئ هذا بإصدار أحدث. حدّث هذا التطبيق أولًا.',
  'account-restricted': 'لا يفتح هذا إلا حسابك في ذلك التطبيق. صدّره مرة أخرى محميًّا بكلمة مرور.',
  'too-costly':
    'فتح هذا يفوق قدرة هذا الجهاز. صدّره مرة أخرى من ذلك التطبيق، من دون كلمة مرور إن أمكن.',
  'other-batch': 'ينتمي هذا الرمز إلى عملية تصدير أخرى.',
  'no-space': 'لم تبقَ مساحة على هذا الجهاز. لم يتغيّر شيء.',
  failed: 'لم ينجح ذلك. لم يتغيّر شيء. أعد المحاولة.',
}

export const reasons: Record<EntryReason, string> = {
  'no-secret': 'لا مفتاح له',
  'bad-secret': 'مفتاحه غير صالح',
  'bad-name': 'اسمه مفقود أو غير صالح',
  'unsupported-type': 'لا نعرف هذا النوع من الرموز المميّزة',
  'unsupported-algorithm': 'لا نعرف خوارزميته',
  'bad-digits': 'لا يتراوح طول رموزه بين 6 و8 أرقام',
  'bad-period': 'لا تتراوح مدته بين 1 و300 ثانية',
  'bad-counter': 'عدّاده غير صالح',
  damaged: 'تعذّرت قراءته',
}
