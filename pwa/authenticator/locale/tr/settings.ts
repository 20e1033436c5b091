import { pluralsOf } from '../plural.ts'
import type { LaterWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('tr')

export const settings: LaterWords['settings'] = {
  title: 'Ayarlar',
  tokens: 'Tokenler',
  backup: 'Yedekle ve dışa aktar',
  backupNever: 'Henüz yedek yok',
  backupAt: (date) => `Son yedek: ${date}`,
  import: 'Yedekten veya başka uygulamadan içe aktar',
  register: 'Bu cihazı kaydet',
  registerText: 'Kod yazmadan giriş yapmak için',
  signIn: 'Giriş yap',
  trash: 'Çöp kutusu',
  trashCount: (count) => plural(count, { one: '# token', other: '# token' }),
  arrange: 'Sırayı değiştir',
  safety: 'Güvenlik',
  lock: 'Kilit',
  lockText: 'Parola veya geçiş anahtarı',
  lockNow: 'Şimdi kilitle',
  autoLock: 'Otomatik kilitle',
  autoLockHint: 'Uygulama bu süre boyunca kullanılmazsa. Yalnızca kilit ayarlıysa.',
  minutes: (count) => plural(count, { one: '# dakika sonra', other: '# dakika sonra' }),
  never: 'hiçbir zaman',
  hideCodes: 'Kodları dokunana kadar gizle',
  hideCodesHint: 'Ekranı başkalarının görebileceği yerler için.',
  storage: 'Depolama',
  storageKept: 'Korunuyor',
  storageKeptText: 'Tarayıcı, tokenlerinizi silmeyeceğini bildirdi.',
  storageAtRisk: 'Risk altında',
  storageAtRiskText:
    'Yer azaldığında veya uygulama bir süre kullanılmadığında tarayıcı tokenlerinizi silebilir. Uygulamayı yükleyin, tarayıcıdan onları korumasını isteyin veya yedek alın.',
  storageUnknown: 'Bilinmiyor',
  storageUnknownText: 'Bu tarayıcı, tokenlerinizi koruyup korumadığını bildirmiyor. Yedek alın.',
  storageAsk: 'Tarayıcıdan korumasını iste',
  storageRefused: 'Tarayıcı bunu kabul etmedi. Uygulamayı yükleyin veya yedek alın.',
  install: 'Uygulamayı yükle',
  appearance: 'Dil ve saat',
  language: 'Dil',
  languageOfBrowser: 'Tarayıcıdaki gibi',
  clock: 'Saat',
  clockUnknown: 'Henüz karşılaştırılmadı: bunun için bağlantı gerekir.',
  clockRight: 'Bu cihazın saati doğru.',
  clockBehind: (seconds) =>
    plural(seconds, {
      one: 'Bu cihazın saati sunucununkinden # saniye geri.',
      other: 'Bu cihazın saati sunucununkinden # saniye geri.',
    }),
  clockAhead: (seconds) =>
    plural(seconds, {
      one: 'Bu cihazın saati sunucununkinden # saniye ileri.',
      other: 'Bu cihazın saati sunucununkinden # saniye ileri.',
    }),
  correctClock: 'Kodları bu farka göre düzelt',
  correctClockHint: 'Saati kendiniz ayarlıyorsanız kapatın.',
  compare: 'Karşılaştır',
}
