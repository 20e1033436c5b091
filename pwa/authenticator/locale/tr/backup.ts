import { isolated, pluralsOf } from '../plural.ts'
import type { EntryReason, FormatName } from '../../formats/reading.ts'
import type { ImportRefusal } from '../../state/import.ts'
import type { LaterWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('tr')

const formats: Record<FormatName, string> = {
  latchkey: 'bu uygulamanın yedeği',
  google: 'Google Authenticator',
  aegis: 'Aegis',
  '2fas': '2FAS',
  ente: 'Ente Auth',
  bitwarden: 'Bitwarden',
  andotp: 'andOTP',
  freeotp: 'FreeOTP+',
  stratum: 'Stratum',
  proton: 'Proton Authenticator',
  'uri-list': 'otpauth bağlantıları listesi',
}

const refusals: Record<ImportRefusal, string> = {
  'unknown-format': 'Bu biçim tanınmıyor. Hiçbir şey değiştirilmedi.',
  'not-a-backup': 'Bu biçim tanınmıyor. Hiçbir şey değiştirilmedi.',
  'too-large': 'Bu dosya, bildiğimiz tüm dışa aktarımlardan büyük.',
  'too-long': 'Bu metin, yedeklerimizin hepsinden uzun.',
  damaged: 'İçerik yolda değişmiş veya bozulmuş. Bir kez daha kopyalayın veya kaydedin.',
  incomplete: 'Sonu eksik. Metnin tamamını kopyalayın.',
  'wrong-passphrase': 'Parola yanlış. Hiçbir şey değiştirilmedi.',
  'unknown-version': 'Bu, daha yeni bir sürümle oluşturulmuş. Önce bu uygulamayı güncelleyin.',
  'account-restricted':
    'Bunu yalnızca o uygulamadaki hesabınız açabilir. Orada parola korumasıyla yeniden dışa aktarın.',
  'too-costly':
    'Bunu açmak bu cihaza ağır geliyor. O uygulamada, mümkünse parolasız, yeniden dışa aktarın.',
  'other-batch': 'Bu kod başka bir dışa aktarıma ait.',
  'no-space': 'Bu cihazda boş yer kalmadı. Hiçbir şey değiştirilmedi.',
  failed: 'İşlem başarısız oldu. Hiçbir şey değiştirilmedi. Yeniden deneyin.',
}

const reasons: Record<EntryReason, string> = {
  'no-secret': 'anahtarı yok',
  'bad-secret': 'anahtarı geçerli değil',
  'bad-name': 'adı eksik veya geçerli değil',
  'unsupported-type': 'bu token türü tanınmıyor',
  'unsupported-algorithm': 'algoritması tanınmıyor',
  'bad-digits': 'kodları 6 ila 8 basamaklı olmazdı',
  'bad-period': 'süresi 1 ila 300 saniye arasında değil',
  'bad-counter': 'sayacı geçerli değil',
  damaged: 'okunamıyor',
}

export const backup: LaterWords['backup'] = {
  title: 'Tokenlerinizi yedekleyin',
  lead: 'Tüm tokenlerinizi içeren tek bir şifreli metin. Bu cihaz olmadan da bulabileceğiniz bir yerde saklayın.',
  carry:
    'Yüklenen uygulama bu sekmedeki token’ları görmez. Onları burada yedekleyin, metni orada içe aktarın.',
  never: 'Henüz yedek yok. Bu cihaz kaybolursa tokenleriniz de kaybolur.',
  last: (day, count) =>
    plural(count, {
      one: `Son yedek: ${isolated(day)}, # token.`,
      other: `Son yedek: ${isolated(day)}, # token.`,
    }),
  since: (count) =>
    plural(count, {
      one: 'O günden beri # token eklendi.',
      other: 'O günden beri # token eklendi.',
    }),
  nothingSince: 'O günden beri bir şey eklenmedi.',
  nothing: 'Yedeklenecek token yok.',
  bound: (count) =>
    plural(count, {
      one: '# kayıtlı token bu cihaza bağlı olduğu için yedeğe girmez.',
      other: '# kayıtlı token bu cihaza bağlı olduğu için yedeğe girmez.',
    }),
  passphrase: 'Parola',
  passphraseHint: 'En az 10 karakter. Parola olmadan yedeği kimse açamaz, biz bile.',
  passphraseShort: 'En az 10 karakter kullanın.',
  make: 'Yedek oluştur',
  madeTitle: 'Saklayın, sonra deneyin',
  madeLead: (count) =>
    plural(count, {
      one: '# tokenlik yedeğiniz hazır. Şu yollardan biriyle saklayın.',
      other: '# tokenlik yedeğiniz hazır. Şu yollardan biriyle saklayın.',
    }),
  copy: 'Metni kopyala',
  file: 'Dosya olarak kaydet',
  codes: 'QR kodları olarak göster',
  tooManyCodes: 'Bu, QR kodları için çok uzun. Dosyayı kullanın.',
  codeOf: (number, total) => `QR kodu ${number} / ${total}`,
  nextCode: 'Sonraki kod',
  previousCode: 'Önceki kod',
  checkTitle: 'Açılıyor mu?',
  checkLead: 'Parolayı yeniden yazın. Yedek, açıldığında alınmış sayılır.',
  check: 'Yedeği dene',
  wrong:
    'Bu, az önce oluşturduğunuz yedeği açmıyor. Yeniden deneyin veya yedeği yeniden oluşturun.',
  failed: 'İşlem başarısız oldu. Bu cihazın belleği yetmemiş olabilir. Yeniden deneyin.',
  savedTitle: 'Yedeklendi',
  savedText: (count) =>
    plural(count, {
      one: 'Yedek parolanızla açılıyor ve içinde # token var.',
      other: 'Yedek parolanızla açılıyor ve içinde # token var.',
    }),
  done: 'Bitti',
  again: 'Yeniden oluştur',
  unlockFirst: 'Önce kilidinizin parolasını yazın.',
  otherTitle: 'Başka bir uygulamaya geçin',
  otherLead: 'Diğer uygulamanın alamayacağı tokenler dışarıda bırakılır.',
  aegis: 'Aegis dosyası, yukarıdaki parolayla',
  aegisHint: 'Diğer uygulamaların çoğu da okuyabilir.',
  google: 'Google Authenticator için QR kodları',
  googleLeft: (count) =>
    plural(count, {
      one: '# token dışarıda bırakılıyor: Google Authenticator desteklemiyor.',
      other: '# token dışarıda bırakılıyor: Google Authenticator desteklemiyor.',
    }),
  plain: 'Bağlantı listesi, şifresiz',
  plainTitle: 'Şifrelemeden kaydedilsin mi?',
  plainText:
    'Bu dosyayı gören herkes tüm kodlarınızı süresiz olarak üretebilir. Yalnızca başka bir uygulamaya geçmek için kullanın ve hemen silin.',
  plainAction: 'Şifresiz kaydet',
  importTitle: 'Tokenleri içe aktar',
  importLead: 'Bu uygulamanın bir yedeğinden veya başka bir kimlik doğrulama uygulamasından.',
  importFile: 'Yedek veya dışa aktarım dosyası',
  importDrop: 'Dosyayı buraya bırakın',
  importApps:
    'Google Authenticator, Aegis, 2FAS, Ente Auth, Bitwarden, andOTP, FreeOTP+, Stratum, Proton Authenticator veya otpauth bağlantıları listesi.',
  importPaste: 'Ya da metni yapıştırın',
  importPasteHint: 'E-postalardaki satır sonları ve alıntı işaretleri sorun olmaz.',
  importRead: 'Oku',
  importReading: 'Okunuyor…',
  importPassphrase: (format) => `Şifreli: ${isolated(formats[format])}`,
  importPassphraseLead: 'Oluşturulurken kullanılan parolayı yazın.',
  importOpen: 'Aç',
  previewTitle: 'Bu tokenler içe aktarılsın mı?',
  previewOf: (format) => `Kaynak: ${isolated(formats[format])}.`,
  fresh: 'Yeni',
  same: 'Zaten var',
  conflicting: 'Adı kullanımda',
  bad: 'Okunamadı',
  conflictHint: 'Bu adda başka bir tokeniniz var.',
  beside: 'Adı kullanımda olanları sizinkilerin yanına ekle',
  besideHint: 'Sizinkiler her durumda olduğu gibi kalır.',
  add: (count) => plural(count, { one: '# tokeni içe aktar', other: '# tokeni içe aktar' }),
  addNothing: 'İçe aktarılacak bir şey yok',
  entry: (name, reason) => `${isolated(name)}: ${reasons[reason]}`,
  doneTitle: 'Tokenleriniz içe aktarıldı',
  doneNothing: 'Yeni bir şey yoktu',
  doneCounts: (added, same, left) => ({
    added: plural(added, { one: '# yeni token', other: '# yeni token' }),
    same: plural(same, { one: '# token zaten vardı', other: '# token zaten vardı' }),
    left: plural(left, { one: '# token alınmadı', other: '# token alınmadı' }),
  }),
  toTokens: 'Tokenlerimi göster',
  another: 'Başka bir şey içe aktar',
  refusal: (reason) => refusals[reason],
}
