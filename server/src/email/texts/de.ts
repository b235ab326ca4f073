import type { EmailTexts } from "./email-texts.ts";

const NOT_YOU = "Wenn Sie das nicht waren, setzen Sie Ihr Passwort zurück und melden Sie sich überall sonst ab.";
const IGNORE = "Wenn Sie das nicht waren, beachten Sie diese Nachricht nicht.";
const NO_ACTION = "Wenn Sie das waren, müssen Sie nichts tun.";

/** Default emails in German. */
export const de: EmailTexts = {
  emails: {
    verify_email: {
      subject: "Bestätigen Sie Ihre E-Mail-Adresse für {{brand}}",
      blocks: [
        "Bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört, um Ihr Konto bei {{brand}} einzurichten. Der Link gilt 24 Stunden.",
        { link: "E-Mail-Adresse bestätigen" },
        "Oder geben Sie diesen Code ein, wo {{brand}} danach fragt. Er gilt 10 Minuten.",
        { code: true },
        {
          note: `Sie erhalten diese Nachricht, weil diese E-Mail-Adresse für ein Konto bei {{brand}} angegeben wurde. ${IGNORE}`,
        },
      ],
    },
    already_registered: {
      subject: "Sie haben schon ein Konto bei {{brand}}",
      blocks: [
        "Jemand wollte mit dieser E-Mail-Adresse ein Konto bei {{brand}} erstellen, aber Sie haben schon eines. Melden Sie sich mit Ihrem Passwort an, oder wählen Sie ein neues, wenn Sie es vergessen haben. Der Link gilt einmal und 30 Minuten lang.",
        { link: "Neues Passwort wählen" },
        {
          note: `Sie erhalten diese Nachricht, weil diese E-Mail-Adresse bei der Registrierung für {{brand}} eingegeben wurde. ${IGNORE} Ihr Konto wurde nicht geändert.`,
        },
      ],
    },
    reset_password: {
      subject: "Setzen Sie Ihr Passwort bei {{brand}} zurück",
      blocks: [
        "Wählen Sie ein neues Passwort für Ihr Konto bei {{brand}}. Der Link gilt einmal und 30 Minuten lang.",
        { link: "Neues Passwort wählen" },
        {
          note: `Sie erhalten diese Nachricht, weil für Ihr Konto bei {{brand}} ein neues Passwort angefordert wurde. ${IGNORE} Ihr Passwort bleibt, wie es ist.`,
        },
      ],
    },
    password_changed: {
      subject: "Ihr Passwort bei {{brand}} wurde geändert",
      blocks: [
        "Das Passwort Ihres Kontos bei {{brand}} wurde am {{when}} von der IP-Adresse {{ip}} aus geändert.",
        `${NO_ACTION} ${NOT_YOU}`,
      ],
    },
    confirm_email_change: {
      subject: "Bestätigen Sie die neue E-Mail-Adresse Ihres Kontos bei {{brand}}",
      blocks: [
        "Für Ihr Konto bei {{brand}} wurde die neue E-Mail-Adresse {{newEmail}} angefordert. Bestätigen Sie sie hier und mit dem Link, den wir an die neue Adresse gesendet haben. Der Link gilt 24 Stunden.",
        { link: "Änderung bestätigen" },
        "Wenn Sie das nicht waren, öffnen Sie den Link nicht. Vielleicht ist jemand anderes in Ihrem Konto angemeldet: Setzen Sie jetzt Ihr Passwort zurück.",
      ],
    },
    confirm_new_email: {
      subject: "Bestätigen Sie Ihre neue E-Mail-Adresse für {{brand}}",
      blocks: [
        "Bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört, um sie für Ihr Konto bei {{brand}} zu verwenden. Der Link gilt 24 Stunden.",
        { link: "E-Mail-Adresse bestätigen" },
        {
          note: `Sie erhalten diese Nachricht, weil jemand diese E-Mail-Adresse für ein Konto bei {{brand}} verwenden will. ${IGNORE}`,
        },
      ],
    },
    email_changed: {
      subject: "Die E-Mail-Adresse Ihres Kontos bei {{brand}} wurde geändert",
      blocks: [
        "Ihr Konto bei {{brand}} hat jetzt die E-Mail-Adresse {{newEmail}}. Mit dieser hier können Sie sich nicht mehr anmelden.",
        "Wenn Sie das nicht waren, wenden Sie sich sofort an {{brand}}: Vielleicht hat jemand anderes Zugang zu Ihrem Konto.",
      ],
    },
    sign_in_code: {
      subject: "Ihr Code für {{brand}}",
      blocks: [
        "Geben Sie diesen Code ein, wo {{brand}} danach fragt. Er gilt einmal und 10 Minuten lang.",
        { code: true },
        {
          note: `Geben Sie diesen Code niemandem, auch nicht Personen, die angeblich für {{brand}} arbeiten. ${IGNORE}`,
        },
      ],
    },
    sign_in_link: {
      subject: "Bei {{brand}} anmelden",
      blocks: [
        "Öffnen Sie diesen Link in dem Browser, in dem Sie ihn angefordert haben. Er gilt einmal und 10 Minuten lang.",
        { link: "Anmelden" },
        { note: `Leiten Sie diese Nachricht nie weiter: Ihr Link meldet in Ihrem Konto an. ${IGNORE}` },
      ],
    },
    new_device: {
      subject: "Neue Anmeldung in Ihrem Konto bei {{brand}}",
      blocks: [
        "Am {{when}} wurde Ihr Konto bei {{brand}} auf einem Gerät verwendet, das wir nicht kennen: {{device}}, {{location}}, mit der IP-Adresse {{ip}}.",
        `${NO_ACTION} ${NOT_YOU}`,
      ],
    },
    security_changed: {
      subject: "Die Sicherheit Ihres Kontos bei {{brand}} wurde geändert",
      blocks: [
        "Am {{when}} wurde Ihr Konto bei {{brand}} von der IP-Adresse {{ip}} aus geändert. {{change}}",
        `${NO_ACTION} ${NOT_YOU}`,
      ],
    },
    factors_reset: {
      subject: "Die zweiten Faktoren Ihres Kontos bei {{brand}} werden entfernt",
      blocks: [
        "{{brand}} wurde gebeten, die zweiten Faktoren Ihres Kontos zu entfernen. Ab dem {{when}} können Sie sich ohne sie anmelden und neue einrichten.",
        "Wenn Sie nicht darum gebeten haben, melden Sie sich vorher mit Ihrem zweiten Faktor an. Dann bleiben die Faktoren bestehen. Wenden Sie sich danach an {{brand}}: Vielleicht versucht jemand, in Ihr Konto zu gelangen.",
      ],
    },
    session_stolen: {
      subject: "Sie wurden zu Ihrer Sicherheit bei {{brand}} abgemeldet",
      blocks: [
        "Am {{when}} wurde eine veraltete Sitzung Ihres Kontos bei {{brand}} von der IP-Adresse {{ip}} aus verwendet. Vielleicht wurde sie gestohlen, deshalb haben wir sie beendet. Melden Sie sich erneut an.",
        NOT_YOU,
      ],
    },
    invitation: {
      subject: "Sie sind zu {{brand}} eingeladen",
      blocks: [
        "{{inviter}} hat Sie eingeladen, ein Konto zu erstellen. Wählen Sie ein Passwort, um die Einladung anzunehmen. Der Link gilt einmal und 3 Tage lang.",
        { link: "Einladung annehmen" },
        {
          note: "Sie erhalten diese Nachricht, weil Sie zu {{brand}} eingeladen wurden. Wenn Sie das nicht möchten, beachten Sie diese Nachricht nicht.",
        },
      ],
    },
    account_deleted: {
      subject: "Ihr Konto bei {{brand}} wurde gelöscht",
      blocks: [
        "Ihr Konto bei {{brand}} wurde mit allen seinen Daten gelöscht.",
        "Wenn Sie das nicht waren, wenden Sie sich sofort an {{brand}}.",
      ],
    },
    api_key_leaked: {
      subject: "Ein öffentlich gewordener API-Schlüssel von {{tenant}} wurde widerrufen",
      blocks: [
        "Der API-Schlüssel „{{name}}“ von {{tenant}}, der auf {{hint}} endet, wurde am {{when}} als öffentlich geworden gemeldet. Er wurde widerrufen und gilt nicht mehr.",
        "Erstellen Sie als Ersatz einen neuen Schlüssel, und prüfen Sie im Audit-Log, wofür der alte verwendet wurde.",
        { note: "Sie erhalten diese Nachricht, weil Sie diesen API-Schlüssel erstellt haben." },
      ],
    },
    webhook_disabled: {
      subject: "Ein Webhook von {{tenant}} wurde deaktiviert",
      blocks: [
        "Der Webhook von {{tenant}} bei {{host}} wurde am {{when}} deaktiviert, weil seine Zustellungen fehlschlugen. Er erhält keine Ereignisse mehr.",
        "Reparieren Sie den Empfänger, aktivieren Sie den Webhook, und senden Sie die verpassten Ereignisse erneut. Ereignisse werden 7 Tage gespeichert.",
        { note: "Sie erhalten diese Nachricht, weil Sie diesen Webhook erstellt haben." },
      ],
    },
    admin_changed: {
      subject: "Ihre Rechte bei {{brand}} wurden geändert",
      blocks: [
        "{{change}} {{by}} hat diese Änderung am {{when}} vorgenommen.",
        "Wenn das falsch ist, wenden Sie sich an {{by}} oder einen anderen Superadmin.",
        { note: "Sie erhalten diese Nachricht, weil Sie Administrator von {{brand}} sind." },
      ],
    },
    break_glass: {
      subject: "{{admin}} hat Notfallzugriff auf {{tenant}}",
      blocks: [
        "{{admin}} hat Notfallzugriff genommen, um {{tenant}} zu verwalten. Er endet am {{until}}. Der Grund: „{{reason}}“",
        "Wenn das falsch ist, beenden Sie den Zugriff mit platform.endBreakGlass, und prüfen Sie das Audit-Log von {{tenant}}.",
        { note: "Sie erhalten diese Nachricht, weil Sie {{tenant}} verwalten." },
      ],
    },
  },
  changes: {
    totp_added: "Eine Authenticator-App wurde eingerichtet.",
    totp_removed: "Die Authenticator-App wurde entfernt.",
    passkey_added: "Ein Passkey wurde hinzugefügt.",
    passkey_removed: "Ein Passkey wurde entfernt.",
    backup_codes_created: "Neue Ersatzcodes wurden erstellt. Frühere gelten nicht mehr.",
    backup_code_used: "Ein Ersatzcode wurde zur Anmeldung verwendet.",
    identity_linked: "Ein Konto eines anderen Dienstes wurde verknüpft, mit dem man sich jetzt anmelden kann.",
    identity_unlinked: "Die Verknüpfung mit einem Konto eines anderen Dienstes wurde entfernt.",
    factors_reset: "Alle zweiten Faktoren wurden entfernt, wie es ein Administrator angefordert hatte.",
    password_removed:
      "Das Passwort wurde entfernt, weil es festgelegt wurde, bevor diese E-Mail-Adresse bestätigt war.",
  },
  unknownLocation: "unbekannter Ort",
};
