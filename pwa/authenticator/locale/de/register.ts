import { isolated, pluralsOf } from '../plural.ts'
import type { LaterWords } from '../words.ts'

const plural = pluralsOf<'one' | 'other'>('de')

export const register: LaterWords['register'] = {
  signIn: 'Anmelden',
  signInLead: (host) => `Bei ${isolated(host)}, mit Benutzername und Passwort.`,
  username: 'Benutzername',
  password: 'Passwort',
  noUsername: 'Geben Sie Ihren Benutzernamen ein.',
  noPassword: 'Geben Sie Ihr Passwort ein.',
  expired: 'Das hat zu lange gedauert. Zu Ihrer Sicherheit beginnen wir von vorn.',
  again: 'Bestätigen Sie, dass Sie es sind: Melden Sie sich noch einmal an.',
  proceed: 'Weiter',
  tryAgain: 'Erneut versuchen',
  startOver: 'Als jemand anderes anmelden',
  answering: 'Sie werden mit diesem Gerät angemeldet …',
  choose: 'Welches Token gehört hierher?',
  chooseLead:
    'Kein registriertes Token trägt den Namen dieses Servers. Die App gibt den Code für Sie ein.',
  typeInstead: 'Anderer Weg',
  registerInstead:
    'Registrieren Sie dieses Gerät nach dem Anmelden, dann brauchen Sie keinen Code mehr.',
  factor: 'Bestätigen Sie, dass Sie es sind',
  methods: {
    totp: 'Code aus Ihrer Authenticator-App',
    device: 'Code von Ihrem registrierten Gerät',
    hardware: 'Code von Ihrem Hardware-Token',
    recovery: 'Wiederherstellungscode',
    pass: 'Befristeter Zugangscode',
    passkey: 'Passkey',
  },
  usePasskey: 'Mit Passkey fortfahren',
  otherWays: 'Andere Wege',
  ticket: 'Geben Sie Ihr Registrierungsticket ein',
  ticketLead:
    'Zum Einrichten eines zweiten Faktors brauchen Sie ein Ticket. Fragen Sie Ihre Administration danach.',
  ticketField: 'Registrierungsticket',
  ticketHint: '16 Buchstaben und Ziffern in Vierergruppen. Es gilt nur einmal.',
  enroll: 'Sie brauchen einen zweiten Faktor',
  enrollLead: 'Registrieren Sie dieses Gerät: Ab dann weist es Sie aus.',
  enrollElsewhere: 'Zuerst muss in Ihrem Konto ein zweiter Faktor eingerichtet werden.',
  account: 'Mein Konto öffnen',
  passwordDue: 'Wählen Sie zuerst in Ihrem Konto ein neues Passwort.',
  title: 'Dieses Gerät registrieren',
  lead: (host) =>
    `Sein Token meldet Sie bei ${isolated(host)} an. Der Schlüssel verlässt dieses Gerät nie: Er ist in keinem Backup und keinem Export enthalten.`,
  deviceName: 'Name dieses Geräts',
  deviceNameHint: 'Damit Sie es in Ihrem Konto wiedererkennen.',
  noName: 'Geben Sie diesem Gerät einen Namen.',
  replaces: (most) =>
    plural(most, {
      one: 'Sie dürfen # Gerät haben: Ihr bisheriges funktioniert dann nicht mehr.',
      other: 'Sie dürfen # Geräte haben: Das älteste funktioniert dann nicht mehr.',
    }),
  sms: 'Sie erhalten einen Code auf Ihr Telefon',
  smsText: (phone) => `Per SMS an die Nummer mit der Endung ${isolated(phone)}.`,
  smsNone:
    'Wir müssen einen Code an Ihr Telefon senden, aber es ist keine Nummer bekannt. Bitten Sie Ihre Administration um Hilfe.',
  smsSend: 'Code senden',
  smsSent: (phone) => `Gesendet an ${isolated(phone)}. Er gilt 10 Minuten.`,
  smsCode: 'Code aus der SMS',
  smsAgain: 'Neuen Code senden',
  smsWrong: 'Dieser Code ist falsch, abgelaufen oder wurde bereits benutzt.',
  action: 'Dieses Gerät registrieren',
  noSpace: 'Auf diesem Gerät ist kein Speicherplatz mehr frei. Es wurde nichts registriert.',
  notStored:
    'Der Browser hat das Token nicht gespeichert. Es wurde nichts registriert: Versuchen Sie es erneut.',
  done: 'Dieses Gerät ist registriert',
  doneOnly: 'Es ist als Ihr einziges Gerät registriert.',
  doneRetired: (count) =>
    plural(count, {
      one: 'Das bisherige funktioniert nicht mehr.',
      other: '# bisherige funktionieren nicht mehr.',
    }),
  doneText: 'Sein Token steht in der Liste und meldet Sie von selbst an.',
  doneRecovery:
    'Für den Tag, an dem Sie dieses Gerät verlieren: Jeder Wiederherstellungscode aus Ihrem Konto lässt Sie einmal hinein.',
  toList: 'Meine Codes anzeigen',
  signedIn: 'Sie sind angemeldet',
  signedInAs: (name) => `Als ${isolated(name)}.`,
  until: (time) => `Längstens bis ${time}.`,
  signOut: 'Abmelden',
  devices: 'Meine Geräte',
  devicesLead: 'Jedes meldet Sie an. Widerrufen Sie, was Sie verloren haben oder nicht kennen.',
  noDevices: 'Noch kein Gerät registriert.',
  thisDevice: 'Dieses Gerät',
  since: (date) => `Registriert am ${date}`,
  lastUsed: (date) => `zuletzt benutzt am ${date}`,
  revoke: 'Widerrufen',
  revokeOf: (name) => `${isolated(name)} widerrufen`,
  revokeTitle: 'Dieses Gerät widerrufen?',
  revokeText: (name) =>
    `${isolated(name)} meldet Sie ab sofort nicht mehr an. Um es wieder zu benutzen, registrieren Sie es neu.`,
  revokeThis: 'Es ist das Gerät in Ihrer Hand: Ohne es brauchen Sie einen anderen zweiten Faktor.',
  revoked: 'Widerrufen',
  retired: (name) => `${isolated(name)} ist nicht mehr registriert`,
  retiredText:
    'Der Server nimmt die Codes dieses Tokens nicht mehr an: Ein anderes Gerät ist an seine Stelle getreten, oder es wurde widerrufen. Registrieren Sie dieses Gerät neu oder entfernen Sie das Token.',
  registerAnew: 'Neu registrieren',
  removeToken: 'Entfernen',
  tokenRemoved: 'In den Papierkorb verschoben',
  faults: {
    invalid_credentials: 'Der Benutzername oder das Passwort ist falsch.',
    invalid_code:
      'Dieser Code ist falsch oder wurde bereits benutzt. Warten Sie auf den nächsten und versuchen Sie es erneut.',
    expired: 'Das hat zu lange gedauert. Zu Ihrer Sicherheit beginnen wir von vorn.',
    factor_not_allowed:
      'Sie dürfen keine Geräte registrieren. Wenden Sie sich an Ihre Administration.',
    too_many_attempts: 'Zu viele Versuche.',
    factor_suspended:
      'Zu viele falsche Codes: Dieser zweite Faktor ist gesperrt. Benutzen Sie einen anderen oder wenden Sie sich an Ihre Administration.',
    forbidden: 'Dazu sind Sie nicht berechtigt.',
    not_found: 'Das gibt es nicht mehr.',
    internal_error: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es erneut.',
    unavailable: 'Der Dienst ist gerade ausgelastet. Bitte versuchen Sie es gleich noch einmal.',
    network: 'Keine Verbindung zum Server. Prüfen Sie Ihr Netzwerk und versuchen Sie es erneut.',
    password_change_required: 'Wählen Sie zuerst in Ihrem Konto ein neues Passwort.',
    invalid_passkey:
      'Dieser Passkey wurde nicht angenommen. Versuchen Sie es erneut oder wählen Sie einen anderen Weg.',
    passkey_dismissed:
      'Es wurde kein Passkey benutzt. Versuchen Sie es erneut oder wählen Sie einen anderen Weg.',
    passkey_timed_out:
      'Das hat zu lange gedauert. Versuchen Sie es erneut, wenn Sie Ihren Passkey zur Hand haben.',
  },
}
