import { isolated, pluralsOf } from '../plural.ts'
import type { LaterWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('tr')

const iconNames: LaterWords['token']['iconNames'] = {
  bank: 'Banka',
  mail: 'E-posta',
  chat: 'Mesajlar',
  work: 'İş',
  school: 'Okul',
  shop: 'Alışveriş',
  game: 'Oyun',
  cloud: 'Bulut',
  code: 'Yazılım',
  server: 'Sunucu',
  home: 'Ev',
  health: 'Sağlık',
  travel: 'Seyahat',
  key: 'Anahtar',
}

export const token: LaterWords['token'] = {
  byTime: (digits, period, algorithm) => `${digits} basamak, ${period} sn’de bir, ${algorithm}`,
  byUse: (digits, counter, algorithm) =>
    `${digits} basamak, her kullanımda yeni, ${algorithm}. Sonraki kodun numarası: ${counter}.`,
  steam: 'Steam: beş karakter, 30 sn’de bir',
  registered: 'Bu token sunucuda kayıtlı ve bu cihaza bağlı. Hiçbir yedekte yer almaz.',
  issuer: 'Site veya uygulama',
  account: 'Hesap',
  note: 'Not',
  noteHint: 'Kendiniz için. Aramada bulunur.',
  groups: 'Gruplar',
  groupsHint: 'Birden fazlaysa virgülle ayırın.',
  pin: 'Listenin başına sabitle',
  icon: 'Simge',
  iconNames,
  automatic: 'Otomatik',
  initials: 'Baş harfler',
  save: 'Kaydet',
  saved: 'Kaydedildi',
  noName: 'Bu tokenin ne için olduğunu yazın.',
  hiddenCharacters: 'Metinde görünmeyen karakterler var. Yeniden yazın.',
  tooManyGroups: 'Bir token en fazla 20 grupta olabilir.',
  groupTooLong: 'Grup adı en fazla 64 karakter olabilir.',
  missing: 'Böyle bir token yok',
  missingText: 'Başka bir sekmede silinmiş olabilir.',
  remove: 'Bu tokeni sil',
  removeAction: 'Sil',
  removeText: (name) =>
    `Bu cihaz artık ${isolated(name)} için kod göstermez. Önce orada iki adımlı doğrulamayı kapatın, yoksa hesabınıza giremeyebilirsiniz. 30 gün boyunca çöp kutusundan geri getirebilirsiniz.`,
  removeRegisteredTitle: 'Kayıtlı tokeniniz silinsin mi?',
  removeRegisteredText: (name) =>
    `${isolated(name)} girişini bu tokenle yapıyorsunuz. O olmadan bir kurtarma koduna veya yöneticinize ihtiyacınız olur. Hiçbir yedekte yer almaz; 30 gün sonra çöp kutusundan çıkınca geri getirilemez.`,
  removeRegisteredConfirm: 'Devam etmek için SİL yazın',
  removeRegisteredWord: 'SİL',
  removed: 'Çöp kutusuna taşındı',
  notRemoved: 'Token silinemedi. Yeniden deneyin.',
  arrangeTitle: 'Sırayı değiştir',
  arrangeLead: 'Tutamaçları sürükleyin veya okları kullanın. Sabitlenen tokenler üstte kalır.',
  drag: (name) => `Taşı: ${name}`,
  moveUp: (name) => `Yukarı taşı: ${name}`,
  moveDown: (name) => `Aşağı taşı: ${name}`,
  moved: (name, place, count) => `${name}: ${place} / ${count}`,
  done: 'Bitti',
  trash: 'Çöp kutusu',
  trashLead: 'Buradakiler 30 gün sonra kalıcı olarak silinir.',
  trashEmpty: 'Çöp kutusu boş',
  daysLeft: (days) =>
    plural(days, {
      one: '# gün sonra kalıcı olarak silinecek',
      other: '# gün sonra kalıcı olarak silinecek',
    }),
  restore: 'Geri getir',
  restored: 'Geri getirildi',
  erase: 'Kalıcı olarak sil',
  eraseOf: (name) => `Kalıcı olarak sil: ${name}`,
  restoreOf: (name) => `Geri getir: ${name}`,
  eraseTitle: 'Bu token kalıcı olarak silinsin mi?',
  eraseText: (name) =>
    `${isolated(name)} anahtarı bu cihazdan silinecek. Onu yalnızca bir yedek geri getirebilir.`,
  emptyTrash: 'Çöp kutusunu boşalt',
  emptyTitle: 'Çöp kutusundaki her şey silinsin mi?',
  emptyText: (count) =>
    plural(count, {
      one: '# tokenin anahtarı bu cihazdan silinecek. Onu yalnızca bir yedek geri getirebilir.',
      other:
        '# tokenin anahtarları bu cihazdan silinecek. Onları yalnızca bir yedek geri getirebilir.',
    }),
  erased: 'Kalıcı olarak silindi',
}
