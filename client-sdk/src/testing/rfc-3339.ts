const FORM =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a text is a time as the service takes it (RFC 3339 §5.6), of a day that there is. */
export function isRfc3339(text: string): boolean {
  const [, year, month, day] = FORM.exec(text) ?? [];
  // The day before the first of the next month is the month's last.
  return day !== undefined && Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
