// Numbers, times and dates in the reader's language.

const languages = globalThis.navigator?.languages ?? [];

/** Formats a number with some decimals. */
const number = (value, decimals = 0) => {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(languages, digits).format(value);
};

/** Formats seconds as `36 min`, or as `1:05 h` from an hour on. */
const duration = (seconds) => {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")} h`;
};

/** Formats seconds as `4:05`, or as `1:04:05` from an hour on. */
const clock = (seconds) => {
  const two = (part) => String(Math.floor(part)).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = (seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${Math.floor(minutes)}:${two(seconds % 60)}`;
};

/** Formats metres as kilometres. */
const kilometres = (metres) => `${number(metres / 1000, 1)} km`;

/** Returns a date or a local time as a moment in UTC, because formatters use UTC. */
const moment = (text) => new Date(text.includes("T") ? `${text}Z` : `${text}T00:00:00Z`);

const formatters = new Map();

/** Returns the formatter for some parts of a date. */
const formatter = (parts) => {
  const key = JSON.stringify(parts);
  if (!formatters.has(key)) {
    formatters.set(key, new Intl.DateTimeFormat(languages, { ...parts, timeZone: "UTC" }));
  }
  return formatters.get(key);
};

/** Formats a date: `2 Mar 2026`. */
const date = (text) => formatter({ dateStyle: "medium" }).format(moment(text));

/** Formats a date with its day of the week: `Mon 2 Mar`. */
const weekday = (text) =>
  formatter({ weekday: "short", day: "numeric", month: "short" }).format(moment(text));

/** Formats a local time: `Mon, 2 Mar 2026, 06:30`. */
const time = (text) =>
  formatter({
    weekday: "short",
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(moment(text));

/** Formats the days from one date to another: `2 – 8 Mar 2026`. */
const dates = (first, last) =>
  formatter({ dateStyle: "medium" }).formatRange(moment(first), moment(last));

/** Returns the date some days after another date. */
const daysAfter = (text, days) =>
  new Date(moment(text).getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** Returns a text with a capital letter at its start. */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Formats a count with its noun, in the singular or the plural with `s`. */
const counted = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

