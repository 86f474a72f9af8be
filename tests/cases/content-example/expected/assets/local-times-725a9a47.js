// Adds the reader's local time behind every time of the page. The time in UTC stays.
(() => {
  // Plain English is written as the pages write it: the day before the month.
  const page = document.documentElement.lang.replace(/^en$/, "en-GB");
  const format = (moment, more) =>
    new Intl.DateTimeFormat(page, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...more }).format(moment);
  const local = (moment) => {
    const elsewhere = moment.getDate() !== moment.getUTCDate();
    return format(moment, { timeZoneName: "short", ...(elsewhere && { day: "numeric", month: "short" }) });
  };
  for (const time of document.querySelectorAll('time[datetime*="T"]')) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime()) || moment.getTimezoneOffset() === 0) continue;
    const added = document.createElement("span");
    added.className = "local";
    added.textContent = `(${local(moment)})`;
    time.title = format(moment, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZoneName: "long" });
    time.after(" ", added);
  }
})();
