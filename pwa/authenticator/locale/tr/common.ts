import type { UiWords } from '../../../ui/words.ts'
import type { FirstWords } from '../words.ts'

const ui: UiWords = {
  loading: 'Yükleniyor…',
  notLoaded: 'Uygulamanın bu bölümü yüklenemedi.',
  reload: 'Yeniden yükle',
  close: 'Kapat',
  cancel: 'İptal',
  optional: '(isteğe bağlı)',
  chooseFile: 'Dosya seç',
}

export const common: FirstWords['common'] = {
  ui,
  app: 'Doğrulayıcı',
  back: 'Geri',
  cancel: 'İptal',
  reload: 'Yeniden yükle',
  later: 'Sonra',
  undo: 'Geri al',
  settings: 'Ayarlar',
  copied: 'Kopyalandı',
  notCopied: 'Tarayıcı kopyalamaya izin vermedi. Kodu elle yazın.',
  noSpace: 'Bu cihazda boş yer kalmadı. Hiçbir şey değiştirilmedi.',
  notStored: 'Tarayıcı kaydedemedi. Yeniden deneyin.',
  updateReady: 'Güncelleme hazır',
  updatedElsewhere: 'Başka bir sekmede güncellendi',
}
