import type { LockRefusal } from '../../storage/locks.ts'
import type { LaterWords } from '../words.ts'

const refusals: Record<LockRefusal, string> = {
  wrong: 'Bununla açılmıyor. Hiçbir şey değiştirilmedi.',
  changed: 'Kilit başka bir sekmede değiştirildi. Yeniden deneyin.',
  failed: 'İşlem başarısız oldu. Bu cihazın belleği yetmemiş olabilir. Yeniden deneyin.',
  cancelled: 'Geçiş anahtarı kullanılmadı. Yeniden deneyin veya parolayı kullanın.',
  unsupported: 'Bu tarayıcı geçiş anahtarlarını desteklemiyor. Parolayı kullanın.',
  'no-prf': 'Bu geçiş anahtarı buradaki kilidi açamaz. Parolayı kullanın.',
  unstable: 'Bu geçiş anahtarı buradaki kilidi açamaz. Parolayı kullanın.',
}

export const lock: LaterWords['lock'] = {
  unlockTitle: 'Kilidi aç',
  unlockLead: 'Tokenleriniz bu cihazda kilitli.',
  withPasskey: 'Geçiş anahtarıyla aç',
  passphrase: 'Parola',
  unlock: 'Kilidi aç',
  forgotten: 'Unuttunuz mu?',
  forgottenText:
    'Parola olmadan tokenleri kimse açamaz. Yedeğiniz varsa tarayıcıda bu sitenin verilerini silin, uygulamayı yeniden açın ve yedeği içe aktarın.',
  title: 'Kilit',
  lead: 'Kilit varken bu cihazdaki tokenlerinizi sizden başka kimse açamaz; tarayıcı verilerinin bir kopyasıyla bile.',
  none: 'Kilit yok. Bu tarayıcıyı kullanabilen herkes kodlarınızı görür.',
  backupFirst: 'Önce yedek alın: parola olmadan buradaki tokenleri kimse açamaz.',
  backupLink: 'Tokenlerinizi yedekleyin',
  newPassphrase: 'Yeni parola',
  newHint: 'En az 10 karakter. Uygulama her açıldığında sorulur.',
  short: 'En az 10 karakter kullanın.',
  repeat: 'Parolayı yeniden yazın',
  different: 'İki parola aynı değil.',
  set: 'Kilidi etkinleştir',
  on: 'Kilit etkin.',
  setDone: 'Kilit etkinleştirildi',
  current: 'Şu anki parola',
  change: 'Parolayı değiştir',
  changed: 'Parola değiştirildi',
  passkeys: 'Geçiş anahtarları',
  passkeysLead:
    'Kilidi yüzünüzle, parmağınızla veya bir güvenlik anahtarıyla açın. Geçiş anahtarı kaybolursa diye parola geçerli kalır.',
  addPasskey: 'Geçiş anahtarı ekle',
  passkeyAdded: 'Geçiş anahtarı artık kilidi açıyor',
  passkeyName: 'Geçiş anahtarı',
  removePasskey: (day) => `Geçiş anahtarını kaldır (${day})`,
  passkeyRemoved: 'Geçiş anahtarı kaldırıldı',
  off: 'Kilidi kapat',
  offTitle: 'Kilit kapatılsın mı?',
  offText: 'O zaman bu tarayıcıyı kullanabilen herkes kodlarınızı görür.',
  offDone: 'Kilit kapatıldı',
  lockNow: 'Şimdi kilitle',
  refusal: (reason) => refusals[reason],
}
