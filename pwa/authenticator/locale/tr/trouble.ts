import type { LaterWords } from '../words.ts'

export const trouble: LaterWords['trouble'] = {
  lost: 'Tokenlerinizi geri yükleyin',
  lostText:
    'Bu uygulamada tokenler vardı, ama tarayıcının deposu şimdi boş. Site verileri silindiğinde veya yer azaldığında tarayıcılar depoyu temizler.',
  lostHelp:
    'Yedeğiniz varsa burada açın. Yoksa tokenlerinizi aldığınız yerden yeniden ekleyin. Oraya giremiyorsanız bir kurtarma kodu kullanın veya yöneticinize başvurun.',
  restore: 'Yedek aç',
  addAgain: 'Tokenleri yeniden ekle',
  removedMyself: 'Kendim sildim',
  noStorage: 'Tokenleriniz okunamıyor',
  noStorageText:
    'Bu tarayıcı, uygulamanın deposunu açmasına izin vermiyor. Bazı gizli pencerelerde ve site verileri kapalıyken böyle olur. Hiçbir şey silinmedi.',
  outdated: 'Devam etmek için yeniden yükleyin',
  outdatedText: 'Bu uygulamanın daha yeni bir sürümü başka bir sekmede açık. Tokenleriniz güvende.',
  tryAgain: 'Yeniden dene',
}
