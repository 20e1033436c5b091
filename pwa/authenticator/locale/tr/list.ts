import { pluralsOf } from '../plural.ts'
import type { FirstWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('tr')

export const list: FirstWords['list'] = {
  title: 'Kodlarınız',
  tokens: 'Tokenler',
  add: 'Ekle',
  detailsOf: (name) => `Ayrıntılar: ${name}`,
  next: 'Sonraki',
  newCode: 'Yeni kod',
  hiddenCode: 'Kod gizli, göstermek için dokunun',
  codeNumber: (counter) => `${counter} numaralı kod`,
  notUsed: 'Kod kullanıldı olarak kaydedilemediği için gösterilmiyor. Yeniden deneyin.',
  search: 'Ara',
  searchHint: 'Ad, not veya grup arayın',
  groups: 'Gruplar',
  allGroups: 'Tümü',
  nothingFound: 'Sonuç bulunamadı',
  nothingFoundText: 'Hiçbir adda, notta veya grupta bu geçmiyor.',
  found: (count) => plural(count, { one: '# token', other: '# token' }),
  showAll: 'Tüm tokenleri göster',
  arrange: 'Sırayı değiştir',
  registered: 'Kayıtlı',
  retired: 'Artık kayıtlı değil',
  pinned: 'Sabitlendi',
  unreadable: (count) => plural(count, { one: '# token açılamıyor', other: '# token açılamıyor' }),
  unreadableText:
    'Veriler hâlâ burada duruyor, ama bu tarayıcı anahtarını kaybetmiş veya verileri değiştirmiş. Bu tokenleri aldığınız yerden yeniden ekleyin. Diğerleri etkilenmedi.',
  clockAhead: (seconds) =>
    plural(seconds, {
      one: 'Bu cihazın saati # saniye ileri.',
      other: 'Bu cihazın saati # saniye ileri.',
    }),
  clockBehind: (seconds) =>
    plural(seconds, {
      one: 'Bu cihazın saati # saniye geri.',
      other: 'Bu cihazın saati # saniye geri.',
    }),
  corrected: 'Buradaki kodlar buna göre düzeltildi.',
  notCorrected: 'Buradaki kodlar reddedilebilir.',
  kept: 'Bu cihazda saklanıyor. Tarayıcı, tokenlerinizi silmeyeceğini bildirdi.',
  atRisk:
    'Bu cihazda saklanıyor. Yer azalınca tarayıcı silebilir: bu uygulamayı yükleyin veya yedek alın.',
  keptHere: 'Yalnızca bu cihazda saklanıyor.',
  install: 'Uygulamayı yükle',
  welcome: 'Giriş kodlarınız bu cihazda',
  welcomeText:
    'İlk tokeninizi ekleyin; bir site istediğinde bu uygulama yeni bir kod gösterir. İnternet olmadan da çalışır ve anahtarlarınız bu cihazdan çıkmaz.',
  addFirst: 'İlk tokeninizi ekleyin',
  importInstead: 'Yedekten veya başka bir uygulamadan içe aktar',
  installFirst: 'Önce bu uygulamayı yükleyin',
  installFirstText:
    'iPhone veya iPad’de Paylaş’a, ardından “Ana Ekrana Ekle”ye dokunun ve uygulamayı oradan açın. Yüklenen uygulama, token’larını bu sekmeden ayrı saklar.',
}
